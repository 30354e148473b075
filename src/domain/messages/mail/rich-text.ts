/** Lines with isolated names in them as content of HTML, where isolating is an element's. */
import { Eta } from 'eta';

/** The one that templates escape every value with. */
const escaped = new Eta().config.escapeFunction;

/**
 * Escaped; isolated names are `<bdi>`, which every browser and mail program knows. Not for
 * attributes.
 */
export const richText = (text: string): string =>
  escaped(text).replaceAll('\u2068', '<bdi>').replaceAll('\u2069', '</bdi>');

/** Without the isolating: for an attribute that holds nothing but the name. */
export const plainName = (name: string): string => name.replace(/[\u2068\u2069]/g, '');
