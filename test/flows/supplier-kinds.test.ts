/** An account of every wholesaler, against its stand-in, as an operator adds and tests it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { routableAccounts } from '../../src/domain/suppliers/routable-accounts.ts';
import { startHubby, type Hubby, type Json } from '../harness.ts';
import { startAiralo } from '../../packages/standins/src/airalo/server.ts';
import { startEsimAccess } from '../../packages/standins/src/esim-access/server.ts';
import { startEsimGo } from '../../packages/standins/src/esim-go/server.ts';
import { startZendit } from '../../packages/standins/src/zendit/server.ts';

type StandIn = { url: string; credentials: Record<string, unknown>; close(): Promise<void> };
const STAND_INS: Record<string, () => Promise<StandIn>> = {
  airalo: startAiralo,
  'esim-access': startEsimAccess,
  'esim-go': startEsimGo,
  zendit: startZendit,
};

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

for (const [kind, start] of Object.entries(STAND_INS))
  describe(`an account of ${kind}`, () => {
    const name = `own-${kind}`;
    let standIn: StandIn;
    before(async () => {
      standIn = await start();
    });
    after(() => standIn.close());

    const test = async (): Promise<Json> =>
      (await hubby.operator('POST', `/suppliers/${name}/test`)).body.data;
    const isIn = (): boolean =>
      routableAccounts(hubby.ctx).some((a) => a.name === name && a.takesNew && !a.outBecause);

    it('does not begin with a wrong key', async () => {
      const wrong = Object.fromEntries(
        Object.entries(standIn.credentials).map(([field, value]) => [field, `${value}x`]),
      );
      const added = await hubby.operator('POST', '/suppliers', {
        name,
        kind,
        base_url: standIn.url,
        credentials: wrong,
      });
      assert.equal(added.status, 201, added.text);
      const { ok, steps } = await test();
      assert.deepEqual([ok, steps.at(-1).step, isIn()], [false, 'sign_in', false]);
      assert.ok(!JSON.stringify(steps).includes(String(Object.values(wrong)[0])), 'says no secret');
    });

    it('begins with the right one, its balance and catalog read', async () => {
      const { credentials } = standIn;
      const changed = await hubby.operator('PATCH', `/suppliers/${name}`, { credentials });
      assert.equal(changed.status, 200, changed.text);
      const result = await test();
      assert.deepEqual(
        result.steps.map((s: Json) => [s.step, s.ok]),
        ['address', 'sign_in', 'balance', 'catalog'].map((step) => [step, true]),
        JSON.stringify(result),
      );
      assert.equal(isIn(), true);
      assert.match(result.steps[3].message, /has [1-9]\d* articles/);
    });
  });
