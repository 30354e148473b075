/** Days of a calendar as instants of a zone. */

const DAY_MS = 86_400_000;

/**
 * When the day (`2026-11-30`), or the one `later` days later, begins in the zone (undefined: the
 * browser's). Undefined where it is no day.
 */
export function startOf(day: string, later: number, zone: string | undefined): string | undefined {
  const midnight = Date.parse(`${day}T00:00:00Z`) + later * DAY_MS;
  if (Number.isNaN(midnight)) return undefined;
  // Twice: near a change of the clocks the first offset is that of the other side.
  const near = midnight - offsetAt(midnight, zone);
  return new Date(midnight - offsetAt(near, zone)).toISOString();
}

/** Milliseconds by which the zone's clocks are ahead of UTC then. */
function offsetAt(at: number, zone: string | undefined): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(at);
  const of = (type: string): string => parts.find((part) => part.type === type)!.value;
  const shown = `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}:${of('second')}Z`;
  return Date.parse(shown) - Math.floor(at / 1_000) * 1_000;
}
