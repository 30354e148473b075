/** What a BSS posts to its listeners: unsigned, and perhaps again. It says where to look. */
import { createHash } from 'node:crypto';
import type { Callback, Hint, RawCallback } from '../../callback.ts';
import type { Fields } from '../../fields.ts';
import { ProviderUnclear } from '../../provider.ts';

const isId = (value: unknown): value is string =>
  typeof value === 'string' && /^[!-~]{1,200}$/.test(value);
const members = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

/** Throws ProviderUnclear for what is no event. */
export function readEvent({ body }: RawCallback): Callback {
  let read: unknown;
  try {
    read = JSON.parse(body);
  } catch {
    throw new ProviderUnclear('The callback is no JSON.');
  }
  const from = members(read);
  const hint = hintOf(members(from['event']));
  // Without an id of its own it is told by what it says.
  const id = isId(from['eventId'])
    ? from['eventId']
    : createHash('sha256').update(body).digest('hex');
  return { trust: 'unsigned', id, reports: [], hints: hint === null ? [] : [hint] };
}

function hintOf(event: Fields): Hint | null {
  const order = members(event['productOrder'] ?? event['cancelProductOrder']);
  if (isId(order['externalId']))
    return { kind: 'order', reference: order['externalId'], provider_order_id: null };
  const [resource] = [members(event['bucket'])['logicalResource']].flat();
  const { id } = members(resource);
  return isId(id) ? { kind: 'esim', iccid: id, esim_id: null } : null;
}
