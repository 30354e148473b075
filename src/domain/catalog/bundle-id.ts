/** How bundles are called: by what they promise, so that the same promise has the same id for good. */
import { formatSize } from './size.ts';
import type { Destination, PackageType } from './types.ts';

const MB = 1024 ** 2;

/** A type that shares sizes and days with `data-limited` says so in the id. */
const KIND: Record<PackageType, readonly string[]> = {
  'data-limited': [],
  'time-limited': ['time'],
  starter: ['starter'],
  unlimited: [],
};

/** A whole number of a unit, since ids hold no dot: `1536MB`. */
function amountOf(bytes: number): string {
  const text = formatSize(bytes);
  return text.includes('.') ? `${bytes / MB}MB` : text;
}

/** The parts of an id, in small letters: `['grc', '1gb', '365d']`. `bytes` null = unlimited. */
export function bundleKey(
  destination: Pick<Destination, 'iso3'>,
  type: PackageType,
  bytes: number | null,
  days: number,
): string[] {
  const amount = bytes === null ? 'unlimited' : amountOf(bytes);
  return [destination.iso3, amount, `${days}d`, ...KIND[type]].map((part) => part.toLowerCase());
}

export const bundleId = (...promise: Parameters<typeof bundleKey>): string =>
  `pkg_${bundleKey(...promise).join('_')}`;

/** Its name for people: `Starter 500 MB – 2 days`. */
export function bundleLabel(type: PackageType, bytes: number | null, days: number): string {
  const amount = bytes === null ? 'Unlimited' : formatSize(bytes).replace(/(?=[MG]B)/, ' ');
  const length = `${days} ${days === 1 ? 'day' : 'days'}`;
  return `${type === 'starter' ? 'Starter ' : ''}${amount} – ${length}`;
}
