/**
 * A request that would be refused as a new booking, and is the re-submission of one that is stored.
 */
import type { Context } from '../../../context.ts';
import type { Queryable } from '../../../db/pool.ts';
import type { Partner } from '../../partners/partner.ts';
import type { Created, CreateOptions } from './created.ts';
import type { BookingInput } from '../input.ts';
import type { BookingPlan } from './plan-booking.ts';
import type { PlannedEntry } from '../../planning/plan-entries.ts';
import { loadBooking } from '../read-booking.ts';

export type Compared = {
  /** the stored booking, where the request adds nothing to it */
  same: Created | null;
  /**
   * which of the request's entries it has not; null where there is no stored booking to add them to
   */
  isNew: ((entry: PlannedEntry) => boolean) | null;
};

const NONE: Compared = { same: null, isNew: null };

/**
 * A stored booking is answered whatever changed since: settings, brandings, templates, the catalog,
 * the day. What the schema refuses leaves open what was asked for, so it is compared with nothing.
 */
export async function compareStored(
  ctx: Context,
  partner: Partner,
  input: BookingInput,
  plan: BookingPlan,
  { schemaProblems = [], requestKey = null }: CreateOptions,
): Promise<Compared> {
  if (schemaProblems.length > 0) return NONE;
  return ctx.db.partnerRead(partner.id, async (db) => {
    const same = async (id: string, created: boolean): Promise<Compared> => {
      const booking = await loadBooking(ctx, db, partner, id);
      return booking === null ? NONE : { same: { created, booking }, isNew: null };
    };
    const replayed = await byRequestKey(db, partner.id, requestKey);
    if (replayed !== null) return same(replayed, true);
    const stored = await byNaturalKey(db, partner.id, input, plan);
    if (stored.length === 0) return NONE;
    const fresh = newAmong(plan.entries, stored);
    return fresh.size === 0
      ? same(stored[0]!.id, false)
      : { same: null, isNew: (entry) => fresh.has(entry) };
  });
}

async function byRequestKey(
  db: Queryable,
  partnerId: string,
  requestKey: string | null,
): Promise<string | null> {
  if (requestKey === null) return null;
  const row = await db.one<{ id: string }>(
    'select id from bookings where partner_id = $1 and request_key = $2',
    [partnerId, requestKey],
  );
  return row?.id ?? null;
}

type Stored = { id: string; fingerprint: string; ordinal: number; external_user_id: string | null };

/** Its entries; none where there is no such booking. */
async function byNaturalKey(
  db: Queryable,
  partnerId: string,
  { booking_id: reference }: BookingInput,
  { dates }: BookingPlan,
): Promise<Stored[]> {
  if (reference === undefined || dates === null) return [];
  return db.rows<Stored>(
    `select k.id, q.fingerprint, q.ordinal, q.requested->>'external_user_id' as external_user_id
     from booking_keys k
     join package_queues q on q.partner_id = k.partner_id and q.booking_id = k.id
     where k.partner_id = $1 and k.booking_id = $2 and k.key_date = $3`,
    [partnerId, reference, dates.keyDate],
  );
}

/**
 * Whom only an e-mail names is part of the fingerprint. One that cannot be read today counts
 * as new.
 */
function newAmong(entries: readonly PlannedEntry[], stored: readonly Stored[]): Set<PlannedEntry> {
  const of = (user: string | null | undefined, fingerprint: string | null): string =>
    `${user ?? ''} ${fingerprint}`;
  const there = new Map<string, Set<number>>();
  for (const { external_user_id: user, fingerprint, ordinal } of stored) {
    const key = of(user, fingerprint);
    there.set(key, (there.get(key) ?? new Set()).add(ordinal));
  }
  const seen = new Map<string, number>();
  return new Set(
    entries.filter(({ entry: { external_user_id: user }, fingerprint, formerly }) => {
      const key = of(user, fingerprint);
      const ordinal = seen.get(key) ?? 0;
      seen.set(key, ordinal + 1);
      if (fingerprint === null) return true;
      const names = [fingerprint, ...formerly].map((name) => there.get(of(user, name))?.size ?? 0);
      return names.reduce((sum, size) => sum + size, 0) <= ordinal;
    }),
  );
}
