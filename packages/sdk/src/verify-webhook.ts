/** What a receiver does with a delivery before it believes it. */
import { timingSafeEqual } from 'node:crypto';
import type { HubbyEvent } from './generated/types.ts';
import {
  ownDigest,
  SECRET_PREFIX,
  signingKeys,
  standardDigest,
  type Body,
  type SigningKeys,
} from './webhook-signature.ts';

/** Of Node's requests, of fetch's, or an object with names in lower case. */
export type WebhookHeaders =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>;

export type Delivery = {
  headers: WebhookHeaders;
  /** as it came, before anything has parsed it */
  body: Body;
  /** `whsec_…`; several while one replaces another */
  secret: string | readonly string[];
  /** how far the sender's clock and ours may differ; 300 000 where left out */
  toleranceMs?: number;
  /** milliseconds; now where left out */
  now?: number;
};

/** It is not from Hubby, is too old, or is no event; answer 400 and do nothing. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';
}

const TOLERANCE_MS = 300_000;

/**
 * The event, once it is certain that whoever has the secret has sent it lately. Reads
 * `x-hubby-signature`, or the headers of Standard Webhooks where only those have come through. Throws
 * a WebhookError. Deliveries may come twice: `event_id` tells repeats.
 */
export function verifyWebhook(delivery: Delivery): HubbyEvent {
  const { body, toleranceMs = TOLERANCE_MS, now = Date.now() } = delivery;
  const signed = readHeaders(delivery.headers);
  if (!/^\d{1,12}$/.test(signed.timestamp))
    throw new WebhookError('The delivery has no timestamp: expected Unix time in seconds.');
  if (Math.abs(now - Number(signed.timestamp) * 1000) > toleranceMs)
    throw new WebhookError('The delivery was signed too long ago, or a clock is wrong.');
  const isTrue = [delivery.secret].flat().some((secret) => isSigned(signed, body, secret));
  if (!isTrue) throw new WebhookError('The signature does not fit body, timestamp and secret.');
  return parse(body);
}

type Signed = { id: string; timestamp: string; given: Buffer[]; isOwn: boolean };

function readHeaders(headers: WebhookHeaders): Signed {
  const read = (name: string): string => {
    const value = isGetter(headers) ? headers.get(name) : headers[name];
    return Array.isArray(value) ? value.join(',') : ((value as string | null | undefined) ?? '');
  };
  const own = read('x-hubby-signature');
  if (own !== '')
    return {
      id: '',
      timestamp: read('x-hubby-timestamp'),
      given: own.split(',').map((part) => Buffer.from(part.trim().replace(/^sha256=/, ''), 'hex')),
      isOwn: true,
    };
  const versions = read('webhook-signature').split(' ');
  return {
    id: read('webhook-id'),
    timestamp: read('webhook-timestamp'),
    given: versions
      .filter((part) => part.startsWith('v1,'))
      .map((part) => Buffer.from(part.slice(3), 'base64')),
    isOwn: false,
  };
}

const isGetter = (headers: WebhookHeaders): headers is { get(name: string): string | null } =>
  typeof headers['get'] === 'function';

function isSigned({ id, timestamp, given, isOwn }: Signed, body: Body, secret: string): boolean {
  const keys = keysOf(secret);
  const digest = isOwn
    ? ownDigest(keys, timestamp, body)
    : standardDigest(keys, id, timestamp, body);
  return given.some((one) => one.length === digest.length && timingSafeEqual(one, digest));
}

/** An empty or cut secret would verify what anybody can sign. */
function keysOf(secret: string): SigningKeys {
  if (!secret.startsWith(SECRET_PREFIX) || secret.length <= SECRET_PREFIX.length)
    throw new TypeError('secret: expected the signing secret, which begins with whsec_.');
  return signingKeys(secret);
}

function parse(body: Body): HubbyEvent {
  try {
    return JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body));
  } catch {
    throw new WebhookError('The body is no JSON.');
  }
}
