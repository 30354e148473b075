/** Steering the sandbox telco for one partner, over the telco's own HTTP interface. */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { SandboxControl, SandboxFault } from '../../providers/provider.ts';
import type { Partner } from '../partners/key-store.ts';

const telcoOf = (ctx: Context): SandboxControl => {
  if (ctx.sandbox === null) throw new AppError('not_found', 'There is no sandbox here.');
  return ctx.sandbox;
};

export async function failNext(ctx: Context, partner: Partner, next: SandboxFault, count: number): Promise<{ next: SandboxFault; count: number }> {
  await telcoOf(ctx).setFault(partner.id, next, count);
  return { next, count };
}

export const readLedger = (ctx: Context, partner: Partner) => telcoOf(ctx).ledger(partner.id);
