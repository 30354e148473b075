/** Who depends on an account: counted by partner, listed traveler by traveler, page by page. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createOperatorToken } from '../../src/domain/partners/keys/operator-tokens.ts';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { book, redeem } from '../faults/steps.ts';
import { IN_A_YEAR, startHubby, user, type Hubby, type Json } from '../harness.ts';
import { run } from '../support/cli.ts';

let hubby: Hubby;
let other: CreatedPartner;
const ACCOUNT = 'sandbox-one';
/** of the file's partner, with one package unused and one to come */
const travelers: string[] = [];

before(async () => {
  hubby = await startHubby();
  other = await hubby.newPartner('Other Travel');
  for (let n = 0; n < 5; n++) travelers.push(await traveler());
  await traveler(other);
  // Booked and nothing more: their eSIM may come from any account.
  const late = await hubby.newPartner('Late Travel', { esim_assignment: 'redemption' });
  await book(hubby, user(), { key: late, count: 2 });
});
after(() => hubby.close());

async function traveler(key: CreatedPartner = hubby.partner): Promise<string> {
  const who = user();
  const { queues } = await book(hubby, who, { key, count: 2 });
  const answer = await redeem(hubby, who, queues[0]!.id, key);
  assert.equal(answer.status, 200, answer.text);
  return who;
}
const get = (query = '') => hubby.operator('GET', `/suppliers/${ACCOUNT}/stranded${query}`);
const stranded = async (query = ''): Promise<Json> => {
  const answer = await get(query);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.data;
};
const counts = async (): Promise<Json> =>
  (await stranded()).partners.find((one: Json) => one.partner_id === hubby.partner.partner_id);
const of = async (who: string): Promise<Json> =>
  (await stranded('?limit=500')).travelers.find((one: Json) => one.external_user_id === who);

describe('the stranded of an account', () => {
  it('are counted by partner, and listed with what they have there', async () => {
    const { partners, travelers: all, next_cursor } = await stranded();
    assert.equal(next_cursor, null);
    assert.equal(all.length, 6);
    const ofPartner = (key: CreatedPartner) =>
      partners.find((one: Json) => one.partner_id === key.partner_id);
    const { name, ...own } = ofPartner(hubby.partner);
    assert.equal(name, 'Test Travel');
    assert.deepEqual(own, {
      partner_id: hubby.partner.partner_id,
      travelers: 5,
      open_queues: 5,
      unused_packages: 5,
      running_packages: 0,
      is_more: false,
    });
    assert.equal(ofPartner(other).travelers, 1);
    const one = await of(travelers[0]!);
    assert.match(one.iccid, /^89\d+$/);
    assert.deepEqual(
      [one.partner_id, one.unused_packages, one.running_packages, one.open_queues.length],
      [hubby.partner.partner_id, 1, 0, 1],
    );
    assert.equal(one.open_queues[0].destination, 'GR');
  });

  it('come page by page, each once, whatever the size', async () => {
    for (const limit of [1, 2, 4]) {
      const seen: string[] = [];
      let cursor: string | null = '';
      do {
        const page: Json = await stranded(
          `?limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`,
        );
        assert.equal(page.partners === null, cursor !== '');
        assert.ok(page.travelers.length <= limit);
        seen.push(...page.travelers.map((one: Json) => one.external_user_id));
        cursor = page.next_cursor;
      } while (cursor !== null);
      assert.equal(seen.length, 6, String(limit));
      assert.equal(new Set(seen).size, 6);
    }
  });

  it('are told which other accounts could deliver what is to come', async () => {
    const who = travelers[1]!;
    const before = await of(who);
    const serving = before.open_queues[0].other_accounts;
    assert.equal(before.stuck_queues, 0);
    assert.ok(serving.includes('sandbox-two') && !serving.includes(ACCOUNT), serving.join());
    await hubby.operator('PATCH', '/suppliers/sandbox-two', { status: 'paused' });
    try {
      const after = await of(who);
      assert.deepEqual([after.stuck_queues, after.open_queues[0].other_accounts], [1, []]);
    } finally {
      await hubby.operator('PATCH', '/suppliers/sandbox-two', { status: 'active' });
    }
  });

  it('are still listed when the account is paused', async () => {
    await hubby.operator('PATCH', `/suppliers/${ACCOUNT}`, { status: 'paused' });
    try {
      assert.equal((await stranded()).travelers.length, 6);
    } finally {
      await hubby.operator('PATCH', `/suppliers/${ACCOUNT}`, { status: 'active' });
    }
  });

  it('are not those whose queues are over and whose packages are used up', async () => {
    const who = travelers[2]!;
    const [{ id }] = (await hubby.sql('select id from travelers where external_user_id = $1', [
      who,
    ])) as [Json];
    await hubby.sql(
      `update package_queues set cancelled_at = now() where traveler_id = $1 and redeemed_at is null`,
      [id],
    );
    assert.equal((await of(who)).open_queues.length, 0);
    await hubby.sql(
      `update packages k set status = 'DEPLETED' from esims e
       where e.partner_id = k.partner_id and e.id = k.esim_id and e.traveler_id = $1`,
      [id],
    );
    assert.equal(await of(who), undefined);
    assert.equal(
      (await stranded()).partners[0].travelers + (await stranded()).partners[1].travelers,
      5,
    );
  });

  it('are also those with classic eSIMs there, as long as these hold something', async () => {
    const who = user();
    const booked = await hubby.call('POST', '/api/bookings', {
      departure_date: IN_A_YEAR,
      package_specifications: [
        { external_user_id: who, esim_type: 'classic', destination: 'GR', size: '1GB' },
      ],
    });
    const made = await hubby.call('POST', '/api/app-tokens', { external_user_id: who });
    const { uuid } = booked.body.data.package_queues[0];
    const claimed = await hubby.bare('POST', '/claim_classic_package_queue', {
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${made.body.data.token}`,
      },
      body: JSON.stringify({ data: { queue_id: uuid } }),
    });
    const iccid = claimed.body.result.esim_iccid;
    const before = await counts();
    const mine = await of(who);
    assert.deepEqual(
      [mine.iccid, mine.esims, mine.open_queues, mine.unused_packages],
      [iccid, [{ iccid, type: 'classic', unused_packages: 1, running_packages: 0 }], [], 1],
    );
    await hubby.sql(
      `update packages k set status = 'DEPLETED' from esims e
       where e.partner_id = k.partner_id and e.id = k.esim_id and e.iccid = $1`,
      [iccid],
    );
    assert.equal(await of(who), undefined);
    const after = await counts();
    assert.deepEqual(
      [after.travelers, after.unused_packages],
      [before.travelers - 1, before.unused_packages - 1],
    );
  });

  it('are of accounts that are there, for the operator, with a cursor of this list', async () => {
    assert.equal((await hubby.operator('GET', '/suppliers/none/stranded')).status, 404);
    const path = `/api/operator/suppliers/${ACCOUNT}/stranded`;
    assert.equal((await hubby.bare('GET', path)).status, 401);
    assert.equal((await hubby.call('GET', path)).status, 401);
    const bad = await get('?cursor=bm9uZQ');
    assert.deepEqual([bad.status, bad.body.error.details[0].field], [400, 'cursor']);
    assert.equal((await get('?limit=0')).status, 400);
  });

  it('are told by the command', async () => {
    const token = await createOperatorToken(hubby.ctx.db);
    const cli = async (...args: string[]): Promise<string> => {
      const all = ['supplier', 'stranded', ...args, '--token', token];
      const { code, out, err } = await run(hubby, all, { HUBBY_DATA_DIR: '/nonexistent' });
      assert.equal(code, 0, err);
      return out.trim();
    };
    const told = await cli(ACCOUNT);
    assert.match(told, /Test Travel: 4 travelers, 4 packages to come, 4 unused, 0 in use$/m);
    assert.ok(!told.includes(travelers[0]!));
    assert.match(await cli(ACCOUNT, '--all'), new RegExp(`^ .* ${travelers[0]} `, 'm'));
    assert.equal(await cli('sandbox-three'), 'Nobody depends on it.');
  });
});
