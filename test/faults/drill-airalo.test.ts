import { quickDrill } from './drill/quick.ts';

quickDrill('airalo');
