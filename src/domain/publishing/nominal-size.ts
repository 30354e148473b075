import { formatSize, parseSize } from '../catalog/size.ts';

const MB = 1024 ** 2;
const DECIMAL_MB = 10 ** 6;
const DECIMAL_GB = 10 ** 9;

/**
 * The size under which an article is sold, in bytes: a supplier's gigabyte of 10⁹ bytes is called a
 * gigabyte, and fits one of 2³⁰. What is round neither way is called by its whole megabytes; null
 * where it has none, or too many for a size.
 */
export function nominalSize(delivered: number): number | null {
  const bytes = megabytesOf(delivered) * MB;
  return parseSize(formatSize(bytes)) === bytes ? bytes : null;
}

function megabytesOf(delivered: number): number {
  if (delivered % MB === 0) return delivered / MB;
  // 1.5 GB are whole megabytes of ours, 1.1 GB are not.
  const asGigabytes = (delivered / DECIMAL_GB) * 1024;
  if (delivered >= DECIMAL_GB && Number.isInteger(asGigabytes)) return asGigabytes;
  return delivered % DECIMAL_MB === 0 ? delivered / DECIMAL_MB : Math.floor(delivered / MB);
}
