/** The plain text of a mail. */
import type { Card, Link, MailModel } from './model.ts';
import { speaker, type Say } from './texts/index.ts';

const WIDTH = 78;

/** Written without spaces between words. */
const UNSPACED = /[\p{Script=Thai}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;
const words = new Intl.Segmenter(undefined, { granularity: 'word' });
const partsOf = (part: string): string[] =>
  part.length > WIDTH && UNSPACED.test(part)
    ? [...words.segment(part)].map(({ segment }) => segment)
    : [part];

/**
 * Lines of at most 78 characters, broken at spaces and after Chinese punctuation, and between words
 * where a language has neither; what has no such place stays whole.
 */
export function wrap(line: string): string {
  const lines: string[] = [];
  let current = '';
  for (const part of line.split(/(?<= )|(?<=[，。！？；：、])/u).flatMap(partsOf)) {
    if (current !== '' && (current + part).trimEnd().length > WIDTH) {
      lines.push(current.trimEnd());
      current = '';
    }
    current += part;
  }
  return [...lines, current.trimEnd()].join('\n');
}

/** The URL alone on its line, so that nothing becomes part of it. */
const linkLines = (link: Link | null, say: Say): string[] =>
  link === null
    ? []
    : [
        '',
        wrap(/[:：]$/u.test(link.label) ? link.label : say('colon', { label: link.label })),
        link.url,
      ];

function cardText(card: Card, say: Say): string {
  const lines = [
    card.title,
    ...card.lines,
    ...(card.code === null
      ? []
      : [`${say('colon', { label: card.code.label })} ${card.code.value}`]),
    ...(card.until === null ? [] : [card.until]),
  ];
  return [...lines.map(wrap), ...linkLines(card.button, say), ...linkLines(card.passOn, say)].join(
    '\n',
  );
}

/** One line each, as short as a footer should be; a mail address as people write it. */
const legalText = (links: Link[], say: Say): string =>
  links
    .map(({ label, url }) => `${say('colon', { label })} ${url.replace(/^mailto:/, '')}`)
    .join('\n');

export function writeText(model: MailModel, sender: string, locale: string): string {
  const say = speaker(locale);
  const rule = '-'.repeat(40);
  return [
    ...model.paragraphs.map((lines) => lines.map(wrap).join('\n')),
    ...(model.cards.length === 0
      ? []
      : [rule, ...model.cards.flatMap((card) => [cardText(card, say), rule])]),
    ...(model.button === null ? [] : [linkLines(model.button, say).slice(1).join('\n')]),
    `${model.closing}\n${sender}`,
    wrap(model.footer),
    ...(model.legal.length === 0 ? [] : [legalText(model.legal, say)]),
  ]
    .join('\n\n')
    .concat('\n');
}
