/** The quick form of supplier-drill.ts: all suppliers side by side. `DRILL_ORDERS=5000` is a long one. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { KINDS } from './drill/suppliers.ts';
import { supplierDrill } from './supplier-drill.ts';

const seed = Date.now() % 1_000_000;
const orders = Number(process.env['DRILL_ORDERS'] ?? 200);

it(`${orders} orders of each supplier are bought once, whatever fails (seed ${seed})`, async (t) => {
  const tell = (text: string): void => t.diagnostic(text);
  const report = await supplierDrill({ kinds: KINDS, orders, accounts: 4, kills: 3, seed, tell });
  t.diagnostic(JSON.stringify(report));
  assert.equal(report.packages, KINDS.length * orders);
  assert.ok(report.kills.betweenCallAndAnswer > 0);
});
