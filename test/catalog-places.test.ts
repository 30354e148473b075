import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { airportsData } from '../scripts/airports-data.ts';
import { destinationsDoc } from '../scripts/destinations-doc.ts';
import { countryOfIata } from '../src/domain/catalog/places/airports.ts';
import {
  COUNTRIES,
  countryByCode,
  displayName,
  iso2Of,
} from '../src/domain/catalog/places/countries.ts';
import { continentOf, ON_SALE } from '../src/domain/catalog/places/country-facts.ts';
import airports from '../src/domain/catalog/data/airports.json' with { type: 'json' };
import countryFacts from '../src/domain/catalog/data/country-facts.json' with { type: 'json' };
import translations from '../src/domain/catalog/data/region-names.json' with { type: 'json' };
import { shippedDestinations } from '../src/domain/catalog/destinations.ts';
import { isValidLocale, resolveLocale, SUPPORTED_LOCALES } from '../src/domain/catalog/locales.ts';
import { regionName, REGIONS } from '../src/domain/catalog/places/regions.ts';
import { nameKey } from '../src/domain/catalog/places/name-keys.ts';
import { buildResolver, countryAliases } from '../src/domain/catalog/places/resolve.ts';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const destinations = shippedDestinations();
const resolver = buildResolver(destinations);
const idOf = (input: string) => resolver.resolve(input)?.id ?? null;

test('locales: full tags, bare languages and whatever BCP 47 falls back to', () => {
  const cases: [string | null | undefined, string | null, string, boolean][] = [
    ['es-ES', null, 'es-ES', true],
    ['es', null, 'es-ES', true],
    ['en', null, 'en', true],
    ['en-EU', null, 'en-EU', true],
    ['EN-gb', null, 'en-GB', true],
    ['es-MX', 'de-DE', 'es-ES', true],
    ['zh-Hant-TW', null, 'zh-TW', true],
    ['zh-TW', null, 'zh-TW', true],
    ['zh-HK', 'de-DE', 'zh-TW', true],
    ['zh-MO', null, 'zh-TW', true],
    ['zh-Hant', null, 'zh-TW', true],
    ['zh-Hant-HK', null, 'zh-TW', true],
    ['zh-Hans-HK', null, 'zh-CN', true],
    ['zh-SG', null, 'zh-CN', true],
    ['zh', null, 'zh-CN', true],
    ['mk-Latn', 'nl-NL', 'nl-NL', true],
    ['de_DE.UTF-8', null, 'de-DE', true],
    ['pt_br', null, 'pt-BR', true],
    ['de_AT@euro', null, 'de-AT', true],
    [' fr-CA ', null, 'fr-CA', true],
    ['*', 'nl-NL', 'nl-NL', false],
    ['C.UTF-8', 'nl-NL', 'nl-NL', false],
    ['pt', null, 'pt-PT', true],
    ['nb-NO', null, 'no-NO', true],
    ['de-CH-u-co-phonebk', null, 'de-CH', true],
    ['en-ZA', 'fr-FR', 'en', true],
    ['ka-GE', 'fr', 'fr-FR', true],
    ['ka', null, 'en', true],
    ['ka', 'xx-YY', 'en', true],
    ['ja', 'nl-NL', 'ja-JP', true],
    ['ar-EG', null, 'ar', true],
    ['iw_IL', null, 'he-IL', true],
    ['in', null, 'id-ID', true],
    ['mk', null, 'mk-MK', true],
    ['en_US', 'nl-NL', 'en-US', true],
    ['', 'nl-NL', 'nl-NL', false],
    ['__proto__', null, 'en', false],
    [null, 'nl', 'nl-NL', true],
    [undefined, null, 'en', true],
    [null, 'not a tag', 'en', true],
  ];
  for (const [requested, partner, locale, requestedValid] of cases) {
    assert.deepEqual(
      resolveLocale(requested, partner),
      { locale, requestedValid },
      `${requested} / ${partner}`,
    );
  }
  assert.equal(SUPPORTED_LOCALES.length, 45);
  for (const tag of SUPPORTED_LOCALES)
    assert.deepEqual(resolveLocale(tag, null), { locale: tag, requestedValid: true });
  assert.ok(
    isValidLocale('en-EU') &&
      isValidLocale('ja') &&
      isValidLocale('en_US') &&
      !isValidLocale('*') &&
      !isValidLocale(''),
  );
});

test('any string makes a supported locale', () => {
  fc.assert(
    fc.property(fc.string(), fc.option(fc.string()), (requested, partner) => {
      assert.ok(['en', ...SUPPORTED_LOCALES].includes(resolveLocale(requested, partner).locale));
    }),
  );
});

test('countries: all of ISO 3166 and Kosovo, named by Intl', () => {
  assert.equal(COUNTRIES.length, 250);
  for (const field of ['iso2', 'iso3', 'name'] as const)
    assert.equal(new Set(COUNTRIES.map((country) => country[field])).size, 250);
  assert.deepEqual(countryByCode('tur'), { iso2: 'TR', iso3: 'TUR', name: 'Türkiye' });
  assert.deepEqual(countryByCode('XK'), { iso2: 'XK', iso3: 'XKX', name: 'Kosovo' });
  assert.equal(iso2Of('NLD'), 'NL');
  assert.equal(iso2Of('ZZZ'), null);
  assert.equal(displayName('TR', 'en-EU'), 'Türkiye');
  assert.equal(displayName('DE', 'fr-CH'), 'Allemagne');
  assert.equal(displayName('DE', 'no tag'), 'Germany');
});

test('every country and region has a name in every locale', () => {
  for (const locale of SUPPORTED_LOCALES) {
    for (const { iso2 } of COUNTRIES) {
      const name = displayName(iso2, locale);
      assert.ok(name !== '' && name !== iso2, `${iso2} in ${locale}`);
    }
    for (const { id, name } of REGIONS) {
      const local = regionName(id, locale);
      assert.ok(local && !/^\d/.test(local) && local !== id, `${id} in ${locale}: ${local}`);
      if (locale.startsWith('en')) assert.equal(local, name);
      // A Korean or Arabic name in Latin letters is a fallback that went unnoticed.
      if (/^(ko|zh|mk|ar|he|el|ja|th|bg|uk)/.test(locale)) assert.doesNotMatch(local, /[A-Za-z]/);
    }
  }
  const languages = [...new Set(SUPPORTED_LOCALES.map((tag) => tag.split('-')[0]!))].sort();
  for (const [id, names] of Object.entries(translations)) {
    assert.deepEqual(
      Object.keys(names)
        .filter((key) => !key.includes('-'))
        .sort(),
      languages,
      id,
    );
  }
  assert.equal(regionName('EUROPE', 'nl-BE'), 'Europa');
  assert.equal(regionName('SOUTH-EAST-ASIA', 'cs-CZ'), 'Jihovýchodní Asie');
  assert.equal(regionName('MIDDLE-EAST', 'pt-BR'), 'Oriente Médio');
  assert.equal(regionName('GULF', 'en'), 'Gulf States');
  assert.equal(regionName('ATLANTIS', 'en'), null);
});

test('regions: ids that are no ISO code, members that are on sale', () => {
  assert.ok(REGIONS.length >= 16);
  const members = (id: string) => REGIONS.find((region) => region.id === id)!.members;
  for (const { id, members: own } of REGIONS) {
    assert.match(id, /^[A-Z]+(-[A-Z]+)*$/);
    assert.equal(countryByCode(id), null, id);
    assert.ok(own.length >= 3 && new Set(own).size === own.length, id);
    for (const iso3 of own) assert.ok(ON_SALE.includes(iso3), `${iso3} of ${id}`);
  }
  assert.equal(members('EU').length, 27);
  assert.ok(members('EUROPE').includes('GBR') && !members('EU').includes('GBR'));
  for (const iso3 of members('EU')) assert.ok(members('EUROPE').includes(iso3));
  for (const iso3 of ['CAN', 'USA', 'MEX']) assert.ok(members('NORTH-AMERICA').includes(iso3));
});

test('the facts about countries name each country once and only existing ones', () => {
  const exact = (groups: string[]) => {
    const all = groups.flatMap((text) => text.split(' '));
    assert.equal(new Set(all).size, all.length);
    for (const iso3 of all)
      assert.ok(
        COUNTRIES.some((country) => country.iso3 === iso3),
        iso3,
      );
  };
  exact(Object.values(countryFacts.tiers));
  exact([...Object.values(countryFacts.continents), countryFacts.notOnSale]);
  for (const iso3 of ON_SALE) assert.ok(continentOf(iso3), iso3);
});

test('airports: at least 8 000, each in an ISO country', () => {
  const codes = Object.values(airports.countries).flatMap((text) => text.split(' '));
  assert.ok(codes.length >= 8_000 && new Set(codes).size === codes.length);
  for (const iata of codes) assert.ok(countryByCode(countryOfIata(iata)!), iata);
  const cases = {
    AMS: 'NL',
    ams: 'NL',
    JFK: 'US',
    PRN: 'XK',
    LHR: 'GB',
    SXM: 'SX',
    HKG: 'HK',
    SJU: 'PR',
    EVN: 'AM',
    RUN: 'RE',
  };
  for (const [iata, iso2] of Object.entries(cases)) assert.equal(countryOfIata(iata), iso2, iata);
  for (const iata of ['', '???', 'EHAM', '__proto__', 'constructor', 'ﬁx'])
    assert.equal(countryOfIata(iata), null, iata);
});

test('resolver: codes in any case, names of today and of before, regions', () => {
  const cases: Record<string, string | null> = {
    NL: 'NL',
    nl: 'NL',
    NLD: 'NL',
    nld: 'NL',
    Netherlands: 'NL',
    'The Netherlands': 'NL',
    Türkiye: 'TR',
    Turkiye: 'TR',
    Turkey: 'TR',
    turkey: 'TR',
    'Czech Republic': 'CZ',
    Czechia: 'CZ',
    Macedonia: 'MK',
    'North Macedonia': 'MK',
    Swaziland: 'SZ',
    Eswatini: 'SZ',
    'Cape Verde': 'CV',
    'Cabo Verde': 'CV',
    Burma: 'MM',
    Myanmar: 'MM',
    'Myanmar (Burma)': 'MM',
    'Ivory Coast': 'CI',
    "Cote d'Ivoire": 'CI',
    'Côte d’Ivoire': 'CI',
    'East Timor': 'TL',
    'Timor-Leste': 'TL',
    USA: 'US',
    'United States': 'US',
    'United States of America': 'US',
    'Hong Kong': 'HK',
    Macau: 'MO',
    'Great Britain': 'GB',
    'Saint Lucia': 'LC',
    'St. Lucia': 'LC',
    'Antigua and Barbuda': 'AG',
    Palestine: 'PS',
    Kosovo: 'XK',
    XKX: 'XK',
    XKK: 'XK',
    Congo: null,
    Korea: null,
    'Virgin Islands': null,
    'Democratic Republic of the Congo': 'CD',
    'South Korea': 'KR',
    'North Korea': 'KP',
    'Viet Nam': 'VN',
    NA: 'NA',
    nam: 'NA',
    EU: 'EU',
    eu: 'EU',
    'European Union': 'EU',
    Europe: 'EUROPE',
    EUROPE: 'EUROPE',
    europe: 'EUROPE',
    'North America': 'NORTH-AMERICA',
    'north-america': 'NORTH-AMERICA',
    'Southeast Asia': 'SOUTH-EAST-ASIA',
    Global: 'GLOBAL',
    Gulf: 'GULF',
    '': null,
    ' ': null,
    Atlantis: null,
    ZZ: null,
    __proto__: null,
    constructor: null,
    toString: null,
    ß: null,
    ﬁ: null,
    ıt: null,
  };
  for (const [input, id] of Object.entries(cases)) assert.equal(idOf(input), id, input);
  assert.equal(idOf('__proto__'), null);
  assert.equal(resolver.resolve('x'.repeat(1_000_000)), null);
  for (const { id, iso3, name } of destinations)
    for (const input of [id, iso3, name, name.toLowerCase(), id.toLowerCase()])
      assert.equal(idOf(input), id, input);
  assert.equal(resolver.byIso3('fra')?.id, 'FR');
  assert.equal(resolver.byIso3('GLOBAL')?.id, 'GLOBAL');
  assert.equal(resolver.byIso3('FR'), null);
  assert.equal(resolver.byId('fr')?.iso3, 'FRA');
  assert.equal(resolver.byId('FRA'), null);
});

test('resolver: no name means two destinations', () => {
  const owner = new Map<string, string>();
  for (const { id, iso2, name } of destinations) {
    for (const key of new Set([nameKey(name), ...(iso2 ? countryAliases(iso2) : [])])) {
      assert.equal(owner.get(key) ?? id, id, key);
      owner.set(key, id);
    }
  }
});

test('resolver: a country outside the list is unknown, one not on sale is known', () => {
  const some = buildResolver(destinations.filter(({ id }) => id !== 'FR'));
  for (const input of ['FR', 'FRA', 'France']) assert.equal(some.resolve(input), null);
  assert.equal(resolver.resolve('Antarctica')?.is_active, false);
  fc.assert(
    fc.property(fc.string(), (input) => {
      assert.ok(
        [resolver.resolve(input)].every((found) => found === null || destinations.includes(found)),
      );
    }),
  );
});

test('generated files are what their generators write', async () => {
  assert.equal(
    read('../docs/destinations.md'),
    destinationsDoc(),
    'run: node scripts/destinations-doc.ts',
  );
  assert.equal(
    read('../src/domain/catalog/data/airports.json'),
    await airportsData(),
    'run: node scripts/airports-data.ts',
  );
});
