/** Requests of partners' servers are kept for them to read: which, for whom, and how they are found. */
import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { after, before, describe, it } from 'node:test';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import {
  IN_A_YEAR,
  user,
  type Answer,
  type CallOptions,
  type Hubby,
  type Json,
} from '../harness.ts';
import { memberAt, type BrowserPage } from '../support/members.ts';
import { idOf, keptCall, requestsOf, startKeeping } from '../support/request-log.ts';

let hubby: Hubby;
let own: CreatedPartner;
let owner: BrowserPage;
before(async () => {
  hubby = await startKeeping();
  own = await hubby.newPartner();
  owner = await memberAt(hubby, { roles: { [own.partner_id]: 'owner' } });
});
after(() => hubby.close());

const call = (
  method: string,
  path: string,
  body?: unknown,
  options: CallOptions = {},
): Promise<Answer> => keptCall(hubby, method, path, body, { key: own, ...options });
const shown = (path = '', who: BrowserPage = owner, key = own): Promise<Json> =>
  requestsOf(who, key, path);
const listed = async (query = '', who?: BrowserPage, key?: CreatedPartner): Promise<Json[]> =>
  (await shown(query, who, key)).requests;

const booking = () => ({
  departure_date: IN_A_YEAR,
  email: 'ada@travel.example',
  first_name: 'Ada',
  package_specifications: [{ external_user_id: user(), destination: 'GR', size: '1GB' }],
});

describe('a request of a key', () => {
  it('is kept, with what was sent and answered', async () => {
    const sent = booking();
    const answer = await call('POST', '/api/bookings?x=1', sent);
    assert.equal(answer.status, 201, answer.text);
    const id = idOf(answer);
    const details = await shown(`/${id}`);
    const { request_body, response_body, duration_ms, at, made, ...rest } = details;
    assert.deepEqual(rest, {
      id,
      request_id: id,
      method: 'POST',
      path: '/api/bookings',
      query: 'x=1',
      operation_id: 'createBooking',
      route: '/api/bookings',
      status: 201,
      error_type: null,
      doc_url: null,
      key_id: own.api_key,
      ip: '127.0.0.1',
      user_agent: null,
      request_bytes: JSON.stringify(sent).length,
      response_bytes: answer.text.length,
    });
    assert.ok(duration_ms >= 0 && Math.abs(Date.parse(at) - Date.now()) < 600_000);
    assert.equal(made.bookings[0].id, answer.body.data.id);
    const whole = { state: 'shown', is_cut: false, is_masked: false };
    assert.deepEqual(request_body, { ...whole, text: JSON.stringify(sent) });
    assert.deepEqual(response_body, { ...whole, text: answer.text });
    const { query: _, user_agent: __, doc_url: ___, ...line } = { ...rest, duration_ms, at };
    assert.deepEqual((await listed())[0], line);
  });

  it('is found by what the client called it, the newest of that name', async () => {
    const headers = { 'x-request-id': 'mine-1' };
    const [first, second] = [
      await call('GET', '/api/bookings', undefined, { headers }),
      await call('GET', '/api/bookings?limit=1', undefined, { headers }),
    ];
    assert.deepEqual([idOf(first), idOf(second)], ['mine-1', 'mine-1']);
    const details = await shown('/mine-1');
    assert.deepEqual([details.request_id, details.query], ['mine-1', 'limit=1']);
    assert.match(details.id, /^req_/);
    assert.deepEqual((await shown(`/${details.id}`)).id, details.id);
    const both = await listed('?request_id=mine-1');
    assert.deepEqual(
      both.map(({ request_id }) => request_id),
      ['mine-1', 'mine-1'],
    );
    assert.equal(both[0].id, details.id);
    assert.deepEqual(await listed(`?request_id=${both[1].id}`), [both[1]]);
    assert.deepEqual(await listed('?request_id=mine-1&status=error'), []);
    // One that looks like ours is the client's all the same.
    const disguised = { 'x-request-id': `req_${'z'.repeat(26)}` };
    await call('GET', '/api/bookings', undefined, { headers: disguised });
    const [found] = await listed('?request_id=' + disguised['x-request-id']);
    assert.notEqual(found.id, disguised['x-request-id']);
  });

  it('is another partner’s in no way', async () => {
    const other = await hubby.newPartner();
    const id = idOf(await call('GET', '/api/bookings'));
    await hubby.ctx.requestLog.flush();
    const page = await memberAt(hubby, { roles: { [other.partner_id]: 'owner' } });
    for (const path of ['', '.csv', '/errors', `/${id}`]) {
      const theirs = await page.call('GET', `/partners/${own.partner_id}/requests${path}`);
      assert.equal(theirs.status, 404, path);
    }
    const details = await page.call('GET', `/partners/${other.partner_id}/requests/${id}`);
    assert.equal(details.status, 404);
    assert.deepEqual(await listed('', page, other), []);
    assert.equal((await call('GET', `/api/requests/${id}`, undefined, { key: other })).status, 404);
    const { body } = await call('GET', `/api/requests?request_id=${id}`, undefined, { key: other });
    assert.deepEqual(body.data.requests, []);
    assert.equal((await call('GET', `/api/requests/${id}`)).body.data.id, id);
  });

  it('is listed by status, code, operation, type of error, key and time, page by page', async () => {
    const key = await hubby.newPartner();
    const page = await memberAt(hubby, { roles: { [key.partner_id]: 'owner' } });
    const ask = (path: string) => call('GET', path, undefined, { key });
    for (let n = 0; n < 3; n++) await ask('/api/bookings');
    const missing = idOf(await ask('/api/bookings/bkg_00000000000000000000000000'));
    const wrong = idOf(await ask('/api/bookings?limit=x'));
    await ask('/api/events');
    const ids = async (query: string): Promise<string[]> =>
      (await listed(query, page, key)).map(({ id }) => id);
    const all = await ids('');
    assert.equal(all.length, 6);
    assert.deepEqual(all, all.toSorted().reverse());
    assert.deepEqual(await ids('?status=error'), [wrong, missing]);
    assert.deepEqual(await ids('?status=client_error&operation=getBooking'), [missing]);
    assert.deepEqual(await ids('?status=server_error'), []);
    assert.deepEqual(await ids('?status=success&code=404'), []);
    assert.deepEqual(await ids('?code=404'), [missing]);
    assert.deepEqual(await ids('?error_type=invalid_request'), [wrong]);
    assert.deepEqual(await ids('?error_type=booking_not_found&operation=listBookings'), []);
    assert.equal((await ids('?status=success')).length, 4);
    assert.deepEqual(await ids('?operation=listEvents'), [all[0]]);
    assert.deepEqual(await ids(`?key=${key.api_key}`), all);
    assert.deepEqual(await ids('?key=hk_test_other'), []);
    assert.deepEqual(await ids('?from=2040-01-01'), []);
    assert.deepEqual(await ids('?to=2020-01-01'), []);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { requests, next_cursor } = await shown(
        `?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
        page,
        key,
      );
      assert.ok(requests.length <= 2);
      seen.push(...requests.map(({ id }: Json) => id));
      cursor = next_cursor;
    }
    assert.deepEqual(seen, all);
    for (const query of ['from=Monday', 'cursor=x', 'limit=0', 'status=odd', 'code=7'])
      assert.equal(
        (await page.call('GET', `/partners/${key.partner_id}/requests?${query}`)).status,
        400,
        query,
      );
    const file = await page.call('GET', `/partners/${key.partner_id}/requests.csv?status=error`);
    assert.deepEqual(
      parse<Json>(file.text, { columns: true }).map(({ id }: Json) => id),
      [wrong, missing],
    );
  });

  it('is none of the app’s, of nobody’s, and of those that were refused for lack of room', async () => {
    const before = await hubby.sql('select count(*)::int as n from api_requests');
    await hubby.bare('GET', '/api/bookings');
    await hubby.bare('GET', '/readyz');
    await hubby.ctx.requestLog.flush();
    assert.deepEqual(await hubby.sql('select count(*)::int as n from api_requests'), before);
  });
});

describe('rare requests among very many', () => {
  it('are found page by page, and by the counts at once', async () => {
    const key = await hubby.newPartner();
    const page = await memberAt(hubby, { roles: { [key.partner_id]: 'owner' } });
    const rare = idOf(await call('GET', '/api/bookings/none', undefined, { key }));
    await hubby.ctx.requestLog.flush();
    await hubby.sql(
      `insert into api_requests (partner_id, id, method, path, operation_id, status, duration_ms, key_id, request_bytes, response_bytes, request_state, response_state)
       select $1, 'req_7' || lpad(n::text, 25, '0'), 'GET', '/api/events', 'listEvents', 200, 1, $2, 0, 0, 0, 0 from generate_series(1, 5000) n`,
      [key.partner_id, key.api_key],
    );
    const found = await shown('?error_type=booking_not_found', page, key);
    assert.deepEqual([found.requests.map(({ id }: Json) => id), found.next_cursor], [[rare], null]);
    // No count knows of keys: the first page looks at some thousands.
    const first = await shown('?key=hk_test_none', page, key);
    assert.deepEqual(first.requests, []);
    const second = await shown(`?key=hk_test_none&cursor=${first.next_cursor}`, page, key);
    assert.deepEqual([second.requests, second.next_cursor], [[], null]);
  });
});
