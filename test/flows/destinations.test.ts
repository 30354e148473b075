/** The catalog as partners see it: places, names, ETags, and their own prices. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { seedCatalog } from '../../src/domain/catalog/seed.ts';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const list = async (query = '', options = {}): Promise<Json[]> =>
  (await hubby.call('GET', `/api/destinations${query}`, undefined, options)).body.data;
const one = (id: string, options = {}): Promise<Answer> =>
  hubby.call('GET', `/api/destinations/${id}`, undefined, options);
const setPrices = (partner: { partner_id: string }, change: Json): Promise<Answer> =>
  hubby.operator('PUT', `/partners/${partner.partner_id}/prices`, change);
const language = (a: Answer): unknown => a.headers['content-language'];

describe('the list', () => {
  it('is the same when it is asked for again, with warnings too', async () => {
    const text = async (path: string): Promise<string> => (await hubby.call('GET', path)).text;
    for (const path of ['/api/destinations?type=region', '/api/destinations/GR']) {
      const first = await text(path);
      assert.deepEqual(Object.keys(JSON.parse(first)), ['success', 'data']);
      assert.equal(await text(path), first);
      const unknown = await text(`${path}${path.includes('?') ? '&' : '?'}typ=country`);
      const { warnings, ...rest } = JSON.parse(unknown) as Json;
      assert.deepEqual(rest, JSON.parse(first));
      assert.equal(warnings.length, 1);
    }
  });

  it('has every country and region, in the shipped order, active or not', async () => {
    const shipped = seedCatalog().destinations;
    const all = await list();
    assert.deepEqual(all.map((d) => d.id).sort(), shipped.map((d) => d.id).sort());
    assert.deepEqual(
      [
        all.length,
        all.filter((d) => d.type === 'region').length,
        all.filter((d) => !d.is_active).length,
      ],
      [268, 18, 20],
    );
    const byId = new Map(all.map((d) => [d.id, d]));
    assert.deepEqual(byId.get('KP'), {
      id: 'KP',
      name: 'North Korea',
      i18n_name: 'North Korea',
      type: 'country',
      iso2: 'KP',
      iso3: 'PRK',
      iso3s: ['PRK'],
      tier: 4,
      is_active: false,
      from_price: null,
      currency: 'EUR',
    });
    assert.deepEqual(byId.get('BALTICS'), {
      id: 'BALTICS',
      name: 'Baltics',
      i18n_name: 'Baltics',
      type: 'region',
      iso2: null,
      iso3: 'BALTICS',
      iso3s: ['EST', 'LTU', 'LVA'],
      tier: 1,
      is_active: true,
      from_price: byId.get('BALTICS').from_price,
      currency: 'EUR',
    });
    for (const d of all) assert.equal(d.from_price === null, !d.is_active, d.id);
  });

  it('is filtered by type', async () => {
    assert.deepEqual(
      [
        new Set((await list('?type=region')).map((d) => d.type)),
        (await list('?type=region')).length,
      ],
      [new Set(['region']), 18],
    );
    assert.deepEqual(
      [
        new Set((await list('?type=country')).map((d) => d.type)),
        (await list('?type=country')).length,
      ],
      [new Set(['country']), 250],
    );
    const wrong = await hubby.call('GET', '/api/destinations?type=continent');
    assert.deepEqual(
      [wrong.status, wrong.body.error.details.map((d: Json) => d.field)],
      [400, ['type']],
    );
  });

  it('has names in the language asked for, says which, and falls back', async () => {
    const names: [string, string, string, string, string][] = [
      ['es', 'es-ES', 'Grecia', 'Alemania', 'Europa'],
      ['es-MX', 'es-ES', 'Grecia', 'Alemania', 'Europa'],
      ['de-AT', 'de-AT', 'Griechenland', 'Deutschland', 'Europa'],
      ['fr-CA', 'fr-CA', 'Grèce', 'Allemagne', 'Europe'],
      ['MK-mk', 'mk-MK', 'Грција', 'Германија', 'Европа'],
      ['zh-Hans-CN', 'zh-CN', '希腊', '德国', '欧洲'],
      ['nb', 'no-NO', 'Hellas', 'Tyskland', 'Europa'],
      ['ja', 'ja-JP', 'ギリシャ', 'ドイツ', 'ヨーロッパ'],
      ['ar-EG', 'ar', 'اليونان', 'ألمانيا', 'أوروبا'],
      ['ka', 'en', 'Greece', 'Germany', 'Europe'],
      ['xx-YY', 'en', 'Greece', 'Germany', 'Europe'],
      ['en-GB', 'en-GB', 'Greece', 'Germany', 'Europe'],
    ];
    for (const [asked, said, greece, germany, europe] of names) {
      const answer = await hubby.call('GET', `/api/destinations?locale=${asked}`);
      const of = (id: string): string => answer.body.data.find((d: Json) => d.id === id).i18n_name;
      assert.deepEqual(
        [language(answer), of('GR'), of('DE'), of('EUROPE')],
        [said, greece, germany, europe],
        asked,
      );
      assert.equal(answer.body.data.find((d: Json) => d.id === 'DE').name, 'Germany');
    }
    const dutch = await hubby.newPartner('Dutch', { locale: 'nl' });
    const fallback = await one('DE?locale=ka', { key: dutch });
    assert.deepEqual(
      [language(fallback), fallback.body.data.i18n_name],
      ['nl-NL', 'Duitsland'],
      'first to the language of the partner',
    );
    assert.equal(language(await one('DE', { key: dutch })), 'nl-NL');
    for (const wrong of ['en--US', 'x', '%20', '-', 'de-', 'a'.repeat(30)]) {
      const answer = await hubby.call('GET', `/api/destinations?locale=${wrong}`);
      assert.deepEqual(
        [answer.status, answer.body.error?.details.map((d: Json) => d.field)],
        [400, ['locale']],
        wrong,
      );
    }
  });
});

describe('one destination', () => {
  it('is found by alpha-2, alpha-3 and region id in any case, by nothing else', async () => {
    for (const id of ['GR', 'gr', 'GRC', 'grC'])
      assert.equal((await one(id)).body.data.id, 'GR', id);
    for (const id of ['NORTH-AMERICA', 'north-america'])
      assert.equal((await one(id)).body.data.id, 'NORTH-AMERICA', id);
    assert.deepEqual(
      [(await one('EU')).body.data.name, (await one('EUROPE')).body.data.name],
      ['European Union', 'Europe'],
    );
    for (const id of [
      'Greece',
      'XX',
      'G',
      'GREEK',
      '%C3%9F',
      '__proto__',
      'constructor',
      '%CE%95',
      'GR%20',
      'x'.repeat(64),
    ]) {
      const answer = await one(id);
      assert.deepEqual(
        [answer.status, answer.body.error?.type],
        [404, 'destination_not_found'],
        id,
      );
    }
  });

  it('lists its own active bundles with coverage, types and prices', async () => {
    const seed = seedCatalog();
    for (const id of ['GR', 'EU', 'GL', 'KP']) {
      const { data } = (await one(id)).body;
      const own = seed.bundles.filter((b) => b.destination === id);
      assert.deepEqual(data.bundles.map((b: Json) => b.id).sort(), own.map((b) => b.id).sort(), id);
      for (const b of data.bundles) {
        const stored = own.find((x) => x.id === b.id)!;
        assert.deepEqual(
          [
            b.size_in_bytes,
            b.duration_in_days,
            b.coverage,
            b.esim_types,
            b.unlimited,
            b.traffic_policy,
            b.throttling,
            b.b2b_price,
            b.b2c_price,
            b.currency,
          ],
          [
            stored.bytes,
            stored.duration_days,
            stored.coverage,
            [...new Set(stored.sources.flatMap((s) => s.esim_types))],
            stored.bytes === null,
            stored.traffic_policy,
            stored.throttling,
            stored.b2b_price / 100,
            stored.b2c_price / 100,
            'EUR',
          ],
        );
      }
      assert.equal(
        data.from_price,
        own.length === 0 ? null : Math.min(...own.map((b) => b.b2b_price)) / 100,
      );
    }
  });
});

describe('the ETag', () => {
  const tag = async (path: string, options = {}): Promise<string> =>
    String((await hubby.call('GET', path, undefined, options)).headers.etag);
  const known = (path: string, etag: string, options: Json = {}): Promise<Answer> =>
    hubby.call('GET', path, undefined, { ...options, headers: { 'if-none-match': etag } });

  it('is strong, and spares the answer', async () => {
    for (const path of [
      '/api/destinations',
      '/api/destinations/GR',
      '/api/destinations?type=region&locale=es',
    ]) {
      const etag = await tag(path);
      assert.match(etag, /^"[\w-]{20,}"$/);
      assert.equal(await tag(path), etag);
      for (const header of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
        const answer = await known(path, header);
        assert.deepEqual(
          [answer.status, answer.text, answer.headers.etag],
          [304, '', etag],
          `${path} ${header}`,
        );
      }
      for (const header of ['"other"', etag.slice(1, -1), '""', 'W/"x"'])
        assert.equal((await known(path, header)).status, 200, `${path} ${header}`);
    }
  });

  it('is another for another place, language, filter and partner', async () => {
    const other = await hubby.newPartner();
    const tags = [
      await tag('/api/destinations'),
      await tag('/api/destinations?type=region'),
      await tag('/api/destinations?type=country'),
      await tag('/api/destinations?locale=es'),
      await tag('/api/destinations/GR'),
      await tag('/api/destinations/DE'),
      await tag('/api/destinations/GR?locale=de'),
      await tag('/api/destinations/GR', { key: other }),
    ];
    assert.equal(new Set(tags).size, tags.length);
    assert.equal(await tag('/api/destinations/grc'), await tag('/api/destinations/GR'));
  });

  it('changes with prices, and with the catalog', async () => {
    const partner = await hubby.newPartner();
    const path = '/api/destinations/GR';
    const seen = [await tag(path, { key: partner })];
    const changed = async (why: string): Promise<void> => {
      const now = await tag(path, { key: partner });
      assert.ok(!seen.includes(now), why);
      assert.equal((await known(path, seen.at(-1)!, { key: partner })).status, 200, why);
      seen.push(now);
    };
    await setPrices(partner, { b2b_modification: 10 });
    await changed('a modification');
    await setPrices(partner, { custom: [{ bundle_id: 'pkg_grc_1gb_365d', b2b_price: 1.11 }] });
    await changed('a custom price');
    const priceList = (
      await hubby.operator('PUT', '/price-lists', {
        name: 'Tags',
        items: [{ bundle_id: 'pkg_grc_1gb_365d', b2c_price: 9 }],
      })
    ).body.data;
    await setPrices(partner, { price_list_id: priceList.id });
    await changed('a price list');
    await hubby.operator('PUT', '/price-lists', {
      name: 'Tags',
      items: [{ bundle_id: 'pkg_grc_1gb_365d', b2c_price: 8 }],
    });
    await changed('another content of the list');
    await hubby.sql(`update bundles set label = 'Renamed' where id = 'pkg_grc_1gb_7d'`);
    await hubby.sql(
      `update shared_values set value = (value::int + 1)::text where key = 'catalog_version'`,
    );
    await hubby.ctx.catalog.refresh();
    await changed('a catalog');
    await hubby.sql(
      `update shared_values set value = (value::int + 1)::text where key = 'catalog_version'`,
    );
    await hubby.ctx.catalog.refresh();
    assert.equal(
      await tag(path, { key: partner }),
      seen.at(-1),
      'the same catalog imported again is the same',
    );
  });
});

describe('prices', () => {
  const A = 'pkg_grc_1gb_365d'; // 2.30 / 3.70
  const B = 'pkg_grc_3gb_365d'; // 5.45 / 8.80
  const C = 'pkg_grc_5gb_365d'; // 8.10 / 13.10
  const shown = async (key: Json): Promise<Json> =>
    Object.fromEntries(
      (await one('GR', { key })).body.data.bundles.map((b: Json) => [
        b.id,
        [b.b2b_price, b.b2c_price],
      ]),
    );
  const prices = async (key: Json): Promise<Json> => {
    const all = await shown(key);
    return [all[A], all[B], all[C]];
  };

  it('are the list’s without anything else', async () => {
    const partner = await hubby.newPartner();
    assert.deepEqual(await prices(partner), [
      [2.3, 3.7],
      [5.45, 8.8],
      [8.1, 13.1],
    ]);
  });

  it('go custom > price list > modification, net and recommended each by itself', async () => {
    const partner = await hubby.newPartner();
    assert.equal(
      (await setPrices(partner, { b2b_modification: -10, b2c_modification: 12.5 })).status,
      200,
    );
    // 5.45 − 10 % = 4.905, to the cent half up; 13.10 + 12.5 % = 14.7375.
    assert.deepEqual(await prices(partner), [
      [2.07, 4.16],
      [4.91, 9.9],
      [7.29, 14.74],
    ]);
    const priceList = (
      await hubby.operator('PUT', '/price-lists', {
        name: 'Friends',
        items: [
          { bundle_id: A, b2b_price: 2 },
          { bundle_id: B, b2b_price: 5, b2c_price: 7 },
        ],
      })
    ).body.data;
    assert.equal(priceList.items, 2);
    await setPrices(partner, { price_list_id: priceList.id });
    assert.deepEqual(await prices(partner), [
      [2, 4.16],
      [5, 7],
      [7.29, 14.74],
    ]);
    await setPrices(partner, {
      custom: [
        { bundle_id: A, b2c_price: 3.33 },
        { bundle_id: B, b2b_price: 4.44 },
      ],
    });
    assert.deepEqual(await prices(partner), [
      [2, 3.33],
      [4.44, 7],
      [7.29, 14.74],
    ]);
    await setPrices(partner, { custom: [{ bundle_id: C, b2b_price: 0, b2c_price: 0 }] });
    assert.deepEqual(
      await prices(partner),
      [
        [2, 4.16],
        [5, 7],
        [0, 0],
      ],
      'custom prices are replaced whole; nothing is a price too',
    );
    await setPrices(partner, { price_list_id: null, b2b_modification: 0, custom: [] });
    assert.deepEqual(await prices(partner), [
      [2.3, 4.16],
      [5.45, 9.9],
      [8.1, 14.74],
    ]);
    assert.deepEqual(
      await prices(await hubby.newPartner()),
      [
        [2.3, 3.7],
        [5.45, 8.8],
        [8.1, 13.1],
      ],
      'nobody else is touched',
    );
  });

  it('are the from_price too', async () => {
    const partner = await hubby.newPartner();
    await setPrices(partner, { custom: [{ bundle_id: A, b2b_price: 0.12 }] });
    assert.equal((await one('GR', { key: partner })).body.data.from_price, 0.12);
    assert.equal((await list('', { key: partner })).find((d) => d.id === 'GR').from_price, 0.12);
  });

  it('are frozen on the booking line', async () => {
    const partner = await hubby.newPartner();
    const book = async (): Promise<Json> => {
      const answer = await hubby.call(
        'POST',
        '/api/bookings',
        {
          departure_date: IN_A_YEAR,
          package_specifications: [
            { external_user_id: user(), destination: 'GR', size: '1GB' },
            { external_user_id: user(), package_id: C },
          ],
        },
        { key: partner },
      );
      return (
        await hubby.sql(
          'select b2b_price, b2c_price, currency from package_queues where booking_id = $1 order by position',
          [answer.body.data.id],
        )
      ).map((r: Json) => [r.b2b_price, r.b2c_price, r.currency]);
    };
    await setPrices(partner, {
      b2b_modification: -10,
      custom: [{ bundle_id: A, b2b_price: 1.99 }],
    });
    assert.deepEqual(await book(), [
      [199, 370, 'EUR'],
      [729, 1310, 'EUR'],
    ]);
    await setPrices(partner, { b2b_modification: 0, custom: [] });
    assert.deepEqual(await book(), [
      [230, 370, 'EUR'],
      [810, 1310, 'EUR'],
    ]);
    const stored = await hubby.sql(
      'select distinct b2b_price from package_queues where partner_id = $1 order by 1',
      [partner.partner_id],
    );
    assert.deepEqual(
      stored.map((r: Json) => r.b2b_price),
      [199, 230, 729, 810],
    );
  });

  it('may be any number of cents', async () => {
    const partner = await hubby.newPartner();
    for (const b2b_price of [
      0.29, 1.1, 2.55, 4.35, 8.2, 16.4, 19.99, 64.1, 1_000_000, 999_999.99,
    ]) {
      const answer = await setPrices(partner, { custom: [{ bundle_id: A, b2b_price }] });
      assert.equal(answer.status, 200, `${b2b_price}: ${answer.text}`);
      assert.equal((await shown(partner))[A][0], b2b_price);
    }
    for (const b2b_price of [-0.01, 1_000_000.01, 0.001, 1.005, '2.50', null])
      assert.equal(
        (await setPrices(partner, { custom: [{ bundle_id: A, b2b_price }] })).status,
        400,
        String(b2b_price),
      );
  });

  it('of the dearest bundle with the largest surcharge still can be booked', async () => {
    await hubby.sql(
      `update bundles set b2b_price = 999999998, b2c_price = 999999999 where id = 'pkg_grc_20gb_365d'`,
    );
    await hubby.sql(
      `update shared_values set value = (value::int + 1)::text where key = 'catalog_version'`,
    );
    await hubby.ctx.catalog.refresh();
    const partner = await hubby.newPartner();
    await setPrices(partner, { b2b_modification: 1_000, b2c_modification: 1_000 });
    const answer = await hubby.call(
      'POST',
      '/api/bookings',
      {
        departure_date: IN_A_YEAR,
        package_specifications: [{ external_user_id: user(), destination: 'GR', size: '20GB' }],
      },
      { key: partner },
    );
    assert.equal(answer.status, 201, answer.text);
  });

  it('are refused with names of what is wrong, and then nothing is changed', async () => {
    const partner = await hubby.newPartner();
    await setPrices(partner, { custom: [{ bundle_id: A, b2b_price: 1 }] });
    const wrong: [Json, string[]][] = [
      [{ custom: [{ bundle_id: 'pkg_none', b2b_price: 1 }] }, ['custom.0.bundle_id']],
      [
        {
          custom: [
            { bundle_id: A, b2b_price: 1 },
            { bundle_id: A, b2c_price: 2 },
          ],
        },
        ['custom.1.bundle_id'],
      ],
      [{ custom: [{ bundle_id: A }] }, ['custom.0']],
      [{ price_list_id: 'prl_none', b2b_modification: 50 }, ['price_list_id']],
      [{ b2b_modification: -101 }, ['b2b_modification']],
      [{ custom: {} }, ['custom']],
    ];
    for (const [change, expected] of wrong) {
      const answer = await setPrices(partner, change);
      assert.deepEqual(
        [
          answer.status,
          answer.body.error.type,
          answer.body.error.details.map((d: Json) => d.field),
        ],
        [400, 'invalid_request', expected],
        JSON.stringify(change),
      );
    }
    assert.deepEqual((await prices(partner))[0], [1, 3.7]);
    assert.deepEqual(
      [
        (await setPrices({ partner_id: 'prt_none' }, { b2b_modification: 1 })).status,
        (
          await hubby.operator('PUT', '/price-lists', {
            name: 'Broken',
            items: [{ bundle_id: 'pkg_none', b2b_price: 1 }],
          })
        ).status,
      ],
      [404, 400],
    );
  });
});
