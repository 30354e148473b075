/** What the operator's screens call beside the routes of the public API. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { book, orderOf } from '../faults/steps.ts';
import { startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { memberAt, openBrowser, type BrowserPage } from '../support/members.ts';

type Page = BrowserPage & { member: { id: string } };
let hubby: Hubby;
let operator: Page;
let support: Page;
let finance: Page;
before(async () => {
  hubby = await startHubby();
  operator = await memberAt(hubby, { operatorRole: 'operator' });
  support = await memberAt(hubby, { operatorRole: 'support' });
  finance = await memberAt(hubby, { operatorRole: 'finance' });
});
after(() => hubby.close());

const why = ({ status, body }: Answer): string => `${status} ${body?.error?.type}`;
const get = async (page: BrowserPage, path: string): Promise<Json> => {
  const { status, text, body } = await page.call('GET', `/operator${path}`);
  assert.equal(status, 200, `${path}: ${text}`);
  return body.data;
};

describe('partners', () => {
  it('are found by a part of the name or slug, by id and by state, newest first', async () => {
    const [one, two] = [await hubby.newPartner(), await hubby.newPartner()];
    const rename = (id: string, name: string): Promise<Answer> =>
      operator.call('PATCH', `/operator/partners/${id}`, { name });
    assert.equal((await rename(one.partner_id, 'Zephyr 100% Air_ways')).status, 200);
    assert.equal((await rename(two.partner_id, 'Zephyr Trains')).status, 200);
    const found = async (query: string): Promise<string[]> =>
      (await get(support, `/partners?${query}`)).partners.map(({ id }: Json) => id);
    assert.deepEqual(await found('q=zEPHYR'), [two.partner_id, one.partner_id]);
    assert.deepEqual(await found(`q=${encodeURIComponent('100% air_')}`), [one.partner_id]);
    assert.deepEqual(await found('q=zephyr_'), []);
    assert.deepEqual(await found(`q=${one.partner_id}`), [one.partner_id]);
    assert.deepEqual(await found(`q=${two.slug}`), [two.partner_id]);
    const suspended = await operator.call('POST', `/operator/partners/${one.partner_id}/suspend`);
    assert.equal(suspended.status, 200, suspended.text);
    assert.deepEqual(await found('q=zephyr&state=suspended'), [one.partner_id]);
    assert.deepEqual(await found('q=zephyr&state=active'), [two.partner_id]);
  });

  it('come page by page, each once', async () => {
    for (let n = 0; n < 3; n++) await hubby.newPartner();
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await get(support, `/partners?limit=2${cursor && `&cursor=${cursor}`}`);
      ids.push(...page.partners.map(({ id }: Json) => id));
      cursor = page.next_cursor;
    }
    assert.equal(new Set(ids).size, ids.length);
    const [{ count }] = await hubby.sql('select count(*) as count from partners');
    assert.equal(ids.length, Number(count));
    for (const query of ['limit=0', 'limit=201', 'cursor=x', 'state=odd'])
      assert.equal(
        why(await support.call('GET', `/operator/partners?${query}`)),
        '400 invalid_request',
        query,
      );
  });

  it('are made by a fresh sign-in, told in the log as the work of the member', async () => {
    const made = await operator.call('POST', '/operator/partners', { name: 'Blue Sky' });
    assert.equal(made.status, 201, made.text);
    assert.match(made.body.data.api_secret, /^\w/);
    const [entry] = await hubby.sql(
      `select actor_kind, actor_id from audit_entries
       where partner_id = $1 and action = 'partner.created'`,
      [made.body.data.partner_id],
    );
    assert.deepEqual(entry, { actor_kind: 'member', actor_id: operator.member.id });
    assert.equal(
      why(await support.call('POST', '/operator/partners', { name: 'Blue Sky' })),
      '403 permission_denied',
    );
    await hubby.sql(
      `update member_sessions set fresh_at = now() - interval '11 minutes' where member_id = $1`,
      [operator.member.id],
    );
    assert.equal(
      why(await operator.call('POST', '/operator/partners', { name: 'Blue Sky' })),
      '403 fresh_sign_in_required',
    );
  });
});

describe('one order and one support request', () => {
  it('are shown by their id, to the operator by token and to members who may', async () => {
    const external_user_id = user();
    const { queues } = await book(hubby, external_user_id);
    await hubby.drain();
    const redeemed = await hubby.call('POST', '/api/native/redeem-package', {
      external_user_id,
      package_queue_id: queues[0]!.id,
    });
    assert.equal(redeemed.status, 200, redeemed.text);
    const { id } = await orderOf(hubby, queues[0]!.id);
    const order = await get(finance, `/orders/${id}`);
    assert.deepEqual(
      [order.id, order.partner_id, order.state, Array.isArray(order.evidence)],
      [id, hubby.partner.partner_id, 'confirmed', true],
    );
    const public_ = await hubby.operator('GET', `/orders/${id}`);
    assert.deepEqual(public_.body.data, order);
    assert.equal(why(await hubby.operator('GET', '/orders/pro_none')), '404 order_not_found');
    assert.equal(
      why(await hubby.bare('GET', `/api/operator/orders/${id}`)),
      '401 operator_token_invalid',
    );

    const asked = await hubby.call('POST', '/api/native/support-requests', {
      external_user_id,
      subject: 'No bars',
      body: 'Nothing works at the beach.',
    });
    assert.equal(asked.status, 201, asked.text);
    const path = `/support-requests/${asked.body.data.id}`;
    const request = await get(support, path);
    assert.deepEqual(
      [request.partner_id, request.subject, request.external_user_id],
      [hubby.partner.partner_id, 'No bars', external_user_id],
    );
    assert.deepEqual((await hubby.operator('GET', path)).body.data, request);
    assert.equal(why(await finance.call('GET', `/operator${path}`)), '403 permission_denied');
    for (const none of ['sup_none', 'sup_01jd2x7c9m4q8r5t6v7w8x9y0z'])
      assert.equal(
        why(await hubby.operator('GET', `/support-requests/${none}`)),
        '404 support_request_not_found',
      );
    assert.equal(
      why(await hubby.bare('GET', `/api/operator${path}`)),
      '401 operator_token_invalid',
    );
    const closed = await support.call('POST', `/operator${path}/close`);
    assert.equal(closed.body.data.status, 'closed', closed.text);
  });
});

describe('differences to the books of suppliers', () => {
  it('come page by page, newest first, with how many there are', async () => {
    for (let n = 0; n < 3; n++)
      await hubby.sql(
        `insert into reconcile_findings (provider, kind, provider_order_id, order_id, details, found_at)
         values ('sandbox-one', 'only_at_provider', $1, '', '{}', now() - $2 * interval '1 minute')`,
        [`theirs-${n}`, n],
      );
    const first = await get(finance, '/findings?limit=2');
    assert.deepEqual(
      [first.total, first.findings.map((one: Json) => one.provider_order_id)],
      [3, ['theirs-0', 'theirs-1']],
    );
    const rest = await get(finance, `/findings?limit=2&cursor=${first.next_cursor}`);
    assert.deepEqual(
      [rest.next_cursor, rest.findings.map((one: Json) => one.provider_order_id)],
      [null, ['theirs-2']],
    );
    assert.equal(
      why(await finance.call('GET', '/operator/findings?cursor=x')),
      '400 invalid_request',
    );
    assert.equal(
      why(await openBrowser(hubby).call('GET', '/operator/findings')),
      '401 session_ended',
    );
  });
});
