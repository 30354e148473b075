/**
 * Bookings: made once however often they are sent, merged, changed, cancelled, listed; and the
 * events of all that.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';

let hubby: Hubby;
/** Stands still unless a test moves it. */
const clock = { at: new Date('2027-03-10T12:00:00Z'), now: () => clock.at };
const tick = (ms = 1_000): void => {
  clock.at = new Date(clock.at.getTime() + ms);
};
before(async () => {
  hubby = await startHubby({ clock });
});
after(() => hubby.close());

const DAY = '2027-07-15';
let references = 0;
const reference = (): string => `REF-${++references}`;
const entry = (more: Json = {}): Json => ({
  external_user_id: user(),
  destination: 'GR',
  size: '1GB',
  ...more,
});
const body = (more: Json = {}): Json => ({
  departure_date: DAY,
  booking_id: reference(),
  package_specifications: [entry()],
  ...more,
});
const book = (json: Json, options = {}): Promise<Answer> =>
  hubby.call('POST', '/api/bookings', json, options);
async function booked(json: Json = body(), options = {}): Promise<Json> {
  const answer = await book(json, options);
  assert.equal(answer.status, 201, answer.text);
  return answer.body.data;
}
const get = async (id: string): Promise<Json> =>
  (await hubby.call('GET', `/api/bookings/${id}`)).body.data;
const events = (id: string): Promise<Json[]> =>
  hubby.sql(
    'select type, sequence, data, tx::text from events where entity_id = $1 order by sequence',
    [id],
  );
const types = async (id: string): Promise<string[]> =>
  (await events(id)).map((e) => `${e.sequence} ${e.type}`);
const count = async (table: string, where = 'true', params: unknown[] = []): Promise<number> =>
  (await hubby.sql(`select count(*)::int as n from ${table} where ${where}`, params))[0]!.n;
const refused = (answer: Answer, status: number, type: string): void =>
  assert.deepEqual([answer.status, answer.body.error?.type], [status, type], answer.text);
const fields = (answer: Answer): string[] => answer.body.error.details.map((d: Json) => d.field);
/** Everything that a booking's travelers could have made change. */
const everything = async (): Promise<Json> =>
  (
    await hubby.sql(`select (select json_agg(b order by id) from bookings b) as b, (select json_agg(q order by id) from package_queues q) as q,
  (select json_agg(k order by booking_id, key_date) from booking_keys k) as k, (select json_agg(t order by id) from travelers t) as t, (select count(*) from events) as e, (select count(*) from provider_orders) as o`)
  )[0];

describe('once, however often it is sent', () => {
  it('makes one booking of 100 concurrent identical ones', async () => {
    const request = body({
      package_specifications: [entry(), entry(), entry({ destination: ['FR', 'ES'] })],
      data: { zeta: 1, a: [1, { b: null }] },
      email: 'One@Example.com',
    });
    const answers = await Promise.all(Array.from({ length: 100 }, () => book(request)));
    assert.deepEqual(answers.map((a) => a.status).sort(), [...Array<number>(99).fill(200), 201]);
    for (const {
      body: { data },
    } of answers)
      assert.deepEqual(data, answers[0]!.body.data);
    const { id } = answers[0]!.body.data;
    assert.equal(await count('bookings', 'booking_id = $1', [request.booking_id]), 1);
    assert.equal(await count('booking_keys', 'booking_id = $1', [request.booking_id]), 1);
    assert.equal(
      await count('package_queues', 'booking_id = $1', [id]),
      answers[0]!.body.data.package_queues.length,
    );
    assert.equal(
      await count('travelers', 'external_user_id = any($1)', [
        request.package_specifications.map((e: Json) => e.external_user_id),
      ]),
      3,
    );
    assert.equal(
      await count(
        'provider_orders',
        `traveler_id in (select id from travelers where external_user_id = any($1))`,
        [request.package_specifications.map((e: Json) => e.external_user_id)],
      ),
      3,
    );
    assert.deepEqual(await types(id), ['1 booking.created']);
    assert.deepEqual(await get(id), answers[0]!.body.data);
  });

  const deadlocks = async (): Promise<number> =>
    (
      await hubby.sql(
        'select deadlocks::int as n from pg_stat_database where datname = current_database()',
      )
    )[0].n;

  it('stands concurrent bookings about the same travelers in other orders, with crossed e-mails', async () => {
    const users = Array.from({ length: 6 }, user);
    const shuffled = (n: number): string[] =>
      users
        .map((u, i) => [(i * 7 + n * 5) % 6, u] as const)
        .sort((a, b) => a[0] - b[0])
        .map(([, u]) => u);
    const before = await deadlocks();
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        book(
          body({
            package_specifications: shuffled(n).map((external_user_id, i) =>
              entry({ external_user_id, email: `crossed${(i + n) % 6}@example.com` }),
            ),
          }),
        ),
      ),
    );
    assert.deepEqual(
      answers.map((a) => a.status),
      Array(40).fill(201),
    );
    assert.equal(await count('travelers', 'external_user_id = any($1)', [users]), 6);
    // Once more with travelers that exist, whose e-mails are the only new rows.
    const again = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        book(
          body({
            package_specifications: shuffled(n).map((external_user_id, i) =>
              entry({ external_user_id, email: `later${(i * 5 + n) % 6}@example.com` }),
            ),
          }),
        ),
      ),
    );
    assert.deepEqual(
      again.map((a) => a.status),
      Array(40).fill(201),
    );
    assert.equal(await count('traveler_emails', `email like 'later%'`), 6);
    assert.equal(await deadlocks(), before, 'nobody waited for the dead-lock detector');
  });

  it('gives every one of many concurrent additions its place', async () => {
    const request = body();
    await booked(request);
    const additions = Array.from({ length: 20 }, () => entry());
    // Each twice, at once.
    const answers = await Promise.all(
      [...additions, ...additions].map((e) => book({ ...request, package_specifications: [e] })),
    );
    assert.deepEqual(new Set(answers.map((a) => a.status)), new Set([200]));
    const [{ id }] = (await hubby.sql('select id from bookings where booking_id = $1', [
      request.booking_id,
    ])) as [Json];
    assert.equal((await get(id)).package_queues.length, 21);
    assert.deepEqual(
      (await events(id)).map((e) => e.sequence),
      Array.from({ length: 21 }, (_, i) => i + 1),
    );
  });

  it('makes two bookings of two requests without a booking_id', async () => {
    const request = { departure_date: DAY, package_specifications: [entry()] };
    const [one, two] = [await booked(request), await booked(request)];
    assert.notEqual(one.id, two.id);
    assert.deepEqual([one.booking_id, two.booking_id], [null, null]);
  });

  it('takes the calendar date as written for the key, whatever its time and offset', async () => {
    const request = body({ departure_date: '2027-07-15T23:30:00-08:00' });
    const first = await booked(request);
    for (const same of ['2027-07-15', '2027-07-15T00:10:00+09:00', '2027-07-15T23:30:00Z']) {
      const again = await book({ ...request, departure_date: same });
      assert.deepEqual(
        [again.status, again.body.data.id, again.body.data.departure_date],
        [200, first.id, '2027-07-15T23:30:00-08:00'],
        same,
      );
    }
    // The same instant, another date as written.
    const other = await booked({ ...request, departure_date: '2027-07-16T07:30:00Z' });
    assert.notEqual(other.id, first.id);
    assert.equal(await count('booking_keys', 'booking_id = $1', [request.booking_id]), 2);
  });

  it('keeps two partners with the same reference apart', async () => {
    const key = await hubby.newPartner();
    const request = body();
    const [mine, theirs] = [await booked(request), await booked(request, { key })];
    assert.notEqual(mine.id, theirs.id);
    assert.equal(
      await count('travelers', 'external_user_id = $1', [
        request.package_specifications[0].external_user_id,
      ]),
      2,
    );
  });
});

describe('merging', () => {
  it('adds what is new, skips what is there, and changes no other field', async () => {
    const first = entry();
    const request = body({
      email: 'a@example.com',
      locale: 'fr-FR',
      package_specifications: [first],
    });
    const made = await booked(request);
    tick();
    const second = entry({ destination: 'FR', size: '3GB' });
    const merged = await book({
      ...request,
      email: 'b@example.com',
      locale: 'de',
      return_date: '2027-08-01',
      pax: 4,
      package_specifications: [first, second],
    });
    assert.equal(merged.status, 200);
    const { data } = merged.body;
    assert.deepEqual(
      [data.id, data.email, data.locale, data.return_date, data.created_at],
      [made.id, 'a@example.com', 'fr-FR', null, made.created_at],
    );
    assert.equal(data.updated_at, clock.at.toISOString());
    assert.deepEqual(
      data.package_queues.map((q: Json) => [q.iso3, q.destination]),
      [
        ['GRC', 'Grèce'],
        ['FRA', 'France'],
      ],
    );
    assert.deepEqual(data.package_queues[0], made.package_queues[0]);
    assert.deepEqual(await types(made.id), ['1 booking.created', '2 booking.updated']);
    assert.equal((await events(made.id))[1]!.data.package_queues.length, 2);
  });

  it('changes neither updated_at nor emits an event when nothing is new', async () => {
    const request = body();
    const made = await booked(request);
    tick();
    const before = await everything();
    const again = await book({ ...request, email: 'other@example.com' });
    assert.equal(again.status, 200);
    assert.deepEqual(again.body.data, made);
    assert.deepEqual(await everything(), before);
  });

  it('knows an entry again in every spelling, and tells different ones apart', async () => {
    const external_user_id = user();
    const there: Json = { external_user_id, destination: 'FR', size: '1GB' };
    const request = body({ package_specifications: [there] });
    const made = await booked(request);
    const same: Json[] = [
      { size: '1024MB' },
      { size: '1.0GB' },
      { destination: 'fra' },
      { destination: 'France' },
      { destination: ['FR'] },
      { destination: ['FRA', 'france'] },
      { package_type: 'data-limited' },
      { esim_type: 'universal' },
      { destination: undefined, iata_code: 'cdg' },
      { email: 'known@example.com' },
      { traffic_policy: null },
    ];
    for (const change of same) {
      const again = await book({ ...request, package_specifications: [{ ...there, ...change }] });
      assert.deepEqual(
        [again.status, again.body.data?.package_queues.length],
        [200, 1],
        JSON.stringify(change),
      );
    }
    assert.deepEqual(await types(made.id), ['1 booking.created']);
    const other: Json[] = [
      { size: '3GB' },
      { destination: 'ES' },
      { destination: ['FR', 'ES'] },
      { package_duration: 365 },
      { package_duration: 7 },
      { package_type: 'starter', size: undefined },
      { package_id: 'pkg_fra_1gb_365d' },
      { package_id: 'pkg_fra_1gb_365d', destination: undefined, size: undefined },
      { external_user_id: user() },
    ];
    let expected = 1;
    for (const change of other) {
      const added = await book({ ...request, package_specifications: [{ ...there, ...change }] });
      assert.equal(added.status, 200, added.text);
      const { length } = added.body.data.package_queues;
      assert.ok(length > expected, JSON.stringify(change));
      expected = length;
      const again = await book({ ...request, package_specifications: [{ ...there, ...change }] });
      assert.equal(
        again.body.data.package_queues.length,
        expected,
        `re-sent: ${JSON.stringify(change)}`,
      );
    }
  });

  it('makes two of two equal entries in one request, and leaves it at two', async () => {
    const e = entry();
    const request = body({ package_specifications: [e, e] });
    const made = await booked(request);
    assert.equal(made.package_queues.length, 2);
    assert.deepEqual((await book(request)).body.data, made);
    assert.deepEqual((await book({ ...request, package_specifications: [e] })).body.data, made);
    const third = await book({
      ...request,
      package_specifications: [e, { ...e, size: '1024MB' }, e],
    });
    assert.equal(third.body.data.package_queues.length, 3);
    assert.deepEqual(
      (
        await hubby.sql(
          'select ordinal from package_queues where booking_id = $1 order by ordinal',
          [made.id],
        )
      ).map((r: Json) => r.ordinal),
      [0, 1, 2],
    );
  });

  it('counts redeemed entries as there', async () => {
    const request = body();
    const made = await booked(request);
    const redeemed = await hubby.call('POST', '/api/native/redeem-package', {
      external_user_id: request.package_specifications[0].external_user_id,
      package_queue_id: made.package_queues[0].id,
    });
    assert.equal(redeemed.status, 200);
    assert.deepEqual((await book(request)).body.data, made);
  });

  it('answers a booking whose departure is past meanwhile, and refuses a new one', async () => {
    const request = body();
    const made = await booked(request);
    await hubby.sql(
      `update bookings set departure_date = '2027-03-01', departure_at = '2027-03-01T09:00Z', ends_at = '2027-03-01T09:00Z' where id = $1`,
      [made.id],
    );
    await hubby.sql(`update booking_keys set key_date = '2027-03-01' where id = $1`, [made.id]);
    const again = await book({ ...request, departure_date: '2027-03-01' });
    assert.deepEqual(
      [again.status, again.body.data?.id, again.body.data?.status],
      [200, made.id, 'COMPLETED'],
      again.text,
    );
    assert.deepEqual(await types(made.id), ['1 booking.created']);
    const fresh = await book(body({ departure_date: '2027-03-01' }));
    refused(fresh, 400, 'invalid_request');
    assert.deepEqual(fields(fresh), ['departure_date']);
    refused(
      await book({ ...request, booking_id: undefined, departure_date: '2027-03-01' }),
      400,
      'invalid_request',
    );
  });

  it('answers a booking whose bundle left the catalog, entry by entry and ordinal by ordinal', async () => {
    const gone = entry({ destination: 'MT', size: '20GB' });
    const stays = entry();
    const request = body({ package_specifications: [gone, stays] });
    const made = await booked(request);
    await hubby.sql(`update bundles set is_active = false where id = 'pkg_mlt_20gb_365d'`);
    await hubby.sql(
      `update shared_values set value = (value::int + 1)::text where key = 'catalog_version'`,
    );
    await hubby.ctx.catalog.refresh();
    assert.deepEqual((await book(request)).body.data, made);
    const more = await book({ ...request, package_specifications: [gone, stays, entry()] });
    assert.deepEqual([more.status, more.body.data?.package_queues.length], [200, 3], more.text);
    refused(await book(body({ package_specifications: [gone] })), 400, 'invalid_request');
    // A second one of the same kind was never stored: it cannot be skipped silently.
    const before = await everything();
    const twice = await book({ ...request, package_specifications: [gone, gone, entry()] });
    refused(twice, 400, 'invalid_request');
    assert.deepEqual(fields(twice), ['package_specifications.1.size']);
    refused(
      await book({
        ...request,
        package_specifications: [gone, { ...gone, external_user_id: user() }],
      }),
      400,
      'invalid_request',
    );
    assert.deepEqual(await everything(), before);
  });

  it('leaves a refused merge without any trace', async () => {
    const request = body();
    await booked(request);
    const before = await everything();
    const answer = await book({
      ...request,
      package_specifications: [entry(), entry({ destination: 'Atlantis' }), entry({ size: '7GB' })],
    });
    refused(answer, 400, 'invalid_request');
    assert.deepEqual(fields(answer), [
      'package_specifications.1.destination',
      'package_specifications.2.size',
    ]);
    assert.deepEqual(await everything(), before);
  });
});

describe('the booking itself', () => {
  it('gives back what was sent, and keeps the contact', async () => {
    await hubby.operator('PATCH', `/partners/${hubby.partner.partner_id}/settings`, {
      visual_identity: { winter: { name: 'Winter' } },
    });
    const request = body({
      return_date: '2027-07-22',
      email: 'Jo.Doe@Example.com',
      phone: '+31612345678',
      title: 'Dr',
      first_name: 'Jo',
      last_name: 'Döe',
      full_name: 'Jo Döe',
      gender: 'O',
      pax: 2,
      flight_number: 'KL1234',
      departure_location: 'AMS',
      locale: 'nl-NL',
      custom_branding: 'winter',
      data: { nested: { deep: [1, 'two', null, true] }, empty: {} },
      communication_options: { should_send_message: true },
      something_unknown: { ignored: true },
    });
    const made = await booked(request);
    assert.deepEqual(
      [
        made.booking_id,
        made.return_date,
        made.email,
        made.locale,
        made.custom_branding,
        made.data,
        made.communication_options,
      ],
      [
        request.booking_id,
        '2027-07-22',
        'Jo.Doe@Example.com',
        'nl-NL',
        'winter',
        request.data,
        { should_send_message: true, channels: ['EMAIL'] },
      ],
    );
    assert.equal(made.package_queues[0].destination, 'Griekenland');
    const [{ contact }] = (await hubby.sql('select contact from bookings where id = $1', [
      made.id,
    ])) as [Json];
    assert.deepEqual(contact, {
      phone: '+31612345678',
      title: 'Dr',
      first_name: 'Jo',
      last_name: 'Döe',
      full_name: 'Jo Döe',
      gender: 'O',
      pax: 2,
      flight_number: 'KL1234',
      departure_location: 'AMS',
    });
    assert.deepEqual(await get(made.id), made);
  });

  it('takes communication defaults from the partner', async () => {
    const key = await hubby.newPartner('Talkative', {
      communication_options: { should_send_message: true, channels: ['SMS', 'WHATSAPP'] },
    });
    assert.deepEqual((await booked(body(), { key })).communication_options, {
      should_send_message: true,
      channels: ['SMS', 'WHATSAPP'],
    });
    assert.deepEqual(
      (await booked(body({ communication_options: { channels: ['EMAIL'] } }), { key }))
        .communication_options,
      { should_send_message: true, channels: ['EMAIL'] },
    );
  });

  it('treats null in optional fields as not sent', async () => {
    const made = await booked({
      ...body(),
      booking_id: null,
      email: null,
      locale: null,
      return_date: null,
      data: null,
      phone: null,
      communication_options: null,
      package_specifications: [
        entry({
          package_id: null,
          iata_code: null,
          package_type: null,
          package_duration: null,
          traffic_policy: null,
          esim_type: null,
          email: null,
          expires_at: null,
        }),
      ],
    });
    assert.deepEqual(
      [made.booking_id, made.data, made.package_specifications[0].package_id],
      [null, null, 'pkg_grc_1gb_365d'],
    );
  });

  it('finds the traveler by external_user_id and never merges two by e-mail', async () => {
    const [one, two] = [user(), user()];
    await booked(
      body({
        package_specifications: [entry({ external_user_id: one, email: 'Shared@Example.com' })],
      }),
    );
    await booked(
      body({
        package_specifications: [entry({ external_user_id: two, email: 'shared@example.com' })],
      }),
    );
    const rows = await hubby.sql(
      `select t.external_user_id from traveler_emails e join travelers t on t.id = e.traveler_id where e.email = 'shared@example.com'`,
    );
    assert.deepEqual(rows, [{ external_user_id: one }]);
    assert.equal(await count('travelers', 'external_user_id = any($1)', [[one, two]]), 2);
  });

  it('takes 500 entries and no more', async () => {
    const entries = (n: number): Json[] =>
      Array.from({ length: n }, (_, i) => ({
        external_user_id: `many_${i % 10}`,
        destination: 'GR',
        size: '1GB',
      }));
    const made = await booked(body({ package_specifications: entries(500) }));
    assert.equal(made.package_queues.length, 500);
    assert.equal(new Set(made.package_queues.map((q: Json) => q.uuid)).size, 500);
    assert.deepEqual((await get(made.id)).package_queues, made.package_queues);
    const tooMany = await book(body({ package_specifications: entries(501) }));
    refused(tooMany, 400, 'invalid_request');
    assert.deepEqual(fields(tooMany), ['package_specifications']);
    refused(await book(body({ package_specifications: [] })), 400, 'invalid_request');
  });

  it('says which setting is missing where nothing says how much', async () => {
    const strategy = await book(body({ package_specifications: [entry({ size: undefined })] }));
    refused(strategy, 400, 'strategy_not_configured');
    assert.deepEqual(fields(strategy), ['package_specifications.0.size']);
    const mixed = await book(
      body({ package_specifications: [entry({ size: undefined }), entry({ size: '77GB' })] }),
    );
    refused(mixed, 400, 'invalid_request');
    assert.deepEqual(
      mixed.body.error.details.map((d: Json) => d.type),
      ['strategy_not_configured', undefined],
    );
  });
});

describe('events', () => {
  it('tells of a booking in the transaction that made it', async () => {
    const made = await booked();
    const [event] = await events(made.id);
    const [row] = await hubby.sql(
      'select xmin::text as tx, created_at from bookings where id = $1',
      [made.id],
    );
    assert.equal(event!.tx, row!.tx);
    assert.deepEqual(event!.data, {
      booking_id: made.id,
      external_booking_id: made.booking_id,
      departure_date: DAY,
      partner_id: hubby.partner.partner_id,
      sequence: 1,
      promo_codes: [],
      package_queues: made.package_queues.map((q: Json) => ({
        id: q.id,
        uuid: q.uuid,
        iso3: 'GRC',
        esim_type: 'universal',
      })),
    });
    tick();
    await hubby.call('PATCH', `/api/bookings/${made.id}`, { pax: 3 });
    await hubby.call('DELETE', `/api/bookings/${made.id}`);
    assert.deepEqual(await types(made.id), [
      '1 booking.created',
      '2 booking.updated',
      '3 booking.cancelled',
    ]);
    const [, , cancelled] = await events(made.id);
    assert.equal(
      cancelled!.tx,
      (await hubby.sql('select xmin::text as tx from bookings where id = $1', [made.id]))[0]!.tx,
    );
  });

  it('tells the same of what was made as the database does of what is there', async () => {
    const entry = { destination: 'GR', size: '1GB' };
    const { status, body, text } = await hubby.call('POST', '/api/bookings', {
      departure_date: DAY,
      booking_id: `TWIN-${process.pid}`,
      package_specifications: [
        { ...entry, external_user_id: user(), esim_type: 'classic' },
        entry,
        { ...entry, external_user_id: user() },
        { size: '1GB' },
      ],
    });
    assert.equal(status, 201, text);
    const { id } = body.data;
    const [{ data: now }] = await hubby.sql('select booking_event_data($1, $2) as data', [
      hubby.partner.partner_id,
      id,
    ]);
    const [event] = await events(id);
    const { partner_id: _, sequence: __, ...told } = event!.data;
    assert.equal(told.package_queues.length + told.promo_codes.length, 4);
    assert.deepEqual(told, now);
  });

  it('emits none for refused requests', async () => {
    const before = await count('events');
    refused(
      await book(body({ package_specifications: [entry(), entry({ size: '2GB' })] })),
      400,
      'invalid_request',
    );
    refused(await book(body({ departure_date: '2027-03-09' })), 400, 'invalid_request');
    refused(
      await hubby.call('PATCH', '/api/bookings/bkg_unknown', { pax: 2 }),
      404,
      'booking_not_found',
    );
    refused(await hubby.call('DELETE', '/api/bookings/bkg_unknown'), 404, 'booking_not_found');
    assert.equal(await count('events'), before);
  });
});

describe('dates', () => {
  const stored = async (id: string): Promise<Json> =>
    (await hubby.sql(`select departure_at, ends_at from bookings where id = $1`, [id]))[0];
  const at = (iso: string): Date => new Date(iso);

  it('keeps the text, and takes what has no offset in the zone of the partner', async () => {
    const key = await hubby.newPartner('Amsterdam', {
      time_zone: 'Europe/Amsterdam',
      default_departure_time: '06:30',
    });
    const cases: [string, string][] = [
      ['2027-07-15T14:30:00+02:00', '2027-07-15T12:30:00Z'],
      ['2027-07-15T14:30:00-11:00', '2027-07-16T01:30:00Z'],
      ['2027-07-15T14:30:00Z', '2027-07-15T14:30:00Z'],
      ['2027-07-15T14:30:00.250Z', '2027-07-15T14:30:00.250Z'],
      ['2027-07-15T14:30', '2027-07-15T12:30:00Z'],
      ['2027-12-15T14:30:00', '2027-12-15T13:30:00Z'],
      ['2027-07-15', '2027-07-15T04:30:00Z'],
      // The hour that does not exist is moved on, the one that comes twice is its first.
      ['2027-03-28T02:30:00', '2027-03-28T01:30:00Z'],
      ['2027-10-31T02:30:00', '2027-10-31T00:30:00Z'],
      ['2028-02-29', '2028-02-29T05:30:00Z'],
    ];
    for (const [written, instant] of cases) {
      const made = await booked(body({ departure_date: written }), { key });
      assert.equal(made.departure_date, written);
      assert.deepEqual(
        await stored(made.id),
        { departure_at: at(instant), ends_at: at(instant) },
        written,
      );
    }
  });

  it('refuses what is no date, or is none of the calendar', async () => {
    const wrong = [
      '2027-02-29',
      '2027-02-30',
      '2027-13-01',
      '2027-00-10',
      '2027-7-5',
      '15-07-2027',
      '2027-07-15T25:00',
      '2027-07-15T24:00:01Z',
      '2027-07-15T24:30',
      '2027-07-15T12:60',
      '2027-07-15 12:00',
      '2027-07-15T12:00:00+15:00',
      '2027-07-15T12:00:00+2',
      '2027-07-15T12:00:00+02:',
      '2027-07-15T12:00:00,',
      '2027-07-15T12',
      'tomorrow',
      '20270715',
      '+02027-07-15',
      '2027-07-15T12:00:00zz',
      '２０２７-07-15',
      '0000-01-01',
      '9999-12-31',
      '9999-12-31T23:59:59-12:00',
    ];
    for (const departure_date of wrong) {
      const answer = await book(body({ departure_date }));
      refused(answer, 400, 'invalid_request');
      assert.deepEqual(fields(answer), ['departure_date'], departure_date);
      const back = await book(body({ return_date: departure_date }));
      assert.deepEqual(
        [back.status, fields(back)],
        [400, ['return_date']],
        `return ${departure_date}`,
      );
    }
    const missing = await book({ package_specifications: [entry()] });
    assert.deepEqual(missing.body.error.details, [{ field: 'departure_date', issue: 'required' }]);
  });

  it('knows which day is today in the zone of the partner', async () => {
    // 12:00 UTC on the 10th is the 11th in Kiritimati and the 10th in Pago Pago.
    const east = await hubby.newPartner('Line Islands', { time_zone: 'Pacific/Kiritimati' });
    const west = await hubby.newPartner('Samoa', { time_zone: 'Pacific/Pago_Pago' });
    refused(
      await book(body({ departure_date: '2027-03-10' }), { key: east }),
      400,
      'invalid_request',
    );
    assert.equal((await book(body({ departure_date: '2027-03-11' }), { key: east })).status, 201);
    assert.equal((await book(body({ departure_date: '2027-03-10' }), { key: west })).status, 201);
    refused(
      await book(body({ departure_date: '2027-03-09' }), { key: west }),
      400,
      'invalid_request',
    );
    // The date counts, not the instant: earlier today is no past day.
    const made = await booked(body({ departure_date: '2027-03-10T01:00:00Z' }));
    assert.equal(made.status, 'COMPLETED');
  });

  it('wants the return no earlier than the departure', async () => {
    const fine: [string, string][] = [
      ['2027-07-15', '2027-07-15'],
      ['2027-07-15T10:00:00Z', '2027-07-15'],
      ['2027-07-15T10:00:00Z', '2027-07-15T10:00:00Z'],
      ['2027-07-15T23:00:00-05:00', '2027-07-16T05:00:00+01:00'],
    ];
    for (const [departure_date, return_date] of fine)
      assert.equal(
        (await book(body({ departure_date, return_date }))).status,
        201,
        `${departure_date} … ${return_date}`,
      );
    const wrong: [string, string][] = [
      ['2027-07-15', '2027-07-14'],
      ['2027-07-15T10:00:00Z', '2027-07-15T09:59:59Z'],
      ['2027-07-15T10:00:00Z', '2027-07-15T11:00:00+02:00'],
      ['2027-07-15', '2027-07-14T23:59:00Z'],
    ];
    for (const [departure_date, return_date] of wrong) {
      const answer = await book(body({ departure_date, return_date }));
      assert.deepEqual(
        [answer.status, fields(answer)],
        [400, ['return_date']],
        `${departure_date} … ${return_date}`,
      );
    }
  });

  it('is COMPLETED after the return, at the end of its day in the zone', async () => {
    const key = await hubby.newPartner('Tokyo', { time_zone: 'Asia/Tokyo' });
    const made = await booked(body({ departure_date: '2027-03-12', return_date: '2027-03-14' }), {
      key,
    });
    assert.deepEqual(await stored(made.id), {
      departure_at: at('2027-03-12T00:00:00Z'),
      ends_at: at('2027-03-14T14:59:59.999Z'),
    });
    const status = async (): Promise<string> =>
      (await hubby.call('GET', `/api/bookings/${made.id}`, undefined, { key })).body.data.status;
    const started = clock.at;
    assert.equal(await status(), 'CONFIRMED');
    clock.at = at('2027-03-14T14:59:00Z');
    assert.equal(await status(), 'CONFIRMED');
    clock.at = at('2027-03-14T15:00:00Z');
    assert.equal(await status(), 'COMPLETED');
    clock.at = started;
  });
});

describe('changing', () => {
  const patch = (id: string, change: Json): Promise<Answer> =>
    hubby.call('PATCH', `/api/bookings/${id}`, change);

  it('changes what is named, clears with null, and leaves the rest', async () => {
    const made = await booked(
      body({
        email: 'a@example.com',
        locale: 'es',
        return_date: '2027-08-01',
        phone: '+31612345678',
        first_name: 'Jo',
        data: { a: 1 },
      }),
    );
    tick();
    const answer = await patch(made.id, {
      email: null,
      first_name: null,
      pax: 3,
      locale: 'fr',
      return_date: '2027-08-02',
      communication_options: { should_send_message: true },
      booking_id: 'IGNORED',
      package_specifications: [],
    });
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.body.data, {
      ...made,
      email: null,
      locale: 'fr',
      return_date: '2027-08-02',
      updated_at: clock.at.toISOString(),
      communication_options: { should_send_message: true, channels: ['EMAIL'] },
      package_queues: made.package_queues.map((q: Json) => ({ ...q, destination: 'Grèce' })),
    });
    assert.deepEqual(
      (await hubby.sql('select contact from bookings where id = $1', [made.id]))[0]!.contact,
      { phone: '+31612345678', pax: 3 },
    );
    assert.deepEqual(await get(made.id), answer.body.data);
    const reset = await patch(made.id, {
      communication_options: null,
      data: null,
      return_date: null,
    });
    assert.deepEqual(
      [reset.body.data.communication_options, reset.body.data.data, reset.body.data.return_date],
      [{ should_send_message: false, channels: ['EMAIL'] }, null, null],
    );
  });

  it('emits nothing when nothing changes', async () => {
    const made = await booked(
      body({
        email: 'a@example.com',
        data: { zeta: 1, a: { y: 1, x: 2 } },
        communication_options: { should_send_message: true, channels: ['SMS', 'EMAIL'] },
      }),
    );
    tick();
    for (const same of [
      {},
      { email: 'a@example.com' },
      { departure_date: DAY },
      { data: { zeta: 1, a: { y: 1, x: 2 } } },
      { pax: null },
      { communication_options: { channels: ['SMS', 'EMAIL'] } },
    ]) {
      assert.deepEqual((await patch(made.id, same)).body.data, made, JSON.stringify(same));
    }
    assert.deepEqual(await types(made.id), ['1 booking.created']);
  });

  it('keeps the first key and takes the second', async () => {
    const request = body();
    const made = await booked(request);
    tick();
    const moved = await patch(made.id, { departure_date: '2027-07-20T08:00:00+02:00' });
    assert.deepEqual(
      [moved.status, moved.body.data.departure_date],
      [200, '2027-07-20T08:00:00+02:00'],
    );
    for (const departure_date of [DAY, '2027-07-20'])
      assert.equal(
        (await book({ ...request, departure_date })).body.data.id,
        made.id,
        departure_date,
      );
    assert.deepEqual(
      (
        await hubby.sql('select key_date from booking_keys where id = $1 order by 1', [made.id])
      ).map((r: Json) => r.key_date),
      ['2027-07-15', '2027-07-20'],
    );
    assert.deepEqual(
      (await hubby.sql('select departure_at from bookings where id = $1', [made.id]))[0],
      { departure_at: new Date('2027-07-20T06:00:00Z') },
    );
    assert.equal(
      (await patch(made.id, { departure_date: DAY })).status,
      200,
      'back to its own first date',
    );
    assert.deepEqual(await types(made.id), [
      '1 booking.created',
      '2 booking.updated',
      '3 booking.updated',
    ]);
    await booked({ ...request, departure_date: '2027-07-21' });
    const before = await everything();
    refused(
      await patch(made.id, { departure_date: '2027-07-21', email: 'x@example.com' }),
      409,
      'booking_exists',
    );
    assert.deepEqual(await everything(), before);
  });

  it('lets exactly one of two bookings have a date', async () => {
    const booking_id = reference();
    const [one, two] = [
      await booked(body({ booking_id })),
      await booked(body({ booking_id, departure_date: '2027-07-16' })),
    ];
    const answers = await Promise.all(
      [one, two].flatMap(({ id }) =>
        Array.from({ length: 5 }, () => patch(id, { departure_date: '2027-07-30' })),
      ),
    );
    assert.deepEqual(answers.map((a) => a.status).sort(), [
      ...Array<number>(5).fill(200),
      ...Array<number>(5).fill(409),
    ]);
    assert.equal(
      await count('booking_keys', `booking_id = $1 and key_date = '2027-07-30'`, [booking_id]),
      1,
    );
  });

  it('refuses what is wrong, all at once, and leaves the booking as it was', async () => {
    const made = await booked(body({ return_date: '2027-08-01' }));
    const wrong: [Json, string[]][] = [
      [{ departure_date: '2027-03-09' }, ['departure_date']],
      [{ departure_date: null }, ['departure_date']],
      [{ departure_date: '2027-08-02' }, ['return_date']],
      [
        { return_date: '2027-07-14', locale: 'e_s', custom_branding: 'none' },
        ['locale', 'custom_branding', 'return_date'],
      ],
      [{ data: { x: 'y'.repeat(9_000) } }, ['data']],
      [{ email: 'nobody', pax: 0, phone: '123', gender: 'X' }, ['email', 'gender', 'pax', 'phone']],
    ];
    for (const [change, expected] of wrong) {
      const answer = await patch(made.id, change);
      refused(answer, 400, 'invalid_request');
      assert.deepEqual(
        fields(answer).sort(),
        [...expected].sort(),
        JSON.stringify(change).slice(0, 100),
      );
    }
    assert.deepEqual(await get(made.id), made);
    assert.deepEqual(await types(made.id), ['1 booking.created']);
  });

  it('refuses to change a cancelled one', async () => {
    const made = await booked();
    await hubby.call('DELETE', `/api/bookings/${made.id}`);
    refused(await patch(made.id, { pax: 2 }), 409, 'booking_cancelled');
  });
});

describe('cancelling', () => {
  const cancel = (id: string): Promise<Answer> => hubby.call('DELETE', `/api/bookings/${id}`);
  const byReference = (ref: string, date?: string): Promise<Answer> =>
    hubby.call(
      'DELETE',
      `/api/bookings/${encodeURIComponent(ref)}/byExternalBookingId${date === undefined ? '' : `?departure_date=${encodeURIComponent(date)}`}`,
    );

  it('cancels, answers the same again, and frees the key', async () => {
    const request = body();
    const made = await booked(request);
    tick();
    const cancelled = await cancel(made.id);
    assert.equal(cancelled.status, 200);
    assert.deepEqual(cancelled.body.data, {
      ...made,
      status: 'CANCELLED',
      updated_at: clock.at.toISOString(),
    });
    tick();
    assert.deepEqual((await cancel(made.id)).body, cancelled.body);
    assert.deepEqual(await types(made.id), ['1 booking.created', '2 booking.cancelled']);
    const again = await booked(request);
    assert.notEqual(again.id, made.id);
    assert.equal((await get(made.id)).status, 'CANCELLED');
  });

  it('takes the queues off the dashboard, and refuses to redeem one', async () => {
    const request = body();
    const made = await booked(request);
    const { external_user_id } = request.package_specifications[0];
    await cancel(made.id);
    assert.deepEqual(
      (await hubby.call('GET', `/api/native/user-dashboard?external_user_id=${external_user_id}`))
        .body.data.package_queues,
      [],
    );
    refused(
      await hubby.call('POST', '/api/native/redeem-package', {
        external_user_id,
        package_queue_id: made.package_queues[0].id,
      }),
      409,
      'booking_cancelled',
    );
  });

  it('is locked once a package was redeemed or the departure is past', async () => {
    const request = body({ package_specifications: [entry(), entry()] });
    const made = await booked(request);
    await hubby.call('POST', '/api/native/redeem-package', {
      external_user_id: request.package_specifications[1].external_user_id,
      package_queue_id: made.package_queues[1].id,
    });
    refused(await cancel(made.id), 409, 'booking_locked');
    refused(await byReference(request.booking_id), 409, 'booking_locked');
    assert.equal((await get(made.id)).status, 'CONFIRMED');
    const departed = await booked(
      body({ departure_date: '2027-03-10T11:00:00Z', return_date: '2027-04-01' }),
    );
    refused(await cancel(departed.id), 409, 'booking_locked');
    assert.deepEqual(await types(departed.id), ['1 booking.created']);
    assert.equal(
      (await cancel((await booked(body({ departure_date: '2027-03-10T23:00:00Z' }))).id)).status,
      200,
      'later today is still ahead',
    );
  });

  it('lets either the cancelling or the redeeming win, never both', async () => {
    for (let i = 0; i < 6; i++) {
      const request = body();
      const made = await booked(request);
      await hubby.drain();
      const [cancelled, redeemed] = await Promise.all([
        cancel(made.id),
        hubby.call('POST', '/api/native/redeem-package', {
          external_user_id: request.package_specifications[0].external_user_id,
          package_queue_id: made.package_queues[0].id,
        }),
      ]);
      assert.deepEqual(
        [cancelled.status, redeemed.status].sort(),
        [200, 409],
        `${cancelled.text} ${redeemed.text}`,
      );
      if (cancelled.status === 200) assert.equal(redeemed.body.error.type, 'booking_cancelled');
      else assert.equal(cancelled.body.error.type, 'booking_locked');
    }
  });

  it('cancels by the reference of the partner, and asks which departure where there are several', async () => {
    const booking_id = 'Ref / with % & ünusual?';
    const [one, two] = [
      await booked(body({ booking_id })),
      await booked(body({ booking_id, departure_date: '2027-07-16T10:00:00+02:00' })),
    ];
    const ambiguous = await byReference(booking_id);
    refused(ambiguous, 409, 'ambiguous_reference');
    assert.match(ambiguous.body.error.message, /2027-07-15, 2027-07-16/);
    const first = await byReference(booking_id, '2027-07-16');
    assert.deepEqual(
      [first.status, first.body.data.id, first.body.data.status],
      [200, two.id, 'CANCELLED'],
    );
    assert.deepEqual((await byReference(booking_id, '2027-07-16')).body, first.body);
    assert.equal((await byReference(booking_id)).body.data.id, one.id, 'the only live one');
    refused(await byReference(booking_id, '2027-07-17'), 404, 'booking_not_found');
    refused(await byReference('nobody has this'), 404, 'booking_not_found');
    const wrong = await byReference(booking_id, 'someday');
    refused(wrong, 400, 'invalid_request');
    assert.deepEqual(fields(wrong), ['departure_date']);
    assert.deepEqual(
      [await types(one.id), await types(two.id)],
      [
        ['1 booking.created', '2 booking.cancelled'],
        ['1 booking.created', '2 booking.cancelled'],
      ],
    );
  });

  it('finds a cancelled booking again by every date it was known by', async () => {
    const booking_id = reference();
    const made = await booked(body({ booking_id }));
    await hubby.call('PATCH', `/api/bookings/${made.id}`, { departure_date: '2027-07-20' });
    const cancelled = await byReference(booking_id, DAY);
    assert.deepEqual([cancelled.status, cancelled.body.data.id], [200, made.id]);
    for (const date of [DAY, '2027-07-20', undefined])
      assert.deepEqual((await byReference(booking_id, date)).body, cancelled.body, String(date));
    assert.equal(await count('booking_keys', 'booking_id = $1', [booking_id]), 0);
  });

  it('takes the longest reference there can be', async () => {
    const booking_id = '€'.repeat(200);
    const made = await booked(body({ booking_id }));
    const answer = await byReference(booking_id);
    assert.deepEqual([answer.status, answer.body.data?.id], [200, made.id], answer.text);
  });
});

describe('listing', () => {
  let key: Json;
  const ids: string[] = [];
  const list = async (query: string): Promise<Json> => {
    const answer = await hubby.call('GET', `/api/bookings${query}`, undefined, { key });
    assert.equal(answer.status, 200, answer.text);
    return answer.body.data;
  };
  const listed = async (query: string): Promise<number[]> =>
    (await list(query)).bookings.map((b: Json) => ids.indexOf(b.id));

  before(async () => {
    key = await hubby.newPartner('Lister', { time_zone: 'America/New_York' });
    const departures: Json[] = [
      { departure_date: '2027-07-01' },
      { departure_date: '2027-07-02', booking_id: 'LIST-A' },
      { departure_date: '2027-07-02T23:30:00-04:00' },
      { departure_date: '2027-07-03T03:30:00Z', booking_id: 'LIST-A' },
      { departure_date: '2027-03-10T08:00:00-05:00' },
      { departure_date: '2027-03-10T06:00:00-05:00' },
      { departure_date: '2027-07-04', return_date: '2027-07-20' },
    ];
    // Some share a millisecond with the clock standing still; the order is that of their making all
    // the same.
    for (const d of departures)
      ids.push((await booked({ ...d, package_specifications: [entry()] }, { key })).id);
    await hubby.call('DELETE', `/api/bookings/${ids[0]}`, undefined, { key });
  });

  it('gives the newest first, page by page, each once', async () => {
    assert.deepEqual(await listed(''), [6, 5, 4, 3, 2, 1, 0]);
    const seen: number[] = [];
    let cursor: string | null = '';
    for (let pages = 0; cursor !== null; pages++) {
      const page: Json = await list(`?perPage=3${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.bookings.map((b: Json) => ids.indexOf(b.id)));
      cursor = page.next_cursor;
      assert.ok(pages < 4);
      if (pages === 0)
        ids.push(
          (
            await booked(
              { departure_date: '2027-09-01', package_specifications: [entry()] },
              { key },
            )
          ).id,
        );
    }
    assert.deepEqual(seen, [6, 5, 4, 3, 2, 1, 0], 'one made meanwhile disturbs nothing');
    assert.equal((await list('?perPage=8')).next_cursor, null);
    const [newest] = (await list('?perPage=1')).bookings;
    assert.deepEqual(
      newest,
      (await hubby.call('GET', `/api/bookings/${ids[7]}`, undefined, { key })).body.data,
    );
  });

  it('filters by reference, status and day of departure in the zone of the partner', async () => {
    assert.deepEqual(await listed('?bookingId=LIST-A'), [3, 1]);
    assert.deepEqual(await listed('?bookingId=LIST'), []);
    assert.deepEqual(await listed('?status=CANCELLED'), [0]);
    assert.deepEqual(await listed('?status=COMPLETED'), [5]);
    assert.deepEqual(await listed('?status=CONFIRMED'), [7, 6, 4, 3, 2, 1]);
    // 03:30 UTC on the 3rd is still the 2nd in New York.
    assert.deepEqual(await listed('?from=2027-07-02&to=2027-07-02'), [3, 2, 1]);
    assert.deepEqual(await listed('?from=2027-07-03'), [7, 6]);
    assert.deepEqual(await listed('?to=2027-07-01'), [0, 4, 5], 'the latest departure first');
    assert.deepEqual(
      await listed('?from=2027-07-02&to=2027-07-02&bookingId=LIST-A&status=CONFIRMED'),
      [3, 1],
    );
    assert.deepEqual(await listed('?from=2027-08-01&to=2027-07-01'), []);
  });

  it('goes by departure where a range is given, page by page, each once', async () => {
    const seen: number[] = [];
    let cursor: string | null = '';
    for (let pages = 0; cursor !== null; pages++) {
      const page: Json = await list(
        `?from=2027-03-01&perPage=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      seen.push(...page.bookings.map((b: Json) => ids.indexOf(b.id)));
      cursor = page.next_cursor;
      // Before what was read, and between what is left: shown or not, it disturbs nothing.
      if (pages === 1)
        for (const departure_date of ['2027-09-02', '2027-07-01T12:00:00Z'])
          ids.push(
            (await booked({ departure_date, package_specifications: [entry()] }, { key })).id,
          );
      assert.ok(pages < 6);
    }
    assert.deepEqual(seen, [7, 6, 3, 2, 1, 0, 9, 4, 5]);
  });

  it('refuses the cursor of one order in the other', async () => {
    const made = (await list('?perPage=1')).next_cursor;
    const departed = (await list('?perPage=1&from=2027-01-01')).next_cursor;
    for (const [query, issue] of [
      [
        `?from=2027-01-01&cursor=${made}`,
        'expected next_cursor of an earlier answer with from or to',
      ],
      [`?cursor=${departed}`, 'expected next_cursor of an earlier answer without from and to'],
    ] as const) {
      const answer = await hubby.call('GET', `/api/bookings${query}`, undefined, { key });
      assert.equal(answer.status, 400);
      assert.ok(answer.body.error.details[0].issue.startsWith(issue), answer.text);
    }
  });

  it('ends a day where its zone ends it, also on the day that has 23 hours', async () => {
    const india = await hubby.newPartner('India', { time_zone: 'Asia/Calcutta' });
    const newYork = await hubby.newPartner('New York', { time_zone: 'America/New_York' });
    const ask = async (key: Json, query: string): Promise<string[]> =>
      (await hubby.call('GET', `/api/bookings${query}`, undefined, { key })).body.data.bookings.map(
        (b: Json) => b.id,
      );
    for (const [key, last, next, day, following] of [
      [india, '2027-07-01T23:45:00+05:30', '2027-07-02T00:15:00+05:30', '2027-07-01', '2027-07-02'],
      [
        newYork,
        '2027-03-14T23:59:59-04:00',
        '2027-03-15T00:00:00-04:00',
        '2027-03-14',
        '2027-03-15',
      ],
    ] as const) {
      const one = await booked(
        { departure_date: last, package_specifications: [entry()] },
        { key },
      );
      const two = await booked(
        { departure_date: next, package_specifications: [entry()] },
        { key },
      );
      assert.deepEqual(await ask(key, `?from=${day}&to=${day}`), [one.id]);
      assert.deepEqual(await ask(key, `?to=${day}`), [one.id]);
      assert.deepEqual(await ask(key, `?from=${following}`), [two.id]);
    }
  });

  it('refuses bad parameters by name', async () => {
    const wrong: [string, string[]][] = [
      ['perPage=0', ['perPage']],
      ['perPage=101', ['perPage']],
      ['perPage=ten', ['perPage']],
      ['perPage=1.5', ['perPage']],
      ['perPage=', ['perPage']],
      ['status=confirmed', ['status']],
      ['cursor=xyz', ['cursor']],
      ['from=2027-02-30', ['from']],
      ['from=July&to=2027-7-1', ['from', 'to']],
      ['from=1&perPage=1000', ['perPage']],
      ['bookingId=', ['bookingId']],
      ['status=CONFIRMED&status=CANCELLED', ['status']],
      ['bookingId=%00abc', ['bookingId']],
    ];
    for (const [query, expected] of wrong) {
      const answer = await hubby.call('GET', `/api/bookings?${query}`);
      assert.deepEqual(
        [answer.status, answer.body.error.type, fields(answer)],
        [400, 'invalid_request', expected],
        query,
      );
    }
  });
});
