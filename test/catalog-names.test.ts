/**
 * Countries by every published spelling, ambiguous names, places that are no country, airports and
 * cities.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countryOfIata } from '../src/domain/catalog/places/airports.ts';
import { countryByCode } from '../src/domain/catalog/places/countries.ts';
import cityCodes from '../src/domain/catalog/data/city-codes.json' with { type: 'json' };
import otherPlaces from '../src/domain/catalog/data/other-places.json' with { type: 'json' };
import { shippedDestinations } from '../src/domain/catalog/destinations.ts';
import { unknownPlace } from '../src/domain/catalog/places/other-places.ts';
import { buildResolver } from '../src/domain/catalog/places/resolve.ts';
import { ISO_SHORT_NAMES } from './support/iso-short-names.ts';

const resolver = buildResolver(shippedDestinations());
const idOf = (text: string): string | null => resolver.resolve(text)?.id ?? null;
const all = (cases: Record<string, string | null>): void => {
  for (const [text, id] of Object.entries(cases)) assert.equal(idOf(text), id, text);
};

describe('names of countries', () => {
  it('are ISO short names as published, in capitals, without brackets, and with a comma in their place', () => {
    assert.equal(ISO_SHORT_NAMES.length, 249);
    assert.equal(new Set(ISO_SHORT_NAMES.map(([iso2]) => iso2)).size, 249);
    for (const [iso2, name] of ISO_SHORT_NAMES) {
      assert.equal(idOf(name), iso2, name);
      assert.equal(idOf(name.toUpperCase()), iso2, name.toUpperCase());
      // Without its article in brackets it would be "Congo".
      if (iso2 === 'CG') continue;
      const bare = name.replace(/ \(the\)/, '');
      const comma = bare.replace(/ \((.*)\)$/, ', $1');
      for (const other of [bare, comma, `The ${bare}`, ` ${name}\t`, name.normalize('NFD')])
        assert.equal(idOf(other), iso2, other);
    }
  });

  it('are read by rule: initials, articles, hyphens, inversion, form of government', () => {
    all({
      'U.K.': 'GB',
      'u.k': 'GB',
      UK: 'GB',
      'U.S.A.': 'US',
      'U. S. A.': 'US',
      'U.S.': 'US',
      'U.A.E.': 'AE',
      UAE: 'AE',
      'U.S. Virgin Islands': 'VI',
      'Virgin Islands (US)': 'VI',
      'Virgin Islands, British': 'VG',
      'The Bahamas': 'BS',
      'Bahamas, The': 'BS',
      'The Gambia': 'GM',
      'Gambia, The': 'GM',
      'GR ': 'GR',
      ' gr': 'GR',
      'GRC\u00a0': 'GR',
      '\u200bGR\u200b': 'GR',
      ' Greece ': 'GR',
      'Greece.': 'GR',
      'Timor Leste': 'TL',
      'Bosnia-Herzegovina': 'BA',
      'Bosnia & Herzegovina': 'BA',
      'Guinea Bissau': 'GW',
      'Trinidad & Tobago': 'TT',
      Holland: 'NL',
      'Slovak Republic': 'SK',
      'Kyrgyz Republic': 'KG',
      'Hong Kong SAR': 'HK',
      'Hong Kong SAR, China': 'HK',
      'China, Hong Kong SAR': 'HK',
      'Macao SAR': 'MO',
      Åland: 'AX',
      Aland: 'AX',
      Faroe: 'FO',
      Falklands: 'FK',
      'Kingdom of Spain': 'ES',
      'Federal Republic of Germany': 'DE',
      'Republic of Korea': 'KR',
      'Korea, South': 'KR',
      'South-Korea': 'KR',
      'S. Korea': 'KR',
      'Korea, Rep.': 'KR',
      "Korea, Dem. People's Rep.": 'KP',
      'Egypt, Arab Rep.': 'EG',
      'Iran, Islamic Rep.': 'IR',
      'Micronesia, Fed. Sts.': 'FM',
      'Congo, Dem. Rep.': 'CD',
      'Congo, Rep.': 'CG',
      'D.R. Congo': 'CD',
      'Cote d’Ivoire': 'CI',
      "People's Republic of China": 'CN',
      'Commonwealth of the Bahamas': 'BS',
      'Grand Duchy of Luxembourg': 'LU',
      'Sultanate of Oman': 'OM',
      'Republic of Ireland': 'IE',
      'St Lucia': 'LC',
      'St. Vincent & the Grenadines': 'VC',
      'Southeast Asia': 'SOUTH-EAST-ASIA',
      'The Caribbean': 'CARIBBEAN',
      Georgia: 'GE',
      Guinea: 'GN',
      Dominica: 'DM',
      Niger: 'NE',
      'of the': null,
      '()': null,
    });
  });

  it('that may be several stay refused, with the candidates', () => {
    for (const name of [
      'Congo',
      'The Congo',
      'KOREA',
      'Virgin Islands',
      'Republic of China',
      'Channel Islands',
    ])
      assert.equal(idOf(name), null, name);
    assert.match(
      unknownPlace('Korea'),
      /got "Korea": it may be South Korea \(KOR\) or North Korea \(PRK\)$/,
    );
    assert.match(unknownPlace('Congo'), /\(COG\) or .*\(COD\)$/);
    assert.match(unknownPlace('Virgin Islands'), /\(VGB\) or .*\(VIR\)$/);
  });

  it('are not places within a country, which are refused with it', () => {
    assert.match(
      unknownPlace('Dubai'),
      /got "Dubai": it lies in United Arab Emirates \(ARE\); send "AE", or iata_code "DXB"$/,
    );
    for (const [name, iso3] of Object.entries({
      bali: 'IDN',
      Hawaii: 'USA',
      ENGLAND: 'GBR',
      'The Canary Islands': 'ESP',
    })) {
      assert.equal(idOf(name), null, name);
      assert.match(unknownPlace(name), new RegExp(`it lies in .*\\(${iso3}\\)`), name);
    }
    assert.match(unknownPlace('Atlantis'), /, got "Atlantis"$/);
    assert.ok(unknownPlace('x'.repeat(1_000_000)).length < 200);
    for (const [name, place] of Object.entries(otherPlaces.places)) {
      const [iso2, iata] = place.split(' ') as [string, string?];
      assert.equal(idOf(name), null, name);
      assert.ok(countryByCode(iso2), name);
      if (iata !== undefined) assert.equal(countryOfIata(iata), iso2, `${name} ${iata}`);
    }
    for (const iso2s of Object.values(otherPlaces.ambiguous))
      for (const iso2 of iso2s.split(' ')) assert.ok(countryByCode(iso2), iso2);
  });
});

describe('IATA codes', () => {
  it('of metropolitan areas, retired and two-sided airports are known', () => {
    const cases = {
      LON: 'GB',
      NYC: 'US',
      TYO: 'JP',
      ROM: 'IT',
      MIL: 'IT',
      STO: 'SE',
      MOW: 'RU',
      CHI: 'US',
      WAS: 'US',
      BUE: 'AR',
      SAO: 'BR',
      RIO: 'BR',
      BJS: 'CN',
      SEL: 'KR',
      OSA: 'JP',
      JKT: 'ID',
      PAR: 'FR',
      BUH: 'RO',
      REK: 'IS',
      SPK: 'JP',
      DTT: 'US',
      YTO: 'CA',
      YMQ: 'CA',
      YEA: 'CA',
      TCI: 'ES',
      BHZ: 'BR',
      IZM: 'TR',
      BSL: 'CH',
      MLH: 'FR',
      EAP: 'CH',
      TXL: 'DE',
      SXF: 'DE',
      KIV: 'MD',
      TSE: 'KZ',
      lon: 'GB',
      ' LHR ': 'GB',
    };
    for (const [iata, iso2] of Object.entries(cases)) assert.equal(countryOfIata(iata), iso2, iata);
    for (const group of Object.values(cityCodes))
      for (const [iso2, codes] of Object.entries(group))
        for (const iata of codes.split(' ')) assert.equal(countryOfIata(iata), iso2, iata);
  });
});
