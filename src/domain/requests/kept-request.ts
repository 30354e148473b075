/** A request of a partner's server as it is kept for it to read. */

/** What became of a body: there was none, it is kept, it holds a secret, or it is not kept for another reason. */
export type Body = { state: 'none' | 'kept' | 'cut' | 'secret' | 'dropped'; text: string | null };
/** As they are stored: the place in this list. */
export const STORED_STATES: readonly Body['state'][] = ['none', 'kept', 'cut', 'secret', 'dropped'];

export const NO_BODY: Body = { state: 'none', text: null };
export const SECRET_BODY: Body = { state: 'secret', text: null };
export const DROPPED_BODY: Body = { state: 'dropped', text: null };

export type KeptRequest = {
  partnerId: string;
  /** ours; says when it came */
  id: string;
  /** what the client called it */
  clientId: string | null;
  method: string;
  path: string;
  query: string | null;
  userAgent: string | null;
  operationId: string;
  status: number;
  errorType: string | null;
  durationMs: number;
  keyId: string;
  ip: string;
  requestBytes: number;
  responseBytes: number;
  request: Body;
  response: Body;
};

/** Bytes of a body that are kept. */
export const MOST_BYTES = 8 * 1024;

/** A long one is copied: a slice of it would hold the whole in memory. */
export const bodyOf = (text: string): Body =>
  text === ''
    ? NO_BODY
    : text.length <= MOST_BYTES
      ? { state: 'kept', text }
      : { state: 'cut', text: Buffer.from(text.slice(0, MOST_BYTES)).toString() };

/** About so many bytes of memory. */
export const sizeOf = ({ request, response, path, query }: KeptRequest): number =>
  500 +
  path.length +
  (query?.length ?? 0) +
  (request.text?.length ?? 0) +
  (response.text?.length ?? 0);

/** An activation string lets whoever has it install the eSIM: it is stored sealed, and not here. */
const ACTIVATION = /LPA:1\$[^\s"\\]*/g;

/** What of a body is stored, cut between two characters. */
export function storedText({ text, state }: Body): { text: string; isCut: boolean } | null {
  if (text === null) return null;
  const safe = withoutActivation(text);
  // No character has more than three bytes for each of its units.
  if (safe.length * 3 <= MOST_BYTES || Buffer.byteLength(safe) <= MOST_BYTES)
    return { text: safe, isCut: state === 'cut' };
  const bytes = Buffer.from(safe);
  let end = MOST_BYTES;
  while ((bytes[end]! & 0xc0) === 0x80) end--;
  return { text: bytes.toString('utf8', 0, end), isCut: true };
}

const withoutActivation = (text: string): string =>
  text.includes('LPA:1$') ? text.replace(ACTIVATION, 'LPA:1$[secret]') : text;
