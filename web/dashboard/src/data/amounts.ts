/** Amounts of data and money, as people of a language write them. */
import type { Words } from '../words.tsx';

const UNITS: [unit: string, bytes: number][] = [
  ['gigabyte', 1_073_741_824],
  ['megabyte', 1_048_576],
  ['kilobyte', 1_024],
];

/** `1.5 GB`; what is less than a kilobyte is written in bytes. */
export function bytesText(bytes: number, locale: string): string {
  const [unit, size] = UNITS.find(([, least]) => bytes >= least) ?? ['byte', 1];
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    maximumFractionDigits: unit === 'gigabyte' ? 2 : 0,
  }).format(bytes / size);
}

export const moneyText = (amount: number, currency: string, locale: string): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount);

/** `1.2 GB of 3 GB`, `1.2 GB, unlimited` */
export const usedText = (
  { used_bytes: used, total_bytes: total }: { used_bytes: number; total_bytes: number | null },
  { say, locale }: Words,
): string =>
  total === null
    ? say('usedUnlimited', { used: bytesText(used, locale) })
    : say('usedOf', { used: bytesText(used, locale), total: bytesText(total, locale) });
