/** Mails to members that are due, by the installation's own sender. */
import type { SendOutcome } from '../../../channels/mail.ts';
import type { Context } from '../../../context.ts';
import { claim, FREE, lease } from '../../../db/due-work/lease.ts';
import { workOff } from '../../../db/due-work/work-off.ts';
import { forget, forgetAll } from '../../../db/forget.ts';
import { mailRow } from '../../members/sealed-rows.ts';
import {
  LEASE_MS,
  LOOK_AGAIN_MS,
  noteOf,
  PLACES,
  rejected,
  sendNotice,
} from '../notices/send-notice.ts';

const KEPT = '30 days';

type Claimed = {
  id: string;
  recipient: string;
  subject: string;
  text_sealed: Buffer;
  fence: number;
  tries: number;
  rounds: number;
  is_late: boolean;
};

const CLAIM = `${claim({
  table: 'member_mails',
  key: 'id',
  which: FREE,
  take: lease(LEASE_MS),
  limit: '$1',
})} returning id, recipient, subject, text_sealed, fence, tries, rounds, coalesce(expires_at < now(), false) as is_late`;

/** Answers how many mails were tried. */
export const sendMemberMails = (ctx: Context, isStopping: () => boolean): Promise<number> =>
  workOff<Claimed>({
    places: PLACES,
    async *take(free) {
      yield await ctx.db.rows<Claimed>(CLAIM, [free], 'claim-member-mails');
    },
    run: (claimed) => send(ctx, claimed),
    isStopping,
    lookAgainMs: LOOK_AGAIN_MS,
  });

async function send(ctx: Context, claimed: Claimed): Promise<void> {
  const { id, text_sealed: sealed } = claimed;
  const outcome = claimed.is_late
    ? rejected('expired')
    : await sendNotice(ctx, {
        ...claimed,
        kind: 'member_notice',
        text: ctx.secrets.open(sealed, mailRow(id)),
      });
  if (outcome.kind !== 'sent')
    ctx.log.warn({ mail: id, reason: outcome.reason }, 'a mail to a member was not sent');
  await record(ctx, claimed, outcome);
}

const record = (ctx: Context, claimed: Claimed, outcome: SendOutcome): Promise<unknown> => {
  const { rounds, delayMs, isSent, reason } = noteOf(outcome, claimed.tries);
  return ctx.db.rows(
    `update member_mails
     set tries = tries + 1, rounds = rounds + $3, lease_until = null,
       next_attempt_at = clock_timestamp() + $4 * interval '1 ms',
       text_sealed = case when $4::double precision is not null then text_sealed end,
       sent_at = case when $5 then now() end, reason = $6
     where id = $1 and fence = $2`,
    [claimed.id, claimed.fence, rounds, delayMs, isSent, reason],
  );
};

/** Housekeeping: those that nobody will ask about any more. */
export const forgetOldMemberMails = (ctx: Context): Promise<number> =>
  forgetAll(
    ctx.db,
    forget('member_mails', `created_at < now() - interval '${KEPT}'`, 'created_at'),
  );
