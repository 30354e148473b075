/** The stock list of an account at an SM-DP+: imported, counted, and the alarm when it runs low. */
import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createOperatorToken } from '../../src/domain/partners/keys/operator-tokens.ts';
import { watchStocks } from '../../src/domain/suppliers/es2plus/watch-stock.ts';
import { startHubby, type Hubby, type Json } from '../harness.ts';
import { run } from '../support/cli.ts';
import { iccid, stockOf } from '../support/suppliers/es2plus/account.ts';
import { startEs2plus, type Es2plus } from '../../packages/standins/src/es2plus/server.ts';

let hubby: Hubby;
let smdp: Es2plus;
const warnings: Json[] = [];
let counter = 0;
let token: string | undefined;

before(async () => {
  const log = {
    info() {},
    error() {},
    warn: (fields: object, message: string) => warnings.push({ ...fields, message }),
  };
  [hubby, smdp] = [await startHubby({ context: { log: log as never } }), await startEs2plus()];
});
after(async () => {
  await hubby.close();
  await smdp.close();
});

async function account(settings: Json = {}): Promise<string> {
  const name = `smdp-${++counter}`;
  const made = await hubby.operator('POST', '/suppliers', {
    name,
    kind: 'es2plus',
    base_url: smdp.url,
    credentials: smdp.credentials,
    settings: { ...smdp.settings, ...settings },
  });
  assert.equal(made.status, 201, made.text);
  return name;
}
const add = (name: string, csv: string) => hubby.operator('POST', `/suppliers/${name}/stock`, csv);
const stock = async (name: string): Promise<Json> =>
  (await hubby.operator('GET', `/suppliers/${name}/stock`)).body.data;
const list = (iccids: string[]): string => `iccid,profile_type,plan\n${iccids.join('\n')}`;
const warningsOf = (name: string): number =>
  warnings.filter((one) => one.account === name && /stock .* below/.test(one.message)).length;
const metricOf = async (name: string): Promise<string | undefined> => {
  await hubby.ctx.suppliers.lookNow();
  const headers = { authorization: `Bearer ${await operatorToken()}` };
  const { text } = await hubby.bare('GET', '/metrics', { headers });
  return new RegExp(`^hubby_supplier_stock_low\\{account="${name}"\\} (\\d)$`, 'm').exec(text)?.[1];
};

const operatorToken = async (): Promise<string> =>
  (token ??= await createOperatorToken(hubby.ctx.db));

describe('a stock list by the API', () => {
  it('is added to, and the same lines may come again', async () => {
    const name = await account();
    const file = list([`${iccid(1)},ES-A,eu`, `${iccid(2)},ES-A,eu`, `${iccid(3)},,`]);
    const first = await add(name, file);
    assert.deepEqual(first.body.data, { added: 3, changed: 0, skipped: 0 });
    assert.deepEqual((await add(name, file)).body.data, { added: 0, changed: 0, skipped: 3 });
    assert.deepEqual(await stock(name), {
      free: 3,
      taken: 0,
      lost: 0,
      threshold: null,
      is_low: false,
      groups: [
        { profile_type: 'ES-A', plan: 'eu', free: 2, taken: 0, lost: 0 },
        { profile_type: null, plan: null, free: 1, taken: 0, lost: 0 },
      ],
    });
  });

  it('with a bad line stores nothing, and names every bad one', async () => {
    const name = await account();
    const answer = await add(name, list([`${iccid(1)},,`, '123,,', `${iccid(1)}F,,a b`]));
    assert.equal(answer.status, 400);
    assert.deepEqual(
      answer.body.error.details.map(({ field }: Json) => field),
      ['row 3, iccid', 'row 4, plan', 'row 4, iccid'],
    );
    assert.equal((await stock(name)).free, 0);
  });

  it('is of accounts at an SM-DP+ only, for the operator only', async () => {
    for (const [name, status] of [
      ['no-such', 404],
      ['sandbox-one', 409],
    ] as const) {
      assert.equal((await add(name, list([`${iccid(1)},,`]))).status, status);
      assert.equal((await hubby.operator('GET', `/suppliers/${name}/stock`)).status, status);
    }
    const name = await account();
    const path = `/api/operator/suppliers/${name}/stock`;
    assert.equal((await hubby.bare('GET', path)).status, 401);
    assert.equal((await hubby.call('GET', path)).status, 401);
    assert.equal((await hubby.operator('POST', `/suppliers/${name}/stock`, {})).status, 415);
  });

  it('is added to and counted by the command too', async () => {
    const name = await account({ stock_threshold: 5 });
    const folder = mkdtempSync(join(tmpdir(), 'hubby-stock-'));
    const file = join(folder, 'profiles.csv');
    writeFileSync(file, list([`${iccid(1)},ES-A,eu`, `${iccid(2)},ES-A,eu`]));
    const cli = (...args: string[]) =>
      run(hubby, ['supplier', 'stock', name, ...args, '--token', token!], {
        HUBBY_DATA_DIR: folder,
      });
    await operatorToken();
    assert.match((await cli(file)).out, /^2 added, 0 changed, 0 as they were\.$/m);
    const { out } = await cli();
    assert.match(out, /^ES-A +eu +2 free, 0 taken, 0 lost$/m);
    assert.match(out, /^2 free, .*the alarm is at fewer than 5 free: BELOW IT$/m);
    writeFileSync(file, 'iccid\n123\n');
    assert.match((await cli(file)).err, /^400 invalid_request[^]*row 2, iccid/);
  });

  it('is forgotten with its account', async () => {
    const name = await account();
    await add(name, list([`${iccid(1)},,`]));
    assert.equal((await hubby.operator('DELETE', `/suppliers/${name}`)).status, 200);
    const left = await hubby.sql('select 1 from es2plus_profiles where account = $1', [name]);
    assert.equal(left.length, 0);
  });
});

describe('a stock that runs low', () => {
  it('is told once, until there is enough again', async () => {
    const name = await account({ stock_threshold: 3 });
    const take = (number: number) =>
      hubby.sql(`update es2plus_profiles set status = 'lost' where account = $1 and iccid = $2`, [
        name,
        iccid(number),
      ]);
    await add(name, list(stockOf(3).map((one) => `${one},,`)));
    assert.deepEqual([warningsOf(name), await metricOf(name)], [0, '0']);

    await take(1);
    await watchStocks(hubby.ctx);
    await watchStocks(hubby.ctx);
    assert.deepEqual([warningsOf(name), await metricOf(name)], [1, '1']);
    assert.equal((await stock(name)).is_low, true);
    const shown = (await hubby.operator('GET', `/suppliers/${name}`)).body.data;
    assert.equal(shown.health.is_stock_low, true);

    await add(name, list(stockOf(1, 4).map((one) => `${one},,`)));
    assert.deepEqual([warningsOf(name), await metricOf(name)], [1, '0']);
    await take(2);
    await watchStocks(hubby.ctx);
    assert.equal(warningsOf(name), 2);
  });

  it('is low with the first import already, and not once the threshold is gone', async () => {
    const name = await account({ stock_threshold: 2 });
    await add(name, list([`${iccid(1)},,`]));
    assert.deepEqual([warningsOf(name), await metricOf(name)], [1, '1']);
    await hubby.operator('PATCH', `/suppliers/${name}`, { settings: smdp.settings });
    await watchStocks(hubby.ctx);
    assert.equal(await metricOf(name), '0');
  });
});
