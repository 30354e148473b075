/** What eSIM Access calls back with. It signs nothing: whoever is named is asked about, no more. */
import { createHash } from 'node:crypto';
import type { Callback, Hint, RawCallback } from '../callback.ts';
import { object, type Fields } from '../fields.ts';
import { supplierIccid } from '../identifiers.ts';
import { ProviderUnclear } from '../provider.ts';
import { referenceOf } from './map.ts';

/** Throws ProviderUnclear for what is no notification. */
export function readCallback({ body }: RawCallback): Callback {
  const from = object(parse(body), 'callback');
  return {
    trust: 'unsigned',
    // Older notifications have no id of their own.
    id: idIn(from, 'notifyId') ?? createHash('sha256').update(body).digest('hex'),
    reports: [],
    hints: hintsOf(from['notifyType'], from['content']),
  };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body.replace(/^\uFEFF/, ''));
  } catch {
    // The parser's message quotes the text.
    throw new ProviderUnclear('The callback is no JSON.');
  }
}

/** `CHECK_HEALTH` has an order number that is nobody's. */
function hintsOf(type: unknown, content: unknown): Hint[] {
  if (type === 'CHECK_HEALTH') return [];
  if (typeof content !== 'object' || content === null) return [];
  const from = content as Fields;
  const esim_id = idIn(from, 'esimTranNo');
  const iccid = supplierIccid(idIn(from, 'iccid') ?? '');
  if (type !== 'ORDER_STATUS' && (esim_id !== null || iccid !== null))
    return [{ kind: 'esim', iccid, esim_id }];
  const transactionId = idIn(from, 'transactionId');
  const reference = transactionId === null ? null : referenceOf(transactionId);
  const provider_order_id = idIn(from, 'orderNo');
  if (reference === null && provider_order_id === null) return [];
  return [{ kind: 'order', reference, provider_order_id }];
}

/** Null where it is none: nobody vouches for a single field. */
function idIn(from: Fields, field: string): string | null {
  const value = from[field];
  return typeof value === 'string' && /^[!-~]{1,200}$/.test(value) ? value : null;
}
