/** Sessions are ended by their traveler and by the partner; each is over with its next request. */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/pool.ts';
import type { Actor } from '../actor.ts';
import { recordAct } from '../audit/record-act.ts';
import type { Partner } from '../partners/partner.ts';
import { lockTraveler } from '../travelers/lock-traveler.ts';
import type { Visitor } from './visitor.ts';

/** One of the visitor's own; who came for one booking has but the one. Again changes nothing. */
export async function endSession(
  ctx: Context,
  partner: Partner,
  { travelerId, sessionId, scope }: Visitor,
  id: string,
): Promise<void> {
  const ended =
    scope === 'traveler' || id === sessionId
      ? await ctx.db.partnerTx(partner.id, (tx) =>
          tx.one(
            `update webview_sessions
             set ended_at = coalesce(ended_at, $4)
             where partner_id = $1 and id = $2 and traveler_id = $3
             returning 1`,
            [partner.id, id, travelerId, ctx.clock.now()],
          ),
        )
      : undefined;
  if (ended === undefined) throw new AppError('session_not_found', 'There is no such session.');
}

/** Everywhere, this one too. */
export const endOwnSessions = (
  ctx: Context,
  partner: Partner,
  { travelerId }: Visitor,
): Promise<number> => ctx.db.partnerTx(partner.id, (tx) => endAll(ctx, tx, partner, travelerId));

/** POST /api/webapp/sessions/revoke. 404 `user_not_found`. */
export async function revokeSessions(
  ctx: Context,
  actor: Actor,
  partner: Partner,
  externalUserId: string,
): Promise<number> {
  const traveler = await ctx.db.partnerTx(partner.id, (tx) =>
    tx.one<{ id: string }>(
      'select id from travelers where partner_id = $1 and external_user_id = $2',
      [partner.id, externalUserId],
    ),
  );
  if (traveler === undefined) throw new AppError('user_not_found', 'There is no such user.');
  return ctx.db.partnerTx(partner.id, async (tx) => {
    const ended = await endAll(ctx, tx, partner, traveler.id);
    const act = { partnerId: partner.id, action: 'sessions.ended', subject: traveler.id };
    if (ended > 0) await recordAct(tx, actor, { ...act, after: { ended } });
    return ended;
  });
}

/**
 * Redirect tokens that wait are ended too: whoever holds one would be in again. Answers how many
 * sessions there were.
 */
async function endAll(ctx: Context, tx: Tx, partner: Partner, travelerId: string): Promise<number> {
  // Whoever opens one holds the traveler too: it comes before this, or finds its token used up.
  await lockTraveler(tx, partner.id, travelerId);
  const now = ctx.clock.now();
  await tx.rows(
    `update redirect_tokens
       set used_at = $3
       where partner_id = $1 and traveler_id = $2 and used_at is null`,
    [partner.id, travelerId, now],
  );
  const ended = await tx.rows(
    `update webview_sessions
       set ended_at = $3
       where partner_id = $1 and traveler_id = $2 and ended_at is null and ends_at > $3
       returning 1`,
    [partner.id, travelerId, now],
  );
  return ended.length;
}
