/**
 * The account of a traveler's universal eSIM cannot deliver a package any more: by the partner's
 * setting it waits, or comes on a classic eSIM of another account, once whatever happens.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { exportCsv } from '../../src/domain/catalog/csv/csv.ts';
import { importCatalog } from '../../src/domain/catalog/csv/import-catalog.ts';
import { seedCatalog } from '../../src/domain/catalog/seed.ts';
import type { Source } from '../../src/domain/catalog/types.ts';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import {
  ProviderBusy,
  ProviderNotReached,
  ProviderRefused,
  ProviderUnclear,
} from '../../src/providers/provider.ts';
import { assertSound } from '../faults/checks.ts';
import {
  assertUnavailable,
  dashboard,
  orderOf,
  redeem,
  replaceProvider,
  tally,
} from '../faults/steps.ts';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { holdProvider } from '../support/hold-provider.ts';
import { bundleAt, source } from '../support/market.ts';
import { bySystem } from '../../src/domain/actor.ts';

let hubby: Hubby;
/** of a partner that wants `new_esim` */
let key: CreatedPartner;
const PROMISE = { coverage: ['MLT'], bytes: 2 ** 30, duration_days: 365 };
const FIRST = source('sandbox-one', 'both-1', { ...PROMISE, cost: 10 });
const SECOND = source('sandbox-two', 'both-2', { ...PROMISE, cost: 20, imsi: 'plan-two' });

before(async () => {
  hubby = await startHubby();
  key = await hubby.newPartner('New eSIM', { esim_on_failover: 'new_esim' });
  await sell([FIRST, SECOND]);
});
after(() => hubby.close());
afterEach(() => setStatus('active'));

async function sell(sources: Source[]): Promise<void> {
  const { destinations, bundles } = seedCatalog();
  const malta = bundles.find((b) => b.id === 'pkg_mlt_1gb_365d')!;
  const both = { ...bundleAt(malta, 'pkg_both', 'sandbox-one'), ...PROMISE, sources };
  await importCatalog(hubby.ctx, bySystem('test'), exportCsv({ destinations, bundles: [both] }));
}
const setStatus = async (status: string): Promise<void> => {
  const { status: got, text } = await hubby.operator('PATCH', '/suppliers/sandbox-one', { status });
  assert.equal(got, 200, text);
};
type Booked = { who: string; queues: Json[]; iccid: string };
/** A traveler whose universal eSIM is there, of sandbox-one, with so many queues. */
async function booked(count = 1, partner = key, more: Json = {}): Promise<Booked> {
  const who = user();
  const answer = await hubby.call(
    'POST',
    '/api/bookings',
    {
      departure_date: IN_A_YEAR,
      package_specifications: Array.from({ length: count }, () => ({
        external_user_id: who,
        package_id: 'pkg_both',
      })),
      ...more,
    },
    { key: partner },
  );
  assert.equal(answer.status, 201, answer.text);
  await hubby.drain();
  const shown = await show(who, partner);
  assert.equal(shown.current_esim.provider, 'sandbox-one');
  return { who, queues: answer.body.data.package_queues, iccid: shown.current_esim.iccid };
}
const show = async (who: string, partner = key): Promise<Json> =>
  (await dashboard(hubby, who, partner)).body.data;
const refusal = (reason: 'out_of_stock' | 'rejected'): ProviderRefused =>
  new ProviderRefused(reason, 'the provider says no');
/** sandbox-one answers orders of packages by this error, having done nothing. */
const failing = (error: Error): (() => void) =>
  replaceProvider(hubby, 'sandbox-one', () => ({ addPackage: () => Promise.reject(error) }));

/** The queue is on a classic eSIM of sandbox-two, the universal one as it was. */
async function assertBeside({ who, iccid }: Booked, answer: Answer): Promise<string> {
  assert.equal(answer.status, 200, answer.text);
  const { current_esim: made, current_esim_packages: on } = answer.body.data;
  assert.deepEqual([made.provider, made.esim_type], ['sandbox-two', 'classic']);
  assert.ok(on.some((k: Json) => k.package_queue_id === answer.body.data.package_queue.id));
  const shown = await show(who);
  assert.equal(shown.user.current_universal_esim, iccid);
  assert.deepEqual(shown.current_esim_packages, []);
  assert.deepEqual(
    shown.esims.map((e: Json) => e.iccid),
    [iccid, made.iccid],
  );
  await assertSound(hubby.sql);
  return made.iccid;
}

describe('a package that the account of the universal eSIM cannot deliver', () => {
  it('waits by default, and is delivered when the account is back', async () => {
    const { who, queues, iccid } = await booked(1, hubby.partner);
    const [queue] = queues as [Json];
    await setStatus('paused');
    assertUnavailable(await redeem(hubby, who, queue.id), 'not_reached');
    await setStatus('active');
    const answer = await redeem(hubby, who, queue.id);
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body.data.current_esim.iccid, iccid);
    assert.equal((await show(who, hubby.partner)).esims.length, 1);
  });

  it('comes on a classic eSIM of another account, and the traveler is told to install it', async () => {
    const email = `${user()}@example.com`;
    const one = await booked(2, key, {
      email,
      communication_options: { should_send_message: true, channels: ['EMAIL'] },
    });
    const [queue, later] = one.queues as [Json, Json];
    await setStatus('paused');
    const iccid = await assertBeside(one, await redeem(hubby, one.who, queue.id, key));

    const again = await redeem(hubby, one.who, queue.uuid, key);
    assert.deepEqual(
      [again.status, again.body.error.type, again.body.error.esim_iccid],
      [409, 'already_redeemed', iccid],
    );
    const mails = await hubby.sql(
      `select data, status from messages where kind = 'esim_link' and recipient = $1`,
      [email],
    );
    assert.equal(mails.length, 1);
    assert.deepEqual(mails[0]!['data'], { queue_ids: [queue.id] });
    const [told] = await hubby.sql(
      `select data->>'esim_iccid' as iccid
       from events
       where type = 'package.provisioned' and data->>'package_queue_uuid' = $1`,
      [queue.uuid],
    );
    assert.equal(told!['iccid'], iccid);
    const asked = { format: 'json', external_user_id: one.who };
    const steps = async (body: Json): Promise<Answer> =>
      hubby.call('POST', '/api/native/instructions', body, { key });
    const { qr } = (await show(one.who)).esims[1];
    assert.equal((await steps({ ...asked, iccid })).body.data.install.lpa, qr);
    assert.notEqual((await steps(asked)).body.data.install.lpa, qr);
    assert.equal((await steps({ ...asked, iccid: '8999901000000000013' })).status, 404);

    await setStatus('active');
    const back = await redeem(hubby, one.who, later.id, key);
    assert.equal(back.body.data.current_esim.iccid, one.iccid, 'the universal one stays the one');
    assert.equal(
      (
        await hubby.sql(`select 1 from messages where recipient = $1 and kind = 'esim_link'`, [
          email,
        ])
      ).length,
      1,
    );
  });

  it('joins the classic eSIM that an earlier one came on, where its IMSI plan is known', async () => {
    const one = await booked(2);
    await setStatus('paused');
    const [first, second] = one.queues as [Json, Json];
    const iccid = await assertBeside(one, await redeem(hubby, one.who, first.id, key));
    assert.equal(await assertBeside(one, await redeem(hubby, one.who, second.id, key)), iccid);
  });

  it('goes there after a clean refusal', async (t) => {
    const one = await booked();
    t.after(failing(refusal('out_of_stock')));
    await assertBeside(one, await redeem(hubby, one.who, one.queues[0]!.id, key));
    const { kind, provider, evidence } = await orderOf(hubby, one.queues[0]!.id);
    assert.deepEqual([kind, provider], ['create_esim', 'sandbox-two']);
    const [left] = evidence.filter((e: Json) => e['left'] !== undefined);
    assert.deepEqual([left.left, left.for], ['sandbox-one', 'sandbox-two']);
  });

  it('goes there when its account has no source of it any more', async (t) => {
    const one = await booked();
    await sell([SECOND]);
    t.after(() => sell([FIRST, SECOND]));
    await assertBeside(one, await redeem(hubby, one.who, one.queues[0]!.id, key));
  });

  it('goes there though an order was begun that never left', async (t) => {
    const one = await booked();
    const [queue] = one.queues as [Json];
    const restore = failing(new ProviderNotReached('connection refused'));
    t.after(restore);
    assertUnavailable(await redeem(hubby, one.who, queue.id, key), 'not_reached');
    assert.equal((await orderOf(hubby, queue.id)).provider, 'sandbox-one', 'it may pass at once');
    await setStatus('paused');
    await assertBeside(one, await redeem(hubby, one.who, queue.id, key));
  });

  it('waits for what passes within seconds', async (t) => {
    const one = await booked();
    t.after(failing(new ProviderBusy('come later', 60_000)));
    assertUnavailable(await redeem(hubby, one.who, one.queues[0]!.id, key), 'not_reached');
    const { provider, kind } = await orderOf(hubby, one.queues[0]!.id);
    assert.deepEqual([provider, kind], ['sandbox-one', 'add_package']);
  });

  it('never goes there from an order that is unclear', async (t) => {
    const one = await booked();
    const [queue] = one.queues as [Json];
    const restore = replaceProvider(hubby, 'sandbox-one', (real) => ({
      addPackage: async (input) => {
        await real.addPackage(input);
        throw new ProviderUnclear('no answer');
      },
      findByReference: () => Promise.reject(new ProviderUnclear('no answer')),
    }));
    t.after(restore);
    assertUnavailable(await redeem(hubby, one.who, queue.id, key), 'unknown');
    await setStatus('paused');
    assertUnavailable(await redeem(hubby, one.who, queue.id, key), 'unknown');
    assert.equal((await orderOf(hubby, queue.id)).provider, 'sandbox-one');
    restore();
    const answer = await redeem(hubby, one.who, queue.id, key);
    assert.equal(answer.body.data.current_esim.iccid, one.iccid, answer.text);
    await assertSound(hubby.sql);
  });

  it('stays redeemable where nobody else delivers it, and goes to whoever is back first', async (t) => {
    const one = await booked();
    const [queue] = one.queues as [Json];
    t.after(failing(refusal('rejected')));
    const restore = replaceProvider(hubby, 'sandbox-two', () => ({
      createEsim: () => Promise.reject(refusal('out_of_stock')),
    }));
    assertUnavailable(await redeem(hubby, one.who, queue.id, key), 'out_of_stock');
    assert.equal((await orderOf(hubby, queue.id)).state, 'rejected');
    restore();
    // `restore` has put back all providers.
    failing(refusal('rejected'));
    await assertBeside(one, await redeem(hubby, one.who, queue.id, key));
  });
});

describe('beside the universal eSIM, once', () => {
  it('however many redemptions of however many queues come at once', async () => {
    const one = await booked(3);
    await setStatus('paused');
    const calls = one.queues.flatMap(({ id }) => Array.from({ length: 4 }, () => id));
    const answers = await Promise.all(calls.map((id) => redeem(hubby, one.who, id, key)));
    const counts = tally(answers);
    assert.equal(counts['200'], 3, JSON.stringify(counts));
    assert.equal(counts['409 already_redeemed'], 9, JSON.stringify(counts));
    const { esims } = await show(one.who);
    assert.equal(esims.length, 2);
    assert.equal(esims[1].packages.length, 3);
    await assertSound(hubby.sql);
  });

  it('also when the process that ordered it never hears the answer', async (t) => {
    const one = await booked();
    const [queue] = one.queues as [Json];
    await setStatus('paused');
    const held = holdProvider(hubby, 'createEsim', {
      name: 'sandbox-two',
      when: 'after',
      times: 1,
    });
    t.after(held.release);
    const waiting = redeem(hubby, one.who, queue.id, key);
    await held.reached;
    // As if it had been killed: its lease runs out, and a worker asks what became of the order.
    await hubby.sql(
      `update provider_orders
       set lease_until = now(), next_attempt_at = now()
       where queue_id = $1`,
      [queue.id],
    );
    await hubby.drain();
    assert.equal((await orderOf(hubby, queue.id)).state, 'confirmed');
    held.release();
    await assertBeside(one, await waiting);
    assert.equal(held.calls(), 1);
  });
});

describe('the setting esim_on_failover', () => {
  it('is checked, shown with its default and taken back like others', async () => {
    const partner = await hubby.newPartner();
    const set = (value: unknown): Promise<Answer> =>
      hubby.operator('PATCH', `/partners/${partner.partner_id}/settings`, {
        esim_on_failover: value,
      });
    const wrong = await set('always');
    assert.deepEqual([wrong.status, wrong.body.error.details[0].field], [400, 'esim_on_failover']);
    assert.equal((await set('new_esim')).body.data.settings.esim_on_failover, 'new_esim');
    assert.equal((await set(null)).body.data.settings.esim_on_failover, 'wait');
  });
});
