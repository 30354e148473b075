/**
 * Places where a traveler may be named without a key that says whose row it is: looked through page
 * by page, each page in the transaction that remembers how far it is. What came after the erasing
 * was asked for is another's, even where it names the same address.
 */
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/pool.ts';
import { firstIdAt } from '../../ids.ts';
import { eraseInBookings, eraseInQueues } from './erase-bookings.ts';
import { eraseInEvents } from './erase-events.ts';
import { eraseMessages } from './erase-messages.ts';
import type { Sought } from './erasure.ts';
import { patternsOf } from './redact.ts';

export type Looking = {
  ctx: Context;
  partnerId: string;
  sought: Sought;
  /** when it was asked for */
  askedAt: Date;
  /** the partner's */
  now: Date;
};
/** One page behind `place`; answers where it ended, null = nothing is left. */
export type LookThrough = (
  tx: Tx,
  looking: Looking,
  place: string | null,
) => Promise<string | null>;

const PAGE = 1_000;

type Page = { last: string | null; count: number; hits: string[] | null };

const nextOf = ({ last, count }: Page): string | null => (count < PAGE ? null : last);

export const lookAtMessages: LookThrough = async (tx, looking, place) => {
  const { partnerId, sought, askedAt, now } = looking;
  const page = await tx.one<Page>(
    `select max(id) as last, count(*)::integer as count,
       array_agg(id) filter (where recipient = any($5)) as hits
     from (select id, recipient
       from messages
       where partner_id = $1 and id > $2 and id < $3
       order by id
       limit $4) p`,
    [partnerId, place ?? '', firstIdAt('msg', askedAt.getTime()), PAGE, sought.addresses],
  );
  await eraseMessages(tx, partnerId, page!.hits ?? [], now);
  return nextOf(page!);
};

export const lookAtBookings: LookThrough = async (tx, looking, place) => {
  const { partnerId, sought, askedAt } = looking;
  const page = await tx.one<Page>(
    `select max(id) as last, count(*)::integer as count,
       array_agg(id) filter (where lower(email) = any($5) or said like any($6)
         or lower(said) like any($6)) as hits
     from (select id, email, concat(contact, data) as said
       from bookings
       where partner_id = $1 and id > $2 and id < $3
       order by id
       limit $4) p`,
    [
      partnerId,
      place ?? '',
      firstIdAt('bkg', askedAt.getTime()),
      PAGE,
      sought.addresses,
      patternsOf(sought),
    ],
  );
  const hits = await tx.rows<{ id: string }>(
    `select id
     from bookings
     where partner_id = $1 and id = any($2)
     order by id
     for no key update`,
    [partnerId, page!.hits ?? []],
  );
  const bookings = hits.map(({ id }) => ({ id, is_shared: true }));
  await eraseInBookings(tx, partnerId, bookings, sought);
  await eraseInEvents(
    tx,
    partnerId,
    hits.map(({ id }) => id),
    sought,
  );
  return nextOf(page!);
};

/** Codes that were booked for, claimed with or asked about with one of their addresses. */
export const lookAtCodes: LookThrough = async (tx, looking, place) => {
  const { partnerId, sought } = looking;
  const page = await tx.one<Page>(
    `select max(queue_id) as last, count(*)::integer as count,
       array_agg(queue_id) filter (where named && $4::text[]) as hits
     from (select c.queue_id,
         array[c.recipient, c.claimed_email, c.hosted_email, lower(q.requested->>'email')]
           || array(select r.old_claimed_email
             from promo_code_reissues r
             where r.partner_id = $1 and r.queue_id = c.queue_id) as named
       from promo_codes c
       join package_queues q on q.partner_id = $1 and q.id = c.queue_id
       where c.partner_id = $1 and c.queue_id > $2
       order by c.queue_id
       limit $3) p`,
    [partnerId, place ?? '', PAGE, sought.addresses],
  );
  const hits = await tx.rows<{ id: string }>(
    `select id
     from package_queues
     where partner_id = $1 and id = any($2)
     order by id
     for no key update`,
    [partnerId, page!.hits ?? []],
  );
  const ids = hits.map(({ id }) => id);
  await eraseInQueues(tx, partnerId, ids);
  await eraseInEvents(tx, partnerId, ids, sought);
  return nextOf(page!);
};
