/** `hubby catalog preview|publish …` as an operator runs it: the example of docs/publishing.md. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { createOperatorToken } from '../src/domain/partners/keys/operator-tokens.ts';
import { startHubby, type Hubby } from './harness.ts';
import { run } from './support/cli.ts';
import { source } from './support/market.ts';

let hubby: Hubby;
let folder: string;
before(async () => {
  hubby = await startHubby();
  folder = mkdtempSync(join(tmpdir(), 'hubby-publishing-'));
  const operator_token = await createOperatorToken(hubby.ctx.db);
  writeFileSync(join(folder, 'credentials.json'), JSON.stringify({ operator_token }));
  const malta = { duration_days: 30, coverage: ['MLT'], last_seen_at: new Date() };
  const sources = [
    { ...source('sandbox-one', 'mt-1', { bytes: 1e9, cost: 100 }), ...malta },
    { ...source('sandbox-two', 'mt-1', { bytes: 1e9, cost: 120 }), ...malta },
    { ...source('sandbox-one', 'mt-3', { bytes: 3e9, cost: 250 }), ...malta },
  ];
  await hubby.sql('delete from bundle_sources');
  await hubby.sql('delete from sources');
  await hubby.sql('delete from bundles');
  await hubby.sql('insert into sources select * from json_populate_recordset(null::sources, $1)', [
    JSON.stringify(sources),
  ]);
  await hubby.sql(
    `update shared_values set value = (value::bigint + 1)::text where key = 'catalog_version'`,
  );
  await hubby.ctx.catalog.refresh();
});
after(() => hubby.close());

const cli = async (...args: string[]): Promise<string> => {
  const { code, out, err } = await run(hubby, args, { HUBBY_DATA_DIR: folder });
  assert.equal(code, 0, err);
  return out.trim();
};
const guide = readFileSync(new URL('../docs/publishing.md', import.meta.url), 'utf8');
const blockOf = (language: string): string =>
  new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(guide)![1]!;
const put = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

it('the worked example: rule, market, preview, publish, and what it comes to', async () => {
  assert.equal(await cli('catalog', 'rules'), 'There are no publishing rules.');
  const file = put('malta.json', blockOf('json'));
  assert.match(await cli('catalog', 'set-rule', 'malta', file), /changes nothing until/);
  assert.match(await cli('catalog', 'rules'), /^malta {2}position 100, data-limited for MT, 50 %/);

  const shown = await cli('catalog', 'preview');
  assert.match(shown, /appear \(2\)/);
  assert.match(shown, /pkg_mlt_1gb_30d +1 GB – 30 days {2}1\.59\/2\.99 EUR, 59 % above cost/);
  assert.match(shown, /pkg_mlt_3gb_30d +3 GB – 30 days {2}3\.79\/6\.99 EUR/);
  const [, digest] = /npx hubby catalog publish (\w+)$/.exec(shown)!;
  assert.match(await cli('catalog', 'publish', digest!), /^2 appeared, 0 changed, 0 vanished/);

  await hubby.sql('update sources set cost = 110 where cost = 100');
  assert.match(await cli('catalog', 'preview'), /1\.59\/2\.99 → 1\.69\/2\.99 EUR/);
  const again = await run(hubby, ['catalog', 'publish', digest!], { HUBBY_DATA_DIR: folder });
  assert.notEqual(again.code, 0);
  assert.match(again.err, /409 conflict/);

  const market = put('market.csv', blockOf('csv'));
  assert.match(await cli('catalog', 'market-prices', market), /^3 prices of competitors/);
  put(
    'malta.json',
    JSON.stringify({
      ...JSON.parse(blockOf('json')),
      rounding: {},
      recommended: { percentile: 50 },
    }),
  );
  await cli('catalog', 'set-rule', 'malta', file);
  const by = JSON.parse(await cli('catalog', 'preview', '--json'));
  assert.equal(by.change[0].b2c_price, 4.8);
  assert.match(await cli('catalog', 'remove-rule', 'malta'), /removed/);
  assert.match(await cli('catalog', 'preview'), /vanish \(2\)/);
});
