/**
 * Money is kept as an integer of minor units of its currency and shown as a decimal number of major
 * units. How many decimals lie between the two is the currency's own matter: the euro has two, the
 * yen none, the dinar of Kuwait three.
 */

export type Money = {
  /** integer, from 0 to MAX_MINOR where it is stored */
  minor: number;
  /** ISO 4217 */
  currency: string;
};

/** What the columns hold. */
export const MAX_MINOR = 2_147_483_647;

/**
 * Decimals by ISO 4217 (list one, of 2026-01-01) of every currency that has not two. Not by `Intl`:
 * it follows what people still pay with, and would give 17 currencies none that are invoiced in
 * hundredths or, the dinar of Iraq, in thousandths.
 */
const DECIMALS = new Map<string, number>(
  Object.entries({
    0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
    3: 'BHD IQD JOD KWD LYD OMR TND',
    4: 'CLF UYW',
  }).flatMap(([decimals, codes]) =>
    codes.split(' ').map((code): [string, number] => [code, Number(decimals)]),
  ),
);

export const decimalsOf = (currency: string): number => DECIMALS.get(currency) ?? 2;

let inUse: ReadonlySet<string> | undefined;
/** Whether it is the code of a currency in use, in capitals. */
export const isCurrency = (code: string): boolean =>
  (inUse ??= new Set(Intl.supportedValuesOf('currency'))).has(code);

const scaleOf = (currency: string): number => 10 ** decimalsOf(currency);

/** The decimal number of the wire. */
export const toMajor = ({ minor, currency }: Money): number => minor / scaleOf(currency);

/**
 * Minor units of an amount of major units; null where it has more decimals than its currency, is
 * below zero or more than can be stored. Nothing is rounded.
 */
export function toMinor(major: number, currency: string): number | null {
  const minor = Math.round(major * scaleOf(currency));
  const isExact = toMajor({ minor, currency }) === major;
  return isExact && minor >= 0 && minor <= MAX_MINOR ? minor : null;
}

/** Minor units of digits as a file has them; null where `toMinor` would give it. */
export function readAmount(text: string, currency: string): number | null {
  const [, whole, decimals = ''] = /^(\d{1,10})(?:\.(\d{1,4}))?$/.exec(text) ?? [];
  if (whole === undefined || decimals.length > decimalsOf(currency)) return null;
  // Digits are moved, not multiplied.
  const minor = Number(whole + decimals.padEnd(decimalsOf(currency), '0'));
  return minor <= MAX_MINOR ? minor : null;
}

/** As `readAmount` reads it, with all decimals of its currency. */
export const writeAmount = ({ minor, currency }: Money): string =>
  toMajor({ minor, currency }).toFixed(decimalsOf(currency));

/** `no decimals`, `at most two decimals`: for sentences about an amount. */
export function decimalsText(currency: string): string {
  const decimals = decimalsOf(currency);
  return decimals === 0
    ? 'no decimals'
    : `at most ${['', '', 'two', 'three', 'four'][decimals]} decimals`;
}

/**
 * Minor units after `percent` more (less where it is below zero), of which three decimals count.
 * Half a minor unit is rounded up; the result stays between 0 and MAX_MINOR.
 */
export function addPercent(minor: number, percent: number): number {
  if (percent === 0) return minor;
  // Whole thousandths, so that the product is exact and a half is one.
  const thousandths = Math.round((100 + percent) * 1_000);
  return Math.min(MAX_MINOR, Math.max(0, Math.round((minor * thousandths) / 100_000)));
}
