/**
 * A traveler is forgotten: what says who they are goes at once, and is looked for in logs, files and
 * kept answers afterwards. What was booked, paid and used stays, under ids that name nobody. Whoever
 * comes again by the same id or address is somebody new.
 */
import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { noteChange, type Actor } from '../actor.ts';
import { recordAct } from '../audit/record-act.ts';
import type { Partner } from '../partners/partner.ts';
import { inScope, type Scope } from '../partners/scope.ts';
import { archiveEsims, endEntitlements } from './end-entitlements.ts';
import { eraseOwn } from './erase-own.ts';
import { sealWords, viewErasure, type ErasureView, type Sought } from './erasure.ts';
import { readKnown, type Known } from './known.ts';

/**
 * Requests and mails that are under way are over by then, and in the log: it ends only after it has
 * looked at what they left.
 */
const SETTLES = '1 minute';

type Erased = { view: ErasureView; isNew: boolean; deliver: boolean; released: boolean };

/** Again changes nothing. 404 `user_not_found`, 409 `conflict` while a purchase is under way. */
export async function eraseTraveler(
  ctx: Context,
  actor: Actor,
  partner: Partner,
  travelerId: string,
): Promise<ErasureView> {
  const erased = await inScope(ctx, partner, (scope) => erase(scope, actor, travelerId));
  if (erased.deliver) ctx.wake('deliveries');
  if (erased.released) ctx.wake('orders');
  if (erased.isNew) {
    ctx.wake('erasures');
    noteChange(ctx, actor, 'a traveler was erased', {
      partner_id: partner.id,
      traveler: travelerId,
    });
  }
  return erased.view;
}

async function erase(scope: Scope, actor: Actor, id: string): Promise<Erased> {
  const { ctx, tx, partner, now } = scope;
  // For update: whoever books for them either has their queues here already, or waits and finds nobody.
  const traveler = await tx.one<{ external_user_id: string | null; erased_at: Date | null }>(
    `select external_user_id, erased_at
     from travelers
     where partner_id = $1 and id = $2
     for update`,
    [partner.id, id],
  );
  if (traveler === undefined) throw new AppError('user_not_found', 'There is no such user.');
  if (traveler.erased_at !== null)
    return {
      view: await readErasure(scope, id),
      isNew: false,
      deliver: false,
      released: false,
    };
  const known = await readKnown(tx, partner.id, id, traveler.external_user_id);
  await lockAll(scope, known);
  await refuseUnderWay(scope, known);
  const ended = await endEntitlements(scope, known);
  await archiveEsims(tx, known, now);
  await eraseOwn(tx, known, now);
  await tx.rows(
    `insert into erasures (partner_id, traveler_id, words_sealed, settled_at)
     values ($1, $2, $3, now() + interval '${SETTLES}')`,
    [partner.id, id, sealWords(ctx.secrets, partner.id, id, soughtOf(known))],
  );
  await recordAct(tx, actor, {
    partnerId: partner.id,
    action: 'traveler.erased',
    subject: id,
    after: {
      bookings: known.bookings.length,
      cancelled_bookings: ended.cancelled,
      esims: known.esims.length,
    },
  });
  return { view: await readErasure(scope, id), isNew: true, ...ended };
}

/** In the order of the house. */
async function lockAll({ tx, partner }: Scope, { travelerId, bookings }: Known): Promise<void> {
  await tx.rows(
    'select 1 from bookings where partner_id = $1 and id = any($2) order by id for no key update',
    [partner.id, bookings.map(({ id }) => id)],
  );
  await tx.rows(
    `select 1
     from package_queues
     where partner_id = $1
       and (traveler_id = $2 or booking_id = any($3))
     order by id
     for no key update`,
    [partner.id, travelerId, bookings.flatMap(({ id, is_shared }) => (is_shared ? [] : id))],
  );
}

/** What is being paid for is delivered, or paid back, to somebody. */
async function refuseUnderWay({ tx, partner }: Scope, { travelerId }: Known): Promise<void> {
  const open = await tx.one(
    `select 1
     from purchases
     where partner_id = $1
       and traveler_id = $2
       and (state = 'paid' or (state = 'created' and expires_at > now()))
     limit 1`,
    [partner.id, travelerId],
  );
  if (open !== undefined)
    throw new AppError('conflict', 'A purchase of this traveler is under way; try again later.', {
      retryAfter: 60,
    });
}

/** A mark is whole in quotes, or part of a target. */
const soughtOf = ({ travelerId, words, bookings, esims }: Known): Sought => ({
  ...words,
  marks: [
    travelerId,
    ...bookings.map(({ id }) => id),
    ...bookings.flatMap(({ booking_id }) => booking_id ?? []),
    ...esims.map(({ iccid }) => iccid),
  ],
  bookingIds: bookings.map(({ id }) => id),
  requestKeys: bookings.flatMap(({ request_key }) => request_key ?? []),
});

async function readErasure({ tx, partner }: Scope, id: string): Promise<ErasureView> {
  const row = await tx.one<{ id: string; erased_at: Date; done_at: Date | null }>(
    `select t.id, t.erased_at, e.done_at
     from travelers t
     join erasures e on e.partner_id = t.partner_id and e.traveler_id = t.id
     where t.partner_id = $1 and t.id = $2`,
    [partner.id, id],
  );
  return viewErasure(row!);
}
