/** The operator's API: partners, settings, keys, and the catalog as CSV. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { exportCsv } from '../../src/domain/catalog/csv/csv.ts';
import { seedCatalog } from '../../src/domain/catalog/seed.ts';
import { DEFAULT_SCHEDULES } from '../../src/domain/settings/schedules.ts';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const DEFAULTS = {
  time_zone: 'UTC',
  locale: 'en',
  currency: 'EUR',
  communication_options: { should_send_message: false, channels: ['EMAIL'] },
  cutoff_days: 7,
  about_to_depart_hours: 2,
  default_departure_time: '09:00',
  esim_assignment: 'booking',
  esim_on_failover: 'wait',
  promo_code_esim: 'auto',
  promo_code_validity_days: 365,
  visual_identity: {},
  schedules: DEFAULT_SCHEDULES,
  store: { enabled: false },
};
const set = (id: string, change: Json): Promise<Answer> =>
  hubby.operator('PATCH', `/partners/${id}/settings`, change);
const show = async (id: string): Promise<Json> =>
  (await hubby.operator('GET', `/partners/${id}`)).body.data;
const fields = (answer: Answer): string[] => answer.body.error.details.map((d: Json) => d.field);

describe('partners', () => {
  it('are made with a key that works at once, and a slug of their own', async () => {
    const made = await hubby.operator('POST', '/partners', { name: '  Blue Sky Airlines  ' });
    assert.equal(made.status, 201);
    const { partner_id, api_key, api_secret, name, slug } = made.body.data;
    assert.match(partner_id, /^prt_[0-9a-z]{26}$/);
    assert.match(api_key, /^hk_test_[0-9a-z]{30}$/);
    assert.match(api_secret, /^hs_test_[\w-]{43}$/);
    assert.deepEqual([name, slug], ['Blue Sky Airlines', 'blue-sky-airlines']);
    assert.equal(
      (await hubby.call('GET', '/api/destinations/GR', undefined, { key: made.body.data })).status,
      200,
    );
    const slugs = [];
    for (const twin of [
      'Blue Sky Airlines',
      'Blue  Sky_Airlines!',
      'Ünïcode Réisen',
      '日本旅行',
      '--',
      '𝒳'.repeat(50),
    ])
      slugs.push((await hubby.operator('POST', '/partners', { name: twin })).body.data.slug);
    assert.deepEqual(slugs, [
      'blue-sky-airlines-2',
      'blue-sky-airlines-3',
      'unicode-reisen',
      'partner',
      'partner-2',
      'x'.repeat(40),
    ]);
    const many = await Promise.all(
      Array.from({ length: 10 }, () => hubby.operator('POST', '/partners', { name: 'Crowd' })),
    );
    assert.equal(new Set(many.map((a) => a.body.data?.slug)).size, 10);
  });

  it('are shown and listed without any secret', async () => {
    const partner = await hubby.newPartner('Discreet', { locale: 'de' });
    const extra = (
      await hubby.operator('POST', `/partners/${partner.partner_id}/keys`, { label: 'second' })
    ).body.data;
    const shown = await hubby.operator('GET', `/partners/${partner.partner_id}`);
    const { settings, keys, created_at, ...rest } = shown.body.data;
    assert.deepEqual(rest, {
      id: partner.partner_id,
      name: 'Discreet',
      slug: 'discreet',
      price_list_id: null,
      b2b_modification: 0,
      b2c_modification: 0,
      suspended_at: null,
    });
    assert.deepEqual(settings, { ...DEFAULTS, locale: 'de' });
    assert.ok(Math.abs(Date.parse(created_at) - Date.now()) < 60_000);
    assert.deepEqual(
      keys.map((k: Json) => [
        k.api_key,
        k.label,
        k.min_signature_version,
        k.expires_at,
        k.revoked_at,
      ]),
      [
        [partner.api_key, null, 1, null, null],
        [extra.api_key, 'second', 1, null, null],
      ],
    );
    const listed = await hubby.operator('GET', '/partners');
    const updated = await set(partner.partner_id, { locale: 'fr' });
    const [{ sealed }] = (await hubby.sql(
      `select encode(secret_sealed, 'base64') as sealed from api_keys where id = $1`,
      [partner.api_key],
    )) as [Json];
    for (const answer of [shown, listed, updated]) {
      assert.equal(answer.status, 200);
      for (const secret of [
        partner.api_secret,
        extra.api_secret,
        'hs_test_',
        sealed.slice(0, 40),
        'secret',
      ])
        assert.ok(!answer.text.includes(secret), secret);
    }
    assert.deepEqual(listed.body.data.find((p: Json) => p.id === partner.partner_id).settings, {
      locale: 'de',
    });
  });

  it('are refused when they are none', async () => {
    for (const [body, expected] of [
      [{}, ['name']],
      [{ name: '' }, ['name']],
      [{ name: '   ' }, ['name']],
      [{ name: 'x'.repeat(101) }, ['name']],
      [{ name: 7 }, ['name']],
      [{ name: 'x', settings: [] }, ['settings']],
      [{ name: 'x', settings: { nonsense: 1, locale: 'e_e' } }, ['nonsense', 'locale']],
    ] as const) {
      const answer = await hubby.operator('POST', '/partners', body);
      assert.deepEqual([answer.status, fields(answer)], [400, expected], JSON.stringify(body));
    }
    for (const [method, path, body] of [
      ['GET', '/partners/prt_none', undefined],
      ['PATCH', '/partners/prt_none/settings', { locale: 'de' }],
      ['POST', '/partners/prt_none/keys', {}],
    ] as const) {
      const answer = await hubby.operator(method, path, body);
      assert.deepEqual([answer.status, answer.body.error.type], [404, 'partner_not_found'], path);
    }
    assert.deepEqual((await hubby.operator('DELETE', '/keys/hk_test_none')).status, 404);
  });
});

describe('keys', () => {
  it('are made with label and expiry, each with a secret of its own', async () => {
    const partner = await hubby.newPartner();
    const path = `/partners/${partner.partner_id}/keys`;
    const expires_at = '2099-01-01T00:00:00.000Z';
    const made = await hubby.operator('POST', path, { label: 'mobile', expires_at });
    assert.equal(made.status, 201);
    assert.notEqual(made.body.data.api_secret, partner.api_secret);
    const { keys } = await show(partner.partner_id);
    assert.deepEqual(
      keys.slice(1).map((k: Json) => [k.api_key, k.label, k.expires_at]),
      [[made.body.data.api_key, 'mobile', expires_at]],
    );
    for (const [body, field] of [
      [{ expires_at: 'soon' }, 'expires_at'],
      [{ expires_at: '2099-02-30T00:00:00Z' }, 'expires_at'],
      [{ expires_at: '2099-01-01T23:59:60Z' }, 'expires_at'],
      [{ label: '' }, 'label'],
      [{ min_signature_version: 2 }, 'min_signature_version'],
    ] as const) {
      const answer = await hubby.operator('POST', path, body);
      assert.deepEqual([answer.status, fields(answer)], [400, [field]], JSON.stringify(body));
    }
    assert.equal((await show(partner.partner_id)).keys.length, 2);
  });
});

describe('settings', () => {
  it('start with the defaults', async () => {
    const { partner_id } = await hubby.newPartner();
    assert.deepEqual((await show(partner_id)).settings, DEFAULTS);
  });

  it('take what is right', async () => {
    const { partner_id } = await hubby.newPartner();
    const right: Json[] = [
      { time_zone: 'Pacific/Kiritimati' },
      { time_zone: 'America/Argentina/Buenos_Aires' },
      { time_zone: 'Etc/GMT+11' },
      { locale: 'pt-BR' },
      { locale: 'mk' },
      { currency: 'EUR' },
      { communication_options: { should_send_message: true, channels: ['SMS', 'EMAIL'] } },
      { cutoff_days: 1 },
      { cutoff_days: 365 },
      { about_to_depart_hours: 72 },
      { default_departure_time: '00:00' },
      { default_departure_time: '23:59' },
      { esim_assignment: 'redemption' },
      { promo_code_esim: 'classic' },
      { promo_code_validity_days: 3_650 },
      { app_url: 'https://app.example.com/x' },
      { visual_identity: { default: { name: 'Blue', primary_color: '#00fFaa' }, winter_2: {} } },
    ];
    const expected: Json = { ...DEFAULTS };
    for (const change of right) {
      const answer = await set(partner_id, change);
      assert.equal(answer.status, 200, answer.text);
      Object.assign(expected, change);
      assert.deepEqual(answer.body.data, { id: partner_id, settings: expected });
    }
    assert.deepEqual((await show(partner_id)).settings, expected);
  });

  it('refuse what is wrong by name, and change nothing', async () => {
    const { partner_id } = await hubby.newPartner();
    const wrong: [Json, string[]][] = [
      [{ time_zone: 'Mars/Olympus' }, ['time_zone']],
      [{ time_zone: '+02:00' }, ['time_zone']],
      [{ time_zone: 'IST' }, ['time_zone']],
      [{ time_zone: 7 }, ['time_zone']],
      [{ time_zone: '' }, ['time_zone']],
      [{ time_zone: '2027-01-01T00:00+01:00[Europe/Paris]' }, ['time_zone']],
      [{ locale: 'e_s' }, ['locale']],
      [{ currency: 'USD' }, ['currency']],
      [{ currency: 'eur' }, ['currency']],
      [
        { communication_options: { should_send_message: true } },
        ['communication_options.channels'],
      ],
      [
        { communication_options: { should_send_message: true, channels: [] } },
        ['communication_options.channels'],
      ],
      [
        { communication_options: { should_send_message: 'yes', channels: ['PIGEON'] } },
        ['communication_options.should_send_message', 'communication_options.channels.0'],
      ],
      [{ cutoff_days: 0 }, ['cutoff_days']],
      [{ cutoff_days: 7.5 }, ['cutoff_days']],
      [{ cutoff_days: '7' }, ['cutoff_days']],
      [{ about_to_depart_hours: 73 }, ['about_to_depart_hours']],
      [{ default_departure_time: '24:00' }, ['default_departure_time']],
      [{ default_departure_time: '9:00' }, ['default_departure_time']],
      [{ esim_assignment: 'never' }, ['esim_assignment']],
      [{ promo_code_esim: 'universal' }, ['promo_code_esim']],
      [{ promo_code_validity_days: 0 }, ['promo_code_validity_days']],
      [{ app_url: 'ftp://x' }, ['app_url']],
      [{ app_url: 'javascript:alert(1)' }, ['app_url']],
      [{ app_url: 'https://' }, ['app_url']],
      [
        { visual_identity: { default: { primary_color: 'red' } } },
        ['visual_identity.default.primary_color'],
      ],
      [{ visual_identity: [] }, ['visual_identity']],
    ];
    for (const [change, expected] of wrong) {
      const answer = await set(partner_id, change);
      assert.deepEqual(
        [answer.status, answer.body?.error?.type, fields(answer)],
        [400, 'invalid_request', expected],
        JSON.stringify(change),
      );
      assert.equal(new Set(fields(answer)).size, fields(answer).length);
    }
    for (const unknown of ['nonsense', 'toString', 'constructor', 'timezone', ''])
      assert.deepEqual(
        [
          (await set(partner_id, { [unknown]: 1 })).status,
          (await set(partner_id, { [unknown]: null })).status,
        ],
        [400, 400],
        unknown,
      );
    const mixed = await set(partner_id, {
      locale: 'de',
      cutoff_days: 0,
      nonsense: 1,
      time_zone: 'Nowhere',
    });
    assert.deepEqual(fields(mixed), ['cutoff_days', 'nonsense', 'time_zone']);
    assert.deepEqual((await show(partner_id)).settings, DEFAULTS);
  });

  it('replace each named key whole and leave the others; null goes back', async () => {
    const { partner_id } = await hubby.newPartner();
    await set(partner_id, {
      visual_identity: { default: { name: 'One' }, winter: { name: 'Two' } },
      cutoff_days: 3,
      locale: 'es',
    });
    await set(partner_id, { visual_identity: { summer: {} } });
    assert.deepEqual((await show(partner_id)).settings, {
      ...DEFAULTS,
      visual_identity: { summer: {} },
      cutoff_days: 3,
      locale: 'es',
    });
    const reset = await set(partner_id, {
      visual_identity: null,
      cutoff_days: null,
      time_zone: null,
      locale: 'fr',
      app_url: null,
    });
    assert.deepEqual(reset.body.data.settings, { ...DEFAULTS, locale: 'fr' });
    assert.deepEqual(
      (await hubby.sql('select settings from partners where id = $1', [partner_id]))[0]!.settings,
      { locale: 'fr' },
    );
    assert.deepEqual((await set(partner_id, {})).body.data.settings, { ...DEFAULTS, locale: 'fr' });
  });

  it('are not lost by changes at the same time', async () => {
    const { partner_id } = await hubby.newPartner();
    await Promise.all(
      [
        { cutoff_days: 9 },
        { locale: 'it' },
        { about_to_depart_hours: 5 },
        { time_zone: 'Asia/Tokyo' },
        { default_departure_time: '07:15' },
      ].map((change) => set(partner_id, change)),
    );
    assert.deepEqual((await show(partner_id)).settings, {
      ...DEFAULTS,
      cutoff_days: 9,
      locale: 'it',
      about_to_depart_hours: 5,
      time_zone: 'Asia/Tokyo',
      default_departure_time: '07:15',
    });
  });

  it('are in force for the next request', async () => {
    const partner = await hubby.newPartner();
    const external_user_id = user();
    const book = async (): Promise<Json> =>
      (
        await hubby.call(
          'POST',
          '/api/bookings',
          {
            departure_date: IN_A_YEAR,
            package_specifications: [{ external_user_id, destination: 'DE', size: '1GB' }],
          },
          { key: partner },
        )
      ).body.data;
    assert.equal((await book()).package_queues[0].destination, 'Germany');
    await set(partner.partner_id, {
      locale: 'fr',
      time_zone: 'America/New_York',
      default_departure_time: '10:00',
    });
    const later = await book();
    assert.equal(later.package_queues[0].destination, 'Allemagne');
    const [row] = await hubby.sql('select departure_at from bookings where id = $1', [later.id]);
    assert.match(row!.departure_at.toISOString(), /T1[45]:00:00\.000Z$/);
  });

  it('decide when the eSIM comes to be', async () => {
    for (const [esim_assignment, expected] of [
      ['booking', true],
      ['redemption', false],
    ] as const) {
      const partner = await hubby.newPartner('Assigner', { esim_assignment });
      const external_user_id = user();
      const made = (
        await hubby.call(
          'POST',
          '/api/bookings',
          {
            departure_date: IN_A_YEAR,
            package_specifications: [{ external_user_id, destination: 'DE', size: '1GB' }],
          },
          { key: partner },
        )
      ).body.data;
      await hubby.drain();
      const dashboard = async (): Promise<Json> =>
        (
          await hubby.call(
            'GET',
            `/api/native/user-dashboard?external_user_id=${external_user_id}`,
            undefined,
            { key: partner },
          )
        ).body.data;
      assert.equal((await dashboard()).user.has_universal_esim, expected, esim_assignment);
      assert.equal(
        (
          await hubby.call(
            'POST',
            '/api/native/redeem-package',
            { external_user_id, package_queue_id: made.package_queues[0].id },
            { key: partner },
          )
        ).status,
        200,
      );
      assert.equal((await dashboard()).user.has_universal_esim, true);
    }
  });
});

describe('the catalog', () => {
  const importCsv = (csv: string): Promise<Answer> =>
    hubby.operator('POST', '/catalog/import', csv);
  const exported = async (): Promise<string> =>
    (await hubby.operator('GET', '/catalog/export')).body.data.csv;

  it('goes out and comes back as it was', async () => {
    const first = await exported();
    assert.equal(
      first,
      exportCsv({
        destinations: [...hubby.ctx.catalog.current().destinations],
        bundles: [...hubby.ctx.catalog.current().bundles],
      }),
    );
    const sources = seedCatalog().bundles.flatMap((b) => b.sources);
    assert.equal(first.trim().split('\n').length, sources.length + 1);
    const before = (await hubby.call('GET', '/api/destinations/EU')).body.data;
    const { version, hash } = hubby.ctx.catalog.current();
    const back = await importCsv(first);
    assert.deepEqual(
      [back.status, back.body.data],
      [200, { version: version + 1, destinations: 268, bundles: seedCatalog().bundles.length }],
    );
    assert.equal(await exported(), first);
    assert.equal(hubby.ctx.catalog.current().hash, hash);
    assert.deepEqual((await hubby.call('GET', '/api/destinations/EU')).body.data, before);
  });

  it('is in force at once, and old bookings keep what they have', async () => {
    const request = {
      departure_date: IN_A_YEAR,
      booking_id: 'OLD-CATALOG',
      package_specifications: [{ external_user_id: user(), destination: 'GR', size: '1GB' }],
    };
    const made = (await hubby.call('POST', '/api/bookings', request)).body.data;
    const original = await exported();
    const [head, ...lines] = original.trim().split('\n') as [string, ...string[]];
    const one = lines.find((l) => l.startsWith('pkg_grc_1gb_365d,'))!;
    const alps = one
      .replace('pkg_grc_1gb_365d', 'pkg_alps')
      .replace(',GR,', ',ALPS,')
      .replace('s1-grc-1gb-365d', 'alps')
      .replace(',GRC,', ',AUT CHE DEU,')
      .replace(',365,1,,,', ',365,1,Alpine countries,AUT CHE DEU,');
    const imported = await importCsv(
      [head, alps, ...lines.filter((l) => !l.includes('pkg_grc_'))].join('\n'),
    );
    assert.equal(imported.status, 200, imported.text.slice(0, 600));
    const greece = (await hubby.call('GET', '/api/destinations/GR')).body.data;
    assert.deepEqual([greece.is_active, greece.bundles, greece.from_price], [false, [], null]);
    assert.equal(
      (await hubby.call('GET', '/api/destinations/alps')).body.data.name,
      'Alpine countries',
    );
    const booked = await hubby.call('POST', '/api/bookings', {
      departure_date: IN_A_YEAR,
      package_specifications: [
        { external_user_id: user(), destination: 'alpine COUNTRIES', size: '1GB' },
      ],
    });
    assert.deepEqual(
      [booked.status, booked.body.data?.package_specifications[0].package_id],
      [201, 'pkg_alps'],
      booked.text,
    );
    const refused = await hubby.call('POST', '/api/bookings', {
      ...request,
      booking_id: 'NEW-CATALOG',
    });
    assert.equal(refused.status, 400);
    assert.deepEqual((await hubby.call('GET', `/api/bookings/${made.id}`)).body.data, made);
    assert.deepEqual((await hubby.call('POST', '/api/bookings', request)).body.data, made);
    const redeemed = await hubby.call('POST', '/api/native/redeem-package', {
      external_user_id: request.package_specifications[0]!.external_user_id,
      package_queue_id: made.package_queues[0].id,
    });
    assert.equal(redeemed.status, 200, redeemed.text);
    assert.equal((await importCsv(original)).status, 200);
  });

  it('is refused whole when a row is broken, with every row named', async () => {
    const before = await exported();
    const { version } = hubby.ctx.catalog.current();
    const lines = before.trim().split('\n');
    lines[1] = lines[1]!.replace(/^[^,]+/, 'not an id');
    lines[3] = lines[3]!.replace(',data-limited,', ',data-unlimited,');
    lines[4] = lines[4]!.replace(',EUR,', ',DEM,');
    const answer = await importCsv(lines.join('\n'));
    assert.deepEqual([answer.status, answer.body.error.type], [400, 'invalid_catalog']);
    assert.deepEqual(fields(answer), ['row 2, bundle_id', 'row 4, type', 'row 5, currency']);
    for (const broken of [
      '',
      'a,b,c\n1,2,3',
      before.replace('bundle_id,', 'bundle_idd,'),
      before.slice(0, before.indexOf('\n')),
      `${before}pkg_x,GR\n`,
      '"unclosed',
      before.replace('GR', 'G\u0000R'),
      before.replace('1 GB', '\ud800'),
      '\u0000',
    ]) {
      const refused = await importCsv(broken);
      assert.deepEqual([refused.status, refused.body.error.code], [400, 400], broken.slice(0, 30));
    }
    assert.equal(await exported(), before);
    const [row] = await hubby.sql(`select value from shared_values where key = 'catalog_version'`);
    assert.equal(Number(row!.value), version);
  });

  it('lets imports at once follow one another', async () => {
    const csv = await exported();
    const answers = await Promise.all([1, 2, 3].map(() => importCsv(csv)));
    assert.deepEqual(
      answers.map((a) => a.status),
      [200, 200, 200],
    );
    assert.equal(new Set(answers.map((a) => a.body.data.version)).size, 3);
    assert.equal(await exported(), csv);
  });
});

describe('the rest of the operator’s endpoints', () => {
  it('answer for what is not there', async () => {
    assert.deepEqual(
      (await hubby.operator('POST', '/orders/ord_none/adopt', {})).body.error.type,
      'order_not_found',
    );
    assert.deepEqual(
      (await hubby.operator('POST', '/orders/ord_none/retry')).body.error.type,
      'order_not_found',
    );
    const reconcile = await hubby.operator('POST', '/reconcile', { provider: 'none' });
    assert.deepEqual([reconcile.status, fields(reconcile)], [400, ['provider']]);
    assert.deepEqual((await hubby.operator('GET', '/orders?state=needs_review')).body.data, []);
    assert.deepEqual(fields(await hubby.operator('GET', '/orders?limit=0&state=lost')), [
      'state',
      'limit',
    ]);
  });
});
