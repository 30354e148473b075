/** Mails to members that are due, by the installation's own sender. */
import type { Mail, MailSender, SendOutcome } from '../../../channels/mail.ts';
import type { Context } from '../../../context.ts';
import { claim, FREE, lease } from '../../../db/due-work/lease.ts';
import { workOff } from '../../../db/due-work/work-off.ts';
import { forget, forgetAll } from '../../../db/forget.ts';
import { mailRow } from '../../members/sealed-rows.ts';
import { htmlOf } from '../operator/html.ts';
import { nextDelay } from '../sending/retry-schedule.ts';
import { defaultAddress } from '../sending/sender-of.ts';

const PLACES = 4;
/** Real time; above what any sender takes for one mail. */
const LEASE_MS = 120_000;
const LOOK_AGAIN_MS = 500;
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

/** The mailbox of staging shows mails of partners only. */
export const memberMailSender = ({ mail }: Pick<Context, 'mail'>): MailSender | null =>
  mail.get('smtp') ?? mail.get('brevo') ?? null;

const rejected = (reason: string): SendOutcome => ({ kind: 'rejected', reason, isBounce: false });

async function send(ctx: Context, claimed: Claimed): Promise<void> {
  const sender = memberMailSender(ctx);
  const outcome: SendOutcome = claimed.is_late
    ? rejected('expired')
    : sender === null
      ? rejected('no_sender')
      : await sender.send(mailOf(ctx, claimed));
  if (outcome.kind !== 'sent')
    ctx.log.warn({ mail: claimed.id, reason: outcome.reason }, 'a mail to a member was not sent');
  await record(ctx, claimed, outcome);
}

function mailOf(ctx: Context, { id, recipient, subject, text_sealed, rounds }: Claimed): Mail {
  const text = ctx.secrets.open(text_sealed, mailRow(id));
  return {
    id,
    reference: id,
    round: rounds,
    kind: 'member_notice',
    from: { name: 'Hubby', address: defaultAddress(ctx) },
    replyTo: null,
    to: recipient,
    locale: 'en',
    subject,
    text,
    html: htmlOf(text),
    attachments: [],
    template: null,
  };
}

const record = (ctx: Context, claimed: Claimed, outcome: SendOutcome): Promise<unknown> => {
  const isPostponed = outcome.kind === 'postponed';
  const delay = isPostponed
    ? nextDelay(claimed.tries + 1, Math.random(), outcome.retryAfterS)
    : null;
  const isSent = outcome.kind === 'sent';
  return ctx.db.rows(
    `update member_mails
     set tries = tries + 1, rounds = rounds + $3, lease_until = null,
       next_attempt_at = clock_timestamp() + $4 * interval '1 ms',
       text_sealed = case when $4::double precision is not null then text_sealed end,
       sent_at = case when $5 then now() end, reason = $6
     where id = $1 and fence = $2`,
    [
      claimed.id,
      claimed.fence,
      isPostponed && !outcome.isUnclear ? 1 : 0,
      delay,
      isSent,
      isSent ? null : outcome.reason,
    ],
  );
};

/** Housekeeping: those that nobody will ask about any more. */
export const forgetOldMemberMails = (ctx: Context): Promise<number> =>
  forgetAll(
    ctx.db,
    forget('member_mails', `created_at < now() - interval '${KEPT}'`, 'created_at'),
  );
