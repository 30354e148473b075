/**
 * Fetches a JSON Web Key Set, the public keys of whoever issues tokens. The URL is the operator's,
 * not a partner's.
 */
import { AppError } from '../errors.ts';

/** `freshMs`: how long its source lets us keep it */
export type FetchedKeys = { keys: { keys: Record<string, unknown>[] }; freshMs: number };

const MAX_BYTES = 256 * 1024;
const [SHORTEST_MS, DEFAULT_MS, LONGEST_MS] = [1_000, 600_000, 86_400_000];

/** Throws `keys_unavailable`. */
export async function fetchJwks(url: string, timeoutMs = 3_000): Promise<FetchedKeys> {
  try {
    const response = await fetch(url, {
      signal: AbortSignal.timeout(timeoutMs),
      redirect: 'error',
      headers: { accept: 'application/json' },
    });
    const keys = JSON.parse(await readBounded(response)) as FetchedKeys['keys'];
    if (response.status !== 200 || !Array.isArray(keys?.keys))
      throw new Error(`no key set, status ${response.status}`);
    return { keys, freshMs: freshFor(response.headers) };
  } catch (cause) {
    throw new AppError(
      'keys_unavailable',
      'The keys that tokens are checked with cannot be fetched right now; try again.',
      { cause, retryAfter: 5 },
    );
  }
}

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let read = 0;
  for await (const chunk of response.body ?? []) {
    read += chunk.length;
    if (read > MAX_BYTES) throw new Error('the key set is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** By cache-control and age, within reason: a key that is withdrawn has to go some day. */
export function freshFor(headers: Headers): number {
  const control = headers.get('cache-control') ?? '';
  if (/\bno-(store|cache)\b/i.test(control)) return SHORTEST_MS;
  const maxAge = /(?:^|[\s,])max-age="?(\d{1,9})/i.exec(control)?.[1];
  const ms =
    maxAge === undefined
      ? DEFAULT_MS
      : (Number(maxAge) - (Number(headers.get('age')) || 0)) * 1_000;
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, ms));
}
