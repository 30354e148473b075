/**
 * POST /api/bookings: planned on the catalog in memory, then written by one statement (create_booking in migrations/).
 * A re-submission is answered before anything is refused that only a new booking would need.
 */
import { invalid, type Problem } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Batch } from '../../db/batch.ts';
import { sqlState } from '../../db/pool.ts';
import { newId, newQueueId } from '../../ids.ts';
import type { Partner } from '../partners/key-store.ts';
import { partnerNow } from '../partners/now.ts';
import { bookingEventData } from '../webhooks/record-event.ts';
import { viewBooking, type BookingRow, type BookingView, type QueueRow, type Requested } from './booking-view.ts';
import { CONTACT_FIELDS, type BookingInput } from './input.ts';
import { entryProblems, planBooking, refusalsOf, type BookingPlan } from './plan-booking.ts';
import { timersOf } from './dates.ts';
import type { EntryPlan } from './plan-entry.ts';
import { loadBooking } from './read-booking.ts';
import { randomUUID } from 'node:crypto';

export type CreateOptions = {
  /** problems the schema found, with the entries they touch */
  schemaProblems?: Problem[];
  broken?: ReadonlySet<number>;
  /** makes a retry under the same Idempotency-Key find the booking again */
  requestKey?: string | null;
  kind?: 'booking' | 'topup';
};
export type Created = { created: boolean; booking: BookingView };

const PROVIDER_FIXED = 'HB001';
const NOTHING_TO_MERGE = 'HB002';
/** Begun anew: the other one is done by then. A traveler that vanishes under a booking was removed by a sandbox reset. */
const AGAIN = new Set(['40P01', '23503']);

export async function createBooking(ctx: Context, partner: Partner, input: BookingInput, options: CreateOptions = {}): Promise<Created> {
  let providers: ReadonlyMap<string, string> = new Map();
  for (let attempt = 1; ; attempt++) {
    const now = partnerNow(ctx, partner);
    const plan = planBooking(ctx, partner, input, now, providers, options.broken);
    const refusals = refusalsOf(options.schemaProblems ?? [], plan);
    const entries = refusals.length === 0 ? plan.entries : await storedAlready(ctx, partner, input, plan, refusals, options);
    try {
      const stored = await store(ctx, partner, input, plan, entries, { ...options, mergeOnly: refusals.length > 0, now });
      if (stored !== null) return stored;
    } catch (error) {
      const state = sqlState(error);
      if (state === NOTHING_TO_MERGE) throw invalid(refusals);
      if (attempt >= 5 || (state !== PROVIDER_FIXED && !AGAIN.has(state ?? ''))) throw error;
      if (state === PROVIDER_FIXED) providers = await fixedProviders(ctx, partner, input);
    }
  }
}

/** Providers of travelers that are known already. */
export async function fixedProviders(ctx: Context, partner: Partner, input: BookingInput, broken: ReadonlySet<number> = new Set()): Promise<Map<string, string>> {
  const users = input.package_specifications.flatMap((e, i) => (broken.has(i) ? [] : e.external_user_id ?? []));
  const rows = await ctx.db.partnerTx(partner.id, (tx) => tx.rows<{ external_user_id: string; provider: string }>(
    'select external_user_id, provider from travelers where partner_id = $1 and external_user_id = any($2) and provider is not null', [partner.id, users]));
  return new Map(rows.map((r) => [r.external_user_id, r.provider]));
}

/**
 * The entries left to store when the request has problems: none may remain but those that a stored booking answers
 * (departure meanwhile past, a bundle meanwhile gone). Throws otherwise.
 */
async function storedAlready(ctx: Context, partner: Partner, input: BookingInput, plan: BookingPlan, refusals: Problem[], options: CreateOptions): Promise<EntryPlan[]> {
  if ((options.schemaProblems ?? []).length > 0 || plan.problems.length > 0 || plan.dates === null || input.booking_id === undefined) throw invalid(refusals);
  const { keyDate } = plan.dates;
  const stored = await ctx.db.partnerTx(partner.id, (tx) => tx.rows<{ fingerprint: string; ordinal: number; external_user_id: string | null }>(
    `select q.fingerprint, q.ordinal, t.external_user_id from booking_keys k
     join package_queues q on q.partner_id = k.partner_id and q.booking_id = k.id
     join travelers t on t.partner_id = q.partner_id and t.id = q.traveler_id
     where k.partner_id = $1 and k.booking_id = $2 and k.key_date = $3`, [partner.id, input.booking_id, keyDate]));
  const there = new Set(stored.map((s) => `${s.external_user_id} ${s.fingerprint} ${s.ordinal}`));
  const seen = new Map<string, number>();
  const isThere = (e: EntryPlan): boolean => {
    if (e.fingerprint === null) return false;
    const key = `${e.entry.external_user_id} ${e.fingerprint}`;
    const ordinal = seen.get(key) ?? 0;
    seen.set(key, ordinal + 1);
    return there.has(`${key} ${ordinal}`);
  };
  if (stored.length === 0) throw invalid(refusals);
  const refused = plan.entries.filter((e) => e.problems.length > 0 && !isThere(e));
  if (refused.length > 0) throw invalid(refused.flatMap(entryProblems));
  return plan.entries.filter((e) => e.problems.length === 0);
}

type Traveler = { id: string; external_user_id: string; email: string | null; provider: string | null; order_id: string; reference: string };

/** Travelers once each, in a fixed order, so that two bookings about the same people wait instead of dead-locking. */
function travelersOf(entries: EntryPlan[]): Traveler[] {
  const byUser = new Map<string, Traveler>();
  for (const { entry, choices } of entries) {
    const user = entry.external_user_id!;
    const known = byUser.get(user);
    const email = entry.email?.toLowerCase() ?? null;
    if (known !== undefined) known.email ??= email;
    else byUser.set(user, { id: newId('usr'), external_user_id: user, email, provider: choices[0]!.bundle.template.provider, order_id: newId('ord'), reference: randomUUID() });
  }
  return [...byUser.values()].sort((a, b) => (a.external_user_id < b.external_user_id ? -1 : 1));
}

/** One row per chosen bundle. The ordinal tells equal entries of one request apart. */
function queuesOf(partner: Partner, entries: EntryPlan[], travelers: Traveler[]) {
  const index = new Map(travelers.map((t, i) => [t.external_user_id, i]));
  const seen = new Map<string, number>();
  let position = 0;
  return entries.flatMap(({ entry, fingerprint, choices }) => {
    const key = `${entry.external_user_id} ${fingerprint}`;
    const ordinal = seen.get(key) ?? 0;
    seen.set(key, ordinal + 1);
    const requested: Requested = {
      ...(entry.destination === undefined ? {} : { destination: entry.destination }),
      ...(entry.iata_code === undefined ? {} : { iata_code: entry.iata_code }),
      ...(entry.external_user_id === undefined ? {} : { external_user_id: entry.external_user_id }),
      ...(entry.email === undefined ? {} : { email: entry.email }),
    };
    return choices.map(({ bundle, covers }, part) => {
      const price = partner.prices.of(bundle);
      return {
        t: index.get(entry.external_user_id!)!, id: newQueueId(), esim_type: 'universal' as const, fingerprint: fingerprint!, ordinal, part, position: position++, requested,
        bundle_id: bundle.id, template_id: bundle.template.id, provider: bundle.template.provider, destination_id: bundle.destination,
        coverage: bundle.template.coverage, covers, package_type: bundle.type, bytes: bundle.bytes, duration_days: bundle.duration_days,
        traffic_policy: bundle.traffic_policy, imsi: bundle.template.imsi, activation_window_days: bundle.template.activation_window_days,
        b2b_price: price.b2b, b2c_price: price.b2c, currency: bundle.currency, expires_at: null,
      };
    });
  });
}

type Payload = { partner_id: string; travelers: Traveler[] } & Record<string, unknown>;

const CREATE: Batch<Payload, { outcome: 'created' | 'merged' | 'unchanged' | 'replayed'; id: string; wanted: number; deliver?: boolean }> = {
  name: 'create-booking',
  text: 'select n, create_booking(p) as r from jsonb_array_elements($1) with ordinality as x(p, n)',
  params: (payloads) => [JSON.stringify(payloads)],
  order: ({ partner_id, travelers }) => `${partner_id} ${travelers[0]?.external_user_id ?? ''}`,
};

/** Null: the booking it found was removed by a sandbox reset before it could be read. */
async function store(ctx: Context, partner: Partner, input: BookingInput, plan: BookingPlan, entries: EntryPlan[], options: CreateOptions & { mergeOnly: boolean; now: Date }): Promise<Created | null> {
  const { now } = options;
  const catalog = ctx.catalog.current();
  const dates = plan.dates!;
  const isTopUp = options.kind === 'topup';
  const defaults = partner.settings.communication_options;
  const travelers = travelersOf(entries);
  const queues = queuesOf(partner, entries, travelers).map((q) => ({ ...q, iso3: catalog.byId(q.destination_id)!.iso3 }));
  const booking = {
    id: newId('bkg'),
    booking_id: input.booking_id ?? null,
    request_key: options.requestKey ?? null,
    departure_date: dates.departure_date,
    departure_at: dates.departureAt,
    is_departure_defaulted: isTopUp,
    return_date: dates.return_date,
    ends_at: dates.endsAt,
    email: input.email ?? null,
    locale: input.locale ?? null,
    custom_branding: input.custom_branding ?? null,
    contact: Object.fromEntries(CONTACT_FIELDS.flatMap((f) => (input[f] === undefined ? [] : [[f, input[f]]]))),
    communication_options: {
      should_send_message: input.communication_options?.should_send_message ?? defaults.should_send_message,
      channels: input.communication_options?.channels ?? defaults.channels,
    },
    data: input.data ?? null,
    kind: options.kind ?? 'booking',
    // A departure that nobody chose is nothing to get ready for.
    ...timersOf(isTopUp ? null : dates.triggers),
  };
  const payload: Payload = {
    partner_id: partner.id, now, booking, key_date: dates.keyDate, merge_only: options.mergeOnly, assign_esim: partner.settings.esim_assignment === 'booking',
    event_id: newId('evt'), event: bookingEventData(booking, queues), has_emails: travelers.some((t) => t.email !== null), travelers, queues,
  };
  const { outcome, id, wanted, deliver } = await ctx.db.batched(CREATE, payload);
  if (wanted > 0) ctx.wake('orders');
  if (deliver) ctx.wake('deliveries');
  if (booking.timer_at !== null && booking.timer_at <= now) ctx.wake('timers');
  if (outcome === 'created') {
    // What was just written is known: the answer needs no second look.
    const row: BookingRow = { ...booking, cancelled_at: null, created_at: now, updated_at: now };
    return { created: true, booking: viewBooking(catalog, partner, row, queues as QueueRow[], now) };
  }
  const stored = await ctx.db.partnerTx(partner.id, (tx) => loadBooking(ctx, tx, partner, id));
  return stored === null ? null : { created: outcome === 'replayed', booking: stored };
}
