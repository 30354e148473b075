/**
 * A mail that left goes out once more, made anew of how things stand now: for whoever lost it. Each
 * time is a message of its own, and the next one waits until this one has left.
 */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Actor } from '../actor.ts';
import { recordAct } from '../audit/record-act.ts';
import type { TravelerKind } from '../message.ts';
import type { Partner } from '../partners/partner.ts';
import { inScope, type Scope } from '../partners/scope.ts';
import { enqueueMessages } from './enqueue.ts';
import { isForTraveler } from './message-row.ts';

/** Of one message; more would be a way to bother somebody. */
const MOST = 5;
/** Between the subject of the first one and the number of the next. */
const AGAIN = '~';

type Row = {
  id: string;
  channel: string;
  kind: string;
  subject_id: string;
  recipient: string;
  locale: string;
  booking_id: string | null;
  data: Record<string, unknown>;
  status: string;
};

/** Answers the new message's state. 404 `message_not_found`, 409 `conflict`. */
export async function resendMessage(
  ctx: Context,
  actor: Actor,
  partner: Partner,
  id: string,
): Promise<{ status: 'pending' }> {
  await inScope(ctx, partner, (scope) => resend(scope, actor, id));
  ctx.wake('messages');
  return { status: 'pending' };
}

async function resend({ tx, partner, now }: Scope, actor: Actor, id: string): Promise<void> {
  const row = await tx.one<Row>(
    `select id, channel, kind, subject_id, recipient, locale, booking_id, data, status
     from messages
     where partner_id = $1 and id = $2
     for key share`,
    [partner.id, id],
  );
  if (row === undefined || row.channel !== 'EMAIL' || !isForTraveler(row.kind))
    throw new AppError('not_found', 'There is no such mail to a traveler.');
  const [subject = ''] = row.subject_id.split(AGAIN);
  const before = await tx.rows<{ status: string }>(
    `select status
     from messages
     where partner_id = $1 and kind = $2 and channel = 'EMAIL' and recipient = $4
       and (subject_id = $3 or starts_with(subject_id, $3 || '${AGAIN}'))`,
    [partner.id, row.kind, subject, row.recipient],
  );
  if (before.some(({ status }) => status === 'pending'))
    throw new AppError('conflict', 'This mail is on its way already.');
  if (before.length > MOST)
    throw new AppError('conflict', `This mail went out ${before.length} times; that has to do.`);
  const count = await enqueueMessages(
    tx,
    partner.id,
    [
      {
        channel: 'EMAIL',
        kind: row.kind as TravelerKind,
        subjectId: `${subject}${AGAIN}${before.length}`,
        recipient: row.recipient,
        locale: row.locale,
        bookingId: row.booking_id,
        data: row.data,
      },
    ],
    now,
  );
  if (count === 0) throw new AppError('conflict', 'This mail is on its way already.');
  await recordAct(tx, actor, {
    partnerId: partner.id,
    action: 'message.resent',
    subject: id,
    after: { kind: row.kind, recipient: row.recipient },
  });
}
