import { Eta } from 'eta';

/** Text as content of HTML, or of an attribute in quotes: as templates escape every value. */
export const escapeHtml: (text: string) => string = new Eta().config.escapeFunction;
