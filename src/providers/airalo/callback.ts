/** Webhooks: signed hints that Airalo should be asked. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Callback, Hint, RawCallback } from '../callback.ts';
import { supplierIccid } from '../identifiers.ts';
import { ForgedCallback, ProviderUnclear } from '../provider.ts';
import { membersOf } from './map.ts';

/**
 * `airalo-signature` = lower-case hex HMAC-SHA512 with the client secret. Throws `ForgedCallback`,
 * or `ProviderUnclear` for a genuine one that is no JSON.
 */
export function readCallback({ headers, body }: RawCallback, secret: string): Callback {
  const signature = headers['airalo-signature'] ?? '';
  // Its shape first: Buffer.from(…, 'hex') stops silently at what is not hex, timingSafeEqual
  // throws on unequal lengths.
  if (!/^[0-9a-f]{128}$/.test(signature))
    throw new ForgedCallback('The signature is missing or ill-formed.');
  const given = Buffer.from(signature, 'hex');
  const fits = (text: string): boolean =>
    timingSafeEqual(createHmac('sha512', secret).update(text).digest(), given);
  const parsed = parse(body);
  const rewritten = parsed === undefined ? body : phpJson(parsed);
  // It is over the bytes that were sent. Something on the way may have written them anew.
  if (!fits(body) && !fits(rewritten)) throw new ForgedCallback('The signature does not fit.');
  if (parsed === undefined) throw new ProviderUnclear('The callback is no JSON.');
  return {
    trust: 'signed',
    // It has neither id nor date: one that comes again is known by what it says.
    id: createHash('sha256').update(rewritten).digest('hex'),
    reports: [],
    hints: hintsOf(parsed),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text, which may hold what is in no log.
    return undefined;
  }
}

/** As `json_encode` writes it, slashes escaped. */
const phpJson = (value: unknown): string => JSON.stringify(value).replaceAll('/', '\\/');

/** What is none of the events that are known says nothing. */
function hintsOf(parsed: unknown): Hint[] {
  // It may come in an envelope, or without; what is beside `data` then may belong to it.
  const event = { ...membersOf(parsed), ...membersOf(membersOf(parsed)['data']) };
  if (Array.isArray(event['sims']))
    return [
      {
        kind: 'order',
        reference: idOrNull(event['description']),
        provider_order_id: idOrNull(event['id']),
      },
    ];
  if (idOrNull(event['request_id']) !== null)
    return [{ kind: 'order', reference: null, provider_order_id: idOrNull(event['request_id']) }];
  const iccid = supplierIccid(idOrNull(event['iccid']) ?? '');
  if (iccid !== null) return [{ kind: 'esim', iccid, esim_id: null }];
  return event['message'] !== undefined && event['remaining'] !== undefined
    ? [{ kind: 'account', alarm: 'low_balance' }]
    : [];
}

function idOrNull(value: unknown): string | null {
  const written = typeof value === 'number' ? String(value) : value;
  return typeof written === 'string' && /^[!-~]{1,200}$/.test(written) ? written : null;
}
