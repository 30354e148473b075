/**
 * Signature version 1 of a request: lower-case hex HMAC-SHA256(secret, timestamp + METHOD + path),
 * where path is the raw request target with its query string. The only copy: the server checks with
 * it what clients sign with it.
 */
import { createHmac, type KeyObject } from 'node:crypto';

/** What the operator gave out. */
export type PartnerKey = { api_key: string; api_secret: string };

/** 32 bytes. `timestamp`: Unix time in milliseconds, 13 digits; `target`: as it will be sent. */
export const requestDigest = (
  secret: string | KeyObject,
  timestamp: string,
  method: string,
  target: string,
): Buffer =>
  createHmac('sha256', secret)
    .update(timestamp + method + target)
    .digest();

/** What stands in `x-signature`. */
export const signRequest = (
  secret: string | KeyObject,
  timestamp: string,
  method: string,
  target: string,
): string => requestDigest(secret, timestamp, method, target).toString('hex');

/** The three headers of a request signed now. */
export function signedHeaders(
  key: PartnerKey,
  method: string,
  target: string,
  now = Date.now(),
): Record<string, string> {
  const timestamp = String(now);
  return {
    'x-api-key': key.api_key,
    'x-timestamp': timestamp,
    'x-signature': signRequest(key.api_secret, timestamp, method, target),
  };
}
