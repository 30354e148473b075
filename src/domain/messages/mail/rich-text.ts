/** Lines with isolated names in them as content of HTML, where isolating is an element's. */
import { escapeHtml } from '../../../escape-html.ts';

/** Isolated, and without a letter that tells a direction: `*#06#`. */
const SIGNS = /\u2068([^\p{L}\u2068\u2069]+)\u2069/gu;

/**
 * Escaped; isolated names are `<bdi>`, which every browser and mail program knows; one without
 * letters would take the direction of what is around it. Not for attributes.
 */
export const richText = (text: string): string =>
  escapeHtml(text.replace(SIGNS, '\u2066$1\u2069'))
    .replaceAll('\u2068', '<bdi>')
    .replaceAll('\u2066', '<bdi dir="ltr">')
    .replaceAll('\u2069', '</bdi>');

/** Without the isolating: for an attribute that holds nothing but the name. */
export const plainName = (name: string): string => name.replace(/[\u2068\u2069]/g, '');
