/** Each figure of Home leads to exactly the rows that it counts: the same days, the same kinds. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
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
