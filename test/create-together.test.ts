/**
 * Bookings that are written as a set leave the same rows as one after another: generated batches,
 * with merges, travelers in common, keys and codes among them, written both ways from one state.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Batch } from '../src/db/batch.ts';
import { createBooking } from '../src/domain/bookings/creating/create-booking.ts';
import type { CreateBooking } from '../src/domain/bookings/creating/create-booking-payload.ts';
import type { BookingInput } from '../src/domain/bookings/input.ts';
import { keyedRequest } from '../src/domain/partners/idempotency/keyed-request.ts';
import { findPartner } from '../src/domain/partners/managing/partners.ts';
import type { Partner } from '../src/domain/partners/partner.ts';
import { seeded } from './support/seeded.ts';
import { IN_A_YEAR, startHubby, type Hubby, type Json } from './harness.ts';

/**
 * All rows are compared after each batch, so more of them go by seeds: 150 batches are some 2 500
 * bookings, `TEST_BATCHES=150 TEST_SEED=2`.
 */
const BATCHES = Number(process.env['TEST_BATCHES'] ?? 40);
const SEED = Number(process.env['TEST_SEED'] ?? 20_261_129);

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const random = seeded(SEED);
const below = (n: number): number => Math.floor(random() * n);
const one = <T>(of: readonly T[]): T => of[below(of.length)]!;
const sometimes = (share: number, more: Json): Json => (random() < share ? more : {});

/** People and references are few, so that batches meet what is there, and themselves. */
function entry(): Json {
  const n = below(60);
  return {
    external_user_id: `person-${n}`,
    ...sometimes(0.3, { email: `person-${n}@example.com` }),
    destination: one(['GR', 'ES', 'FR', 'Europe']),
    size: one(['1GB', '3GB']),
    ...sometimes(0.05, { external_user_id: undefined, email: `mail-${n}@example.com` }),
    ...sometimes(0.05, { esim_type: 'classic' }),
  };
}
const sent: BookingInput[] = [];
function input(batch: number): BookingInput {
  if (sent.length > 0 && random() < 0.1) return one(sent);
  const made = newInput(batch);
  sent.push(made);
  return made;
}
const newInput = (batch: number): BookingInput => ({
  ...sometimes(0.85, {
    booking_id: random() < 0.2 ? `old-${below(30)}` : `new-${batch}-${below(40)}`,
  }),
  departure_date: one([IN_A_YEAR, IN_A_YEAR, IN_A_YEAR.replace(/-\d\d$/, '-01')]),
  ...sometimes(0.3, { email: 'Who@Example.com', locale: 'de', data: { seat: '1A' } }),
  ...sometimes(0.1, { communication_options: { should_send_message: true, channels: ['email'] } }),
  package_specifications: Array.from({ length: 1 + below(3) }, entry),
});

/** What would be sent of a booking; nothing is. */
async function payloadFor(partner: Partner, batch: number): Promise<CreateBooking> {
  const { ctx } = hubby;
  let planned: CreateBooking | undefined;
  const db = {
    ...ctx.db,
    async batched<Item, Row>(_: Batch<Item, Row>, item: Item): Promise<Row> {
      planned = item as CreateBooking;
      throw new Error('planned');
    },
  };
  const scope = {
    partnerId: partner.id,
    method: 'POST',
    path: '/api/bookings',
    key: `key-${random() < 0.15 ? below(20) : `${batch}-${below(1_000)}`}`,
  };
  const request = keyedRequest(ctx, scope, () => Buffer.from(scope.key));
  const once =
    random() < 0.5
      ? {
          begin: request.begin,
          took: request.took,
          rowFor: () => {
            const { partner_id: _, ...row } = request.row({ status: 201, body: '{}' });
            return row;
          },
        }
      : null;
  await assert.rejects(createBooking({ ...ctx, db }, partner, input(batch), { once }), /planned/);
  return JSON.parse(JSON.stringify(planned)) as CreateBooking;
}

/**
 * Tables, and what is not compared of them: of the moment, of the transaction, or of whoever came
 * first with a traveler.
 */
const TABLES: Record<string, string[]> = {
  bookings: [],
  booking_keys: [],
  travelers: ['created_at'],
  traveler_emails: [],
  package_queues: [],
  promo_codes: [],
  promo_code_lookups: [],
  provider_orders: ['id', 'reference', 'created_at', 'updated_at', 'next_attempt_at'],
  timers: [],
  events: ['tx', 'recorded_at'],
  deliveries: [],
  messages: [],
  idempotency_keys: ['lease_until', 'created_at'],
};

/** `order`: places in the order in which they were gone through; `results` by place. */
type Written = { rows: Record<string, string[]>; order: number[]; results: Json[] };

/** Writes by one of the two ways, looks at all rows, and takes it back unless told to keep it. */
async function write(
  partner: Partner,
  way: 'together' | 'one by one',
  payloads: readonly CreateBooking[],
  end: 'commit' | 'rollback',
): Promise<Written> {
  const client = await hubby.ctx.db.pool.connect();
  try {
    await client.query('begin');
    const text =
      way === 'together'
        ? 'select n, r from create_bookings($1)'
        : `select n, create_booking(p) as r from jsonb_array_elements($1) with ordinality as x(p, n)`;
    const { rows: made } = await client.query(text, [JSON.stringify(payloads)]);
    await client.query(`select set_config('hubby.partner_id', $1, true)`, [partner.id]);
    const rows: Written['rows'] = {};
    for (const [table, unlike] of Object.entries(TABLES)) {
      const found = await client.query(
        `select (to_jsonb(t) - $1::text[])::text as row from ${table} t
         where partner_id = $2 order by 1`,
        [unlike, partner.id],
      );
      rows[table] = found.rows.map(({ row }) => row);
    }
    const { rows: people } = await client.query(
      'select id, external_user_id from travelers where external_user_id is not null',
    );
    const names = new Map(people.map((who) => [who.id, who.external_user_id]));
    for (const [table, texts] of Object.entries(rows))
      rows[table] = texts
        .map((text) => text.replaceAll(/usr_\w{26}/g, (id) => names.get(id) ?? id))
        .sort();
    await client.query(end);
    const order = made.map(({ n }) => n - 1);
    const results = made.toSorted((a, b) => a.n - b.n).map(({ r }) => r);
    return { rows, order, results };
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

/** Whether there is something to deliver is all that a caller wants to know. */
const told = (r: Json): Json => ({
  ...r,
  deliver: r.deliver === true,
  messages: r.messages ?? 0,
});

describe('bookings that arrive together', () => {
  for (const assignment of ['booking', 'redemption'] as const)
    it(`leave the rows of one after another: eSIMs at ${assignment}`, async () => {
      const { partner_id } = await hubby.newPartner(`At ${assignment}`, {
        esim_assignment: assignment,
      });
      const partner = await findPartner(hubby.ctx, partner_id);
      const outcomes = new Map<string, number>();
      for (let batch = 0; batch < BATCHES; batch++) {
        const size = 1 + below(16);
        const payloads: CreateBooking[] = [];
        for (let i = 0; i < size; i++) payloads.push(await payloadFor(partner, batch));
        const together = await write(partner, 'together', payloads, 'rollback');
        // Who comes first among those that arrive together is chance.
        const inOrder = together.order.map((n) => payloads[n]!);
        const apart = await write(partner, 'one by one', inOrder, 'commit');
        assert.deepEqual(together.rows, apart.rows, `batch ${batch} of seed ${SEED}`);
        const results = apart.order.map((n) => together.results[together.order[n]!]);
        assert.deepEqual(results.map(told), apart.results.map(told), `batch ${batch}`);
        for (const { outcome = 'key' } of together.results)
          outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
      for (const outcome of ['created', 'merged', 'unchanged', 'key'])
        assert.ok((outcomes.get(outcome) ?? 0) > 0, `none ended as ${outcome}`);
    });
});
