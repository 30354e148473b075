/**
 * Replacing eSIMs that come with their first package: the new one is ordered together with the first
 * package that is brought over, or with whatever is redeemed meanwhile.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { ProviderRefused, ProviderUnclear, type Provider } from '../../src/providers/provider.ts';
import { assertSound, until } from '../faults/checks.ts';
import {
  assertUnavailable,
  book,
  dashboard,
  redeem,
  replaceProvider,
  short,
} from '../faults/steps.ts';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { holdProvider } from '../support/hold-provider.ts';
import { withPackages, type Made } from '../support/usage-steps.ts';

const THREE = 'sandbox-three';
let hubby: Hubby;
let key: CreatedPartner;
before(async () => {
  hubby = await startHubby();
  key = await hubby.newPartner('Wholesale', { sandbox_telco: 'wholesaler' });
});
after(() => hubby.close());
beforeEach(() => telco('allocation_ms = 60, stock_profiles = null'));
afterEach(async () => {
  await quiet();
  await assertSound(hubby.sql);
});

/** Nothing is under way any more. */
const quiet = (): Promise<unknown> =>
  until('all orders are decided', async () => {
    await hubby.drain('hurry');
    const open = await hubby.sql(
      `select 1 from provider_orders where state in ('intent', 'unknown', 'pending')`,
    );
    return open.length === 0;
  });
const uuids = (moved: Json[]): string[] => moved.map((one) => one.package_queue_uuid);

const telco = (set: string): Promise<unknown> =>
  hubby.sql(`update telco.accounts set ${set} where name = '${THREE}'`);
const replace = (body: object): Promise<Answer> =>
  hubby.call('POST', '/api/native/replace-esim', { reason: 'new_device', ...body }, { key });
const made = (count: number): Promise<Made> =>
  withPackages(
    hubby,
    Array.from({ length: count }, () => ({})),
    key,
  );
const play = async (iccid: string, what: string, body?: object): Promise<void> => {
  const answer = await hubby.call('POST', `/api/sandbox/esims/${iccid}/${what}`, body, { key });
  assert.equal(answer.status, 200, answer.text);
};
/** This telco takes back nothing of a profile that was ever installed: so nobody tells of this use. */
const begin = (k: Json): Promise<unknown> =>
  hubby.sql('update packages set used_bytes = 1000 where id = $1', [k.id]);
const uuidOf = (k: Json): string =>
  k.queue_id.replace(/^pq_(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
const done = (...packages: Json[]): Json[] =>
  packages.map((k) => ({ package_queue_uuid: uuidOf(k), status: 'done' }));
const left = (reason: string, ...packages: Json[]): Json[] =>
  packages.map((k) => ({ package_queue_uuid: uuidOf(k), reason }));
const told = (iccid: string): Promise<Json[]> =>
  hubby.sql(`select data from events where type = 'esim.replaced' and data->>'old_iccid' = $1`, [
    iccid,
  ]);
const show = async (who: string): Promise<Json> => (await dashboard(hubby, who, key)).body.data;
const hurry = (): Promise<unknown> =>
  hubby.sql('update replacement_work set next_attempt_at = now() where lease_until is null');
const settled = (iccid: string): Promise<Json> =>
  until('it is replaced', async () => {
    await hurry();
    await hubby.drain('hurry');
    const [row] = await hubby.sql(
      `select r.* from esim_replacements r join esims e on e.id = r.old_esim_id
       where e.iccid = $1 and r.finished_at is not null`,
      [iccid],
    );
    return row;
  });
const atTelco = (iccid: string): Promise<Json[]> =>
  hubby.sql('select status from telco.packages where iccid = $1 order by id', [iccid]);
const esimsOf = (who: string): Promise<Json[]> =>
  hubby.sql(
    `select e.iccid, e.type, e.archived_at
     from esims e join travelers t on t.partner_id = e.partner_id and t.id = e.traveler_id
     where t.external_user_id = $1 order by e.time_assigned, e.id`,
    [who],
  );
/** Every package is on one eSIM of this many that are in use. */
async function assertWhole(who: string, packages: number, inUse = 1): Promise<Json> {
  const shown = await until(`${packages} packages`, async () => {
    await hubby.drain('hurry');
    const data = await show(who);
    const rows = await hubby.sql(
      `select k.id from packages k join esims e on e.id = k.esim_id
       join travelers t on t.partner_id = e.partner_id and t.id = e.traveler_id
       where t.external_user_id = $1 and k.status = 'ACTIVE' and e.archived_at is null`,
      [who],
    );
    return rows.length === packages && data;
  });
  const open = (await esimsOf(who)).filter((e) => e.archived_at === null);
  assert.equal(open.length, inUse, JSON.stringify(open));
  return shown;
}

describe('an eSIM that came with its first package', () => {
  it('is replaced by one that comes with the first unused one; the further ones join it', async () => {
    const { external_user_id, iccid, packages } = await made(3);
    await begin(packages[0]);
    const answer = await replace({ external_user_id });
    assert.equal(answer.status, 200, answer.text);
    const { data } = answer.body;
    assert.notEqual(data.current_esim.iccid, iccid);
    assert.deepEqual(uuids(data.moved), uuids(done(...packages.slice(1))));
    assert.deepEqual(data.left, left('in_use', packages[0]));
    await settled(iccid);
    await assertWhole(external_user_id, 2);
    assert.deepEqual((await replace({ iccid })).body.data.moved, done(...packages.slice(1)));
    assert.deepEqual(
      (await atTelco(iccid)).map((k) => k.status),
      ['ACTIVE', 'CANCELLED', 'CANCELLED'],
    );
    const [event, second] = await told(iccid);
    assert.equal(second, undefined);
    assert.deepEqual(uuids(event.data.moved), uuids(data.moved));
    assert.deepEqual(event.data.left, data.left);
    assert.equal(event.data.new_iccid, data.current_esim.iccid);
    assert.equal((await show(external_user_id)).user.has_universal_esim, true);
  });

  it('is put away where nothing can be brought over, which counts for nothing', async () => {
    for (let n = 0; n < 4; n++) {
      const { external_user_id, iccid, packages } = await made(1);
      await play(iccid, 'install');
      await play(iccid, 'enable');
      await play(iccid, 'consume', { percent: 50, package_id: packages[0].id });
      assert.equal(short(await replace({ external_user_id })), '409 nothing_to_move');
      assert.equal(short(await replace({ iccid })), '409 nothing_to_move', 'asked again');
      assert.equal((await show(external_user_id)).user.has_universal_esim, false);
      assert.equal((await told(iccid)).length, 0);
      const { queues } = await book(hubby, external_user_id, { key });
      const next = await redeem(hubby, external_user_id, queues[0]!.id, key);
      assert.notEqual(next.body.data.current_esim.iccid, iccid);
      if (n > 0) continue;
      const [row] = await hubby.sql(
        'select is_counted from esim_replacements r join esims e on e.id = r.old_esim_id where e.iccid = $1',
        [iccid],
      );
      assert.equal(row.is_counted, false);
    }
  });

  it('is replaced at most three times a year', async () => {
    const { external_user_id } = await made(1);
    for (let n = 0; n < 3; n++) assert.equal(short(await replace({ external_user_id })), '200');
    assert.equal(short(await replace({ external_user_id })), '409 replace_limit');
  });

  it('is replaced once, however many call at once', async () => {
    const { external_user_id, iccid } = await made(2);
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, n) => replace(n % 2 === 0 ? { external_user_id } : { iccid })),
    );
    assert.deepEqual(answers.map(short), Array(6).fill('200'));
    assert.equal(new Set(answers.map((a) => a.body.data.current_esim.iccid)).size, 1);
    await settled(iccid);
    await assertWhole(external_user_id, 2);
    assert.equal((await told(iccid)).length, 1);
  });

  it('and redemptions at the same time end on one new eSIM with everything', async () => {
    const { external_user_id, iccid } = await made(2);
    const { queues } = await book(hubby, external_user_id, { key, count: 3 });
    await Promise.all([
      replace({ external_user_id }),
      ...queues.map((q) => redeem(hubby, external_user_id, q.id, key)),
    ]);
    await settled(iccid);
    for (const q of queues)
      await until('redeemed', async () =>
        /^(200|409 already_redeemed)$/.test(
          short(await redeem(hubby, external_user_id, q.id, key)),
        ),
      );
    await assertWhole(external_user_id, 5);
  });

  it('classic: its package gets another classic eSIM', async () => {
    const external_user_id = user();
    const booked = await hubby.call(
      'POST',
      '/api/bookings',
      {
        departure_date: IN_A_YEAR,
        package_specifications: [
          { external_user_id, esim_type: 'classic', destination: 'GR', size: '1GB' },
        ],
      },
      { key },
    );
    const token = await hubby.call('POST', '/api/app-tokens', { external_user_id }, { key });
    const { uuid } = booked.body.data.package_queues[0];
    const claimed = await hubby.bare('POST', '/claim_classic_package_queue', {
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token.body.data.token}`,
      },
      body: JSON.stringify({ data: { queue_id: uuid } }),
    });
    assert.equal(claimed.status, 200, claimed.text);
    const iccid = claimed.body.result.esim_iccid;
    const { data } = (await replace({ iccid })).body;
    assert.equal(data.current_esim.esim_type, 'classic');
    assert.deepEqual(uuids(data.moved), [uuid]);
    const esims = await esimsOf(external_user_id);
    assert.deepEqual(
      esims.map((e) => [e.type, e.archived_at === null]),
      [
        ['classic', false],
        ['classic', true],
      ],
    );
  });
});

describe('a deleted one with packages', () => {
  it('gives way to the next redemption; what was never used joins the new one', async () => {
    const { external_user_id, iccid, packages } = await made(2);
    await begin(packages[0]);
    await hubby.sql(`update esims set status = 'DELETED' where iccid = $1`, [iccid]);
    const { queues } = await book(hubby, external_user_id, { key, count: 2 });
    const answers = await Promise.all(
      queues.map((q) => redeem(hubby, external_user_id, q.id, key)),
    );
    assert.ok(
      answers.some((a) => a.status === 200),
      answers.map(short).join(),
    );
    await settled(iccid);
    for (const q of queues)
      await until('redeemed', async () =>
        /^(200|409 already_redeemed)$/.test(
          short(await redeem(hubby, external_user_id, q.id, key)),
        ),
      );
    await assertWhole(external_user_id, 3);
    const [event] = await told(iccid);
    assert.deepEqual(
      [event.data.reason, uuids(event.data.moved), event.data.left],
      ['deleted', [uuidOf(packages[1])], left('in_use', packages[0])],
    );
    for (let n = 0; n < 3; n++)
      assert.equal(short(await replace({ external_user_id })), '200', 'it counted for nothing');
  });
});

describe('a telco that does not do what it should', () => {
  it('is slow: the caller is told to come again, and it finishes by itself', async () => {
    const { external_user_id, iccid, packages } = await made(2);
    await telco('allocation_ms = 3600000');
    assertUnavailable(await replace({ external_user_id }), 'pending');
    await hubby.sql('update telco.orders set allocate_at = now() where allocate_at is not null');
    await telco('allocation_ms = 60');
    await settled(iccid);
    await assertWhole(external_user_id, 2);
    const { data } = (await replace({ iccid })).body;
    assert.deepEqual(data.moved, done(...packages));
  });

  it('accepts the order and gives it up: it is ordered under another reference', async () => {
    const { external_user_id, iccid } = await made(1);
    await telco('allocation_ms = 3600000');
    assertUnavailable(await replace({ external_user_id }), 'pending');
    await telco('stock_profiles = 0');
    await hubby.sql('update telco.orders set allocate_at = now() where allocate_at is not null');
    await until('it is given up', async () => {
      await hubby.drain('hurry');
      return (
        await hubby.sql(
          `select 1 from provider_orders where replaces is not null and state = 'intent' and provider = '${THREE}'`,
        )
      )[0];
    });
    await telco('stock_profiles = null, allocation_ms = 60');
    await settled(iccid);
    await assertWhole(external_user_id, 1);
  });

  it('does not answer to a cancellation, though it has done it: nothing is bought twice', async (t) => {
    const { external_user_id, iccid } = await made(2);
    let calls = 0;
    const restore = replaceProvider(hubby, THREE, (real) => ({
      cancelPackage: async (input) => {
        const word = await real.cancelPackage(input);
        if (++calls === 1) throw new ProviderUnclear('no answer');
        return word;
      },
    }));
    t.after(restore);
    const answer = await replace({ external_user_id });
    if (answer.status !== 200) assertUnavailable(answer, 'unknown');
    await settled(iccid);
    assert.equal(calls, 3);
    await assertWhole(external_user_id, 2);
  });

  it('does not answer to the new order, though it has done it: it is looked up', async (t) => {
    const { external_user_id, iccid } = await made(2);
    let calls = 0;
    const restore = replaceProvider(hubby, THREE, (real) => ({
      createEsim: async (input) => {
        const order = await real.createEsim(input);
        if (++calls === 1) throw new ProviderUnclear('no answer');
        return order;
      },
    }));
    t.after(restore);
    await replace({ external_user_id });
    await settled(iccid);
    assert.equal(calls, 1);
    await assertWhole(external_user_id, 2);
  });

  it('has nothing left for the first package: a redemption makes the eSIM, and it joins', async (t) => {
    const { external_user_id, iccid } = await made(1);
    let isOut = true;
    const restore = replaceProvider(hubby, THREE, (real) => ({
      createEsim: async (input) => {
        const [moved] = await hubby.sql(
          'select 1 from provider_orders where reference = $1 and replaces is not null',
          [input.reference],
        );
        if (isOut && moved !== undefined) throw new ProviderRefused('out_of_stock', 'none');
        return real.createEsim(input);
      },
    }));
    t.after(restore);
    assertUnavailable(await replace({ external_user_id }), 'out_of_stock');
    const { queues } = await book(hubby, external_user_id, { key });
    const redeemed = await redeem(hubby, external_user_id, queues[0]!.id, key);
    assert.equal(redeemed.status, 200, redeemed.text);
    isOut = false;
    await settled(iccid);
    await assertWhole(external_user_id, 2);
  });

  const noTopUps: [string, (real: Provider) => Partial<Provider>][] = [
    ['says so', () => ({ canAdd: async () => false })],
    [
      'says so when it is ordered',
      () => ({
        addPackage: async () => {
          throw new ProviderRefused('rejected', 'not on this eSIM');
        },
      }),
    ],
  ];
  for (const [how, change] of noTopUps)
    it(`puts nothing more onto the new eSIM and ${how}: the second gets one beside it`, async (t) => {
      const { external_user_id, iccid } = await made(2);
      t.after(replaceProvider(hubby, THREE, change));
      const answer = await replace({ external_user_id });
      assert.equal(answer.body.data?.moved.length, 2, answer.text);
      await settled(iccid);
      await assertWhole(external_user_id, 2, 2);
      const types = (await esimsOf(external_user_id)).map((e) => e.type).toSorted();
      assert.deepEqual(types, ['classic', 'universal', 'universal']);
    });

  it('says no to a cancellation: it stays, unless the operator pays twice', async (t) => {
    t.after(
      replaceProvider(hubby, THREE, () => ({
        cancelPackage: async () => {
          throw new ProviderRefused('rejected', 'no');
        },
      })),
    );
    const first = await made(1);
    assert.equal(short(await replace({ iccid: first.iccid })), '409 nothing_to_move');
    const set = await hubby.operator('PUT', '/replacing', { pay_twice: true });
    assert.deepEqual(set.body.data, { pay_twice: true });
    t.after(() => hubby.operator('PUT', '/replacing', { pay_twice: false }));
    const { external_user_id, iccid, packages } = await made(2);
    const { data } = (await replace({ iccid })).body;
    assert.deepEqual([uuids(data.moved), data.left], [packages.map(uuidOf), []]);
    await settled(iccid);
    await assertWhole(external_user_id, 2);
    const rows = await hubby.sql(
      `select w.reason, k.status from replaced_packages w join packages k on k.id = w.package_id
       join esims e on e.id = k.esim_id where e.iccid = $1`,
      [iccid],
    );
    const paid = { reason: 'not_cancellable', status: 'CANCELLED' };
    assert.deepEqual(rows, [paid, paid]);
  });

  it('will decide later: it stays', async (t) => {
    t.after(replaceProvider(hubby, THREE, () => ({ cancelPackage: async () => 'requested' })));
    const { external_user_id, iccid, packages } = await made(1);
    assert.equal(short(await replace({ iccid })), '409 nothing_to_move');
    const [row] = await hubby.sql(
      'select reason from replaced_packages w join packages k on k.id = w.package_id where k.id = $1',
      [packages[0].id],
    );
    assert.equal(row.reason, 'cancel_requested');
    assert.equal((await show(external_user_id)).user.has_universal_esim, false);
  });

  it('and the process dies between the cancellation and the new order: the next one goes on', async (t) => {
    const { external_user_id, iccid } = await made(2);
    const held = holdProvider(hubby, 'cancelPackage', { name: THREE, when: 'after', times: 1 });
    t.after(held.release);
    const slow = replace({ external_user_id });
    await held.reached;
    // Its lease runs out, and another takes over while it sleeps.
    await hubby.sql(`update replacement_work set lease_until = now() - interval '1 s'`);
    await settled(iccid);
    await assertWhole(external_user_id, 2);
    held.release();
    assert.equal(short(await slow), '200');
    assert.equal((await told(iccid)).length, 1);
  });

  it('and a redemption comes between the cancellation and the new order: one eSIM', async (t) => {
    const { external_user_id, iccid } = await made(2);
    const { queues } = await book(hubby, external_user_id, { key });
    const held = holdProvider(hubby, 'cancelPackage', { name: THREE, when: 'after', times: 1 });
    t.after(held.release);
    const slow = replace({ external_user_id });
    await held.reached;
    const redeemed = await redeem(hubby, external_user_id, queues[0]!.id, key);
    assert.equal(redeemed.status, 200, redeemed.text);
    held.release();
    assert.equal(short(await slow), '200');
    await settled(iccid);
    await assertWhole(external_user_id, 3);
  });
});
