/**
 * Locks that SQL functions take, one race each: a second session holds what the function needs, the
 * function waits, and what the session wrote counts.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { DUE } from '../../src/jobs/index.ts';
import { short } from '../faults/steps.ts';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { holdLock, untilBlocked } from '../support/hold-lock.ts';
import { callback, esimRow, reportOf, withPackages } from '../support/usage-steps.ts';

let hubby: Hubby;
let receiver: Receiver;
before(async () => {
  hubby = await startHubby({ env: { HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1' } });
  receiver = await startReceiver();
});
after(async () => {
  await receiver.close();
  await hubby.close();
});

const bookFor = (key: CreatedPartner, who: object): Promise<Answer> =>
  hubby.call(
    'POST',
    '/api/bookings',
    {
      departure_date: IN_A_YEAR,
      package_specifications: [{ destination: 'GR', size: '1GB', ...who }],
    },
    { key },
  );

describe('a booking for a traveler', () => {
  const travelersOf = (key: CreatedPartner): Promise<Json[]> =>
    hubby.sql('select id, provider from travelers where partner_id = $1', [key.partner_id]);
  const ownerOf = async (answer: Answer): Promise<Json> => {
    assert.equal(answer.status, 201, answer.text);
    const [queue] = await hubby.sql(
      'select traveler_id, provider from package_queues where booking_id = $1',
      [answer.body.data.id],
    );
    return queue;
  };
  const ADD = `with t as (insert into travelers (partner_id, id, external_user_id, provider, created_at) values ($1, $2, $3, $4, now()))
    insert into traveler_emails (partner_id, email, traveler_id) select $1, $5, $2 where $5::text is not null`;
  const REMOVE = `with e as (delete from traveler_emails where partner_id = $1 and traveler_id = $2)
    delete from travelers where partner_id = $1 and id = $2`;

  for (const [how, provider, known] of [
    ['known with this provider', 'sandbox-one', 'external_user_id'],
    ['known without one', null, 'external_user_id'],
    ['known by e-mail', 'sandbox-one', 'email'],
  ] as const)
    it(`${how} who is being removed makes them anew`, async (t) => {
      const key = await hubby.newPartner();
      const id = `usr_${user()}`;
      const name = user();
      const email = known === 'email' ? `${name}@example.com` : null;
      const external = email === null ? name : null;
      await hubby.sql(ADD, [key.partner_id, id, external, provider, email]);
      const lock = await holdLock(hubby, REMOVE, [key.partner_id, id]);
      assert.equal(lock.rowCount, 1);
      t.after(lock.release);
      const booking = bookFor(
        key,
        email === null ? { external_user_id: name } : { email, esim_type: 'classic' },
      );
      await untilBlocked(hubby);
      await lock.commit();
      const { traveler_id } = await ownerOf(await booking);
      assert.notEqual(traveler_id, id);
      assert.deepEqual(
        (await travelersOf(key)).map((traveler) => traveler.id),
        [traveler_id],
      );
    });

  for (const known of ['external_user_id', 'email'] as const)
    it(`known by ${known} who is being removed redeems a code as somebody new`, async (t) => {
      const key = await hubby.newPartner();
      const [code] = (await bookFor(key, {})).body.data.promo_codes;
      const [id, name] = [`usr_${user()}`, user()];
      const email = known === 'email' ? `${name}@example.com` : null;
      const external = email === null ? name : null;
      await hubby.sql(ADD, [key.partner_id, id, external, null, email]);
      const lock = await holdLock(hubby, REMOVE, [key.partner_id, id]);
      t.after(lock.release);
      const redeeming = hubby.call(
        'POST',
        `/api/promo-codes/${code.promo_code}/redeem`,
        { [known]: email ?? name },
        { key },
      );
      await untilBlocked(hubby);
      await lock.commit();
      assert.equal(short(await redeeming), '200');
      const ids = (await travelersOf(key)).map((traveler) => traveler.id);
      assert.ok(ids.length === 1 && ids[0] !== id, ids.join());
    });

  it('whom another makes by the same e-mail at this moment makes no second one', async (t) => {
    const key = await hubby.newPartner();
    const [id, email] = [`usr_${user()}`, `${user()}@example.com`];
    const lock = await holdLock(hubby, ADD, [key.partner_id, id, null, 'sandbox-one', email]);
    t.after(lock.release);
    const booking = bookFor(key, { email, esim_type: 'classic' });
    await untilBlocked(hubby);
    await lock.commit();
    assert.equal((await ownerOf(await booking)).traveler_id, id);
    assert.equal((await travelersOf(key)).length, 1);
  });

  it('whom another makes with another provider at this moment is not booked at the first', async (t) => {
    const key = await hubby.newPartner();
    const [id, name] = [`usr_${user()}`, user()];
    const planned = await ownerOf(await bookFor(key, { external_user_id: user() }));
    const other = planned.provider === 'sandbox-one' ? 'sandbox-two' : 'sandbox-one';
    const lock = await holdLock(hubby, ADD, [key.partner_id, id, name, other, null]);
    t.after(lock.release);
    const booking = bookFor(key, { external_user_id: name });
    await untilBlocked(hubby);
    await lock.commit();
    // Planned anew: that provider does not sell it.
    assert.equal(short(await booking), '400 bundle_not_available');
    const found = (await travelersOf(key)).find((traveler) => traveler.id === id);
    assert.equal(found.provider, other);
  });
});

describe('a report of an eSIM', () => {
  it('goes on from what another wrote about it at this moment', async (t) => {
    const { iccid } = await withPackages(hubby);
    const { id, sequence } = await esimRow(hubby, iccid);
    const lock = await holdLock(hubby, 'update esims set sequence = sequence + 5 where id = $1', [
      id,
    ]);
    t.after(lock.release);
    const state_changed_at = new Date().toISOString();
    await callback(hubby, [reportOf(iccid, { state: 'INSTALLED', state_changed_at })]);
    const applying = DUE.reports(hubby.ctx, () => false);
    await untilBlocked(hubby);
    await lock.commit();
    await applying;
    assert.equal((await esimRow(hubby, iccid)).sequence, sequence + 6);
    const [event] = await hubby.sql(
      `select sequence from events where entity_id = $1 and type = 'esim.installed'`,
      [id],
    );
    assert.equal(event.sequence, sequence + 6);
  });
});

describe('deliveries', () => {
  /** A partner with an event that waits to be delivered. */
  async function withOneDue() {
    await hubby.drain();
    const key = await hubby.newPartner();
    const url = `${receiver.url}/${key.partner_id}`;
    await hubby.call('PUT', '/api/webhooks/settings', { url }, { key });
    await hubby.call('POST', '/api/sandbox/clock', { advance: '1h' }, { key });
    assert.equal((await bookFor(key, { external_user_id: user() })).status, 201);
    const [{ event_id }] = await hubby.sql(
      'select event_id from deliveries where partner_id = $1',
      [key.partner_id],
    );
    const row = async (): Promise<Json> =>
      (await hubby.sql('select * from deliveries where event_id = $1', [event_id]))[0];
    return { key, row, got: () => receiver.at(`/${key.partner_id}`) };
  }
  const deliver = (): Promise<unknown> => DUE.deliveries(hubby.ctx, () => false);

  it('wait for a clock that begins to move at this moment, and leave it alone then', async (t) => {
    const { key, row, got } = await withOneDue();
    const lock = await holdLock(
      hubby,
      `update partner_clocks set advancing_until = clock_timestamp() + interval '1 h' where partner_id = $1`,
      [key.partner_id],
    );
    assert.equal(lock.rowCount, 1);
    t.after(lock.release);
    const delivering = deliver();
    await untilBlocked(hubby);
    await lock.commit();
    await delivering;
    assert.deepEqual([got().length, (await row()).fence], [0, 0]);
    await hubby.sql('update partner_clocks set advancing_until = null where partner_id = $1', [
      key.partner_id,
    ]);
    await deliver();
    assert.equal(got().length, 1);
  });

  it('are not put aside for an endpoint that is switched on at this moment', async (t) => {
    const { key, row, got } = await withOneDue();
    const set = 'update webhook_endpoints set is_enabled = $2 where partner_id = $1';
    await hubby.sql(set, [key.partner_id, false]);
    const lock = await holdLock(hubby, set, [key.partner_id, true]);
    t.after(lock.release);
    const delivering = deliver();
    await untilBlocked(hubby);
    await lock.commit();
    await delivering;
    assert.notEqual((await row()).next_attempt_at, null);
    await deliver();
    assert.equal(got().length, 1);
  });

  it('that a worker has are neither taken by another nor put aside', async () => {
    const { key, row, got } = await withOneDue();
    await hubby.sql(
      `update deliveries set lease_until = clock_timestamp() + interval '1 h' where partner_id = $1`,
      [key.partner_id],
    );
    const held = await row();
    // Another event is due, so that somebody comes to look.
    assert.equal((await bookFor(key, { external_user_id: user() })).status, 201);
    await deliver();
    assert.equal(got().length, 1);
    assert.deepEqual(await row(), held);
    assert.equal((await bookFor(key, { external_user_id: user() })).status, 201);
    await hubby.sql('update webhook_endpoints set is_enabled = false where partner_id = $1', [
      key.partner_id,
    ]);
    await deliver();
    assert.deepEqual(await row(), held);
    assert.equal(got().length, 1);
  });
});
