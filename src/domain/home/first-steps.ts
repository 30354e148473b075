/** The way from a new partner to events that arrive, told from what is stored. */
import type { Actor } from '../actor.ts';
import type { Context } from '../../context.ts';

export const FIRST_STEPS = ['key', 'call', 'booking', 'endpoint', 'event'] as const;
export type FirstStep = { step: (typeof FIRST_STEPS)[number]; is_done: boolean };

/** Old events go: an endpoint that was tried and does not fail has taken one. */
const DONE = `select
    exists (select 1 from api_keys k where k.partner_id = $1 and k.revoked_at is null) as key,
    exists (select 1 from api_keys k
      where k.partner_id = $1 and k.last_used_at is not null) as call,
    exists (select 1 from bookings b where b.partner_id = $1) as booking,
    exists (select 1 from webhook_endpoints w
      where w.partner_id = $1 and w.url is not null) as endpoint,
    exists (select 1 from webhook_endpoints w
      where w.partner_id = $1 and w.url is not null and not w.is_untried and w.failing_since is null)
      or exists (select 1
        from (select state from deliveries where partner_id = $1 order by event_id desc limit 1000) d
        where d.state = 'delivered') as event,
    (select m.first_steps_put_away_at
      from memberships m
      where m.partner_id = $1 and m.member_id = $2) is not null as is_put_away`;

type Row = Record<(typeof FIRST_STEPS)[number], boolean> & { is_put_away: boolean };

/** Null: all are done, or this member has put them away. */
export async function readFirstSteps(
  ctx: Context,
  partnerId: string,
  memberId: string,
): Promise<FirstStep[] | null> {
  const row = (await ctx.db.partnerRead(partnerId, (db) =>
    db.one<Row>(DONE, [partnerId, memberId]),
  ))!;
  const steps = FIRST_STEPS.map((step) => ({ step, is_done: row[step] }));
  return row.is_put_away || steps.every((one) => one.is_done) ? null : steps;
}

/** For this member alone; nothing of the partner changes, so there is nothing to record. */
export async function putFirstStepsAway(
  ctx: Context,
  partnerId: string,
  actor: Actor,
): Promise<void> {
  await ctx.db.rows(
    `update memberships
     set first_steps_put_away_at = coalesce(first_steps_put_away_at, now())
     where partner_id = $1 and member_id = $2`,
    [partnerId, actor.id],
  );
}
