/**
 * As much of PDF 1.4 as sheets of codes need: pages of A4, black shapes and lines, text in two of
 * the fonts that every reader has. Written page by page, so that no file is held whole.
 */
import { deflate } from 'node:zlib';
import { promisify } from 'node:util';

const compress = promisify(deflate);

/** In points, of which an inch has 72; the origin is at the bottom left. */
export const PAGE = { width: 595.28, height: 841.89 } as const;
export const FONTS = { plain: 'Helvetica', code: 'Courier-Bold' } as const;
export type Font = keyof typeof FONTS;

const CATALOG = 1;
const PAGES = 2;
const FIRST_FONT = 3;
const FONT_NAMES = Object.keys(FONTS) as Font[];

/** With two decimals at most: finer than any printer. */
export const number = (value: number): string => String(Math.round(value * 100) / 100);

/** What the fonts have no letter for is a question mark. */
const literal = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/[‘’]/g, "'")
    .replaceAll(/[–—]/g, '-')
    .replaceAll(/[\\()]/g, '\\$&')
    .replaceAll(/[^\x20-\x7e\xa0-\xff]/g, '?');

/** The operators that write a line of text. */
export const textAt = (text: string, x: number, y: number, font: Font, size: number): string =>
  `BT /${font} ${number(size)} Tf ${number(x)} ${number(y)} Td (${literal(text)}) Tj ET\n`;

/** `pages`: what each draws, as operators of a content stream. */
export async function* writePdf(pages: AsyncIterable<string>): AsyncGenerator<Buffer> {
  const offsets: number[] = [];
  let written = 0;
  const take = (piece: Buffer): Buffer => {
    written += piece.length;
    return piece;
  };
  const object = (id: number, body: Buffer): Buffer => {
    offsets[id] = written;
    return take(Buffer.concat([bytes(`${id} 0 obj\n`), body, bytes('\nendobj\n')]));
  };
  // The second line says that what follows is no text.
  yield take(bytes('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n'));
  for (const [i, name] of FONT_NAMES.entries())
    yield object(
      FIRST_FONT + i,
      bytes(
        `<< /Type /Font /Subtype /Type1 /BaseFont /${FONTS[name]} /Encoding /WinAnsiEncoding >>`,
      ),
    );
  const kids: number[] = [];
  let next = FIRST_FONT + FONT_NAMES.length;
  for await (const drawn of pages) {
    const [content, page] = [next++, next++];
    yield object(content, await stream(drawn));
    yield object(page, pageOf(content));
    kids.push(page);
  }
  const list = kids.map((id) => `${id} 0 R`).join(' ');
  yield object(PAGES, bytes(`<< /Type /Pages /Count ${kids.length} /Kids [${list}] >>`));
  yield object(CATALOG, bytes(`<< /Type /Catalog /Pages ${PAGES} 0 R >>`));
  yield bytes(trailer(offsets, written));
}

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

async function stream(content: string): Promise<Buffer> {
  const packed = await compress(bytes(content));
  return Buffer.concat([
    bytes(`<< /Length ${packed.length} /Filter /FlateDecode >>\nstream\n`),
    packed,
    bytes('\nendstream'),
  ]);
}

function pageOf(content: number): Buffer {
  const fonts = FONT_NAMES.map((name, i) => `/${name} ${FIRST_FONT + i} 0 R`).join(' ');
  return bytes(
    `<< /Type /Page /Parent ${PAGES} 0 R /MediaBox [0 0 ${PAGE.width} ${PAGE.height}]` +
      ` /Resources << /Font << ${fonts} >> >> /Contents ${content} 0 R >>`,
  );
}

/** Where each object begins; the list begins with one that is none. */
function trailer(offsets: readonly number[], at: number): string {
  const entries = offsets
    .slice(1)
    .map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`)
    .join('');
  return (
    `xref\n0 ${offsets.length}\n0000000000 65535 f \n${entries}` +
    `trailer\n<< /Size ${offsets.length} /Root ${CATALOG} 0 R >>\nstartxref\n${at}\n%%EOF\n`
  );
}
