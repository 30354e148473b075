import { quickDrill } from './drill/quick.ts';

quickDrill('esim-access');
