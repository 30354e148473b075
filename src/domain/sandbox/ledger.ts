/** Steering the sandbox telco for one partner, over the telco's own HTTP interface. */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { ProviderNotReached, ProviderUnclear } from '../../providers/provider.ts';
import type { SandboxControl, SandboxFault } from '../../providers/sandbox-control.ts';
import type { Actor } from '../actor.ts';
import type { Partner } from '../partners/partner.ts';
import { recordTrying } from './record-trying.ts';

export async function ask<T>(
  ctx: Context,
  question: (telco: SandboxControl) => Promise<T>,
): Promise<T> {
  if (ctx.sandbox === null) throw new AppError('not_found', 'There is no sandbox here.');
  return question(ctx.sandbox).catch((error: unknown) => {
    if (!(error instanceof ProviderUnclear || error instanceof ProviderNotReached)) throw error;
    throw new AppError('provider_unavailable', 'The sandbox telco has not answered; try again.', {
      cause: error,
      extra: { reason: 'unknown' },
      retryAfter: 2,
    });
  });
}

export type Fault = { next: SandboxFault; count: number };

export async function failNext(
  ctx: Context,
  partner: Partner,
  { next, count }: Fault,
  actor: Actor,
): Promise<Fault> {
  await recordTrying(ctx.db, actor, partner, {
    action: 'sandbox.fault_set',
    after: { next, count },
  });
  await ask(ctx, (telco) => telco.setFault(partner.id, next, count));
  return { next, count };
}

/** Null: the telco's calls succeed. */
export const readFault = (ctx: Context, partner: Partner): Promise<Fault | null> =>
  ask(ctx, (telco) => telco.fault(partner.id));

export const readLedger = (ctx: Context, partner: Partner) =>
  ask(ctx, (telco) => telco.ledger(partner.id));
