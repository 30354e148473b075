/**
 * What requests of a partner said and were told, put together as they are stored: a line of JSON with
 * `[id, query, user agent, bytes of its body, bytes of its answer]` of each, then the bodies in that
 * order, all in UTF-8. Requests are alike, so that many of them deflate to a tenth.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Null: there was none, or it is not kept. */
export type Said = {
  id: string;
  query: string | null;
  userAgent: string | null;
  request: string | null;
  response: string | null;
};
/** A row of `api_request_texts`. */
export type StoredTexts = { texts: Buffer; is_deflated: boolean };

type Head = [
  id: string,
  query: string | null,
  userAgent: string | null,
  requestLength: number | null,
  responseLength: number | null,
];

/** Fewer bytes are not worth the time. */
const WORTH_BYTES = 4_096;

export const saysNothing = ({ query, userAgent, request, response }: Said): boolean =>
  query === null && userAgent === null && request === null && response === null;

/**
 * By the caller's own thread: 200 bookings take half a millisecond, and handing them to another twice
 * as much.
 */
export function packTexts(said: readonly Said[]): StoredTexts {
  const heads = said.map(({ id, query, userAgent, request, response }): Head => [
    id,
    query,
    userAgent,
    lengthOf(request),
    lengthOf(response),
  ]);
  const bodies = said.map(({ request, response }) => (request ?? '') + (response ?? ''));
  const texts = Buffer.from(`${JSON.stringify(heads)}\n${bodies.join('')}`);
  return texts.length < WORTH_BYTES
    ? { texts, is_deflated: false }
    : { texts: deflateRawSync(texts, { level: 1 }), is_deflated: true };
}

const lengthOf = (text: string | null): number | null =>
  text === null ? null : Buffer.byteLength(text);

export function unpackTexts({ texts, is_deflated }: StoredTexts): Said[] {
  const bytes = is_deflated ? inflateRawSync(texts) : texts;
  let place = bytes.indexOf('\n') + 1;
  const take = (length: number | null): string | null =>
    length === null ? null : bytes.toString('utf8', place, (place += length));
  return (JSON.parse(bytes.toString('utf8', 0, place)) as Head[]).map(
    ([id, query, userAgent, requestLength, responseLength]) => ({
      id,
      query,
      userAgent,
      request: take(requestLength),
      response: take(responseLength),
    }),
  );
}
