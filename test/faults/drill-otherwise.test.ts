/** Suppliers that take our reference as a key, or keep none. */
import { quickDrill } from './drill/quick.ts';

quickDrill(['esim-access', 'esim-go']);
