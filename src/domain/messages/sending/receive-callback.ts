/**
 * What senders tell of mails they have taken: arrived, bounced, minded. Never backwards; what is
 * not ours is passed over.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { MailReport, ReportingSenderName } from '../../../channels/mail.ts';
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { partnerNow } from '../../partners/now.ts';
import { suppress, type SuppressionReason } from './suppress.ts';
import { isId } from '../../../ids.ts';

/** What a report makes of the message; the higher `RANK` wins. */
const EFFECTS: Record<
  MailReport['what'],
  {
    status: 'sent' | 'delivered' | 'failed' | 'bounced' | 'complained';
    suppress?: SuppressionReason;
  }
> = {
  delivered: { status: 'delivered' },
  bounced: { status: 'bounced', suppress: 'bounced' },
  blocked: { status: 'bounced' },
  complained: { status: 'complained', suppress: 'complained' },
  failed: { status: 'failed' },
  delayed: { status: 'sent' },
};
const RANK = `case $S when 'pending' then 0 when 'sent' then 1 when 'failed' then 2 when 'delivered' then 3 when 'bounced' then 4 when 'complained' then 5 else 9 end`;
const rankOf = (what: string): string => RANK.replace('$S', what);

/** Another word would make the tokens void that operators have entered at Brevo. */
const PURPOSE = 'brevo-callbacks';

export const callbackToken = (ctx: Pick<Context, 'secrets'>): string => ctx.secrets.derive(PURPOSE);

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();

type Dispatch = { partner_id: string; message_id: string };
type Told = Dispatch & { report: MailReport };

/** Answers how many things were told, and how many said something new about messages of ours. */
export async function receiveMailCallback(
  ctx: Context,
  sender: ReportingSenderName,
  authorization: string | undefined,
  rawBody: string,
): Promise<{ received: number; applied: number }> {
  const token = /^Bearer (\S{1,200})$/i.exec(authorization ?? '')?.[1] ?? '';
  const known = ctx.secrets.deriveAll(PURPOSE);
  if (!known.some((good) => timingSafeEqual(hash(token), hash(good))))
    throw new AppError('callback_forged', 'The bearer token does not fit.');
  const { received, reports } = ctx.mailCallbacks[sender].parse(rawBody);
  const told = await Promise.all(reports.map((report) => findMessage(ctx, sender, report)));
  let applied = 0;
  for (const [partnerId, of] of Map.groupBy(
    told.filter((t) => t !== null),
    (t) => t.partner_id,
  )) {
    const at = partnerNow(ctx, { id: partnerId });
    await ctx.db.partnerTx(partnerId, async (tx) => {
      for (const one of of) if (await apply(tx, one, at)) applied++;
    });
  }
  return { received, applied };
}

/** By our own reference, which is there before the sender's id is known to us; else by that id. */
async function findMessage(
  ctx: Context,
  sender: ReportingSenderName,
  report: MailReport,
): Promise<Told | null> {
  const [partner = '', message = '', ...rest] = report.reference.split('/', 3);
  const isOurs = isId(partner, 'prt') && isId(message, 'msg') && rest.length === 0;
  const row = isOurs
    ? await ctx.db.one<Dispatch>(
        `select partner_id, message_id
           from dispatches
           where partner_id = $1 and message_id = $2 and sender = $3`,
        [partner, message, sender],
      )
    : report.providerMessageId !== null
      ? await ctx.db.one<Dispatch>(
          `select partner_id, message_id
             from dispatches
             where sender = $1 and provider_message_id = $2`,
          [sender, report.providerMessageId],
        )
      : undefined;
  return row === undefined ? null : { ...row, report };
}

/** True: it said something new. */
async function apply(
  tx: Tx,
  { report, partner_id: partnerId, message_id: messageId }: Told,
  at: Date,
): Promise<boolean> {
  const effect = EFFECTS[report.what];
  const isEnd = effect.status !== 'sent';
  // Whatever became of the answer to our attempt: it has arrived there, so it is not sent again.
  // First, as who sends does it: whoever waits, waits here.
  await tx.rows(
    `update dispatches
     set next_attempt_at = null
     where partner_id = $1 and message_id = $2 and next_attempt_at is not null`,
    [partnerId, messageId],
  );
  const row = await tx.one<{ recipient: string }>(
    `update messages
     set status = $3, reason = case when $3 = 'delivered' then null else $4 end,
       sent_at = coalesce(sent_at, $5), settled_at = case when $6 then $5 else settled_at end
     where partner_id = $1
       and id = $2
       and (${rankOf('status')} < ${rankOf('$3')}
         or (status = 'sent' and $3 = 'sent' and reason is distinct from $4))
     returning recipient`,
    [partnerId, messageId, effect.status, report.word, at, isEnd],
  );
  if (row !== undefined && effect.suppress !== undefined)
    await suppress(tx, partnerId, row.recipient, effect.suppress, messageId, at);
  return row !== undefined;
}
