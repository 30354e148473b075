import { quickDrill } from './drill/quick.ts';

quickDrill('es2plus');
