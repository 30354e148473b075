/** What an operator does to a partner as a whole: rename it, suspend it, let it go on. */
import { AppError, invalid } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import { noteChange, type Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
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
  await change(ctx, actor, id, 'partner.renamed', { set: 'name = $2', value: name });
  noteChange(ctx, actor, 'a partner was renamed', { partner_id: id });
}

/** In force within 5 s on every node. Again: the first instant stays. */
export async function suspendPartner(ctx: Context, actor: Actor, id: string): Promise<void> {
  await change(ctx, actor, id, 'partner.suspended', {
    set: 'suspended_at = coalesce(suspended_at, $2)',
    value: ctx.clock.now(),
  });
  noteChange(ctx, actor, 'a partner was suspended', { partner_id: id });
}

export async function resumePartner(ctx: Context, actor: Actor, id: string): Promise<void> {
  await change(ctx, actor, id, 'partner.resumed', { set: 'suspended_at = $2', value: null });
  noteChange(ctx, actor, 'the suspension of a partner was ended', { partner_id: id });
}

type Row = { name: string; suspended_at: Date | null };

async function change(
  ctx: Context,
  actor: Actor,
  id: string,
  action: string,
  { set, value }: { set: string; value: unknown },
): Promise<void> {
  await ctx.db.tx(async (tx) => {
    const before = await tx.one<Row>(
      'select name, suspended_at from partners where id = $1 for no key update',
      [id],
    );
    if (before === undefined) throw new AppError('partner_not_found', 'There is no such partner.');
    const after = await tx.one<Row>(
      `update partners set ${set} where id = $1 returning name, suspended_at`,
      [id, value],
    );
    await recordAct(tx, actor, { partnerId: id, action, before, after: after! });
  });
  ctx.keys.forgetPartner(id);
}
