/**
 * The quick form of supplier-drill.ts, a file for each kind of supplier. `DRILL_ORDERS=5000` makes it
 * a long one.
 */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { supplierDrill } from '../supplier-drill.ts';

export function quickDrill(kind: string): void {
  const seed = Date.now() % 1_000_000;
  const orders = Number(process.env['DRILL_ORDERS'] ?? 200);
  it(`${orders} orders at ${kind} are bought once, whatever fails (seed ${seed})`, async (t) => {
    const tell = (text: string): void => t.diagnostic(text);
    const report = await supplierDrill({
      kinds: [kind],
      orders,
      accounts: 4,
      kills: 3,
      seed,
      tell,
    });
    t.diagnostic(JSON.stringify(report));
    assert.equal(report.packages, orders);
    assert.ok(report.kills.betweenCallAndAnswer > 0);
  });
}
