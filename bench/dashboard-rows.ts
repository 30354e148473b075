/**
 * A partner with very many rows in what the dashboard lists: bookings with a delivered event each
 * (bulk.ts), two more events of each, and requests of thirty days, common and rare.
 */
import pg from 'pg';
import { insertTrips } from './bulk.ts';
import type { Stage } from './stage.ts';

export type DashboardRows = { requests: number; bookings: number };

const DAYS = 30;
const PER_STEP = 100_000;
const EVENTS_EACH = 3;
/** Requests whose bodies lie together. */
const PER_TEXTS = 200;
/** Of so many requests one is rare: of a key, a kind of error, an operation or a client's id. */
const ONE_OF = 100_000;
export const RARE = {
  key: 'hk_test_rare',
  operation: 'createOwnKey',
  error: 'keys_unavailable',
  clientId: 'trace-rare',
};

export async function insertDashboardRows(
  { database, partnerId, shown }: Stage,
  { requests, bookings }: DashboardRows,
  say: (text: string) => void,
): Promise<void> {
  const pattern = { partnerId, externalUserId: shown[0]! };
  const trips = { partners: [partnerId], packagesEach: 2, isUsed: true, pattern };
  await insertTrips(database, { ...trips, from: 0, to: bookings });
  const client = new pg.Client(database);
  await client.connect();
  try {
    await client.query('set session_replication_role = replica');
    for (const text of MORE_EVENTS) await client.query(text, [partnerId]);
    say(`dashboard-lists: ${bookings} bookings, ${EVENTS_EACH * bookings} events with deliveries`);
    await client.query(ID_FUNCTION);
    const begun = Date.now() - DAYS * 86_400_000;
    for (let first = 0; first < requests; first += PER_STEP) {
      const last = Math.min(first + PER_STEP, requests) - 1;
      await client.query('begin');
      await client.query(MADE, [begun, (DAYS * 86_400_000) / requests, first, last]);
      for (const text of [REQUESTS, TEXTS, COUNTS]) await client.query(text, [partnerId]);
      await client.query('commit');
    }
    await client.query('vacuum analyze');
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
  say(`dashboard-lists: ${requests} requests`);
}

const MORE_EVENTS = Array.from({ length: EVENTS_EACH - 1 }, (_, i) => [
  `insert into events (partner_id, id, type, entity_id, sequence, occurred_at, recorded_at, data)
   select partner_id, 'evt_${i + 1}' || substr(id, 6), 'booking.updated', entity_id, ${i + 2},
     occurred_at, recorded_at, data
   from events
   where partner_id = $1 and id like 'evt\\_0000%'`,
  `insert into deliveries (partner_id, event_id, state, tries, attempts, created_at, updated_at)
   select partner_id, 'evt_${i + 1}' || substr(event_id, 6), 'delivered', 1, 1, created_at,
     updated_at
   from deliveries
   where partner_id = $1 and event_id like 'evt\\_0000%'`,
]).flat();

/** As `src/ids.ts` makes them, with a number in place of what is random there. */
const ID_FUNCTION = `create or replace function bench.request_id(ms bigint, n bigint)
  returns text language sql immutable as $$
    select 'req_' || string_agg(substr('0123456789abcdefghjkmnpqrstvwxyz',
        ((ms >> (5 * (9 - i))) & 31)::integer + 1, 1), '' order by i)
      || lpad(n::text, 16, '0')
    from generate_series(0, 9) i
  $$`;
const MADE = `create temp table made on commit drop as
  select n, n % ${ONE_OF} as kind, bench.request_id(at.ms, n) as id,
    bench.request_id(first.ms, n - n % ${PER_TEXTS}) as texts_id,
    date_trunc('hour', to_timestamp(at.ms / 1000.0)) as hour,
    case when n % ${ONE_OF} = 5 then '${RARE.operation}'
      else (array['createBooking', 'getUserDashboard', 'getBooking'])[n % 3 + 1] end as operation,
    case when n % ${ONE_OF} = 6 then 503 when n % 50 = 2 then 404 else 200 end as status,
    case when n % ${ONE_OF} = 6 then '${RARE.error}'
      when n % 50 = 2 then 'booking_not_found' end as error
  from generate_series($3::bigint, $4::bigint) n,
    lateral (select ($1::float8 + n * $2::float8)::bigint as ms) at,
    lateral (select ($1::float8 + (n - n % ${PER_TEXTS}) * $2::float8)::bigint as ms) first`;
const REQUESTS = `insert into api_requests (partner_id, id, client_request_id, method, path,
    operation_id, status, error_type, duration_ms, key_id, ip, request_bytes, response_bytes,
    request_state, response_state, texts_id)
  select $1, id, case kind when 4 then '${RARE.clientId}' end,
    case n % 3 when 0 then 'POST' else 'GET' end,
    (array['/api/bookings', '/api/native/user-dashboard', '/api/bookings/bkg_' || right(id, 26)])
      [n % 3 + 1],
    operation, status, error, 5 + n % 40,
    case kind when 7 then '${RARE.key}' else 'hk_test_000000000000000000000000000000' end,
    '203.0.113.7', 0, 900, 0, 1, texts_id
  from made`;
const TEXTS = `insert into api_request_texts (partner_id, id, texts, is_deflated)
  select $1, texts_id, convert_to(concat(json_agg(json_build_array(id, null, 'bench/1', null, 26)),
    E'\\n', repeat('{"success":true,"data":{}}', count(*)::integer)), 'UTF8'), false
  from made
  group by texts_id`;
const COUNTS = `insert into api_request_counts as c (partner_id, hour, operation_id, error_type,
    status, count, first_id, last_id)
  select $1, hour, operation, coalesce(error, ''), status, count(*), min(id), max(id)
  from made
  group by hour, operation, coalesce(error, ''), status
  on conflict (partner_id, hour, operation_id, error_type, status)
  do update set count = c.count + excluded.count, last_id = excluded.last_id`;
