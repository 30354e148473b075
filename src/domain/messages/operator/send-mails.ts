/** Mails to the operator that are due, by the installation's own sender. */
import { createHash } from 'node:crypto';
import type { Mail, MailSender, SendOutcome } from '../../../channels/mail.ts';
import type { Context } from '../../../context.ts';
import { claim, FREE, lease } from '../../../db/due-work/lease.ts';
import { workOff } from '../../../db/due-work/work-off.ts';
import { nextDelay } from '../sending/retry-schedule.ts';
import { defaultAddress } from '../sending/sender-of.ts';
import { htmlOf } from './html.ts';
import { writeOperatorMails } from './write-mails.ts';

const PLACES = 4;
/** Real time; above what any sender takes for one mail. */
const LEASE_MS = 120_000;
const LOOK_AGAIN_MS = 500;

type Claimed = {
  incident_id: string;
  part: string;
  recipient: string;
  subject: string;
  text: string;
  fence: number;
  tries: number;
  rounds: number;
};

const CLAIM = `${claim({
  table: 'operator_mails',
  key: 'incident_id, part, recipient',
  which: FREE,
  take: lease(LEASE_MS),
  limit: '$1',
})} returning incident_id::text, part, recipient, subject, text, fence, tries, rounds`;

/** Answers how many mails were tried. */
export async function tellOperator(ctx: Context): Promise<number> {
  await writeOperatorMails(ctx);
  return workOff<Claimed>({
    places: PLACES,
    async *take(free) {
      yield await ctx.db.rows<Claimed>(CLAIM, [free]);
    },
    run: (claimed) => send(ctx, claimed),
    isStopping: () => false,
    lookAgainMs: LOOK_AGAIN_MS,
  });
}

async function send(ctx: Context, claimed: Claimed): Promise<void> {
  const sender = senderFor(ctx);
  const outcome: SendOutcome =
    sender === null
      ? { kind: 'rejected', reason: 'no_sender', isBounce: false }
      : await sender.send(mailOf(ctx, claimed));
  if (outcome.kind !== 'sent')
    ctx.log.warn(
      { incident: claimed.incident_id, reason: outcome.reason },
      'a mail to the operator was not sent',
    );
  await record(ctx, claimed, outcome);
}

/** The mailbox of staging shows mails of partners only. */
const senderFor = ({ mail }: Context): MailSender | null =>
  mail.get('smtp') ?? mail.get('brevo') ?? null;

function mailOf(ctx: Context, { incident_id, part, recipient, ...row }: Claimed): Mail {
  const who = createHash('sha256').update(recipient).digest('hex').slice(0, 16);
  const id = `operator-${incident_id}-${part}-${who}`;
  return {
    id,
    reference: id,
    round: row.rounds,
    kind: 'operator_notice',
    from: { name: 'Hubby', address: defaultAddress(ctx) },
    replyTo: null,
    to: recipient,
    locale: 'en',
    subject: row.subject,
    text: row.text,
    html: htmlOf(row.text),
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
    `update operator_mails
     set tries = tries + 1, rounds = rounds + $5, lease_until = null,
       next_attempt_at = clock_timestamp() + $6 * interval '1 ms',
       sent_at = case when $7 then now() end, reason = $8
     where incident_id = $1 and part = $2 and recipient = $3 and fence = $4`,
    [
      claimed.incident_id,
      claimed.part,
      claimed.recipient,
      claimed.fence,
      isPostponed && !outcome.isUnclear ? 1 : 0,
      delay,
      isSent,
      isSent ? null : outcome.reason,
    ],
  );
};
