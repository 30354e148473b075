import { formatSize, parseSize } from '../catalog/size.ts';

const MB = 1024 ** 2;
const DECIMAL_MB = 10 ** 6;

/**
 * The size under which an article is sold, in bytes: a supplier's gigabyte of 10⁹ bytes is called a
 * gigabyte, and fits one of 2³⁰. What is round neither way is called by its whole megabytes; null
 * where it has none, or too many for a size.
 */
export function nominalSize(delivered: number): number | null {
  const megabytes =
    delivered % MB !== 0 && delivered % DECIMAL_MB === 0
      ? delivered / DECIMAL_MB
      : Math.floor(delivered / MB);
  const bytes = megabytes * MB;
  return parseSize(formatSize(bytes)) === bytes ? bytes : null;
}
