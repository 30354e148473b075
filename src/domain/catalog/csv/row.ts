import { countryByCode } from '../places/countries.ts';
import {
  amountCell,
  currencyCode,
  handle,
  list,
  oneOf,
  optional,
  pattern,
  shortText,
  whole,
  type Parse,
} from './cells.ts';
import type { Line, Report } from './format.ts';
import { parseSize } from '../size.ts';
import {
  ESIM_TYPES,
  PACKAGE_TYPES,
  type Bundle,
  type Destination,
  type PackageTemplate,
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

/** The bundle of a line; undefined where any cell was reported. */
export function readBundle(
  line: Line,
  destinationOf: (code: string) => Destination | undefined,
  providers: readonly string[],
  report: Report,
): Bundle | undefined {
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
  const coverage = read('coverage', COUNTRIES, countryList);
  const { currency, amount } = readCurrency(read);
  const b2b_price = amount('b2b_price');
  const b2c_price = amount('b2c_price');
  const bundle: Bundle = {
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
    esim_types: read(
      'esim_types',
      'universal, classic, or both with a space between them',
      list(oneOf(ESIM_TYPES)),
    ),
    traffic_policy: read('traffic_policy', 'at most 200 characters', optional(shortText)),
    throttling: read('throttling', 'at most 200 characters', optional(shortText)),
    b2b_price,
    b2c_price,
    currency: currency!,
    priority: read('priority', 'a whole number from 0 to 1000000', whole(0, 1_000_000)),
    is_active: read('is_active', 'true or false', oneOf(['true', 'false'])) === 'true',
    template: readTemplate(read, coverage, amount, providers),
  };
  compare(line, bundle, destination, refuse);
  return bad ? undefined : bundle;
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
  // Which decimals an amount may have nobody knows without its currency: not judged then.
  const cellOfAmount = currency === undefined ? null : amountCell(currency);
  const amount = (field: string): number =>
    cellOfAmount === null ? NaN : read(field, cellOfAmount.expected, cellOfAmount.parse);
  return { currency, amount };
}

const readTemplate = (
  read: Read,
  coverage: string[],
  amount: (field: string) => number,
  providers: readonly string[],
): PackageTemplate => ({
  id: read('template_id', 'up to 100 letters, digits, _ . : or -', handle),
  provider: read(
    'provider',
    `one of the providers set up here: ${providers.join(', ')}`,
    oneOf(providers),
  ),
  coverage,
  imsi: read('imsi', 'up to 100 letters, digits, _ . : or -, or nothing', optional(handle)),
  cost: amount('cost'),
  activation_window_days: read(
    'activation_window_days',
    'whole days from 1 to 3650',
    whole(1, 3650),
  ),
});

/** Cells that are right each by itself and do not go together; one that was refused is undefined. */
function compare(
  line: Line,
  { type, bytes, b2b_price, b2c_price, template: { coverage } }: Bundle,
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
  if (destination && coverage && !destination.iso3s.some((iso3) => coverage.includes(iso3))) {
    refuse(
      line.row,
      'coverage',
      `the country of the destination (for a region at least one): ${destination.iso3s.join(' ')}`,
      cell('coverage'),
    );
  }
}
