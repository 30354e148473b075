/**
 * The quick form of purchase-drill.ts: a kill at every step of a purchase, once. `DRILL_PURCHASES=200`
 * makes it a long one.
 */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { purchaseDrill } from './purchase-drill.ts';
import { STEPS } from './purchases/steps.ts';

const seed = Date.now() % 1_000_000;
const purchases = Number(process.env['DRILL_PURCHASES'] ?? 28);

it(`${purchases} purchases make one package for each payment, whatever dies (seed ${seed})`, async (t) => {
  const steps = Object.keys(STEPS).length;
  const report = await purchaseDrill({
    purchases,
    kills: Math.max(steps, Math.floor(purchases * 0.3)),
    seed,
    tell: (text) => t.diagnostic(text),
  });
  t.diagnostic(JSON.stringify(report));
  // Some come seldom: money that goes back, of so few.
  assert.ok(Object.keys(report.hits).filter((step) => step in STEPS).length >= steps - 3);
});
