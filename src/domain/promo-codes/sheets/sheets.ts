/** Sheets to print and cut: each code of a batch with its link as a QR code. */
import type { Context } from '../../../context.ts';
import type { Partner } from '../../partners/partner.ts';
import { allCodes, type BatchCode } from '../batches/batch-codes.ts';
import { drawCard, PER_PAGE } from './draw-card.ts';

/** Only codes that can be used. */
export async function batchSheets(
  ctx: Context,
  partner: Partner,
  id: string,
): Promise<AsyncIterable<Buffer>> {
  return writeSheets(await allCodes(ctx, partner, id, 'open'));
}

/** Page by page, so that no file is held whole. */
async function* writeSheets(
  codes: AsyncIterable<readonly BatchCode[]>,
): AsyncGenerator<Buffer, void, undefined> {
  // Loaded only where it is wanted: its fonts and tables are some megabytes.
  const { default: PDFDocument } = await import('pdfkit');
  const doc = new PDFDocument({ size: 'A4', margin: 0, autoFirstPage: false });
  let count = 0;
  for await (const some of codes)
    for (const code of some) {
      if (count % PER_PAGE === 0) doc.addPage();
      drawCard(doc, code, count++ % PER_PAGE);
      // Drawing a code takes a millisecond or two, and others wait.
      await new Promise((resolve) => setImmediate(resolve));
      yield* written(doc);
    }
  // A file without a page is none.
  if (count === 0) doc.addPage();
  doc.end();
  yield* doc as AsyncIterable<Buffer>;
}

function* written(doc: PDFKit.PDFDocument): Generator<Buffer> {
  for (let piece = doc.read(); piece !== null; piece = doc.read()) yield piece as Buffer;
}
