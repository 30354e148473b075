/** Sheets to print and cut: each code of a batch with its link as a QR code. */
import { correction, generate } from 'lean-qr';
import type { Context } from '../../../context.ts';
import type { Partner } from '../../partners/partner.ts';
import { allCodes, type BatchCode } from '../batches/batch-codes.ts';
import { number, PAGE, textAt, writePdf } from './pdf.ts';

const COLUMNS = 3;
const ROWS = 6;
/** Which printers leave white. */
const MARGIN = 28;
const CARD = {
  width: (PAGE.width - 2 * MARGIN) / COLUMNS,
  height: (PAGE.height - 2 * MARGIN) / ROWS,
} as const;
/** Some 31 mm: a phone reads it at arm's length. */
const QR = 88;
const CODE_SIZE = 10;
const LINE_SIZE = 6.5;
/** Letters of a line that surely fit the card. */
const LINE_LENGTH = 46;

/** Only codes that can be used. */
export async function batchSheets(
  ctx: Context,
  partner: Partner,
  id: string,
): Promise<AsyncIterable<Buffer>> {
  return writePdf(pagesOf(await allCodes(ctx, partner, id, 'open')));
}

async function* pagesOf(codes: AsyncIterable<readonly BatchCode[]>): AsyncGenerator<string> {
  let cards: string[] = [];
  for await (const some of codes)
    for (const code of some) {
      cards.push(cardOf(code, cards.length));
      // Drawing a code takes a millisecond or two, and others wait.
      await new Promise((resolve) => setImmediate(resolve));
      if (cards.length < COLUMNS * ROWS) continue;
      yield cards.join('');
      cards = [];
    }
  if (cards.length > 0) yield cards.join('');
}

function cardOf(code: BatchCode, nth: number): string {
  const left = MARGIN + (nth % COLUMNS) * CARD.width;
  const top = PAGE.height - MARGIN - Math.floor(nth / COLUMNS) * CARD.height;
  const middle = left + CARD.width / 2;
  const link = code.claim_url ?? code.deep_link_url;
  // Letters of Courier are 0.6 of its size wide, those of Helvetica half of it, more or less.
  const codeWidth = code.promo_code.length * 0.6 * CODE_SIZE;
  const codeSize = CODE_SIZE * Math.min(1, (CARD.width - 12) / codeWidth);
  const line = lineOf(code);
  return (
    `q 0.3 w 0.75 G ${box(left, top - CARD.height, CARD.width, CARD.height)} S Q\n` +
    qrAt(link, middle - QR / 2, top - 5) +
    textAt(
      code.promo_code,
      middle - (code.promo_code.length * 0.6 * codeSize) / 2,
      top - QR - 16,
      'code',
      codeSize,
    ) +
    textAt(line, middle - line.length * 0.23 * LINE_SIZE, top - QR - 27, 'plain', LINE_SIZE)
  );
}

const box = (...sides: number[]): string => `${sides.map(number).join(' ')} re`;

/** `1GB · Greece · 2027-12-31` */
const lineOf = ({ package_size, destination, valid_until }: BatchCode): string =>
  [package_size, destination, valid_until.slice(0, 10)]
    .filter((part) => part !== null)
    .join(' · ')
    .slice(0, LINE_LENGTH);

/** Four modules of white around it are part of its side. */
function qrAt(text: string, left: number, top: number): string {
  const code = generate(text, { minCorrectionLevel: correction.M });
  const side = QR / (code.size + 8);
  const rows: string[] = [];
  for (let y = 0; y < code.size; y++)
    for (let x = 0; x < code.size; x++) {
      if (!code.get(x, y)) continue;
      const from = x;
      while (code.get(x + 1, y)) x++;
      rows.push(`${from} ${-y - 1} ${x - from + 1} 1 re`);
    }
  const at = [side, 0, 0, side, left + 4 * side, top - 4 * side].map((value) =>
    String(Math.round(value * 10_000) / 10_000),
  );
  return `q ${at.join(' ')} cm\n${rows.join('\n')}\nf Q\n`;
}
