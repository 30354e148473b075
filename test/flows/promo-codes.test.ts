/**
 * Entries without a user: codes, what they say, when they are booked again, changed and cancelled.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { IN_A_YEAR, startHubby, user, type Hubby, type Json } from '../harness.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const entry = { destination: 'TUR', package_type: 'data-limited', size: '1GB' };
let counter = 0;
const reference = (): string => `EVENT-${process.pid}-${++counter}`;
const book = async (body: object, options = {}): Promise<Json> => {
  const { status, body: answer } = await hubby.call(
    'POST',
    '/api/bookings',
    { departure_date: IN_A_YEAR, ...body },
    options,
  );
  assert.ok(status === 201 || status === 200, JSON.stringify(answer));
  return answer.data;
};
const DAY_MS = 86_400_000;

describe('promo codes of a booking', () => {
  it('answers the documented example in the array form', async () => {
    const id = reference();
    const { status, body } = await hubby.call(
      'POST',
      '/api/bookings',
      { departure_date: IN_A_YEAR, booking_id: id, package_specifications: [entry] },
      { headers: { 'x-api-version': '1.3' } },
    );
    assert.equal(status, 201);
    assert.equal(body.data.length, 1);
    const [code] = body.data[0].promo_codes;
    assert.match(code.promo_code, /^[0-9A-HJKMNP-TV-Z]{12}$/);
    assert.match(
      code.uuid,
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    assert.equal(code.claim_url, `${hubby.url}/free-esim/${hubby.partner.slug}?uuid=${code.uuid}`);
    assert.equal(code.deep_link_url, `${hubby.url}/starter/?promoCode=${code.promo_code}`);
    assert.deepEqual(
      [
        code.package_size,
        code.destination,
        code.iso3,
        code.package_type,
        code.package_duration,
        code.traffic_policy,
      ],
      ['1GB', 'Türkiye', 'TUR', 'data-limited', 365, null],
    );
    assert.deepEqual([code.claimed_at, code.redeemed_at], [null, null]);
    assert.match(code.package_id, /^pkg_/);
    assert.deepEqual(body.data[0].package_queues, []);
    assert.equal(body.data[0].package_specifications[0].destination, 'TUR');

    const read = await hubby.call('GET', `/api/promo-codes/${code.promo_code}`);
    assert.deepEqual([read.status, read.body.message], [200, 'Promo code fetched successfully!']);
    assert.deepEqual(read.body.data, code);
    assert.deepEqual(
      (await hubby.call('GET', `/api/bookings/${body.data[0].id}`)).body.data.promo_codes,
      [code],
    );
  });

  it('is valid to the end of the day in the zone of the partner, and moves with the departure', async () => {
    const key = await hubby.newPartner(undefined, {
      time_zone: 'Pacific/Auckland',
      promo_code_validity_days: 10,
    });
    // New Zealand changes its clocks at the beginning of April.
    const year = new Date().getUTCFullYear() + 1;
    const data = await book(
      { departure_date: `${year}-03-20`, package_specifications: [entry] },
      { key },
    );
    assert.equal(data.promo_codes[0].valid_until, `${year}-03-30T10:59:59.999Z`);
    const moved = await hubby.call(
      'PATCH',
      `/api/bookings/${data.id}`,
      { departure_date: `${year}-04-20` },
      { key },
    );
    assert.equal(moved.body.data.promo_codes[0].valid_until, `${year}-04-30T11:59:59.999Z`);
  });

  it('makes one per entry and bundle, beside packages of named users, and shows each kind at its place', async () => {
    const who = user();
    const data = await book({
      package_specifications: [
        entry,
        entry,
        { ...entry, external_user_id: who },
        { destination: ['GR', 'CU'], size: '1GB' },
      ],
    });
    assert.equal(data.package_queues.length, 1);
    assert.equal(data.promo_codes.length, 4);
    assert.equal(new Set(data.promo_codes.map((c: Json) => c.promo_code)).size, 4);
    assert.deepEqual(
      data.promo_codes
        .slice(2)
        .map((c: Json) => c.covers)
        .sort(),
      [['CUB'], ['GRC']],
    );
    assert.equal(data.package_specifications.length, 5);
    const [event] = await hubby.sql(
      `select data from events where type = 'booking.created' and entity_id = $1`,
      [data.id],
    );
    assert.deepEqual(
      event.data.promo_codes,
      data.promo_codes.map((c: Json) => ({ uuid: c.uuid })),
    );
    assert.equal(event.data.package_queues.length, 1);
    assert.deepEqual(
      (await hubby.call('GET', `/api/native/user-dashboard?external_user_id=${who}`)).body.data
        .package_queues.length,
      1,
    );
  });

  it('makes nothing twice, however often and at once the booking is sent', async () => {
    const body = {
      booking_id: reference(),
      package_specifications: [entry, entry, { ...entry, email: 'A@example.com' }],
    };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        hubby.call('POST', '/api/bookings', { departure_date: IN_A_YEAR, ...body }),
      ),
    );
    assert.deepEqual(answers.map((a) => a.status).sort(), [...Array(19).fill(200), 201]);
    for (const {
      body: { data },
    } of answers)
      assert.deepEqual(data.promo_codes, answers[0]!.body.data.promo_codes);
    const more = await book({
      ...body,
      package_specifications: [
        ...body.package_specifications,
        { ...entry, email: 'b@example.com' },
        { ...entry, email: 'a@example.com' },
      ],
    });
    assert.equal(
      more.promo_codes.length,
      5,
      'another address and a second entry of the same are new',
    );
  });

  it('lets the destination be chosen later, where a size or a strategy says how much', async () => {
    const [code] = (await book({ package_specifications: [{ size: '3GB' }] })).promo_codes;
    assert.deepEqual(
      [code.destination, code.iso3, code.package_id, code.package_size, code.package_duration],
      [null, null, null, '3GB', 365],
    );
    const refused = await hubby.call('POST', '/api/bookings', {
      departure_date: IN_A_YEAR,
      package_specifications: [{ email: 'a@example.com' }],
    });
    assert.deepEqual(
      [refused.status, refused.body.error.type, refused.body.error.details[0].field],
      [400, 'strategy_not_configured', 'package_specifications.0.size'],
    );
    const key = await hubby.newPartner(undefined, {
      package_strategy: { name: 'fixed_size', parameters: { size: '5GB' } },
    });
    const [open] = (await book({ package_specifications: [{}] }, { key })).promo_codes;
    assert.deepEqual([open.package_size, open.package_id], [null, null]);
    const [chosen] = (await book({ package_specifications: [{ destination: 'FR' }] }, { key }))
      .promo_codes;
    assert.equal(chosen.package_size, '5GB');
    const preview = await hubby.call(
      'POST',
      '/api/bookings/preview',
      { departure_date: IN_A_YEAR, package_specifications: [{}, { destination: 'FR' }] },
      { key },
    );
    assert.deepEqual(
      preview.body.data.package_specifications.map((p: Json) => [p.becomes, p.b2b_price === null]),
      [
        ['promo_code', true],
        ['promo_code', false],
      ],
    );
  });

  it('refuses what a code cannot have, and stores nothing', async () => {
    const before_ = await hubby.sql('select count(*)::int as n from package_queues');
    const { status, body } = await hubby.call('POST', '/api/bookings', {
      departure_date: IN_A_YEAR,
      package_specifications: [
        entry,
        { ...entry, size: '77GB' },
        { ...entry, expires_at: '2030-01-01' },
        { ...entry, email: 'no address' },
      ],
    });
    assert.equal(status, 400);
    assert.deepEqual(body.error.details.map((d: Json) => d.field).sort(), [
      'package_specifications.1.size',
      'package_specifications.2.expires_at',
      'package_specifications.3.email',
    ]);
    assert.deepEqual(await hubby.sql('select count(*)::int as n from package_queues'), before_);
  });

  it('is read by its partner only, in the forms people type', async () => {
    const [{ promo_code: code }] = (await book({ package_specifications: [entry] })).promo_codes;
    const stranger = await hubby.newPartner();
    const other = await hubby.call('GET', `/api/promo-codes/${code}`, undefined, { key: stranger });
    const none = await hubby.call('GET', '/api/promo-codes/NOSUCHCODE99', undefined, {
      key: stranger,
    });
    assert.deepEqual(
      [other.status, other.body.error.type, other.body.error.message],
      [404, none.body.error.type, none.body.error.message],
    );
    assert.equal(none.body.error.message, 'Promo code not found');
    const typed = `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`.toLowerCase();
    assert.equal((await hubby.call('GET', `/api/promo-codes/${typed}`)).body.data.promo_code, code);
    assert.equal((await hubby.bare('GET', `/api/promo-codes/${code}`)).status, 401);
  });

  it('ends with its booking: claims say so, and a claimed one keeps the booking', async () => {
    const data = await book({ package_specifications: [entry, entry] });
    const cancelled = await hubby.call('DELETE', `/api/bookings/${data.id}`);
    assert.equal(cancelled.body.data.status, 'CANCELLED');
    const claim = await hubby.bare('POST', `/api/promo-codes/claim/${data.promo_codes[0].uuid}`, {
      headers: { 'content-type': 'application/json' },
      body: '{"email":"a@example.com"}',
    });
    assert.deepEqual(
      [claim.status, claim.body.error.message],
      [400, 'Promo code is no longer valid'],
    );
    const redeem = await hubby.call(
      'POST',
      `/api/promo-codes/${data.promo_codes[0].promo_code}/redeem`,
      { external_user_id: user() },
    );
    assert.deepEqual(
      [redeem.status, redeem.body.error.message],
      [400, 'Promo code is no longer valid'],
    );

    const kept = await book({ package_specifications: [entry] });
    assert.equal(
      (
        await hubby.bare('POST', `/api/promo-codes/claim/${kept.promo_codes[0].uuid}`, {
          headers: { 'content-type': 'application/json' },
          body: '{"email":"a@example.com"}',
        })
      ).status,
      200,
    );
    const locked = await hubby.call('DELETE', `/api/bookings/${kept.id}`);
    assert.deepEqual([locked.status, locked.body.error.type], [409, 'booking_locked']);
    assert.match(locked.body.error.message, /claimed/);
  });

  it('gives the departure events the people its codes are for', async () => {
    const data = await book({
      departure_date: new Date(Date.now() + 20 * DAY_MS).toISOString().slice(0, 10),
      package_specifications: [{ ...entry, email: 'Carol@Example.com' }, entry],
    });
    await hubby.call('POST', '/api/sandbox/clock', { advance: '15d' });
    const [event] = await hubby.sql(
      `select data from events where type = 'booking.within_cutoff' and entity_id = $1`,
      [data.id],
    );
    assert.deepEqual(event.data.travelers, [
      { external_user_id: null, email: 'Carol@Example.com', esim_installed: false },
    ]);
    assert.equal(event.data.esim_installed, false);
  });
});

describe('a partner whose strategy chooses', () => {
  it('sends a travel booking with a country and an e-mail; the traveler gets a mail with the code', async () => {
    const key = await hubby.newPartner('Auto Travel', {
      package_strategy: {
        name: 'hybrid',
        parameters: {
          rules: [
            {
              when: { region: 'EUROPE' },
              use: { name: 'fixed_size', parameters: { size: '3GB' } },
            },
          ],
          default: { name: 'budget', parameters: { max_price: 6, currency: 'EUR' } },
        },
      },
    });
    const body = {
      booking_id: 'OTA-1',
      departure_date: IN_A_YEAR,
      email: 'Customer@example.com',
      first_name: 'Ada',
      last_name: 'Lovelace',
      package_specifications: [{ destination: 'GR' }],
      communication_options: { should_send_message: true, channels: ['EMAIL'] },
    };
    const preview = await hubby.call('POST', '/api/bookings/preview', body, { key });
    const { status, body: answer } = await hubby.call('POST', '/api/bookings', body, { key });
    assert.equal(status, 201);
    const [code] = answer.data.promo_codes;
    const [line] = preview.body.data.package_specifications;
    assert.deepEqual(
      [line.package_id, line.size, line.becomes],
      [code.package_id, code.package_size, 'promo_code'],
      'what the preview said',
    );
    assert.match(line.reason, /strategy/);
    assert.ok(line.b2b_price > 0);
    await hubby.drain();
    const { messages } = (
      await hubby.call('GET', `/api/bookings/${answer.data.id}/messages`, undefined, { key })
    ).body.data;
    assert.deepEqual(
      messages.map((m: Json) => [m.kind, m.to, m.status]),
      [['booking_confirmation', 'customer@example.com', 'delivered']],
    );
    const [mail] = (await hubby.call('GET', '/api/sandbox/messages', undefined, { key })).body.data
      .messages;
    assert.ok(
      mail.text.includes('Ada') &&
        mail.text.includes(code.claim_url) &&
        mail.html.includes('Auto Travel'),
      mail.text,
    );
    // Sent again, it is neither booked nor mailed again.
    await hubby.call('POST', '/api/bookings', body, { key });
    await hubby.drain();
    assert.equal(
      (await hubby.call('GET', `/api/bookings/${answer.data.id}/messages`, undefined, { key })).body
        .data.messages.length,
      1,
    );
    assert.equal(
      (await hubby.call('DELETE', `/api/bookings/${answer.data.id}`, undefined, { key })).body.error
        .type,
      'booking_locked',
      'it was told of',
    );
  });
});
