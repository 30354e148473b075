/**
 * Signature version 1: lower-case hex HMAC-SHA256(secret, timestamp + METHOD + path), where path is
 * the raw request target with its query string. Used by the server, the CLI and the tests.
 */
import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';

export const TIMESTAMP = /^\d{13}$/;
export const SIGNATURE = /^[0-9a-fA-F]{64}$/;
export const WINDOW_MS = 5 * 60_000;

export const sign = (secret: string, timestamp: string, method: string, path: string): string =>
  createHmac('sha256', secret)
    .update(timestamp + method + path)
    .digest('hex');

/** `signature` must match SIGNATURE: shorter hex would be cut off silently by Buffer.from. */
export const isSigned = (
  secret: KeyObject,
  timestamp: string,
  method: string,
  path: string,
  signature: string,
): boolean =>
  timingSafeEqual(
    createHmac('sha256', secret)
      .update(timestamp + method + path)
      .digest(),
    Buffer.from(signature, 'hex'),
  );

/** The three headers of a request signed now. */
export function signedHeaders(
  key: { api_key: string; api_secret: string },
  method: string,
  path: string,
  now = Date.now(),
): Record<string, string> {
  const timestamp = String(now);
  return {
    'x-api-key': key.api_key,
    'x-timestamp': timestamp,
    'x-signature': sign(key.api_secret, timestamp, method, path),
  };
}
