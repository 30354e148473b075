/**
 * Ordered ahead: at an account that makes no eSIM without a package, the first one is ordered with
 * the booking, hidden until its queue is redeemed, and given back when nobody wants it.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { ProviderRefused, ProviderUnclear } from '../../src/providers/provider.ts';
import { assertSound, until } from '../faults/checks.ts';
import { assertUnavailable, dashboard, redeem, replaceProvider, tally } from '../faults/steps.ts';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { holdProvider } from '../support/hold-provider.ts';
import { eventsOf } from '../support/usage-steps.ts';

const THREE = 'sandbox-three';
let hubby: Hubby;
let key: CreatedPartner;
before(async () => {
  hubby = await startHubby();
  key = await hubby.newPartner('Ahead', { sandbox_telco: 'wholesaler' });
});
after(() => hubby.close());
beforeEach(async () => {
  await telco('allocation_ms = 60, stock_profiles = null');
  await setAhead(true);
});

const telco = (set: string): Promise<unknown> =>
  hubby.sql(`update telco.accounts set ${set} where name = 'sandbox-three'`);
async function setAhead(preorder: boolean, name = THREE): Promise<Answer> {
  return hubby.operator('PATCH', `/suppliers/${name}`, { preorder });
}
const IN_A_MONTH = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

type Booked = { who: string; id: string; queues: Json[] };
async function booked(
  count = 1,
  { who = user(), departure_date = IN_A_MONTH, partner = key } = {},
): Promise<Booked> {
  const answer = await hubby.call(
    'POST',
    '/api/bookings',
    {
      departure_date,
      package_specifications: Array.from({ length: count }, () => ({
        external_user_id: who,
        destination: 'GR',
        size: '1GB',
      })),
    },
    { key: partner },
  );
  assert.equal(answer.status, 201, answer.text);
  return { who, id: answer.body.data.id, queues: answer.body.data.package_queues };
}
/** Booked, and the telco has made what was ordered with it. */
async function ahead(count = 1): Promise<Booked & { iccid: string }> {
  const one = await booked(count);
  await settled(one.queues[0]!.id);
  const { current_esim } = await show(one.who);
  return { ...one, iccid: current_esim.iccid };
}
const settled = (queueId: string): Promise<Json> =>
  until('the preorder is held', async () => {
    await hubby.drain('hurry');
    const order = await preorderOf(queueId);
    return order?.preorder === 'held' && order;
  });
const preorderOf = async (queueId: string): Promise<Json> =>
  (
    await hubby.sql(
      'select * from provider_orders where queue_id = $1 order by created_at desc limit 1',
      [queueId],
    )
  )[0];
const show = async (who: string, partner = key): Promise<Json> =>
  (await dashboard(hubby, who, partner)).body.data;
const calls = async (): Promise<number> => (await hubby.ledger(key.partner_id)).calls.length;
const told = async (queue: Json): Promise<string[]> =>
  (
    await hubby.sql<{ type: string }>(
      `select type from events where data->>'package_queue_uuid' = $1 order by id`,
      [queue['uuid']],
    )
  ).map(({ type }) => type);
const play = async (iccid: string, what: string, body?: object): Promise<Json> => {
  const answer = await hubby.call('POST', `/api/sandbox/esims/${iccid}/${what}`, body, { key });
  assert.equal(answer.status, 200, answer.text);
  return answer.body.data;
};
const cancel = (id: string): Promise<Answer> =>
  hubby.call('DELETE', `/api/bookings/${id}`, undefined, { key });
/** The job has done what there is, until the package is so. */
const becomes = (queueId: string, preorder: string): Promise<Json> =>
  until(`the preorder is ${preorder}`, async () => {
    await hubby.drain('hurry');
    const order = await preorderOf(queueId);
    return order?.preorder === preorder && order;
  });

describe('a package that was ordered ahead', () => {
  it('comes with the eSIM after the booking, and is hidden', async () => {
    const { who, queues, iccid } = await ahead(2);
    const [queue, other] = queues as [Json, Json];
    const shown = await show(who);
    assert.deepEqual(
      [shown.user.has_universal_esim, shown.user.current_universal_esim],
      [true, iccid],
    );
    assert.deepEqual([shown.current_esim_packages, shown.current_esim.total_data], [[], 0]);
    assert.ok(shown.package_queues.every((q: Json) => q.redeemed_at === null));
    assert.deepEqual(await told(queue), []);
    assert.equal(await preorderOf(other.id), undefined, 'only the first');
    const steps = await hubby.call(
      'POST',
      '/api/native/instructions',
      { format: 'json', external_user_id: who },
      { key },
    );
    assert.equal(steps.body.data.state, 'not_installed');
    const orders = await hubby.operator('GET', '/orders?preorder=held');
    const [mine] = orders.body.data.filter((o: Json) => o.queue_id === queue.id);
    assert.ok(mine.at_stake.amount > 0, orders.text);
    await assertSound(hubby.sql);
  });

  it('is there when its queue is redeemed, and no supplier is asked', async () => {
    const { who, queues, iccid } = await ahead(2);
    const [queue, other] = queues as [Json, Json];
    const before = await calls();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => redeem(hubby, who, queue.id, key)),
    );
    assert.deepEqual(tally(answers), { '200': 1, '409 already_redeemed': 4 });
    assert.equal(await calls(), before);
    const answer = answers.find(({ status }) => status === 200)!;
    assert.equal(answer.body.data.current_esim.iccid, iccid);
    assert.equal(answer.body.data.current_esim_packages.length, 1);
    assert.deepEqual(await told(queue), ['package.provisioned']);
    assert.equal((await preorderOf(queue.id)).preorder, 'redeemed');
    const second = await redeem(hubby, who, other.id, key);
    assert.equal(second.body.data.current_esim_packages.length, 2, second.text);
    await assertSound(hubby.sql);
  });

  it('redeems its queue by its first use, once', async () => {
    const { who, queues, iccid } = await ahead();
    const [queue] = queues as [Json];
    await play(iccid, 'install');
    await play(iccid, 'enable');
    assert.equal((await show(who)).package_queues[0].redeemed_at, null);
    await play(iccid, 'consume', { bytes: 300_000_000, country: 'GR' });
    const shown = await show(who);
    assert.notEqual(shown.package_queues[0].redeemed_at, null);
    const [k] = shown.current_esim_packages;
    assert.equal(k.used_bytes, 300_000_000);
    assert.notEqual(k.date_activated, null);
    assert.deepEqual(
      (await told(queue)).filter((type) => type === 'package.provisioned'),
      ['package.provisioned'],
    );
    assert.deepEqual(await eventsOf(hubby, k.id), ['activated', '20']);
    await play(iccid, 'consume', { bytes: 1_000, country: 'GR' });
    assert.equal((await show(who)).current_esim_packages.length, 1);
    assert.equal((await redeem(hubby, who, queue.id, key)).body.error.type, 'already_redeemed');
    await assertSound(hubby.sql);
  });

  it('takes only what the packages that show do not', async () => {
    const { who, queues, iccid } = await ahead(2);
    const [queue, other] = queues as [Json, Json];
    assert.equal((await redeem(hubby, who, other.id, key)).status, 200);
    await play(iccid, 'install');
    await play(iccid, 'enable');
    await play(iccid, 'consume', { percent: 60 });
    assert.equal((await preorderOf(queue.id)).preorder, 'held');
    await play(iccid, 'consume', { bytes: 600_000_000, country: 'GR' });
    assert.equal((await preorderOf(queue.id)).preorder, 'redeemed');
    const { current_esim_packages: on } = await show(who);
    const used = on.map((k: Json) => k.used_bytes).sort((a: number, b: number) => a - b);
    assert.equal(used[1], on[0].total_bytes);
    assert.ok(used[0] > 0);
    await assertSound(hubby.sql);
  });

  it('is asked for while it waits, so that its first use is heard of', async () => {
    const { iccid } = await ahead();
    await hubby.sql(`update iccids set poll_at = now() where iccid = $1`, [iccid]);
    await hubby.sql(`update esims set last_updated = now() - interval '1 day' where iccid = $1`, [
      iccid,
    ]);
    const [row] = await hubby.sql(
      `select f.is_live, f.packages
       from esims e,
         esims_to_ask(jsonb_build_array(jsonb_build_object('partner_id', e.partner_id,
           'esims', jsonb_build_array(e.id))), array['ACTIVE']) f
       where e.iccid = $1`,
      [iccid],
    );
    assert.equal(row!['is_live'], true);
    assert.equal((row!['packages'] as Json[]).length, 1);
  });
});

describe('nothing is ordered ahead', () => {
  const nothing = async (one: Booked, partner = key): Promise<void> => {
    await hubby.drain('hurry');
    assert.equal((await show(one.who, partner)).user.has_universal_esim, false);
    assert.deepEqual(
      await hubby.sql(
        `select o.state
         from provider_orders o
         join travelers t on t.partner_id = o.partner_id and t.id = o.traveler_id
         where t.external_user_id = $1`,
        [one.who],
      ),
      [],
    );
  };

  it('where the account does not do so', async () => {
    await setAhead(false);
    await nothing(await booked());
  });

  it('for a partner whose eSIMs come with the redemption', async () => {
    const partner = await hubby.newPartner('Late', {
      sandbox_telco: 'wholesaler',
      esim_assignment: 'redemption',
    });
    await nothing(await booked(1, { partner }), partner);
  });

  it('for a trip after the time in which the package has to begin', async () => {
    const far = new Date(Date.now() + 380 * 86_400_000).toISOString().slice(0, 10);
    const one = await booked(1, { departure_date: far });
    await nothing(one);
    assert.ok(far > IN_A_YEAR);
    assert.equal((await redeem(hubby, one.who, one.queues[0]!.id, key)).status, 200);
  });

  it('where days count from the order', async (t) => {
    await setStarts('order');
    t.after(() => setStarts('first_use'));
    await nothing(await booked());
  });
  async function setStarts(starts: string): Promise<void> {
    await hubby.sql(`update sources set starts = $1 where account = $2`, [starts, THREE]);
    await hubby.sql(
      `update shared_values set value = (value::bigint + 1)::text where key = 'catalog_version'`,
    );
    await hubby.ctx.catalog.refresh();
  }

  it('at kinds that make eSIMs without a package', async () => {
    const refused = await setAhead(true, 'sandbox-one');
    assert.equal(refused.status, 400, refused.text);
    assert.equal(refused.body.error.details[0].field, 'preorder');
  });
});

describe('while it is being ordered', () => {
  it('a redemption of its queue takes the order over', async () => {
    await telco('allocation_ms = 3600000');
    const { who, queues } = await booked(1);
    const [queue] = queues as [Json];
    await hubby.drain();
    assert.equal((await preorderOf(queue.id)).state, 'pending');
    const waiting = redeem(hubby, who, queue.id, key);
    await until('it is taken over', async () => (await preorderOf(queue.id)).preorder === null);
    await hubby.sql(`update telco.orders set allocate_at = now() where allocate_at is not null`);
    const answer = await waiting;
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(await told(queue), ['package.provisioned']);
    await assertSound(hubby.sql);
  });

  it('redemptions of its queue and of another at once make one eSIM with both', async (t) => {
    const held = holdProvider(hubby, 'createEsim', { name: THREE, when: 'after', times: 1 });
    t.after(held.release);
    const { who, queues } = await booked(2);
    const draining = hubby.drain();
    await held.reached;
    const answers = queues.map(({ id }) => redeem(hubby, who, id, key));
    await until(
      'the order is taken over',
      async () => (await preorderOf(queues[0]!.id)).preorder === null,
    );
    held.release();
    await draining;
    for (const answer of await Promise.all(answers)) assert.equal(answer.status, 200, answer.text);
    const { esims } = await show(who);
    assert.equal(esims.length, 1);
    assert.equal(esims[0].packages.length, 2);
    await assertSound(hubby.sql);
  });

  it('nothing goes elsewhere or is sent again from an order that is unclear', async (t) => {
    const restore = replaceProvider(hubby, THREE, (real) => ({
      createEsim: async (input) => {
        await real.createEsim(input);
        throw new ProviderUnclear('no answer');
      },
      findByReference: () => Promise.reject(new ProviderUnclear('no answer')),
    }));
    t.after(restore);
    const { who, queues } = await booked(2);
    await hubby.drain();
    assertUnavailable(await redeem(hubby, who, queues[1]!.id, key), 'unknown');
    restore();
    assert.equal((await redeem(hubby, who, queues[1]!.id, key)).status, 200);
    assert.equal((await redeem(hubby, who, queues[0]!.id, key)).status, 200);
    assert.equal((await show(who)).esims.length, 1);
    await assertSound(hubby.sql);
  });

  it('a refusal is tried again, and nobody is told', async () => {
    await telco('stock_profiles = 0');
    const { who, queues } = await booked();
    await hubby.drain('hurry');
    assert.deepEqual(await told(queues[0]!), []);
    assert.equal((await show(who)).user.has_universal_esim, false);
    await telco('stock_profiles = null');
    await hubby.sql(`update provider_orders set next_attempt_at = now() where queue_id = $1`, [
      queues[0]!.id,
    ]);
    await settled(queues[0]!.id);
  });

  it('what was accepted and given up is ordered anew, under another reference', async () => {
    await telco('allocation_ms = 3600000');
    const { who, queues } = await booked();
    const [queue] = queues as [Json];
    await hubby.drain();
    assert.equal((await preorderOf(queue.id)).state, 'pending');
    await telco('stock_profiles = 0');
    await hubby.sql(`update telco.orders set allocate_at = now() where allocate_at is not null`);
    await until('it is given up', async () => {
      await hubby.drain();
      const rejected = await hubby.sql(
        `select 1 from provider_orders where queue_id = $1 and state = 'rejected'`,
        [queue.id],
      );
      return rejected.length > 0;
    });
    assert.deepEqual(await told(queue), []);
    await telco('stock_profiles = null, allocation_ms = 60');
    await hubby.sql(
      `update provider_orders o
       set next_attempt_at = now()
       from travelers t
       where t.id = o.traveler_id and t.external_user_id = $1 and o.state = 'intent'`,
      [who],
    );
    assert.notEqual((await settled(queue.id)).reference, queue.uuid);
    assert.equal((await redeem(hubby, who, queue.id, key)).status, 200);
    await assertSound(hubby.sql);
  });

  it('and the process dies: the worker finds it, and nothing is bought twice', async (t) => {
    const held = holdProvider(hubby, 'createEsim', { name: THREE, when: 'after', times: 1 });
    t.after(held.release);
    const { queues } = await booked();
    const [queue] = queues as [Json];
    const draining = hubby.drain();
    await held.reached;
    await hubby.sql(
      `update provider_orders
       set lease_until = now(), next_attempt_at = now()
       where queue_id = $1`,
      [queue.id],
    );
    await settled(queue.id);
    held.release();
    await draining;
    assert.equal((await preorderOf(queue.id)).preorder, 'held');
    await assertSound(hubby.sql);
  });
});

describe('a booking with a package that was ordered ahead', () => {
  it('can be cancelled, and the package and its eSIM are given back', async () => {
    const { who, id, queues } = await ahead();
    const [queue] = queues as [Json];
    assert.equal((await cancel(id)).status, 200);
    await becomes(queue.id, 'cancelled');
    const shown = await show(who);
    assert.equal(shown.user.has_universal_esim, false);
    assert.deepEqual(shown.package_queues, []);
    await assertSound(hubby.sql);
    const next = await booked(1, { who });
    await settled(next.queues[0]!.id);
    assert.equal((await redeem(hubby, who, next.queues[0]!.id, key)).status, 200);
    await assertSound(hubby.sql);
  });

  it('can be changed', async () => {
    const { who, id, queues } = await ahead();
    const changed = await hubby.call('PATCH', `/api/bookings/${id}`, { locale: 'nl' }, { key });
    assert.equal(changed.status, 200, changed.text);
    assert.equal((await redeem(hubby, who, queues[0]!.id, key)).status, 200);
  });

  it('is cancelled while the order is under way: what it makes is given back', async (t) => {
    const held = holdProvider(hubby, 'createEsim', { name: THREE, when: 'before', times: 1 });
    t.after(held.release);
    const { id, queues } = await booked();
    const draining = hubby.drain();
    await held.reached;
    assert.equal((await cancel(id)).status, 200);
    held.release();
    await draining;
    await becomes(queues[0]!.id, 'cancelled');
    await assertSound(hubby.sql);
  });

  it('is cancelled before the order leaves: it does not leave', async () => {
    const { id, queues } = await booked();
    await telco('stock_profiles = 0');
    await hubby.drain();
    const before = await calls();
    assert.equal((await cancel(id)).status, 200);
    await telco('stock_profiles = null');
    await hubby.sql(`update provider_orders set next_attempt_at = now() where queue_id = $1`, [
      queues[0]!.id,
    ]);
    await hubby.drain('hurry');
    const order = await preorderOf(queues[0]!.id);
    assert.ok(order === undefined || order.state === 'rejected', JSON.stringify(order));
    const made = (await hubby.ledger(key.partner_id)).orders.filter(
      (o: Json) => o.reference === queues[0]!.uuid && o.failure === null,
    );
    assert.deepEqual(made, []);
    assert.ok((await calls()) >= before);
  });

  for (const [what, cancelPackage, word] of [
    ['does not take it back', () => Promise.reject(new ProviderRefused('rejected', 'no')), 'lost'],
    ['will decide later', () => Promise.resolve('requested' as const), 'cancel_requested'],
  ] as const)
    it(`shows the operator what its supplier ${what}, with its money`, async (t) => {
      const { id, queues } = await ahead();
      t.after(replaceProvider(hubby, THREE, () => ({ cancelPackage })));
      assert.equal((await cancel(id)).status, 200);
      await becomes(queues[0]!.id, word);
      const list = await hubby.operator('GET', `/orders?preorder=${word}`);
      const [mine] = list.body.data.filter((o: Json) => o.queue_id === queues[0]!.id);
      assert.ok(mine.at_stake.amount > 0, list.text);
    });

  it('asks again where the supplier does not answer', async (t) => {
    const { id, queues } = await ahead();
    const restore = replaceProvider(hubby, THREE, () => ({
      cancelPackage: () => Promise.reject(new ProviderUnclear('no answer')),
    }));
    t.after(restore);
    assert.equal((await cancel(id)).status, 200);
    await becomes(queues[0]!.id, 'cancelling');
    restore();
    await hubby.sql(`update provider_orders set preorder_due_at = now() where queue_id = $1`, [
      queues[0]!.id,
    ]);
    await becomes(queues[0]!.id, 'cancelled');
  });
});

describe('an eSIM with a package that was ordered ahead', () => {
  it('is replaced by the next redemption, which orders anew', async () => {
    const { who, queues, iccid } = await ahead();
    const [queue] = queues as [Json];
    const replaced = await hubby.call(
      'POST',
      '/api/native/replace-esim',
      { external_user_id: who, reason: 'broken' },
      { key },
    );
    assert.deepEqual(
      [replaced.status, replaced.body.error.type],
      [409, 'nothing_to_move'],
      replaced.text,
    );
    await becomes(queue.id, 'cancelled');
    const answer = await redeem(hubby, who, queue.id, key);
    assert.equal(answer.status, 200, answer.text);
    assert.notEqual(answer.body.data.current_esim.iccid, iccid);
    await assertSound(hubby.sql);
  });

  it('is gone from the device when its queue is redeemed: it is ordered anew', async () => {
    const { who, queues, iccid } = await ahead();
    await play(iccid, 'install');
    await play(iccid, 'remove');
    const answer = await redeem(hubby, who, queues[0]!.id, key);
    assert.equal(answer.status, 200, answer.text);
    assert.notEqual(answer.body.data.current_esim.iccid, iccid);
    const orders = await hubby.sql(
      `select preorder from provider_orders where queue_id = $1 order by created_at`,
      [queues[0]!.id],
    );
    assert.equal(orders.length, 2);
  });
});
