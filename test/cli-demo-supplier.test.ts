/** `hubby demo --supplier` as an operator runs it: each kind, from account to top-up, and nothing is left. */
import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createOperatorToken } from '../src/domain/partners/keys/operator-tokens.ts';
import type { Worker } from '../src/worker.ts';
import { startHubby, type Hubby } from './harness.ts';
import { run, type Ended } from './support/cli.ts';

let hubby: Hubby;
let worker: Worker;
let folder: string;
before(async () => {
  hubby = await startHubby();
  worker = await hubby.work();
  folder = mkdtempSync(join(tmpdir(), 'hubby-demo-supplier-'));
  const operator_token = await createOperatorToken(hubby.ctx.db);
  writeFileSync(join(folder, 'credentials.json'), JSON.stringify({ operator_token }));
});
after(async () => {
  await worker.stop();
  await hubby.close();
});

const demo = (...args: string[]): Promise<Ended> =>
  run(hubby, ['demo', ...args], { HUBBY_DATA_DIR: folder });
const catalog = async (): Promise<string> =>
  (await hubby.operator('GET', '/catalog/export')).body.data.csv;

describe('hubby demo --supplier', () => {
  for (const kind of ['airalo', 'esim-access', 'esim-go', 'zendit', 'es2plus'])
    it(`plays a trip at ${kind}, shows its books, and leaves nothing behind`, async () => {
      const before = await catalog();
      const { code, out, err } = await demo('--supplier', kind);
      assert.deepEqual([code, err], [0, ''], out);
      for (const part of [
        /is added and tested: it takes orders/,
        /the eSIM came with it: 89\d+/,
        /activation +LPA:1\$/,
        /85 % of (1|0\.93) GB are used/,
        /← .*package\.usage\.80_percent/,
        /onto the same eSIM/,
        /they agree: 1 eSIM, 3 packages, each bought once/,
      ])
        assert.match(out, part);
      assert.doesNotMatch(out, /left behind/);
      assert.equal(await catalog(), before);
      const { body } = await hubby.operator('GET', '/suppliers');
      const left = (body.data as { name: string }[]).filter(({ name }) => name.startsWith('demo-'));
      assert.deepEqual(left, []);
    });

  it('needs the operator: an eSIM can be asked about by nobody else, and has to be there', async () => {
    const unknown = await hubby.operator('POST', '/esims/8999901000000000013/ask');
    assert.deepEqual([unknown.status, unknown.body.error.type], [404, 'esim_not_found']);
    const partner = await hubby.call('POST', '/api/operator/esims/8999901000000000013/ask');
    assert.equal(partner.status, 401);
    const { code, err } = await run(hubby, ['esim', 'ask', '8999901000000000013'], {
      HUBBY_DATA_DIR: folder,
    });
    assert.equal(code, 1);
    assert.match(err, /There is no such eSIM/);
  });

  it('says which suppliers there are', async () => {
    const { code, err } = await demo('--supplier', 'acme');
    assert.equal(code, 1);
    assert.match(err, /expected one of airalo, esim-access, esim-go, zendit, es2plus, got "acme"/);
  });
});
