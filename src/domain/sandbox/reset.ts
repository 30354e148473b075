/**
 * POST /api/sandbox/reset: the partner as on its first day. Keys, settings, prices and the webhook
 * endpoint stay; what it did goes, here and at the sandbox telco. Requests at the same time come
 * wholly before it or wholly after it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '../../context.ts';
import { FREE, lease } from '../../db/due-work/lease.ts';
import type { Tx } from '../../db/pool.ts';
import { untilNoConflict } from '../../db/retry.ts';
import type { Actor } from '../actor.ts';
import type { Partner } from '../partners/partner.ts';
import { awaitDeliveries, busy, holdClock, WAIT_MS, type Hold } from './hold-clock.ts';
import { ask } from './ledger.ts';
import { recordTryingIn } from './record-trying.ts';
import { SQLSTATE } from '../../db/sqlstate.ts';

const LOOK_AGAIN_MS = 50;
const ORDER_LEASE_MS = 60_000;
const MAX_ATTEMPTS = 50;
/**
 * Far less than PostgreSQL takes to look for a deadlock: with all its locks, a reset is the one
 * that gives way.
 */
const PATIENCE = '100ms';
/**
 * Beside deadlocks: a foreign key that a request has just come to use, a lock that it waited too
 * long for.
 */
const AGAIN = [SQLSTATE.foreignKeyViolation, SQLSTATE.lockNotAvailable];

/**
 * All but what was booked while this took its locks: `kept`. $2 and $3 are the bookings and
 * travelers that are locked. One statement, so that all parts see the same moment. A kept booking
 * of a locked traveler fails its foreign key: once more.
 */
const DELETE_ALL = `with kept as materialized (select id from bookings where partner_id = $1 and id <> all($2)),
    gone_queues as materialized (select id
      from package_queues
      where partner_id = $1 and (booking_id = any($2) or booking_id is null)),
    kept_messages as materialized (select id
      from messages
      where partner_id = $1 and booking_id in (select id from kept)),
    kept_events as materialized (select id
      from events
      where partner_id = $1 and entity_id in (select id from kept)),
    of_emails as (delete from traveler_emails where partner_id = $1 and traveler_id = any($3)),
    of_travelers as (delete from travelers where partner_id = $1 and id = any($3)),
    of_orders as (delete from provider_orders where partner_id = $1 and traveler_id = any($3)),
    ${[
      'promo_codes.queue_id',
      'promo_code_lookups.queue_id',
      'promo_code_reissues.queue_id',
      'hosted_redemptions.queue_id',
      'package_queues.id',
    ]
      .map((column) => column.split('.') as [string, string])
      .map(
        ([table, column]) =>
          `of_${table} as (delete from ${table} where partner_id = $1 and ${column} in (select id from gone_queues))`,
      )
      .join(', ')},
    ${['bookings.id', 'booking_keys.id', 'fired_triggers.booking_id']
      .map((column) => column.split('.') as [string, string])
      .map(
        ([table, column]) =>
          `of_${table} as (delete from ${table} where partner_id = $1 and ${column} = any($2))`,
      )
      .join(', ')},
    of_mail_tokens as (delete
      from mail_tokens
      where partner_id = $1 and message_id not in (select id from kept_messages)),
    of_messages as (delete
      from messages
      where partner_id = $1 and id not in (select id from kept_messages)),
    of_dispatches as (delete
      from dispatches
      where partner_id = $1 and message_id not in (select id from kept_messages)),
    ${['promo_code_batches', 'import_work', 'imports', 'refunds', 'first_purchases', 'purchases', 'checkouts', 'replaced_packages', 'esim_replacements', 'replacement_work', 'opened_links', 'packages', 'esims', 'esim_counters', 'iccids', 'suppressed_recipients', 'refused_bookings', 'counted_days', 'erasures'].map((table) => `of_${table} as (delete from ${table} where partner_id = $1)`).join(', ')},
    of_timers as (delete
      from timers
      where partner_id = $1 and subject_id not in (select id from kept)),
    of_events as (delete
      from events
      where partner_id = $1 and id not in (select id from kept_events)),
    of_deliveries as (delete
      from deliveries
      where partner_id = $1 and event_id not in (select id from kept_events)),
    of_attempts as (delete
      from attempts
      where partner_id = $1 and event_id not in (select id from kept_events))
  delete from idempotency_keys
  where partner_id = $1 and path <> '/api/sandbox/reset' and created_at < now()`;

export const resetPartner = (ctx: Context, partner: Partner, actor: Actor): Promise<void> =>
  holdClock(ctx, partner.id, 'reset', async (hold) => {
    // From here on nothing new is sent to providers for this partner (markSending in
    // esims/provisioning/orders.ts).
    if (!(await awaitDeliveries(ctx, partner.id)))
      throw busy('Deliveries to the webhook endpoint are still under way.');
    await takeOrders(ctx, partner.id);
    await empty(ctx, partner, hold, actor);
    // After our side: what the telco has and we lack harms nobody, and the next reset removes it.
    await ask(ctx, (telco) => telco.reset(partner.id));
  });

/**
 * Takes the leases of all open orders, so that no worker resumes one and no call leaves under an
 * older fence. Only calls that have left are waited for; orders that come meanwhile cannot be sent.
 */
async function takeOrders(ctx: Context, partnerId: string): Promise<void> {
  const mine: string[] = [];
  for (const deadline = Date.now() + WAIT_MS; ; await sleep(LOOK_AGAIN_MS)) {
    const taken = await ctx.db.rows<{ id: string }>(
      `update provider_orders
       set ${lease(ORDER_LEASE_MS)}
       where partner_id = $1
         and state in ('intent', 'unknown', 'pending')
         and id <> all($2)
         and (sends = 0 or ${FREE})
       returning id`,
      [partnerId, mine],
    );
    mine.push(...taken.map((order) => order.id));
    const open = await ctx.db.one(
      `select 1
       from provider_orders
       where partner_id = $1
         and state in ('intent', 'unknown', 'pending')
         and sends > 0
         and lease_until > clock_timestamp()
         and id <> all($2)
       limit 1`,
      [partnerId, mine],
    );
    if (open === undefined) return;
    if (Date.now() > deadline) {
      await ctx.db.rows('update provider_orders set lease_until = null where id = any($1)', [mine]);
      throw busy('Calls to the telco are still under way.');
    }
  }
}

async function empty(ctx: Context, partner: Partner, hold: Hold, actor: Actor): Promise<void> {
  const { tell, iccids, orders } = await untilNoConflict(
    () =>
      ctx.db.partnerTx(partner.id, async (tx) => {
        await recordTryingIn(tx, actor, partner, { action: 'sandbox.reset' });
        return emptyIn(tx, partner.id, hold);
      }),
    { tries: MAX_ATTEMPTS, also: AGAIN },
  );
  tell();
  // Apart from the rest: who applies a report holds it and waits for its eSIM.
  await ctx.db.rows(
    `with gone as (delete from provider_reports
       where iccid = any($1)
       returning provider, report_id)
     delete from due_reports d using gone
     where d.provider = gone.provider and d.report_id = gone.report_id`,
    [iccids],
  );
  await ctx.db.rows('delete from reconcile_findings where order_id = any($1)', [orders]);
}

type Emptied = { tell(): void; iccids: string[]; orders: string[] };

async function emptyIn(tx: Tx, partnerId: string, hold: Hold): Promise<Emptied> {
  await tx.rows(`set local lock_timeout = '${PATIENCE}'`);
  const { bookings, travelers, iccids } = await lockAll(tx, partnerId);
  const orders = await tx.rows<{ id: string }>(
    'select id from provider_orders where partner_id = $1 and traveler_id = any($2)',
    [partnerId, travelers],
  );
  const tell = await hold.write(tx, 0);
  // Its failures are dated by a clock that is gone; whether it is switched on stays.
  await tx.rows(
    'update webhook_endpoints set failing_since = null, warnings = 0 where partner_id = $1',
    [partnerId],
  );
  await tx.rows(DELETE_ALL, [partnerId, bookings, travelers]);
  return { tell, iccids, orders: orders.map((order) => order.id) };
}

/**
 * In the order of the house; timers first, while nothing else is held, for a worker that claimed
 * them before.
 */
async function lockAll(
  tx: Tx,
  partnerId: string,
): Promise<{ bookings: string[]; travelers: string[]; iccids: string[] }> {
  const lock = async (text: string, ...params: unknown[]): Promise<string[]> =>
    (await tx.rows<{ v: string }>(text, [partnerId, ...params])).map((row) => row.v);
  await lock('select subject_id as v from timers where partner_id = $1 for update');
  const travelers = await lock(
    'select id as v from travelers where partner_id = $1 order by id for update',
  );
  const found = await lock(
    'select id as v from bookings where partner_id = $1 order by id for update',
  );
  // What was booked since then, for somebody new, comes after this and is kept.
  const later = new Set(
    await lock(
      `select distinct q.booking_id as v
       from package_queues q
       left join unnest($2::text[]) as known(id) on known.id = q.traveler_id
       where q.partner_id = $1
         and q.traveler_id is not null
         and known.id is null
         and q.booking_id is not null`,
      travelers,
    ),
  );
  const bookings = found.filter((id) => !later.has(id));
  await lock(
    `select id as v
     from package_queues
     where partner_id = $1 and (booking_id = any($2) or booking_id is null)
     order by id
     for update`,
    bookings,
  );
  const iccids = await lock(
    'select iccid as v from esims where partner_id = $1 order by id for update',
  );
  await lock('select id as v from packages where partner_id = $1 order by id for update');
  return { bookings, travelers, iccids };
}
