/** One account while it runs: what its operations are given. */
import { randomUUID } from 'node:crypto';
import { ProviderUnclear } from '../provider.ts';
import type { Es2 } from './calls.ts';
import type { Tls } from './identity.ts';
import type { Ledger, LedgerOrder, Step } from './ledger.ts';
import { writeIccid } from './map.ts';
import type { Plans } from './plans.ts';

export type Account = {
  es2: Es2;
  ledger: Ledger;
  /** null: profiles only */
  plans: Plans | null;
  tls: Tls;
  /** of an activation code where the SM-DP+ names none; null = there is no name for it */
  address: string | null;
  orderBy: 'iccid' | 'profile_type';
  profileType: string | null;
  iccidFormat: 'digits' | 'padded';
  /** when a plan is ordered */
  planOrder: 'before_release' | 'after_release';
};

/** As it is remembered; it may have been changed by another call for the same order. */
export async function reread({ ledger }: Account, reference: string): Promise<LedgerOrder> {
  const order = await ledger.find(reference);
  if (order === null || order.refusal !== null)
    throw new ProviderUnclear('The order is being taken back.');
  return order;
}

/**
 * Notes that a call about the order's profile is about to leave, so that whoever comes later knows
 * that one may have. Answers the order with it. Throws `ProviderUnclear` where it has another now.
 */
export async function begin(
  account: Account,
  order: LedgerOrder,
  step: Step,
): Promise<LedgerOrder> {
  const iccid = order.profile?.iccid;
  for (let seen = order; ; seen = await reread(account, order.reference)) {
    if (seen.profile?.iccid !== iccid)
      throw new ProviderUnclear('Another call goes on with another profile.');
    const { tries } = seen.steps[step];
    if (await account.ledger.begin(seen.reference, step, tries, iccid))
      return {
        ...seen,
        steps: { ...seen.steps, [step]: { ...seen.steps[step], tries: tries + 1 } },
      };
  }
}

/** Whether another call for the same step may have left before this one, or beside it. */
export async function hasOtherTries(
  account: Account,
  order: LedgerOrder,
  step: Step,
): Promise<boolean> {
  const { tries } = order.steps[step];
  if (tries > 1) return true;
  const state = (await reread(account, order.reference)).steps[step];
  return state.tries > tries || state.isDone;
}

/** How a call about the order's profile names it. */
export function naming(
  { iccidFormat }: Account,
  order: LedgerOrder,
  step: string,
): {
  callId: string;
  iccid: string;
} {
  if (order.profile === null) throw new Error(`the order ${order.reference} has no profile`);
  return {
    callId: callId(order, step),
    iccid: writeIccid(order.profile.iccid, iccidFormat),
  };
}

/** Of each call another one, from which people on both sides see whose it is. */
export const callId = ({ reference }: LedgerOrder, step: string): string =>
  `${reference}-${step}-${randomUUID().slice(0, 8)}`;
