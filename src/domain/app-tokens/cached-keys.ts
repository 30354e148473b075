/**
 * Public keys of an issuer, kept as long as their source says. A key id that is not among them
 * looks again, since keys are changed without notice, but not more often than a minute allows:
 * anybody can make up key ids.
 */
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

export type KeySource = () => Promise<{
  keys: { keys: Record<string, unknown>[] };
  freshMs: number;
}>;
export type KeySet = JWTVerifyGetKey;

/** `staleMs`: how much longer known keys are used while the source is away. */
export type KeySetOptions = { staleMs?: number; looksPerMinute?: number; pauseMs?: number };

type Held = {
  find: ReturnType<typeof createLocalJWKSet>;
  kids: ReadonlySet<unknown>;
  freshUntil: number;
};

/**
 * The key set's function rejects with the source's error when there are no keys to go by, with
 * `JWKSNoMatchingKey` for a key nobody has.
 */
export function cachedKeys(
  source: KeySource,
  { staleMs = 3_600_000, looksPerMinute = 6, pauseMs = 2_000 }: KeySetOptions = {},
): KeySet {
  let held: Held | null = null;
  let pending: Promise<Held> | null = null;
  let failure: { at: number; error: unknown } | null = null;
  let looks: number[] = [];

  const load = (): Promise<Held> =>
    (pending ??= (async () => {
      // A source that is away is not asked by every request: each would wait for the time limit.
      if (failure !== null && Date.now() - failure.at < pauseMs) throw failure.error;
      try {
        const { keys, freshMs } = await source();
        held = {
          find: createLocalJWKSet(keys as unknown as JSONWebKeySet),
          kids: new Set(keys.keys.map((k) => k['kid'])),
          freshUntil: Date.now() + freshMs,
        };
        failure = null;
        return held;
      } catch (error) {
        if (failure === null || Date.now() - failure.at >= pauseMs)
          failure = { at: Date.now(), error };
        throw error;
      }
    })().finally(() => {
      pending = null;
    }));

  const mayLook = (now: number): boolean => {
    looks = looks.filter((at) => now - at < 60_000);
    if (looks.length >= looksPerMinute) return false;
    looks.push(now);
    return true;
  };

  return async (header, token) => {
    if (typeof header.kid !== 'string' || header.kid === '') throw new errors.JWKSNoMatchingKey();
    const known: Held | null = held;
    let keys = known;
    if (keys === null || Date.now() >= keys.freshUntil) {
      keys = await load().catch((error: unknown) => {
        if (known === null || Date.now() >= known.freshUntil + staleMs) throw error;
        return known;
      });
    }
    if (!keys.kids.has(header.kid) && keys === known && (pending !== null || mayLook(Date.now())))
      keys = await load();
    return keys.find(header, token);
  };
}
