import { createHash, timingSafeEqual } from 'node:crypto';
import type { Callback, RawCallback } from '../callback.ts';
import { id, object, orNull } from '../fields.ts';
import { ForgedCallback, ProviderUnclear } from '../provider.ts';

/** What Zendit was told, in its console, to send with every callback. */
export type FixedHeader = {
  /** lower case */
  name: string;
  value: string;
};

/**
 * Nothing in a callback is signed: the fixed header says at most that whoever sent it knows its
 * value. So what it says of a purchase is not believed; it says which one to ask about. `header` is
 * null where no value was agreed on. Throws `ForgedCallback`, or `ProviderUnclear` for one that
 * makes no sense.
 */
export function readCallback(raw: RawCallback, header: FixedHeader | null): Callback {
  if (header !== null && !isSame(raw.headers[header.name] ?? '', header.value))
    throw new ForgedCallback('The fixed header is missing or does not fit.');
  const from = object(parse(raw.body), 'callback');
  const reference = id(from, 'transactionId');
  const updatedAt = orNull(id)(from, 'updatedAt') ?? sha256(raw.body).toString('hex');
  return {
    trust: 'unsigned',
    id: [reference, id(from, 'status'), updatedAt].join(' '),
    reports: [],
    // There is one callback URL per kind of product; another kind's purchase is not ours.
    hints:
      (from['productType'] ?? 'ESIM') === 'ESIM'
        ? [{ kind: 'order', reference, provider_order_id: reference }]
        : [],
  };
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** In constant time: of two texts of unequal length the digests still are of one. */
const isSame = (a: string, b: string): boolean => timingSafeEqual(sha256(a), sha256(b));

function parse(body: string): unknown {
  try {
    return JSON.parse(body.replace(/^\uFEFF/, ''));
  } catch {
    throw new ProviderUnclear('The callback is no JSON.');
  }
}
