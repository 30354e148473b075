/**
 * A member sees people unmasked for a while: in this browser, of this partner, and written down with
 * what they were looking at.
 */
import type { Context } from '../../../context.ts';
import type { Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import type { MemberSession } from '../member.ts';

const SHOWN_MS = 15 * 60_000;

/** `where`: the list or the record that they are at. Answers until when. */
export async function revealPeople(
  ctx: Context,
  actor: Actor,
  session: Pick<MemberSession, 'id'>,
  partnerId: string,
  where: string,
): Promise<string> {
  const until = new Date(ctx.clock.now().getTime() + SHOWN_MS).toISOString();
  await ctx.db.tx(async (tx) => {
    await tx.rows(
      `update member_sessions
       set revealed = revealed || jsonb_build_object($2::text, $3::text)
       where id = $1`,
      [session.id, partnerId, until],
    );
    await recordAct(tx, actor, {
      partnerId,
      action: 'people.revealed',
      subject: where,
      after: { until },
    });
  });
  return until;
}

export const maskPeople = (
  ctx: Context,
  session: Pick<MemberSession, 'id'>,
  partnerId: string,
): Promise<unknown> =>
  ctx.db.rows('update member_sessions set revealed = revealed - $2 where id = $1', [
    session.id,
    partnerId,
  ]);
