/** POST /api/sandbox/reset: the partner as on its first day, whatever goes on meanwhile. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ProviderUnclear } from '../../src/providers/provider.ts';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { assertSound, gate, until } from '../faults/checks.ts';
import { book, dashboard, redeem, replaceProvider, short, tally } from '../faults/steps.ts';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby({ env: { HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1' } });
});
after(() => hubby.close());

const reset = (key: CreatedPartner, headers: Record<string, string> = {}): Promise<Answer> =>
  hubby.call('POST', '/api/sandbox/reset', undefined, { key, headers });
/** What a reset leaves alone. */
const STAYS = new Set([
  'api_keys',
  // Who may do what here, and what was done, is nothing that the partner has tried out.
  'audit_entries',
  'memberships',
  'member_invitations',
  'sso_connections',
  'sso_identities',
  'partner_prices',
  'own_prices',
  // What its servers asked for is kept for its days, the reset among it.
  'api_requests',
  'api_request_texts',
  'api_request_counts',
  'webhook_endpoints',
]);

/** Rows per table that name the partner; reports name it by its ICCIDs. */
async function rowsOf(
  { partner_id }: CreatedPartner,
  iccids: string[] = [],
): Promise<Record<string, number>> {
  const tables = await hubby.sql<{
    t: string;
  }>(`select c.table_name as t from information_schema.columns c join information_schema.tables using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'partner_id' and table_type = 'BASE TABLE'`);
  const counts: Record<string, number> = {};
  for (const { t } of tables)
    counts[t] = (
      await hubby.sql(`select count(*)::int as n from ${t} where partner_id = $1`, [partner_id])
    )[0].n;
  counts['provider_reports'] = (
    await hubby.sql('select count(*)::int as n from provider_reports where iccid = any($1)', [
      iccids,
    ])
  )[0].n;
  counts['due_reports'] = (
    await hubby.sql('select count(*)::int as n from due_reports where report_id = any($1)', [
      iccids,
    ])
  )[0].n;
  return Object.fromEntries(Object.entries(counts).filter(([t, n]) => n > 0 && !STAYS.has(t)));
}

/** A partner that has everything. */
async function busyPartner() {
  const key = await hubby.newPartner('Busy', { time_zone: 'Asia/Tokyo' });
  const { partner_id } = key;
  await hubby.sql(
    `insert into webhook_endpoints (partner_id, url) values ($1, 'http://127.0.0.1:9/')`,
    [partner_id],
  );
  const external_user_id = user();
  const body = {
    departure_date: IN_A_YEAR,
    booking_id: 'TRIP-1',
    package_specifications: [
      {
        external_user_id,
        email: `${external_user_id}@example.com`,
        destination: 'GR',
        size: '1GB',
      },
    ],
  };
  const booked = await hubby.call('POST', '/api/bookings', body, {
    key,
    headers: { 'idempotency-key': 'first' },
  });
  await hubby.drain();
  const redeemed = await redeem(
    hubby,
    external_user_id,
    booked.body.data.package_queues[0].id,
    key,
  );
  assert.equal(redeemed.status, 200, redeemed.text);
  const { iccid } = redeemed.body.data.current_esim;
  const [esim] = await hubby.sql('select id from esims where partner_id = $1', [partner_id]);
  await hubby.sql(
    `insert into esim_counters (partner_id, esim_id, iso3, used_bytes) values ($1, $2, 'GRC', 1)`,
    [partner_id, esim.id],
  );
  await hubby.sql(
    `with r as (insert into provider_reports (provider, report_id, iccid, reported_at, report, due_at)
       values ('sandbox-one', $1, $1, now(), '{}', null))
     insert into due_reports (provider, report_id, due_at) values ('sandbox-one', $1, 'infinity')`,
    [iccid],
  );
  await hubby.sql(
    `insert into messages (partner_id, id, channel, kind, subject_id, recipient, locale, subject, text, html, status, created_at)
    values ($1, 'msg_1', 'EMAIL', 'kind', 'subject', 'a@example.com', 'en', 's', 't', 'h', 'delivered', now())`,
    [partner_id],
  );
  assert.equal(
    (await hubby.call('POST', '/api/sandbox/clock', { advance: '359d' }, { key })).status,
    200,
  );
  return {
    key,
    external_user_id,
    iccid: iccid as string,
    body,
    booking: booked.body.data.id as string,
  };
}

describe('POST /api/sandbox/reset', () => {
  it('removes all that the partner did, here and at the telco, and nothing of anybody else', async () => {
    const [{ key, external_user_id, iccid, body, booking }, other] = [
      await busyPartner(),
      await busyPartner(),
    ];
    const before = await rowsOf(key, [iccid]);
    for (const table of [
      'bookings',
      'travelers',
      'esims',
      'packages',
      'timers',
      'events',
      'deliveries',
      'attempts',
      'messages',
      'provider_orders',
      'iccids',
      'idempotency_keys',
      'fired_triggers',
      'esim_counters',
      'partner_clocks',
      'provider_reports',
      'due_reports',
    ]) {
      assert.ok(before[table]! > 0, `nothing in ${table} to remove`);
    }
    const others = await rowsOf(other.key, [other.iccid]);
    const answer = await reset(key);
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(await rowsOf(key, [iccid]), {});
    assert.deepEqual(await rowsOf(other.key, [other.iccid]), others);
    assert.deepEqual(await hubby.ledger(key.partner_id), { orders: [], calls: [], complete: true });
    assert.equal((await hubby.ledger(other.key.partner_id)).orders.length, 2);
    assert.equal(answer.body.data.offset_seconds, 0);
    assert.ok(Math.abs(Date.parse(answer.body.data.now) - Date.now()) < 60_000);
    // Key, settings and endpoint stay.
    assert.equal(
      (await hubby.operator('GET', `/partners/${key.partner_id}`)).body.data.settings.time_zone,
      'Asia/Tokyo',
    );
    assert.equal(
      (await hubby.sql('select 1 from webhook_endpoints where partner_id = $1', [key.partner_id]))
        .length,
      1,
    );
    assert.equal(
      short(await hubby.call('GET', `/api/bookings/${booking}`, undefined, { key })),
      '404 booking_not_found',
    );
    assert.equal(short(await dashboard(hubby, external_user_id, key)), '404 user_not_found');
    // And everything can be done again, under the same names.
    const again = await hubby.call('POST', '/api/bookings', body, {
      key,
      headers: { 'idempotency-key': 'first' },
    });
    assert.deepEqual([again.status, again.headers['idempotent-replayed']], [201, undefined]);
    assert.notEqual(again.body.data.id, booking);
    await hubby.drain();
    assert.equal(
      (await redeem(hubby, external_user_id, again.body.data.package_queues[0].id, key)).status,
      200,
    );
    await assertSound(hubby.sql);
  });

  it('of nothing is fine, needs a signature, and repeats its answer under a key', async () => {
    const key = await hubby.newPartner();
    assert.equal((await reset(key)).status, 200);
    assert.deepEqual(await rowsOf(key), {});
    assert.equal((await hubby.bare('POST', '/api/sandbox/reset')).status, 401);
    assert.equal((await reset(key, { 'idempotency-key': 'once' })).status, 200);
    const external_user_id = user();
    await book(hubby, external_user_id, { key });
    const again = await reset(key, { 'idempotency-key': 'once' });
    assert.deepEqual([again.status, again.headers['idempotent-replayed']], [200, 'true']);
    assert.equal((await dashboard(hubby, external_user_id, key)).status, 200);
  });

  it('waits for a call to the telco that is under way', async () => {
    const key = await hubby.newPartner();
    const external_user_id = user();
    const {
      queues: [queue],
    } = await book(hubby, external_user_id, { key });
    await hubby.drain();
    const door = gate();
    const restore = replaceProvider(hubby, 'sandbox-one', (real) => ({
      addPackage: async (input) => {
        await door.wait();
        return real.addPackage(input);
      },
    }));
    const redeeming = redeem(hubby, external_user_id, queue!.id, key);
    await door.reached;
    let isDone = false;
    const resetting = reset(key).finally(() => {
      isDone = true;
    });
    await until(
      'the reset has begun',
      async () =>
        (
          await hubby.sql('select 1 from partner_clocks where partner_id = $1 and is_resetting', [
            key.partner_id,
          ])
        ).length > 0,
    );
    assert.equal(isDone, false);
    door.open();
    assert.deepEqual(
      [(await resetting).status, [200, 404].includes((await redeeming).status)],
      [200, true],
    );
    restore();
    assert.deepEqual(await rowsOf(key), {});
    assert.deepEqual((await hubby.ledger(key.partner_id)).orders, []);
  });

  it('sends nothing to the telco between the two halves: what was booked meanwhile stays whole', async () => {
    const key = await hubby.newPartner();
    const [door, external_user_id] = [gate(), user()];
    const { sandbox } = hubby.ctx;
    hubby.ctx.sandbox = {
      ...sandbox!,
      reset: async (customer) => {
        await door.wait();
        return sandbox!.reset(customer);
      },
    };
    const resetting = reset(key);
    await door.reached;
    const {
      queues: [queue],
    } = await book(hubby, external_user_id, { key });
    await hubby.drain();
    assert.equal((await hubby.ledger(key.partner_id)).calls.length, 0);
    door.open();
    assert.equal((await resetting).status, 200);
    hubby.ctx.sandbox = sandbox;
    await hubby.sql(
      'update provider_orders set lease_until = null, next_attempt_at = now() where partner_id = $1',
      [key.partner_id],
    );
    await hubby.drain();
    assert.equal((await redeem(hubby, external_user_id, queue!.id, key)).status, 200);
    await assertSound(hubby.sql);
  });

  it('a telco that does not answer: 503, and the next reset ends it', async () => {
    const key = await hubby.newPartner();
    const external_user_id = user();
    await book(hubby, external_user_id, { key });
    await hubby.drain();
    const { sandbox } = hubby.ctx;
    hubby.ctx.sandbox = {
      ...sandbox!,
      reset: async () => {
        throw new ProviderUnclear('no answer');
      },
    };
    assert.equal(short(await reset(key)), '503 provider_unavailable');
    hubby.ctx.sandbox = sandbox;
    assert.equal((await reset(key)).status, 200);
    assert.deepEqual([await rowsOf(key), (await hubby.ledger(key.partner_id)).orders], [{}, []]);
    await assertSound(hubby.sql);
  });

  it('in the middle of everything breaks nothing and leaves no halves', async () => {
    const key = await hubby.newPartner();
    const worker = await hubby.work();
    const travelers = Array.from({ length: 6 }, user);
    const answers: Answer[] = [];
    let isOver = false;
    const ask = async (method: string, path: string, body?: unknown): Promise<Answer> => {
      const answer = await hubby.call(method, path, body, { key });
      answers.push(answer);
      return answer;
    };
    const trip = async (n: number): Promise<void> => {
      for (let i = 0; !isOver; i++) {
        const external_user_id = travelers[(n + i) % travelers.length]!;
        const booked = await ask('POST', '/api/bookings', {
          departure_date: IN_A_YEAR,
          booking_id: `TRIP-${i % 3}`,
          package_specifications: [
            {
              external_user_id,
              email: `${external_user_id}@example.com`,
              destination: i % 2 ? 'GR' : 'FR',
              size: '1GB',
            },
          ],
        });
        if (booked.status >= 300) continue;
        assert.notEqual(booked.body.data, null);
        const { id, package_queues } = booked.body.data;
        await ask('PATCH', `/api/bookings/${id}`, { pax: 1 + (i % 9) });
        if (i % 3 === 0) await ask('DELETE', `/api/bookings/${id}`);
        else
          await ask('POST', '/api/native/redeem-package', {
            external_user_id,
            package_queue_id: package_queues.at(-1).id,
          });
        await ask('GET', `/api/native/user-dashboard?external_user_id=${external_user_id}`);
      }
    };
    const trips = Array.from({ length: 6 }, (_, n) => trip(n));
    try {
      for (let i = 0; i < 8; i++) {
        const seen = answers.length;
        await until('something goes on', async () => answers.length > seen + 30);
        const both = await Promise.all([
          reset(key),
          i % 2 === 0
            ? hubby.call('POST', '/api/sandbox/clock', { advance: '1d' }, { key })
            : reset(key),
        ]);
        assert.deepEqual(both.map(short), ['200', '200']);
      }
    } finally {
      isOver = true;
      await Promise.allSettled(trips);
      await worker.stop();
    }
    await Promise.all(trips);
    const counts = tally(answers);
    assert.deepEqual(
      Object.keys(counts).filter((k) => k.startsWith('5') && !k.startsWith('503')),
      [],
      JSON.stringify(counts),
    );
    await hubby.drain('hurry');
    await assertSound(hubby.sql);
    const orphans: Record<string, string> = {
      'an event of a booking that is gone': `select id from events e where partner_id = $1 and type like 'booking.%' and not exists (select 1 from bookings b where b.partner_id = $1 and b.id = e.entity_id)`,
      'a delivery without its event':
        'select event_id from deliveries d where partner_id = $1 and not exists (select 1 from events e where e.partner_id = $1 and e.id = d.event_id)',
      'an ICCID without its eSIM':
        'select iccid from iccids i where partner_id = $1 and not exists (select 1 from esims e where e.partner_id = $1 and e.id = i.esim_id)',
      'a booking that was never told': `select id from bookings b where partner_id = $1 and not exists (select 1 from events e where e.partner_id = $1 and e.entity_id = b.id and e.type = 'booking.created')`,
      'an order of a traveler that is gone':
        'select id from provider_orders o where partner_id = $1 and not exists (select 1 from travelers t where t.partner_id = $1 and t.id = o.traveler_id)',
    };
    for (const [what, query] of Object.entries(orphans))
      assert.deepEqual(await hubby.sql<Json>(query, [key.partner_id]), [], what);
    assert.equal((await reset(key)).status, 200);
    assert.deepEqual([await rowsOf(key), (await hubby.ledger(key.partner_id)).orders], [{}, []]);
  });
});
