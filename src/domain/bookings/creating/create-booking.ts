/**
 * POST /api/bookings: planned on the catalog in memory, then written by one statement
 * (create-booking.sql; with others that arrive with it, create-bookings.sql). A re-submission is answered before anything is refused that only a new
 * booking would need (compare-stored.ts).
 */
import { invalid } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Batch } from '../../../db/batch.ts';
import { constraintOf, sqlState } from '../../../db/retry.ts';
import type { Partner } from '../../partners/partner.ts';
import { partnerNow } from '../../partners/now.ts';
import { viewBooking, type BookingRow, type QueueRow } from '../booking-view.ts';
import { mailKey } from './booking-rows.ts';
import type { CreateBooking } from './create-booking-payload.ts';
import { payloadOf, type StoreOptions } from './fill-payload.ts';
import { usersOf, type BookingInput } from '../input.ts';
import { planBooking, refusalsOf, warningsOf, type BookingPlan } from './plan-booking.ts';
import { compareStored } from './compare-stored.ts';
import type { Created, CreateOptions } from './created.ts';
import type { FoundKey } from '../../partners/idempotency/keyed-request.ts';
import { loadBooking } from '../read-booking.ts';
import { countLives } from './count-lives.ts';
import { fixedProviders } from '../../travelers/fixed-providers.ts';
import { SQLSTATE } from '../../../db/sqlstate.ts';

const PROVIDER_FIXED = 'HB001';
const NOTHING_TO_MERGE = 'HB002';
const TRIES = 5;

export async function createBooking(
  ctx: Context,
  partner: Partner,
  input: BookingInput,
  options: CreateOptions = {},
): Promise<Created> {
  let providers: ReadonlyMap<string, string> = new Map();
  let lives = 0;
  let { requestKey = null, once = null } = options;
  for (let attempt = 1; ; attempt++) {
    const now = partnerNow(ctx, partner);
    const plan = await planBooking(ctx, partner, input, now, providers, options.broken);
    const refusals = refusalsOf(options.schemaProblems ?? [], plan);
    const mergeOnly = refusals.length > 0;
    if (mergeOnly) {
      if (once !== null) [requestKey, once] = [await once.begin(), null];
      const found = await compareStored(ctx, partner, input, plan, { ...options, requestKey });
      if (found.same !== null) return found.same;
      const remaining = found.isNew === null ? refusals : refusalsOf([], plan, found.isNew);
      if (remaining.length > 0) throw invalid(remaining);
    }
    try {
      const how = { ...options, requestKey, once, mergeOnly, now, lives };
      const stored = await store(ctx, partner, input, plan, how);
      if (stored !== null) return stored;
      if (once !== null) [requestKey, once] = [await once.begin(), null];
    } catch (error) {
      const state = sqlState(error);
      if (state === NOTHING_TO_MERGE) throw invalid(refusals);
      if (attempt >= TRIES) throw error;
      if (state === PROVIDER_FIXED)
        providers = await fixedProviders(ctx, partner.id, usersOf(input));
      else if (isQueueTaken(error))
        lives = await countLives(ctx, partner.id, input.booking_id!, plan.dates!.keyDate);
      // Begun anew: a traveler that vanished under a booking was removed by a sandbox reset.
      else if (state !== SQLSTATE.foreignKeyViolation) throw error;
    }
  }
}

/** A cancelled booking with the same natural key has queues of these ids. */
const isQueueTaken = (error: unknown): boolean =>
  sqlState(error) === SQLSTATE.uniqueViolation && constraintOf(error) === 'package_queues_pkey';

/** What create-booking.sql answers. */
type Stored = {
  outcome: 'created' | 'merged' | 'unchanged' | 'replayed';
  id: string;
  wanted: number;
  deliver?: boolean;
  messages?: number;
  /** of a booking that came with one; where it is in use, nothing else is answered */
  key: FoundKey | null;
};

const CREATE: Batch<CreateBooking, Stored> = {
  name: 'create-booking',
  writes: true,
  text: 'select n, r from create_bookings($1)',
  params: (payloads) => [JSON.stringify(payloads)],
  partnerOf: ({ partner_id }) => partner_id,
  order: ({ partner_id, travelers, booking, key_date }) =>
    [partner_id, travelers[0]?.key ?? '', booking.booking_id ?? '', key_date].join(' '),
  touches,
};

/** Travelers and their e-mails, the booking of that name: whoever makes one keeps others waiting. */
function touches({ partner_id, travelers, booking, key_date }: CreateBooking): string[] {
  const all: string[] = [];
  for (const { key, external_user_id, email } of travelers) {
    all.push(`${partner_id} ${key}`);
    if (external_user_id !== null && email !== null) all.push(`${partner_id} ${mailKey(email)}`);
  }
  if (booking.booking_id !== null) all.push(`${partner_id} b ${booking.booking_id} ${key_date}`);
  return all;
}

/** Null: the booking it found was removed by a sandbox reset before it could be read. */
async function store(
  ctx: Context,
  partner: Partner,
  input: BookingInput,
  plan: BookingPlan,
  options: StoreOptions,
): Promise<Created | null> {
  const { now, once = null } = options;
  const planned = payloadOf(ctx, partner, input, plan, options);
  const { booking, queues } = planned;
  const warnings = warningsOf(plan);
  // What is just being written is known: the answer needs no second look.
  const made = (): Created => {
    const row: BookingRow = { ...booking, cancelled_at: null, created_at: now, updated_at: now };
    const shown = viewBooking(ctx, partner, row, queues as QueueRow[], now);
    return { created: true, booking: shown, warnings };
  };
  const first = once === null ? null : made();
  const payload = { ...planned, once: first === null ? null : once!.rowFor(first) };
  const result = await ctx.db.batched(CREATE, payload);
  if (result.key !== null) once!.took(result.key);
  wakeFor(ctx, payload, result);
  const { outcome, id } = result;
  if (outcome === 'created') return first ?? made();
  const stored = await ctx.db.partnerRead(partner.id, (tx) => loadBooking(ctx, tx, partner, id));
  return stored === null ? null : { created: outcome === 'replayed', booking: stored, warnings };
}

function wakeFor(
  ctx: Context,
  { booking, now }: CreateBooking,
  { wanted, deliver, messages }: Stored,
): void {
  if (wanted > 0) ctx.wake('orders');
  if (deliver) ctx.wake('deliveries');
  if ((messages ?? 0) > 0) ctx.wake('messages');
  if ([booking.timer_at, booking.message_timer_at].some((at) => at !== null && at <= now))
    ctx.wake('timers');
}
