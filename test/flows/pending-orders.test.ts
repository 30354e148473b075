/**
 * A telco that takes an order and finishes it later: nobody sends it twice, nobody loses it, and
 * whoever asks is told the truth meanwhile.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ProviderRefused, type Provider } from '../../src/providers/provider.ts';
import { assertSound, until } from '../faults/checks.ts';
import {
  assertUnavailable,
  book,
  dashboard,
  orderOf,
  redeem,
  replaceProvider,
} from '../faults/steps.ts';
import { startHubby, user, type Answer, type Hubby } from '../harness.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

/** Sandbox-one as a telco that answers every order of a package with `pending` until it is told. */
function slowTelco(change: Partial<Provider> = {}) {
  let isDone = false;
  const sent: string[] = [];
  const restore = replaceProvider(hubby, 'sandbox-one', (real) => ({
    addPackage: async (input) => {
      sent.push(input.reference);
      const made = await real.addPackage(input);
      return { ...made, status: 'pending', iccid: null, profile: null, package_id: null };
    },
    findByReference: async (order) => {
      const found = await real.findByReference(order);
      return found === null || isDone
        ? found
        : { ...found, status: 'pending', iccid: null, package_id: null };
    },
    ...change,
  }));
  return {
    sent,
    finish: () => (isDone = true),
    restore,
  };
}

async function ready() {
  const external_user_id = user();
  const { queues } = await book(hubby, external_user_id);
  await hubby.drain();
  return { external_user_id, queue: queues[0]! };
}
const makeDue = (queueId: string) =>
  hubby.sql(`update provider_orders set next_attempt_at = clock_timestamp() where queue_id = $1`, [
    queueId,
  ]);
const eventsOf = async (queue: { uuid: string }): Promise<string[]> =>
  (
    await hubby.sql<{ type: string }>(
      `select type
       from events
       where data->>'package_queue_uuid' = $1 and type like 'package.provision%'
       order by id`,
      [queue.uuid],
    )
  ).map(({ type }) => type);
const redeemWithKey = (external_user_id: string, id: string, key: string): Promise<Answer> =>
  hubby.call(
    'POST',
    '/api/native/redeem-package',
    { external_user_id, package_queue_id: id },
    { headers: { 'idempotency-key': key } },
  );

describe('an order that is pending', () => {
  it('ends by itself, once; a call says so, and under its key it gets the answer then', async () => {
    const { external_user_id, queue } = await ready();
    const telco = slowTelco();
    try {
      const first = await redeemWithKey(external_user_id, queue.id, 'again-and-again');
      assertUnavailable(first, 'pending');
      assert.equal((await orderOf(hubby, queue.id)).state, 'pending');
      telco.finish();
      await makeDue(queue.id);
      await hubby.drain();
      const [made] = await hubby.sql('select * from packages where queue_id = $1', [queue.id]);
      assert.equal(made.status, 'ACTIVE');
      const repeated = await redeemWithKey(external_user_id, queue.id, 'again-and-again');
      assert.equal(repeated.status, 200, repeated.text);
      assert.equal(repeated.body.data.package_queue.uuid, queue.uuid);
      const other = await redeemWithKey(external_user_id, queue.id, 'another');
      assert.equal(other.status, 409);
      const { esim_iccid, redeemed_at } = other.body.error;
      const { current_esim } = (await dashboard(hubby, external_user_id)).body.data;
      assert.equal(esim_iccid, current_esim.iccid);
      assert.equal(redeemed_at, repeated.body.data.package_queue.redeemed_at);
      assert.deepEqual(telco.sent, [queue.uuid]);
      assert.deepEqual(await eventsOf(queue), ['package.provisioned']);
      await assertSound(hubby.sql);
    } finally {
      telco.restore();
    }
  });

  it('is answered to the call that waits, when it is done meanwhile', async () => {
    const { external_user_id, queue } = await ready();
    const telco = slowTelco();
    try {
      const waiting = redeem(hubby, external_user_id, queue.id);
      await until(
        'the order is pending',
        async () => (await orderOf(hubby, queue.id))?.state === 'pending',
      );
      telco.finish();
      assert.equal((await waiting).status, 200);
      assert.deepEqual(telco.sent, [queue.uuid]);
    } finally {
      telco.restore();
    }
  });

  it('that the telco gives up frees its queue, and the partner hears of it', async () => {
    const { external_user_id, queue } = await ready();
    // It makes nothing: whoever gives up has nothing in its ledger.
    const telco = slowTelco({
      addPackage: async ({ reference, template }) => ({
        id: reference,
        reference,
        kind: 'add_package',
        status: 'pending',
        iccid: null,
        profile: null,
        package_id: null,
        template_id: template.id,
        cost: null,
        created_at: new Date().toISOString(),
      }),
      findByReference: async () => {
        throw new ProviderRefused('no_funds', 'not enough');
      },
    });
    try {
      assertUnavailable(await redeem(hubby, external_user_id, queue.id), 'maintenance');
      const order = await orderOf(hubby, queue.id);
      assert.deepEqual([order.state, order.evidence.at(-1).outcome], ['rejected', 'no_funds']);
      assert.deepEqual(await eventsOf(queue), ['package.provisioning_failed']);
    } finally {
      telco.restore();
    }
    // Under a reference of its own: the telco keeps the old one with what it gave up.
    assert.equal((await redeem(hubby, external_user_id, queue.id)).status, 200);
    assert.notEqual((await orderOf(hubby, queue.id)).reference, queue.uuid);
  });

  it('is looked at once more after its deadline, then waits for the operator', async () => {
    const { external_user_id, queue } = await ready();
    const telco = slowTelco();
    try {
      const waiting = redeem(hubby, external_user_id, queue.id);
      await until(
        'the order is pending',
        async () => (await orderOf(hubby, queue.id))?.state === 'pending',
      );
      await hubby.sql(
        `update provider_orders
         set pending_until = clock_timestamp() - interval '1 second',
           next_attempt_at = clock_timestamp()
         where queue_id = $1`,
        [queue.id],
      );
      assertUnavailable(await waiting, 'needs_review');
      const shown = await hubby.operator('GET', '/orders?state=needs_review');
      const listed = shown.body.data.find((o: { queue_id: string }) => o.queue_id === queue.id);
      assert.match(listed.evidence.at(-1).why, /deadline/);
      telco.finish();
      assert.equal((await hubby.operator('POST', `/orders/${listed.id}/adopt`, {})).status, 200);
      assert.deepEqual(telco.sent, [queue.uuid]);
      await assertSound(hubby.sql);
    } finally {
      telco.restore();
    }
  });

  it('holds back another queue of its traveler, and no other traveler', async () => {
    const external_user_id = user();
    const { queues } = await book(hubby, external_user_id, { count: 2 });
    await hubby.drain();
    const other = await ready();
    const telco = slowTelco();
    try {
      const waiting = redeem(hubby, external_user_id, queues[0]!.id);
      await until(
        'the order is pending',
        async () => (await orderOf(hubby, queues[0]!.id))?.state === 'pending',
      );
      const second = redeem(hubby, external_user_id, queues[1]!.id);
      const unaffected = redeem(hubby, other.external_user_id, other.queue.id);
      await until(
        'the order is pending',
        async () => (await orderOf(hubby, other.queue.id))?.state === 'pending',
      );
      telco.finish();
      assert.deepEqual(
        (await Promise.all([waiting, second, unaffected])).map(({ status }) => status),
        [200, 200, 200],
      );
      await assertSound(hubby.sql);
    } finally {
      telco.restore();
    }
  });
});

describe('a profile that comes with its first package', () => {
  /** Sandbox-one as a wholesaler: no profile without a package, and every order takes a while. */
  const wholesaler = (isSlow: boolean) => {
    let isDone = !isSlow;
    const created: (string | null)[] = [];
    const restore = replaceProvider(hubby, 'sandbox-one', (real) => ({
      can: { ...real.can, emptyProfile: false },
      createEsim: async (input) => {
        if (input.template === null) throw new ProviderRefused('rejected', 'only with a package');
        created.push(input.template.id);
        const made = await real.createEsim(input);
        return isDone
          ? made
          : { ...made, status: 'pending', iccid: null, profile: null, package_id: null };
      },
      findByReference: async (order) => {
        const found = await real.findByReference(order);
        return found === null || isDone
          ? found
          : { ...found, status: 'pending', iccid: null, profile: null, package_id: null };
      },
    }));
    return { created, finish: () => (isDone = true), restore };
  };

  it('becomes the universal eSIM at the first redemption, and takes what follows', async () => {
    const telco = wholesaler(false);
    try {
      const external_user_id = user();
      const { queues } = await book(hubby, external_user_id, { count: 2 });
      await hubby.drain();
      const before = (await dashboard(hubby, external_user_id)).body.data;
      assert.equal(before.user.has_universal_esim, false);
      assert.deepEqual(telco.created, []);
      for (const queue of queues)
        assert.equal((await redeem(hubby, external_user_id, queue.id)).status, 200);
      const { data } = (await dashboard(hubby, external_user_id)).body;
      assert.equal(data.user.has_universal_esim, true);
      assert.equal(data.current_esim_packages.length, 2);
      assert.equal(telco.created.length, 1);
      await assertSound(hubby.sql);
    } finally {
      telco.restore();
    }
  });

  it('is put away when it is replaced, and the next redemption makes another', async () => {
    const telco = wholesaler(false);
    try {
      const external_user_id = user();
      const { queues } = await book(hubby, external_user_id, { count: 2 });
      assert.equal((await redeem(hubby, external_user_id, queues[0]!.id)).status, 200);
      const old = (await dashboard(hubby, external_user_id)).body.data.current_esim.iccid;
      const replace = (): Promise<Answer> =>
        hubby.call('POST', '/api/native/replace-esim', { iccid: old, reason: 'broken' });
      await hubby.call('POST', `/api/sandbox/esims/${old}/install`);
      await hubby.call('POST', `/api/sandbox/esims/${old}/enable`);
      await hubby.call('POST', `/api/sandbox/esims/${old}/consume`, { percent: 10 });
      const answer = await replace();
      assert.deepEqual([answer.status, answer.body.error.type], [409, 'nothing_to_move']);
      assert.equal((await redeem(hubby, external_user_id, queues[1]!.id)).status, 200);
      const { current_esim } = (await dashboard(hubby, external_user_id)).body.data;
      assert.notEqual(current_esim.iccid, old);
      assert.equal(telco.created.length, 2);
      await assertSound(hubby.sql);
    } finally {
      telco.restore();
    }
  });

  it('is made once, however many redemptions ask for it together while it is pending', async () => {
    const telco = wholesaler(true);
    try {
      const external_user_id = user();
      const { queues } = await book(hubby, external_user_id, { count: 3 });
      const all = queues.map((queue) => redeem(hubby, external_user_id, queue.id));
      await until('the order is pending', async () => telco.created.length > 0);
      telco.finish();
      assert.deepEqual(
        (await Promise.all(all)).map(({ status }) => status),
        [200, 200, 200],
      );
      assert.equal(telco.created.length, 1);
      const esims = await hubby.sql(
        `select e.type
         from esims e
         join travelers t on t.partner_id = e.partner_id and t.id = e.traveler_id
         where t.external_user_id = $1`,
        [external_user_id],
      );
      assert.deepEqual(esims, [{ type: 'universal' }]);
      await assertSound(hubby.sql);
    } finally {
      telco.restore();
    }
  });
});

describe('what an installation needs beside the activation code', () => {
  it('is kept sealed, and told with the instructions and on the install page', async () => {
    const facts = {
      confirmation_code: '7391-CANARY',
      apn: 'internet.example',
      apple_url: null,
      android_url: null,
    };
    const restore = replaceProvider(hubby, 'sandbox-one', (real) => ({
      createEsim: async (input) => {
        const made = await real.createEsim(input);
        return { ...made, profile: { ...made.profile!, install: facts } };
      },
    }));
    const external_user_id = user();
    try {
      await book(hubby, external_user_id);
      await hubby.drain();
    } finally {
      restore();
    }
    const ask = (format: string): Promise<Answer> =>
      hubby.call('POST', '/api/native/instructions', { external_user_id, format, locale: 'de-DE' });
    const { install } = (await ask('json')).body.data;
    assert.deepEqual(
      [install.confirmation_code_required, install.confirmation_code, install.apn],
      [true, facts.confirmation_code, facts.apn],
    );
    const { content } = (await ask('text')).body.data;
    assert.match(content, /Bestätigungscode: 7391-CANARY/);
    assert.match(content, /APN: internet\.example/);
    const stored = await hubby.sql('select install_sealed::text as sealed from esims');
    assert.ok(stored.some(({ sealed }) => sealed !== null));
    assert.ok(stored.every(({ sealed }) => !String(sealed).includes('CANARY')));
  });
});
