/**
 * POST /api/promo-codes/{code}/reissue: for a code that went to a mistyped address. The entitlement
 * gets a new code and a new link; the old ones are dead, and what they were is kept with who asked
 * and why.
 */
import { randomUUID } from 'node:crypto';
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/pool.ts';
import { newId, newPromoCode, queueUuid } from '../../ids.ts';
import { resolveLocale, type Localized } from '../catalog/locales.ts';
import { cancelUnsent } from '../messages/cancel-unsent.ts';
import { enqueueMessages, type NewMessage } from '../messages/enqueue.ts';
import type { Actor } from '../actor.ts';
import { recordAct } from '../audit/record-act.ts';
import type { Partner } from '../partners/partner.ts';
import { inScope, type Scope } from '../partners/scope.ts';
import { recordBookingEvent, recordEvents } from '../webhooks/record-event.ts';
import { codeInvalid, codeNotFound, findCode, type StoredCode } from './find-code.ts';
import { viewPromoCode, type PromoCodeView } from './promo-code-view.ts';

export type ReissueInput = {
  reason?: string | undefined;
  /** claims it for this address at once */ email?: string | undefined;
};

export async function reissueCode(
  ctx: Context,
  partner: Partner,
  text: string,
  input: ReissueInput,
  actor: Actor,
): Promise<Localized<PromoCodeView>> {
  const { view, deliver } = await inScope(ctx, partner, (scope) =>
    reissueIn(scope, text, input, actor),
  );
  ctx.wake('messages');
  if (deliver) ctx.wake('deliveries');
  return view;
}

/**
 * In the caller's transaction; who asked for it is kept. After the commit wake `messages`, and
 * `deliveries` when it says so.
 */
export async function reissueIn(
  scope: Scope,
  text: string,
  input: ReissueInput,
  actor: Actor,
): Promise<{ view: Localized<PromoCodeView>; deliver: boolean }> {
  const { ctx, tx, partner, now } = scope;
  const old = await lockCode(tx, partner.id, text);
  await refuse(scope, old);
  const email = input.email?.toLowerCase() ?? null;
  const made = await replace(tx, partner.id, old.queue_id, { ...input, email }, actor, now);
  await cancelUnsent(
    tx,
    partner.id,
    { kind: 'promo_code_claim', subjectId: `${old.queue_id}:${made.reissues - 1}` },
    'reissued',
    now,
  );
  await recordAct(tx, actor, {
    partnerId: partner.id,
    action: 'promo_code.reissued',
    subject: queueUuid(old.queue_id),
    after: { reason: input.reason ?? null, email },
  });
  let deliver = email !== null && (await tellClaimed(tx, partner.id, old, made, email, now));
  if (old.booking_id !== null) deliver = (await tellBooking(scope, old.booking_id)) || deliver;
  const { locale } = resolveLocale(old.locale, partner.settings.locale);
  const data = viewPromoCode(ctx, partner, { ...old, ...made }, locale);
  return { view: { locale, data }, deliver };
}

/** Locked as in cancelling: the booking, then its queues. */
async function lockCode(tx: Tx, partnerId: string, text: string): Promise<StoredCode> {
  const seen = await findCode(tx, partnerId, text);
  if (seen === null) throw codeNotFound();
  if (seen.booking_id !== null)
    await tx.rows('select 1 from bookings where partner_id = $1 and id = $2 for no key update', [
      partnerId,
      seen.booking_id,
    ]);
  await tx.rows(
    `select 1
     from package_queues q
     join promo_codes c on c.partner_id = q.partner_id and c.queue_id = q.id
     where q.partner_id = $1 and q.id = $2
     for no key update of q, c`,
    [partnerId, seen.queue_id],
  );
  const old = await findCode(tx, partnerId, seen.code);
  // Another call was first.
  if (old === null || old.queue_id !== seen.queue_id) throw codeNotFound();
  return old;
}

type Made = {
  code: string;
  uuid: string;
  reissues: number;
  sequence: number;
  claimed_at: Date | null;
};

/** A new code and link; what the old ones were is kept, and nobody has begun to redeem them. */
async function replace(
  tx: Tx,
  partnerId: string,
  queueId: string,
  { reason, email }: { reason?: string | undefined; email: string | null },
  actor: Actor,
  now: Date,
): Promise<Made> {
  const made = await tx.one<Made>(
    `with kept as (insert into promo_code_reissues (partner_id, queue_id, number, reissued_at,
       old_code, old_uuid, old_claimed_at, old_claimed_email, reason, api_key)
       select partner_id, queue_id, reissues + 1, $3, code, uuid, claimed_at, claimed_email, $6, $7
       from promo_codes
       where partner_id = $1 and queue_id = $2),
       dead as (update promo_code_lookups
         set replaced_at = $3
         where partner_id = $1 and queue_id = $2 and replaced_at is null),
       fresh as (insert into promo_code_lookups (code, partner_id, queue_id, uuid)
         values ($4, $1, $2, $5)),
       withdrawn as (delete from hosted_redemptions where partner_id = $1 and queue_id = $2),
       nobodys as (update package_queues set traveler_id = null where partner_id = $1 and id = $2)
     update promo_codes
     set code = $4, uuid = $5, hosted_email = null, hosted_locale = null, hosted_destination = null,
       reissues = reissues + 1,
       claimed_at = case when $8::text is null then null else $3::timestamptz end,
       claimed_email = $8, sequence = sequence + case when $8::text is null then 0 else 1 end
     where partner_id = $1 and queue_id = $2
     returning code, uuid, reissues, sequence, claimed_at`,
    [partnerId, queueId, now, newPromoCode(), randomUUID(), reason ?? null, actor.id, email],
  );
  return made!;
}

/** Claimed for this address at once: mailed to it, and told. */
async function tellClaimed(
  tx: Tx,
  partnerId: string,
  old: StoredCode,
  made: Made,
  email: string,
  now: Date,
): Promise<boolean> {
  const message: NewMessage = {
    channel: 'EMAIL',
    kind: 'promo_code_claim',
    subjectId: `${old.queue_id}:${made.reissues}`,
    recipient: email,
    locale: old.locale ?? '',
    bookingId: old.booking_id,
    data: { queue_id: old.queue_id },
  };
  await enqueueMessages(tx, partnerId, [message], now);
  return recordEvents(tx, [
    {
      partnerId,
      type: 'promo_code.claimed',
      entityId: old.queue_id,
      sequence: made.sequence,
      at: now,
      data: {
        promo_code: made.code,
        uuid: made.uuid,
        booking_id: old.booking_id,
        claimed_at: now.toISOString(),
      },
    },
  ]);
}

async function refuse({ tx, partner, now }: Scope, old: StoredCode): Promise<void> {
  if (old.redeemed_at !== null)
    throw new AppError('already_redeemed', 'Promo code is already redeemed');
  if (old.cancelled_at !== null || now > old.valid_until) throw codeInvalid();
  const open = await tx.one(
    `select 1 from provider_orders where partner_id = $1 and queue_id = $2 and state <> 'rejected'`,
    [partner.id, old.queue_id],
  );
  if (open !== undefined)
    throw new AppError('redeem_in_progress', 'A redemption of this promo code is under way.', {
      retryAfter: 5,
    });
}

/** The booking shows another link now. */
async function tellBooking({ tx, partner, now }: Scope, bookingId: string): Promise<boolean> {
  const row = await tx.one<{ sequence: number }>(
    `update bookings
     set updated_at = $3, sequence = sequence + 1
     where partner_id = $1 and id = $2
     returning sequence`,
    [partner.id, bookingId, now],
  );
  return recordBookingEvent(tx, {
    id: newId('evt'),
    partnerId: partner.id,
    type: 'booking.updated',
    bookingId,
    sequence: row!.sequence,
    at: now,
  });
}
