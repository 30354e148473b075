/**
 * Both signature forms of a delivery. Ours is keyed with the bytes of the whole secret string, the
 * one of Standard Webhooks with what its base64 part holds. While a secret is being rotated, both
 * secrets sign.
 */
import { createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';

const PREFIX = 'whsec_';

/** `whsec_` and 32 random bytes in base64. */
export const makeSigningSecret = (): string => PREFIX + randomBytes(32).toString('base64');

export type SigningKeys = { whole: KeyObject; decoded: KeyObject };

export const signingKeys = (secret: string): SigningKeys => ({
  whole: createSecretKey(secret, 'utf8'),
  decoded: createSecretKey(Buffer.from(secret.slice(PREFIX.length), 'base64')),
});

/**
 * `keys`: the newest first; none = no signature. `at` is real time in milliseconds: receivers
 * compare it with their clock.
 */
export function signatureHeaders(
  keys: readonly SigningKeys[],
  eventId: string,
  body: string,
  at: number,
): Record<string, string> {
  if (keys.length === 0) return {};
  const timestamp = String(Math.floor(at / 1000));
  const ours = keys.map(
    ({ whole }) =>
      `sha256=${createHmac('sha256', whole).update(`${timestamp}.${body}`).digest('hex')}`,
  );
  const standard = keys.map(
    ({ decoded }) =>
      `v1,${createHmac('sha256', decoded).update(`${eventId}.${timestamp}.${body}`).digest('base64')}`,
  );
  return {
    'x-hubby-timestamp': timestamp,
    'x-hubby-signature': ours.join(','),
    'webhook-id': eventId,
    'webhook-timestamp': timestamp,
    'webhook-signature': standard.join(' '),
  };
}
