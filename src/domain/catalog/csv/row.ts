import {
  decimalsText,
  isCurrency,
  MAX_MINOR,
  readAmount,
  toMajor,
  writeAmount,
} from '../../money.ts';
import { countryByCode } from '../places/countries.ts';
import type { Line, Report } from './format.ts';
import { parseSize } from '../size.ts';
import { type Bundle, type Destination, ESIM_TYPES, PACKAGE_TYPES } from '../types.ts';

/** A cell's value, undefined where the text is none. */
type Parse<T> = (text: string) => T | undefined;

const pattern =
  (shape: RegExp): Parse<string> =>
  (text) =>
    shape.test(text) ? text : undefined;
const optional =
  <T>(parse: Parse<T>): Parse<T | null> =>
  (text) =>
    text === '' ? null : parse(text);
const shortText: Parse<string> = (text) =>
  text.length >= 1 && text.length <= 200 ? text : undefined;
const handle = pattern(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$/);

function oneOf<const T extends string>(values: readonly T[]): Parse<T> {
  return (text) => values.find((value) => value === text);
}

/** Values with a space between them, none twice. */
function list<T>(parse: Parse<T>): Parse<T[]> {
  return (text) => {
    const values = text.split(/ +/).map(parse);
    return values.includes(undefined) || new Set(values).size < values.length
      ? undefined
      : (values as T[]);
  };
}

function whole(min: number, max: number): Parse<number> {
  return (text) =>
    /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max ? Number(text) : undefined;
}

const currencyCode: Parse<string> = (text) => (isCurrency(text) ? text : undefined);

/** Below it whatever the currency. */
const TOO_MUCH = 10_000_000;

function expectedAmount(currency: string): string {
  const example = writeAmount({ minor: 450, currency });
  const most = toMajor({ minor: MAX_MINOR, currency });
  const limit = most < TOO_MUCH ? `at most ${most}` : `below ${TOO_MUCH}`;
  return `an amount such as ${example}: at least 0, ${limit}, ${decimalsText(currency)}`;
}

type AmountCell = { expected: string; parse: Parse<number> };
/** By currency: a file has three of them on each of up to 100 000 lines. */
const amountCells = new Map<string, AmountCell>();

function amountCell(currency: string): AmountCell {
  let cell = amountCells.get(currency);
  if (cell === undefined) {
    const parse = (text: string): number | undefined => {
      const minor = readAmount(text, currency);
      return minor === null || toMajor({ minor, currency }) >= TOO_MUCH ? undefined : minor;
    };
    cell = { expected: expectedAmount(currency), parse };
    amountCells.set(currency, cell);
  }
  return cell;
}

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
  const read = reader(line, refuse) as <T>(field: string, expected: string, parse: Parse<T>) => T;

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
  const coverage = read(
    'coverage',
    'ISO country codes with a space between them, none twice',
    countryList,
  );
  const currency = read<string | undefined>(
    'currency',
    'the ISO 4217 code of a currency in use, such as EUR',
    currencyCode,
  );
  // Which decimals an amount may have nobody knows without its currency: not judged then.
  const cellOfAmount = currency === undefined ? null : amountCell(currency);
  const amount = (field: string): number =>
    cellOfAmount === null ? NaN : read(field, cellOfAmount.expected, cellOfAmount.parse);
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
    template: {
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
    },
  };

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
  return bad ? undefined : bundle;
}
