/** Each figure of Home leads to exactly the rows that it counts: the same days, the same kinds. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { until } from '../faults/checks.ts';
import { user, type Hubby, type Json } from '../harness.ts';
import { memberAt, type BrowserPage } from '../support/members.ts';
import { startKeeping } from '../support/request-log.ts';

let hubby: Hubby;
let own: CreatedPartner;
let owner: BrowserPage;
before(async () => {
  hubby = await startKeeping();
  own = await hubby.newPartner();
  owner = await memberAt(hubby, { roles: { [own.partner_id]: 'owner' } });
});
after(() => hubby.close());

const send = async (method: string, path: string, body?: unknown): Promise<Json> => {
  const answer = await hubby.call(method, path, body, { key: own });
  assert.ok(answer.status < 300, answer.text);
  return answer.body.data;
};
const screen = async (path: string): Promise<Json> => {
  const answer = await owner.call('GET', `/partners/${own.partner_id}${path}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.data;
};
/** All pages of a list on the screens. */
async function rowsOf(list: string, field: string, query: Record<string, string>): Promise<Json[]> {
  const rows: Json[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const search = new URLSearchParams({ ...query, limit: '2', ...(cursor && { cursor }) });
    const page = await screen(`/${list}?${search}`);
    rows.push(...page[field]);
    cursor = page.next_cursor;
  }
  return rows;
}
const idsOf = (rows: Json[]): string[] => rows.map(({ id }) => id).sort();

async function book(more: object = {}): Promise<{ id: string; name: string }> {
  const name = user();
  const { id } = await send('POST', '/api/bookings', {
    departure_date: '2031-07-15',
    package_specifications: [{ external_user_id: name, destination: 'GR', size: '1GB' }],
    ...more,
  });
  return { id, name };
}
const later = (days: number): Promise<Json> =>
  send('POST', '/api/sandbox/clock', { advance: `${days}d` });
const MAILED = { should_send_message: true, channels: ['EMAIL'] };

/** Made on days before, on these days, and in other ways than by booking. */
async function twoMonths(): Promise<{ before: string[]; now: string[] }> {
  await send('PATCH', '/api/settings', { time_zone: 'Pacific/Auckland' });
  const earlier = [
    await book(),
    await book({ email: 'a@x.example', communication_options: MAILED }),
  ];
  await later(31);
  const now = [
    await book(),
    await book({ email: 'b@x.example', communication_options: MAILED }),
    await book(),
  ];
  await send('DELETE', `/api/bookings/${now[0]!.id}`);
  await send('POST', '/api/esims/topup', {
    external_user_id: now[2]!.name,
    destination: 'IT',
    size: '1GB',
  });
  await hubby.drain();
  return { before: idsOf(earlier), now: idsOf(now) };
}

describe('what is behind a figure of Home', () => {
  let made: { before: string[]; now: string[] };
  before(async () => {
    made = await twoMonths();
  });

  it('are the bookings of these days, cancelled ones too, and no top-ups', async () => {
    const { figures, period, previous } = await screen('/home?days=30');
    const of = ({ from, to }: Json) =>
      rowsOf('bookings', 'bookings', { kind: 'booking', made_from: from, made_to: to });
    const [now, then] = [await of(period), await of(previous)];
    assert.deepEqual([idsOf(now), idsOf(then)], [made.now, made.before]);
    assert.deepEqual(figures.bookings_accepted, { now: now.length, before: then.length });
    assert.equal((await rowsOf('bookings', 'bookings', { kind: 'topup' })).length, 1);
    const cancelled = await rowsOf('bookings', 'bookings', {
      kind: 'booking',
      status: 'CANCELLED',
      made_from: period.from,
    });
    assert.equal(cancelled.length, 1);
    const departing = await rowsOf('bookings', 'bookings', {
      from: '2031-07-15',
      to: '2031-07-15',
      status: 'CONFIRMED',
      made_to: previous.to,
    });
    assert.deepEqual(idsOf(departing), made.before);
  });

  it('are the same by key and as a file', async () => {
    const { period } = await screen('/home?days=30');
    const query = `kind=booking&made_from=${period.from}&made_to=${period.to}`;
    const { bookings } = await send('GET', `/api/bookings?${query}`);
    assert.deepEqual(idsOf(bookings), made.now);
    const file = await owner.call(
      'GET',
      `/partners/${own.partner_id}/exports/bookings.csv?${query}`,
    );
    assert.equal(file.status, 200, file.text);
    const ids = parse<Json>(file.text, { columns: true }).map((row) => row.hubby_booking_id);
    assert.deepEqual(ids.sort(), made.now);
  });

  it('are the mails of these days', async () => {
    const { mails, period, previous } = await screen('/home?days=30');
    for (const [figure, { from, to }] of [
      [mails.now, period],
      [mails.before, previous],
    ]) {
      const query = { channel: 'EMAIL', made_from: from, made_to: to };
      const rows = await rowsOf('messages', 'messages', query);
      assert.ok(rows.length > 0);
      assert.equal(rows.length, figure.total);
      const delivered = await rowsOf('messages', 'messages', { ...query, status: 'delivered' });
      assert.equal(delivered.length, figure.delivered);
    }
    const { from, to } = period;
    const pushed = { channel: 'PUSH_NOTIFICATION', made_from: from, made_to: to };
    assert.deepEqual(await rowsOf('messages', 'messages', pushed), []);
  });

  it('are the refused requests of these hours', async () => {
    for (let i = 0; i < 3; i++) {
      const refused = await hubby.call('POST', '/api/bookings', {}, { key: own });
      assert.equal(refused.status, 400);
    }
    await hubby.ctx.requestLog.flush();
    const { bookings } = await screen('/home?days=1');
    const { from, to } = bookings.refused_between;
    const query = { operation: 'createBooking', error_type: 'invalid_request' };
    const rows = await rowsOf('requests', 'requests', { ...query, from, to });
    assert.deepEqual(bookings.refused_by, [{ error_type: 'invalid_request', count: rows.length }]);
    assert.equal(rows.length, 3);
    const dayBefore = new Date(Date.parse(from) - 86_400_000).toISOString();
    const none = { ...query, from: dayBefore, to: new Date(Date.parse(from) - 1).toISOString() };
    assert.deepEqual(await rowsOf('requests', 'requests', none), []);
  });

  it('are the requests that were refused, each time that one was sent again too', async () => {
    const before = await screen('/home?days=1');
    const again = { key: own, headers: { 'idempotency-key': 'twice' } };
    const none = { external_user_id: 'ada', destination: 'GR', size: '7GB' };
    const body = { departure_date: '2031-07-15', package_specifications: [none] };
    for (let i = 0; i < 2; i++) {
      const refused = await hubby.call('POST', '/api/bookings', body, again);
      assert.equal(refused.status, 400);
      assert.equal(refused.headers['idempotent-replayed'], i === 0 ? undefined : 'true');
    }
    assert.equal((await hubby.call('POST', '/api/bookings', {}, { key: own })).status, 400);
    const preview = await hubby.call('POST', '/api/bookings/preview', {}, { key: own });
    assert.equal(preview.status, 400);
    const failed = await hubby.call('POST', '/api/bookings', 'text', {
      key: own,
      headers: { 'content-type': 'text/plain' },
    });
    assert.equal(failed.status, 415);
    await hubby.ctx.requestLog.flush();
    await until('the figure is written', async () => {
      const { figures } = await screen('/home?days=1');
      return figures.bookings_refused.now === before.figures.bookings_refused.now + 2;
    });
    const { bookings } = await screen('/home?days=1');
    assert.equal(bookings.refused_requests, before.bookings.refused_requests + 3);
    const query = { operation: 'createBooking', code: '400', ...bookings.refused_between };
    const rows = await rowsOf('requests', 'requests', query);
    assert.equal(rows.length, bookings.refused_requests);
  });

  it('are the codes that run out, and the support requests that wait', async () => {
    const soon = (days: number, now: string): string =>
      new Date(Date.parse(now) + days * 86_400_000).toISOString().slice(0, 10);
    const { now } = await send('GET', '/api/sandbox/clock');
    const batch = (name: string, valid_until: string): Promise<Json> =>
      send('POST', '/api/promo-code-batches', {
        name,
        count: 3,
        valid_until,
        destination: 'GR',
        size: '1GB',
      });
    const near = await batch('near', soon(10, now));
    await batch('far', soon(20, now));
    const { name } = await book({ departure_date: soon(3, now) });
    const [, used] = (await send('GET', `/api/promo-code-batches/${near.id}/codes`)).codes;
    await send('POST', `/api/promo-codes/${used.promo_code}/redeem`, { external_user_id: name });
    const asked = { external_user_id: name, body: 'Help' };
    await send('POST', '/api/native/support-requests', asked);
    await send('POST', '/api/native/support-requests', { ...asked, escalate: true });
    await send('POST', '/api/native/support-requests', { ...asked, symptom: 'no_data' });
    const { needs } = await screen('/home?days=30');
    const counts = Object.fromEntries(needs.map((need: Json) => [need.kind, need.count]));
    const codes = await rowsOf('promo-codes', 'codes', { ends_within_days: '14' });
    assert.equal(codes.length, 2);
    assert.equal(counts.codes_ending, codes.length);
    const requests = await rowsOf('support-requests', 'support_requests', {
      status: 'open,escalated',
    });
    assert.equal(requests.length, 2);
    assert.equal(counts.support_open, requests.length);
  });

  it('are counted to a thousand, and said to be more where they are', async () => {
    const codesOf = async (): Promise<Json> =>
      (await screen('/home?days=30')).needs.find(({ kind }: Json) => kind === 'codes_ending');
    const before = await codesOf();
    assert.deepEqual([before.count, before.is_more], [2, false]);
    const { now } = await send('GET', '/api/sandbox/clock');
    const sold = await send('POST', '/api/promo-code-batches', {
      name: 'sold',
      count: 1_001,
      valid_until: new Date(Date.parse(now) + 2 * 86_400_000).toISOString().slice(0, 10),
      destination: 'GR',
      size: '1GB',
    });
    const all = await codesOf();
    assert.deepEqual([all.count, all.is_more], [1_000, true]);
    assert.ok(all.at < before.at);
    await hubby.sql(
      `update package_queues q
       set cancelled_at = now()
       from promo_codes c
       where c.partner_id = $1 and c.batch_id = $2 and q.partner_id = $1 and q.id = c.queue_id`,
      [own.partner_id, sold.id],
    );
    assert.deepEqual(await codesOf(), before);
  });

  it('names five keys and imports, and says that there are more', async () => {
    const partner = await hubby.newPartner();
    const page = await memberAt(hubby, { roles: { [partner.partner_id]: 'owner' } });
    const needs = async (kind: string): Promise<Json[]> => {
      const { body } = await page.call('GET', `/partners/${partner.partner_id}/home`);
      return body.data.needs.filter((need: Json) => need.kind === kind);
    };
    const key = (n: number): Promise<unknown> =>
      hubby.sql(
        `insert into api_keys (id, partner_id, label, secret_sealed, expires_at)
         select $2, partner_id, $2, secret_sealed, now() + $3 * interval '1 day'
         from api_keys
         where partner_id = $1
         limit 1`,
        [partner.partner_id, `${partner.api_key}${n}`, n],
      );
    for (let n = 1; n <= 5; n++) await key(n);
    assert.deepEqual(
      (await needs('key_expiring')).map(({ is_more }) => is_more),
      [false, false, false, false, false],
    );
    await key(6);
    assert.deepEqual(
      (await needs('key_expiring')).map(({ is_more }) => is_more),
      [false, false, false, false, true],
    );
  });

  it('asks for days that there are, and for nobody else’s', async () => {
    for (const list of ['bookings', 'messages']) {
      for (const field of ['made_from', 'made_to']) {
        const wrong = await owner.call(
          'GET',
          `/partners/${own.partner_id}/${list}?${field}=yesterday`,
        );
        assert.deepEqual([wrong.status, wrong.body.error.details[0].field], [400, field]);
      }
      const other = await hubby.newPartner();
      const theirs = await hubby.call('GET', `/api/${list}?made_from=2020-01-01`, undefined, {
        key: other,
      });
      assert.deepEqual(theirs.body.data[list], []);
    }
  });
});
