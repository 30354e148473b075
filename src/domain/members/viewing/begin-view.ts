import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { newId } from '../../../ids.ts';
import type { Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { checkPermission } from '../access.ts';
import type { MemberSession } from '../member.ts';
import { operatorPermissionsOf, type OperatorRole } from '../permissions.ts';
import { endViews } from './end-view.ts';
import { VIEW_MS } from './view.ts';

/**
 * In this browser, in place of the look that is open there. The partner's own audit log says why.
 * 403 where the role has gone meanwhile.
 */
export async function beginView(
  ctx: Context,
  actor: Actor,
  session: MemberSession,
  { partnerId, reason }: { partnerId: string; reason: string },
): Promise<{ endsAt: Date }> {
  const now = ctx.clock.now();
  const endsAt = new Date(now.getTime() + VIEW_MS);
  await ctx.db.tx(async (tx) => {
    await checkRole(tx, session.memberId);
    // Two that begin at once in one browser: the second ends the first.
    await tx.rows('select 1 from member_sessions where id = $1 for no key update', [session.id]);
    await endViews(tx, actor, { by: 'session_id', id: session.id }, now);
    const id = newId('pvw');
    await tx.rows(
      `insert into partner_views
         (id, session_id, member_id, partner_id, reason, began_at, ends_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [id, session.id, session.memberId, partnerId, reason, now, endsAt],
    );
    await recordAct(tx, actor, {
      partnerId,
      action: 'partner_view.begun',
      subject: id,
      after: { reason, ends_at: endsAt.toISOString() },
    });
  });
  return { endsAt };
}

/** Held as long as this lasts: whoever takes the role away comes before this, or finds the look. */
async function checkRole(tx: Tx, memberId: string): Promise<void> {
  const member = await tx.one<{ operator_role: OperatorRole | null }>(
    'select operator_role from members where id = $1 for key share',
    [memberId],
  );
  const role = member?.operator_role ?? null;
  checkPermission(role === null ? new Set() : operatorPermissionsOf(role), 'operator.view_as');
}
