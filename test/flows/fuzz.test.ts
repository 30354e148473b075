/**
 * Generated requests over every operation: right ones with something hostile put in somewhere.
 * Never a 5xx but a telco that is out of order, every answer fits its schema (the harness looks),
 * nothing leaks into a message. A failing run prints its seed; FUZZ_SEED and FUZZ_RUNS repeat or
 * lengthen it.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { writeCursor } from '../../src/input/paging.ts';
import {
  firstOfFeed,
  IN_A_YEAR,
  startHubby,
  user,
  type Answer,
  type Hubby,
  type Json,
} from '../harness.ts';
import { encoded, hostile, judgeAnswer, planted, text } from '../support/hostile.ts';
import { openPage, type Page } from '../support/webview.ts';

let hubby: Hubby;
const known: Json = {};
before(async () => {
  hubby = await startHubby();
  known.user = user();
  const made = await hubby.call('POST', '/api/bookings', {
    departure_date: IN_A_YEAR,
    booking_id: 'FUZZ',
    package_specifications: [
      { external_user_id: known.user, destination: 'GR', size: '1GB' },
      { external_user_id: known.user, destination: 'FR', size: '3GB' },
      { destination: 'TR', size: '1GB' },
    ],
  });
  known.booking = made.body.data.id;
  known.queue = made.body.data.package_queues[0].id;
  known.code = made.body.data.promo_codes[0].promo_code;
  known.uuid = made.body.data.promo_codes[0].uuid;
  // Nobody is to be stopped here.
  await hubby.operator('PUT', '/limits', {
    claims_per_address_per_minute: 0,
    claims_per_link_per_minute: 0,
    claims_per_recipient_per_hour: 0,
    wrong_codes_per_user_per_hour: 0,
    wrong_redirect_tokens_per_address_per_minute: 0,
    codes_per_address_per_minute: 0,
    codes_per_session_per_hour: 0,
  });
  await hubby.drain();
  known.iccid = (
    await hubby.call('GET', `/api/native/user-dashboard?external_user_id=${known.user}`)
  ).body.data.current_esim.iccid;
  const feed = await firstOfFeed(hubby);
  [known.event, known.feed] = [feed.events[0].event_id, feed.next_cursor];
  known.partner = (await hubby.newPartner('Fuzzed')).partner_id;
  const key = (await hubby.operator('POST', `/partners/${known.partner}/keys`, {})).body.data;
  known.key = key.api_key;
});
after(() => hubby.close());

const seed = process.env['FUZZ_SEED'] === undefined ? undefined : Number(process.env['FUZZ_SEED']);
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 100);

const ENTRY = {
  external_user_id: 'fuzz',
  destination: 'GR',
  size: '1GB',
  package_type: 'data-limited',
  package_duration: 7,
  esim_type: 'universal',
  email: 'a@example.com',
};
const BOOKING = {
  departure_date: IN_A_YEAR,
  return_date: IN_A_YEAR,
  booking_id: 'FUZZ-1',
  email: 'b@example.com',
  locale: 'es',
  phone: '+31612345678',
  pax: 2,
  data: { a: [1, { b: 'c' }] },
  communication_options: { should_send_message: true, channels: ['EMAIL'] },
  package_specifications: [ENTRY, { ...ENTRY, destination: ['GR', 'FR'] }],
};
const SETTINGS = {
  time_zone: 'Europe/Paris',
  locale: 'fr',
  communication_options: { should_send_message: false, channels: ['EMAIL'] },
  cutoff_days: 3,
  default_departure_time: '08:00',
  app_url: 'https://a.example.com',
  visual_identity: { default: { name: 'X', primary_color: '#000000' } },
};
/** A right body of every operation that takes one. */
const BODIES: Record<string, () => Json> = {
  createBooking: () => BOOKING,
  previewBooking: () => BOOKING,
  updateBooking: () => ({ ...BOOKING, package_specifications: undefined }),
  redeemPackage: () => ({ external_user_id: known.user, package_queue_id: known.queue }),
  topUp: () => ({ external_user_id: known.user, size: '1GB', destination: 'GR' }),
  createInstallLink: () => ({ external_user_id: known.user }),
  sandboxFail: () => ({ next: 'error', count: 0 }),
  createPartner: () => ({ name: 'Fuzz', settings: SETTINGS }),
  updateSettings: () => SETTINGS,
  changeSettings: () => ({ time_zone: 'Asia/Tokyo', webview: { scheme: 'dark' } }),
  uploadLogo: () => ({ image: 'iVBORw0KGgo=' }),
  setPrices: () => ({
    price_list_id: null,
    b2b_modification: 1,
    b2c_modification: -1,
    custom: [{ bundle_id: 'pkg_grc_1gb_365d', b2b_price: 1.5, b2c_price: 2 }],
  }),
  putPriceList: () => ({
    name: 'Fuzz',
    items: [{ bundle_id: 'pkg_grc_1gb_365d', b2b_price: 1.5 }],
  }),
  createKey: () => ({ label: 'x', min_signature_version: 1, expires_at: '2099-01-01T00:00:00Z' }),
  adoptOrder: () => ({ provider_order_id: 'x' }),
  reconcile: () => ({ provider: 'sandbox-one', hours: 1, settled_minutes: 30 }),
  getInstructions: () => ({
    format: 'json',
    external_user_id: known.user,
    device_name: 'Pixel 10',
    device_type: 'phone',
    phone_os: 'Android',
    os_version: '15',
    locale: 'mk-MK',
    symptom: 'no_data',
  }),
  beginCheckout: () => ({
    package_id: 'pkg_grc_1gb_365d',
    return_to: 'store/GRC',
    consent: true,
    currency: 'EUR',
    platform: 'web',
  }),
  requestRefund: () => ({ reason: 'I bought it twice.' }),
  decidePurchase: () => ({ action: 'refund', anyway: true }),
  checkDevice: () => ({ phone_brand: 'Google', phone_model: 'Pixel 10' }),
  createSupportRequest: () => ({
    external_user_id: known.user,
    symptom: 'other',
    subject: 'Help',
    body: 'It does not work',
    locale: 'de',
  }),
  escalateSupportRequest: () => ({ to: 'operator' }),
  importDevices: () => 'brand,model,is_compatible,codes,notes,source\nAcme,One,true,,,\n',
  createOwnKey: () => ({ label: 'two', scopes: ['bookings'] }),
  importCatalog: () => 'bundle_id,destination\npkg_x,GR\n',
  compareCatalog: () => 'bundle_id,destination\npkg_x,GR\n',
  renamePartner: () => ({ name: 'Fuzz renamed' }),
  replaceEsim: () => ({ external_user_id: known.user, reason: 'broken' }),
  importPromoCodes: () => 'code,valid_until,destination,size\nFUZZ-1,2099-01-01,GR,1GB\n',
  claimPromoCode: () => ({ email: 'c@example.com', locale: 'es', proof: 'x' }),
  redeemPromoCode: () => ({
    external_user_id: known.user,
    email: 'd@example.com',
    destination: 'TR',
  }),
  reissuePromoCode: () => ({ reason: 'typo', email: 'e@example.com' }),
  createRedirectToken: () => ({
    external_user_id: known.user,
    email: 'g@example.com',
    to: 'home',
    locale: 'es',
    device: {
      device_name: 'Pixel 10',
      device_type: 'phone',
      phone_os: 'android',
      os_version: '15',
    },
  }),
  revokeSessions: () => ({ external_user_id: known.user }),
  signInByMail: () => ({ mail_token: 'x'.repeat(43), email: 'ada@example.com' }),
  exchangeRedirectToken: () => ({
    redirect_token: 'x'.repeat(43),
    locale: 'es',
    device: { device_name: 'Pixel 10' },
  }),
  replaceOwnEsim: () => ({ iccid: known.iccid, reason: 'broken' }),
  redeemOwnPackage: () => ({ package_queue_id: known.queue }),
  claimOwnGrant: () => ({ queue_id: known.uuid, iso3: 'GR' }),
  redeemOwnPromoCode: () => ({ code: known.code, destination: 'TR' }),
  getOwnInstructions: () => ({ format: 'json', iccid: known.iccid, symptom: 'no_data' }),
  checkOwnDevice: () => ({ phone_brand: 'Google', phone_model: 'Pixel 10', locale: 'es' }),
  createOwnSupportRequest: () => ({ symptom: 'other', subject: 'Help', body: 'It does not work' }),
  createAppToken: () => ({ external_user_id: known.user, email: 'f@example.com', expires_in: 60 }),
  setLimits: () => ({ unknown_codes_per_address_per_minute: 10 }),
  putWebhookSettings: () => ({
    url: null,
    api_key: 'k',
    key_header: 'x-key',
    key_prefix: 'Bearer ',
    enabled: false,
    events: { booking_created: true },
    alert_email: 'a@example.com',
  }),
  testWebhook: () => ({ event: 'booking.created' }),
  replayEvents: () => ({
    from: '2026-01-01T00:00:00Z',
    to: '2027-01-01T00:00:00Z',
    types: ['booking.created'],
    only: 'exhausted',
    dry_run: true,
  }),
  createImport: () =>
    'booking_id,departure_date,external_user_id,destination,size\nF-1,2099-01-01,f,GR,1GB\n',
  previewStrategy: () => ({
    package_strategy: {
      name: 'hybrid',
      iso3_white_list: ['GRC'],
      supported_package_types: ['data-limited'],
      parameters: {
        rules: [
          {
            when: { iso3: 'GRC', region: ['EUROPE'], tier: 1 },
            use: { name: 'budget', parameters: { max_price: 5, currency: 'EUR' } },
          },
        ],
        default: { name: 'fixed_size', parameters: { size: '1GB' } },
      },
    },
  }),
  createCodeBatch: () => ({
    name: 'Fuzz',
    count: 2,
    valid_until: '2099-01-01',
    destination: 'GR',
    size: '1GB',
    package_type: 'data-limited',
    package_duration: 7,
  }),
  importCodeBatch: () => 'code,valid_until,destination,size\nFUZZ-2,2099-01-01,GR,1GB\n',
  putPrices: () => ({ prices: [{ bundle_id: 'pkg_grc_1gb_365d', own_price: 2.5 }] }),
  importPrices: () => 'bundle_id,own_price\npkg_grc_1gb_365d,2.50\n',
  changeOwnKey: () => ({ allowed_ips: ['203.0.113.0/24'] }),
  changeKey: () => ({ allowed_ips: ['203.0.113.0/24'] }),
  mapImport: () => ({ map: { booking_id: 'Reference', size: 'Volume' } }),
  redeliverEvents: () => ({ event_ids: [known.event] }),
  syncCatalog: () => ({ accept_fewer: false }),
  approveCosts: () => ({
    sources: [{ id: 'src_sandbox-two_x', cost: 1.5, currency: 'EUR' }],
  }),
  setRate: () => ({ currency: 'USD', date: '2026-01-31', rate: 0.9231 }),
  importRates: () => 'currency,date,rate\nUSD,2026-01-31,0.92\n',
  putPublishingRule: () => ({
    destinations: ['MT', 'regions'],
    except: ['GLOBAL'],
    types: ['data-limited', 'unlimited'],
    sizes: ['1GB'],
    durations: [30],
    traffic_policy: '1GB/day then 1 Mbps',
    margin: { percent: 5, minimum: 0.5 },
    margin_by_tier: { 4: { percent: 9 } },
    floor: { percent: 1, amount: 0.1 },
    rounding: { net: '9', recommended: '99' },
    recommended: { factor: 2, percentile: 50, market_percent: -5 },
  }),
  publishCatalog: () => ({ digest: 'x' }),
  importMarketPrices: () =>
    'destination,size,duration_in_days,competitor,price,currency\nMT,1GB,30,A,4.50,EUR\n',
  setReplacing: () => ({ pay_twice: false }),
  setRouting: () => ({ name: 'weights', weights: { 'sandbox-one': 3, 'sandbox-two': 1 } }),
  addSupplierAccount: () => ({
    name: 'fuzz',
    kind: 'airalo',
    base_url: 'http://127.0.0.1:9/v2',
    credentials: { client_id: 'x', client_secret: 'y' },
    limits: { per_second: 1, at_once: 2 },
    spend_cap: { amount: 5, currency: 'USD' },
  }),
  trySupplierAccount: () => ({ article: 'none', accept: { amount: 5, currency: 'USD' } }),
  changeSupplierAccount: () => ({ priority: 200, limits: { at_once: 64 } }),
  importSupplierStock: () => 'iccid,profile_type,imsi,plan\n8944123400000000001,A,,\n',
  sandboxAdvanceClock: () => ({ advance: '1s' }),
  sandboxEsimConsume: () => ({ bytes: 10, country: 'GR', package_id: known.queue }),
};
const QUERIES: Record<string, () => Record<string, string>> = {
  listBookings: () => ({
    perPage: '5',
    cursor: Buffer.from(known.booking).toString('base64url'),
    bookingId: 'FUZZ',
    status: 'CONFIRMED',
    from: '2027-01-01',
    to: IN_A_YEAR,
  }),
  getUserDashboard: () => ({ external_user_id: known.user }),
  getEsimQrPng: () => ({ size: '300' }),
  listDestinations: () => ({ locale: 'es', type: 'region' }),
  listOffers: () => ({ iso3: 'GRC', currency: 'EUR', platform: 'web' }),
  getDestination: () => ({ locale: 'es' }),
  listProviderOrders: () => ({ state: 'confirmed', partner_id: known.partner, limit: '3' }),
  cancelBookingByReference: () => ({ departure_date: IN_A_YEAR }),
  listEvents: () => ({ cursor: known.feed, type: 'booking.created', limit: '2' }),
  listWebhookDeliveries: () => ({ event_id: known.event, state: 'pending', limit: '2' }),
  sandboxMessages: () => ({ limit: '2' }),
  listMessages: () => ({ limit: '2', status: 'pending', kind: 'promo_code_claim' }),
  listSuppressions: () => ({ limit: '2' }),
  explainRouting: () => ({ bundle: 'pkg_grc_1gb_365d', esim_type: 'universal' }),
  listSources: () => ({
    account: 'sandbox-one',
    bundle: 'pkg_grc_1gb_365d',
    state: 'fresh',
    limit: '2',
  }),
  listRates: () => ({ currency: 'USD', limit: '2' }),
  listSupplierStranded: () => ({ limit: '2', cursor: writeCursor(`${known.partner} `) }),
  getMargin: () => ({ from: '2026-01-01', to: '2026-02-01', by: 'partner,month' }),
  getMarginCsv: () => ({ from: '2026-01-01', to: '2026-02-01', partner_id: known.partner }),
  getMailReport: () => ({ from: '2026-01-01', to: '2026-02-01' }),
  getSupplyReport: () => ({ from: '2026-01-01', to: '2026-02-01' }),
  getFunnel: () => ({ from: '2026-01-01', to: '2026-02-01' }),
  getFunnelSteps: () => ({ to: '2026-02-01', days: '20' }),
  getDeliveryReport: () => ({ from: '2026-01-01', to: '2026-02-01' }),
  listFunnelPackages: () => ({
    days: '9',
    step: 'taken',
    missing: 'used',
    place: 'GRC',
    limit: '2',
  }),
};
const idOf = (operation: string): string =>
  operation === 'claimPromoCode'
    ? known.uuid
    : operation.endsWith('PromoCode')
      ? known.code
      : operation === 'listBookingMessages'
        ? known.booking
        : operation === 'liftSuppression'
          ? 'gone@example.com'
          : /^(sandboxEsim|getEsim|getOwnEsim|previewOwn|askAboutEsim)/.test(operation)
            ? known.iccid
            : operation === 'redeliverEvent'
              ? known.event
              : operation.endsWith('Booking')
                ? known.booking
                : /Reference/.test(operation)
                  ? 'FUZZ'
                  : /Destination/.test(operation)
                    ? 'GR'
                    : operation === 'revokeKey'
                      ? known.key
                      : /Supplier(Account|Stock|Stranded)$/.test(operation)
                        ? 'sandbox-two'
                        : known.partner;

const statuses = new Map<number, number>();

function judge(answer: Answer, what: string): void {
  statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
  judgeAnswer(answer, what);
  assert.equal(answer.headers['set-cookie'], undefined);
}

type Operation = {
  id: string;
  method: string;
  path: string;
  isOperator: boolean;
  isVisitor: boolean;
};
const operations = (): Operation[] =>
  Object.entries<Json>((hubby.app.swagger() as Json).paths).flatMap(([path, ops]) =>
    Object.entries<Json>(ops).map(([method, op]) => ({
      id: op.operationId,
      method: method.toUpperCase(),
      path,
      isOperator: path.startsWith('/api/operator'),
      isVisitor: op.security?.[0]?.session !== undefined,
    })),
  );

/** Reads everything whatever the input, so one of its answers is as good as many. */
const FEW = new Set([
  'exportCatalog',
  'listDestinations',
  'sandboxLedger',
  'reconcile',
  'sandboxReset',
]);

let page: Page | null = null;
/** One session until it is ended by what is called. */
async function asVisitor(
  method: string,
  target: string,
  body: Json,
  headers: Record<string, string>,
): Promise<Answer> {
  page ??= await openPage(hubby, { external_user_id: known.user });
  const answer = await page.call(method, target.slice('/api/webapp'.length), body, headers);
  if (answer.status === 401) page = null;
  return answer;
}

describe('generated requests', () => {
  it('have a right body for every operation that takes one', () => {
    const taking = Object.entries<Json>((hubby.app.swagger() as Json).paths)
      .flatMap(([, ops]) => Object.values<Json>(ops))
      .filter((op) => op.requestBody !== undefined)
      .map((op) => op.operationId as string);
    assert.deepEqual(
      taking.filter((id) => BODIES[id] === undefined),
      [],
    );
  });

  it('never break anything', { timeout: 600_000 + RUNS * 2_000 }, async () => {
    for (const { id, method, path, isOperator, isVisitor } of operations()) {
      const call = (
        target: string,
        body: Json,
        headers: Record<string, string>,
      ): Promise<Answer> => {
        const sub = target.slice('/api/operator'.length);
        if (isOperator)
          return hubby.operator(
            method,
            sub,
            typeof body === 'object' ||
              id === 'importCatalog' ||
              id === 'compareCatalog' ||
              id === 'importPromoCodes' ||
              id === 'importDevices' ||
              id === 'importRates'
              ? body
              : [body],
          );
        if (isVisitor) return asVisitor(method, target, body, headers);
        if (
          ['createImport', 'importPrices', 'importCodeBatch'].includes(id) &&
          typeof body === 'string'
        )
          return hubby.call(method, target, undefined, {
            headers: { ...headers, 'content-type': 'text/csv' },
            raw: body,
          });
        return hubby.call(method, target, body, { headers });
      };
      const request = fc.record({
        id: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: text }),
        query: fc.oneof(
          fc.constant(null),
          fc.record({ at: fc.nat(8), text }),
          fc.dictionary(
            fc.constantFrom('perPage', 'cursor', 'from', 'locale', 'external_user_id', 'x'),
            text,
            { maxKeys: 3, noNullPrototype: true },
          ),
        ),
        body: fc.oneof(
          {
            weight: 6,
            arbitrary: fc.record({
              path: fc.array(fc.nat(12), { minLength: 1, maxLength: 4 }),
              hostile,
            }),
          },
          { weight: 1, arbitrary: fc.record({ path: fc.constant<number[]>([]), hostile }) },
        ),
        key: fc.option(
          fc.oneof(
            fc.constantFrom('fuzz-1', 'fuzz-2'),
            fc.string({ maxLength: 20 }).map((t) => t.replace(/[^\x20-\x7e]/g, '?').trim()),
          ),
          { nil: undefined, freq: 3 },
        ),
        version: fc.constantFrom(undefined, '1.3', 'x'),
      });
      await fc.assert(
        fc.asyncProperty(request, async (r) => {
          // An empty or dotted segment is a malformed target, and tested as that.
          const target = path.replace(
            /\{\w+\}/,
            r.id === null || /^\.{0,2}$/.test(r.id) ? encoded(idOf(id)) : encoded(r.id),
          );
          const own = QUERIES[id]?.() ?? {};
          const query: Record<string, string> =
            r.query === null
              ? own
              : 'at' in r.query && typeof r.query.at === 'number'
                ? Object.fromEntries(
                    Object.entries(own).map(([k, v], i, all) => [
                      k,
                      i === (r.query as Json).at % all.length ? (r.query as Json).text : v,
                    ]),
                  )
                : { ...own, ...(r.query as Record<string, string>) };
          const search = Object.entries(query)
            .map(([k, v]) => `${k}=${encoded(v)}`)
            .join('&');
          const body =
            BODIES[id] === undefined
              ? undefined
              : planted(BODIES[id](), r.body.path, r.body.hostile);
          const headers = {
            ...(r.key === undefined || r.key === '' ? {} : { 'idempotency-key': r.key }),
            ...(r.version === undefined ? {} : { 'x-api-version': r.version }),
          };
          judge(
            await call(search === '' ? target : `${target}?${search}`, body, headers),
            `${method} ${target}?${search.slice(0, 300)} ${JSON.stringify(body)?.slice(0, 500)}`,
          );
        }),
        {
          numRuns: FEW.has(id) ? Math.ceil(RUNS / 10) : id.endsWith('Booking') ? RUNS * 2 : RUNS,
          ...(seed === undefined ? {} : { seed }),
        },
      );
    }
  });

  it('were not all of one kind', () => {
    const total = [...statuses.values()].reduce((x, y) => x + y, 0);
    assert.ok(total >= 2_500, `${total} requests`);
    assert.ok(
      [200, 201, 400, 404, 422].every((s) => (statuses.get(s) ?? 0) > 0),
      JSON.stringify([...statuses]),
    );
  });

  it('of 100 000 characters in every text field are refused or stored, not choked on', async () => {
    const long = 'x'.repeat(100_000);
    for (const field of [
      'booking_id',
      'email',
      'phone',
      'title',
      'first_name',
      'last_name',
      'full_name',
      'gender',
      'flight_number',
      'departure_location',
      'locale',
      'custom_branding',
      'departure_date',
      'return_date',
    ]) {
      const answer = await hubby.call('POST', '/api/bookings', { ...BOOKING, [field]: long });
      assert.equal(answer.status, 400, field);
      assert.ok(answer.text.length < 3_000, `${field}: ${answer.text.length} characters of answer`);
    }
    for (const field of Object.keys(ENTRY)) {
      const answer = await hubby.call('POST', '/api/bookings', {
        ...BOOKING,
        package_specifications: [{ ...ENTRY, [field]: long }],
      });
      assert.deepEqual(
        [answer.status, answer.body.error.details[0].field],
        [400, `package_specifications.0.${field}`],
      );
    }
  });

  it('leave the database as sound as it was', async () => {
    const orphans =
      await hubby.sql(`select (select count(*)::int from package_queues q left join bookings b on (b.partner_id, b.id) = (q.partner_id, q.booking_id) where b.id is null) as queues,
      (select count(*)::int from booking_keys k join bookings b on (b.partner_id, b.id) = (k.partner_id, k.id) where b.cancelled_at is not null) as keys,
      (select count(*)::int from bookings b where not exists (select 1 from events e where e.partner_id = b.partner_id and e.entity_id = b.id and e.sequence = b.sequence)) as untold,
      (select count(*)::int from bookings b where (select count(*) from events e where e.partner_id = b.partner_id and e.entity_id = b.id) <> b.sequence) as counted`);
    assert.deepEqual(orphans, [{ queues: 0, keys: 0, untold: 0, counted: 0 }]);
    assert.equal((await hubby.call('GET', '/api/destinations/GR')).status, 200);
  });
});
