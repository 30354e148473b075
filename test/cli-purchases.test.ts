/** `hubby purchase …` as an operator runs it, on purchases that wait for a person. */
import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { createOperatorToken } from '../src/domain/partners/keys/operator-tokens.ts';
import { run, type Ended } from './support/cli.ts';
import { openShop, type Shop } from './support/shop.ts';

let shop: Shop;
let folder: string;
before(async () => {
  shop = await openShop();
  folder = mkdtempSync(join(tmpdir(), 'hubby-purchases-'));
  const operator_token = await createOperatorToken(shop.hubby.ctx.db);
  writeFileSync(join(folder, 'credentials.json'), JSON.stringify({ operator_token }));
});
after(() => shop.close());

const cli = (...args: string[]): Promise<Ended> =>
  run(shop.hubby, ['purchase', ...args], { HUBBY_DATA_DIR: folder });
const said = async (...args: string[]): Promise<string> => {
  const { code, out, err } = await cli(...args);
  assert.equal(code, 0, err);
  return out;
};
/** Bought, on the eSIM, and disputed. */
async function inDoubt(): Promise<string> {
  const { purchase_id: id } = await (await shop.traveler()).buy();
  assert.equal((await shop.send(shop.tellPaid(id))).status, 200);
  await shop.look();
  await shop.hubby.sql(
    `update checkouts set doubt = 'disputed', doubted_at = now() where purchase_id = $1`,
    [id],
  );
  return id;
}

it('lists what waits, shows why, and lets it be dismissed', async () => {
  assert.match(await said('list'), /No purchase waits for you\./);
  const id = await inDoubt();
  const [listed, ...others] = JSON.parse(await said('list', '--json'));
  assert.deepEqual([listed.id, listed.doubt, others.length], [id, 'disputed', 0]);
  assert.match(await said('show', id), /the payment is disputed/);
  assert.match(await said('dismiss', id), new RegExp(`${id} is provisioned`));
  assert.match(await said('list'), /No purchase waits for you\./);
});

it('gives the money of one back, whose package is cancelled', async () => {
  const id = await inDoubt();
  assert.match(await said('refund', id), new RegExp(`${id} is refunded`));
  await shop.look();
  const [row] = await shop.hubby.sql(
    `select k.status, r.reason, r.done_at is not null as is_done
     from purchases p
     join packages k on k.partner_id = p.partner_id and k.queue_id = p.queue_id
     join refunds r on r.partner_id = p.partner_id and r.purchase_id = p.id
     where p.id = $1`,
    [id],
  );
  assert.deepEqual(row, { status: 'CANCELLED', reason: 'operator', is_done: true });
});

it('says what there is not, and that there is nothing to decide', async () => {
  const missing = await cli('show', 'pur_01jd2x7c9m4q8r5t6v7w8x9y0z');
  assert.notEqual(missing.code, 0);
  assert.match(missing.err, /There is no such purchase/);
  const { purchase_id: id } = await (await shop.traveler()).buy();
  const decided = await cli('retry', id);
  assert.notEqual(decided.code, 0);
  assert.match(decided.err, /nothing to decide/);
});
