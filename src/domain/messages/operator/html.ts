import { escapeHtml } from '../../../escape-html.ts';

/** Of a mail in plain text: paragraphs with an empty line between them. */
export const htmlOf = (text: string): string =>
  escapeHtml(text)
    .split('\n\n')
    .map((paragraph) => `<p>${paragraph.replaceAll('\n', '<br>')}</p>`)
    .join('\n');
