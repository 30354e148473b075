/**
 * Nothing of one partner is ever visible to another: by the API, by the application role, by the
 * schema.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { runDueImports } from '../../src/domain/imports/run-due-imports.ts';
import { createDb, type Db } from '../../src/db/pool.ts';
import {
  firstOfFeed,
  IN_A_YEAR,
  startHubby,
  user,
  type Answer,
  type Hubby,
  type Json,
} from '../harness.ts';
import { fileOf, goodRow, made } from '../support/imports.ts';
import { openPage } from '../support/webview.ts';

let hubby: Hubby;
let asApp: Db;
/** Partner A owns everything; partner B asks. */
let a: Json;
let b: Json;
const mine: Json = {};

before(async () => {
  hubby = await startHubby();
  asApp = createDb(hubby.databaseConfig, { max: 2 });
  [a, b] = [await hubby.newPartner('Owner'), await hubby.newPartner('Stranger')];
  mine.user = user();
  const booked = await hubby.call(
    'POST',
    '/api/bookings',
    {
      departure_date: IN_A_YEAR,
      booking_id: 'A-1',
      email: 'owner@example.com',
      package_specifications: [
        {
          external_user_id: mine.user,
          destination: 'GR',
          size: '1GB',
          email: 'traveler@example.com',
        },
        { external_user_id: mine.user, destination: 'FR', size: '3GB' },
        { destination: 'TR', size: '1GB' },
      ],
    },
    { key: a, headers: { 'idempotency-key': 'a-key' } },
  );
  mine.booking = booked.body.data;
  mine.queue = mine.booking.package_queues[1];
  const redeemed = await hubby.call(
    'POST',
    '/api/native/redeem-package',
    { external_user_id: mine.user, package_queue_id: mine.booking.package_queues[0].id },
    { key: a },
  );
  assert.equal(redeemed.status, 200, redeemed.text);
  mine.iccid = redeemed.body.data.current_esim.iccid;
  const [traveler] = await hubby.sql(
    'select id from travelers where partner_id = $1 and external_user_id = $2',
    [a.partner_id, mine.user],
  );
  mine.traveler = traveler.id;
  mine.code = (
    await hubby.call(
      'POST',
      `/api/promo-codes/${mine.booking.promo_codes[0].promo_code}/reissue`,
      {},
      { key: a },
    )
  ).body.data;
  await hubby.call(
    'POST',
    '/api/bookings',
    { departure_date: IN_A_YEAR, package_specifications: [{}] },
    { key: a },
  );
  await hubby.operator('PUT', `/partners/${a.partner_id}/prices`, {
    custom: [{ bundle_id: 'pkg_grc_1gb_365d', b2b_price: 0.77 }],
  });
  await hubby.call(
    'PUT',
    '/api/webhooks/settings',
    { url: null, enabled: false, api_key: 'secret', events: {} },
    { key: a },
  );
  const feed = await firstOfFeed(hubby, a);
  [mine.event, mine.feed] = [feed.events[0].event_id, feed.next_cursor];
  // What only comes of deliveries, reports and triggers.
  await hubby.sql(
    `insert into attempts (partner_id, event_id, number, attempted_at, url, duration_ms) values ($1, $2, 1, now(), 'https://a.example', 5)`,
    [a.partner_id, mine.event],
  );
  await hubby.sql(
    `insert into deliveries (partner_id, event_id, state, created_at, updated_at) values ($1, $2, 'delivered', now(), now())`,
    [a.partner_id, mine.event],
  );
  await hubby.sql(
    `insert into esim_counters (partner_id, esim_id, iso3, used_bytes) select partner_id, id, 'GRC', 1 from esims where partner_id = $1`,
    [a.partner_id],
  );
  await hubby.sql(
    `insert into fired_triggers (partner_id, booking_id, trigger, departure_at) values ($1, $2, 'booking.within_cutoff', now())`,
    [a.partner_id, mine.booking.id],
  );
  await hubby.sql(
    `insert into messages (partner_id, id, channel, kind, subject_id, recipient, locale, subject, text, html, status, created_at)
    values ($1, 'msg_00000000000000000000000001', 'EMAIL', 'webhook_failing', 'x', 'a@example.com', 'en', 's', 't', 'h', 'delivered', now())`,
    [a.partner_id],
  );
  await hubby.sql(
    `insert into suppressed_recipients (partner_id, recipient, reason, suppressed_at) values ($1, 'gone@example.com', 'bounced', now())`,
    [a.partner_id],
  );
  await hubby.sql(
    `with r as (insert into esim_replacements (partner_id, id, traveler_id, old_esim_id, reason, is_counted, created_at)
       select partner_id, 'rpl_1', traveler_id, id, 'broken', true, now() from esims where partner_id = $1 limit 1 returning partner_id, id)
     insert into replaced_packages (partner_id, replacement_id, package_id, state) select k.partner_id, 'rpl_1', k.id, 'asked' from packages k where k.partner_id = $1 limit 1`,
    [a.partner_id],
  );
  await hubby.sql(
    `with p as (insert into purchases (partner_id, id, traveler_id, choice, bundle_id, iso3, amount, currency, return_to, expires_at)
       select partner_id, 'pur_1', id, '{}', 'pkg_grc_1gb_365d', 'GRC', 100, 'EUR', 'home', now() from travelers where partner_id = $1 limit 1
       returning partner_id, id, traveler_id),
     f as (insert into first_purchases (partner_id, traveler_id, iso3, purchase_id) select partner_id, traveler_id, 'GRC', id from p)
     insert into refunds (partner_id, purchase_id, reason) select partner_id, id, 'operator' from p`,
    [a.partner_id],
  );
  await hubby.sql(
    `insert into opened_links (partner_id, page, link) values ($1, 'claim', 'a-link')`,
    [a.partner_id],
  );
  await hubby.sql(
    `insert into counted_days (partner_id, day, zone, counts) values ($1, '2027-01-01', 'UTC', '{}')`,
    [a.partner_id],
  );
  await hubby.sql(
    `insert into opened_packages (partner_id, queue_id, opened_at) select partner_id, id, now() from package_queues where partner_id = $1 limit 1`,
    [a.partner_id],
  );
  await hubby.sql(
    `insert into device_tokens (partner_id, token, traveler_id) select partner_id, 'device', id from travelers where partner_id = $1 limit 1`,
    [a.partner_id],
  );
  await hubby.sql(
    `insert into brand_logos (partner_id, brand, source_url, png, width, height, hash) values ($1, 'default', 'https://a.example/logo.png', '', 1, 1, 'x')`,
    [a.partner_id],
  );
  await hubby.sql(
    `with u as (insert into brand_uploads (partner_id, hash, png, width, height) values ($1, 'x', '', 1, 1))
     insert into brand_drafts (partner_id, revision, changes, changed_by) values ($1, 'r', '{"legal": null}', 'mem_1')`,
    [a.partner_id],
  );
  await hubby.operator('PATCH', `/partners/${a.partner_id}/settings`, {
    support: { intercom_app_id: 'owner123', identity_secret: 'secret-of-the-owner' },
  });
  await hubby.sql(
    `with r as (insert into api_requests (partner_id, id, method, path, operation_id, status, duration_ms, key_id, request_bytes, response_bytes, request_state, response_state, texts_id)
       values ($1, $2, 'GET', '/api/bookings', 'listBookings', 404, 1, 'hk', 0, 1, 0, 1, $2) returning partner_id, id),
     c as (insert into api_request_counts select partner_id, date_trunc('hour', now()), 'listBookings', 'not_found', 404, 1, id, id from r)
     insert into api_request_texts select partner_id, id, convert_to(concat('[["', id, E'",null,null,null,2]]\\n{}'), 'UTF8'), false from r`,
    [a.partner_id, (mine.logged = 'req_00000000000000000000000001')],
  );
  mine.request = (
    await hubby.call(
      'POST',
      '/api/native/support-requests',
      { external_user_id: mine.user, body: 'Help' },
      { key: a },
    )
  ).body.data.id;
  await openPage(hubby, { external_user_id: mine.user }, a);
  mine.import = await made(hubby, fileOf(goodRow()), '', a);
  const own = { prices: [{ bundle_id: 'pkg_grc_1gb_365d', own_price: 9.5 }] };
  await hubby.call('PUT', '/api/prices', own, { key: a });
  const batch = {
    name: 'Owned',
    count: 2,
    valid_until: IN_A_YEAR,
    destination: 'GR',
    size: '1GB',
  };
  mine.batch = (
    await hubby.call('POST', '/api/promo-code-batches', batch, { key: a })
  ).body.data.id;
  await runDueImports(hubby.ctx);
  await hubby.sql(
    `insert into model_budgets (partner_id, month, calls) values ($1, '2027-01', 1)`,
    [a.partner_id],
  );
});
after(async () => {
  await asApp.end();
  await hubby.close();
});

/** Everything that partner A has. */
const everything = async (): Promise<Json> => {
  const tables = (
    await hubby.sql(
      `select table_name as t from information_schema.columns where table_schema = 'public' and column_name = 'partner_id'`,
    )
  )
    .map((r: Json) => r.t as string)
    .sort();
  const rows: Json = {};
  for (const t of tables)
    rows[t] = (
      await hubby.sql(
        `select md5(coalesce(string_agg(x::text, '|' order by x::text), '')) as sum, count(*)::int as n from ${t} x where partner_id = $1`,
        [a.partner_id],
      )
    )[0];
  return rows;
};
/** The answer without what differs by request: ids that were asked for, and the request id. */
const bare = (answer: Answer, asked: string[]): string => {
  let text = answer.text.replaceAll(answer.body.error.request_id, '<request>');
  for (const id of asked) text = text.replaceAll(id, '<asked>');
  return `${answer.status} ${text}`;
};

describe('by the API', () => {
  // Every partner operation that takes an id: with A's, and with one that nobody has.
  type Ask = (id: Json) => [method: string, path: string, body?: Json];
  const unknown = {
    booking: 'bkg_00000000000000000000000000',
    reference: 'Z-9',
    queue: 'pq_00000000000040008000000000000000',
    uuid: '00000000-0000-4000-8000-000000000000',
    user: 'user_0_0',
    traveler: 'usr_00000000000000000000000000',
    iccid: '8900000000000000009',
    event: 'evt_00000000000000000000000000',
    code: '000000000000',
    address: 'nobody@example.com',
    mailbox: 'nobody@example.com',
    message: 'msg_00000000000000000000000009',
    request: 'sup_00000000000000000000000000',
    logged: 'req_00000000000000000000000000',
    import: 'imp_00000000000000000000000000',
    batch: 'pcb_00000000000000000000000000',
    feed: Buffer.from('1 evt_00000000000000000000000000').toString('base64url'),
  };
  const asks: Record<string, Ask> = {
    getBooking: (id) => ['GET', `/api/bookings/${id.booking}`],
    updateBooking: (id) => [
      'PATCH',
      `/api/bookings/${id.booking}`,
      { pax: 9, departure_date: IN_A_YEAR },
    ],
    cancelBooking: (id) => ['DELETE', `/api/bookings/${id.booking}`],
    cancelBookingByReference: (id) => [
      'DELETE',
      `/api/bookings/${id.reference}/byExternalBookingId`,
    ],
    'cancelBookingByReference, dated': (id) => [
      'DELETE',
      `/api/bookings/${id.reference}/byExternalBookingId?departure_date=${IN_A_YEAR}`,
    ],
    getTraveler: (id) => ['GET', `/api/travelers/${id.traveler}`],
    getTimeline: (id) => ['GET', `/api/travelers/${id.traveler}/timeline`],
    exportTraveler: (id) => ['POST', `/api/travelers/${id.traveler}/export`],
    'listTravelers, user': (id) => ['GET', `/api/travelers?q=${id.user}`],
    getUserDashboard: (id) => ['GET', `/api/native/user-dashboard?external_user_id=${id.user}`],
    redeemPackage: (id) => [
      'POST',
      '/api/native/redeem-package',
      { external_user_id: id.user, package_queue_id: id.queue },
    ],
    'redeemPackage, uuid': (id) => [
      'POST',
      '/api/native/redeem-package',
      { external_user_id: id.user, package_queue_id: id.uuid },
    ],
    'topUp, iccid': (id) => [
      'POST',
      '/api/esims/topup',
      { iccid: id.iccid, size: '1GB', destination: 'GR' },
    ],
    'replaceEsim, iccid': (id) => [
      'POST',
      '/api/native/replace-esim',
      { iccid: id.iccid, reason: 'broken' },
    ],
    'replaceEsim, user': (id) => [
      'POST',
      '/api/native/replace-esim',
      { external_user_id: id.user, reason: 'broken' },
    ],
    getEsimQrSvg: (id) => ['GET', `/api/native/esims/${id.iccid}/qr.svg`],
    getEsimQrPng: (id) => ['GET', `/api/native/esims/${id.iccid}/qr.png`],
    'createInstallLink, iccid': (id) => ['POST', '/api/native/install-links', { iccid: id.iccid }],
    'createInstallLink, user': (id) => [
      'POST',
      '/api/native/install-links',
      { external_user_id: id.user },
    ],
    'topUp, user': (id) => [
      'POST',
      '/api/esims/topup',
      { external_user_id: id.user, size: '1GB', destination: 'GR' },
    ],
    'listBookings, reference': (id) => ['GET', `/api/bookings?bookingId=${id.reference}`],
    'listBookings, cursor': (id) => [
      'GET',
      `/api/bookings?cursor=${Buffer.from(id.booking).toString('base64url')}`,
    ],
    'listFunnelPackages, cursor': (id) => [
      'GET',
      `/api/reports/funnel/packages?cursor=${Buffer.from(`${id.booking} `).toString('base64url')}`,
    ],
    'listEvents, cursor': (id) => ['GET', `/api/events?cursor=${id.feed}`],
    'listWebhookDeliveries, event': (id) => [
      'GET',
      `/api/webhooks/deliveries?event_id=${id.event}`,
    ],
    'listWebhookDeliveries, cursor': (id) => [
      'GET',
      `/api/webhooks/deliveries?cursor=${Buffer.from(id.event).toString('base64url')}`,
    ],
    getPromoCode: (id) => ['GET', `/api/promo-codes/${id.code}`],
    redeemPromoCode: (id) => [
      'POST',
      `/api/promo-codes/${id.code}/redeem`,
      { external_user_id: 'stranger' },
    ],
    reissuePromoCode: (id) => ['POST', `/api/promo-codes/${id.code}/reissue`, {}],
    listBookingMessages: (id) => ['GET', `/api/bookings/${id.booking}/messages`],
    'listMessages, cursor': (id) => [
      'GET',
      `/api/messages?cursor=${Buffer.from(id.message).toString('base64url')}`,
    ],
    listSuppressions: (id) => [
      'GET',
      `/api/messages/suppressions?cursor=${Buffer.from(`a${id.address}`).toString('base64url')}`,
    ],
    'listRequests, id': (id) => ['GET', `/api/requests?request_id=${id.logged}`],
    getRequest: (id) => ['GET', `/api/requests/${id.logged}`],
    listAuditEntries: (id) => ['GET', `/api/audit?subject=${id.event}`],
    liftSuppression: (id) => [
      'DELETE',
      `/api/messages/suppressions/${encodeURIComponent(id.address)}`,
    ],
    getInstructions: (id) => [
      'POST',
      '/api/native/instructions',
      { format: 'json', external_user_id: id.user },
    ],
    redeliverEvent: (id) => ['POST', `/api/events/${id.event}/redeliver`],
    redeliverEvents: (id) => ['POST', '/api/events/redeliver', { event_ids: [id.event] }],
    createRedirectToken: (id) => [
      'POST',
      '/api/redirect-tokens/create',
      { external_user_id: id.user },
    ],
    'createRedirectToken, e-mail': (id) => [
      'POST',
      '/api/redirect-tokens/create',
      { email: id.mailbox },
    ],
    revokeSessions: (id) => ['POST', '/api/webapp/sessions/revoke', { external_user_id: id.user }],
    getSupportContext: (id) => ['GET', `/api/native/support-context?external_user_id=${id.user}`],
    createSupportRequest: (id) => [
      'POST',
      '/api/native/support-requests',
      { external_user_id: id.user, body: 'Help' },
    ],
    getSupportRequest: (id) => ['GET', `/api/native/support-requests/${id.request}`],
    escalateSupportRequest: (id) => [
      'POST',
      `/api/native/support-requests/${id.request}/escalate`,
      {},
    ],
    'listSupportRequests, cursor': (id) => [
      'GET',
      `/api/native/support-requests?cursor=${Buffer.from(id.request).toString('base64url')}`,
    ],
    'listUnredeemedCodes, cursor': () => ['GET', '/api/promo-codes?limit=1'],
    getCodeBatch: (id) => ['GET', `/api/promo-code-batches/${id.batch}`],
    cancelCodeBatch: (id) => ['POST', `/api/promo-code-batches/${id.batch}/cancel`],
    listBatchCodes: (id) => ['GET', `/api/promo-code-batches/${id.batch}/codes`],
    exportBatchCodes: (id) => ['GET', `/api/promo-code-batches/${id.batch}/codes.csv`],
    getBatchSheets: (id) => ['GET', `/api/promo-code-batches/${id.batch}/sheets.pdf`],
    'listCodeBatches, cursor': () => ['GET', `/api/promo-code-batches?limit=1`],
    getImport: (id) => ['GET', `/api/imports/${id.import}`],
    getImportResult: (id) => ['GET', `/api/imports/${id.import}/result.csv`],
    runImport: (id) => ['POST', `/api/imports/${id.import}/run`],
    cancelImport: (id) => ['POST', `/api/imports/${id.import}/cancel`],
    mapImport: (id) => ['POST', `/api/imports/${id.import}/map`, { map: {} }],
    'listImports, cursor': () => ['GET', `/api/imports?limit=1`],
    'listSandboxEsims, cursor': () => ['GET', '/api/sandbox/esims?limit=1'],
    sandboxEsimInstall: (id) => ['POST', `/api/sandbox/esims/${id.iccid}/install`],
    sandboxEsimEnable: (id) => ['POST', `/api/sandbox/esims/${id.iccid}/enable`],
    sandboxEsimDisable: (id) => ['POST', `/api/sandbox/esims/${id.iccid}/disable`],
    sandboxEsimRemove: (id) => ['POST', `/api/sandbox/esims/${id.iccid}/remove`],
    sandboxEsimConsume: (id) => ['POST', `/api/sandbox/esims/${id.iccid}/consume`, { percent: 50 }],
  };
  const owned = (): Json => ({
    booking: mine.booking.id,
    reference: 'A-1',
    queue: mine.queue.id,
    uuid: mine.queue.uuid,
    user: mine.user,
    traveler: mine.traveler,
    iccid: mine.iccid,
    event: mine.event,
    feed: mine.feed,
    code: mine.code.promo_code,
    address: 'gone@example.com',
    mailbox: 'traveler@example.com',
    message: 'msg_00000000000000000000000002',
    request: mine.request,
    logged: mine.logged,
    import: mine.import,
    batch: mine.batch,
  });

  for (const [name, ask] of Object.entries(asks)) {
    it(`${name}: not yours is not there, byte for byte`, async () => {
      const before = await everything();
      const [theirs, none] = [ask(owned()), ask(unknown)];
      const [asked, answered] = await Promise.all([
        hubby.call(...theirs, { key: b }),
        hubby.call(...none, { key: b }),
      ]);
      if (name.startsWith('list') && !['listBookingMessages', 'listBatchCodes'].includes(name)) {
        const { next_cursor, ...lists } = asked.body.data;
        assert.deepEqual([asked.status, next_cursor, Object.values(lists)], [200, null, [[]]]);
        assert.deepEqual(answered.body.data, asked.body.data);
      } else {
        assert.equal(asked.status, 404, asked.text);
        assert.equal(bare(asked, Object.values(owned())), bare(answered, Object.values(unknown)));
      }
      assert.deepEqual(await everything(), before);
    });
  }

  it('covers every partner operation that takes an id', () => {
    const spec = hubby.app.swagger() as Json;
    const withId = Object.entries<Json>(spec.paths)
      .filter(([path]) => !path.startsWith('/api/operator'))
      .flatMap(([path, ops]) =>
        Object.values<Json>(ops)
          .filter(
            (op) =>
              path.includes('{') ||
              JSON.stringify([op.parameters, op.requestBody]).match(
                /external_user_id|iccid|cursor/,
              ),
          )
          .map((op) => op.operationId as string),
      );
    const covered = new Set(Object.keys(asks).map((n) => n.split(',')[0]!));
    // These make things for a user of the caller's own, or name no partner's thing at all.
    const others = new Set([
      'createBooking',
      'createImport',
      'listPrices',
      'previewBooking',
      'getDestination',
      'sandboxMessages',
      'providerCallback',
      'supplierCallback',
      'checkSupplierCallback',
      'listDevices',
      'claimPromoCode',
      'brevoCallback',
      'createAppToken',
      // Ask for another scope; key-scopes.test.ts and erasing.test.ts have others ask.
      'eraseTraveler',
      'revokeOwnKey',
      'changeOwnKey',
      // A visitor's own; webview-*.test.ts and store-requests.test.ts have others ask.
      'getPurchase',
      'requestRefund',
      'endSession',
      'getOwnEsimQrSvg',
      'getOwnInstructions',
      'previewOwnReplacement',
      'replaceOwnEsim',
    ]);
    assert.deepEqual(
      withId
        .filter((id) => !others.has(id) && ![...covered].some((c) => c === id || c.startsWith(id)))
        .sort(),
      [],
    );
  });

  it('makes a traveler of its own for a user id that another partner has', async () => {
    const before = await everything();
    const made = await hubby.call(
      'POST',
      '/api/bookings',
      {
        departure_date: IN_A_YEAR,
        booking_id: 'A-1',
        package_specifications: [
          {
            external_user_id: mine.user,
            destination: 'GR',
            size: '1GB',
            email: 'traveler@example.com',
          },
        ],
      },
      { key: b, headers: { 'idempotency-key': 'a-key' } },
    );
    assert.equal(made.status, 201);
    await hubby.drain();
    const dashboard = (
      await hubby.call(
        'GET',
        `/api/native/user-dashboard?external_user_id=${mine.user}`,
        undefined,
        { key: b },
      )
    ).body.data;
    assert.deepEqual(
      [dashboard.package_queues.length, dashboard.current_esim_packages, dashboard.partner.name],
      [1, [], 'Stranger'],
    );
    assert.notEqual(dashboard.current_esim.iccid, mine.iccid);
    // A's queue is not redeemable by B although both call the user the same.
    const redeemed = await hubby.call(
      'POST',
      '/api/native/redeem-package',
      { external_user_id: mine.user, package_queue_id: mine.queue.id },
      { key: b },
    );
    assert.deepEqual([redeemed.status, redeemed.body.error.type], [404, 'package_queue_not_found']);
    assert.deepEqual(await everything(), before);
    assert.equal(
      (await hubby.call('GET', '/api/bookings', undefined, { key: a })).body.data.bookings.length,
      1,
    );
    assert.equal(
      (await hubby.call('GET', '/api/sandbox/ledger', undefined, { key: b })).body.data.orders
        .length,
      1,
    );
  });

  it('keeps another user of the same partner apart', async () => {
    const other = user();
    await hubby.call(
      'POST',
      '/api/bookings',
      {
        departure_date: IN_A_YEAR,
        package_specifications: [{ external_user_id: other, destination: 'GR', size: '1GB' }],
      },
      { key: a },
    );
    const [foreign, none] = await Promise.all(
      [mine.queue.id, unknown.queue].map((package_queue_id) =>
        hubby.call(
          'POST',
          '/api/native/redeem-package',
          { external_user_id: other, package_queue_id },
          { key: a },
        ),
      ),
    );
    assert.equal(foreign!.status, 404);
    assert.equal(bare(foreign!, [mine.queue.id]), bare(none!, [unknown.queue]));
  });

  it('fails the provider calls of nobody else', async () => {
    await hubby.call('POST', '/api/sandbox/fail', { next: 'out_of_stock', count: 5 }, { key: b });
    const redeemed = await hubby.call(
      'POST',
      '/api/native/redeem-package',
      { external_user_id: mine.user, package_queue_id: mine.queue.id },
      { key: a },
    );
    assert.equal(redeemed.status, 200, redeemed.text);
    await hubby.call('POST', '/api/sandbox/fail', { next: 'out_of_stock', count: 0 }, { key: b });
  });

  it('shows prices to nobody else', async () => {
    const price = async (key: Json): Promise<number> =>
      (await hubby.call('GET', '/api/destinations/GR', undefined, { key })).body.data.bundles.find(
        (x: Json) => x.id === 'pkg_grc_1gb_365d',
      ).b2b_price;
    assert.deepEqual([await price(a), await price(b)], [0.77, 2.3]);
  });
});

/**
 * Tables with a partner_id that are global on purpose: registries without business data, the
 * queue of due work, and members, who are known before any partner is, with what they are told.
 */
const GLOBAL = [
  'api_keys',
  'audit_entries',
  'checkouts',
  'deliveries',
  'dispatches',
  'erasures',
  'hosted_redemptions',
  'iccids',
  'import_work',
  'install_tokens',
  'mail_tokens',
  'member_invitations',
  'member_sessions',
  'memberships',
  'notification_addresses',
  'notification_choices',
  'notification_looks',
  'occasions',
  'outage_notices',
  'partner_clocks',
  'partner_views',
  'promo_code_lookups',
  'provider_orders',
  'redirect_tokens',
  'replacement_work',
  'sso_connections',
  'sso_identities',
  'sso_sign_ins',
  'support_queue',
  'timers',
];

describe('by the schema', () => {
  it('every table with a partner_id has it first in its key and row-level security forced', async () => {
    const tables = await hubby.sql<Json>(`
      select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as locked,
        (select a.attname from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0] where i.indrelid = c.oid and i.indisprimary) as first,
        (select array_agg(pg_get_expr(p.polqual, c.oid) || ' / ' || coalesce(pg_get_expr(p.polwithcheck, c.oid), 'same') || ' / ' || p.polcmd::text || ' / ' || p.polpermissive) from pg_policy p where p.polrelid = c.oid) as policies
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p') and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'partner_id' and not a.attisdropped) order by 1`);
    const owned = tables.filter((t) => !GLOBAL.includes(t.name));
    assert.ok(owned.length >= 10);
    for (const t of owned) {
      assert.deepEqual([t.first, t.locked], ['partner_id', true], t.name);
      assert.deepEqual(
        t.policies,
        [`(partner_id = current_setting('hubby.partner_id'::text, true)) / same / * / true`],
        t.name,
      );
    }
    assert.deepEqual(
      tables.filter((t) => GLOBAL.includes(t.name)).map((t) => t.name),
      GLOBAL,
    );
  });

  it('unique constraints and foreign keys of theirs begin with partner_id too', async () => {
    const constraints = await hubby.sql<Json>(`
      select c.relname || '.' || k.conname as name, k.contype as type, a.attname as first, f.relname as target
      from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1] left join pg_class f on f.oid = k.confrelid
      where n.nspname = 'public' and c.relrowsecurity and k.contype in ('p', 'u', 'f')`);
    assert.ok(constraints.length >= 20);
    for (const k of constraints) assert.equal(k.first, 'partner_id', k.name);
    const indexes = await hubby.sql<Json>(
      `select i.indexrelid::regclass::text as name, a.attname as first from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0] where n.nspname = 'public' and c.relrowsecurity and i.indisunique`,
    );
    for (const i of indexes) assert.equal(i.first, 'partner_id', i.name);
  });

  it('no index of theirs is of a function, which their policy would keep from being used', async () => {
    const expressions = `pg_get_expr(i.indexprs, i.indrelid)`;
    assert.deepEqual(
      await hubby.sql(
        `select i.indexrelid::regclass::text as name, ${expressions} as of
         from pg_index i join pg_class c on c.oid = i.indrelid
         where c.relrowsecurity and ${expressions} ~ '[a-z]\\('`,
      ),
      [],
    );
  });

  it('no function runs with more rights than its caller', async () => {
    assert.deepEqual(
      await hubby.sql(
        `select proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public' and prosecdef`,
      ),
      [],
    );
    assert.deepEqual(
      await hubby.sql(
        `select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('v', 'm')`,
      ),
      [],
    );
  });
});

describe('by the application role', () => {
  const owned = async (): Promise<string[]> =>
    (
      await hubby.sql(
        `select relname as t from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and relrowsecurity`,
      )
    )
      .map((r: Json) => r.t)
      .sort();

  /** All but what the database writes itself. */
  const writtenColumns = async (table: string): Promise<string> =>
    (
      await hubby.sql<{ names: string }>(
        `select string_agg(attname, ', ') as names from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
        [table],
      )
    )[0]!.names;

  it('is neither owner nor free of the locks', async () => {
    const [role] = await asApp.rows<Json>(
      `select current_user as name, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as free from pg_roles where rolname = current_user`,
    );
    assert.deepEqual(role, { name: 'hubby_app', free: false });
    assert.deepEqual(
      await asApp.rows(
        `select tablename from pg_tables where schemaname = 'public' and tableowner = 'hubby_app'`,
      ),
      [],
    );
  });

  it('shows nothing when no partner is named, and nothing of another', async () => {
    const empty: string[] = [];
    for (const t of await owned()) {
      const [{ n }] = (await asApp.rows<Json>(`select count(*)::int as n from ${t}`)) as [Json];
      assert.equal(n, 0, t);
      const [{ total }] = (await hubby.sql(`select count(*)::int as total from ${t}`)) as [Json];
      if (total === 0) empty.push(t);
      for (const id of [a.partner_id, b.partner_id]) {
        const seen = await asApp.partnerTx(id, (tx) =>
          tx.rows<Json>(`select distinct partner_id from ${t}`),
        );
        assert.ok(
          seen.every((r) => r.partner_id === id),
          t,
        );
      }
    }
    assert.deepEqual(empty, [], 'tables without rows would prove nothing');
  });

  it('changes nothing of another, and makes nothing in its name', async () => {
    const before = await everything();
    for (const t of await owned()) {
      const columns = await writtenColumns(t);
      assert.deepEqual(
        await asApp.partnerTx(b.partner_id, (tx) =>
          tx.rows(`update ${t} set partner_id = partner_id where partner_id = $1 returning 1`, [
            a.partner_id,
          ]),
        ),
        [],
        t,
      );
      assert.deepEqual(
        await asApp.partnerTx(b.partner_id, (tx) =>
          tx.rows(`delete from ${t} where partner_id = $1 returning 1`, [a.partner_id]),
        ),
        [],
        t,
      );
      await assert.rejects(
        asApp.partnerTx(a.partner_id, async (tx) => {
          await tx.rows(`create temp table stolen on commit drop as select * from ${t} limit 1`);
          await tx.rows(`select set_config('hubby.partner_id', $1, true)`, [b.partner_id]);
          await tx.rows(`insert into ${t} (${columns}) select ${columns} from stolen`);
        }),
        { code: '42501' },
        t,
      );
      await assert.rejects(
        asApp.rows(
          `insert into ${t} (${columns}) select ${columns} from json_populate_record(null::${t}, json_build_object('partner_id', $1::text))`,
          [a.partner_id],
        ),
        { code: '42501' },
        t,
      );
    }
    assert.deepEqual(await everything(), before);
  });

  it('forgets the partner with the transaction', async () => {
    await asApp.partnerTx(a.partner_id, (tx) => tx.rows('select 1'));
    for (let i = 0; i < 4; i++) assert.deepEqual(await asApp.rows('select id from bookings'), []);
    await assert.rejects(asApp.partnerTx(a.partner_id, (tx) => tx.rows('select 1/0')));
    for (let i = 0; i < 4; i++) assert.deepEqual(await asApp.rows('select id from bookings'), []);
    const quoted = `x'; select set_config('hubby.partner_id', '${a.partner_id}', false); --`;
    assert.deepEqual(await asApp.partnerTx(quoted, (tx) => tx.rows('select id from bookings')), []);
    assert.deepEqual(await asApp.rows('select id from bookings'), []);
  });
});
