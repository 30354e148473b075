/** Mails to the operator that are due, by the installation's own sender. */
import { createHash } from 'node:crypto';
import type { SendOutcome } from '../../../channels/mail.ts';
import type { Context } from '../../../context.ts';
import { claim, FREE, lease } from '../../../db/due-work/lease.ts';
import { workOff } from '../../../db/due-work/work-off.ts';
import { LEASE_MS, LOOK_AGAIN_MS, noteOf, PLACES, sendNotice } from '../notices/send-notice.ts';
import { writeOperatorMails } from './write-mails.ts';

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
  const outcome = await sendNotice(ctx, {
    ...claimed,
    id: idOf(claimed),
    kind: 'operator_notice',
  });
  if (outcome.kind !== 'sent')
    ctx.log.warn(
      { incident: claimed.incident_id, reason: outcome.reason },
      'a mail to the operator was not sent',
    );
  await record(ctx, claimed, outcome);
}

function idOf({ incident_id, part, recipient }: Claimed): string {
  const who = createHash('sha256').update(recipient).digest('hex').slice(0, 16);
  return `operator-${incident_id}-${part}-${who}`;
}

const record = (ctx: Context, claimed: Claimed, outcome: SendOutcome): Promise<unknown> => {
  const { rounds, delayMs, isSent, reason } = noteOf(outcome, claimed.tries);
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
      rounds,
      delayMs,
      isSent,
      reason,
    ],
  );
};
