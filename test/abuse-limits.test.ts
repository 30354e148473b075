/** Limits in memory: read once for all who ask, and never older than what was set here. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Db } from '../src/db/pool.ts';
import { DEFAULTS, makeLimitStore } from '../src/domain/abuse/settings.ts';
import { bySystem } from '../src/domain/actor.ts';

const NAME = 'claims_per_link_per_minute';

/** Answers each question when it is told to. */
function slowDb() {
  const asked: ((value: string) => void)[] = [];
  const one = (text: string): Promise<{ value: string }> =>
    text.startsWith('insert')
      ? Promise.resolve({ value: JSON.stringify({ [NAME]: 7 }) })
      : new Promise((resolve) => asked.push((value) => resolve({ value })));
  const tx = {
    one: (text: string) => (text.startsWith('insert') ? one(text) : Promise.resolve()),
    rows: () => Promise.resolve([]),
  };
  const inTx = (work: (db: typeof tx) => unknown) => work(tx);
  return { asked, db: { one, tx: inTx } as unknown as Db };
}

it('are read once, however many ask', async () => {
  const { asked, db } = slowDb();
  const limits = makeLimitStore(db);
  const answers = Promise.all([limits.inForce(), limits.inForce(), limits.inForce()]);
  assert.equal(asked.length, 1);
  asked[0]!('{}');
  assert.deepEqual(await answers, [DEFAULTS, DEFAULTS, DEFAULTS]);
  assert.deepEqual(await limits.inForce(), DEFAULTS);
  assert.equal(asked.length, 1);
});

it('that were set while older ones were being read stay', async () => {
  const { asked, db } = slowDb();
  const limits = makeLimitStore(db);
  const reading = limits.inForce();
  await limits.set(bySystem('test'), { [NAME]: 7 });
  asked[0]!('{}');
  assert.equal((await reading)[NAME], 7);
  assert.equal((await limits.inForce())[NAME], 7);
});

it('are read anew two seconds after they were read, for another process may have set them', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_000_000 });
  const { asked, db } = slowDb();
  const limits = makeLimitStore(db);
  const first = limits.inForce();
  asked[0]!('{}');
  assert.equal((await first)[NAME], DEFAULTS[NAME]);
  t.mock.timers.setTime(1_001_999);
  assert.equal((await limits.inForce())[NAME], DEFAULTS[NAME]);
  t.mock.timers.setTime(1_002_000);
  const second = limits.inForce();
  asked[1]!(JSON.stringify({ [NAME]: 3 }));
  assert.equal((await second)[NAME], 3);
});
