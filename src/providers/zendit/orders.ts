/**
 * Purchases as orders. Zendit accepts a purchase and works it off later; what became of it stands in
 * the purchase, under our reference.
 */
import {
  ProviderNotReached,
  ProviderRefused,
  ProviderUnclear,
  type OrderKind,
  type OrderStatus,
  type ProviderOrder,
  type SentOrder,
  type TemplateOrder,
} from '../provider.ts';
import { id, object, unfit } from '../fields.ts';
import type { Answer } from '../http.ts';
import { readPurchase, type Account } from './account.ts';
import {
  accountRefusal,
  blamedFields,
  isNone,
  isRefusal,
  rejected,
  succeeded,
  unexpected,
} from './errors.ts';
import { stateOf, type Purchase } from './map.ts';

/** What is known of an order when it is sent, and when it is looked up. */
type Asked = Pick<SentOrder, 'reference' | 'kind' | 'iccid' | 'template'>;

export async function order(account: Account, asked: Asked): Promise<ProviderOrder> {
  if (asked.template === null)
    throw new ProviderRefused('rejected', 'Zendit makes an eSIM only together with a package.');
  const answer = await account.http.call('POST', '/esim/purchases', {
    transactionId: asked.reference,
    offerId: offerOf(asked.kind, asked.template),
    ...(asked.iccid === null ? {} : { iccid: asked.iccid }),
  });
  if (!succeeded(answer)) return refusedOrKnown(account, asked, answer);
  const from = object(answer.body, 'purchase');
  if (id(from, 'transactionId') !== asked.reference)
    throw new ProviderUnclear('Zendit answered with another purchase.');
  // A purchase that is over already was there before: this answer does not hold what became of it.
  if (stateOf(from) !== 'open') return (await lookUpSent(account, asked)) ?? accepted(asked);
  return accepted(asked);
}

/** A reload is bought by the same offers as a first package. */
const offerOf = (kind: OrderKind, template: TemplateOrder): string =>
  kind === 'add_package' ? (template.topup_id ?? template.id) : template.id;

/** Accepted, and not worked off. */
const accepted = ({ reference, kind, iccid, template }: Asked): ProviderOrder => ({
  id: reference,
  reference,
  kind,
  status: 'pending',
  iccid,
  profile: null,
  package_id: null,
  template_id: offerOf(kind, template!),
  cost: null,
  created_at: new Date().toISOString(),
});

/**
 * Nobody documents what a second purchase under a used reference is answered with. So before a no is
 * believed, it is asked whether there is a purchase under it.
 */
async function refusedOrKnown(
  account: Account,
  asked: Asked,
  answer: Answer,
): Promise<ProviderOrder> {
  const ofAccount = accountRefusal(answer);
  if (ofAccount !== null) throw ofAccount;
  if (!isRefusal(answer)) throw unexpected(answer);
  const blamed = blamedFields(answer);
  const isOurs = blamed.length === 0 || blamed.includes('transactionId');
  const known = isOurs ? await lookUpSent(account, asked) : null;
  if (known !== null) return known;
  if (blamed.includes('transactionId'))
    throw new ProviderUnclear('Zendit knows this reference, and does not find it.');
  if (isNone(answer) && !blamed.includes('iccid'))
    throw new ProviderRefused('out_of_stock', 'Zendit does not sell this offer, or no longer.');
  throw rejected(answer);
}

/** After an order has left: nothing that fails on the way may look as if it had not. */
async function lookUpSent(account: Account, asked: Asked): Promise<ProviderOrder | null> {
  try {
    return await findOrder(account, asked);
  } catch (error) {
    if (!(error instanceof ProviderNotReached)) throw error;
    throw new ProviderUnclear('Zendit has the order, and cannot be asked about it.', {
      cause: error,
    });
  }
}

/**
 * Throws ProviderRefused for a purchase that was accepted and has failed: nothing was provisioned,
 * and the money is free again.
 */
export async function findOrder(account: Account, asked: Asked): Promise<ProviderOrder | null> {
  const purchase = await readPurchase(account, asked.reference);
  if (purchase === null) return null;
  const isAnother =
    (asked.template !== null && purchase.offerId !== offerOf(asked.kind, asked.template)) ||
    (asked.iccid !== null && purchase.iccid !== null && purchase.iccid !== asked.iccid);
  if (isAnother) throw new ProviderUnclear('Zendit has another purchase under this reference.');
  if (purchase.state === 'failed') throw failureOfPurchase(purchase);
  return toOrder(purchase, asked.kind, asked.iccid);
}

const failureOfPurchase = ({ errorCode }: Purchase): ProviderRefused =>
  errorCode === 'INSUFFICIENT_FUNDS'
    ? new ProviderRefused('no_funds', 'The balance at Zendit does not suffice.')
    : new ProviderRefused('out_of_stock', 'Zendit accepted the purchase and could not deliver it.');

function toOrder(purchase: Purchase, kind: OrderKind, iccid: string | null): ProviderOrder {
  const isNew = kind === 'create_esim';
  if (purchase.state === 'done' && isNew && purchase.profile === null)
    throw unfit('activationCode');
  return {
    ...told(purchase),
    kind,
    iccid: purchase.iccid ?? iccid,
    profile: isNew ? purchase.profile : null,
  };
}

/** What a purchase says of an order whatever that was for. */
export const told = (purchase: Purchase) => ({
  id: purchase.transactionId,
  reference: purchase.transactionId,
  status: statusOf(purchase),
  iccid: purchase.iccid,
  // A plan has no id of its own: what is refunded is the purchase.
  package_id: purchase.state === 'open' ? null : purchase.transactionId,
  template_id: purchase.offerId,
  cost: purchase.cost,
  created_at: purchase.createdAt,
});

function statusOf({ state, refund }: Purchase): OrderStatus {
  if (state === 'open') return 'pending';
  return refund === 'done' ? 'cancelled' : 'confirmed';
}
