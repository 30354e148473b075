import { createHmac, timingSafeEqual } from 'node:crypto';
import { ForgedCallback, ProviderUnclear } from '../provider.ts';
import type { Callback, RawCallback } from '../callback.ts';
import { toHints, toReports } from './map.ts';

const WINDOW_MS = 5 * 60_000;

/**
 * `x-telco-signature` = lower-case hex HMAC-SHA256 of `<x-telco-timestamp>.<body>`, the timestamp
 * in Unix seconds and at most 5 minutes off. Throws `ForgedCallback`, or `ProviderUnclear` for a
 * genuine one that makes no sense.
 */
export function readCallback(raw: RawCallback, secret: string): Callback {
  const timestamp = raw.headers['x-telco-timestamp'] ?? '';
  const signature = raw.headers['x-telco-signature'] ?? '';
  // Shapes first: Buffer.from(…, 'hex') stops silently at what is not hex, timingSafeEqual throws
  // on unequal lengths.
  if (!/^\d{10}$/.test(timestamp))
    throw new ForgedCallback('The timestamp is missing or ill-formed.');
  if (!/^[0-9a-f]{64}$/.test(signature))
    throw new ForgedCallback('The signature is missing or ill-formed.');
  const expected = createHmac('sha256', secret).update(`${timestamp}.${raw.body}`).digest();
  if (!timingSafeEqual(expected, Buffer.from(signature, 'hex')))
    throw new ForgedCallback('The signature does not fit.');
  if (Math.abs(Date.now() - Number(timestamp) * 1000) > WINDOW_MS)
    throw new ForgedCallback('The callback is too old.');
  let body: unknown;
  try {
    body = JSON.parse(raw.body.replace(/^\uFEFF/, ''));
  } catch {
    throw new ProviderUnclear('The callback is no JSON.');
  }
  return { trust: 'signed', id: signature, reports: toReports(body), hints: toHints(body) };
}
