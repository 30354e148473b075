/** Home, the funnel's steps with the packages behind them, and deliveries as a report. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { countDueDays, forgetOldDays } from '../../src/domain/reports/counting/count-due-days.ts';
import { timesOf } from '../../src/domain/reports/counting/day-counts.ts';
import { until } from '../faults/checks.ts';
import { startHubby, user, type Hubby, type Json } from '../harness.ts';
import { memberAt, type BrowserPage } from '../support/members.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';

let hubby: Hubby;
let receiver: Receiver;
before(async () => {
  receiver = await startReceiver();
  hubby = await startHubby({
    env: { HUBBY_REQUEST_LOG_DAYS: '30', HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1' },
  });
});
after(async () => {
  await receiver?.close();
  await hubby?.close();
});

const read = async (key: CreatedPartner, path: string): Promise<Json> => {
  const { status, body, text } = await hubby.call('GET', path, undefined, { key });
  assert.equal(status, 200, text);
  return body.data;
};
const send = async (key: CreatedPartner, path: string, body?: unknown): Promise<Json> => {
  const answer = await hubby.call('POST', path, body, { key });
  assert.ok(answer.status < 300, answer.text);
  return answer.body.data;
};
const setEndpoint = async (key: CreatedPartner, url: string): Promise<void> => {
  const answer = await hubby.call('PUT', '/api/webhooks/settings', { url }, { key });
  assert.equal(answer.status, 200, answer.text);
};
const soon = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const book = (key: CreatedPartner, name: string, destinations: string[], more: object = {}) =>
  send(key, '/api/bookings', {
    departure_date: soon(40),
    package_specifications: destinations.map((destination) => ({
      external_user_id: name,
      destination,
      size: '1GB',
    })),
    ...more,
  });

/** Three packages of one traveler with a mail: one is used, one is on the eSIM, one waits. */
async function travel(key: CreatedPartner): Promise<Json> {
  const name = user();
  const email = `${name}@traveler.example`;
  const booking = await book(key, name, ['GR', 'GR', 'IT'], {
    booking_id: `ORDER-${name}`,
    email,
    communication_options: { should_send_message: true, channels: ['EMAIL'] },
  });
  await hubby.drain();
  let iccid = '';
  for (const { id, destination } of booking.package_queues.slice(0, 2)) {
    const redeemed = await send(key, '/api/native/redeem-package', {
      external_user_id: name,
      package_queue_id: id,
    });
    assert.ok(destination !== null);
    iccid = redeemed.current_esim.iccid;
  }
  for (const [verb, body] of [['install'], ['enable'], ['consume', { percent: 10 }]] as const)
    await send(key, `/api/sandbox/esims/${iccid}/${verb}`, body);
  await hubby.drain();
  return booking;
}
const counts = (steps: Json[]): Json =>
  Object.fromEntries(steps.map(({ step, count }) => [step, count]));

describe('the steps of the funnel', () => {
  it('say how far packages came, how long it took, and by destination', async () => {
    const key = await hubby.newPartner();
    const booking = await travel(key);
    const report = await read(key, '/api/reports/funnel/steps');
    assert.deepEqual(counts(report.steps), {
      issued: 3,
      mailed: 3,
      opened: 0,
      taken: 2,
      installed: 2,
      used: 1,
    });
    assert.deepEqual(
      report.places.map(({ place, steps }: Json) => [place, counts(steps).issued]),
      [
        ['GRC', 2],
        ['ITA', 1],
      ],
    );
    for (const { step, count, median_ms: median, p90_ms: p90 } of report.steps) {
      const isTimed = step !== 'issued' && count > 0;
      assert.equal(median !== null, isTimed, step);
      if (isTimed) assert.ok(median >= 0 && p90 >= median && p90 < 120_000, `${step} ${p90}`);
    }
    assert.deepEqual([report.counted_at, report.uncounted_days, report.days.length], [null, 0, 30]);
    assert.equal(report.totals.bookings_accepted, 1);
    const { totals } = await read(key, '/api/reports/funnel');
    assert.deepEqual(report.totals, totals);

    const packages = async (query: string): Promise<Json[]> =>
      (await read(key, `/api/reports/funnel/packages?${query}`)).packages;
    assert.equal((await packages('step=issued')).length, 3);
    const [used] = await packages('step=used');
    assert.equal(used.booking_id, booking.id);
    assert.equal(used.place, 'GRC');
    assert.ok(used.used_at >= used.installed_at && used.taken_at >= used.issued_at);
    assert.equal((await packages('missing=taken'))[0].place, 'ITA');
    assert.equal((await packages('step=taken&missing=used&place=GRC')).length, 1);
    assert.equal((await packages('place=ESP')).length, 0);
    assert.equal((await packages(`from=${soon(3)}&to=${soon(4)}`)).length, 0);
  });

  it('have a list that is read page by page, each package once', async () => {
    const key = await hubby.newPartner();
    for (let i = 0; i < 3; i++) await book(key, user(), ['GR', 'IT']);
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await read(
        key,
        `/api/reports/funnel/packages?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      seen.push(...page.packages.map(({ uuid }: Json) => uuid));
      cursor = page.next_cursor ?? '';
    } while (cursor !== '');
    assert.equal(seen.length, 6);
    assert.equal(new Set(seen).size, 6);
  });

  it('are of the partner who asks; days that are none are told', async () => {
    const [key, other] = [await hubby.newPartner(), await hubby.newPartner()];
    await book(key, user(), ['GR']);
    for (const path of ['funnel/steps', 'funnel/packages', 'deliveries']) {
      const bad = await hubby.call('GET', `/api/reports/${path}?from=soon`, undefined, { key });
      assert.equal(bad.status, 400, path);
      assert.equal(bad.body.error.details[0].field, 'from');
      assert.equal((await hubby.bare('GET', `/api/reports/${path}`)).status, 401, path);
    }
    const cursor = await hubby.call('GET', '/api/reports/funnel/packages?cursor=x', undefined, {
      key,
    });
    assert.equal(cursor.body.error.details[0].field, 'cursor');
    assert.equal(counts((await read(other, '/api/reports/funnel/steps')).steps).issued, 0);
    assert.deepEqual((await read(other, '/api/reports/funnel/packages')).packages, []);
    assert.equal((await read(other, '/api/reports/deliveries')).webhooks.total, 0);
  });

  it('times are medians within 5 %, whatever they are', () => {
    assert.deepEqual(timesOf([]), { median_ms: null, p90_ms: null });
    for (const seconds of [1, 90, 3_600, 86_400 * 12]) {
      const bucket = Math.floor((8 * Math.log(1 + seconds)) / Math.log(2));
      const { median_ms: median } = timesOf([[bucket, 7]]);
      assert.ok(Math.abs((median! / 1_000 + 1) / (seconds + 1) - 1) < 0.05, `${seconds} ${median}`);
    }
    const { median_ms: half, p90_ms: most } = timesOf([
      [80, 1],
      [0, 9],
    ]);
    assert.ok(half! < 1_000 && most! < 1_000);
  });
});

describe('where there are many bookings', () => {
  it('days are counted ahead by a worker, and told with when that was', async () => {
    const key = await hubby.newPartner();
    await travel(key);
    const exact = await read(key, '/api/reports/funnel/steps');
    // As many more as make counting at once too slow, without anything in them.
    await hubby.sql(
      `insert into bookings (partner_id, id, kind, departure_date, departure_at,
         is_departure_defaulted, ends_at, contact, communication_options, created_at, updated_at)
       select partner_id, left(id, 20) || lpad(n::text, 10, '0'), kind, departure_date,
         departure_at, is_departure_defaulted, ends_at, '{}', '{}', created_at, updated_at
       from bookings, generate_series(1, 2001) n
       where partner_id = $1`,
      [key.partner_id],
    );
    const before = await read(key, '/api/reports/funnel/steps');
    assert.deepEqual([before.uncounted_days, before.totals.bookings_accepted], [30, 0]);
    assert.ok((await countDueDays(hubby.ctx)) >= 1);
    const after = await read(key, '/api/reports/funnel/steps');
    assert.equal(after.uncounted_days, 29);
    assert.ok(Date.parse(after.counted_at) > Date.now() - 60_000);
    assert.equal(after.totals.bookings_accepted, 2_002);
    assert.deepEqual(after.steps, exact.steps);
    assert.deepEqual(after.places, exact.places);
    // Just counted: nothing is due.
    assert.equal(await countDueDays(hubby.ctx), 0);
    await hubby.sql(`update counted_days set day = '2020-01-01' where partner_id = $1`, [
      key.partner_id,
    ]);
    assert.equal(await forgetOldDays(hubby.ctx), 1);
  });
});

describe('deliveries as a report', () => {
  it('say what became of mails and of webhooks', async () => {
    const key = await hubby.newPartner();
    await setEndpoint(key, `${receiver.url}/hook`);
    await travel(key);
    const report = await read(key, '/api/reports/deliveries');
    const [mail] = report.channels;
    assert.deepEqual(
      [mail.channel, mail.total, mail.delivered, mail.bounced, mail.delivered_share],
      ['EMAIL', 1, 1, 0, 1],
    );
    const { total, delivered, exhausted, attempts, delivered_share: share } = report.webhooks;
    assert.ok(total >= 3, String(total));
    assert.deepEqual([delivered, exhausted, attempts, share], [total, 0, total, 1]);
    assert.ok(report.webhooks.median_ms >= 0);
    assert.equal(report.days.at(-1).webhooks.total, total);
    assert.equal(report.days.at(-1).messages.delivered, 1);
  });
});

describe('home', () => {
  const owner = (key: CreatedPartner, role: 'owner' | 'viewer' = 'owner'): Promise<BrowserPage> =>
    memberAt(hubby, { roles: { [key.partner_id]: role } });
  const homeOf = async (browser: BrowserPage, key: CreatedPartner, query = ''): Promise<Json> => {
    const { status, body, text } = await browser.call(
      'GET',
      `/partners/${key.partner_id}/home${query}`,
    );
    assert.equal(status, 200, text);
    return body.data;
  };
  const done = ({ first_steps: steps }: Json): string[] =>
    steps.filter((one: Json) => one.is_done).map((one: Json) => one.step);

  it('leads from the key to the first event, and is quiet once that is done', async () => {
    const key = await hubby.newPartner();
    const browser = await owner(key);
    assert.deepEqual(done(await homeOf(browser, key)), ['key']);
    await hubby.call('GET', '/api/destinations', undefined, { key });
    await until('the call is noted', async () => done(await homeOf(browser, key)).includes('call'));
    await book(key, user(), ['GR']);
    assert.deepEqual(done(await homeOf(browser, key)), ['key', 'call', 'booking']);
    await setEndpoint(key, `${receiver.url}/hook`);
    assert.deepEqual(done(await homeOf(browser, key)), ['key', 'call', 'booking', 'endpoint']);
    await book(key, user(), ['GR']);
    await hubby.drain();
    assert.equal((await homeOf(browser, key)).first_steps, null);
  });

  it('has the first steps put away by whoever wants no more of them, for themselves', async () => {
    const key = await hubby.newPartner();
    const [one, other] = [await owner(key), await owner(key)];
    const away = await one.call('POST', `/partners/${key.partner_id}/home/put-away-first-steps`);
    assert.equal(away.status, 200, away.text);
    assert.equal((await homeOf(one, key)).first_steps, null);
    assert.equal((await homeOf(other, key)).first_steps.length, 5);
    // They are about keys and endpoints, which a viewer sees nothing of.
    assert.equal((await homeOf(await owner(key, 'viewer'), key)).first_steps, null);
  });

  it('shows figures beside those of the days before, and why bookings were refused', async () => {
    const key = await hubby.newPartner();
    const browser = await owner(key);
    await travel(key);
    const old = await book(key, user(), ['GR', 'GR']);
    await hubby.sql(
      `update bookings set created_at = created_at - interval '8 days' where id = $1`,
      [old.id],
    );
    const refused = await hubby.call('POST', '/api/bookings', { departure_date: 'x' }, { key });
    assert.equal(refused.status, 400);
    const home = await until('it is counted', async () => {
      const read = await homeOf(browser, key, '?days=30');
      return read.figures.bookings_refused.now === 1 && read.bookings.refused_by.length > 0
        ? read
        : null;
    });
    assert.deepEqual(home.figures.bookings_accepted, { now: 2, before: 0 });
    const week = await homeOf(browser, key, '?days=7');
    assert.deepEqual(week.figures.bookings_accepted, { now: 1, before: 1 });
    assert.deepEqual(week.figures.entitlements, { now: 3, before: 2 });
    assert.deepEqual(home.bookings.refused_by, [{ error_type: 'invalid_request', count: 1 }]);
    assert.equal(home.bookings.accepted_share, 2 / 3);
    assert.deepEqual([home.mails.now.delivered, home.mails.now.delivered_share], [1, 1]);
    assert.equal(home.days.length, 30);
    assert.deepEqual([home.days.at(-1).accepted, home.days.at(-1).refused], [1, 1]);
    const bad = await browser.call('GET', `/partners/${key.partner_id}/home?days=0`);
    assert.equal(bad.status, 400);
  });

  it('makes demo data by one call, once, for whoever may book', async () => {
    const key = await hubby.newPartner();
    const browser = await owner(key);
    const make = (who: BrowserPage) => who.call('POST', `/partners/${key.partner_id}/home/demo`);
    const made = await make(browser);
    assert.deepEqual([made.status, made.body.data], [200, { bookings: 6 }], made.text);
    await hubby.drain();
    const { steps } = (
      await browser.call('GET', `/partners/${key.partner_id}/reports/funnel/steps`)
    ).body.data;
    assert.deepEqual(counts(steps), {
      issued: 6,
      mailed: 6,
      opened: 5,
      taken: 4,
      installed: 3,
      used: 2,
    });
    assert.deepEqual((await make(browser)).body.data, { bookings: 0 });
    assert.equal((await make(await owner(key, 'viewer'))).status, 403);
    await send(key, '/api/sandbox/reset');
    assert.equal((await homeOf(browser, key)).figures.bookings_accepted.now, 0);
  });

  it('says what needs somebody, to whom may do something about it', async () => {
    const key = await hubby.newPartner();
    const browser = await owner(key);
    assert.deepEqual((await homeOf(browser, key)).needs, []);
    const { partner_id: id } = key;
    await setEndpoint(key, `${receiver.url}/gone`);
    await travel(key);
    const made = await browser.call('POST', `/partners/${key.partner_id}/keys`, {
      label: 'old server',
      expires_at: new Date(Date.now() + 10 * 86_400_000).toISOString(),
    });
    assert.equal(made.status, 201, made.text);
    await send(key, '/api/bookings', {
      departure_date: soon(40),
      package_specifications: [{ destination: 'GR', size: '1GB' }],
    });
    await hubby.sql(
      `update promo_codes set valid_until = now() + interval '3 days' where partner_id = $1`,
      [id],
    );
    await hubby.sql(
      `update webhook_endpoints set is_enabled = false, disabled_reason = 'gone', disabled_at = now()
       where partner_id = $1`,
      [id],
    );
    await hubby.sql(
      `update deliveries set state = 'exhausted', next_attempt_at = null where partner_id = $1`,
      [id],
    );
    await hubby.sql(
      `insert into imports (partner_id, id, state, filename, columns, map, created_by)
       values ($1, 'imp_1', 'checked', 'may.csv', '[]', '{}', 'test')`,
      [id],
    );
    await hubby.sql(
      `insert into support_requests (partner_id, id, traveler_id, subject, body, locale, context,
         status, created_at, updated_at)
       select partner_id, 'sup_1', id, 'x', 'x', 'en', '{}', 'open', now(), now()
       from travelers where partner_id = $1 limit 1`,
      [id],
    );
    const { needs } = await homeOf(browser, key);
    assert.deepEqual(
      needs.map((one: Json) => [one.kind, one.subject, one.name]),
      [
        ['endpoint_disabled', null, `${receiver.url}/gone`],
        ['deliveries_exhausted', null, null],
        ['key_expiring', made.body.data.api_key, 'old server'],
        ['support_open', null, null],
        ['import_waiting', 'imp_1', 'may.csv'],
        ['codes_ending', null, null],
      ],
    );
    assert.ok(needs[1].count >= 1);
    const seen = (await homeOf(await owner(key, 'viewer'), key)).needs;
    assert.deepEqual(
      seen.map((one: Json) => one.kind),
      ['support_open', 'codes_ending'],
    );
    assert.deepEqual((await homeOf(await owner(hubby.partner), hubby.partner)).needs, []);
  });
});
