const GB = 1024 ** 3;
const MB = 1024 ** 2;
const MAX_BYTES = 10 * 1024 * GB;

/**
 * Bytes of `500MB`, `1GB`, `1.5GB` (section 1 of docs/contract.md: number, `MB` or `GB`, no space;
 * at most three decimals). Null for anything else, for what is no whole number of bytes (`0.1GB`),
 * for zero and above 10 TB.
 */
export function parseSize(text: string): number | null {
  const match = /^(\d{1,8}(?:\.\d{1,3})?)(MB|GB)$/.exec(text);
  if (!match) return null;
  // Both units are powers of two, so times the unit is exact; a decimal fraction is made whole
  // before it.
  const bytes = (Math.round(Number(match[1]) * 1000) * (match[2] === 'GB' ? GB : MB)) / 1000;
  return Number.isInteger(bytes) && bytes > 0 && bytes <= MAX_BYTES ? bytes : null;
}

/**
 * The text of a size: GB from 1 GB on where at most three decimals say it exactly, else MB.
 * `parseSize` gives the same bytes back.
 */
export function formatSize(bytes: number): string {
  const gigabytes = bytes / GB;
  return gigabytes >= 1 && Number.isInteger(gigabytes * 1000)
    ? `${gigabytes}GB`
    : `${bytes / MB}MB`;
}
