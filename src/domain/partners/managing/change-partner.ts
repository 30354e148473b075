/** What an operator does to a partner as a whole: rename it, suspend it, let it go on. */
import { AppError, invalid } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import { noteChange, type Actor } from '../../actor.ts';
import type { Partner } from '../partner.ts';

/** Throws 401 `partner_suspended` for one that the operator has suspended. */
export function refuseSuspended(partner: Pick<Partner, 'suspendedAt'>): void {
  if (partner.suspendedAt !== null)
    throw new AppError('partner_suspended', 'This partner is suspended by the operator.');
}

/** The slug stays: links that travelers hold carry it. */
export async function renamePartner(
  ctx: Context,
  actor: Actor,
  id: string,
  sent: string,
): Promise<void> {
  const name = sent.trim();
  if (name === '')
    throw invalid([{ field: 'name', issue: 'expected a name, got only white space' }]);
  await change(ctx, id, 'name = $2', name);
  noteChange(ctx, actor, 'a partner was renamed', { partner_id: id });
}

/** In force within 5 s on every node. Again: the first instant stays. */
export async function suspendPartner(ctx: Context, actor: Actor, id: string): Promise<void> {
  await change(ctx, id, 'suspended_at = coalesce(suspended_at, $2)', ctx.clock.now());
  noteChange(ctx, actor, 'a partner was suspended', { partner_id: id });
}

export async function resumePartner(ctx: Context, actor: Actor, id: string): Promise<void> {
  await change(ctx, id, 'suspended_at = $2', null);
  noteChange(ctx, actor, 'the suspension of a partner was ended', { partner_id: id });
}

async function change(ctx: Context, id: string, set: string, value: unknown): Promise<void> {
  const row = await ctx.db.one(`update partners set ${set} where id = $1 returning 1`, [id, value]);
  if (row === undefined) throw new AppError('partner_not_found', 'There is no such partner.');
  ctx.keys.forgetPartner(id);
}
