/**
 * The quick form of supplier-drill.ts: every kind of supplier at once, in one installation.
 * `DRILL_KINDS=airalo DRILL_ORDERS=5000` makes it a long one of one kind.
 */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { KINDS } from './drill/suppliers.ts';
import { supplierDrill } from './supplier-drill.ts';

const seed = Date.now() % 1_000_000;
const kinds = process.env['DRILL_KINDS']?.split(',') ?? KINDS;
const orders = Number(process.env['DRILL_ORDERS'] ?? 40);

it(`${orders} orders at each of ${kinds.join(', ')} are bought once, whatever fails (seed ${seed})`, async (t) => {
  const tell = (text: string): void => t.diagnostic(text);
  const report = await supplierDrill({ kinds, orders, accounts: 2, kills: 6, seed, tell });
  t.diagnostic(JSON.stringify(report));
  assert.equal(report.packages, orders * kinds.length);
  assert.ok(report.kills.betweenCallAndAnswer > 0);
});
