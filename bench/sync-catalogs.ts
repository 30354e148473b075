/** What four suppliers sell in the bench of catalogs, each in its own words. */
import codes from 'i18n-iso-countries/codes.json' with { type: 'json' };
import { operator, topup, type Destination } from '../packages/standins/src/airalo/catalog.ts';
import type { Package as AiraloPackage } from '../packages/standins/src/airalo/catalog.ts';
import { makePackage } from '../packages/standins/src/esim-access/packages.ts';
import type { Package } from '../packages/standins/src/esim-access/types.ts';
import type { Bundle } from '../packages/standins/src/esim-go/bundles.ts';
import { makeOffer, type Offer } from '../packages/standins/src/zendit/offers.ts';

/** `next` is a day later: some cost more, some are gone. */
export type Reading = 'first' | 'same' | 'next';

const CHANGED_OF = 20;
const VANISHED_OF = 100;
/** below what waits for approval */
const RISE = 1.1;

/** What a reading of a catalog of so many is to find. */
export const expected = (count: number): { changed: number; vanished: number } => ({
  changed: Math.ceil(count / CHANGED_OF),
  vanished: Math.floor(count / VANISHED_OF),
});

type Sketch = {
  n: number;
  /** alpha-2; the first is where it is sold as, more than one: of a region */
  countries: string[];
  gb: number;
  days: number;
  /** hundredths of a dollar */
  cents: number;
};

const COUNTRIES = codes.map(([alpha2]) => alpha2!);
const SIZES = [1, 2, 3, 5, 10, 20, 50];
const DAYS = [1, 3, 7, 15, 30, 60, 90];
/** One article in ten is of a region, one in a hundred of most of the world. */
const coverageOf = (n: number): number => (n % 100 === 50 ? 120 : n % 10 === 0 ? 8 + (n % 31) : 1);

function sketchOf(n: number, reading: Reading): Sketch {
  const [gb, days] = [SIZES[n % SIZES.length]!, DAYS[(n * 5 + (n >> 3)) % DAYS.length]!];
  const usual = 100 + gb * 90 + days * 7 + (n % 97);
  return {
    n,
    countries: countriesFrom(n, coverageOf(n)),
    gb,
    days,
    cents: reading === 'next' && n % CHANGED_OF === 0 ? Math.round(usual * RISE) : usual,
  };
}

const countriesFrom = (n: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) => COUNTRIES[(n + i) % COUNTRIES.length]!);

/** None that vanishes is one that changes. */
const isSold = (n: number, reading: Reading): boolean =>
  reading !== 'next' || n % VANISHED_OF !== VANISHED_OF - 1;

const sketches = (count: number, reading: Reading): Sketch[] =>
  Array.from({ length: count }, (_, n) => n)
    .filter((n) => isSold(n, reading))
    .map((n) => sketchOf(n, reading));

export const zenditOffers = (count: number, reading: Reading): Offer[] =>
  sketches(count, reading).map(({ n, countries, gb, days, cents }) =>
    makeOffer({
      offerId: `ESIM-${countries[0]}-${days}D-${gb}GB-${n}`,
      country: countries.length > 1 ? '' : countries[0]!,
      regions: countries.length > 1 ? ['Region'] : [],
      roaming:
        countries.length > 1
          ? countries.map((country) => ({ country, dataSpeeds: ['4G', '5G'] }))
          : [],
      dataGB: gb,
      durationDays: days,
      costMinor: cents,
    }),
  );

export const esimAccessPackages = (count: number, reading: Reading): Package[] =>
  sketches(count, reading).map(({ n, countries, gb, days, cents }) =>
    makePackage({
      packageCode: `P${n}`,
      slug: `${countries[0]}-${countries.length}_${gb}_${days}_${n}`,
      name: `${countries[0]} ${gb}GB ${days}Days`,
      location: countries.join(','),
      locationCode: countries.length > 1 ? `${countries[0]}-${countries.length}` : countries[0]!,
      volume: gb * 2 ** 30,
      duration: days,
      price: cents * 100,
    }),
  );

export const esimGoBundles = (count: number, reading: Reading): Bundle[] =>
  sketches(count, reading).map(({ n, countries, gb, days, cents }) => {
    const [home, ...others] = countries.map((iso) => ({ name: iso, region: 'World', iso }));
    return {
      name: `esim_${gb}GB_${days}D_${home!.iso}_V${n}`,
      description: `eSIM, ${gb}GB, ${days} Days, ${home!.iso}, V${n}`,
      group: 'Standard Fixed',
      countries: [home!],
      roaming: others,
      mb: gb * 1_000,
      days,
      unlimited: false,
      price: cents / 100,
      profileName: 'esim-a',
    };
  });

const PACKAGES_OF_AN_OPERATOR = 10;
const OPERATORS_OF_A_DESTINATION = 5;

/** Destinations hold operators, operators packages, and as many top-ups; coverage is the operator's. */
export function airaloDestinations(count: number, reading: Reading): Destination[] {
  const operators = chunks(sketches(count, 'first'), PACKAGES_OF_AN_OPERATOR).map((some, at) => {
    const countries = countriesFrom(at, coverageOf(at));
    const packages = some
      .filter(({ n }) => isSold(n, reading))
      .map(({ n }) => airaloPackage(sketchOf(n, reading)));
    return operator(at, `Operator ${at}`, {
      type: countries.length > 1 ? 'global' : 'local',
      countries,
      packages: [...packages, ...packages.map((one) => topup(one))],
    });
  });
  return chunks(operators, OPERATORS_OF_A_DESTINATION).map((some, at) => ({
    slug: `destination-${at}`,
    country_code: COUNTRIES[at % COUNTRIES.length]!,
    title: `Destination ${at}`,
    operators: some,
  }));
}

const airaloPackage = ({ n, gb, days, cents }: Sketch): AiraloPackage => ({
  id: `bench-${n}-${days}days-${gb}gb`,
  type: 'sim',
  price: Math.round(cents * 1.25) / 100,
  net_price: cents / 100,
  amount: gb * 1_024,
  day: days,
  is_unlimited: false,
  title: `${gb} GB - ${days} Days`,
});

const chunks = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) =>
    all.slice(i * size, (i + 1) * size),
  );
