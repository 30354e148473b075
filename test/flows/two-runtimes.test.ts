/** Two runtimes in one process: what one remembers the other has never heard of. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Context } from '../../src/context.ts';
import { makeState } from '../../src/start/make-state.ts';
import { startHubby, type Hubby } from '../harness.ts';
import { bySystem } from '../../src/domain/actor.ts';

let one: Hubby;
let two: Hubby;
before(async () => {
  one = await startHubby();
  two = await startHubby();
});
// Also where the second one did not start: what is left open would keep the process for ever.
after(() => Promise.all([one?.close(), two?.close()]));

describe('two runtimes', () => {
  it('have each object of their own', () => {
    const names = Object.keys(makeState(one.ctx.db, one.ctx.db, one.ctx));
    assert.ok(names.length > 10);
    for (const name of names as (keyof Context)[])
      assert.notEqual(one.ctx[name], two.ctx[name], name);
  });

  it('count, price and sign for themselves', async () => {
    await one.ctx.limits.set(bySystem('test'), { wrong_codes_per_user_per_hour: 1 });
    const limits = await Promise.all([one, two].map(({ ctx }) => ctx.limits.inForce()));
    assert.deepEqual(
      limits.map((l) => l.wrong_codes_per_user_per_hour),
      [1, 10],
    );
    const verdicts = [];
    for (const { ctx } of [one, one, two])
      verdicts.push((await ctx.counters.count('wrong_codes_per_user_per_hour', 'x', true)).isOver);
    assert.deepEqual(verdicts, [false, true, false]);
    const keys = await Promise.all([one, two].map(({ ctx }) => ctx.issuerKeys.signing()));
    assert.notEqual(keys[0]!.kid, keys[1]!.kid);

    const row = {
      partner_id: one.partner.partner_id,
      price_list_id: null,
      b2b_modification: 10,
      b2c_modification: 0,
      prices_version: 7,
    };
    const bundle = { id: 'pkg_x', b2b_price: 100, b2c_price: 200 };
    const dearer = await one.ctx.priceBooks.of(row);
    // The same partner at the same version, in another database with other prices.
    const cheaper = await two.ctx.priceBooks.of({ ...row, b2b_modification: -10 });
    assert.deepEqual([dearer.of(bundle).b2b, cheaper.of(bundle).b2b], [110, 90]);
    assert.equal(await one.ctx.priceBooks.of(row), dearer, 'and remember it');
  });
});
