/** What Airalo tells of eSIMs that are there. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { namePackages, toEntry } from '../../src/providers/airalo/esim.ts';
import { ProviderUnclear } from '../../src/providers/provider.ts';
import { knownOf, NOW, openBench, type Bench } from '../support/suppliers/airalo/bench.ts';

const MIB = 1_048_576;
const DAY_MS = 86_400_000;
const UNLIMITED = {
  id: 'guay-7days-unlimited',
  topup_id: null,
  bytes: null,
  duration_days: 7,
  coverage: ['ESP'],
  imsi: null,
};

let b: Bench;
beforeEach(async () => {
  b = await openBench();
});
afterEach(() => b.close());

test('an eSIM nobody used says nothing of devices, one that is used was switched on', async () => {
  const made = await b.create();
  const read = () => b.provider.getEsim(knownOf(made));
  const unused = await read();
  assert.equal(unused?.state, 'unknown');
  assert.deepEqual(unused?.packages, [
    {
      package_id: made.package_id,
      used_bytes: 0,
      total_bytes: 1_024 * MIB,
      activated_at: null,
      expires_at: null,
      status: 'ACTIVE',
    },
  ]);
  b.clock.at += DAY_MS;
  b.control.use(made.iccid!, 100 * MIB);
  b.clock.at += DAY_MS;
  const used = await read();
  const began = new Date(NOW + DAY_MS).toISOString();
  assert.deepEqual([used?.state, used?.state_changed_at], ['ENABLED', began]);
  assert.deepEqual(used?.packages, [
    {
      package_id: made.package_id,
      used_bytes: 100 * MIB,
      total_bytes: 1_024 * MIB,
      activated_at: began,
      expires_at: new Date(NOW + 8 * DAY_MS).toISOString(),
      status: 'ACTIVE',
    },
  ]);
  b.control.use(made.iccid!, 2_000 * MIB);
  assert.deepEqual(
    (await read())?.packages.map((one) => [one.used_bytes, one.status]),
    [[1_024 * MIB, 'DEPLETED']],
  );
  b.control.expire(made.iccid!);
  assert.equal((await read())?.packages[0]?.status, 'EXPIRED');
});

test('top-ups are packages of their own, by the names of their orders', async () => {
  const made = await b.create();
  const more = [await b.add(made.iccid!), await b.add(made.iccid!)];
  b.control.use(made.iccid!, 5 * MIB, Number(more[1]!.package_id));
  const esim = await b.provider.getEsim(knownOf(made, ...more));
  assert.deepEqual(
    esim?.packages.map((one) => [one.package_id, one.used_bytes]),
    [
      [made.package_id, 0],
      [more[0]!.package_id, 0],
      [more[1]!.package_id, 5 * MIB],
    ],
  );
});

test('what is bought there by others has a name of its own', async () => {
  const made = await b.create();
  await b.add(made.iccid!, 'by-others');
  const esim = await b.provider.getEsim(knownOf(made));
  assert.equal(esim?.packages[0]?.package_id, made.package_id);
  assert.match(esim!.packages[1]!.package_id, /^history-\d+$/);
});

test('of an unlimited package the use is not told', async () => {
  const made = await b.create('r', UNLIMITED);
  b.control.use(made.iccid!, 100 * MIB);
  const [only] = (await b.provider.getEsim(knownOf(made)))!.packages;
  assert.deepEqual([only?.total_bytes, only?.used_bytes, only?.status], [null, 0, 'ACTIVE']);
});

test('days that begin with the installation show it', async () => {
  const us = { ...UNLIMITED, id: 'change-7days-1gb', bytes: 1_024 * MIB, coverage: ['USA'] };
  const made = await b.create('r', us);
  b.control.install(made.iccid!);
  const esim = await b.provider.getEsim(knownOf(made));
  assert.equal(esim?.state, 'ENABLED');
  assert.notEqual(esim?.packages[0]?.expires_at, null);
});

test('an eSIM that was taken back is gone, and so is one whose ICCID is now of another', async () => {
  const made = await b.create();
  assert.equal(await b.provider.getEsim({ ...knownOf(made), esim_id: '1' }), null);
  b.clock.at += DAY_MS;
  b.control.recycle(made.iccid!);
  const gone = {
    iccid: made.iccid,
    state: 'DELETED',
    state_changed_at: new Date(NOW + DAY_MS).toISOString(),
    packages: [],
    usage: [],
  };
  assert.deepEqual(await b.provider.getEsim(knownOf(made)), gone);
  const recycled = { kind: 'says', status: 422, body: { code: 73, reason: 'recycled' } } as const;
  b.control.break('sims', recycled);
  assert.equal((await b.provider.getEsim(knownOf(made)))?.state, 'DELETED');
});

test('only its own word says that there is no such eSIM', async () => {
  const made = await b.create();
  const unknown = { iccid: '8999999000000000008', esim_id: null, packages: [] };
  assert.equal(await b.provider.getEsim(unknown), null);
  const another = { data: { id: 1, iccid: '8944123400000000013' }, meta: {} };
  b.control.break('sims', { kind: 'says', status: 200, body: another });
  await assert.rejects(b.provider.getEsim(knownOf(made)), ProviderUnclear);
  for (const status of [200, 404, 403, 422, 500]) {
    b.control.break('sims', { kind: 'says', status, body: { data: [], meta: {} } });
    await assert.rejects(b.provider.getEsim(knownOf(made)), ProviderUnclear);
    b.control.break('history', { kind: 'says', status, body: { data: {}, meta: {} } });
    await assert.rejects(b.provider.getEsim(knownOf(made)), ProviderUnclear);
  }
});

const entry = (id: number, soldAs: string, more: Record<string, unknown> = {}) =>
  toEntry({
    id,
    status: 'ACTIVE',
    remaining: '512',
    activated_at: '2026-11-28 12:00:00',
    expired_at: '2026-12-05T12:00:00+00:00',
    finished_at: null,
    package: { id: soldAs, type: 'sim', amount: 1_024, day: 7, is_unlimited: false },
    ...more,
  });
const known = (package_id: string, template_id: string) => ({
  package_id,
  template_id,
  reference: 'r',
  ordered_at: '2026-11-28T12:00:00.000Z',
});

test('instants come in two forms, figures as texts too', () => {
  const { usage } = entry(1, 'a');
  assert.deepEqual(
    [usage.activated_at, usage.expires_at, usage.used_bytes],
    ['2026-11-28T12:00:00.000Z', '2026-12-05T12:00:00.000Z', 512 * MIB],
  );
  const used = (more: Record<string, unknown>) => entry(1, 'a', more).usage.used_bytes;
  assert.equal(used({ status: 'FINISHED', remaining: null }), 1_024 * MIB);
  assert.equal(used({ status: 'NOT_ACTIVE', remaining: null }), 0);
  assert.equal(used({ remaining: 2_000 }), 0);
});

test('a status we do not know changes nothing, and one of an eSIM taken back is over', () => {
  const status = (text: string) => entry(1, 'a', { status: text }).usage.status;
  assert.deepEqual(['UNKNOWN', 'BREWING', 'RECYCLED', 'EXPIRED'].map(status), [
    'unknown',
    'unknown',
    'EXPIRED',
    'EXPIRED',
  ]);
});

test('entries go by article and turn, and by turn alone where the top-up is called otherwise', () => {
  const names = (entries: [number, string][], packages: [string, string][]): string[] =>
    namePackages(
      entries.map(([id, soldAs]) => entry(id, soldAs)),
      packages.map(([id, template]) => known(id, template)),
    ).map((one) => one.package_id);
  assert.deepEqual(
    names(
      [
        [1, 'a'],
        [2, 'b-topup'],
        [3, 'a-topup'],
      ],
      [
        ['A1', 'a'],
        ['B', 'b'],
        ['A2', 'a'],
      ],
    ),
    ['A1', 'B', 'A2'],
  );
  // An entry that is not there yet is the last one's.
  assert.deepEqual(
    names(
      [[1, 'a']],
      [
        ['A1', 'a'],
        ['A2', 'a'],
      ],
    ),
    ['A1'],
  );
  assert.deepEqual(
    names(
      [
        [1, 'a'],
        [2, 'more'],
      ],
      [
        ['A1', 'a'],
        ['A2', 'a'],
      ],
    ),
    ['A1', 'A2'],
  );
  assert.deepEqual(
    names(
      [
        [1, 'x'],
        [2, 'a'],
      ],
      [['A1', 'a']],
    ),
    ['history-1', 'A1'],
  );
});
