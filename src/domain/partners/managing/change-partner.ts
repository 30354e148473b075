/** What an operator does to a partner as a whole: rename it, suspend it, let it go on. */
import { AppError, invalid } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Partner } from '../partner.ts';

/** Throws 401 `partner_suspended` for one that the operator has suspended. */
export function refuseSuspended(partner: Pick<Partner, 'suspendedAt'>): void {
  if (partner.suspendedAt !== null)
    throw new AppError('partner_suspended', 'This partner is suspended by the operator.');
}

/** The slug stays: links that travelers hold carry it. */
export async function renamePartner(ctx: Context, id: string, sent: string): Promise<void> {
  const name = sent.trim();
  if (name === '')
    throw invalid([{ field: 'name', issue: 'expected a name, got only white space' }]);
  await change(ctx, id, 'name = $2', name);
}

/** In force within 5 s on every node. Again: the first instant stays. */
export const suspendPartner = (ctx: Context, id: string): Promise<void> =>
  change(ctx, id, 'suspended_at = coalesce(suspended_at, $2)', ctx.clock.now());

export const resumePartner = (ctx: Context, id: string): Promise<void> =>
  change(ctx, id, 'suspended_at = $2', null);

async function change(ctx: Context, id: string, set: string, value: unknown): Promise<void> {
  const row = await ctx.db.one(`update partners set ${set} where id = $1 returning 1`, [id, value]);
  if (row === undefined) throw new AppError('partner_not_found', 'There is no such partner.');
  ctx.keys.forgetPartner(id);
}
