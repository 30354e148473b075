/** What Brevo tells of mails it has taken: arrived, bounced, marked as spam. Never backwards; what is not ours is passed over. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { partnerNow } from '../../partners/now.ts';
import { suppress, type SuppressionReason } from './suppress.ts';

/** Event of a callback → what it makes of the message; higher `rank` wins. */
const EFFECTS: Record<
  string,
  {
    status: 'sent' | 'delivered' | 'failed' | 'bounced' | 'complained';
    suppress?: SuppressionReason;
  }
> = {
  delivered: { status: 'delivered' },
  hard_bounce: { status: 'bounced', suppress: 'bounced' },
  invalid_email: { status: 'bounced', suppress: 'bounced' },
  blocked: { status: 'bounced' },
  spam: { status: 'complained', suppress: 'complained' },
  error: { status: 'failed' },
  // They have it and go on trying.
  soft_bounce: { status: 'sent' },
  deferred: { status: 'sent' },
};
export const BREVO_EVENTS = Object.keys(EFFECTS);
const RANK = `case $S when 'pending' then 0 when 'sent' then 1 when 'failed' then 2 when 'delivered' then 3 when 'bounced' then 4 when 'complained' then 5 else 9 end`;
const rankOf = (what: string): string => RANK.replace('$S', what);

const PURPOSE = 'brevo-callbacks';

export const callbackToken = (ctx: Pick<Context, 'secrets'>): string => ctx.secrets.derive(PURPOSE);

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();

type Told = { event: string; partnerId: string; messageId: string };

/** `rawBody`: one event or an array of them. Answers how many said something about messages of ours. */
export async function receiveBrevoCallback(
  ctx: Context,
  authorization: string | undefined,
  rawBody: string,
): Promise<{ received: number; applied: number }> {
  const token = /^Bearer (\S{1,200})$/i.exec(authorization ?? '')?.[1] ?? '';
  const known = ctx.secrets.deriveAll(PURPOSE);
  if (!known.some((good) => timingSafeEqual(hash(token), hash(good))))
    throw new AppError('callback_forged', 'The bearer token does not fit.');
  const events = parse(rawBody);
  let applied = 0;
  for (const [partnerId, of] of Map.groupBy(
    (await Promise.all(events.map((event) => told(ctx, event)))).filter((t) => t !== null),
    (t) => t.partnerId,
  )) {
    const at = partnerNow(ctx, { id: partnerId });
    await ctx.db.partnerTx(partnerId, async (tx) => {
      for (const one of of) if (await apply(tx, one, at)) applied++;
    });
  }
  return { received: events.length, applied };
}

function parse(rawBody: string): Record<string, unknown>[] {
  let body: unknown;
  try {
    body = JSON.parse(rawBody.replace(/^\uFEFF/, ''));
  } catch {
    throw new AppError('invalid_request', 'The body is no JSON.');
  }
  const isObject = (x: unknown): x is Record<string, unknown> =>
    typeof x === 'object' && x !== null && !Array.isArray(x);
  const events = Array.isArray(body) ? body : [body];
  if (!events.every(isObject))
    throw new AppError('invalid_request', 'Expected an event or an array of events.');
  return events.slice(0, 1_000);
}

/** By our own reference, which is there before the sender's id is known to us; else by that id. */
async function told(ctx: Context, event: Record<string, unknown>): Promise<Told | null> {
  const name = event['event'];
  if (typeof name !== 'string' || !Object.hasOwn(EFFECTS, name)) return null;
  const [, partner, message] =
    /^(prt_[0-9a-z]{26})\/(msg_[0-9a-z]{26})$/.exec(String(event['X-Mailin-custom'] ?? '')) ?? [];
  const id = event['message-id'];
  const row =
    partner !== undefined
      ? await ctx.db.one<{ partner_id: string; message_id: string }>(
          `select partner_id, message_id from dispatches where partner_id = $1 and message_id = $2 and sender = 'brevo'`,
          [partner, message],
        )
      : typeof id === 'string' && id.length <= 500
        ? await ctx.db.one<{ partner_id: string; message_id: string }>(
            `select partner_id, message_id from dispatches where sender = 'brevo' and provider_message_id = $1`,
            [id.replace(/^<|>$/g, '')],
          )
        : undefined;
  return row === undefined
    ? null
    : { event: name, partnerId: row.partner_id, messageId: row.message_id };
}

/** True: it said something new. */
async function apply(tx: Tx, { event, partnerId, messageId }: Told, at: Date): Promise<boolean> {
  const effect = EFFECTS[event]!;
  const isEnd = effect.status !== 'sent';
  // Whatever became of the answer to our attempt: it has arrived there, so it is not sent again. First, as who sends does it: whoever waits, waits here.
  await tx.rows(
    'update dispatches set next_attempt_at = null where partner_id = $1 and message_id = $2 and next_attempt_at is not null',
    [partnerId, messageId],
  );
  const row = await tx.one<{ recipient: string }>(
    `update messages set status = $3, reason = case when $3 = 'delivered' then null else $4 end, sent_at = coalesce(sent_at, $5), settled_at = case when $6 then $5 else settled_at end
     where partner_id = $1 and id = $2 and (${rankOf('status')} < ${rankOf('$3')} or (status = 'sent' and $3 = 'sent' and reason is distinct from $4)) returning recipient`,
    [partnerId, messageId, effect.status, event, at, isEnd],
  );
  if (row !== undefined && effect.suppress !== undefined)
    await suppress(tx, partnerId, row.recipient, effect.suppress, messageId, at);
  return row !== undefined;
}
