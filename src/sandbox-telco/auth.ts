import { createHash, timingSafeEqual } from 'node:crypto';
import type { onRequestHookHandler } from 'fastify';
import { TelcoError } from './errors.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Digests are compared, not tokens: equal lengths, and no time that depends on the token. */
export function bearerAuth(secret: string): onRequestHookHandler {
  const expected = digest(`Bearer ${secret}`);
  return (request, _reply, done) => {
    const given = digest(request.headers.authorization ?? '');
    done(timingSafeEqual(given, expected) ? undefined : new TelcoError(401, 'unauthorized'));
  };
}
