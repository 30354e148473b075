/** Zendit's adapter: what it tells of eSIMs, and refunds. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { ProviderRefused, ProviderUnclear } from '../../src/providers/provider.ts';
import { until } from '../faults/checks.ts';
import { DAY_MS, stepsAt, zenditBench } from './zendit-bench.ts';
import { GB, refusedAs, TEMPLATE } from './zendit-subject.ts';

const b = zenditBench();
const { create, find, finished, bought, reloaded, cancel, known, statuses } = stepsAt(b);

describe('an eSIM', () => {
  it('is installed once Zendit dates it; plans are packages, with bytes and times', async () => {
    const order = await bought();
    const esim = known(order);
    const fresh = await b.provider.getEsim(esim);
    assert.equal(fresh?.state, 'RELEASED');
    assert.deepEqual(fresh.packages, [
      {
        package_id: order.package_id,
        used_bytes: 0,
        total_bytes: GB,
        activated_at: null,
        expires_at: null,
        status: 'ACTIVE',
      },
    ]);
    b.standIn.control.phone.install(order.iccid!);
    b.standIn.control.phone.use(order.iccid!, GB / 4);
    const used = await b.provider.getEsim(esim);
    assert.equal(used?.state, 'INSTALLED');
    assert.ok(Date.parse(used.state_changed_at) <= Date.now());
    const [line] = used.packages;
    assert.equal(line?.used_bytes, GB / 4);
    assert.equal(Date.parse(line.expires_at!) - Date.parse(line.activated_at!), 7 * DAY_MS);
    assert.deepEqual(used.usage, []);
  });

  it('that Zendit does not have is null', async () => {
    assert.equal(
      await b.provider.getEsim({ iccid: '8944129999999999999', esim_id: null, packages: [] }),
      null,
    );
  });

  it('has plans of one offer in the order of purchase, and loses the oldest', async () => {
    const first = await bought();
    const iccid = first.iccid!;
    const esim = known(first, await reloaded(iccid), await reloaded(iccid));
    const { phone } = b.standIn.control;
    assert.deepEqual(await statuses(esim), ['ACTIVE', 'ACTIVE', 'ACTIVE']);
    phone.use(iccid, GB);
    assert.deepEqual(await statuses(esim), ['DEPLETED', 'ACTIVE', 'ACTIVE']);
    phone.use(iccid, GB / 2);
    const [gone, running, waiting] = (await b.provider.getEsim(esim))!.packages.toSorted(
      (a, b) => b.used_bytes - a.used_bytes,
    );
    assert.deepEqual([gone?.used_bytes, running?.used_bytes, waiting?.used_bytes], [GB, GB / 2, 0]);
    assert.deepEqual(
      [gone, running, waiting].map((one) => one?.package_id),
      esim.packages.map((one) => one.package_id),
    );
    assert.equal(waiting?.activated_at, null);
  });

  it('has plans of several offers, told apart by the offer', async () => {
    const first = await bought();
    const iccid = first.iccid!;
    const big = await reloaded(iccid, { ...TEMPLATE, id: 'ESIM-ES-30D-3GB' });
    b.standIn.control.phone.use(iccid, GB, big.package_id!);
    const read = await b.provider.getEsim(known(first, big));
    assert.deepEqual(
      read?.packages.map((one) => [one.package_id, one.used_bytes, one.total_bytes]),
      [
        [first.package_id, 0, GB],
        [big.package_id, GB, 3 * GB],
      ],
    );
  });

  it('has lost a plan whose validity ended, which is told apart from one that is used up', async () => {
    const order = await bought();
    b.standIn.control.phone.use(order.iccid!, GB / 2);
    const esim = known(order);
    const { expires_at } = (await b.provider.getEsim(esim))!.packages[0]!;
    b.clock = 8 * DAY_MS;
    const over = { ...esim, packages: [{ ...esim.packages[0]!, expires_at }] };
    // By our clock it is not over yet; by Zendit's it is.
    assert.deepEqual(await statuses(over), ['DEPLETED']);
    over.packages[0]!.expires_at = new Date(Date.now() - 1).toISOString();
    assert.deepEqual(await statuses(over), ['EXPIRED']);
    assert.equal((await b.provider.getEsim(over))?.packages[0]?.used_bytes, 0);
  });

  it('is asked about what is over once, not with every look', async () => {
    const order = await bought();
    b.standIn.control.phone.use(order.iccid!, GB);
    const esim = known(order);
    esim.packages[0]!.expires_at = new Date(Date.now() - 1).toISOString();
    const reads = () =>
      b.standIn.ledger().calls.filter((call) => call.path.endsWith(order.package_id!)).length;
    await statuses(esim);
    const before = reads();
    assert.deepEqual(await statuses(esim), ['EXPIRED']);
    assert.equal(reads(), before);
  });

  it('may not list a plan yet, and has used nothing up that was never installed', async () => {
    const first = await bought();
    const young = known(first, await reloaded(first.iccid!));
    b.standIn.control.phone.use(first.iccid!, GB);
    // The second was ordered just now: the one plan that is listed is taken for the first one's.
    const { state_changed_at: installedAt } = (await b.provider.getEsim(young))!;
    young.packages[1]!.ordered_at = new Date(Date.parse(installedAt) + 1).toISOString();
    assert.deepEqual(await statuses(young), ['ACTIVE', 'unknown']);
    // Ordered as recently, and installed since: the plan was there.
    young.packages[1]!.ordered_at = installedAt;
    assert.deepEqual(await statuses(young), ['DEPLETED', 'ACTIVE']);
    const never = await bought();
    b.standIn.control.phone.expire(never.iccid!);
    assert.deepEqual(await statuses(known(never)), ['unknown']);
  });

  it('is not told of plans that we do not know', async () => {
    const order = await bought();
    await reloaded(order.iccid!);
    assert.deepEqual(await statuses(known(order)), ['ACTIVE']);
  });

  it('without a limit has no total', async () => {
    const order = await bought({ ...TEMPLATE, id: 'ESIM-ES-7D-UNLIMITED' });
    const esim = known(order);
    b.standIn.control.phone.use(order.iccid!, 5 * GB);
    const [line] = (await b.provider.getEsim(esim))!.packages;
    assert.deepEqual([line?.total_bytes, line?.status], [null, 'ACTIVE']);
    b.standIn.control.phone.expire(order.iccid!);
    assert.deepEqual(await statuses(esim), ['EXPIRED']);
  });
});

describe('a refund', () => {
  it('is asked for once, decided later, and then done', async () => {
    const order = await bought();
    const { available } = b.standIn.ledger();
    b.standIn.control.hold();
    assert.equal(await cancel(order), 'requested');
    assert.equal(await cancel(order), 'requested');
    assert.equal((await find(order.reference))?.status, 'confirmed');
    assert.deepEqual(await statuses(known(order)), ['ACTIVE']);
    assert.equal(b.standIn.control.release(), 1);
    assert.equal(await cancel(order), 'done');
    assert.equal(await cancel(order), 'done');
    assert.equal((await find(order.reference))?.status, 'cancelled');
    assert.deepEqual(await statuses(known(order)), ['CANCELLED']);
    assert.equal(b.standIn.ledger().available, available + 150);
    const asked = b.standIn
      .ledger()
      .calls.filter((call) => call.method === 'POST' && call.path.includes(order.package_id!));
    assert.equal(asked.length, 1);
  });

  it('takes the package that was refunded off, not the oldest', async () => {
    const first = await bought();
    const second = await reloaded(first.iccid!);
    b.standIn.control.phone.install(first.iccid!);
    assert.equal(await cancel(second), 'requested');
    await until('it is refunded', async () => (await cancel(second)) === 'done');
    assert.deepEqual(await statuses(known(first, second)), ['ACTIVE', 'CANCELLED']);
  });

  it('of what was used fails, which is a refusal', async () => {
    const order = await bought();
    b.standIn.control.phone.use(order.iccid!, 1);
    b.standIn.control.hold();
    assert.equal(await cancel(order), 'requested');
    b.standIn.control.release();
    await assert.rejects(cancel(order), refusedAs('rejected'));
    assert.deepEqual(await statuses(known(order)), ['ACTIVE']);
  });

  it('of what is not there is refused, of what failed is nothing to do', async () => {
    const order = await bought();
    await assert.rejects(cancel({ ...order, package_id: randomUUID() }), refusedAs('rejected'));
    b.standIn.control.rules.failures.push('SUPPLIER_ERROR');
    const { reference } = await create();
    await assert.rejects(finished(reference), ProviderRefused);
    assert.equal(await cancel({ ...order, package_id: reference }), 'done');
  });

  it('whose answer is lost is found by asking again', async () => {
    const order = await bought();
    b.standIn.control.hold();
    b.standIn.control.breakNext({ kind: 'cut_after' }, { on: 'refund' });
    await assert.rejects(cancel(order), ProviderUnclear);
    b.standIn.control.release();
    assert.equal(await cancel(order), 'done');
  });
});
