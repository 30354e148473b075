/** The open codes of a batch are cancelled: all of them, once, and no other. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CANCEL_AT_ONCE } from '../../src/domain/promo-codes/batches/cancel-batch.ts';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { entriesOf } from '../support/audited.ts';
import { holdLock, untilBlocked } from '../support/hold-lock.ts';
import { memberAt } from '../support/members.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby({ env: { HUBBY_TRUSTED_PROXIES: '127.0.0.1' } });
});
after(() => hubby.close());

const URL = '/api/promo-code-batches';
let names = 0;
async function made(key: CreatedPartner, count: number): Promise<string> {
  const name = `Batch ${++names}`;
  const asked = { name, count, valid_until: '2099-12-31', destination: 'GR', size: '1GB' };
  const { status, text, body } = await hubby.call('POST', URL, asked, { key });
  assert.equal(status, 201, text);
  return body.data.id;
}
const codesOf = async (key: CreatedPartner, id: string): Promise<Json[]> =>
  (await hubby.call('GET', `${URL}/${id}/codes?limit=500`, undefined, { key })).body.data.codes;
const cancel = (key: CreatedPartner, id: string): Promise<Answer> =>
  hubby.call('POST', `${URL}/${id}/cancel`, undefined, { key });
let visitor = 0;
const claim = (code: Json): Promise<Answer> =>
  hubby.bare('POST', `/api/promo-codes/claim/${code.uuid}`, {
    headers: {
      'content-type': 'application/json',
      'x-forwarded-for': `198.51.100.${++visitor}`,
    },
    body: JSON.stringify({ email: `${user()}@example.com` }),
  });
const redeem = (key: CreatedPartner, code: Json): Promise<Answer> =>
  hubby.call(
    'POST',
    `/api/promo-codes/${code.promo_code}/redeem`,
    { external_user_id: user() },
    { key },
  );
const none = { open: 0, claimed: 0, redeemed: 0, expired: 0, cancelled: 0 };
const acts = async (id: string): Promise<Json[]> =>
  (await entriesOf(hubby)).filter(
    ({ action, subject }) => action === 'promo_codes.cancelled' && subject === id,
  );

describe('cancelling a batch', () => {
  it('ends its open codes and their links; what is claimed or redeemed stays good', async () => {
    const key = await hubby.newPartner();
    const [id, other] = [await made(key, 5), await made(key, 2)];
    const [claimed, redeemed, late, open] = await codesOf(key, id);
    assert.equal((await claim(claimed!)).status, 200);
    assert.equal((await redeem(key, redeemed!)).status, 200);
    await hubby.sql(
      `update promo_codes set valid_until = now() - interval '1 day' where code = $1`,
      [late!.promo_code],
    );
    const done = await cancel(key, id);
    assert.equal(done.status, 200, done.text);
    assert.deepEqual(
      [done.body.data.cancelled, done.body.data.states],
      [2, { ...none, claimed: 1, redeemed: 1, expired: 1, cancelled: 2 }],
    );
    const refused = await redeem(key, open!);
    assert.deepEqual([refused.status, refused.body.error.type], [400, 'promo_code_invalid']);
    assert.equal((await claim(open!)).body.error.type, 'promo_code_invalid');
    assert.equal((await redeem(key, claimed!)).status, 200);
    const listed = await hubby.call('GET', `${URL}/${id}/codes?state=cancelled`, undefined, {
      key,
    });
    assert.deepEqual(
      listed.body.data.codes.map(({ state }: Json) => state),
      ['cancelled', 'cancelled'],
    );
    const untouched = await hubby.call('GET', `${URL}/${other}`, undefined, { key });
    assert.deepEqual(untouched.body.data.states, { ...none, open: 2 });
  });

  it('done again changes nothing, and is written down once', async () => {
    const key = await hubby.newPartner();
    const id = await made(key, 3);
    const answers = await Promise.all([cancel(key, id), cancel(key, id), cancel(key, id)]);
    assert.deepEqual(answers.map(({ body }) => body.data.cancelled).sort(), [0, 0, 3]);
    assert.equal((await cancel(key, id)).body.data.cancelled, 0);
    assert.deepEqual(
      (await acts(id)).map(({ actor_id, before, after }) => [actor_id, before, after]),
      [[key.api_key, null, { codes: 3 }]],
    );
  });

  it('goes through a large batch in steps, each with its record', async () => {
    const key = await hubby.newPartner();
    const id = await made(key, CANCEL_AT_ONCE + 3);
    const done = await cancel(key, id);
    assert.deepEqual(
      [done.body.data.cancelled, done.body.data.states],
      [CANCEL_AT_ONCE + 3, { ...none, cancelled: CANCEL_AT_ONCE + 3 }],
    );
    assert.deepEqual(
      (await acts(id)).map(({ after }) => after.codes).sort((a, b) => a - b),
      [3, CANCEL_AT_ONCE],
    );
  });

  it('leaves a code that is claimed or ordered while it waits', async (t) => {
    const key = await hubby.newPartner();
    const id = await made(key, 3);
    const [claimed, ordered] = await codesOf(key, id);
    assert.equal((await redeem(key, (await codesOf(key, await made(key, 1)))[0]!)).status, 200);
    // As a claim and a redemption do, under the locks of both rows.
    const held = await holdLock(
      hubby,
      `with claimed as (update promo_codes set claimed_at = now(), claimed_email = 'a@example.com' where partner_id = $1 and code = $2),
         taken as (update package_queues q set traveler_id = t.id from promo_codes c, travelers t
           where q.partner_id = $1 and c.partner_id = $1 and c.code = $3 and q.id = c.queue_id and t.partner_id = $1
           returning q.id, t.id as traveler_id)
       insert into provider_orders (id, partner_id, traveler_id, queue_id, kind, provider, reference, state)
       select 'ord_taken', $1, traveler_id, id, 'add_package', 'sandbox-one', gen_random_uuid(), 'needs_review' from taken`,
      [key.partner_id, claimed!.promo_code, ordered!.promo_code],
    );
    t.after(held.release);
    const cancelling = cancel(key, id);
    await untilBlocked(hubby);
    await held.commit();
    assert.equal((await cancelling).body.data.cancelled, 1);
  });

  it('is for who makes batches, and never another partner’s', async () => {
    const [key, stranger] = [await hubby.newPartner(), await hubby.newPartner()];
    const id = await made(key, 2);
    const foreign = await cancel(stranger, id);
    assert.deepEqual([foreign.status, foreign.body.error.type], [404, 'code_batch_not_found']);
    assert.equal((await hubby.bare('POST', `${URL}/${id}/cancel`)).status, 401);
    const path = `/partners/${key.partner_id}/promo-code-batches/${id}/cancel`;
    const at = (role: 'admin' | 'support', partner = key) =>
      memberAt(hubby, { roles: { [partner.partner_id]: role } });
    assert.equal((await (await at('support')).call('POST', path)).status, 403);
    assert.equal((await (await at('admin', stranger)).call('POST', path)).status, 404);
    const admin = await at('admin');
    const done = await admin.call('POST', path);
    assert.deepEqual([done.status, done.body.data.cancelled], [200, 2], done.text);
    assert.equal((await acts(id))[0]!.actor_id, admin.member.id);
  });
});
