/**
 * Trips by the hundred thousand: rows as the product writes them, copied from a traveler whom it
 * made.
 */
import pg from 'pg';

export type Trips = {
  /** numbers of the first trip and of the one after the last: ids are made of them */
  from: number;
  to: number;
  /** partners in turns, by traveler; one that is named twice gets twice the share */
  partners: string[];
  /** bookings (each with a redeemed package) of one traveler, on one eSIM */
  packagesEach: number;
  /** whether the packages are activated and a tenth used, ten days ago; otherwise never used */
  isUsed: boolean;
  /** the traveler to copy: has a booking with a redeemed package */
  pattern: { partnerId: string; externalUserId: string };
};

const PER_STEP = 50_000;

/** What is told once of a trip and named in every table. */
const TRIPS = `
  create temp table trips on commit drop as
  select n, t, ($4::text[])[t % cardinality($4::text[]) + 1] as p, n % $3::int = 0 as is_first,
    'bkg_' || lpad(n::text, 26, '0') as bkg, 'usr_' || lpad(t::text, 26, '0') as usr, 'esm_' || lpad(t::text, 26, '0') as esm,
    'epk_' || lpad(n::text, 26, '0') as epk, 'pq_' || md5('queue' || n) as pq, 'evt_' || lpad(n::text, 26, '0') as evt, '8988' || lpad(t::text, 15, '0') as iccid,
    $5::boolean as is_used, date_trunc('second', now()) - (11 + n % 60) * interval '1 day' as at, date_trunc('day', now()) + (8 + n % 300) * interval '1 day' as departs
  from (select n, n / $3::int as t from generate_series($1::int, $2::int - 1) n) x`;

const PATTERN = `
  create temp table pattern on commit drop as
  select b.id as booking, q.id as queue, e.id as esim, k.id as package
  from travelers t join package_queues q on q.partner_id = t.partner_id and q.traveler_id = t.id join bookings b on b.partner_id = q.partner_id and b.id = q.booking_id
    join packages k on k.partner_id = q.partner_id and k.queue_id = q.id join esims e on e.partner_id = k.partner_id and e.id = k.esim_id
  where t.partner_id = $1 and t.external_user_id = $2 limit 1`;

const TABLES = [
  `insert into travelers (partner_id, id, external_user_id, provider, created_at)
   select p, usr, 'trip-' || t, e.provider, at from trips, esims e join pattern on e.id = esim where is_first`,
  `insert into bookings (partner_id, id, booking_id, departure_date, departure_at, is_departure_defaulted, ends_at, contact, communication_options, kind,
     cutoff_at, about_to_depart_at, created_at, updated_at)
   select p, bkg, 'trip-' || n, to_char(departs, 'YYYY-MM-DD'), departs, false, departs + interval '14 days', b.contact, b.communication_options, b.kind,
     departs - interval '7 days', departs - interval '2 hours', at, at from trips, bookings b join pattern on b.id = booking`,
  `insert into booking_keys (partner_id, booking_id, key_date, id) select p, 'trip-' || n, to_char(departs, 'YYYY-MM-DD'), bkg from trips`,
  `insert into package_queues (partner_id, id, booking_id, traveler_id, esim_type, fingerprint, ordinal, part, position, requested, bundle_id, template_id, provider,
     destination_id, iso3, coverage, covers, package_type, bytes, duration_days, traffic_policy, imsi, activation_window_days, b2b_price, b2c_price, currency, created_at, redeemed_at)
   select p, pq, bkg, usr, q.esim_type, q.fingerprint, q.ordinal, q.part, q.position, q.requested || jsonb_build_object('external_user_id', 'trip-' || t), q.bundle_id, q.template_id, q.provider,
     q.destination_id, q.iso3, q.coverage, q.covers, q.package_type, q.bytes, q.duration_days, q.traffic_policy, q.imsi, q.activation_window_days, q.b2b_price, q.b2c_price, q.currency, at, at
   from trips, package_queues q join pattern on q.id = queue`,
  `insert into esims (partner_id, id, traveler_id, type, iccid, provider, lpa_sealed, imsi, subscriber_imsi, status, status_at, time_assigned, last_updated)
   select p, esm, usr, e.type, trips.iccid, e.provider, e.lpa_sealed, e.imsi, e.subscriber_imsi, 'ENABLED', at, at, at from trips, esims e join pattern on e.id = esim where is_first`,
  'insert into iccids (iccid, partner_id, esim_id, provider) select trips.iccid, p, esm, e.provider from trips, esims e join pattern on e.id = esim where is_first',
  `insert into packages (partner_id, id, queue_id, esim_id, provider_package_id, bundle_id, template_id, iso3, coverage, package_type, total_bytes, used_bytes, reported_bytes,
     duration_days, status, assigned_at, activate_before, date_activated, expires_at, sequence)
   select p, epk, pq, esm, 'tpk_' || n, k.bundle_id, k.template_id, k.iso3, k.coverage, k.package_type, k.total_bytes, s.used, s.used, k.duration_days, 'ACTIVE', at,
     at + interval '365 days', s.first_use, s.first_use + k.duration_days * interval '1 day', is_used::int
   from trips, packages k join pattern on k.id = package, lateral (select case when is_used then k.total_bytes / 10 else 0 end as used, case when is_used then at + interval '1 day' end as first_use) s`,
  `insert into timers (partner_id, due_at, kind, subject_id) select p, departs - interval '7 days', 'booking', bkg from trips
   union all select p, case when is_used then at + (1 + k.duration_days) * interval '1 day' else at + interval '365 days' end, 'package', epk from trips, packages k join pattern on k.id = package`,
  `insert into events (partner_id, id, type, entity_id, sequence, occurred_at, recorded_at, data)
   select p, evt, 'booking.created', bkg, 1, at, at, jsonb_build_object('booking_id', bkg, 'external_booking_id', 'trip-' || n, 'departure_date', to_char(departs, 'YYYY-MM-DD'),
     'package_queues', jsonb_build_array(jsonb_build_object('id', pq, 'uuid', queue_uuid(pq), 'iso3', q.iso3, 'esim_type', q.esim_type)), 'promo_codes', '[]'::jsonb, 'partner_id', p, 'sequence', 1)
   from trips, package_queues q join pattern on q.id = queue`,
  `insert into deliveries (partner_id, event_id, state, tries, attempts, created_at, updated_at) select p, evt, 'delivered', 1, 1, at, at from trips`,
];

export async function insertTrips(
  database: pg.ClientConfig,
  { from, to, partners, packagesEach, isUsed, pattern }: Trips,
): Promise<void> {
  const client = new pg.Client(database);
  await client.connect();
  try {
    // The rows fit together; looking up every foreign key of millions takes longer than the rest.
    await client.query('set session_replication_role = replica');
    for (let first = from; first < to; first += PER_STEP) {
      await client.query('begin');
      await client.query(TRIPS, [
        first,
        Math.min(first + PER_STEP, to),
        packagesEach,
        partners,
        isUsed,
      ]);
      await client.query(PATTERN, [pattern.partnerId, pattern.externalUserId]);
      for (const table of TABLES) await client.query(table);
      await client.query('commit');
    }
  } finally {
    await client.end();
  }
}

/**
 * `count` partners beside the demo partner, whose id comes first and four times: it has the most.
 */
export async function makePartners(
  sql: <T>(text: string, params?: unknown[]) => Promise<T[]>,
  demo: string,
  count: number,
): Promise<string[]> {
  const others = await sql<{ id: string }>(
    `insert into partners (id, name, slug) select 'prt_' || lpad(n::text, 26, '0'), 'Bench ' || n, 'bench-' || n from generate_series(1, $1::int) n
     on conflict (id) do update set name = excluded.name returning id`,
    [count],
  );
  return [demo, demo, demo, demo, ...others.map((o) => o.id)];
}
