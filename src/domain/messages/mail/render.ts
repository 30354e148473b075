/**
 * A traveler's mail: subject, HTML and text of the same model. Pure: reads nothing but its facts.
 * The HTML is an Eta template made of templates/mail.mjml (`npm run mails`); Eta escapes every
 * value that is put in (richText too, where names are isolated).
 */
import { readFileSync } from 'node:fs';
import { Eta } from 'eta';
import { correction, generate } from 'lean-qr';
import { toPngBuffer } from 'lean-qr/extras/node_export';
import type { Attachment } from '../../../channels/mail.ts';
import { directionOf } from '../../catalog/locales.ts';
import { qrCodesOf } from './card.ts';
import { cut } from './clean.ts';
import { composeMail } from './compose.ts';
import type { MessageFacts } from './facts.ts';
import { lookOf } from './model.ts';
import { plainName, richText } from './rich-text.ts';
import { writeText } from './write-text.ts';

export type Rendered = { subject: string; text: string; html: string; attachments: Attachment[] };

const eta = new Eta({ autoEscape: true, autoTrim: false });
const layout = eta.compile(readFileSync(new URL('./templates/mail.eta', import.meta.url), 'utf8'));

/**
 * Black on white with its quiet zone, 8 pixels a module: phones read it from a screen, dark mode or
 * not.
 */
export const qrPng = (content: string): Buffer =>
  Buffer.from(
    toPngBuffer(generate(content, { minCorrectionLevel: correction.M }), {
      on: [0, 0, 0],
      off: [255, 255, 255],
      pad: 4,
      scale: 8,
    }),
  );

/**
 * Subject: one line of at most 200 characters. Lines end with LF. Throws only where `usage` is
 * missing from a running_low.
 */
export function renderMail(facts: MessageFacts): Rendered {
  const model = composeMail(facts);
  const { colors, ...brand } = lookOf(facts.brand);
  const preheader = cut(model.paragraphs.slice(1).flat().join(' '), 140);
  const html = layout.call(eta, {
    ...model,
    brand,
    colors,
    preheader,
    lang: facts.locale,
    dir: directionOf(facts.locale),
    start: directionOf(facts.locale) === 'rtl' ? 'right' : 'left',
    rich: richText,
    plainName,
  });
  const attachments = [...qrCodesOf(facts)].map(([cid, content]) => ({
    cid,
    filename: 'qr-code.png',
    contentType: 'image/png',
    content: qrPng(content),
  }));
  return {
    subject: model.subject,
    text: writeText(model, brand.name, facts.locale),
    html,
    attachments,
  };
}
