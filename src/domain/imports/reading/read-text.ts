/**
 * The text of a file piece by piece, as its bytes come: UTF-8 without NUL or it is refused with the
 * place, and one kind of line end.
 */
import { isUtf8 } from 'node:buffer';
import { invalid } from '../../../errors.ts';

/** Throws `invalid_request`, naming the row (the header is 1) and the byte of the file. */
export async function* readText(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let kept: Buffer = Buffer.alloc(0);
  /** of what is kept: its place in the file, and its row */
  const place = { byte: 0, row: 1 };
  let endsInReturn = false;
  for await (const chunk of chunks) {
    const bytes = kept.length === 0 ? chunk : Buffer.concat([kept, chunk]);
    const whole = bytes.subarray(0, wholeCharacters(bytes));
    kept = Buffer.from(bytes.subarray(whole.length));
    checkBytes(whole, place);
    let text = whole.toString('utf8');
    if (place.byte === 0) text = text.replace(/^\uFEFF/, '');
    place.byte += whole.length;
    // A pair of them may be cut in two.
    if (endsInReturn && text.startsWith('\n')) text = text.slice(1);
    endsInReturn = whole.length === 0 ? endsInReturn : text.endsWith('\r');
    text = text.replace(/\r\n?/g, '\n');
    place.row += count(text);
    if (text !== '') yield text;
  }
  checkBytes(kept, place);
}

const count = (text: string): number => text.split('\n').length - 1;

/** How many bytes are there before a character that is cut off at the end. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if ((byte & 0xc0) === 0x80) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return needed > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function checkBytes(bytes: Buffer, { byte, row }: { byte: number; row: number }): void {
  const nul = bytes.indexOf(0);
  const at = isUtf8(bytes) ? nul : firstBreak(bytes);
  if (at === -1) return;
  const before = bytes.subarray(0, at).toString('utf8').replace(/\r\n?/g, '\n');
  const shown = `0x${bytes[at]!.toString(16).toUpperCase().padStart(2, '0')}`;
  const issue =
    at === nul
      ? `expected text, got a NUL byte (byte ${byte + at + 1})`
      : `expected UTF-8, got ${shown} (byte ${byte + at + 1}); save the file as UTF-8`;
  throw invalid([{ field: `row ${row + count(before)}`, issue }]);
}

/** Where decoding and encoding it again leads to something else. */
function firstBreak(bytes: Buffer): number {
  const again = Buffer.from(bytes.toString('utf8'));
  let at = 0;
  while (at < bytes.length - 1 && bytes[at] === again[at]) at++;
  return at;
}
