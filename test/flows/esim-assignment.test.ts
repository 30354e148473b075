/** When the universal eSIM comes to be: one per traveler, whoever asks first. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ProviderUnclear } from '../../src/providers/provider.ts';
import { assertSound, gate, until } from '../faults/checks.ts';
import { book, dashboard, redeem, replaceProvider, short, tally } from '../faults/steps.ts';
import { IN_A_YEAR, startHubby, user, type Hubby } from '../harness.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const esims = (external_user_id: string) =>
  hubby.sql(
    `select e.* from esims e join travelers t on t.partner_id = e.partner_id and t.id = e.traveler_id where t.external_user_id = $1 order by e.time_assigned`,
    [external_user_id],
  );
const creations = (external_user_id: string) =>
  hubby.sql(
    `select o.* from provider_orders o join travelers t on t.id = o.traveler_id where o.kind = 'create_esim' and t.external_user_id = $1`,
    [external_user_id],
  );

describe('the eSIM at booking', () => {
  it('is one, for travelers booked in twenty bookings at once', async () => {
    const travelers = Array.from({ length: 6 }, user);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        hubby
          .call('POST', '/api/bookings', {
            departure_date: IN_A_YEAR,
            booking_id: `GROUP-${i}`,
            package_specifications: (i % 2 ? travelers : travelers.toReversed()).map(
              (external_user_id) => ({ external_user_id, destination: 'GR', size: '1GB' }),
            ),
          })
          .then(async (answer) => {
            if (i % 5 === 0) await hubby.drain();
            return answer;
          }),
      ),
    );
    assert.deepEqual(tally(answers), { 201: 20 });
    await hubby.drain();
    for (const traveler of travelers) {
      assert.equal((await esims(traveler)).length, 1);
      assert.equal((await creations(traveler)).length, 1);
    }
    assert.equal(
      (await hubby.ledger()).orders.filter((o) => o.order.kind === 'create_esim').length,
      6,
    );
    await assertSound(hubby.sql);
  });

  it('is one by a constraint, also for a booking that looked just before it was there', async () => {
    const external_user_id = user();
    await book(hubby, external_user_id);
    await hubby.drain();
    const [made] = await creations(external_user_id);
    assert.equal(made.state, 'confirmed');
    const again = () =>
      hubby.sql(
        `insert into provider_orders (id, partner_id, traveler_id, kind, provider, reference, state) values ($1, $2, $3, 'create_esim', 'sandbox-one', gen_random_uuid(), 'intent')`,
        [user(), made.partner_id, made.traveler_id],
      );
    await assert.rejects(again(), { constraint: 'provider_orders_one_creation' });
  });

  it('is one, however bookings and the worker interleave', async () => {
    for (let round = 0; round < 15; round++) {
      const external_user_id = user();
      const send = () =>
        hubby.call('POST', '/api/bookings', {
          departure_date: IN_A_YEAR,
          package_specifications: [{ external_user_id, destination: 'GR', size: '1GB' }],
        });
      await Promise.all([
        send(),
        hubby.drain(),
        send(),
        hubby.drain(),
        ...Array.from({ length: 6 }, async (_, i) => {
          await new Promise((r) => setTimeout(r, i * 3));
          await Promise.all([send(), hubby.drain()]);
        }),
      ]);
      await hubby.drain();
      assert.equal((await creations(external_user_id)).length, 1);
    }
  });

  it('is waited for by a redemption', async () => {
    const external_user_id = user();
    const { queues } = await book(hubby, external_user_id, { count: 3 });
    const door = gate();
    let calls = 0;
    const restore = replaceProvider(hubby, 'sandbox-one', (real) => ({
      createEsim: async (input) => {
        calls++;
        await door.wait();
        return real.createEsim(input);
      },
    }));
    const draining = hubby.drain();
    await door.reached;
    const redeeming = queues.map((queue) => redeem(hubby, external_user_id, queue.id));
    await until(
      'the redemptions look at the creation',
      async () => (await Promise.race([...redeeming, Promise.resolve('waiting')])) === 'waiting',
    );
    door.open();
    await draining;
    assert.deepEqual(tally(await Promise.all(redeeming)), { 200: 3 });
    restore();
    assert.equal(calls, 1);
    assert.equal((await esims(external_user_id)).length, 1);
    await assertSound(hubby.sql);
  });

  it('that takes too long is 409 redeem_in_progress, and nothing is lost', async () => {
    const external_user_id = user();
    const {
      queues: [queue],
    } = await book(hubby, external_user_id);
    const door = gate();
    const restore = replaceProvider(hubby, 'sandbox-one', (real) => ({
      createEsim: async (input) => {
        await door.wait();
        return real.createEsim(input);
      },
    }));
    const draining = hubby.drain();
    await door.reached;
    await hubby.sql(
      `update provider_orders set lease_until = clock_timestamp() + interval '5 min' where state <> 'confirmed'`,
    );
    const answer = await redeem(hubby, external_user_id, queue!.id);
    assert.equal(short(answer), '409 redeem_in_progress');
    assert.match(String(answer.headers['retry-after']), /^\d+$/);
    door.open();
    await draining;
    restore();
    assert.equal((await redeem(hubby, external_user_id, queue!.id)).status, 200);
    await assertSound(hubby.sql);
  });

  it('is made once by redemptions that come before the job', async () => {
    const external_user_id = user();
    const { queues } = await book(hubby, external_user_id, { count: 5 });
    const [answers] = await Promise.all([
      Promise.all(queues.map((q) => redeem(hubby, external_user_id, q.id))),
      hubby.drain(),
      hubby.drain(),
    ]);
    assert.deepEqual(tally(answers), { 200: 5 });
    assert.equal((await creations(external_user_id)).length, 1);
    await assertSound(hubby.sql);
  });

  it('stays when the booking is cancelled, and serves the next one', async () => {
    const external_user_id = user();
    const { id } = await book(hubby, external_user_id);
    await hubby.drain();
    const [before] = await esims(external_user_id);
    await hubby.call('DELETE', `/api/bookings/${id}`);
    const {
      queues: [queue],
    } = await book(hubby, external_user_id);
    await hubby.drain();
    const {
      body: { data },
    } = await redeem(hubby, external_user_id, queue!.id);
    assert.equal(data.current_esim.iccid, before.iccid);
    assert.equal((await esims(external_user_id)).length, 1);
  });
});

describe('the eSIM at redemption', () => {
  it('does not come to be before, and is one afterwards', async () => {
    const key = await hubby.newPartner('On demand', { esim_assignment: 'redemption' });
    const external_user_id = user();
    const { queues } = await book(hubby, external_user_id, { key, count: 4 });
    await hubby.drain('hurry');
    const {
      body: { data },
    } = await dashboard(hubby, external_user_id, key);
    assert.deepEqual(
      [
        data.user.has_universal_esim,
        data.user.current_universal_esim,
        data.current_esim,
        data.current_esim_packages,
      ],
      [false, null, null, []],
    );
    assert.deepEqual((await hubby.ledger(key.partner_id)).orders, []);
    assert.deepEqual(
      tally(await Promise.all(queues.map((q) => redeem(hubby, external_user_id, q.id, key)))),
      { 200: 4 },
    );
    assert.equal((await hubby.ledger(key.partner_id)).orders.length, 5);
    assert.equal((await esims(external_user_id)).length, 1);
    await assertSound(hubby.sql);
  });

  it('follows the setting of the moment', async () => {
    const key = await hubby.newPartner();
    const set = (esim_assignment: string | null) =>
      hubby.operator('PATCH', `/partners/${key.partner_id}/settings`, { esim_assignment });
    await set('redemption');
    const [one, two] = [user(), user()];
    await book(hubby, one, { key });
    await set(null);
    await book(hubby, two, { key });
    await hubby.drain();
    assert.deepEqual([(await esims(one)).length, (await esims(two)).length], [0, 1]);
    await book(hubby, one, { key });
    await hubby.drain();
    assert.equal((await esims(one)).length, 1);
  });
});

describe('a universal eSIM that was deleted from the device', () => {
  async function deleted(redeemedPackages: number) {
    const external_user_id = user();
    const { queues } = await book(hubby, external_user_id, { count: redeemedPackages + 2 });
    await hubby.drain();
    for (const queue of queues.slice(0, redeemedPackages))
      assert.equal((await redeem(hubby, external_user_id, queue.id)).status, 200);
    const [esim] = await esims(external_user_id);
    await hubby.sql(`update esims set status = 'DELETED' where id = $1`, [esim.id]);
    return { external_user_id, esim, open: queues.slice(redeemedPackages) };
  }

  it('without packages is archived and replaced, once, also by redemptions at once', async () => {
    const { external_user_id, esim, open } = await deleted(0);
    const answers = await Promise.all(open.map((q) => redeem(hubby, external_user_id, q.id)));
    assert.deepEqual(tally(answers), { 200: 2 });
    const after = await esims(external_user_id);
    assert.equal(after.length, 2);
    assert.notEqual(after.find((e) => e.id === esim.id).archived_at, null);
    const {
      body: { data },
    } = await dashboard(hubby, external_user_id);
    assert.notEqual(data.current_esim.iccid, esim.iccid);
    assert.equal(data.current_esim_packages.length, 2);
    await assertSound(hubby.sql);
  });

  it('with packages that are all used up, expired or cancelled is replaced too', async () => {
    const { external_user_id, esim, open } = await deleted(3);
    await hubby.sql(
      `update packages p set status = (array['DEPLETED', 'EXPIRED', 'CANCELLED'])[n] from (select id, row_number() over () as n from packages where esim_id = $1) x where x.id = p.id`,
      [esim.id],
    );
    const {
      body: { data },
    } = await redeem(hubby, external_user_id, open[0]!.id);
    assert.notEqual(data.current_esim.iccid, esim.iccid);
    assert.equal(data.current_esim_packages.length, 1);
  });

  it('with a live package is replaced, and what was never used comes over', async () => {
    const { external_user_id, esim, open } = await deleted(1);
    const {
      status,
      body: { data },
    } = await redeem(hubby, external_user_id, open[0]!.id);
    assert.equal(status, 200);
    assert.notEqual(data.current_esim.iccid, esim.iccid);
    await hubby.drain('hurry');
    const after = await esims(external_user_id);
    assert.equal(after.length, 2);
    assert.notEqual(after.find((e) => e.id === esim.id).archived_at, null);
    const shown = (await dashboard(hubby, external_user_id)).body.data;
    assert.deepEqual(
      [shown.current_esim.iccid, shown.current_esim_packages.length],
      [data.current_esim.iccid, 2],
    );
    await assertSound(hubby.sql);
  });

  it('is replaced while the outcome of a redemption onto it is open, and that package comes over too', async () => {
    const { external_user_id, esim, open } = await deleted(0);
    await hubby.sql(`update esims set status = 'ENABLED' where id = $1`, [esim.id]);
    const restore = replaceProvider(hubby, 'sandbox-one', (real) => ({
      addPackage: async (input) => {
        await real.addPackage(input);
        throw new ProviderUnclear('no answer');
      },
    }));
    assert.equal((await redeem(hubby, external_user_id, open[0]!.id)).status, 503);
    restore();
    await hubby.sql(`update esims set status = 'DELETED' where id = $1`, [esim.id]);
    const second = await redeem(hubby, external_user_id, open[1]!.id);
    assert.equal(second.status, 200);
    const { iccid } = second.body.data.current_esim;
    assert.notEqual(iccid, esim.iccid);
    await hubby.drain('hurry');
    const { data } = (await dashboard(hubby, external_user_id)).body;
    assert.deepEqual([data.current_esim.iccid, data.current_esim_packages.length], [iccid, 2]);
    await assertSound(hubby.sql);
  });
});
