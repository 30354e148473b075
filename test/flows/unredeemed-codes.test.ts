/** Which promo codes nobody redeemed, by when they end: of bookings and batches, for keys and members. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { SCANNED } from '../../src/input/paging.ts';
import { startHubby, user, type Hubby, type Json } from '../harness.ts';
import { memberAt } from '../support/members.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const day = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const send = async (
  key: CreatedPartner,
  method: string,
  path: string,
  body?: unknown,
): Promise<Json> => {
  const answer = await hubby.call(method, path, body, { key });
  assert.ok(answer.status < 300, answer.text);
  return answer.body.data;
};
const batch = (key: CreatedPartner, name: string, count: number, days: number): Promise<Json> =>
  send(key, 'POST', '/api/promo-code-batches', {
    name,
    count,
    valid_until: day(days),
    destination: 'GR',
    size: '1GB',
  });
const codesOf = async (key: CreatedPartner, { id }: Json): Promise<string[]> =>
  (await send(key, 'GET', `/api/promo-code-batches/${id}/codes?limit=500`)).codes.map(
    ({ promo_code }: Json) => promo_code,
  );
/** All pages. */
async function list(key: CreatedPartner, query: string): Promise<Json[]> {
  const rows: Json[] = [];
  for (let cursor = ''; ;) {
    const page = await send(
      key,
      'GET',
      `/api/promo-codes?${query}${cursor && `&cursor=${cursor}`}`,
    );
    rows.push(...page.codes);
    if (page.next_cursor === null) return rows;
    cursor = page.next_cursor;
  }
}
const named = (rows: Json[]): string[] => rows.map(({ promo_code }) => promo_code);

describe('promo codes that nobody redeemed', () => {
  it('are those of bookings and batches, whichever ends first coming first', async () => {
    const key = await hubby.newPartner();
    const late = await batch(key, 'late', 2, 40);
    const soon = await batch(key, 'soon', 3, 5);
    await send(key, 'PATCH', '/api/settings', { promo_code_validity_days: 1 });
    const booking = await send(key, 'POST', '/api/bookings', {
      booking_id: 'B-1',
      departure_date: day(9),
      package_specifications: [{ destination: 'GR', size: '1GB' }],
    });
    const [code] = booking.promo_codes;
    const inOrder = await list(key, 'limit=2');
    assert.equal(new Set(named(inOrder)).size, 6);
    assert.deepEqual(
      inOrder.map((row) => row.batch?.name ?? row.booking.reference),
      ['soon', 'soon', 'soon', 'B-1', 'late', 'late'],
    );
    assert.deepEqual(
      inOrder.map(({ valid_until }) => valid_until),
      inOrder.map(({ valid_until }) => valid_until as string).toSorted(),
    );
    const { promo_code, claim_url, booking: of, batch: none, state } = inOrder[3]!;
    assert.deepEqual(
      { promo_code, claim_url, of, none, state },
      {
        promo_code: code.promo_code,
        claim_url: code.claim_url,
        of: { id: booking.id, reference: 'B-1' },
        none: null,
        state: 'open',
      },
    );
    assert.deepEqual(
      named(await list(key, 'ends_within_days=7')).toSorted(),
      (await codesOf(key, soon)).toSorted(),
    );
    assert.equal((await list(key, 'ends_within_days=30')).length, 4);
    assert.deepEqual((await codesOf(key, late)).toSorted(), named(inOrder.slice(4)).toSorted());
  });

  it('are claimed or not, and neither redeemed, cancelled nor over', async () => {
    const key = await hubby.newPartner();
    const [claimed, redeemed, left] = await codesOf(key, await batch(key, 'used', 3, 5));
    const gone = await batch(key, 'gone', 2, 5);
    await send(key, 'POST', `/api/promo-code-batches/${gone.id}/cancel`);
    await batch(key, 'over', 2, 1);
    await send(key, 'POST', '/api/sandbox/clock', { advance: '2d' });
    const { uuid } = await send(key, 'GET', `/api/promo-codes/${claimed}`);
    const email = { email: 'ada@x.example' };
    const claim = await hubby.call('POST', `/api/promo-codes/claim/${uuid}`, email);
    assert.equal(claim.status, 200, claim.text);
    const name = user();
    await send(key, 'POST', `/api/promo-codes/${redeemed}/redeem`, { external_user_id: name });
    const states = (await list(key, 'ends_within_days=14')).map(({ promo_code, state }) => [
      promo_code,
      state,
    ]);
    assert.deepEqual(
      states.toSorted(),
      [
        [claimed, 'claimed'],
        [left, 'open'],
      ].toSorted(),
    );
  });

  it('are found behind more that are redeemed than are looked at for one page', async () => {
    const key = await hubby.newPartner();
    const many = await batch(key, 'many', SCANNED + 200, 5);
    await hubby.sql(
      `update package_queues
       set redeemed_at = now()
       where partner_id = $1
         and id in (select queue_id from promo_codes where partner_id = $1 and batch_id = $2
           order by queue_id limit $3)`,
      [key.partner_id, many.id, SCANNED + 100],
    );
    const first = await send(key, 'GET', '/api/promo-codes');
    assert.deepEqual(first.codes, []);
    assert.notEqual(first.next_cursor, null);
    const rows = await list(key, 'limit=30');
    assert.equal(rows.length, 100);
    assert.equal(new Set(named(rows)).size, 100);
  });

  it('are nobody else’s, and asked for in words that there are', async () => {
    const key = await hubby.newPartner();
    await batch(key, 'own', 1, 5);
    const other = await hubby.newPartner();
    assert.deepEqual(await list(other, 'limit=1'), []);
    for (const [query, field] of [
      ['ends_within_days=0', 'ends_within_days'],
      ['ends_within_days=soon', 'ends_within_days'],
      ['limit=0', 'limit'],
      [`cursor=${Buffer.from('soon pq_1').toString('base64url')}`, 'cursor'],
      [
        `cursor=${Buffer.from(`2030-02-31 25:00:00+00 pq_${'0'.repeat(32)}`).toString('base64url')}`,
        'cursor',
      ],
    ]) {
      const { status, body } = await hubby.call('GET', `/api/promo-codes?${query}`, undefined, {
        key,
      });
      assert.deepEqual([status, body.error?.details?.[0]?.field], [400, field], query);
    }
    assert.equal((await hubby.bare('GET', '/api/promo-codes')).status, 401);
  });

  it('are shown to members, the codes themselves only to who may act; and as a file', async () => {
    const key = await hubby.newPartner();
    const own = await batch(key, 'own', 2, 5);
    await batch(key, 'later', 1, 25);
    const at = (role: 'support' | 'viewer') =>
      memberAt(hubby, { roles: { [key.partner_id]: role } });
    const [support, viewer] = [await at('support'), await at('viewer')];
    const path = `/partners/${key.partner_id}/promo-codes`;
    const codes = (await codesOf(key, own)).toSorted();
    const seen = await support.call('GET', `${path}?ends_within_days=14`);
    assert.deepEqual(named(seen.body.data.codes).toSorted(), codes);
    const masked = await viewer.call('GET', `${path}?ends_within_days=14`);
    assert.deepEqual(
      masked.body.data.codes.map((row: Json) => [row.promo_code, row.batch.name, row.state]),
      [
        [null, 'own', 'open'],
        [null, 'own', 'open'],
      ],
    );
    for (const code of codes) assert.ok(!masked.text.includes(code));
    assert.ok(!seen.text.includes('/claim/'), 'a link opens what the code opens');
    const file = await support.call('GET', `${path}.csv?ends_within_days=14`);
    const rows = parse<Json>(file.text, { columns: true });
    assert.deepEqual(named(rows).toSorted(), codes);
    assert.deepEqual([rows[0]!.batch, rows[0]!.state], ['own', 'open']);
    assert.equal((await viewer.call('GET', `${path}.csv`)).status, 403);
    const stranger = await memberAt(hubby, {
      roles: { [(await hubby.newPartner()).partner_id]: 'owner' },
    });
    assert.equal((await stranger.call('GET', path)).status, 404);
  });
});
