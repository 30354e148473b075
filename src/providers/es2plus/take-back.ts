/** Takes back what was done of an order that was refused half-way, so that nothing is left of it. */
import { ProviderUnclear } from '../provider.ts';
import { naming, type Account } from './account.ts';
import type { Es2Answer } from './calls.ts';
import type { LedgerOrder } from './ledger.ts';

/** Throws `ProviderUnclear` where that is not certain yet; it may be called again. */
export async function takeBack(account: Account, order: LedgerOrder): Promise<void> {
  try {
    if (order.steps.plan.tries > 0) await account.plans?.takeBack(order);
    await account.ledger.undone(order.reference, await freeProfile(account, order));
  } catch (error) {
    if (error instanceof ProviderUnclear) throw error;
    throw new ProviderUnclear('A refused order cannot be taken back yet.', { cause: error });
  }
}

/** `lost`: what state the SM-DP+ has it in is not known, so it is not ordered again. */
async function freeProfile(account: Account, order: LedgerOrder): Promise<'free' | 'lost'> {
  const { kind, profile, steps } = order;
  const { tries, isDone } = steps.download;
  // A first call that was refused has taken nothing.
  const hasTaken = isDone || tries > 1;
  if (kind === 'add_package' || profile === null || !hasTaken) return 'free';
  const answer = await cancel(account, order);
  if (answer.ok) return 'free';
  // It concerns who we are, and nothing was done.
  if (answer.code.startsWith('1'))
    throw new ProviderUnclear(`The SM-DP+ refused to cancel with ${answer.code}.`);
  return 'lost';
}

const OTHER_MATCHING_ID = '8.2.6/3.10';

async function cancel(account: Account, order: LedgerOrder): Promise<Es2Answer> {
  const input = { ...naming(account, order, 'cancel'), finalProfileStatusIndicator: 'Available' };
  if (order.steps.confirm.tries === 0) return account.es2('cancelOrder', input);
  const answer = await account.es2('cancelOrder', { ...input, matchingId: order.matchingId });
  // The call that would have bound it may never have arrived.
  return answer.ok || answer.code !== OTHER_MATCHING_ID
    ? answer
    : account.es2('cancelOrder', input);
}
