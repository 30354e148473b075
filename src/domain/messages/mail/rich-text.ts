/** Lines with isolated names in them as content of HTML, where isolating is an element's. */
import { escapeHtml } from '../../../escape-html.ts';

/**
 * Escaped; isolated names are `<bdi>`, which every browser and mail program knows. Not for
 * attributes.
 */
export const richText = (text: string): string =>
  escapeHtml(text).replaceAll('\u2068', '<bdi>').replaceAll('\u2069', '</bdi>');

/** Without the isolating: for an attribute that holds nothing but the name. */
export const plainName = (name: string): string => name.replace(/[\u2068\u2069]/g, '');
