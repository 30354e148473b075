/**
 * Messages by the partner's schedules: each once per cause, at its local instant, to whom it
 * concerns.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { runDueTimers } from '../../src/jobs/run-due-timers.ts';
import { openRuntime } from '../../src/runtime.ts';
import { makeSecrets } from '../../src/secrets.ts';
import { startHubby, user, type Hubby, type Json } from '../harness.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
let now = Date.parse('2027-03-01T12:00:00Z');
const at = (iso: string): void => {
  now = Date.parse(iso);
};
const quiet = { info() {}, warn() {}, error() {} };

let hubby: Hubby;
before(async () => {
  hubby = await startHubby({ clock: { now: () => new Date(now) } });
});
after(() => hubby.close());

const SEND = { should_send_message: true, channels: ['EMAIL'] };
const newPartner = (settings: object = {}): Promise<CreatedPartner> =>
  hubby.newPartner('Scheduled', { communication_options: SEND, ...settings });
const entry = (more: object = {}): object => ({
  external_user_id: user(),
  destination: 'GR',
  size: '1GB',
  ...more,
});

async function book(
  key: CreatedPartner,
  departure_date: string,
  { entries = [entry()], ...body }: { entries?: object[]; [field: string]: unknown } = {},
): Promise<string> {
  const answer = await hubby.call(
    'POST',
    '/api/bookings',
    { departure_date, email: 'ann@example.com', ...body, package_specifications: entries },
    { key },
  );
  assert.ok(answer.status < 300, answer.text);
  return answer.body.data.id;
}
async function patch(key: CreatedPartner, id: string, body: object): Promise<void> {
  const answer = await hubby.call('PATCH', `/api/bookings/${id}`, body, { key });
  assert.equal(answer.status, 200, answer.text);
}
async function change(key: CreatedPartner, settings: object): Promise<void> {
  const answer = await hubby.operator('PATCH', `/partners/${key.partner_id}/settings`, settings);
  assert.equal(answer.status, 200, answer.text);
}
const rows = (id: string): Promise<Json[]> =>
  hubby.sql(
    `select * from messages where booking_id = $1 and subject_id like '%:%:%' order by created_at, id`,
    [id],
  );
/** What schedules wrote of a booking so far: `kind recipient instant`. */
const told = async (id: string): Promise<string[]> =>
  (await hubby.drain(), await rows(id)).map(
    (m) => `${m.kind} ${m.recipient} ${m.created_at.toISOString().slice(0, 16)}`,
  );
/** Not a millisecond before `instant`; answers what is there then. */
async function exactlyAt(instant: string, id: string): Promise<string[]> {
  now = Date.parse(instant) - 1;
  const before = (await told(id)).length;
  now++;
  const there = await told(id);
  assert.equal(there.length, before + 1, `at ${instant}`);
  return there;
}
const REMINDER = { key: 'r', kind: 'departure_reminder', moment: 'departure' };

describe('reminders', () => {
  it('by default: at nine in the morning before, where the departure is', async () => {
    at('2027-03-01T12:00:00Z');
    const key = await newPartner({ time_zone: 'Europe/Amsterdam' });
    const plain = await book(key, '2027-03-29');
    const far = await book(key, '2027-04-10T06:00:00+13:00');
    assert.deepEqual(await told(plain), []);
    assert.deepEqual(
      await exactlyAt('2027-03-28T07:00:00Z', plain),
      ['departure_reminder ann@example.com 2027-03-28T07:00'],
      'the day on which clocks go forward',
    );
    await exactlyAt('2027-04-08T20:00:00Z', far);
    now += 40 * DAY;
    assert.deepEqual([(await told(plain)).length, (await told(far)).length], [1, 1]);
    const [message] = await rows(plain);
    assert.deepEqual(
      [message.channel, message.locale, message.data.queue_ids.length, message.subject_id],
      ['EMAIL', 'en', 1, `${plain}:reminder:2027-03-29T07:00:00.000Z`],
    );
  });

  it('go to those who are not ready yet, each about what is theirs', async () => {
    at('2027-03-01T12:00:00Z');
    const key = await newPartner();
    const [bob, cy] = [user(), user()];
    const id = await book(key, '2027-03-20', {
      locale: 'nl-NL',
      entries: [
        entry({ external_user_id: bob, email: 'Bob@Example.com' }),
        entry({ external_user_id: bob, email: 'Bob@example.com', destination: 'FR' }),
        entry({ external_user_id: cy, email: 'cy@example.com' }),
        entry(),
      ],
    });
    await hubby.drain();
    const [queue] = await hubby.sql(
      `select q.id from package_queues q join travelers t on t.id = q.traveler_id where q.booking_id = $1 and t.external_user_id = $2`,
      [id, cy],
    );
    assert.equal(
      (
        await hubby.call(
          'POST',
          '/api/native/redeem-package',
          { external_user_id: cy, package_queue_id: queue.id },
          { key },
        )
      ).status,
      200,
    );
    await hubby.sql(
      `update esims e set status = 'INSTALLED' from travelers t where t.id = e.traveler_id and t.external_user_id = any($1)`,
      [[bob, cy]],
    );
    at('2027-03-19T09:00:00Z');
    assert.deepEqual((await told(id)).sort(), [
      'departure_reminder ann@example.com 2027-03-19T09:00',
      'departure_reminder bob@example.com 2027-03-19T09:00',
    ]);
    assert.deepEqual(
      (await rows(id)).map((m) => [m.recipient, m.locale, m.data.queue_ids.length]).sort(),
      [
        ['ann@example.com', 'nl-NL', 1],
        ['bob@example.com', 'nl-NL', 2],
      ],
    );
  });

  it('of a departure that moved: for the new one, once; away and back again: no second time', async () => {
    at('2027-03-01T12:00:00Z');
    const key = await newPartner();
    const id = await book(key, '2027-03-10');
    at('2027-03-09T09:00:00Z');
    assert.equal((await told(id)).length, 1);
    await patch(key, id, { departure_date: '2027-03-20' });
    at('2027-03-10T09:00:00Z');
    assert.equal((await told(id)).length, 1);
    assert.equal((await exactlyAt('2027-03-19T09:00:00Z', id)).length, 2);
    await patch(key, id, { departure_date: '2027-03-25' });
    await patch(key, id, { departure_date: '2027-03-20' });
    at('2027-03-24T09:00:00Z');
    assert.equal((await told(id)).length, 2);
    // Moved before its first reminder: the timer of the old date finds nothing to do.
    const other = await book(key, '2027-04-10');
    await patch(key, other, { departure_date: '2027-04-20' });
    at('2027-04-09T10:00:00Z');
    assert.deepEqual(await told(other), []);
    assert.equal((await exactlyAt('2027-04-19T09:00:00Z', other)).length, 1);
    // Moved forward past its reminder: the moment is behind, and the departure ahead.
    const early = await book(key, '2027-05-20');
    at('2027-05-01T12:00:00Z');
    await patch(key, early, { departure_date: '2027-05-02' });
    at('2027-05-19T10:00:00Z');
    assert.deepEqual(await told(early), []);
  });

  it('none for what is cancelled, wants none, departs by default, was booked after the moment, or whose worker comes after the departure', async () => {
    at('2027-03-01T12:00:00Z');
    const key = await newPartner();
    const cancelled = await book(key, '2027-03-20');
    assert.equal(
      (await hubby.call('DELETE', `/api/bookings/${cancelled}`, undefined, { key })).status,
      200,
    );
    const silent = await book(key, '2027-03-20', {
      communication_options: { should_send_message: false },
    });
    const hushed = await book(key, '2027-03-20');
    await patch(key, hushed, { communication_options: { should_send_message: false } });
    const nobody = await book(key, '2027-03-20', { email: undefined });
    const late = await book(key, '2027-03-20');
    at('2027-03-19T09:00:00.001Z');
    const inside = await book(key, '2027-03-20');
    const loud = await book(key, '2027-03-22', {
      communication_options: { should_send_message: false },
    });
    await patch(key, loud, { communication_options: { should_send_message: true } });
    at('2027-03-20T09:00:00Z');
    await runDueTimers(hubby.ctx);
    for (const [what, id] of Object.entries({ cancelled, silent, hushed, nobody, inside, late }))
      assert.deepEqual(await told(id), [], what);
    at('2027-03-21T09:00:00Z');
    assert.equal((await told(loud)).length, 1);
    assert.deepEqual(
      await hubby.sql(`select * from timers where kind = 'message' and subject_id like 'bkg%'`),
      [],
    );
  });

  it('come late while the departure is ahead, and only those whose moment the timer was for', async () => {
    at('2027-03-01T12:00:00Z');
    const schedules = [
      { ...REMINDER, key: 'week', days: 7 },
      { ...REMINDER, key: 'day', days: 1, hour: '09:00' },
      { ...REMINDER, key: 'same', hour: '00:30' },
    ];
    const key = await newPartner({ schedules });
    const id = await book(key, '2027-03-20T12:00:00Z');
    const second = await book(key, '2027-03-15T12:00:00Z');
    at('2027-03-19T23:00:00Z');
    assert.deepEqual((await rows(id)).length, 0);
    assert.deepEqual(await told(id), [
      'departure_reminder ann@example.com 2027-03-19T23:00',
      'departure_reminder ann@example.com 2027-03-19T23:00',
    ]);
    assert.deepEqual((await rows(id)).map((m) => m.subject_id.split(':')[1]).sort(), [
      'day',
      'week',
    ]);
    assert.deepEqual(await told(second), []);
    assert.deepEqual((await exactlyAt('2027-03-20T00:30:00Z', id)).length, 3);
  });

  it('one timer twice, early, and by two workers at once: one message each', async () => {
    at('2027-03-01T12:00:00Z');
    const key = await newPartner();
    const ids: string[] = [];
    for (let i = 0; i < 30; i++)
      ids.push(await book(key, '2027-03-20', { email: `p${i}@example.com` }));
    await hubby.sql(
      `insert into timers select $1, '2027-03-02T00:00:00Z', 'message', id from unnest($2::text[]) id`,
      [key.partner_id, ids],
    );
    at('2027-03-02T00:00:00Z');
    assert.deepEqual(await told(ids[0]!), []);
    at('2027-03-19T09:00:00Z');
    await hubby.sql(
      `insert into timers select $1, '2027-03-19T08:59:00Z'::timestamptz - n * interval '1 s', 'message', id from unnest($2::text[]) id, generate_series(0, 2) n`,
      [key.partner_id, ids],
    );
    const other = await openRuntime(
      hubby.ctx.config,
      hubby.databaseConfig,
      makeSecrets(hubby.ctx.config.secretKey!),
      quiet,
      { poolSize: 4 },
    );
    other.ctx.clock = hubby.ctx.clock;
    try {
      await Promise.all([
        runDueTimers(hubby.ctx),
        runDueTimers(other.ctx),
        runDueTimers(hubby.ctx),
        runDueTimers(other.ctx),
      ]);
    } finally {
      await other.close();
    }
    await hubby.drain();
    const sent = await hubby.sql(
      'select recipient, count(*)::int as n from messages where booking_id = any($1) and kind = $2 group by 1',
      [ids, 'departure_reminder'],
    );
    assert.deepEqual([sent.length, Math.max(...sent.map((s) => s.n))], [30, 1]);
  });
});

describe('promo codes', () => {
  it('are confirmed at once, and later messages go to whoever has them', async () => {
    at('2027-03-01T12:00:00Z');
    const key = await newPartner();
    const [kept, claimed, redeemed] = [1, 2, 3].map((n) => ({
      destination: 'GR',
      size: '1GB',
      email: `gift${n}@example.com`,
    }));
    const answer = await hubby.call(
      'POST',
      '/api/bookings',
      { departure_date: '2027-03-20', package_specifications: [kept, claimed, redeemed] },
      { key },
    );
    const { id, promo_codes } = answer.body.data;
    const confirmed = await hubby.sql(
      `select recipient from messages where booking_id = $1 and kind = 'booking_confirmation' order by 1`,
      [id],
    );
    assert.deepEqual(
      confirmed.map((m) => m.recipient),
      ['gift1@example.com', 'gift2@example.com', 'gift3@example.com'],
    );
    const claim = await hubby.bare('POST', `/api/promo-codes/claim/${promo_codes[1].uuid}`, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'Friend@example.com' }),
    });
    assert.equal(claim.status, 200, claim.text);
    const redeem = await hubby.call(
      'POST',
      `/api/promo-codes/${promo_codes[2].promo_code}/redeem`,
      { email: 'third@example.com' },
      { key },
    );
    assert.equal(redeem.status, 200, redeem.text);
    at('2027-03-19T09:00:00Z');
    assert.deepEqual((await told(id)).map((line) => line.split(' ').slice(0, 2).join(' ')).sort(), [
      'departure_reminder friend@example.com',
      'departure_reminder gift1@example.com',
      'departure_reminder third@example.com',
    ]);
  });

  it('count as claimed or not, which nothing else does', async () => {
    at('2027-03-01T12:00:00Z');
    const key = await newPartner({
      schedules: [{ ...REMINDER, days: 3, filter: { claimed: false } }],
    });
    const id = await book(key, '2027-03-20', {
      entries: [
        entry({ email: 'own@example.com' }),
        { destination: 'GR', size: '1GB', email: 'gift@example.com' },
      ],
    });
    at('2027-03-17T09:00:00Z');
    assert.deepEqual(await told(id), ['departure_reminder gift@example.com 2027-03-17T09:00']);
  });
});

describe('what a schedule says', () => {
  it('its filter leaves out', async () => {
    at('2027-03-01T12:00:00Z');
    const key = await newPartner({
      schedules: [
        { ...REMINDER, key: 'gr', days: 2, filter: { countries: ['gr'] } },
        { ...REMINDER, key: 'fr', days: 1, filter: { countries: ['FRA'], esim_installed: false } },
      ],
    });
    const id = await book(key, '2027-03-20', {
      entries: [
        entry({ email: 'gr@example.com' }),
        entry({ email: 'fr@example.com', destination: 'FR' }),
        entry({ email: 'it@example.com', destination: 'IT' }),
      ],
    });
    at('2027-03-19T09:00:00Z');
    assert.deepEqual((await told(id)).map((line) => line.split(' ')[1]).sort(), [
      'fr@example.com',
      'gr@example.com',
    ]);
  });

  it('its filter knows an eSIM that was put away from one on a device', async () => {
    at('2027-03-01T12:00:00Z');
    const key = await newPartner({
      schedules: [{ ...REMINDER, days: 2, filter: { esim_installed: false } }],
    });
    const [ann, ben] = [user(), user()];
    const id = await book(key, '2027-03-20', {
      entries: [
        entry({ external_user_id: ann, email: 'has@example.com' }),
        entry({ external_user_id: ben, email: 'had@example.com' }),
      ],
    });
    await hubby.drain();
    for (const traveler of [ann, ben]) {
      const dashboard = `/api/native/user-dashboard?external_user_id=${traveler}`;
      const { body } = await hubby.call('GET', dashboard, undefined, { key });
      const { iccid } = body.data.current_esim;
      const install = `/api/sandbox/esims/${iccid}/install`;
      assert.equal((await hubby.call('POST', install, undefined, { key })).status, 200);
      await hubby.drain();
      if (traveler === ann) continue;
      const archived = await hubby.operator('POST', `/esims/${iccid}/archive`);
      assert.equal(archived.status, 200, archived.text);
    }
    at('2027-03-18T09:00:00Z');
    assert.deepEqual(await told(id), ['departure_reminder had@example.com 2027-03-18T09:00']);
  });

  it('its channel; one without a sender is kept as skipped', async () => {
    at('2027-03-01T12:00:00Z');
    const key = await newPartner({
      schedules: [
        { ...REMINDER, key: 'sms', days: 2, channel: 'SMS' },
        { ...REMINDER, key: 'own', days: 1 },
      ],
    });
    const id = await book(key, '2027-03-20', {
      phone: '+31612345678',
      communication_options: { should_send_message: true, channels: ['EMAIL', 'WHATSAPP'] },
    });
    at('2027-03-19T09:00:00Z');
    await hubby.drain();
    assert.deepEqual(
      (await rows(id))
        .map((m) => [
          m.subject_id.split(':')[1],
          m.channel,
          m.recipient,
          m.status === 'skipped',
          m.reason,
        ])
        .sort(),
      [
        ['own', 'EMAIL', 'ann@example.com', false, null],
        ['own', 'WHATSAPP', '+31612345678', true, 'no_sender'],
        ['sms', 'SMS', '+31612345678', true, 'no_sender'],
      ],
    );
  });

  it('nothing: an empty list', async () => {
    at('2027-03-01T12:00:00Z');
    const key = await newPartner({ schedules: [] });
    const id = await book(key, '2027-03-20');
    now += 30 * DAY;
    assert.deepEqual(await told(id), []);
    assert.deepEqual(await hubby.sql('select 1 from messages where booking_id = $1', [id]), []);
  });

  it('a confirmation later or with a filter: of the entries of each request, once', async () => {
    at('2027-03-01T12:00:00Z');
    const key = await newPartner({
      schedules: [
        { key: 'later', kind: 'booking_confirmation', moment: 'booking', days: 1, hour: '09:00' },
        {
          key: 'now',
          kind: 'booking_confirmation',
          moment: 'booking',
          filter: { countries: ['FR'] },
        },
      ],
    });
    const booking = { booking_id: 'CONFIRM-1' };
    const [first, second] = [entry({ destination: 'FR' }), entry()];
    const id = await book(key, '2027-03-20', { ...booking, entries: [first] });
    assert.deepEqual(await told(id), ['booking_confirmation ann@example.com 2027-03-01T12:00']);
    at('2027-03-01T18:00:00Z');
    assert.equal(await book(key, '2027-03-20', { ...booking, entries: [first, second] }), id);
    assert.equal((await told(id)).length, 1, 'the filter leaves out what came later');
    at('2027-03-02T09:00:00Z');
    assert.deepEqual((await told(id)).slice(1), [
      'booking_confirmation ann@example.com 2027-03-02T09:00',
      'booking_confirmation ann@example.com 2027-03-02T09:00',
    ]);
    assert.deepEqual(
      (await rows(id)).map((m) => m.data.queue_ids.length),
      [1, 1, 1],
    );
    now += DAY;
    assert.equal((await told(id)).length, 3);
  });

  it('a merge that comes when all was told is told of too', async () => {
    at('2027-03-01T12:00:00Z');
    const schedules = [
      { key: 'later', kind: 'booking_confirmation', moment: 'booking', days: 1, hour: '09:00' },
    ];
    const key = await newPartner({ schedules });
    const booking = { booking_id: 'CONFIRM-2' };
    const [first, second] = [entry(), entry()];
    const id = await book(key, '2027-03-20', { ...booking, entries: [first] });
    at('2027-03-05T12:00:00Z');
    assert.equal((await told(id)).length, 1);
    const waiting = (): Promise<Json[]> =>
      hubby.sql(`select 1 from timers where subject_id = $1 and kind = 'message'`, [id]);
    assert.deepEqual(await waiting(), []);
    assert.equal(await book(key, '2027-03-20', { ...booking, entries: [first, second] }), id);
    assert.equal((await waiting()).length, 1);
    assert.equal((await told(id)).length, 1, 'not before its own moment');
    at('2027-03-06T09:00:00Z');
    assert.deepEqual((await told(id)).slice(1), [
      'booking_confirmation ann@example.com 2027-03-06T09:00',
    ]);
  });
});

describe('settings that change', () => {
  it('hold for what is booked already, an hour earlier as well as later', async () => {
    at('2027-03-01T12:00:00Z');
    const key = await newPartner();
    const id = await book(key, '2027-03-30');
    await change(key, {
      schedules: [
        { ...REMINDER, days: 7 },
        { ...REMINDER, key: 'behind', days: 29 },
      ],
    });
    now += 5_000;
    assert.deepEqual(
      await told(id),
      [],
      'a moment that was behind when the schedule was set is left out',
    );
    await exactlyAt('2027-03-23T09:00:00Z', id);
    // Under its key it has gone out for this departure; under another it is another one.
    await change(key, {
      schedules: [
        { ...REMINDER, days: 6 },
        { ...REMINDER, key: 'eve', days: 1, hour: '20:00' },
      ],
      time_zone: 'America/New_York',
    });
    now += 5_000;
    await hubby.drain();
    at('2027-03-24T12:00:00Z');
    assert.equal((await told(id)).length, 1);
    // Its departure keeps its instant, 09:00 UTC, which is the 30th in New York too.
    await exactlyAt('2027-03-30T00:00:00Z', id);
    await change(key, { schedules: null, time_zone: null });
    now += 5_000;
    await hubby.drain();
    now += DAY;
    assert.equal((await told(id)).length, 2);
  });

  it('a timer by the old ones finds nothing', async () => {
    at('2027-03-01T12:00:00Z');
    const key = await newPartner();
    const id = await book(key, '2027-03-20');
    await change(key, { schedules: [] });
    at('2027-03-19T09:00:00Z');
    assert.deepEqual(await told(id), []);
    assert.deepEqual(
      await hubby.sql(`select * from timers where partner_id = $1 and kind = 'message'`, [
        key.partner_id,
      ]),
      [],
    );
  });

  it('walk through any number of bookings', async () => {
    at('2027-03-01T12:00:00Z');
    const key = await newPartner({ schedules: [] });
    const id = await book(key, '2027-03-30');
    await hubby.sql(
      `insert into bookings select (jsonb_populate_record(b, jsonb_build_object('id', 'bkg_00' || lpad(n::text, 24, '0')))).* from bookings b, generate_series(1, 4500) n where b.id = $1`,
      [id],
    );
    await change(key, { schedules: [{ ...REMINDER, days: 3 }] });
    now += 5_000;
    await hubby.drain();
    const [{ n, due }] = await hubby.sql(
      `select count(*)::int as n, min(due_at) as due from timers where partner_id = $1 and kind = 'message'`,
      [key.partner_id],
    );
    assert.deepEqual([n, due.toISOString()], [4501, '2027-03-27T09:00:00.000Z']);
  });

  it('are refused with their field, and nothing is changed', async () => {
    const key = await newPartner();
    const answer = await hubby.operator('PATCH', `/partners/${key.partner_id}/settings`, {
      schedules: [
        { ...REMINDER, hour: '9:00' },
        { ...REMINDER, key: 'x', moment: 'usage' },
      ],
    });
    assert.deepEqual(
      [answer.status, answer.body.error.details.map((d: Json) => d.field)],
      [400, ['schedules.0.hour']],
      answer.text,
    );
    const other = await hubby.operator('PATCH', `/partners/${key.partner_id}/settings`, {
      schedules: [
        { ...REMINDER, moment: 'usage' },
        { ...REMINDER, filter: { countries: ['XX'] } },
      ],
    });
    assert.deepEqual(
      other.body.error.details.map((d: Json) => d.field),
      ['schedules.0.moment', 'schedules.1.key', 'schedules.1.filter.countries.0'],
      other.text,
    );
    const shown = (await hubby.operator('GET', `/partners/${key.partner_id}`)).body.data.settings
      .schedules;
    assert.deepEqual(
      shown.map((s: Json) => s.key),
      ['confirmation', 'reminder', 'running_low', 'expiring'],
    );
  });
});

describe('another partner', () => {
  it('has messages of its own bookings only', async () => {
    at('2027-03-01T12:00:00Z');
    const [one, two] = [await newPartner(), await newPartner()];
    const [a, b] = [await book(one, '2027-03-20'), await book(two, '2027-03-20')];
    // A timer that names another partner's booking.
    await hubby.sql(`insert into timers values ($1, '2027-03-19T09:00:00Z', 'message', $2)`, [
      one.partner_id,
      b,
    ]);
    await hubby.sql(`delete from timers where partner_id = $1`, [two.partner_id]);
    at('2027-03-19T09:00:00Z');
    assert.deepEqual([(await told(a)).length, (await told(b)).length], [1, 0]);
  });
});
