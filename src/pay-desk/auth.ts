import { createHash, timingSafeEqual } from 'node:crypto';
import type { onRequestHookHandler } from 'fastify';
import { StripeRefusal } from './errors.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The key comes as a bearer token, or as the user name of basic authentication. */
function keyOf(header: string): string | null {
  const [, scheme, value] = /^(\w+) +(\S+)$/.exec(header) ?? [];
  if (scheme?.toLowerCase() === 'bearer') return value!;
  if (scheme?.toLowerCase() !== 'basic') return null;
  return Buffer.from(value!, 'base64').toString().split(':')[0]!;
}

/** Digests are compared, not keys: equal lengths, and no time that depends on the key. */
export function checkKey(secretKey: string): onRequestHookHandler {
  const expected = digest(secretKey);
  return (request, _reply, done) => {
    const key = keyOf(request.headers.authorization ?? '');
    if (key === null || key === '')
      return done(
        refused(
          "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
        ),
      );
    return done(
      timingSafeEqual(digest(key), expected)
        ? undefined
        : refused(`Invalid API Key provided: ${shown(key)}`),
    );
  };
}

const refused = (message: string): StripeRefusal =>
  new StripeRefusal({ status: 401, type: 'invalid_request_error', message });

const shown = (key: string): string =>
  key.length < 16 ? '****' : `${key.slice(0, 8)}${'*'.repeat(8)}${key.slice(-4)}`;
