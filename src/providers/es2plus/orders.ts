/** An order from its first call to its end, whatever happens between. */
import { ProviderNotReached, ProviderRefused, ProviderUnclear } from '../provider.ts';
import type { OrderKind, TemplateOrder } from '../provider.ts';
import type { Account } from './account.ts';
import type { LedgerOrder } from './ledger.ts';
import { isFinished } from './map.ts';
import { advance } from './steps.ts';
import { takeBack } from './take-back.ts';

export type Wanted = {
  reference: string;
  kind: OrderKind;
  /** that a package goes onto */
  iccid: string | null;
  template: TemplateOrder | null;
};

/** Throws as an order does; the same again goes on where it was left. */
export async function placeOrder(account: Account, wanted: Wanted): Promise<LedgerOrder> {
  if (wanted.template !== null && account.plans === null)
    throw new ProviderRefused('rejected', 'This account has no data plans, profiles only.');
  const { reference, kind, iccid } = wanted;
  if (iccid !== null && (await account.ledger.profile(iccid)) === null)
    throw new ProviderRefused('rejected', 'The account has no eSIM of this ICCID.');
  const order = await account.ledger.open({ reference, kind, iccid, template: planOf(wanted) });
  if (!isSame(order, wanted)) throw new ProviderUnclear('The reference stands for another order.');
  return run(account, order);
}

const planOf = ({ template }: Wanted) =>
  template === null ? null : { id: template.id, bytes: template.bytes, imsi: template.imsi };

const isSame = (order: LedgerOrder, { kind, template, iccid }: Wanted): boolean =>
  order.kind === kind &&
  (order.template?.id ?? null) === (template?.id ?? null) &&
  (iccid === null || order.profile?.iccid === iccid);

type Sought = {
  reference: string;
  /** what was begun may be finished by this too */
  mayFinish: boolean;
  /** somebody was told that it is under way */
  isPromised: boolean;
};

/**
 * The order under that reference, null where there is certainly none, or none that is finished and
 * it may not be gone on with. Throws ProviderRefused for one
 * that was promised and has been refused since, at whatever step, and taken back; ProviderUnclear
 * otherwise.
 */
export async function findOrder(
  account: Account,
  { reference, mayFinish, isPromised }: Sought,
): Promise<LedgerOrder | null> {
  const order = await account.ledger.find(reference);
  if (order === null || (await account.ledger.forget(reference))) {
    if (isPromised) throw new ProviderRefused('rejected', 'What was begun has been taken back.');
    return null;
  }
  // Whoever sends it anew goes on with what was begun.
  if (!mayFinish) return isFinished(order) ? order : null;
  try {
    return await run(account, order);
  } catch (error) {
    if (error instanceof ProviderRefused && !isPromised) return null;
    if (error instanceof ProviderNotReached)
      throw new ProviderUnclear('The SM-DP+ cannot be asked.', { cause: error });
    throw error;
  }
}

/**
 * The profile that an unanswered call by type may have taken stays where it is; another one is asked
 * for. Where the order has a profile it is gone on with, which spends none.
 */
export async function forgetTry({ ledger }: Account, reference: string): Promise<void> {
  const order = await ledger.find(reference);
  if (order !== null && order.profile === null && order.refusal === null)
    await ledger.undone(reference, 'free');
}

async function run(account: Account, order: LedgerOrder): Promise<LedgerOrder> {
  if (order.refusal !== null) return giveUp(account, order.reference, refused(order.refusal));
  try {
    return await advance(account, order);
  } catch (error) {
    if (error instanceof ProviderRefused) return giveUp(account, order.reference, error);
    return stillOurs(account, order.reference, error);
  }
}

const refused = ({ reason, message, concerns }: NonNullable<LedgerOrder['refusal']>) =>
  new ProviderRefused(reason, message, concerns);

/**
 * Refused: what was done is taken back before anybody hears of it. Another call for the same order
 * may have finished it meanwhile.
 */
async function giveUp(
  account: Account,
  reference: string,
  refusal: ProviderRefused,
): Promise<LedgerOrder> {
  const { ledger } = account;
  const { reason, message, concerns } = refusal;
  const isRefused = await ledger.refuse(reference, { reason, message, concerns });
  const order = await ledger.find(reference);
  if (order === null) throw refusal;
  if (!isRefused) return order;
  await takeBack(account, order);
  throw refusal;
}

/** With a profile that is ours it only takes longer. Without one, the error is the caller's. */
async function stillOurs(
  { ledger }: Account,
  reference: string,
  error: unknown,
): Promise<LedgerOrder> {
  const order = await ledger.find(reference);
  if (order?.refusal === null && order.steps.download.isDone) return order;
  // Nothing has left for certain, and the order may go to somebody else.
  if (error instanceof ProviderNotReached) await ledger.forget(reference);
  throw error;
}
