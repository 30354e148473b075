/**
 * Replacing an eSIM: what comes over, what stays, once whatever happens beside it, and by itself
 * for a deleted one.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { takeWork } from '../../src/domain/esims/replacing/replacement-work.ts';
import { ProviderRefused, ProviderUnclear } from '../../src/providers/provider.ts';
import { assertSound, gate, until } from '../faults/checks.ts';
import {
  assertUnavailable,
  book,
  dashboard,
  fail,
  redeem,
  replaceProvider,
  short,
} from '../faults/steps.ts';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { GB, withPackages } from '../support/usage-steps.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(async () => {
  await assertSound(hubby.sql);
  await hubby.close();
});

const replace = (body: object, key = hubby.partner): Promise<Answer> =>
  hubby.call('POST', '/api/native/replace-esim', { reason: 'new_device', ...body }, { key });
const play = async (iccid: string, ...actions: string[]): Promise<void> => {
  for (const action of actions) {
    const answer = await hubby.call('POST', `/api/sandbox/esims/${iccid}/${action}`);
    assert.equal(answer.status, 200, answer.text);
  }
};
const uuidOf = (k: Json): string =>
  k.queue_id.replace(/^pq_(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
const done = (...packages: Json[]): Json[] =>
  packages.map((k) => ({ package_queue_uuid: uuidOf(k), status: 'done' }));
const eventsOf = (oldIccid: string): Promise<Json[]> =>
  hubby.sql(
    `select data from events where type = 'esim.replaced' and data->>'old_iccid' = $1 order by id`,
    [oldIccid],
  );
const statusesAtTelco = (iccid: string): Promise<Json[]> =>
  hubby.sql('select status, reference from telco.packages where iccid = $1 order by id', [iccid]);
const replacementOf = async (iccid: string): Promise<Json> =>
  (
    await hubby.sql(
      'select r.* from esim_replacements r join esims e on e.id = r.old_esim_id where e.iccid = $1',
      [iccid],
    )
  )[0];

describe('replacing a universal eSIM', () => {
  it('brings over what was never used and leaves the rest where it is', async () => {
    const made = await withPackages(hubby, [{}, { destination: 'FR' }, { destination: 'ES' }]);
    const [used, ...fresh] = made.packages;
    await play(made.iccid, 'install', 'enable');
    await hubby.call('POST', `/api/sandbox/esims/${made.iccid}/consume`, {
      bytes: GB / 4,
      package_id: used.id,
    });
    const answer = await replace({ external_user_id: made.external_user_id });
    assert.equal(answer.status, 200, answer.text);
    const { data } = answer.body;
    const newIccid = data.current_esim.iccid;
    assert.notEqual(newIccid, made.iccid);
    assert.equal(data.package_queue, null);
    assert.deepEqual(data.moved, done(...fresh));
    assert.deepEqual(data.left, [{ package_queue_uuid: uuidOf(used), reason: 'in_use' }]);
    assert.deepEqual([data.current_esim.status, data.current_esim.data_left], ['RELEASED', 2 * GB]);
    assert.deepEqual(
      data.current_esim_packages.map((k: Json) => k.package_queue_id).sort(),
      fresh.map((k) => k.queue_id).sort(),
    );
    const shown = (await dashboard(hubby, made.external_user_id)).body.data;
    assert.equal(shown.user.current_universal_esim, newIccid);
    assert.equal(shown.current_esim_packages.length, 2);
    assert.ok(shown.package_queues.every((q: Json) => q.redeemed_at !== null));
    assert.deepEqual(
      (await statusesAtTelco(made.iccid)).map((k) => k.status),
      ['ACTIVE', 'CANCELLED', 'CANCELLED'],
    );
    const references = (await statusesAtTelco(newIccid)).map((k) => k.reference);
    for (const k of fresh) assert.ok(!references.includes(uuidOf(k)), 'under a new reference');
    const old = await hubby.call('POST', `/api/sandbox/esims/${made.iccid}/consume`, {
      bytes: GB / 4,
      package_id: used.id,
    });
    assert.equal(old.body.data.current_esim.data_left, GB / 2, 'the old one can still be read');
  });

  it('tells the partner once, with what came over', async () => {
    const made = await withPackages(hubby);
    const { data } = (await replace({ iccid: made.iccid, reason: 'broken' })).body;
    const [event, second] = await eventsOf(made.iccid);
    assert.equal(second, undefined);
    assert.deepEqual(event.data, {
      partner_id: hubby.partner.partner_id,
      sequence: 1,
      old_iccid: made.iccid,
      new_iccid: data.current_esim.iccid,
      external_user_id: made.external_user_id,
      reason: 'broken',
      moved: done(...made.packages),
      left: [],
    });
  });

  it('is done once, however many call at once', async () => {
    const made = await withPackages(hubby, [{}, { destination: 'FR' }]);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        replace(n % 2 === 0 ? { external_user_id: made.external_user_id } : { iccid: made.iccid }),
      ),
    );
    assert.deepEqual(
      answers.map(short),
      Array.from({ length: 8 }, () => '200'),
    );
    assert.equal(new Set(answers.map((a) => a.body.data.current_esim.iccid)).size, 1);
    assert.equal((await eventsOf(made.iccid)).length, 1);
    const esims = await hubby.sql(
      'select e.iccid from esims e join travelers t on t.id = e.traveler_id where t.external_user_id = $1',
      [made.external_user_id],
    );
    assert.equal(esims.length, 2);
    const again = await replace({ iccid: made.iccid });
    assert.equal(
      again.body.data.current_esim.iccid,
      answers[0]!.body.data.current_esim.iccid,
      'a retry that names the old one is told what became of it',
    );
  });

  it('is done at most three times a year', async () => {
    const key = await hubby.newPartner();
    const made = await withPackages(hubby, [{}], key);
    const one = { external_user_id: made.external_user_id };
    for (let n = 0; n < 3; n++) assert.equal(short(await replace(one, key)), '200');
    assert.equal(short(await replace(one, key)), '409 replace_limit');
    await hubby.call('POST', '/api/sandbox/clock', { advance: '364d' }, { key });
    assert.equal(short(await replace(one, key)), '409 replace_limit');
    await hubby.call('POST', '/api/sandbox/clock', { advance: '1d' }, { key });
    assert.equal(short(await replace(one, key)), '200');
  });

  it('makes an eSIM also where nothing is to be brought over', async () => {
    const external_user_id = user();
    await book(hubby, external_user_id);
    await hubby.drain();
    const answer = await replace({ external_user_id, reason: 'deleted' });
    assert.deepEqual([answer.body.data.moved, answer.body.data.left], [[], []]);
    assert.equal(
      (await dashboard(hubby, external_user_id)).body.data.user.current_universal_esim,
      answer.body.data.current_esim.iccid,
    );
  });

  it('and redeeming at the same time lose nothing', async () => {
    const made = await withPackages(hubby);
    const { queues } = await book(hubby, made.external_user_id, { count: 3 });
    const [first, ...others] = await Promise.all([
      replace({ external_user_id: made.external_user_id }),
      ...queues.map((q) => redeem(hubby, made.external_user_id, q.id)),
    ]);
    assert.equal(short(first), '200', first.text);
    for (const answer of others)
      assert.match(short(answer), /^(200|409 redeem_in_progress|503 .*)$/);
    await hubby.drain('hurry');
    for (const q of queues)
      assert.match(
        short(await redeem(hubby, made.external_user_id, q.id)),
        /^(200|409 already_redeemed)$/,
      );
    await until('all on the new eSIM', async () => {
      await hubby.drain('hurry');
      const { data } = (await dashboard(hubby, made.external_user_id)).body;
      return data.current_esim_packages.length === 4;
    });
  });
});

describe('replacing a classic eSIM', () => {
  async function claimed() {
    const external_user_id = user();
    const booked = await hubby.call('POST', '/api/bookings', {
      departure_date: IN_A_YEAR,
      package_specifications: [
        { external_user_id, esim_type: 'classic', destination: 'GR', size: '1GB' },
      ],
    });
    const token = (await hubby.call('POST', '/api/app-tokens', { external_user_id })).body.data
      .token;
    const claim = (uuid: string): Promise<Answer> =>
      hubby.bare('POST', '/claim_classic_package_queue', {
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ data: { queue_id: uuid } }),
      });
    const { uuid } = booked.body.data.package_queues[0];
    const answer = await claim(uuid);
    assert.equal(answer.status, 200, answer.text);
    return { external_user_id, uuid, claim, iccid: answer.body.result.esim_iccid as string };
  }

  it('brings its package over, and later grants follow', async () => {
    const { external_user_id, uuid, claim, iccid } = await claimed();
    const answer = await replace({ external_user_id });
    assert.equal(answer.status, 200, answer.text);
    const { current_esim, moved } = answer.body.data;
    assert.deepEqual(
      [current_esim.esim_type, moved],
      ['classic', [{ package_queue_uuid: uuid, status: 'done' }]],
    );
    const [event] = await eventsOf(iccid);
    assert.equal(event.data.new_iccid, current_esim.iccid);
    const told = await hubby.sql(
      `select 1 from events where type = 'classic_package_queue.claimed' and data->>'queue_id' = $1`,
      [uuid],
    );
    assert.equal(told.length, 1, 'claimed once');
    const next = await hubby.call('POST', '/api/bookings', {
      departure_date: IN_A_YEAR,
      package_specifications: [
        { external_user_id, esim_type: 'classic', destination: 'GR', size: '3GB' },
      ],
    });
    const later = await claim(next.body.data.package_queues[0].uuid);
    assert.equal(later.body.result.esim_iccid, current_esim.iccid, later.text);
  });

  it('without anything to bring over makes an empty one of the same plan', async () => {
    const { iccid, uuid } = await claimed();
    await play(iccid, 'install', 'enable');
    await hubby.call('POST', `/api/sandbox/esims/${iccid}/consume`, { percent: 50 });
    const { data } = (await replace({ iccid })).body;
    assert.deepEqual(data.left, [{ package_queue_uuid: uuid, reason: 'in_use' }]);
    assert.deepEqual(data.current_esim_packages, []);
    const plans = await hubby.sql('select distinct imsi from esims where iccid = any($1)', [
      [iccid, data.current_esim.iccid],
    ]);
    assert.equal(plans.length, 1);
  });
});

describe('a telco that does not answer', () => {
  it('while the eSIM is made: 503, and it finishes by itself', async () => {
    for (const fault of ['timeout', 'timeout_before', 'error', 'out_of_stock'] as const) {
      const made = await withPackages(hubby);
      await fail(hubby, fault);
      assertUnavailable(
        await replace({ iccid: made.iccid }),
        fault === 'out_of_stock' ? 'out_of_stock' : 'unknown',
      );
      await hubby.drain('hurry');
      const { data } = (await dashboard(hubby, made.external_user_id)).body;
      assert.notEqual(data.current_esim.iccid, made.iccid, fault);
      assert.equal(data.current_esim_packages.length, 1, fault);
      assert.equal((await eventsOf(made.iccid)).length, 1);
    }
  });

  it('to a cancellation: pending until it does', async () => {
    const made = await withPackages(hubby);
    let isUp = false;
    const restore = replaceProvider(hubby, 'sandbox-one', (real) => ({
      cancelPackage: async (input) => {
        if (!isUp) throw new ProviderUnclear('no answer');
        return real.cancelPackage(input);
      },
    }));
    try {
      const { data } = (await replace({ iccid: made.iccid })).body;
      assert.deepEqual(data.moved, [
        { package_queue_uuid: uuidOf(made.packages[0]), status: 'pending' },
      ]);
      assert.equal((await eventsOf(made.iccid)).length, 0);
      isUp = true;
      await hubby.drain('hurry');
      assert.deepEqual((await eventsOf(made.iccid))[0].data.moved, done(made.packages[0]));
      assert.deepEqual(
        (await replace({ iccid: made.iccid })).body.data.moved,
        done(made.packages[0]),
      );
    } finally {
      restore();
    }
  });

  it('to a cancellation that it has done: asked again, ordered once', async () => {
    const made = await withPackages(hubby);
    let calls = 0;
    const restore = replaceProvider(hubby, 'sandbox-one', (real) => ({
      cancelPackage: async (input) => {
        const word = await real.cancelPackage(input);
        if (++calls === 1) throw new ProviderUnclear('no answer');
        return word;
      },
    }));
    await replace({ iccid: made.iccid });
    await hubby.drain('hurry');
    restore();
    assert.equal(calls, 2);
    const { data } = (await dashboard(hubby, made.external_user_id)).body;
    assert.equal(data.current_esim_packages.length, 1);
  });

  it('or has no stock for the package that comes over: it is tried until it has', async () => {
    const made = await withPackages(hubby);
    let hasStock = false;
    const restore = replaceProvider(hubby, 'sandbox-one', (real) => ({
      addPackage: async (input) => {
        if (!hasStock) throw new ProviderRefused('out_of_stock', 'none');
        return real.addPackage(input);
      },
    }));
    const answer = await replace({ iccid: made.iccid });
    assert.equal(answer.body.data.moved[0].status, 'pending');
    assert.equal((await eventsOf(made.iccid))[0].data.moved[0].status, 'pending');
    await hubby.drain('hurry');
    hasStock = true;
    await hubby.drain('hurry');
    restore();
    assert.deepEqual(
      (await replace({ iccid: made.iccid })).body.data.moved,
      done(made.packages[0]),
    );
  });

  it('and says no to a cancellation: it stays on the old eSIM', async () => {
    const made = await withPackages(hubby);
    const restore = replaceProvider(hubby, 'sandbox-one', () => ({
      cancelPackage: async () => {
        throw new ProviderRefused('rejected', 'no');
      },
    }));
    const { data } = (await replace({ iccid: made.iccid })).body;
    restore();
    assert.deepEqual(
      [data.moved, data.left],
      [[], [{ package_queue_uuid: uuidOf(made.packages[0]), reason: 'not_cancellable' }]],
    );
  });

  it('to an order for the old eSIM: it is asked for first, and comes over', async () => {
    const made = await withPackages(hubby);
    const { queues } = await book(hubby, made.external_user_id);
    await fail(hubby, 'timeout');
    assertUnavailable(await redeem(hubby, made.external_user_id, queues[0]!.id), 'unknown');
    const answer = await replace({ iccid: made.iccid });
    assert.equal(answer.status, 200, answer.text);
    await hubby.drain('hurry');
    const { data } = (await dashboard(hubby, made.external_user_id)).body;
    assert.equal(data.current_esim_packages.length, 2);
  });

  it('and a process that dies over it is followed by another', async () => {
    const made = await withPackages(hubby);
    const door = gate();
    const restore = replaceProvider(hubby, 'sandbox-one', (real) => ({
      cancelPackage: async (input) => {
        await door.wait();
        return real.cancelPackage(input);
      },
    }));
    const slow = replace({ iccid: made.iccid });
    await door.reached;
    restore();
    const { id } = await replacementOf(made.iccid);
    assert.equal(await takeWork(hubby.ctx.db, id), undefined, 'its lease is not shared');
    await hubby.sql(`update replacement_work set lease_until = now() - interval '1 s'`);
    assert.deepEqual(
      (await replace({ iccid: made.iccid })).body.data.moved,
      done(made.packages[0]),
    );
    // The first one wakes up late: what it learns changes nothing.
    door.open();
    assert.deepEqual((await slow).body.data.moved, done(made.packages[0]));
    assert.equal((await eventsOf(made.iccid)).length, 1);
  });
});

describe('a deleted universal eSIM with packages', () => {
  it('is replaced by the next redemption, which counts for nothing', async () => {
    const made = await withPackages(hubby, [{}, { destination: 'FR' }]);
    const [used, fresh] = made.packages;
    await play(made.iccid, 'install', 'enable');
    await hubby.call('POST', `/api/sandbox/esims/${made.iccid}/consume`, {
      bytes: 1000,
      package_id: used.id,
    });
    await play(made.iccid, 'remove');
    const { queues } = await book(hubby, made.external_user_id, { count: 4 });
    const answers = await Promise.all(
      queues.map((q) => redeem(hubby, made.external_user_id, q.id)),
    );
    assert.deepEqual(answers.map(short), ['200', '200', '200', '200']);
    await hubby.drain('hurry');
    const { data } = (await dashboard(hubby, made.external_user_id)).body;
    assert.notEqual(data.current_esim.iccid, made.iccid);
    assert.equal(data.current_esim_packages.length, 5, 'four redeemed and the unused one');
    const [event, second] = await eventsOf(made.iccid);
    assert.equal(second, undefined);
    assert.deepEqual(
      [event.data.reason, event.data.moved, event.data.left],
      ['deleted', done(fresh), [{ package_queue_uuid: uuidOf(used), reason: 'in_use' }]],
    );
    for (let n = 0; n < 3; n++)
      assert.equal(short(await replace({ external_user_id: made.external_user_id })), '200');
  });
});

describe('what cannot be replaced', () => {
  it('is refused with what is wrong', async () => {
    const made = await withPackages(hubby);
    const stranger = await hubby.newPartner();
    const cases: [object, string, Hubby['partner']?][] = [
      [{}, '400 invalid_request'],
      [{ iccid: made.iccid, external_user_id: made.external_user_id }, '400 invalid_request'],
      [{ iccid: made.iccid, reason: 'lost' }, '400 invalid_request'],
      [{ iccid: made.iccid, reason: undefined }, '400 invalid_request'],
      [{ iccid: '8999901099999999999' }, '404 esim_not_found'],
      [{ external_user_id: user() }, '404 user_not_found'],
      [{ iccid: made.iccid }, '404 esim_not_found', stranger],
      [{ external_user_id: made.external_user_id }, '404 user_not_found', stranger],
    ];
    for (const [body, expected, key] of cases)
      assert.equal(short(await replace(body, key)), expected, JSON.stringify(body));
    assert.equal((await hubby.operator('POST', `/esims/${made.iccid}/archive`)).status, 200);
    assert.equal(short(await replace({ iccid: made.iccid })), '409 conflict');
  });

  it('goes with a reset of the sandbox', async () => {
    const key = await hubby.newPartner();
    const made = await withPackages(hubby, [{}], key);
    await replace({ iccid: made.iccid }, key);
    const answer = await hubby.call('POST', '/api/sandbox/reset', undefined, { key });
    assert.equal(answer.status, 200, answer.text);
    assert.equal(await replacementOf(made.iccid), undefined);
  });
});
