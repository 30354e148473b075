/** Sessions are ended by their member and by those who take the member away; over with the next request. */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Queryable } from '../../../db/pool.ts';
import type { MemberSession } from '../member.ts';

/** Signs out. Again changes nothing. */
export const endOwnSession = (ctx: Context, { id }: MemberSession): Promise<unknown> =>
  ctx.db.rows(
    `update member_sessions
     set ended_at = coalesce(ended_at, $2)
     where id = $1`,
    [id, ctx.clock.now()],
  );

/** One of the member's own; who came by a directory ends what came by it. 404 `session_not_found`. */
export async function endOneSession(
  ctx: Context,
  { memberId, ssoPartnerId }: MemberSession,
  id: string,
): Promise<void> {
  const ended = await ctx.db.one(
    `update member_sessions
     set ended_at = coalesce(ended_at, $4)
     where id = $1 and member_id = $2 and ($3::text is null or partner_id = $3)
     returning 1`,
    [id, memberId, ssoPartnerId, ctx.clock.now()],
  );
  if (ended === undefined) throw new AppError('session_not_found', 'There is no such session.');
}

/**
 * All but this one. Links that wait are ended too: whoever holds one would be in again. Answers how
 * many sessions there were.
 */
export const endOtherSessions = (
  ctx: Context,
  { id, memberId, ssoPartnerId }: MemberSession,
): Promise<number> =>
  ctx.db.tx(async (tx) => {
    // Whoever opens one by a link holds the member too: it comes before this, or finds its link used.
    await tx.rows('select 1 from members where id = $1 for no key update', [memberId]);
    const now = ctx.clock.now();
    if (ssoPartnerId === null) await endLinks(tx, memberId, now);
    const ended = await tx.rows(
      `update member_sessions
       set ended_at = $4
       where member_id = $1 and id <> $2 and ended_at is null and ends_at > $4
         and ($3::text is null or partner_id = $3)
       returning 1`,
      [memberId, id, ssoPartnerId, now],
    );
    return ended.length;
  });

/** Of somebody who is gone, or whose factors are. In the caller's transaction, which holds the member. */
export async function endAllSessions(tx: Queryable, memberId: string, now: Date): Promise<void> {
  await endLinks(tx, memberId, now);
  await tx.rows(
    `update member_sessions
     set ended_at = $2
     where member_id = $1 and ended_at is null`,
    [memberId, now],
  );
}

/**
 * Of somebody whose role asks for a second factor from now on: sessions that a mailbox alone opened
 * were good for less.
 */
export const endMailSessions = (tx: Queryable, memberId: string, now: Date): Promise<unknown> =>
  tx.rows(
    `update member_sessions
     set ended_at = $2
     where member_id = $1 and signed_in_by in ('mail', 'link') and ended_at is null`,
    [memberId, now],
  );

/** Those that a partner's directory opened. */
export const endSsoSessions = (
  tx: Queryable,
  memberId: string,
  partnerId: string,
  now: Date,
): Promise<unknown> =>
  tx.rows(
    `update member_sessions
     set ended_at = $3
     where member_id = $1 and partner_id = $2 and ended_at is null`,
    [memberId, partnerId, now],
  );

const endLinks = (tx: Queryable, memberId: string, now: Date): Promise<unknown> =>
  tx.rows(
    `update member_links
     set used_at = $2
     where member_id = $1 and used_at is null`,
    [memberId, now],
  );
