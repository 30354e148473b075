/**
 * Due timers of a partner, taken out in the transaction that acts on their subjects. They are
 * claimed first, while nothing else is held; then their subjects are locked, in the order of the
 * house; then those that are acted on are deleted. A claimed row keeps nobody waiting who sets the
 * same timer: a deleted one would, and whoever sets a timer holds its subject.
 */
import { partnersWithDue } from '../../db/due-work/lease.ts';
import type { Db, Tx } from '../../db/pool.ts';
import type { TimerKind } from './set-timer.ts';

export const BATCH = 200;

export type Due = { due_at: Date; kind: TimerKind; subject_id: string };
type Claimed = Due & { place: string };

/**
 * Whom to take for, all timers counted: none has a lease, since it is taken out in the transaction
 * that acts on it. $1 = now.
 */
export const DUE_PARTNERS = partnersWithDue('timers', 'due_at', 'true');

const claim = (where: string, lock: string): string =>
  `select ctid::text as place, due_at, kind, subject_id
   from timers
   where partner_id = $1 and due_at <= $2 ${where}
   order by due_at
   limit ${BATCH} ${lock}`;

/**
 * For workers, who share. Looked at once more under the same snapshot: a clock that began to move
 * since is its mover's. $1 partner, $2 until.
 */
export const CLAIM_DUE = claim(
  'and not exists (select 1 from partner_clocks where partner_id = $1 and advancing_until > clock_timestamp())',
  'for update skip locked',
);

/** For who moves the clock: waits for a worker that was at them before. */
export const CLAIM_IN_ORDER = claim('', 'for update');

/**
 * By place (ctid) and not by key: no plan of it can read more than the batch, whatever the
 * statistics say. $1 places.
 */
const TAKE = 'delete from timers where ctid = any($1::tid[]) returning due_at, kind, subject_id';

/**
 * Stops where handling one of the batch may set a timer that comes before the others; a package's
 * next one is at least a fifth of a day away (20 % of the shortest validity). $1 places, $2
 * partner.
 */
const TAKE_IN_ORDER = `with due as materialized (select ctid as place, due_at, kind, subject_id
    from timers
    where ctid = any($1::tid[])),
    follow as (select min(f.at) as at
      from due d
      left join bookings b on d.kind = 'booking'
        and b.partner_id = $2
        and b.id = d.subject_id,
          lateral (values (b.cutoff_at), (b.about_to_depart_at),
            (case when d.kind = 'package' then d.due_at + interval '4 h' end)) as f(at)
      where f.at > d.due_at)
  delete from timers
  where ctid = any(array(select place
    from due
    where due_at < coalesce((select at from follow), 'infinity')))
  returning due_at, kind, subject_id`;

/** For a worker: what is due now and nobody else is at. */
export async function takeDue(tx: Tx, partnerId: string, now: Date): Promise<Due[]> {
  const claimed = await tx.rows<Claimed>(CLAIM_DUE, [partnerId, now], 'claim-timers');
  if (claimed.length === 0) return [];
  await lockSubjects(tx, partnerId, claimed);
  return tx.rows<Due>(TAKE, [claimed.map((c) => c.place)], 'take-timers');
}

/** For who moves the clock: the first of what is due up to `until`. */
export async function takeInOrder(tx: Tx, partnerId: string, until: Date): Promise<Due[]> {
  const claimed = await tx.rows<Claimed>(
    CLAIM_IN_ORDER,
    [partnerId, until],
    'claim-timers-in-order',
  );
  if (claimed.length === 0) return [];
  await lockSubjects(tx, partnerId, claimed);
  return tx.rows<Due>(
    TAKE_IN_ORDER,
    [claimed.map((c) => c.place), partnerId],
    'take-timers-in-order',
  );
}

/**
 * Bookings, then the eSIMs that packages are on, all of the batch at once: two workers wait for one
 * another instead of dead-locking.
 */
async function lockSubjects(tx: Tx, partnerId: string, due: readonly Due[]): Promise<void> {
  const ids = [...new Set(due.map((d) => d.subject_id))];
  const bookings = ids.filter((id) => id.startsWith('bkg_'));
  const packages = ids.filter((id) => id.startsWith('epk_'));
  if (bookings.length > 0)
    await tx.rows(
      'select 1 from bookings where partner_id = $1 and id = any($2) order by id for no key update',
      [partnerId, bookings],
      'lock-bookings',
    );
  if (packages.length > 0)
    await tx.rows(
      `select 1
       from esims
       where partner_id = $1
         and id = any(array(select esim_id from packages where partner_id = $1 and id = any($2)))
       order by id
       for no key update`,
      [partnerId, packages],
      'lock-esims-of-packages',
    );
}

export const putBack = (tx: Tx, partnerId: string, due: readonly Due[]): Promise<unknown> =>
  tx.rows(
    `insert into timers (partner_id, due_at, kind, subject_id)
     select $1, w.due_at, w.kind, w.id
     from unnest($2::timestamptz[], $3::text[], $4::text[]) as w(due_at, kind, id)
     on conflict do nothing`,
    [partnerId, due.map((d) => d.due_at), due.map((d) => d.kind), due.map((d) => d.subject_id)],
    'put-timers-back',
  );

/** When the partner's next timer is due, null for none up to `until`. */
export async function nextTimer(db: Db, partnerId: string, until: Date): Promise<Date | null> {
  const row = await db.one<{ due_at: Date }>(
    'select due_at from timers where partner_id = $1 and due_at <= $2 order by due_at limit 1',
    [partnerId, until],
    'next-timer',
  );
  return row?.due_at ?? null;
}
