/** What became of an order of ours. */
import {
  ProviderRefused,
  ProviderUnclear,
  type ProviderOrder,
  type SentOrder,
} from '../provider.ts';
import { unexpected, type AccessClient } from './client.ts';
import { ALLOCATING, OUT_OF_PROFILES, refusalOf } from './errors.ts';
import { referenceOf, toEsims, type AccessEsim } from './map.ts';
import { pendingOrder, placeOrder, toOrder } from './orders.ts';
import { esimsOrdered, FIRST_PAGE, QUERY } from './query.ts';
import { hasTopUpSince, topUp } from './top-up.ts';

/** So long after an order left it may be in none of the telco's lists yet. */
export const SETTLE_MS = 60_000;
/** The telco's clock and ours need not agree, and an order may have been sent more than once. */
const BEFORE_MS = 10 * 60_000;
const AFTER_MS = 10 * 60_000;

/**
 * By the telco's number, where it gave one. Else by sending the same request once more, which is
 * the same order if the first one arrived, and is the order that is wanted if it did not. What
 * never left is not sent: that would buy.
 */
export async function findOrder(
  client: AccessClient,
  order: SentOrder,
  settleMs: number,
): Promise<ProviderOrder | null> {
  const orderNo = order.provider_order_id;
  if (order.kind === 'create_esim' && orderNo !== null) return byNumber(client, order, orderNo);
  if (order.sent_at === null) return null;
  const sentAt = new Date(order.sent_at);
  try {
    if (order.kind === 'add_package') return await repeatTopUp(client, order);
    const { id } = await placeOrder(client, order);
    return await byNumber(client, order, id);
  } catch (error) {
    if (!(error instanceof ProviderRefused)) throw error;
    const made = await madeAllTheSame(client, order, sentAt, error);
    if (made !== null) return made;
    if (Date.now() - sentAt.getTime() >= settleMs) throw error;
    throw new ProviderUnclear('The telco may still be working on it.', { cause: error });
  }
}

async function byNumber(
  client: AccessClient,
  { reference, template }: SentOrder,
  orderNo: string,
): Promise<ProviderOrder> {
  const templateId = template?.id ?? null;
  const said = await client.ask(QUERY, { orderNo, pager: FIRST_PAGE });
  const pending = pendingOrder({ orderNo, reference, templateId });
  if (!said.succeeded) {
    if (said.code === ALLOCATING) return pending;
    // Accepted and given up again; no other refusal of a question says anything of the order.
    throw (said.code === OUT_OF_PROFILES ? refusalOf(said.code) : null) ?? unexpected(said.code);
  }
  const [esim, ...others] = toEsims(said.obj);
  if (esim === undefined) return pending;
  if (others.length > 0 || esim.orderNo !== orderNo || !isOf(esim, reference))
    throw new ProviderUnclear('The telco answered with another order.');
  const order = toOrder(esim, { reference, article: templateId, createdAt: pending.created_at });
  if (order.status === 'confirmed' && order.profile === null)
    throw new ProviderUnclear('The telco does not say how its eSIM is installed.');
  return order;
}

/** The telco is asked by the number that it gave for this reference, and may leave that out. */
const isOf = ({ transactionId }: AccessEsim, reference: string): boolean =>
  transactionId === null || transactionId === reference || referenceOf(transactionId) === reference;

async function repeatTopUp(client: AccessClient, order: SentOrder): Promise<ProviderOrder> {
  const { iccid, esim_id, template, reference } = order;
  if (iccid === null || template === null)
    throw new ProviderUnclear('It is not known what was ordered for which eSIM.');
  return topUp(client, { iccid, esim_id, template, reference });
}

/**
 * The request was refused when it was sent once more. That does not say that the first one was:
 * that one may have taken the last of the money, or of the profiles. So the telco's lists are
 * looked at; null where it is in none.
 */
async function madeAllTheSame(
  client: AccessClient,
  order: SentOrder,
  sentAt: Date,
  refusal: ProviderRefused,
): Promise<ProviderOrder | null> {
  if (refusal.concerns === 'account' && refusal.reason !== 'no_funds')
    throw new ProviderUnclear('The telco cannot be asked.', { cause: refusal });
  if (order.kind === 'create_esim') return inLists(client, order, sentAt);
  if (await hasTopUpSince(client, order, new Date(sentAt.getTime() - BEFORE_MS)))
    throw new ProviderUnclear('The telco has a package on this eSIM that may be this one.');
  return null;
}

async function inLists(
  client: AccessClient,
  { reference, template }: SentOrder,
  sentAt: Date,
): Promise<ProviderOrder | null> {
  const from = new Date(sentAt.getTime() - BEFORE_MS);
  const pages = esimsOrdered(client, from, new Date(Date.now() + AFTER_MS));
  for await (const esims of pages) {
    const esim = esims.find(
      ({ transactionId }) => transactionId !== null && referenceOf(transactionId) === reference,
    );
    if (esim !== undefined)
      return toOrder(esim, {
        reference,
        article: template?.id ?? null,
        createdAt: sentAt.toISOString(),
      });
  }
  return null;
}
