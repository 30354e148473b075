/** The second half of sending: what became of it, in one transaction. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { MailSenderName, SendOutcome } from '../../../channels/mail.ts';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { isForTraveler, type Claimed, type MessageRow } from '../message-row.ts';
import { nextDelay } from './retry-schedule.ts';
import { suppress } from './suppress.ts';

const TRIES = 3;

/** `message` null: it could not be made, and nothing of it was sent. */
export type Attempted = {
  claimed: Claimed;
  sender: MailSenderName | null;
  message: MessageRow | null;
  wasLeaving: boolean;
  outcome: SendOutcome;
};

export const recordOutcome = (ctx: Context, attempted: Attempted): Promise<void> =>
  writeDown(ctx, attempted.claimed, (tx) => record(tx, attempted));

/**
 * What cannot be written is sent again when the lease has run out: more than once, never not at
 * all.
 */
export async function writeDown(
  ctx: Context,
  { partner_id, message_id }: Claimed,
  work: (tx: Tx) => Promise<void>,
): Promise<void> {
  for (let n = 1; ; n++) {
    try {
      return await ctx.db.partnerTx(partner_id, work);
    } catch (error) {
      ctx.log.warn(
        { partner_id, message_id, error: (error as Error).name },
        'the outcome of a message was not written',
      );
      if (n === TRIES) return;
      await sleep(50 * n);
    }
  }
}

async function record(tx: Tx, attempted: Attempted): Promise<void> {
  const { claimed, sender, outcome } = attempted;
  const isPostponed = outcome.kind === 'postponed';
  const delay = isPostponed
    ? nextDelay(claimed.tries + 1, Math.random(), outcome.retryAfterS)
    : null;
  // A sender that names two mails alike would otherwise keep us from ever writing down the second.
  const held = await tx.one<{ as_of: Date }>(
    `with d as (
       update dispatches d set tries = tries + 1, rounds = rounds + $4, next_attempt_at = clock_timestamp() + $5 * interval '1 ms', lease_until = null, sender = coalesce($6, sender),
         provider_message_id = case when exists (select 1 from dispatches x where x.sender = $6 and x.provider_message_id = $7) then provider_message_id else coalesce($7, provider_message_id) end
       where partner_id = $1 and message_id = $2 and fence = $3 returning created_at)
     select m.created_at + (clock_timestamp() - d.created_at) as as_of from d, messages m where m.partner_id = $1 and m.id = $2`,
    [
      claimed.partner_id,
      claimed.message_id,
      claimed.fence,
      isPostponed && !outcome.isUnclear ? 1 : 0,
      delay,
      sender,
      outcome.kind === 'sent' ? outcome.providerMessageId : null,
    ],
  );
  if (held !== undefined) await recordMessage(tx, attempted, delay, held.as_of);
}

/** A callback may have come first: what it said stands. */
async function recordMessage(
  tx: Tx,
  { claimed, outcome, message, wasLeaving }: Attempted,
  delay: number | null,
  at: Date,
): Promise<void> {
  const { partner_id, message_id } = claimed;
  if (outcome.kind === 'sent') {
    const status = outcome.isComplaint ? 'complained' : outcome.isDelivered ? 'delivered' : 'sent';
    await tx.rows(
      `update messages
       set status = case when status = 'pending' then $3 else status end,
         sent_at = coalesce(sent_at, $4),
         reason = case when status = 'pending' then null else reason end,
         settled_at = coalesce(settled_at, case when $3 <> 'sent' then $4::timestamptz end)
       where partner_id = $1 and id = $2 and status in ('pending', 'sent', 'delivered')`,
      [partner_id, message_id, status, at],
    );
    if (outcome.isComplaint)
      await suppress(tx, partner_id, message!.recipient, 'complained', message_id, at);
    return;
  }
  const { reason } = outcome;
  if (outcome.kind === 'rejected' || delay === null) {
    const isBounce = outcome.kind === 'rejected' && outcome.isBounce;
    await tx.rows(
      `update messages
       set status = $3, reason = $4, settled_at = $5
       where partner_id = $1 and id = $2 and status = 'pending'`,
      [partner_id, message_id, isBounce ? 'bounced' : 'failed', reason, at],
    );
    if (isBounce) await suppress(tx, partner_id, message!.recipient, 'bounced', message_id, at);
    return;
  }
  // Certainly not sent: it is made anew next time, and until then its booking can be cancelled.
  const takeBack =
    message !== null && !outcome.isUnclear && !wasLeaving && isForTraveler(message.kind);
  await tx.rows(
    `update messages
     set reason = $3, subject = case when $4 then null else subject end,
       text = case when $4 then null else text end, html = case when $4 then null else html end
     where partner_id = $1 and id = $2 and status = 'pending'`,
    [partner_id, message_id, reason, takeBack],
  );
}
