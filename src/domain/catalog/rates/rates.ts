/**
 * What other currencies are worth in the catalog's. Converted in whole numbers, so that nothing is
 * lost in between, and rounded against us: what we pay up, what we have down.
 */
import { decimalsOf, type Money } from '../../money.ts';

/** In force from its date on, until a newer one is. */
export type Rate = {
  currency: string;
  /** the catalog's */
  to: string;
  /** UTC, `YYYY-MM-DD` */
  date: string;
  /** units of `to` for one of `currency`, as `readRate` takes it */
  rate: string;
};

export type Rates = {
  /** the catalog's currency */
  to: string;
  /** tells two states apart; empty without any rate */
  key: string;
  /** by currency */
  inForce: ReadonlyMap<string, Rate>;
  /** What we pay, in minor units of `to`, a part of one rounded up; null where there is no rate. */
  costOf(money: Money): number | null;
  /** What we have, likewise, a part of one rounded down. */
  worthOf(money: Money): number | null;
};

export const MAX_RATE_DECIMALS = 12;
/** Whole digits and at most 12 decimals: what the column holds. */
const DIGITS = /^(\d{1,9})(?:\.(\d{1,12}))?$/;

/** Digits and where the point stands in them. */
type Factor = { digits: bigint; decimals: number };

/** Null for what is no rate: no plain number, too long, or zero. */
export function readRate(text: string): Factor | null {
  const [, whole, decimals = ''] = DIGITS.exec(text) ?? [];
  if (whole === undefined) return null;
  const digits = BigInt(whole + decimals);
  return digits === 0n ? null : { digits, decimals: decimals.length };
}

/** The digits of a number as JSON has it, null where it has more than a rate may have. */
export function rateText(value: number): string | null {
  const text = String(value).includes('e') ? value.toFixed(MAX_RATE_DECIMALS) : String(value);
  return Number(text) === value && readRate(text) !== null ? text : null;
}

/** `day`: UTC, `YYYY-MM-DD`. `all`: also those of other days, and to other currencies. */
export function ratesOn(day: string, to: string, all: readonly Rate[]): Rates {
  const inForce = new Map<string, Rate>();
  for (const rate of all) {
    if (rate.to !== to || rate.date > day) continue;
    const newest = inForce.get(rate.currency);
    if (newest === undefined || newest.date < rate.date) inForce.set(rate.currency, rate);
  }
  const factors = new Map([...inForce].map(([code, { rate }]) => [code, readRate(rate)!]));
  const convert = (money: Money, divide: Divide): number | null => {
    if (money.currency === to) return money.minor;
    const factor = factors.get(money.currency);
    return factor === undefined ? null : converted(money, to, factor, divide);
  };
  return {
    to,
    key: [...inForce.values()]
      .map(({ currency, rate }) => `${currency}=${rate}`)
      .sort()
      .join(' '),
    inForce,
    costOf: (money) => convert(money, up),
    worthOf: (money) => convert(money, down),
  };
}

type Divide = (a: bigint, b: bigint) => bigint;
const down: Divide = (a, b) => a / b;
const up: Divide = (a, b) => (a + b - 1n) / b;

const MOST = BigInt(Number.MAX_SAFE_INTEGER);

function converted(
  { minor, currency }: Money,
  to: string,
  { digits, decimals }: Factor,
  divide: Divide,
): number {
  const result = divide(
    BigInt(minor) * digits * 10n ** BigInt(decimalsOf(to)),
    10n ** BigInt(decimals + decimalsOf(currency)),
  );
  return Number(result < MOST ? result : MOST);
}

/**
 * Whether `cost` is at least `bound`; null where that cannot be said for want of a rate. One
 * currency needs none; of two, the cost is taken for more and the bound for less than they are.
 */
export function reaches(rates: Rates, cost: readonly Money[], bound: Money): boolean | null {
  const sums = cost.every(({ currency }) => currency === bound.currency)
    ? { cost: cost.map(({ minor }) => minor), bound: bound.minor }
    : { cost: cost.map(rates.costOf), bound: rates.worthOf(bound) };
  let sum = 0;
  for (const one of sums.cost) {
    if (one === null) return null;
    sum += one;
  }
  return sums.bound === null ? null : sum >= sums.bound;
}
