import { countryByCode } from '../places/countries.ts';
import {
  amountCell,
  articleId,
  currencyCode,
  handle,
  list,
  oneOf,
  optional,
  pattern,
  shortText,
  whole,
  wholeFrom,
  type Parse,
} from './cells.ts';
import type { Line, Report } from './format.ts';
import { parseSize } from '../size.ts';
import { trafficFigures } from '../traffic-figures.ts';
import {
  ESIM_TYPES,
  PACKAGE_TYPES,
  STARTS,
  type Bundle,
  type Destination,
  type Source,
} from '../types.ts';

/** alpha-3 codes of a list of countries. */
export const countryList = list((text) => countryByCode(text)?.iso3);
export const tier = optional(whole(1, 4));
export const regionTitle = shortText;

/** Reads one cell: reports it and gives undefined where it holds no such value. */
export function reader(line: Line, report: Report) {
  return <T>(field: string, expected: string, parse: Parse<T>): T | undefined => {
    const text = line.cells.get(field) ?? '';
    const value = parse(text);
    if (value === undefined) report(line.row, field, expected, text);
    return value;
  };
}

const COUNTRIES = 'ISO country codes with a space between them, none twice';

type Read = <T>(field: string, expected: string, parse: Parse<T>) => T;

/** A line: the bundle that it is about, and one source of it. */
export type Row = {
  line: Line;
  /** what the bundle is apart from its sources; several lines may say it */
  bundle: Omit<Bundle, 'coverage' | 'sources'>;
  /** where the bundle is sold to work; null = where the source of its first line does */
  bundleCoverage: string[] | null;
  source: Omit<Source, 'id'>;
};

/** What a line says; undefined where any cell was reported. */
export function readRow(
  line: Line,
  destinationOf: (code: string) => Destination | undefined,
  providers: readonly string[],
  report: Report,
): Row | undefined {
  let bad = false;
  const refuse: Report = (...problem) => {
    bad = true;
    report(...problem);
  };
  // A line with a problem is thrown away as a whole, so what a refused cell gave is never used.
  const read = reader(line, refuse) as Read;

  const destination = read(
    'destination',
    'an ISO country code, a shipped region or a region this file defines',
    destinationOf,
  );
  const type = read('type', `one of ${PACKAGE_TYPES.join(', ')}`, oneOf(PACKAGE_TYPES));
  const bytes = read<number | null>(
    'size',
    'a size such as 500MB or 1.5GB up to 10240GB, or unlimited',
    (text) => (text === 'unlimited' ? null : (parseSize(text) ?? undefined)),
  );
  const { currency, amount } = readCurrency(read);
  const b2b_price = amount('b2b_price');
  const b2c_price = amount('b2c_price');
  const bundle: Row['bundle'] = {
    id: read(
      'bundle_id',
      'pkg_ and up to 100 letters, digits, _ or -',
      pattern(/^pkg_[A-Za-z0-9_-]{1,100}$/),
    ),
    destination: destination?.id,
    type,
    label: read('label', 'a text of 1 to 200 characters', shortText),
    bytes,
    duration_days: read('duration_in_days', 'whole days from 1 to 3650', whole(1, 3650)),
    traffic_policy: read('traffic_policy', 'at most 200 characters', optional(shortText)),
    throttling: read('throttling', 'at most 200 characters', optional(shortText)),
    b2b_price,
    b2c_price,
    currency: currency!,
    priority: read('priority', 'a whole number from 0 to 1000000', whole(0, 1_000_000)),
    is_active: read('is_active', 'true or false', oneOf(['true', 'false'])) === 'true',
  };
  const row: Row = {
    line,
    bundle,
    bundleCoverage: read('bundle_coverage', `${COUNTRIES}; or nothing`, optional(countryList)),
    source: readSource(read, bundle, providers),
  };
  compare(row, destination, refuse);
  return bad ? undefined : row;
}

/** The currency of a line, and how its amounts are read. */
function readCurrency(read: Read): {
  currency: string | undefined;
  amount: (field: string) => number;
} {
  const currency = read<string | undefined>(
    'currency',
    'the ISO 4217 code of a currency in use, such as EUR',
    currencyCode,
  );
  return { currency, amount: amountIn(read, currency) };
}

/** Which decimals an amount may have nobody knows without its currency: not judged then. */
const amountIn =
  (read: Read, currency: string | undefined) =>
  (field: string): number => {
    if (currency === undefined) return NaN;
    const { expected, parse } = amountCell(currency);
    return read(field, expected, parse);
  };

/** Where a cell of what is delivered is empty, the source delivers what the bundle promises. */
function readSource(
  read: Read,
  bundle: Row['bundle'],
  providers: readonly string[],
): Row['source'] {
  const days = 'whole days from 1 to 3650';
  return {
    account: read(
      'provider',
      `one of the providers set up here: ${providers.join(', ')}`,
      oneOf(providers),
    ),
    article: read('template_id', ARTICLE, articleId),
    topup_article: read('topup_template_id', `${ARTICLE}, or nothing`, optional(articleId)),
    esim_types: read(
      'esim_types',
      'universal, classic, or both with a space between them',
      list(oneOf(ESIM_TYPES)),
    ),
    ...readDelivered(read, bundle),
    coverage: read('coverage', COUNTRIES, countryList),
    ...readCost(read, bundle.currency),
    starts: read('starts', `one of ${STARTS.join(', ')}, or nothing`, (text) =>
      text === '' ? STARTS[0] : oneOf(STARTS)(text),
    ),
    needs_kyc:
      read('needs_kyc', 'true, false, or nothing', optional(oneOf(['true', 'false']))) === 'true',
    imsi: read('imsi', `${HANDLE}, or nothing`, optional(handle)),
    activation_window_days: read('activation_window_days', days, whole(1, 3650)),
    is_stale: false,
    is_held: false,
  };
}

type Figures = Pick<Source, 'bytes' | 'daily_bytes' | 'throttle_kbps' | 'duration_days'>;

function readDelivered(read: Read, bundle: Row['bundle']): Figures {
  const promised = trafficFigures(bundle.traffic_policy ?? null);
  const figure = (field: string, least: number, otherwise: number | null): number | null => {
    const value = read<number | 'none' | null>(
      field,
      `a whole number from ${least}, none, or nothing`,
      optional((text) => (text === 'none' ? 'none' : wholeFrom(least)(text))),
    );
    return value === 'none' ? null : (value ?? otherwise);
  };
  const or = <T>(field: string, expected: string, parse: Parse<T>, otherwise: T): T =>
    read<T | null>(field, `${expected}, or nothing`, optional(parse)) ?? otherwise;
  return {
    bytes: or('delivered_bytes', 'a whole number of bytes', wholeFrom(1), bundle.bytes),
    daily_bytes: figure('daily_bytes', 1, promised.daily_bytes),
    throttle_kbps: figure('throttle_kbps', 0, promised.throttle_kbps),
    duration_days: or(
      'delivered_days',
      'whole days from 1 to 3650',
      whole(1, 3650),
      bundle.duration_days,
    ),
  };
}

function readCost(read: Read, otherwise: string): Pick<Source, 'cost' | 'currency'> {
  const currency =
    read<string | null>(
      'cost_currency',
      'the ISO 4217 code of a currency in use, or nothing',
      optional(currencyCode),
    ) ?? otherwise;
  return { cost: amountIn(read, currency)('cost'), currency };
}

const ARTICLE = 'up to 200 letters, digits, _ . : @ + / or -';
const HANDLE = 'up to 100 letters, digits, _ . : or -';

/** Cells that are right each by itself and do not go together; one that was refused is undefined. */
function compare(
  { line, bundle: { type, bytes, b2b_price, b2c_price }, bundleCoverage, source }: Row,
  destination: Destination | undefined,
  refuse: Report,
): void {
  const cell = (field: string) => line.cells.get(field) ?? '';
  if ((type === 'unlimited') !== (bytes === null) && type !== undefined && bytes !== undefined) {
    refuse(line.row, 'size', 'unlimited for the type unlimited, and only for it', cell('size'));
  }
  if (b2b_price >= b2c_price)
    refuse(
      line.row,
      'b2b_price',
      `less than the b2c_price ${cell('b2c_price')}`,
      cell('b2b_price'),
    );
  for (const [field, coverage] of [
    ['coverage', source.coverage],
    ['bundle_coverage', bundleCoverage],
  ] as const)
    if (destination && coverage && !destination.iso3s.some((iso3) => coverage.includes(iso3)))
      refuse(
        line.row,
        field,
        `the country of the destination (for a region at least one): ${destination.iso3s.join(' ')}`,
        cell(field),
      );
}
