/**
 * The provisioning protocol against a telco that times out, answers oddly, or is slow; and the way
 * to the next provider.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { takeOrder, type Order } from '../../src/domain/esims/provisioning/orders.ts';
import { runOrder } from '../../src/domain/esims/provisioning/run-order.ts';
import {
  ProviderNotReached,
  ProviderRefused,
  ProviderUnclear,
} from '../../src/providers/provider.ts';
import { assertSound, gate, until } from '../faults/checks.ts';
import {
  assertUnavailable,
  book,
  dashboard,
  fail,
  orderOf,
  redeem,
  replaceProvider,
  short,
} from '../faults/steps.ts';
import { IN_A_YEAR, startHubby, user, type Hubby } from '../harness.ts';
import { tiersOf } from '../support/about-orders.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

/** A traveler with an eSIM and one queue. */
async function ready() {
  const external_user_id = user();
  const {
    id,
    queues: [queue],
  } = await book(hubby, external_user_id);
  await hubby.drain();
  return { external_user_id, booking: id, queue: queue! };
}
const packages = (queueId: string) =>
  hubby.sql('select * from packages where queue_id = $1', [queueId]);
const atTelco = (uuid: string) =>
  hubby.sql('select * from telco.orders where reference = $1', [uuid]);
const callsAtTelco = (uuid: string) =>
  hubby.sql('select outcome, fault from telco.calls where reference = $1 order by id', [uuid]);
const makeDue = (id: string) =>
  hubby.sql(`update provider_orders set next_attempt_at = clock_timestamp() where id = $1`, [id]);
const secondsToNext = async (id: string): Promise<number | null> =>
  (
    await hubby.sql(
      `select round(extract(epoch from next_attempt_at - updated_at))::int as s from provider_orders where id = $1`,
      [id],
    )
  )[0].s;

describe('an unclear answer', () => {
  it('is 503 unknown; a later call resumes by look-up and gives 200', async () => {
    const { external_user_id, queue } = await ready();
    await fail(hubby, 'timeout');
    assertUnavailable(await redeem(hubby, external_user_id, queue.id), 'unknown');
    assert.equal((await packages(queue.id)).length, 0);
    assert.equal((await redeem(hubby, external_user_id, queue.id)).status, 200);
    assert.deepEqual(
      await callsAtTelco(queue.uuid),
      [{ outcome: 'provisioned', fault: 'timeout' }],
      'asked, not sent again',
    );
    await assertSound(hubby.sql);
  });

  it('is finished by the sweep alone', async () => {
    const { external_user_id, queue } = await ready();
    await fail(hubby, 'timeout');
    assertUnavailable(await redeem(hubby, external_user_id, queue.id), 'unknown');
    assert.equal(await secondsToNext((await orderOf(hubby, queue.id)).id), 2);
    await hubby.drain('hurry');
    const {
      body: { data },
    } = await dashboard(hubby, external_user_id);
    assert.notEqual(data.package_queues[0].redeemed_at, null);
    assert.equal(data.current_esim_packages.length, 1);
    assert.equal(short(await redeem(hubby, external_user_id, queue.id)), '409 already_redeemed');
    await assertSound(hubby.sql);
  });

  it('is sent again only after the telco has said that it has nothing', async () => {
    const { external_user_id, queue } = await ready();
    const asked: string[] = [];
    const restore = replaceProvider(hubby, 'sandbox-one', (real) => ({
      addPackage: (input) => {
        asked.push('send');
        return real.addPackage(input);
      },
      findByReference: async (sent) => {
        const found = await real.findByReference(sent);
        asked.push(found === null ? 'none' : 'found');
        return found;
      },
    }));
    await fail(hubby, 'error');
    assertUnavailable(await redeem(hubby, external_user_id, queue.id), 'unknown');
    await hubby.drain('hurry');
    restore();
    assert.deepEqual(asked, ['send', 'none', 'send']);
    assert.deepEqual(
      (await callsAtTelco(queue.uuid)).map((c) => c.outcome),
      ['fault', 'provisioned'],
    );
  });

  it('looks up after 2 s, 10 s, 1 min, 5 min and 15 min, then asks the operator', async () => {
    const { external_user_id, queue } = await ready();
    let calls = 0;
    const restore = replaceProvider(hubby, 'sandbox-one', () => ({
      addPackage: async () => {
        calls++;
        throw new ProviderUnclear('no answer');
      },
      findByReference: async () => {
        throw new ProviderUnclear('no answer');
      },
    }));
    try {
      assertUnavailable(await redeem(hubby, external_user_id, queue.id), 'unknown');
      const { id } = await orderOf(hubby, queue.id);
      for (const seconds of [2, 10, 60, 300, 900]) {
        assert.equal(await secondsToNext(id), seconds);
        // Impatient callers learn nothing new and change nothing of the schedule.
        const before = (await orderOf(hubby, queue.id)).next_attempt_at;
        assertUnavailable(await redeem(hubby, external_user_id, queue.id), 'unknown');
        assert.deepEqual((await orderOf(hubby, queue.id)).next_attempt_at, before);
        await makeDue(id);
        await hubby.drain();
      }
      assert.equal(calls, 1);
      assert.equal((await orderOf(hubby, queue.id)).state, 'needs_review');
      assertUnavailable(await redeem(hubby, external_user_id, queue.id), 'needs_review');
    } finally {
      restore();
    }
  });

  it('does not count attempts that certainly made nothing as look-ups', async () => {
    const external_user_id = user();
    const key = await hubby.newPartner();
    const restore = replaceProvider(hubby, 'sandbox-one', () => ({
      createEsim: async () => {
        throw new ProviderNotReached('closed');
      },
    }));
    await book(hubby, external_user_id, { key });
    // Thirty attempts.
    await hubby.drain('hurry');
    restore();
    const [waiting] = await hubby.sql('select * from provider_orders where partner_id = $1', [
      key.partner_id,
    ]);
    assert.deepEqual([waiting.state, waiting.sends], ['intent', 0]);
    await fail(hubby, 'timeout', 1, key);
    await makeDue(waiting.id);
    await hubby.drain();
    assert.equal(
      (await hubby.sql('select state from provider_orders where id = $1', [waiting.id]))[0].state,
      'unknown',
    );
    assert.equal(await secondsToNext(waiting.id), 2);
    await hubby.drain('hurry');
    assert.equal(
      (await dashboard(hubby, external_user_id, key)).body.data.user.has_universal_esim,
      true,
    );
    await assertSound(hubby.sql);
  });

  it('of a telco that never does it ends as a queue that is redeemable again', async () => {
    const { external_user_id, queue } = await ready();
    const restore = replaceProvider(hubby, 'sandbox-one', () => ({
      addPackage: async () => {
        throw new ProviderUnclear('no answer');
      },
    }));
    assertUnavailable(await redeem(hubby, external_user_id, queue.id), 'unknown');
    await hubby.drain('hurry');
    restore();
    assert.deepEqual(
      [(await orderOf(hubby, queue.id)).state, (await orderOf(hubby, queue.id)).sends],
      ['rejected', 5],
    );
    assert.equal((await redeem(hubby, external_user_id, queue.id)).status, 200);
    await assertSound(hubby.sql);
  });

  it('of an eSIM that never comes is tried for as long as it takes', async () => {
    const external_user_id = user();
    const restore = replaceProvider(hubby, 'sandbox-one', () => ({
      createEsim: async () => {
        throw new ProviderUnclear('no answer');
      },
    }));
    await book(hubby, external_user_id);
    // Thirty attempts.
    await hubby.drain('hurry');
    restore();
    await hubby.drain('hurry');
    assert.equal(
      (await dashboard(hubby, external_user_id)).body.data.user.has_universal_esim,
      true,
    );
    await assertSound(hubby.sql);
  });

  it('at a telco without idempotency counts as "nothing" only after a while', async () => {
    const { external_user_id, queue } = await ready();
    let sends = 0;
    const restore = replaceProvider(hubby, 'sandbox-one', (real) => ({
      ...tiersOf('T2'),
      addPackage: (input) => {
        if (++sends === 1) throw new ProviderUnclear('reset');
        return real.addPackage(input);
      },
    }));
    try {
      assertUnavailable(await redeem(hubby, external_user_id, queue.id), 'unknown');
      assertUnavailable(await redeem(hubby, external_user_id, queue.id), 'unknown');
      assert.equal(sends, 1, 'the first call may still be at work');
      await hubby.sql(
        `update provider_orders set sent_at = sent_at - interval '3 s' where queue_id = $1`,
        [queue.id],
      );
      assert.equal((await redeem(hubby, external_user_id, queue.id)).status, 200);
      assert.equal(sends, 2);
    } finally {
      restore();
    }
  });

  it('"certainly not sent" is 503 not_reached and sent by the next call', async () => {
    const { external_user_id, queue } = await ready();
    const restore = replaceProvider(hubby, 'sandbox-one', () => ({
      addPackage: async () => {
        throw new ProviderNotReached('connection refused');
      },
    }));
    assertUnavailable(await redeem(hubby, external_user_id, queue.id), 'not_reached');
    restore();
    assert.equal((await redeem(hubby, external_user_id, queue.id)).status, 200);
    assert.equal((await callsAtTelco(queue.uuid)).length, 1);
  });
});

describe('a telco that can neither be asked nor called twice (T3)', () => {
  it('parks an unclear answer and never sends it again', async () => {
    const { external_user_id, queue } = await ready();
    let sends = 0;
    const restore = replaceProvider(hubby, 'sandbox-one', (real) => ({
      ...tiersOf('T3'),
      addPackage: async (input) => {
        sends++;
        await real.addPackage(input);
        throw new ProviderUnclear('no answer');
      },
      findByReference: () => assert.fail('T3 is not asked'),
    }));
    try {
      assertUnavailable(await redeem(hubby, external_user_id, queue.id), 'unknown');
      assertUnavailable(await redeem(hubby, external_user_id, queue.id), 'needs_review');
      for (let i = 0; i < 3; i++) await hubby.drain('hurry');
      assertUnavailable(await redeem(hubby, external_user_id, queue.id), 'needs_review');
      assert.equal(sends, 1);
    } finally {
      restore();
    }
    const order = await orderOf(hubby, queue.id);
    const [there] = await atTelco(queue.uuid);
    const adopted = await hubby.operator('POST', `/orders/${order.id}/adopt`, {
      provider_order_id: String(there.id),
    });
    assert.equal(adopted.status, 200, adopted.text);
    await assertSound(hubby.sql);
  });

  it('sends once more for each time that the operator says so', async () => {
    const { external_user_id, queue } = await ready();
    let sends = 0;
    let works = false;
    const restore = replaceProvider(hubby, 'sandbox-one', (real) => ({
      ...tiersOf('T3'),
      addPackage: async (input) => {
        sends++;
        if (works) return real.addPackage(input);
        throw new ProviderUnclear('no answer');
      },
      findByReference: () => assert.fail('T3 is not asked'),
    }));
    try {
      assertUnavailable(await redeem(hubby, external_user_id, queue.id), 'unknown');
      await hubby.drain('hurry');
      const { id } = await orderOf(hubby, queue.id);
      assert.equal((await hubby.operator('POST', `/orders/${id}/retry`)).status, 200);
      for (let i = 0; i < 3; i++) await hubby.drain('hurry');
      assert.equal(sends, 2, 'an unclear answer to the retry is parked like the first');
      assert.equal((await orderOf(hubby, queue.id)).state, 'needs_review');
      works = true;
      await hubby.operator('POST', `/orders/${id}/retry`);
      await hubby.drain('hurry');
      assert.equal(sends, 3);
      assert.equal((await packages(queue.id)).length, 1);
    } finally {
      restore();
    }
  });

  it('sends what certainly has not left, also after a crash before the call', async () => {
    const { external_user_id, queue } = await ready();
    let works = false;
    const restore = replaceProvider(hubby, 'sandbox-one', (real) => ({
      ...tiersOf('T3'),
      addPackage: async (input) => {
        if (works) return real.addPackage(input);
        throw new ProviderNotReached('refused');
      },
    }));
    try {
      assertUnavailable(await redeem(hubby, external_user_id, queue.id), 'not_reached');
      const { id } = await orderOf(hubby, queue.id);
      // Taken by a process that died before it sent.
      await hubby.ctx.db.tx((tx) => takeOrder(tx, id, -1));
      works = true;
      await hubby.drain('hurry');
      assert.equal((await packages(queue.id)).length, 1);
      await assertSound(hubby.sql);
    } finally {
      restore();
    }
  });
});

describe('an odd answer', () => {
  it('"pending" is neither success nor failure', async () => {
    const { external_user_id, queue } = await ready();
    let pending = true;
    const restore = replaceProvider(hubby, 'sandbox-one', (real) => ({
      addPackage: async (input) => ({ ...(await real.addPackage(input)), status: 'pending' }),
      findByReference: async (sent) => {
        const found = await real.findByReference(sent);
        return found === null || !pending ? found : { ...found, status: 'pending' };
      },
    }));
    try {
      assertUnavailable(await redeem(hubby, external_user_id, queue.id), 'pending');
      assert.equal((await packages(queue.id)).length, 0);
      pending = false;
      assert.equal((await redeem(hubby, external_user_id, queue.id)).status, 200);
      assert.equal((await atTelco(queue.uuid)).length, 1);
    } finally {
      restore();
    }
  });

  const odd: Record<
    string,
    (order: {
      template_id: string | null;
      kind: string;
      package_id: string | null;
      status: string;
      reference: string;
    }) => object
  > = {
    'another template': () => ({ template_id: 'another' }),
    'another kind': () => ({ kind: 'create_esim' }),
    'no package': () => ({ package_id: null }),
    'another reference': () => ({ reference: 'another' }),
    'a cancelled order': () => ({ status: 'cancelled' }),
  };
  for (const [what, change] of Object.entries(odd)) {
    it(`${what} goes to review, with the evidence`, async () => {
      const { external_user_id, queue } = await ready();
      const restore = replaceProvider(hubby, 'sandbox-one', (real) => ({
        addPackage: async (input) => {
          const made = await real.addPackage(input);
          return { ...made, ...change(made) } as typeof made;
        },
      }));
      try {
        assertUnavailable(await redeem(hubby, external_user_id, queue.id), 'needs_review');
      } finally {
        restore();
      }
      const order = await orderOf(hubby, queue.id);
      assert.equal(order.state, 'needs_review');
      assert.equal(
        order.evidence.at(-1).provider_order_id,
        String((await atTelco(queue.uuid))[0].id),
      );
      assert.equal((await packages(queue.id)).length, 0);
      assert.equal(
        (await hubby.operator('POST', `/orders/${order.id}/adopt`, {})).status,
        200,
        'what the telco really has is right',
      );
      await assertSound(hubby.sql);
    });
  }

  it("an ICCID that is another traveler's already goes to review", async () => {
    const other = await ready();
    const {
      body: { data },
    } = await dashboard(hubby, other.external_user_id);
    const external_user_id = user();
    const key = await hubby.newPartner();
    await book(hubby, external_user_id, { key });
    const restore = replaceProvider(hubby, 'sandbox-one', (real) => ({
      createEsim: async (input) => {
        const made = await real.createEsim(input);
        const { iccid } = data.current_esim;
        return { ...made, iccid, profile: { ...made.profile!, iccid } };
      },
    }));
    await hubby.drain();
    restore();
    const [order] = await hubby.sql('select * from provider_orders where partner_id = $1', [
      key.partner_id,
    ]);
    assert.equal(order.state, 'needs_review');
    assert.equal(order.evidence.at(-1).iccid, data.current_esim.iccid);
    assert.equal((await dashboard(hubby, external_user_id, key)).body.data.current_esim, null);
    assert.equal(
      (await hubby.sql('select 1 from iccids where iccid = $1', [data.current_esim.iccid])).length,
      1,
    );
    await hubby.operator('POST', `/orders/${order.id}/adopt`, {});
    assert.equal(
      (await dashboard(hubby, external_user_id, key)).body.data.user.has_universal_esim,
      true,
    );
    await assertSound(hubby.sql);
  });

  it('an order of a provider that is no longer there goes to review', async () => {
    const { external_user_id, queue } = await ready();
    await fail(hubby, 'error');
    assertUnavailable(await redeem(hubby, external_user_id, queue.id), 'unknown');
    const before = hubby.ctx.providers;
    hubby.ctx.providers = new Map([...before].filter(([name]) => name !== 'sandbox-one'));
    await hubby.drain('hurry');
    hubby.ctx.providers = before;
    const order = await orderOf(hubby, queue.id);
    assert.equal(order.state, 'needs_review');
    assert.equal((await hubby.operator('POST', `/orders/${order.id}/retry`)).status, 200);
    await hubby.drain('hurry');
    assert.equal((await packages(queue.id)).length, 1);
  });
});

describe('fencing', () => {
  /**
   * A call hangs after the telco has done its work; meanwhile its lease runs out and the sweep
   * takes over.
   */
  async function takenOver(late: 'answers' | 'refuses' | 'fails') {
    const { external_user_id, queue } = await ready();
    const door = gate();
    const restore = replaceProvider(hubby, 'sandbox-one', (real) => ({
      addPackage: async (input) => {
        const made = await real.addPackage(input);
        await door.wait();
        if (late === 'refuses') throw new ProviderRefused('out_of_stock', 'late');
        if (late === 'fails') throw new ProviderUnclear('late');
        return made;
      },
    }));
    const slow = redeem(hubby, external_user_id, queue.id);
    await door.reached;
    assert.equal(
      short(await Promise.race([slow, Promise.resolve({ status: 299 } as never)])),
      '299',
      'still under way',
    );
    await hubby.sql(
      `update provider_orders set lease_until = clock_timestamp() - interval '1 s', next_attempt_at = clock_timestamp() where queue_id = $1`,
      [queue.id],
    );
    await hubby.drain();
    const settled = await orderOf(hubby, queue.id);
    assert.equal(settled.state, 'confirmed');
    door.open();
    const answer = await slow;
    restore();
    assert.deepEqual(await orderOf(hubby, queue.id), settled, 'the late answer changes nothing');
    assert.equal((await packages(queue.id)).length, 1);
    await assertSound(hubby.sql);
    return answer;
  }
  it('makes a late answer void', async () => {
    assert.equal((await takenOver('answers')).status, 200);
  });
  it('makes a late refusal void', async () => {
    assert.equal((await takenOver('refuses')).status, 200);
  });
  it('makes a late failure void', async () => {
    assert.equal((await takenOver('fails')).status, 200);
  });

  it('sends nothing once the lease is lost', async () => {
    const { external_user_id, queue } = await ready();
    const restore = replaceProvider(hubby, 'sandbox-one', () => ({
      addPackage: async () => {
        throw new ProviderNotReached('refused');
      },
    }));
    await redeem(hubby, external_user_id, queue.id);
    restore();
    const { id } = await orderOf(hubby, queue.id);
    const slow = (await hubby.ctx.db.tx((tx) => takeOrder(tx, id, -1))) as Order;
    const fast = (await hubby.ctx.db.tx((tx) => takeOrder(tx, id, 10_000))) as Order;
    assert.equal(fast.fence, slow.fence + 1);
    assert.equal(await runOrder(hubby.ctx, slow), 'superseded');
    assert.equal((await callsAtTelco(queue.uuid)).length, 0);
    assert.equal(
      await hubby.ctx.db.tx((tx) => takeOrder(tx, id, 10_000)),
      undefined,
      'a lease is not shared',
    );
    assert.equal(await runOrder(hubby.ctx, fast), 'confirmed');
    assert.equal(await runOrder(hubby.ctx, fast), 'superseded');
    assert.equal((await atTelco(queue.uuid)).length, 1);
    await assertSound(hubby.sql);
  });
});

describe('the next provider', () => {
  let two: Hubby;
  before(async () => {
    two = await startHubby();
    const row = (
      id: string,
      provider: string,
      article: string,
      days: number,
      cost: number,
    ): string =>
      `pkg_${id},GR,data-limited,1GB,365,1 GB,universal,,,4.00,6.00,EUR,100,true,t-${article},${provider},GRC,,${cost},365,,,,,1100000000,${days}`;
    const csv = [
      'bundle_id,destination,type,size,duration_in_days,label,esim_types,traffic_policy,throttling,b2b_price,b2c_price,currency,priority,is_active,template_id,provider,coverage,imsi,cost,activation_window_days,destination_tier,destination_name,destination_countries,topup_template_id,delivered_bytes,delivered_days',
      row('one', 'sandbox-one', 'one', 365, 1),
      row('one', 'sandbox-two', 'two', 400, 2),
      row('one', 'sandbox-two', 'dear', 400, 3),
      row('two', 'sandbox-two', 'alone', 365, 1),
      ...['one', 'two'].map((n) =>
        row('es', `sandbox-${n}`, `es-${n}`, 365, n === 'one' ? 1 : 2)
          .replace(',GR,', ',ES,')
          .replace(',GRC,', ',ESP,'),
      ),
      'pkg_only,IT,data-limited,2GB,365,2 GB,universal,,,4.00,6.00,EUR,100,true,t-only,sandbox-one,ITA,,1,365,,,,,,',
    ].join('\n');
    const imported = await two.operator('POST', '/catalog/import', csv);
    assert.equal(imported.status, 200, imported.text);
  });
  after(() => two.close());
  const stock = (one: number | null, other: number | null) =>
    two.sql(
      `update telco.accounts set stock_profiles = case name when 'sandbox-one' then $1::int else $2::int end`,
      [one, other],
    );
  const queueRow = async (id: string) =>
    (
      await two.sql(
        'select provider, bundle_id, template_id, duration_days, b2b_price, b2c_price from package_queues where id = $1',
        [id],
      )
    )[0];

  it('makes the eSIM when the first has no stock; queues move, their price stays', async () => {
    const external_user_id = user();
    await stock(0, null);
    const { queues } = await book(two, external_user_id, { count: 2 });
    assert.equal((await queueRow(queues[0]!.id)).provider, 'sandbox-one');
    await two.drain();
    for (const { id } of queues)
      assert.deepEqual(await queueRow(id), {
        provider: 'sandbox-two',
        bundle_id: 'pkg_one',
        template_id: 't-two',
        duration_days: 365,
        b2b_price: 400,
        b2c_price: 600,
      });
    const answer = await redeem(two, external_user_id, queues[0]!.id);
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body.data.current_esim.provider, 'sandbox-two');
    await stock(null, null);
    const later = await book(two, external_user_id);
    assert.equal(
      (await queueRow(later.queues[0]!.id)).provider,
      'sandbox-two',
      'the traveler stays there',
    );
    await assertSound(two.sql);
  });

  it('also when a redemption makes the eSIM', async () => {
    const key = await two.newPartner('On demand', { esim_assignment: 'redemption' });
    const external_user_id = user();
    await stock(0, null);
    const {
      queues: [queue],
    } = await book(two, external_user_id, { key });
    const answer = await redeem(two, external_user_id, queue!.id, key);
    await stock(null, null);
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body.data.current_esim.provider, 'sandbox-two');
    assert.equal(answer.body.data.package_queue.package_specification.duration_days, 365);
    const [made] = await two.sql(
      'select total_bytes, duration_days from packages where queue_id = $1',
      [queue!.id],
    );
    assert.deepEqual(made, { total_bytes: 1_100_000_000, duration_days: 400 });
    await assertSound(two.sql);
  });

  it('is not tried once an eSIM exists', async () => {
    const external_user_id = user();
    const {
      queues: [queue],
    } = await book(two, external_user_id);
    await two.drain();
    await two.sql(`update telco.accounts set stock_packages = 0 where name = 'sandbox-one'`);
    assertUnavailable(await redeem(two, external_user_id, queue!.id), 'out_of_stock');
    await two.drain('hurry');
    assert.equal((await queueRow(queue!.id)).provider, 'sandbox-one');
    assert.equal(
      (
        await two.sql('select 1 from telco.calls where reference = $1 and account = $2', [
          queue!.uuid,
          'sandbox-two',
        ])
      ).length,
      0,
    );
    await two.sql(`update telco.accounts set stock_packages = null where name = 'sandbox-one'`);
    assert.equal((await redeem(two, external_user_id, queue!.id)).status, 200);
    await assertSound(two.sql);
  });

  it('is not tried when a queue has no source there', async () => {
    const external_user_id = user();
    await stock(0, null);
    const { queues } = await book(two, external_user_id, { destination: 'IT', size: '2GB' });
    await book(two, external_user_id);
    await two.drain();
    assert.equal((await dashboard(two, external_user_id)).body.data.user.has_universal_esim, false);
    assertUnavailable(await redeem(two, external_user_id, queues[0]!.id), 'out_of_stock');
    await stock(null, null);
    assert.equal((await redeem(two, external_user_id, queues[0]!.id)).status, 200);
    await assertSound(two.sql);
  });

  it('is not tried after an unclear answer', async () => {
    const external_user_id = user();
    await fail(two, 'error');
    await book(two, external_user_id);
    await two.drain();
    const [order] = await two.sql(
      `select o.* from provider_orders o join travelers t on t.id = o.traveler_id where t.external_user_id = $1`,
      [external_user_id],
    );
    assert.deepEqual([order.state, order.provider], ['unknown', 'sandbox-one']);
    await two.drain('hurry');
    await assertSound(two.sql);
  });

  it('is not held up by one that hangs', async () => {
    const door = gate();
    const restore = replaceProvider(two, 'sandbox-one', (real) => ({
      createEsim: async (input) => {
        await door.wait();
        return real.createEsim(input);
      },
    }));
    const waiting = Array.from({ length: 30 }, user);
    for (const each of waiting) await book(two, each);
    const draining = two.drain();
    await door.reached;
    const quick = user();
    const booked = await two.call('POST', '/api/bookings', {
      departure_date: IN_A_YEAR,
      package_specifications: [{ external_user_id: quick, package_id: 'pkg_two' }],
    });
    assert.equal(booked.status, 201, booked.text);
    await until(
      "the other provider's eSIM",
      async () => (await dashboard(two, quick)).body.data.user.has_universal_esim,
    );
    door.open();
    await draining;
    restore();
    for (const each of waiting)
      assert.equal((await dashboard(two, each)).body.data.user.has_universal_esim, true);
    await assertSound(two.sql);
  });

  it('comes round to the first again when all had no stock', async () => {
    const external_user_id = user();
    await stock(0, 0);
    const {
      queues: [queue],
    } = await book(two, external_user_id, { destination: 'ES' });
    await two.drain();
    assert.equal((await queueRow(queue!.id)).provider, 'sandbox-two');
    assertUnavailable(await redeem(two, external_user_id, queue!.id), 'out_of_stock');
    await stock(null, 0);
    await two.drain('hurry');
    const {
      body: { data },
    } = await dashboard(two, external_user_id);
    assert.equal(data.current_esim?.provider, 'sandbox-one');
    const answer = await redeem(two, external_user_id, queue!.id);
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(
      [(await queueRow(queue!.id)).b2b_price, (await queueRow(queue!.id)).provider],
      [400, 'sandbox-one'],
    );
    await stock(null, null);
    await assertSound(two.sql);
  });
});
