/** Suppliers that find an order by our reference. */
import { quickDrill } from './drill/quick.ts';

quickDrill(['airalo', 'zendit', 'es2plus']);
