/** What a traveler sees and does on the managed screens: their own, and nobody else's. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { lockTraveler } from '../../src/domain/travelers/lock-traveler.ts';
import { openSession } from '../../src/domain/webview/open-session.ts';
import { showOpened } from '../../src/domain/webview/show-opened.ts';
import { findPartner } from '../../src/domain/partners/managing/partners.ts';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { openPage, pageWith, type Page } from '../support/webview.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

async function book(entries: object[], more: object = {}): Promise<Json> {
  const { status, body, text } = await hubby.call('POST', '/api/bookings', {
    departure_date: IN_A_YEAR,
    package_specifications: entries,
    ...more,
  });
  assert.equal(status, 201, text);
  return body.data;
}
const universal = { destination: 'GR', size: '1GB' };
const grant = { destination: 'FR', size: '1GB', esim_type: 'classic' };
const refusal = ({ status, body }: Answer): unknown[] => [status, body.error?.type];
/** Status and body without what every answer has of its own. */
const bare = ({ status, body, text }: Answer, ...asked: string[]): string =>
  asked.reduce(
    (said, id) => said.replaceAll(id, '<asked>'),
    `${status} ${text.replace(body.error.request_id, '')}`,
  );

describe('the dashboard of a traveler', () => {
  it('is the user dashboard, and what lies around it', async () => {
    const id = user();
    const email = `${id}@example.com`;
    const booking = await book(
      [
        { ...universal, external_user_id: id, email },
        { ...universal, destination: ['FR', 'DE'], external_user_id: id },
        { ...grant, external_user_id: id },
        { ...grant, destination: undefined, external_user_id: id },
        { destination: 'TR', size: '1GB', email },
        { destination: 'TR', size: '3GB', email: 'another@example.com' },
      ],
      { return_date: IN_A_YEAR },
    );
    await book([{ ...grant, external_user_id: id }], { departure_date: undefined });
    await hubby.drain();
    const page = await openPage(hubby, { external_user_id: id, locale: 'de-DE' });
    const { status, headers, body } = await page.call('GET', '/me/dashboard');
    assert.equal(status, 200);
    assert.equal(headers['content-language'], 'de-DE');
    const { data } = body;
    const native = (await hubby.call('GET', `/api/native/user-dashboard?external_user_id=${id}`))
      .body.data;
    for (const key of ['user', 'package_queues', 'current_esim', 'partner'])
      assert.deepEqual(data[key], native[key], key);
    assert.ok(Math.abs(Date.parse(data.now) - Date.now()) < 60_000);
    assert.deepEqual(data.trips, [
      { departure_date: IN_A_YEAR, return_date: IN_A_YEAR, iso3: ['GRC', 'FRA', 'DEU'] },
    ]);
    assert.deepEqual(data.classic_grants.map(({ status: one, iso3 }: Json) => [one, iso3]).sort(), [
      ['destination_missing', null],
      ['open', 'FRA'],
      ['open', 'FRA'],
    ]);
    assert.deepEqual(
      data.promo_codes.map(({ code }: Json) => code),
      [booking.promo_codes[0].promo_code],
    );
    assert.deepEqual([data.purchases, data.partner_status], [[], 'active']);
    assert.deepEqual(data.places['GRC'], { name: 'Griechenland', iso2: 'GR' });
    assert.deepEqual(data.places['TUR'], { name: 'Türkei', iso2: 'TR' });
    const mentioned = JSON.stringify([data.package_queues, data.trips, data.promo_codes]);
    for (const [iso3] of mentioned.matchAll(/(?<=")[A-Z]{3}(?=")/g))
      assert.ok(data.places[iso3] !== undefined, iso3);
  });

  it('counts as the opening of the packages that it shows', async () => {
    const id = user();
    const booking = await book([
      { ...universal, external_user_id: id },
      { ...grant, external_user_id: id },
      { ...universal, external_user_id: user() },
    ]);
    await openPage(hubby, { external_user_id: id });
    await openPage(hubby, { external_user_id: id });
    const opened = await hubby.sql(
      `select queue_id from opened_packages where queue_id = any($1) order by queue_id`,
      [booking.package_queues.map((queue: Json) => queue.id)],
    );
    const own = booking.package_queues.slice(0, 2).map((queue: Json) => queue.id);
    assert.deepEqual(
      opened.map(({ queue_id: queue }: Json) => queue),
      own.sort(),
    );
  });

  it('says when the usage of each package was measured', async () => {
    const id = user();
    const booking = await book([{ ...universal, external_user_id: id }]);
    const page = await openPage(hubby, { external_user_id: id });
    const redeemed = await page.call('POST', '/me/redeem', {
      package_queue_id: booking.package_queues[0].id,
    });
    assert.equal(redeemed.status, 200, redeemed.text);
    const { iccid } = redeemed.body.data.current_esim;
    const measured = async (): Promise<unknown[]> => {
      const { data } = (await page.call('GET', '/me/dashboard')).body;
      return [data.current_esim_packages[0].measured_at, data.esims[0].packages[0].measured_at];
    };
    assert.deepEqual(await measured(), [null, null]);
    for (const step of ['install', 'enable'])
      await hubby.call('POST', `/api/sandbox/esims/${iccid}/${step}`);
    await hubby.call('POST', `/api/sandbox/esims/${iccid}/consume`, { percent: 30 });
    const [one, two] = await measured();
    assert.ok(Math.abs(Date.parse(String(one)) - Date.now()) < 60_000, String(one));
    assert.equal(one, two);
  });
});

describe('a visitor', () => {
  let mine: Json;
  let page: Page;
  let strange: Page;
  before(async () => {
    const id = user();
    const email = `${id}@example.com`;
    mine = { id, booking: null };
    mine.booking = await book([
      { ...universal, external_user_id: id, email },
      { ...grant, external_user_id: id },
      { ...grant, destination: undefined, external_user_id: id },
      { destination: 'TR', size: '1GB', email },
    ]);
    page = await openPage(hubby, { external_user_id: id, locale: 'es' });
    const other = user();
    await book([{ ...universal, external_user_id: other }]);
    strange = await openPage(hubby, { external_user_id: other });
  });

  it('redeems, claims and uses codes as their app does, once', async () => {
    const [first] = mine.booking.package_queues;
    const key = { 'idempotency-key': 'redeem-1' };
    const body = { package_queue_id: first.uuid };
    const redeemed = await page.call('POST', '/me/redeem', body, key);
    assert.equal(redeemed.status, 200, redeemed.text);
    assert.equal(redeemed.body.data.package_queue.id, first.id);
    const again = await page.call('POST', '/me/redeem', body, key);
    assert.equal(again.headers['idempotent-replayed'], 'true');
    assert.equal(again.text, redeemed.text);
    assert.deepEqual(refusal(await page.call('POST', '/me/redeem', body)), [
      409,
      'already_redeemed',
    ]);
    // Another traveler's key of the same name is another key.
    assert.deepEqual(refusal(await strange.call('POST', '/me/redeem', body, key)), [
      404,
      'package_queue_not_found',
    ]);

    const { classic_grants: grants } = (await page.call('GET', '/me/dashboard')).body.data;
    const [open, missing] = ['open', 'destination_missing'].map((status) =>
      grants.find((one: Json) => one.status === status),
    );
    const claimed = await page.call('POST', '/me/claim', { queue_id: open.id });
    assert.equal(claimed.status, 200, claimed.text);
    assert.match(claimed.body.data.esim_iccid, /^89/);
    assert.equal(claimed.body.data.queue.package_specification.destination, 'Francia');
    assert.deepEqual(refusal(await page.call('POST', '/me/claim', { queue_id: missing.id })), [
      400,
      'destination_missing',
    ]);
    const choices = await page.call('GET', `/me/destinations?for=${missing.id}`);
    assert.equal(choices.status, 200, choices.text);
    const names = choices.body.data.destinations;
    assert.deepEqual(
      names.find(({ iso3 }: Json) => iso3 === 'ESP'),
      { iso3: 'ESP', name: 'España' },
    );
    assert.deepEqual(
      (await page.call('GET', `/me/destinations?for=${open.id}`)).body.error?.type,
      'package_queue_not_found',
    );
    for (const path of [`for=${missing.id}`, 'for=nothing'])
      assert.deepEqual(refusal(await strange.call('GET', `/me/destinations?${path}`)), [
        404,
        'package_queue_not_found',
      ]);
    assert.equal((await page.call('GET', '/me/destinations')).status, 400);
    const chosen = await page.call('POST', '/me/claim', { queue_id: missing.id, iso3: 'ESP' });
    assert.equal(chosen.status, 200, chosen.text);
    assert.equal(chosen.body.data.queue.package_specification.iso3, 'ESP');

    const [{ promo_code: code }] = mine.booking.promo_codes;
    const used = await page.call('POST', '/me/promo-codes/redeem', { code });
    assert.equal(used.status, 200, used.text);
    assert.deepEqual(refusal(await page.call('POST', '/me/promo-codes/redeem', { code })), [
      409,
      'already_redeemed',
    ]);
    assert.deepEqual((await page.call('GET', '/me/dashboard')).body.data.promo_codes, []);
  });

  it('sees nothing of another traveler: it is not there, byte for byte', async () => {
    const { data } = (await page.call('GET', '/me/dashboard')).body;
    const [none, noQueue] = ['8900000000000000009', '00000000-0000-4000-8000-000000000000'];
    const other = await hubby.newPartner();
    const id = user();
    const theirs = await hubby.call(
      'POST',
      '/api/bookings',
      {
        departure_date: IN_A_YEAR,
        package_specifications: [{ ...universal, external_user_id: id }],
      },
      { key: other },
    );
    assert.equal(theirs.status, 201, theirs.text);
    const stranger = await openPage(hubby, { external_user_id: id }, other);
    for (const one of [strange, stranger]) {
      for (const { iccid } of data.esims) {
        for (const [method, path, body] of [
          ['GET', '/me/esims/<id>/qr.svg', undefined],
          ['POST', '/me/instructions', { format: 'json', iccid: '<id>' }],
        ] as const) {
          const ask = (asked: string): Promise<Answer> =>
            one.call(
              method,
              path.replace('<id>', asked),
              body === undefined ? undefined : { ...body, iccid: asked },
            );
          const [found, missing] = [await ask(iccid), await ask(none)];
          assert.deepEqual(refusal(found), [404, 'esim_not_found']);
          assert.equal(bare(found, iccid), bare(missing, none));
        }
      }
      for (const [path, field] of [
        ['/me/redeem', 'package_queue_id'],
        ['/me/claim', 'queue_id'],
      ] as const) {
        const [found, missing] = [
          await one.call('POST', path, { [field]: mine.booking.package_queues[0].uuid }),
          await one.call('POST', path, { [field]: noQueue }),
        ];
        assert.deepEqual(refusal(found), [404, 'package_queue_not_found']);
        assert.equal(bare(found), bare(missing));
      }
    }
  });

  it('installs: instructions in their language, the QR code, the device', async () => {
    const { esims } = (await page.call('GET', '/me/dashboard')).body.data;
    for (const { iccid, qr } of esims) {
      const image = await page.call('GET', `/me/esims/${iccid}/qr.svg`);
      assert.equal(image.headers['content-type'], 'image/svg+xml');
      assert.equal(image.text.includes(qr), false);
      const native = await hubby.call('GET', `/api/native/esims/${iccid}/qr.svg`);
      assert.equal(image.text, native.text);
    }
    const steps = await page.call('POST', '/me/instructions', {
      format: 'json',
      device_name: 'Pixel 10',
    });
    assert.deepEqual([steps.status, steps.body.data.locale], [200, 'es-ES']);
    assert.equal(steps.body.data.install.lpa, esims[0].qr);
    const phone = await page.call('POST', '/me/device-compatibility', {
      phone_brand: 'Google',
      phone_model: 'Pixel 10',
    });
    assert.equal(phone.body.data.is_compatible, true);
    const bad = await page.call('POST', '/me/instructions', { format: 'pdf' });
    assert.deepEqual([bad.status, bad.body.error.details[0].field], [400, 'format']);
  });

  it('asks for help, and reads before what is told of them', async () => {
    const path = '/me/support-context?device_model=Pixel%2010&os=android';
    const context = (await page.call('GET', path)).body.data;
    assert.equal(context.device_model, 'Pixel 10');
    assert.equal(context.external_user_id, mine.id);
    for (const secret of ['user_hash', 'app_id']) assert.equal(secret in context, false);
    const asked = await page.call('POST', '/me/support-requests', {
      body: 'It does not work',
      device_model: 'Pixel 10',
      os: 'android',
      escalate: true,
    });
    assert.equal(asked.status, 201, asked.text);
    const { status, external_user_id: of, context: sent, locale } = asked.body.data;
    // Only the partner hands it on.
    assert.deepEqual([status, of, locale], ['open', mine.id, 'es-ES']);
    for (const [key, value] of Object.entries(sent)) assert.equal(context[key], value, key);
  });

  it('is stopped where too many codes are tried, by session and by address', async () => {
    const code = { code: 'NOPE-NOPE-12' };
    for (const [limit, other] of [
      ['codes_per_session_per_hour', true],
      ['codes_per_address_per_minute', false],
    ] as const) {
      await hubby.operator('PUT', '/limits', {
        codes_per_session_per_hour: 0,
        codes_per_address_per_minute: 0,
        [limit]: 2,
      });
      const id = user();
      await book([{ ...universal, external_user_id: id }]);
      const one = await openPage(hubby, { external_user_id: id });
      const two = await openPage(hubby, { external_user_id: id });
      const statuses = [];
      for (let n = 0; n < 4; n++)
        statuses.push((await one.call('POST', '/me/promo-codes/redeem', code)).status);
      assert.equal(statuses.at(-1), 429, limit);
      const elsewhere = await two.call('POST', '/me/promo-codes/redeem', code);
      assert.equal(elsewhere.status, other ? 404 : 429, limit);
    }
  });
});

describe('a session for one booking', () => {
  it('shows and does what belongs to that booking, and no more', async () => {
    const id = user();
    const [first, second] = [
      await book([
        { ...universal, external_user_id: id },
        { ...grant, external_user_id: id },
      ]),
      await book([
        { ...universal, destination: 'FR', external_user_id: id },
        { ...grant, external_user_id: id },
      ]),
    ];
    await hubby.drain();
    const whole = await openPage(hubby, { external_user_id: id });
    const partner = await findPartner(hubby.ctx, hubby.partner.partner_id);
    const visitor = await hubby.ctx.db.partnerTx(partner.id, async (tx) => {
      const travelerId = whole.opened.dashboard.user.id;
      await lockTraveler(tx, partner.id, travelerId);
      return openSession(hubby.ctx, tx, partner, {
        travelerId,
        by: 'mail',
        scope: { bookingId: first.id },
        locale: null,
        device: {},
      });
    });
    const opened = await showOpened(hubby.ctx, partner, visitor!);
    assert.equal(opened.scope, 'booking');
    const call = pageWith(hubby, opened.session_token);
    const { data } = (await call('GET', '/me/dashboard')).body;
    assert.deepEqual(
      data.package_queues.map((queue: Json) => queue.uuid),
      [first.package_queues[0].uuid],
    );
    assert.deepEqual([data.classic_grants.length, data.trips.length], [1, 1]);
    // The eSIM that it goes onto.
    const { iccid } = data.current_esim;
    assert.equal((await call('GET', `/me/esims/${iccid}/qr.svg`)).status, 200);

    const other = { package_queue_id: second.package_queues[0].uuid };
    assert.deepEqual(refusal(await call('POST', '/me/redeem', other)), [
      404,
      'package_queue_not_found',
    ]);
    const all = whole.opened.dashboard.classic_grants.map((one: Json) => one.id);
    const foreign = all.find((one: string) => one !== data.classic_grants[0].id);
    assert.deepEqual(refusal(await call('POST', '/me/claim', { queue_id: foreign })), [
      404,
      'package_queue_not_found',
    ]);
    assert.equal((await whole.call('POST', '/me/claim', { queue_id: foreign })).status, 200);
    const elsewhere = (await whole.call('GET', '/me/dashboard')).body.data.esims[1].iccid;
    assert.deepEqual(refusal(await call('GET', `/me/esims/${elsewhere}/qr.svg`)), [
      404,
      'esim_not_found',
    ]);
    assert.deepEqual(
      (await call('GET', '/me/dashboard')).body.data.esims.map((esim: Json) => esim.iccid),
      [iccid],
    );
    const own = { package_queue_id: first.package_queues[0].uuid };
    assert.equal((await call('POST', '/me/redeem', own)).status, 200);

    for (const [method, path, body] of [
      ['GET', '/me/sessions'],
      ['DELETE', '/me/sessions'],
      ['POST', '/me/promo-codes/redeem', { code: 'X' }],
      ['GET', '/me/support-context'],
      ['POST', '/me/support-requests', { body: 'x' }],
      ['DELETE', `/me/sessions/${whole.opened.session_id}`],
    ] as const)
      assert.equal((await call(method, path, body)).status, 404, path);
    assert.equal((await whole.call('GET', '/me/dashboard')).status, 200);
    assert.equal((await call('DELETE', `/me/sessions/${opened.session_id}`)).status, 200);
    assert.equal((await call('GET', '/me/dashboard')).status, 401);
  });
});
