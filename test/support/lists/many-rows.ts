/**
 * A partner with very many rows in every table that a list reads: trips (bench/bulk.ts), and on top
 * of them what else is listed, common and rare. Ids are made of the trip's number.
 */
import pg from 'pg';
import { insertTrips, type Trips } from '../../../bench/bulk.ts';

export type Many = { partnerId: string; from: number; count: number; pattern: Trips['pattern'] };

/** One in so many is rare: a failed message, an exhausted delivery. Of bookings one in 20 is cancelled. */
export const RARE = 2_000;
const PER_STEP = 50_000;
/** trips of one traveler */
const EACH = 2;

/** $1 partner, $2 number of the first trip, $3 of the one after the last. */
const NUMBERED = `
  create temp table numbered on commit drop as
  select n, n % ${RARE} as kind, lpad(n::text, 26, '0') as id, 'usr_' || lpad((n / ${EACH})::text, 26, '0') as traveler,
    now() - ($3::int - n) * interval '2 seconds' as at, $1::text as p
  from generate_series($2::int, $3::int - 1) n`;

const ON_TOP = [
  // A quarter is over, a tenth has no departure that anybody chose.
  `update bookings b set departure_at = departure_at - interval '400 days', ends_at = ends_at - interval '400 days'
   from numbered where partner_id = p and b.id = 'bkg_' || numbered.id and n % 4 = 0`,
  `update bookings b set is_departure_defaulted = true
   from numbered where partner_id = p and b.id = 'bkg_' || numbered.id and n % 10 = 1`,
  `update bookings b set cancelled_at = at
   from numbered where partner_id = p and b.id = 'bkg_' || numbered.id and n % 20 = 3`,
  `delete from booking_keys k using numbered where partner_id = p and k.id = 'bkg_' || numbered.id and n % 20 = 3`,
  `update events e set type = 'booking.cancelled'
   from numbered where partner_id = p and e.id = 'evt_' || numbered.id and numbered.kind = 3`,
  `update deliveries d set state = case numbered.kind when 4 then 'exhausted' else 'pending' end,
     next_attempt_at = case numbered.kind when 5 then at end
   from numbered where partner_id = p and event_id = 'evt_' || numbered.id and numbered.kind between 4 and 6`,
  `insert into attempts (partner_id, event_id, number, attempted_at, url, duration_ms, status_code)
   select p, 'evt_' || id, 1, at, 'https://partner.example/hook', 12, 200 from numbered`,
  `insert into messages (partner_id, id, channel, kind, subject_id, booking_id, recipient, locale, status, created_at)
   select p, 'msg_' || id, 'EMAIL', case kind when 7 then 'esim_replaced' else 'booking_confirmation' end, 'bkg_' || id, 'bkg_' || id,
     'traveler-' || n || '@example.com', 'en',
     case kind when 0 then 'bounced' when 1 then 'failed' when 2 then 'pending' when 3 then 'cancelled' when 4 then 'complained'
       when 5 then 'skipped' when 6 then 'sent' else 'delivered' end, at
   from numbered`,
  `insert into dispatches (partner_id, message_id, next_attempt_at, created_at)
   select p, 'msg_' || id, case kind when 2 then at end, at from numbered`,
  `insert into audit_entries (id, partner_id, at, actor_kind, actor_id, action, subject, before, after)
   select 'aud_' || id, p, at, 'key', case kind when 0 then 'rare' else 'key-' || n % 3 end, case kind when 1 then 'key.made' else 'settings.changed' end,
     'subject-' || n, '{}', '{}' from numbered`,
  `insert into api_requests (partner_id, id, client_request_id, method, path, operation_id, status, error_type, duration_ms, key_id, ip, request_bytes, response_bytes, request_state, response_state, texts_id)
   select p, 'req_' || id, case kind when 1 then 'trace-rare' end, 'POST', '/api/bookings', 'createBooking', case kind when 0 then 404 when 1 then 503 else 201 end,
     case kind when 0 then 'booking_not_found' when 1 then 'provider_unavailable' end, 5, case kind when 2 then 'hk_rare' else 'hk_usual' end, '127.0.0.1', 200, 900, 1, 1, 'req_' || id from numbered`,
  `insert into api_request_texts select p, 'req_' || id, convert_to(concat('[["req_', id, E'",null,null,2,2]]\\n{}{}'), 'UTF8'), false from numbered`,
  // Ids are made of numbers here, and say that it was 1970.
  `insert into api_request_counts (partner_id, hour, operation_id, error_type, status, count, first_id, last_id)
   select p, 'epoch', 'createBooking', case kind when 0 then 'booking_not_found' when 1 then 'provider_unavailable' else '' end,
     case kind when 0 then 404 when 1 then 503 else 201 end, count(*), min('req_' || id), max('req_' || id) from numbered group by 1, 4, 5
   on conflict (partner_id, hour, operation_id, error_type, status) do update set count = api_request_counts.count + excluded.count, last_id = excluded.last_id`,
  `insert into suppressed_recipients (partner_id, recipient, reason, suppressed_at)
   select p, 'traveler-' || id || '@example.com', 'bounced', at from numbered`,
  `insert into support_requests (partner_id, id, traveler_id, subject, body, locale, context, status, created_at, updated_at)
   select p, 'sup_' || id, traveler, 'Help', 'No internet', 'en',
     '{"external_user_id": "ada", "device_model": null, "os": null, "os_version": null, "booking_destination": null, "departure_date": null, "package_status": "NONE", "esim_status": "NONE"}',
     case kind when 0 then 'open' when 1 then 'escalated' when 2 then 'answered' else 'closed' end, at, at
   from numbered`,
  `insert into support_queue (id, partner_id, status) select r.id, r.partner_id, r.status
   from support_requests r join numbered on r.partner_id = p and r.id = 'sup_' || numbered.id`,
  // Many end in the same instant.
  `insert into promo_codes (partner_id, queue_id, code, valid_until)
   select p, 'pq_' || md5('queue' || n), 'CODE-' || n, date_trunc('day', now()) + (n % 40) * interval '1 day' from numbered`,
  `insert into provider_orders (id, partner_id, traveler_id, queue_id, kind, provider, reference, state, created_at, updated_at)
   select 'ord_' || id, p, traveler, 'pq_' || md5('queue' || n), 'add_package', 'sandbox-one', md5('order' || n)::uuid,
     case kind when 0 then 'intent' when 1 then 'unknown' when 2 then 'rejected' when 3 then 'needs_review' else 'confirmed' end, at, at
   from numbered`,
  `insert into reconcile_findings (provider, kind, provider_order_id, details, found_at, resolved_at)
   select 'sandbox-one', 'only_here', id, '{}', at, case when kind > 3 then at end from numbered`,
  `update iccids i set poll_at = now() + interval '6 hours' from numbered where i.partner_id = p and i.esim_id = 'esm_' || numbered.id`,
  `insert into provider_reports (provider, report_id, iccid, reported_at, report, received_at, due_at)
   select 'sandbox-one', 'report-' || n, '8988' || id, at, '{}', at, null from numbered`,
  `insert into install_tokens (token_hash, partner_id, esim_id, expires_at) select decode(md5('install' || n), 'hex'), p, 'esm_' || id, at + interval '7 days' from numbered`,
  `insert into mail_tokens (token_hash, partner_id, message_id, expires_at) select decode(md5('mail' || n), 'hex'), p, 'msg_' || id, at + interval '90 days' from numbered`,
  `insert into redirect_tokens (token_hash, partner_id, traveler_id, created_at, expires_at)
   select decode(md5('redirect' || n), 'hex'), p, traveler, at, at + interval '5 minutes' from numbered`,
  `insert into webview_sessions (partner_id, id, traveler_id, opened_by, locale, created_at, last_seen_at, ends_at)
   select p, 'wvs_' || id, traveler, 'redirect', 'en', at, at, at + interval '24 hours' from numbered`,
  `insert into imports (partner_id, id, state, columns, map, created_by, created_at, updated_at)
   select p, 'imp_' || id, case kind when 0 then 'receiving' else 'done' end, '[]', '{}', 'key x', at, at from numbered`,
  `insert into import_work (partner_id, import_id, next_attempt_at, created_at, received_at)
   select p, 'imp_' || id, null, at, case when kind > 0 then at end from numbered`,
  `insert into import_rows (partner_id, import_id, row, cells, state, problems)
   select p, 'imp_' || (select max(id) from numbered), n, '["x"]', 'bad', case kind when 0 then '[]'::jsonb end from numbered`,
  `insert into used_app_tokens (jti_hash, expires_at) select decode(md5('app' || n), 'hex'), at + interval '30 days' from numbered`,
  `insert into model_answers (key, answer, created_at) select decode(md5('answer' || n), 'hex'), '{}', at from numbered`,
  `insert into abuse_counters (key, points, expire) select 'limit' || n, 1, (extract(epoch from at) + 1e6) * 1000 from numbered`,
  `insert into idempotency_keys (partner_id, method, path, key, request_id, body_hash, lease_until, status, body_sealed, created_at)
   select p, 'POST', '/api/bookings', 'key-' || n, 'req_' || id, '\\x00', at, 201, '\\x00', at from numbered`,
];

/** As the superuser. Afterwards comes `vacuum analyze`, as it does by itself in service. */
export async function insertMany(
  database: pg.ClientConfig,
  { partnerId, from, count, pattern }: Many,
): Promise<void> {
  const to = from + count;
  const trips = { partners: [partnerId], packagesEach: EACH, isUsed: true, pattern };
  await insertTrips(database, { ...trips, from, to });
  const client = new pg.Client(database);
  await client.connect();
  try {
    await client.query('set session_replication_role = replica');
    for (let first = from; first < to; first += PER_STEP) {
      await client.query('begin');
      await client.query(NUMBERED, [partnerId, first, Math.min(first + PER_STEP, to)]);
      for (const text of ON_TOP) await client.query(text);
      await client.query('commit');
    }
  } finally {
    await client.end();
  }
}
