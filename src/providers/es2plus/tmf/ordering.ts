/**
 * The plan of an order, made once: a product order is looked for before it is sent again, and only
 * after whatever was sent before must have arrived.
 */
import { ProviderNotReached, ProviderRefused, ProviderUnclear } from '../../provider.ts';
import type { Ledger, LedgerOrder } from '../ledger.ts';
import type { Fields } from '../../fields.ts';
import {
  findOrders,
  isConflict,
  postOrder,
  readOrder,
  withdraw,
  type NewOrder,
  type ProductOrder,
} from './product-orders.ts';
import type { Session } from './session.ts';

export type Bss = {
  session: Session;
  ledger: Ledger;
  /** so long a call that was not answered may still be on its way */
  settleMs: number;
};

/** Orders the plan, or looks what became of it; its step is finished when it is there. */
export async function orderPlan(bss: Bss, order: LedgerOrder): Promise<void> {
  const made = await currentOrder(bss, order);
  // Another call for the same order has just left with it.
  if (made === null) return;
  const { reference } = order;
  if (order.productOrderId !== made.id)
    await bss.ledger.note(reference, { productOrderId: made.id });
  if (made.state === 'refused' || made.state === 'cancelled')
    throw new ProviderRefused('rejected', 'The BSS did not fulfil the order of the plan.');
  // Some say it is done before they say what they made.
  if (made.state !== 'completed' || made.productId === null) return;
  await bss.ledger.finish(reference, 'plan', { packageId: made.productId });
}

async function currentOrder(bss: Bss, order: LedgerOrder): Promise<ProductOrder | null> {
  const { session, ledger } = bss;
  const { tries } = order.steps.plan;
  if (order.productOrderId !== null)
    return readOrder(session, order.productOrderId, order.reference);
  if (tries > 0) {
    const found = await findPlan(session, order.reference);
    if (found !== null && isAlive(found)) return found;
    // One that came to nothing may be of an earlier life, and the newest call still be on its way.
    mustHaveArrived(bss, order);
    if (found !== null) return found;
  }
  if (!(await ledger.begin(order.reference, 'plan', tries))) return null;
  return sendOrder(bss, order, tries + 1);
}

const isAlive = ({ state }: ProductOrder): boolean => state === 'open' || state === 'completed';

/**
 * The order of a plan by its name. A reference is used again after all of it was taken back, so one
 * whose plan was ended is another life's; one that was refused counts where there is no better.
 */
async function findPlan(session: Session, reference: string): Promise<ProductOrder | null> {
  const all = await findOrders(session, reference);
  for (const one of all) {
    if (one.state === 'open') return one;
    if (one.state !== 'completed') continue;
    if (one.productId === null || (await findEnd(session, one.productId)) === null) return one;
  }
  return all.find(({ state }) => state !== 'completed') ?? null;
}

function mustHaveArrived({ settleMs }: Bss, { steps }: LedgerOrder): void {
  const sentAt = Date.parse(steps.plan.sentAt ?? '');
  if (!(Date.now() - sentAt >= settleMs))
    throw new ProviderUnclear('The order of the plan may still be on its way.');
}

async function sendOrder(
  { session, ledger }: Bss,
  order: LedgerOrder,
  tries: number,
): Promise<ProductOrder> {
  try {
    return await postOrder(session, newPlan(session, order));
  } catch (error) {
    if (isConflict(error)) {
      const found = await findPlan(session, order.reference);
      if (found !== null) return found;
    }
    // Nothing was made of this call, so nobody has to wait for it.
    if (error instanceof ProviderNotReached || error instanceof ProviderRefused)
      await ledger.unsent(order.reference, 'plan', tries);
    throw error;
  }
}

function newPlan({ settings }: Session, order: LedgerOrder): NewOrder {
  const { template, profile, reference } = order;
  if (template === null || profile === null)
    throw new Error(`the order ${reference} has no plan or no profile`);
  const { iccid_in: place, iccid_name: iccidName, imsi_name: imsiName } = settings;
  const characteristics = [
    ...(place === 'resource' ? [] : [{ name: iccidName, value: profile.iccid }]),
    ...(profile.subscriberImsi === null ? [] : [{ name: imsiName, value: profile.subscriberImsi }]),
  ];
  const product: Fields = {
    ...(characteristics.length === 0 ? {} : { productCharacteristic: characteristics }),
    ...(place === 'characteristic'
      ? {}
      : { realizingResource: [{ id: profile.iccid, '@referredType': 'LogicalResource' }] }),
  };
  return {
    externalId: reference,
    item: { action: 'add', productOffering: { id: template.id }, product },
  };
}

/** Throws where it is not certain that nothing of the plan is left. */
export async function takePlanBack(bss: Bss, order: LedgerOrder): Promise<void> {
  const { session } = bss;
  const made =
    order.productOrderId === null
      ? await findPlan(session, order.reference)
      : await readOrder(session, order.productOrderId, order.reference);
  if (made === null) return mustHaveArrived(bss, order);
  if (made.state === 'refused' || made.state === 'cancelled') return;
  if (made.state === 'open' || made.state === 'cancelling') {
    if (made.state === 'open') await withdraw(session, made);
    throw new ProviderUnclear('The order of the plan is being withdrawn.');
  }
  if (made.productId === null) throw new ProviderUnclear('The plan of an order is not named yet.');
  const ended = await endPlan(session, made.productId);
  if (ended.state !== 'completed') throw new ProviderUnclear('The plan is being ended.');
}

/** Ends a plan by an order of its own, made once as far as it can be found. */
export async function endPlan(session: Session, productId: string): Promise<ProductOrder> {
  const found = await findEnd(session, productId);
  return (
    found ??
    postOrder(session, {
      externalId: endOf(productId),
      item: { action: 'delete', product: { id: productId } },
    })
  );
}

/** The order that ends a plan, null = there is none. */
export async function findEnd(session: Session, productId: string): Promise<ProductOrder | null> {
  const all = await findOrders(session, endOf(productId));
  return all.find(({ state }) => state !== 'refused' && state !== 'cancelled') ?? null;
}

const endOf = (productId: string): string => `end-${productId}`;
