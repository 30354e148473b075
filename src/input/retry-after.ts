/** How long whoever answers asks to be left alone. */

/**
 * The header Retry-After (RFC 9110) in milliseconds from `now` (real time): seconds, or an HTTP
 * date. Null for none and for anything else.
 */
export function retryAfterMs(
  header: string | readonly string[] | null | undefined,
  now: number,
): number | null {
  const text = [header ?? ''].flat()[0]?.trim() ?? '';
  if (/^\d{1,15}$/.test(text)) return Number(text) * 1000;
  if (!/^[A-Za-z]{3,9},? .*\d{4}|^[A-Za-z]{3} [A-Za-z]{3} /.test(text)) return null;
  const at = Date.parse(/(GMT|UTC)$/.test(text) ? text : `${text} GMT`);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

/** The same in seconds, at most `longestS`. */
export function retryAfterS(
  header: string | readonly string[] | null | undefined,
  now: number,
  longestS: number,
): number | null {
  const ms = retryAfterMs(header, now);
  return ms === null ? null : Math.min(ms / 1000, longestS);
}
