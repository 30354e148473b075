/** The quick form of hostile-provider.ts; a failing seed is printed. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { hostileProvider } from './hostile-provider.ts';

const seed = Date.now() % 1_000_000;

it(`a hostile telco is never told twice (seed ${seed})`, async (t) => {
  const report = await hostileProvider({ orders: 300, partners: 75, seed });
  t.diagnostic(JSON.stringify(report));
  assert.deepEqual([report.provisioned, report.inReview], [report.queues, 0]);
});
