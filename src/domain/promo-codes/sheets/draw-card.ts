/** One code on a sheet: its link as a QR code, itself, and what it is good for. */
import { correction, generate } from 'lean-qr';
import type { BatchCode } from '../batches/batch-codes.ts';

type Doc = PDFKit.PDFDocument;

/** In points, of which an inch has 72; the origin is at the top left. */
const PAGE = { width: 595.28, height: 841.89 } as const;
const COLUMNS = 3;
const ROWS = 6;
export const PER_PAGE = COLUMNS * ROWS;
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
/** Beside a text. */
const PADDING = 6;

/** `nth` of its page, from 0: along the rows. */
export function drawCard(doc: Doc, code: BatchCode, nth: number): void {
  const left = MARGIN + (nth % COLUMNS) * CARD.width;
  const top = MARGIN + Math.floor(nth / COLUMNS) * CARD.height;
  doc.lineWidth(0.3).rect(left, top, CARD.width, CARD.height).stroke('#bfbfbf');
  drawQr(doc, code.claim_url ?? code.deep_link_url, left + (CARD.width - QR) / 2, top + 5);
  const line = { left: left + PADDING, width: CARD.width - 2 * PADDING };
  drawLine(doc.font('Courier-Bold'), code.promo_code, CODE_SIZE, { ...line, top: top + QR + 8 });
  drawLine(doc.font('Helvetica'), lineOf(code), LINE_SIZE, { ...line, top: top + QR + 22 });
}

/** `1GB · Greece · 2027-12-31` */
const lineOf = ({ package_size, destination, valid_until }: BatchCode): string =>
  [package_size, destination, valid_until.slice(0, 10)].filter((part) => part !== null).join(' · ');

/** In the middle, and smaller where it would not fit. */
function drawLine(
  doc: Doc,
  text: string,
  size: number,
  { left, top, width }: { left: number; top: number; width: number },
): void {
  const shown = inLatin(text);
  const natural = doc.fontSize(size).widthOfString(shown);
  doc
    .fontSize(size * Math.min(1, width / natural))
    .fillColor('black')
    .text(shown, left, top, { width, align: 'center', lineBreak: false });
}

/** The fonts that every reader has know no more letters; of others stands a question mark. */
const inLatin = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/[‘’]/g, "'")
    .replaceAll(/[–—]/g, '-')
    .replaceAll(/[^\x20-\x7e\xa0-\xff]/gu, '?');

/** Four modules of white around it are part of its side. */
function drawQr(doc: Doc, text: string, left: number, top: number): void {
  const code = generate(text, { minCorrectionLevel: correction.M });
  const side = QR / (code.size + 8);
  doc
    .save()
    .translate(left + 4 * side, top + 4 * side)
    .scale(side);
  for (let y = 0; y < code.size; y++)
    for (let x = 0; x < code.size; x++) {
      if (!code.get(x, y)) continue;
      const from = x;
      while (code.get(x + 1, y)) x++;
      doc.rect(from, y, x - from + 1, 1);
    }
  doc.fill('black').restore();
}
