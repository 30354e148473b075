/**
 * What the server checks of a signature beside the HMAC itself, which is the client's too
 * (packages/sdk).
 */
import { timingSafeEqual, type KeyObject } from 'node:crypto';
import { requestDigest } from '@hubby/sdk/signing';

export const TIMESTAMP = /^\d{13}$/;
export const SIGNATURE = /^[0-9a-fA-F]{64}$/;
export const WINDOW_MS = 5 * 60_000;

/** `signature` must match SIGNATURE: shorter hex would be cut off silently by Buffer.from. */
export const isSigned = (
  secret: KeyObject,
  timestamp: string,
  method: string,
  path: string,
  signature: string,
): boolean =>
  timingSafeEqual(requestDigest(secret, timestamp, method, path), Buffer.from(signature, 'hex'));
