/**
 * Callbacks of version 3, the one to be chosen in the portal. They are signed but have neither an
 * instant nor an id, so that an old one can come again: they are hints, and eSIM Go is asked.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Callback, Hint, RawCallback } from '../callback.ts';
import { supplierIccid } from '../identifiers.ts';
import { ForgedCallback, ProviderUnclear } from '../provider.ts';

const HOUR_MS = 3_600_000;

/**
 * `X-Signature-SHA256` = base64 of the HMAC-SHA256 of the body under the API key. Throws
 * `ForgedCallback`, or `ProviderUnclear` for a genuine one that is no JSON.
 */
export function readCallback(raw: RawCallback, apiKey: string): Callback {
  verify(raw, apiKey);
  return { trust: 'signed', id: idOf(raw.body), reports: [], hints: hintsOf(parse(raw.body)) };
}

function verify({ headers, body }: RawCallback, apiKey: string): void {
  const signature = headers['x-signature-sha256'] ?? '';
  if (!/^[A-Za-z0-9+/]{43}=$/.test(signature))
    throw new ForgedCallback('The signature is missing or ill-formed.');
  // Compared as text: several texts of base64 stand for the same bytes.
  const expected = createHmac('sha256', apiKey).update(body).digest('base64');
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(signature)))
    throw new ForgedCallback('The signature does not fit.');
}

/**
 * The same body is sent again when we did not answer, and also when the same happens again: "balance
 * low" reads the same each month. So it counts as known for an hour.
 */
const idOf = (body: string): string =>
  createHash('sha256')
    .update(`${Math.floor(Date.now() / HOUR_MS)}.${body}`)
    .digest('hex');

/**
 * An ICCID that is written as a number is taken from the text: it has more digits than a number
 * keeps.
 */
function parse(body: string): unknown {
  const keepDigits = (key: string, value: unknown, context?: { source?: string }): unknown =>
    key === 'iccid' && typeof value === 'number' ? context?.source : value;
  try {
    return JSON.parse(body.replace(/^\uFEFF/, ''), keepDigits);
  } catch {
    throw new ProviderUnclear('The callback is no JSON.');
  }
}

/** What each kind is about. Kinds that are not here are about nothing that we keep. */
const ABOUT: Record<string, 'esim' | 'low_balance' | 'no_funds'> = {
  Utilisation: 'esim',
  FirstAttachment: 'esim',
  FirstUse: 'esim',
  CountryChange: 'esim',
  Topup: 'esim',
  'esim.deletion_scheduled': 'esim',
  'esim.deleted': 'esim',
  LowBalance: 'low_balance',
  InsufficientBalance: 'no_funds',
};

/** None for what we do not know, older versions among it: a callback is never the only way. */
function hintsOf(body: unknown): Hint[] {
  if (typeof body !== 'object' || body === null) return [];
  const { alertType, event, iccid } = body as Record<string, unknown>;
  const kind = alertType ?? event;
  const about = typeof kind === 'string' && Object.hasOwn(ABOUT, kind) ? ABOUT[kind] : undefined;
  if (about === undefined) return [];
  if (about !== 'esim') return [{ kind: 'account', alarm: about }];
  const known = typeof iccid === 'string' ? supplierIccid(iccid) : null;
  return known === null ? [] : [{ kind: 'esim', iccid: known, esim_id: null }];
}
