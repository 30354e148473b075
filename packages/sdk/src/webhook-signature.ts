/**
 * Both signature forms of a delivery. Ours is keyed with the bytes of the whole secret string, the
 * one of Standard Webhooks with what its base64 part holds. While a secret is being rotated, both
 * secrets sign. The only copy: Hubby signs with it what `verifyWebhook` verifies.
 */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** Every signing secret begins with it; base64 follows. */
export const SECRET_PREFIX = 'whsec_';

export type SigningKeys = { whole: KeyObject; decoded: KeyObject };

export const signingKeys = (secret: string): SigningKeys => ({
  whole: createSecretKey(secret, 'utf8'),
  decoded: createSecretKey(Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64')),
});

/** Bytes of the body, or its text in UTF-8. */
export type Body = string | Uint8Array;

/** Of `x-hubby-signature`. `timestamp`: Unix time in seconds. */
export const ownDigest = ({ whole }: SigningKeys, timestamp: string, body: Body): Buffer =>
  createHmac('sha256', whole).update(`${timestamp}.`).update(body).digest();

/** Of `webhook-signature`, as Standard Webhooks has it. `timestamp`: Unix time in seconds. */
export const standardDigest = (
  { decoded }: SigningKeys,
  eventId: string,
  timestamp: string,
  body: Body,
): Buffer => createHmac('sha256', decoded).update(`${eventId}.${timestamp}.`).update(body).digest();

/**
 * `keys`: the newest first; none = no signature. `at` is real time in milliseconds: receivers
 * compare it with their clock.
 */
export function signatureHeaders(
  keys: readonly SigningKeys[],
  eventId: string,
  body: Body,
  at: number,
): Record<string, string> {
  if (keys.length === 0) return {};
  const timestamp = String(Math.floor(at / 1000));
  const own = keys.map((key) => `sha256=${ownDigest(key, timestamp, body).toString('hex')}`);
  const standard = keys.map(
    (key) => `v1,${standardDigest(key, eventId, timestamp, body).toString('base64')}`,
  );
  return {
    'x-hubby-timestamp': timestamp,
    'x-hubby-signature': own.join(','),
    'webhook-id': eventId,
    'webhook-timestamp': timestamp,
    'webhook-signature': standard.join(' '),
  };
}
