/** Events and deliveries on the developers' screens: who sees what of them, by which filters. */
import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { after, before, describe, it } from 'node:test';
import { PARTNER_ROLES } from '../../src/domain/members/permissions.ts';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { newId } from '../../src/ids.ts';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { memberAt, openBrowser, type BrowserPage } from '../support/members.ts';
import { startReceiver, type Received, type Receiver } from '../support/receiver.ts';

let hubby: Hubby;
let receiver: Receiver;
let own: CreatedPartner;
let other: CreatedPartner;
let developer: BrowserPage;
/** by the path of their endpoint */
const PATH = '/own';
before(async () => {
  hubby = await startHubby({ env: { HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1' } });
  receiver = await startReceiver();
  [own, other] = [await hubby.newPartner(), await hubby.newPartner()];
  developer = await memberAt(hubby, { roles: { [own.partner_id]: 'developer' } });
  await settle(own, PATH, { api_key: 'very-secret-key', key_prefix: 'Bearer ' });
  await settle(other, '/other');
});
after(async () => {
  await receiver.close();
  await hubby.close();
});

const settle = async (key: CreatedPartner, path: string, more: Json = {}): Promise<void> => {
  const body = { url: receiver.url + path, ...more };
  const { status, text } = await hubby.call('PUT', '/api/webhooks/settings', body, { key });
  assert.equal(status, 200, text);
};
const book = async (key = own): Promise<string> => {
  const body = {
    departure_date: IN_A_YEAR,
    package_specifications: [{ external_user_id: user(), destination: 'GR', size: '1GB' }],
  };
  const { status, text, body: made } = await hubby.call('POST', '/api/bookings', body, { key });
  assert.equal(status, 201, text);
  return made.data.id;
};
const cancel = async (id: string): Promise<void> => {
  const answer = await hubby.call('DELETE', `/api/bookings/${id}`, undefined, { key: own });
  assert.equal(answer.status, 200, answer.text);
};
const read = (path: string, page = developer, of = own): Promise<Answer> =>
  page.call('GET', `/partners/${of.partner_id}${path}`);
const dataOf = ({ status, text, body }: Answer): Json => {
  assert.equal(status, 200, text);
  return body.data;
};
const eventsOf = async (query = ''): Promise<Json[]> =>
  dataOf(await read(`/events${query}`)).events;
const deliveriesOf = async (query = ''): Promise<Json[]> =>
  dataOf(await read(`/deliveries${query}`)).deliveries;
const namesOf = (rows: Json[]): string[] => rows.map(({ event }) => event);
/** An event of any age, type and data, with a delivery where `state` is named. */
async function plant(event: {
  id?: string;
  type?: string;
  at?: Date;
  data?: object;
  state?: string;
  partner?: CreatedPartner;
}): Promise<string> {
  const { id = newId('evt'), type = 'esim.removed', at = new Date(), data = {} } = event;
  const partnerId = (event.partner ?? own).partner_id;
  await hubby.sql(
    `insert into events (partner_id, id, type, entity_id, sequence, occurred_at, data)
     values ($1, $2, $3, $2, 1, $4, $5)`,
    [partnerId, id, type, at, data],
  );
  if (event.state !== undefined)
    await hubby.sql(
      `insert into deliveries (partner_id, event_id, state, tries, attempts, created_at, updated_at)
       values ($1, $2, $3, 7, 0, $4, $4)`,
      [partnerId, id, event.state, at],
    );
  return id;
}

describe('events on the screens', () => {
  let booking: string;
  before(async () => {
    booking = await book();
    await cancel(booking);
    await book(other);
    await hubby.drain();
  });

  it('are those of the partner, newest first, each with its delivery', async () => {
    const rows = await eventsOf();
    assert.deepEqual(namesOf(rows), ['booking.cancelled', 'booking.created']);
    assert.deepEqual(rows[1].delivery, {
      state: 'delivered',
      attempt_count: 1,
      next_attempt_at: null,
      last_status_code: 200,
      last_error: null,
    });
    const [, first] = receiver.at(PATH).map(({ json }) => json);
    const details = dataOf(await read(`/events/${rows[0].event_id}`));
    assert.deepEqual(
      [details.event_id, details.timestamp, details.data, details.is_masked],
      [first.event_id, first.timestamp, first.data, false],
    );
    assert.equal(details.delivery.last_attempt.status_code, 200);
    assert.equal(details.entity_id, booking);
  });

  it('come page by page, each once', async () => {
    const seen: Json[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const data: Json = dataOf(await read(`/events?limit=1${cursor && `&cursor=${cursor}`}`));
      assert.ok(data.events.length <= 1);
      seen.push(...data.events);
      cursor = data.next_cursor;
    }
    assert.deepEqual(seen, await eventsOf());
  });

  it('are found by type, by id, by what they tell of, and by when they happened', async () => {
    const [cancelled, created] = await eventsOf();
    assert.deepEqual(await eventsOf('?type=booking.created'), [created]);
    assert.equal((await eventsOf('?type=booking.created,booking.cancelled')).length, 2);
    assert.deepEqual(await eventsOf(`?q=${created.event_id}`), [created]);
    assert.deepEqual(await eventsOf(`?q=${booking}`), [cancelled, created]);
    assert.deepEqual(await eventsOf(`?q=${booking}&type=booking.cancelled`), [cancelled]);
    assert.deepEqual(await eventsOf(`?q=${booking.slice(0, -1)}`), []);
    assert.deepEqual(await eventsOf(`?from=${cancelled.timestamp}`), [cancelled]);
    assert.deepEqual(await eventsOf(`?to=${created.timestamp}`), [created]);
    for (const query of ['type=none.such', 'from=Monday', 'cursor=x', 'limit=0', 'limit=101'])
      assert.equal((await read(`/events?${query}`)).status, 400, query);
    assert.equal((await read('/events?from=2027-02-02&to=2027-02-01')).status, 400);
  });

  it('are found by the time of a clock that is ahead, and however late they were recorded', async () => {
    const partner = await hubby.newPartner();
    const page = await memberAt(hubby, { roles: { [partner.partner_id]: 'owner' } });
    const before = await plant({ partner });
    const late = await plant({ partner, at: new Date(Date.now() - 20 * 86_400_000) });
    const body = { advance: '40d' };
    const moved = await hubby.call('POST', '/api/sandbox/clock', body, { key: partner });
    assert.equal(moved.status, 200, moved.text);
    const ahead = await plant({ partner, at: new Date(moved.body.data.now) });
    const found = async (query: string): Promise<string[]> =>
      dataOf(await read(`/events${query}`, page, partner)).events.map((e: Json) => e.event_id);
    assert.deepEqual(await found(''), [ahead, late, before]);
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    assert.deepEqual(await found(`?from=${tomorrow}`), [ahead]);
    assert.deepEqual(await found(`?to=${tomorrow}`), [late, before]);
    const yesterday = new Date(Date.now() - 86_400_000).toISOString();
    assert.deepEqual(await found(`?to=${yesterday}`), [late]);
  });

  it('are a file, of what is filtered, that no spreadsheet runs', async () => {
    const csv = await read('/events.csv?type=booking.created');
    assert.equal(csv.status, 200);
    assert.match(String(csv.headers['content-type']), /^text\/csv/);
    const [row, ...more] = parse(csv.text, { columns: true }) as Json[];
    assert.equal(more.length, 0);
    const [created] = await eventsOf('?type=booking.created');
    assert.deepEqual(
      [row.event_id, row.entity_id, row.delivery_state, row.last_status_code],
      [created.event_id, booking, 'delivered', '200'],
    );
  });

  it('that are not there, or of another, are not found', async () => {
    const theirs = await plant({ partner: other });
    for (const path of [`/events/${theirs}`, `/events/${newId('evt')}`, '/events/x'])
      assert.equal((await read(path)).body.error.type, 'event_not_found', path);
    assert.deepEqual(await eventsOf(`?q=${theirs}`), []);
  });
});

describe('deliveries on the screens', () => {
  let failed: string;
  before(async () => {
    receiver.behave(500);
    failed = await book();
    await hubby.drain();
    receiver.behave(200);
    await plant({ state: 'exhausted' });
  });

  it('are filtered by state, type and event, newest first, with their last attempt', async () => {
    const rows = await deliveriesOf();
    assert.deepEqual(namesOf(rows), [
      'esim.removed',
      'booking.created',
      'booking.cancelled',
      'booking.created',
    ]);
    const [exhausted, pending, ...delivered] = rows;
    assert.equal(exhausted.last_attempt, null);
    assert.deepEqual(
      [pending.state, pending.attempt_count, pending.last_attempt.status_code],
      ['pending', 1, 500],
    );
    assert.equal(pending.last_attempt.error, 'answered 500');
    assert.ok(pending.next_attempt_at > pending.last_attempt.at);
    assert.deepEqual(await deliveriesOf('?state=pending'), [pending]);
    assert.deepEqual(await deliveriesOf('?state=exhausted'), [exhausted]);
    assert.deepEqual(await deliveriesOf('?state=delivered'), delivered);
    assert.deepEqual(await deliveriesOf('?type=booking.created'), [pending, delivered[1]]);
    assert.deepEqual(await deliveriesOf('?type=booking.created&state=delivered'), [delivered[1]]);
    assert.deepEqual(await deliveriesOf('?type=booking.created&state=exhausted'), []);
    assert.deepEqual(await deliveriesOf(`?event_id=${pending.event_id}`), [pending]);
    assert.deepEqual(await deliveriesOf(`?event_id=${pending.event_id}&type=esim.removed`), []);
    for (const query of ['state=lost', 'type=x', 'cursor=x', 'limit=101'])
      assert.equal((await read(`/deliveries?${query}`)).status, 400, query);
  });

  it('come page by page, each once, also where only some are pending', async () => {
    for (const filter of ['', '&state=pending', '&type=booking.created']) {
      const seen: Json[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const query = `?limit=1${filter}${cursor && `&cursor=${cursor}`}`;
        const data: Json = dataOf(await read(`/deliveries${query}`));
        seen.push(...data.deliveries);
        cursor = data.next_cursor;
      }
      assert.deepEqual(seen, await deliveriesOf(`?${filter.slice(1)}`));
    }
  });

  it('are a file', async () => {
    const csv = await read('/deliveries.csv?state=pending');
    assert.match(String(csv.headers['content-disposition']), /deliveries\.csv/);
    const rows = parse(csv.text, { columns: true }) as Json[];
    assert.deepEqual(
      rows.map((row) => [row.event, row.state, row.last_status_code, row.last_error]),
      [['booking.created', 'pending', '500', 'answered 500']],
    );
  });

  it('show what was sent as the receiver got it, without what is secret', async () => {
    const { event_id } = (await deliveriesOf('?state=pending'))[0];
    const got = receiver.at(PATH).find(({ json }) => json.event_id === event_id)!;
    assert.equal(got.json.data.booking_id, failed);
    const { attempts, sent } = dataOf(await read(`/deliveries/${event_id}`));
    assert.equal(sent.body, got.body);
    assert.equal(sent.is_masked, false);
    assert.deepEqual(
      withoutConnection(got),
      Object.keys(sent.headers)
        .map((name) => name.toLowerCase())
        .toSorted(),
    );
    for (const [name, value] of Object.entries<string>(sent.headers)) {
      const real = String(got.headers[name]);
      if (name === 'x-api-key')
        assert.deepEqual([value, real.slice(0, 7)], ['Bearer [secret]', 'Bearer ']);
      else if (name.endsWith('-signature')) assert.equal(value, '[secret]', name);
      else if (name.endsWith('-timestamp')) assert.ok(Math.abs(Number(value) - Number(real)) <= 60);
      else assert.equal(value, real, name);
    }
    assert.deepEqual(
      attempts.map((one: Json) => [one.number, one.url, one.status_code, one.response_body]),
      [[1, receiver.url + PATH, 500, 'noted']],
    );
    assert.doesNotMatch(JSON.stringify(sent), /very-secret-key|whsec_/);
  });

  it('that are not there, or of another, are not found', async () => {
    const theirs = await plant({ partner: other, state: 'delivered' });
    const unsent = await plant({});
    for (const id of [theirs, unsent, newId('evt')])
      assert.equal((await read(`/deliveries/${id}`)).body.error.type, 'event_not_found');
    assert.deepEqual(await deliveriesOf(`?event_id=${theirs}`), []);
  });
});

/** Names of what was sent of our own: the connection adds the others. */
const withoutConnection = ({ headers }: Received): string[] =>
  Object.keys(headers)
    .filter((name) => !['host', 'connection', 'content-length'].includes(name))
    .toSorted();

describe('who sees events and deliveries', () => {
  const PATHS = ['/events', '/events.csv', '/deliveries', '/deliveries.csv'];

  it('is whoever may read the logs, of their own partner', async () => {
    for (const role of PARTNER_ROLES) {
      const page = await memberAt(hubby, { roles: { [own.partner_id]: role } });
      const may = !['finance', 'viewer'].includes(role);
      for (const path of PATHS) {
        assert.equal((await read(path, page)).status, may ? 200 : 403, `${role} ${path}`);
        assert.equal((await read(path, page, other)).status, 404, `${role} ${path} of another`);
      }
    }
    for (const path of PATHS)
      assert.equal((await read(path, openBrowser(hubby))).status, 401, path);
  });

  it('sees people in them only where the role lets: a developer in production does not', async () => {
    const data = { email: 'ada@travel.example', phone: '+3012345', iso3: 'GRC' };
    const id = await plant({ data, state: 'exhausted' });
    const answers = ['{"email":"ada@travel.example","ok":true}', 'Thank you, Ada', '"Ada"', ''];
    for (const [n, body] of answers.entries())
      await hubby.sql(
        `insert into attempts (partner_id, event_id, number, attempted_at, url, duration_ms, status_code, response_body)
         values ($1, $2, $3, now(), 'https://partner.example', 5, 500, $4)`,
        [own.partner_id, id, n + 1, body],
      );
    await hubby.sql('update deliveries set attempts = 4 where partner_id = $1 and event_id = $2', [
      own.partner_id,
      id,
    ]);
    const bodiesOf = (delivery: Json): string[] =>
      delivery.attempts.map((one: Json) => one.response_body);
    const shown = dataOf(await read(`/deliveries/${id}`));
    assert.deepEqual(bodiesOf(shown), answers);
    const support = await memberAt(hubby, { roles: { [own.partner_id]: 'support' } });
    const { config } = hubby.ctx;
    hubby.ctx.config = { ...config, env: 'production' };
    // Its cookie has another name there.
    developer.cookies.set('__Host-hubby', developer.cookies.get('hubby-session')!);
    try {
      const event = dataOf(await read(`/events/${id}`));
      assert.deepEqual(
        [event.is_masked, event.data],
        [true, { email: 'a…@travel.example', phone: '[personal]', iso3: 'GRC' }],
      );
      const delivery = dataOf(await read(`/deliveries/${id}`));
      assert.equal(delivery.sent.is_masked, true);
      assert.deepEqual(JSON.parse(delivery.sent.body).data, event.data);
      assert.deepEqual(bodiesOf(delivery), [
        '{"email":"a…@travel.example","ok":true}',
        '[personal]',
        '[personal]',
        '',
      ]);
      support.cookies.set('__Host-hubby', support.cookies.get('hubby-session')!);
      assert.equal(dataOf(await read(`/events/${id}`, support)).is_masked, false);
    } finally {
      hubby.ctx.config = config;
    }
  });
});
