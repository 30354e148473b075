import { quickDrill } from './drill/quick.ts';

quickDrill('zendit');
