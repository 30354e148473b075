/**
 * GET /api/reports/funnel: every figure by what really happened, days of every zone, and refused
 * bookings.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { COHORTS, FIGURES } from '../../src/domain/reports/funnel.ts';
import { makeRefusedBookings } from '../../src/domain/reports/refused-bookings.ts';
import { until } from '../faults/checks.ts';
import { redeem, short } from '../faults/steps.ts';
import { startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';

let hubby: Hubby;
/** Partner's time of this file. */
let now = new Date('2027-03-10T12:00:00Z');
before(async () => {
  hubby = await startHubby({ clock: { now: () => now } });
});
after(() => hubby.close());

const partnerIn = (time_zone: string): Promise<CreatedPartner> =>
  hubby.newPartner(undefined, { time_zone });
const ask = (key: CreatedPartner, query = ''): Promise<Answer> =>
  hubby.call('GET', `/api/reports/funnel${query}`, undefined, { key });
async function read(key: CreatedPartner, query = ''): Promise<Json> {
  const answer = await ask(key, query);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.data;
}
/** The figures that are not 0. */
const some = (figures: Json): Json =>
  Object.fromEntries(
    FIGURES.filter((name) => figures[name] !== 0).map((name) => [name, figures[name]]),
  );
const entry = (more: object = {}): object => ({
  external_user_id: user(),
  destination: 'GR',
  size: '1GB',
  ...more,
});
const book = (key: CreatedPartner, body: object, options: object = {}): Promise<Answer> =>
  hubby.call(
    'POST',
    '/api/bookings',
    { departure_date: '2028-06-01', ...body },
    { key, ...options },
  );
async function booked(key: CreatedPartner, body: object): Promise<Json> {
  const answer = await book(key, body);
  assert.equal(answer.status, 201, answer.text);
  return answer.body.data;
}
/** Refusals are counted after the answer is out. */
const refusals = async (key: CreatedPartner): Promise<number> =>
  Number(
    (
      await hubby.sql(
        'select coalesce(sum(count), 0) as n from refused_bookings where partner_id = $1',
        [key.partner_id],
      )
    )[0].n,
  );

describe('the figures', () => {
  it('are those of the day on which the booking was made, whenever the rest happens', async () => {
    const key = await partnerIn('Europe/Amsterdam');
    now = new Date('2027-03-10T12:00:00Z');
    const external_user_id = user();
    const first = await booked(key, {
      package_specifications: [entry({ external_user_id }), entry({ external_user_id }), entry()],
    });
    const codes = await booked(key, {
      package_specifications: [
        { destination: 'GR', size: '1GB' },
        { destination: 'ES', size: '1GB' },
      ],
    });
    const cancelled = await booked(key, { package_specifications: [entry()] });
    assert.equal(codes.promo_codes.length, 2);
    assert.equal(
      (await book(key, { package_specifications: [entry({ size: '7GB' })] })).status,
      400,
    );
    now = new Date('2027-03-10T22:59:59.999Z');
    await booked(key, { package_specifications: [entry()] });
    now = new Date('2027-03-10T23:00:00Z');
    await booked(key, { package_specifications: [entry()] });

    now = new Date('2027-03-20T12:00:00Z');
    assert.equal(
      (await hubby.call('DELETE', `/api/bookings/${cancelled.id}`, undefined, { key })).status,
      200,
    );
    const redeemed = await redeem(hubby, external_user_id, first.package_queues[0].id, key);
    assert.equal(short(redeemed), '200');
    const { iccid } = redeemed.body.data.current_esim;
    await until('the refusal to be counted', async () => (await refusals(key)) === 1);
    const day = async (): Promise<Json> =>
      some((await read(key, '?from=2027-03-10&to=2027-03-10')).totals);
    const common = {
      bookings_received: 5,
      bookings_accepted: 4,
      bookings_refused: 1,
      bookings_cancelled: 1,
      entitlements: 7,
    };
    assert.deepEqual(await day(), { ...common, redeemed: 1 });

    // On the device, used, and taken off again after the trip: it was installed all the same.
    for (const [verb, body] of [
      ['install'],
      ['enable'],
      ['consume', { percent: 10 }],
      ['remove'],
    ] as const) {
      assert.equal(
        (await hubby.call('POST', `/api/sandbox/esims/${iccid}/${verb}`, body, { key })).status,
        200,
        verb,
      );
      if (verb === 'install')
        assert.deepEqual(await day(), { ...common, redeemed: 1, installed: 1 });
    }
    assert.deepEqual(await day(), { ...common, redeemed: 1, installed: 1, activated: 1 });
    const claimed = await hubby.bare(
      'POST',
      `/api/promo-codes/claim/${codes.promo_codes[0].uuid}`,
      { headers: { 'content-type': 'application/json' }, body: '{"email":"claimer@example.com"}' },
    );
    assert.equal(claimed.status, 200, claimed.text);
    assert.deepEqual(await day(), {
      ...common,
      claimed: 1,
      redeemed: 1,
      installed: 1,
      activated: 1,
    });
    await hubby.drain();
    const told = { messages_sent: 1, messages_delivered: 1 };
    assert.deepEqual(await day(), {
      ...common,
      ...told,
      claimed: 1,
      redeemed: 1,
      installed: 1,
      activated: 1,
    });
    const code = await hubby.call(
      'POST',
      `/api/promo-codes/${codes.promo_codes[1].promo_code}/redeem`,
      { external_user_id: user() },
      { key },
    );
    assert.equal(code.status, 200, code.text);
    assert.deepEqual(await day(), {
      ...common,
      ...told,
      claimed: 1,
      redeemed: 2,
      installed: 1,
      activated: 1,
    });

    const all = await read(key);
    assert.deepEqual(
      [all.from, all.to, all.time_zone, all.days.length],
      ['2027-02-19', '2027-03-20', 'Europe/Amsterdam', 30],
    );
    assert.deepEqual(
      all.days
        .filter((d: Json) => Object.keys(some(d)).length > 0)
        .map((d: Json) => [d.date, d.bookings_received]),
      [
        ['2027-03-10', 5],
        ['2027-03-11', 1],
      ],
    );
    for (const name of FIGURES)
      assert.equal(
        all.totals[name],
        all.days.reduce((sum: number, d: Json) => sum + d[name], 0),
        name,
      );
  });

  it('opened are those that whoever a mail went to has looked at, once', async () => {
    const key = await partnerIn('UTC');
    now = new Date('2027-04-08T12:00:00Z');
    const email = `${user()}@example.com`;
    await booked(key, {
      package_specifications: [entry({ email }), entry({ email })],
      email,
      communication_options: { should_send_message: true, channels: ['EMAIL'] },
    });
    await booked(key, { package_specifications: [entry()] });
    await hubby.drain();
    const [mail] = await hubby.sql('select text from messages where recipient = $1', [email]);
    const { pathname } = new URL(/https?:\/\/\S+\/w\/\S+\/m\/[\w-]+/.exec(mail.text)![0]);
    const opened = async (): Promise<number> => (await read(key)).totals.opened;
    await hubby.bare('GET', pathname);
    assert.equal(await opened(), 0);
    now = new Date('2027-04-09T12:00:00Z');
    for (let i = 0; i < 2; i++) {
      const { status } = await hubby.bare('POST', pathname, {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ email }).toString(),
      });
      assert.equal(status, 303);
    }
    assert.equal(await opened(), 2);
    assert.equal((await read(key, '?from=2027-04-08&to=2027-04-08')).totals.opened, 2);
  });

  it('an eSIM that was removed without use stays installed; one never installed does not become so', async () => {
    const key = await partnerIn('UTC');
    now = new Date('2027-04-01T12:00:00Z');
    for (const verbs of [['install', 'remove'], ['remove']]) {
      const external_user_id = user();
      const {
        package_queues: [queue],
      } = await booked(key, { package_specifications: [entry({ external_user_id })] });
      const answer = await redeem(hubby, external_user_id, queue.id, key);
      const { iccid } = answer.body.data.current_esim;
      for (const verb of verbs)
        await hubby.call('POST', `/api/sandbox/esims/${iccid}/${verb}`, undefined, { key });
    }
    assert.deepEqual(some((await read(key)).totals), {
      bookings_received: 2,
      bookings_accepted: 2,
      entitlements: 2,
      redeemed: 2,
      installed: 1,
    });
  });

  it('a merge adds entitlements and no booking, a re-submission nothing', async () => {
    const key = await partnerIn('UTC');
    now = new Date('2027-04-02T12:00:00Z');
    const [one, two] = [entry(), entry()];
    await booked(key, { booking_id: 'trip', package_specifications: [one] });
    now = new Date('2027-04-03T12:00:00Z');
    for (let i = 0; i < 3; i++)
      assert.equal(
        (await book(key, { booking_id: 'trip', package_specifications: [one, two] })).status,
        200,
      );
    const { days } = await read(key, '?from=2027-04-02&to=2027-04-03');
    assert.deepEqual(days.map(some), [
      { bookings_received: 1, bookings_accepted: 1, entitlements: 2 },
      {},
    ]);
  });

  it('top-ups stand apart', async () => {
    const key = await partnerIn('UTC');
    now = new Date('2027-04-05T12:00:00Z');
    const external_user_id = user();
    const {
      package_queues: [queue],
    } = await booked(key, { package_specifications: [entry({ external_user_id })] });
    assert.equal(short(await redeem(hubby, external_user_id, queue.id, key)), '200');
    const topUp = await hubby.call(
      'POST',
      '/api/esims/topup',
      { external_user_id, size: '1GB', destination: 'GR' },
      { key },
    );
    assert.equal(topUp.status, 201, topUp.text);
    assert.equal(
      (
        await hubby.call(
          'POST',
          '/api/esims/topup',
          { external_user_id, size: '7GB', destination: 'GR' },
          { key },
        )
      ).status,
      400,
    );
    assert.deepEqual(some((await read(key)).totals), {
      bookings_received: 1,
      bookings_accepted: 1,
      entitlements: 1,
      redeemed: 1,
      topups: 1,
    });
  });

  it('messages by what became of them; those that never left, and those of other kinds, are not in it', async () => {
    const key = await partnerIn('UTC');
    now = new Date('2027-04-06T12:00:00Z');
    const { id } = await booked(key, { package_specifications: [entry()] });
    const statuses = [
      'pending',
      'sent',
      'sent',
      'delivered',
      'delivered',
      'delivered',
      'bounced',
      'complained',
      'failed',
      'skipped',
      'cancelled',
    ];
    await hubby.sql(
      `insert into messages (partner_id, id, channel, kind, subject_id, recipient, locale, booking_id, status, created_at)
      select $1, 'msg_f' || n, 'EMAIL', 'departure_reminder', 'x', 'p' || n || '@example.com', 'en', $2, s, $4::timestamptz from unnest($3::text[]) with ordinality as x(s, n)
      union all select $1, 'msg_other', 'EMAIL', 'webhook_failing', 'y', 'ops@example.com', 'en', null, 'delivered', $4::timestamptz`,
      [key.partner_id, id, statuses, now],
    );
    const { totals } = await read(key);
    assert.deepEqual(
      [totals.messages_sent, totals.messages_delivered, totals.messages_bounced],
      [7, 4, 1],
    );
  });

  it("are this partner's own", async () => {
    const [mine, yours] = [await partnerIn('UTC'), await partnerIn('UTC')];
    now = new Date('2027-04-07T12:00:00Z');
    await booked(mine, { package_specifications: [entry(), entry()] });
    await book(mine, { package_specifications: [] });
    await until('the refusal to be counted', async () => (await refusals(mine)) === 1);
    assert.deepEqual(some((await read(yours)).totals), {});
    assert.equal((await read(mine)).totals.bookings_received, 2);
    assert.equal((await hubby.bare('GET', '/api/reports/funnel')).status, 401);
  });
});

describe('the range', () => {
  it('defaults to the last thirty days of the zone, and both ends are in it', async () => {
    const key = await partnerIn('Pacific/Apia');
    now = new Date('2027-05-01T11:30:00Z');
    const range = async (query: string): Promise<unknown[]> =>
      (({ from, to, days }) => [from, to, days.length, days[0].date, days.at(-1).date])(
        await read(key, query),
      );
    assert.deepEqual(await range(''), ['2027-04-03', '2027-05-02', 30, '2027-04-03', '2027-05-02']);
    assert.deepEqual(await range('?from=2027-05-02'), [
      '2027-05-02',
      '2027-05-02',
      1,
      '2027-05-02',
      '2027-05-02',
    ]);
    assert.deepEqual(await range('?to=2026-12-31'), [
      '2026-12-02',
      '2026-12-31',
      30,
      '2026-12-02',
      '2026-12-31',
    ]);
    assert.deepEqual(await range('?from=2028-02-28&to=2028-03-01'), [
      '2028-02-28',
      '2028-03-01',
      3,
      '2028-02-28',
      '2028-03-01',
    ]);
    assert.deepEqual((await range('?from=2026-01-01&to=2027-02-04'))[2], 400);
    assert.deepEqual(await range('?from=2030-01-01'), [
      '2030-01-01',
      '2030-01-01',
      1,
      '2030-01-01',
      '2030-01-01',
    ]);
  });

  it('that is none is refused, naming every field', async () => {
    const key = await partnerIn('UTC');
    const fields = async (query: string): Promise<unknown[]> =>
      (({ status, body }) => [status, ...body.error.details.map((d: Json) => d.field).sort()])(
        await ask(key, query),
      );
    for (const bad of [
      '2027-02-30',
      '2027-2-3',
      '20270203',
      'today',
      '',
      '2027-02-03T00:00:00Z',
      '0000-01-01',
    ])
      assert.deepEqual(await fields(`?from=${encodeURIComponent(bad)}`), [400, 'from'], bad);
    assert.deepEqual(await fields('?from=x&to=y'), [400, 'from', 'to']);
    assert.deepEqual(await fields('?from=2027-02-02&to=2027-02-01'), [400, 'from']);
    assert.deepEqual(await fields('?from=2026-01-01&to=2027-02-05'), [400, 'from']);
    assert.deepEqual(await fields('?from=1970-01-01'), [400, 'from']);
  });
});

/** Bookings straight into the table, at these instants. */
async function insert(key: CreatedPartner, instants: Date[]): Promise<void> {
  await hubby.sql(
    `insert into bookings (partner_id, id, departure_date, departure_at, is_departure_defaulted, ends_at, contact, communication_options, kind, created_at, updated_at)
    select $1, 'bkg_f' || gen_random_uuid(), '2030-01-01', '2030-01-01', false, '2030-01-01', '{}', '{}', 'booking', at, at from unnest($2::timestamptz[]) as x(at)`,
    [key.partner_id, instants.map((at) => at.toISOString())],
  );
}

describe('days', () => {
  // Changes at 2 and 3 o'clock, at midnight itself, by half an hour and by two; no change but odd
  // minutes; a day that was left out.
  const ZONES: Record<string, [string, string]> = {
    'Europe/Amsterdam': ['2027-03-25', '2027-10-31'],
    'America/New_York': ['2027-03-10', '2027-11-09'],
    'America/Havana': ['2027-03-10', '2027-11-09'],
    'Africa/Cairo': ['2027-04-25', '2027-11-01'],
    'America/Asuncion': ['2023-03-20', '2023-10-05'],
    'Australia/Lord_Howe': ['2027-04-01', '2027-10-05'],
    'Antarctica/Troll': ['2027-03-25', '2027-11-02'],
    'Asia/Kathmandu': ['2027-01-01', '2027-02-01'],
    'Pacific/Chatham': ['2027-04-01', '2027-09-28'],
    'Pacific/Apia': ['2011-12-25', '2012-01-05'],
  };
  for (const [zone, [from, to]] of Object.entries(ZONES)) {
    it(`of ${zone} from ${from} to ${to} have the bookings that were made on them`, async () => {
      const key = await partnerIn(zone);
      const [start, end] = [Date.parse(from) - 2 * 86_400_000, Date.parse(to) + 3 * 86_400_000];
      // Everywhere, and about each quarter of an hour at which a day could begin.
      const instants = [
        ...fc.sample(fc.integer({ min: start, max: end }), { numRuns: 500, seed: 7 }),
        ...fc
          .sample(
            fc.tuple(
              fc.integer({ min: start / 900_000, max: end / 900_000 }),
              fc.constantFrom(-1, 0, 1),
            ),
            { numRuns: 1_500, seed: 11 },
          )
          .map(([quarter, off]) => quarter * 900_000 + off),
      ].map((at) => new Date(at));
      await insert(key, instants);
      const local = new Intl.DateTimeFormat('en-CA', {
        timeZone: zone,
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
      });
      const expected = Map.groupBy(instants, (at) => local.format(at));
      const { days } = await read(key, `?from=${from}&to=${to}`);
      assert.equal(days.length, Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1);
      for (const { date, bookings_accepted } of days)
        assert.equal(bookings_accepted, expected.get(date)?.length ?? 0, date);
      if (zone === 'Pacific/Apia')
        assert.equal(
          days.find((d: Json) => d.date === '2011-12-30').bookings_accepted,
          0,
          'the day that was left out',
        );
    });
  }
});

describe('refused bookings', () => {
  const day = '?from=2027-06-01&to=2027-06-01';

  it('count whatever was wrong with them, and nothing else does', async () => {
    const key = await partnerIn('Asia/Kathmandu');
    now = new Date('2027-06-01T18:14:59Z');
    const statuses = [
      await book(key, { package_specifications: [] }),
      await book(key, { package_specifications: [entry(), entry({ destination: 'XX' })] }),
      await book(key, {}, { raw: '{"departure' }),
      await book(key, { departure_date: '2020-01-01', package_specifications: [entry()] }),
      await book(
        key,
        { package_specifications: [entry()] },
        { headers: { 'idempotency-key': ' ' } },
      ),
    ].map((a) => a.status);
    assert.deepEqual(statuses, [400, 400, 400, 400, 400]);
    // The next quarter of an hour is the next day there.
    now = new Date('2027-06-01T18:15:00Z');
    await book(key, { package_specifications: [] });
    assert.equal(
      (await hubby.call('POST', '/api/bookings/preview', { package_specifications: [] }, { key }))
        .status,
      400,
    );
    assert.equal(
      (await hubby.call('GET', '/api/bookings?perPage=0', undefined, { key })).status,
      400,
    );
    assert.equal(
      (await book(key, {}, { raw: 'x', headers: { 'content-type': 'text/plain' } })).status,
      415,
    );
    assert.equal(
      (
        await hubby.bare('POST', '/api/bookings', {
          headers: { 'content-type': 'application/json' },
          body: '{}',
        })
      ).status,
      401,
    );
    assert.equal((await book(key, { package_specifications: [entry()] })).status, 201);
    await until('the refusals to be counted', async () => (await refusals(key)) === 6);
    const { days } = await read(key, '?from=2027-06-01&to=2027-06-02');
    assert.deepEqual(days.map(some), [
      { bookings_received: 5, bookings_refused: 5 },
      { bookings_received: 2, bookings_accepted: 1, bookings_refused: 1, entitlements: 1 },
    ]);
  });

  it('count once under one Idempotency-Key, and all of two hundred at once', async () => {
    const key = await partnerIn('UTC');
    now = new Date('2027-06-01T10:00:00Z');
    const again = { headers: { 'idempotency-key': 'once' } };
    const body = { package_specifications: [entry({ size: '7GB' })] };
    const first = await book(key, body, again);
    assert.equal(first.status, 400);
    for (let i = 0; i < 3; i++) {
      const replayed = await book(key, body, again);
      assert.deepEqual(
        [replayed.status, replayed.headers['idempotent-replayed'], replayed.text],
        [400, 'true', first.text],
      );
    }
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => book(key, { package_specifications: [] })),
    );
    const refused = answers.filter((a) => a.status === 400).length;
    assert.ok(refused > 0);
    await until('the refusals to be counted', async () => (await refusals(key)) === 1 + refused);
    assert.equal((await read(key, day)).totals.bookings_refused, 1 + refused);
  });

  it('are answered all the same when they cannot be counted', async () => {
    const key = await partnerIn('UTC');
    now = new Date('2027-06-01T11:00:00Z');
    const warnings: unknown[] = [];
    const { refusedBookings } = hubby.ctx;
    hubby.ctx.refusedBookings = makeRefusedBookings(hubby.ctx.db, {
      warn: (fields) => {
        warnings.push(fields);
      },
    });
    await hubby.sql('alter table refused_bookings rename to refused_bookings_away');
    try {
      assert.equal((await book(key, { package_specifications: [] })).status, 400);
      await until('a line in the log', async () => warnings.length > 0);
    } finally {
      hubby.ctx.refusedBookings = refusedBookings;
      await hubby.sql('alter table refused_bookings_away rename to refused_bookings');
    }
    assert.equal((await book(key, { package_specifications: [] })).status, 400);
    await until('the next one to be counted', async () => (await refusals(key)) === 1);
  });
});

type Plan = {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Loops': number;
  'Parent Relationship'?: string;
  Plans?: Plan[];
};
const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

describe('a hundred thousand bookings', () => {
  it('are read as sets: each table once, nothing per booking', async () => {
    const key = await partnerIn('UTC');
    const id = key.partner_id;
    await hubby.sql(`set session_replication_role = replica;
      insert into bookings (partner_id, id, departure_date, departure_at, is_departure_defaulted, ends_at, contact, communication_options, kind, created_at, updated_at)
      select '${id}', 'bkg_l' || n, '2030-01-01', '2030-01-01', false, '2030-01-01', '{}', '{}', 'booking', timestamptz '2026-01-01' + n * interval '5 minutes', '2026-01-01' from generate_series(1, 100000) n;
      insert into package_queues (partner_id, id, booking_id, traveler_id, esim_type, fingerprint, ordinal, part, position, requested, package_type, created_at, redeemed_at)
      select '${id}', 'pq_' || md5(n::text), 'bkg_l' || n, 'usr_l' || n, 'universal', 'f', 0, 0, 0, '{}', 'data-limited', '2026-01-01', case when n % 4 = 0 then '2026-01-01'::timestamptz end from generate_series(1, 100000) n;
      insert into esims (partner_id, id, traveler_id, type, iccid, provider, lpa_sealed, status, status_at, time_assigned, last_updated)
      select '${id}', 'esm_l' || n, 'usr_l' || n, 'universal', 'l' || n, 'p', '', case when n % 8 = 0 then 'ENABLED' else 'RELEASED' end, '2026-01-01', '2026-01-01', '2026-01-01' from generate_series(4, 100000, 4) n;
      insert into packages (partner_id, id, queue_id, esim_id, provider_package_id, bundle_id, template_id, iso3, coverage, package_type, total_bytes, duration_days, status, assigned_at, activate_before, date_activated)
      select '${id}', 'pkg_l' || n, 'pq_' || md5(n::text), 'esm_l' || n, 'p', 'b', 't', 'GRC', '{}', 'data-limited', 1, 1, 'ACTIVE', '2026-01-01', '2026-01-01', case when n % 16 = 0 then '2026-01-01'::timestamptz end from generate_series(4, 100000, 4) n;
      insert into messages (partner_id, id, channel, kind, subject_id, recipient, locale, booking_id, status, created_at)
      select '${id}', 'msg_l' || n, 'EMAIL', 'booking_confirmation', 's' || n, 'x', 'en', 'bkg_l' || n, 'delivered', '2026-01-01' from generate_series(1, 100000) n;
      set session_replication_role = origin; analyze bookings, package_queues, esims, packages, messages, promo_codes, refused_bookings`);
    // The trigger that notes an installation is switched off with the foreign keys.
    await hubby.sql(
      `update esims set installed_at = status_at where partner_id = $1 and status = 'ENABLED'`,
      [id],
    );
    const { totals, days } = await read(key, '?from=2026-01-01&to=2026-12-31');
    assert.deepEqual(
      [days.length, some(totals)],
      [
        365,
        {
          bookings_received: 100_000,
          bookings_accepted: 100_000,
          messages_sent: 100_000,
          messages_delivered: 100_000,
          entitlements: 100_000,
          redeemed: 25_000,
          installed: 12_500,
          activated: 6_250,
        },
      ],
    );

    const bounds = Array.from({ length: 366 }, (_, i) =>
      new Date(Date.UTC(2026, 0, 1 + i)).toISOString(),
    );
    const [
      {
        'QUERY PLAN': [explained],
      },
    ] = (await hubby.ctx.db.partnerTx(id, (tx) =>
      tx.rows<{ 'QUERY PLAN': { Plan: Plan }[] }>(`explain (analyze, format json) ${COHORTS}`, [
        id,
        bounds[0],
        bounds.at(-1),
        bounds,
      ]),
    )) as [Json];
    const all = nodes(explained.Plan);
    assert.deepEqual(
      all.filter((n) => n['Parent Relationship'] === 'SubPlan').map((n) => n['Node Type']),
      [],
    );
    const scans = all.filter((n) => n['Relation Name'] !== undefined);
    assert.deepEqual([...new Set(scans.map((n) => n['Relation Name']))].sort(), [
      'bookings',
      'esims',
      'messages',
      'opened_packages',
      'package_queues',
      'packages',
      'promo_codes',
      'refused_bookings',
    ]);
    // A parallel plan begins once per worker. Asking an index row by row is the planner's to
    // choose, and right for a short range; reading a table again for each is not.
    for (const n of scans.filter((s) => !s['Node Type'].startsWith('Index')))
      assert.ok(
        n['Actual Loops'] <= 8,
        `${n['Node Type']} on ${n['Relation Name']}: ${n['Actual Loops']} times`,
      );
  });
});
