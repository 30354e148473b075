/**
 * The ledger of an account at an SM-DP+, in the database: who may do what once is decided by its
 * keys and by conditional updates.
 */
import type { Context } from '../../../context.ts';
import type { Ledger } from '../../../providers/es2plus/ledger.ts';
import { findOrder, listOrders, openOrder } from './orders.ts';
import { discard, profileOf, reserve, restore, take, tell } from './profiles.ts';
import { beginStep, finishStep, forgetOrder, refuseOrder, undoOrder, unsent } from './steps.ts';
import type { Keeper } from './keeper.ts';
import { noteFacts } from './facts.ts';

export function es2plusLedger(ctx: Pick<Context, 'db' | 'secrets'>, account: string): Ledger {
  const keeper: Keeper = { db: ctx.db, secrets: ctx.secrets, account };
  return {
    find: (reference) => findOrder(keeper, reference),
    open: (order) => openOrder(keeper, order),
    reserve: (reference) => reserve(keeper, reference),
    take: (reference, iccid) => take(keeper, reference, iccid),
    discard: (reference, iccid) => discard(keeper, reference, iccid),
    restore: (iccids) => restore(keeper, iccids),
    begin: (reference, step, tries, iccid) =>
      beginStep(keeper, { reference, step, tries }, iccid ?? null),
    unsent: (reference, step, tries) => unsent(keeper, { reference, step, tries }),
    finish: (reference, step, facts) => finishStep(keeper, reference, step, facts),
    note: (reference, facts) => ctx.db.tx((tx) => noteFacts(tx, keeper, reference, facts)),
    refuse: (reference, refusal) => refuseOrder(keeper, reference, refusal),
    undone: (reference, profile) => undoOrder(keeper, reference, profile),
    forget: (reference) => forgetOrder(keeper, reference),
    list: (input) => listOrders(keeper, input),
    profile: (iccid) => profileOf(keeper, iccid),
    tell: (iccid, told) => tell(keeper, iccid, told),
  };
}
