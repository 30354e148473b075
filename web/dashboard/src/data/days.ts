/** Days and times of a calendar as instants of a zone. */

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/**
 * When the day (`2026-11-30`), or the one `later` days later, begins in the zone (undefined: the
 * browser's). Undefined where it is no day.
 */
export const startOf = (day: string, later: number, zone: string | undefined): string | undefined =>
  instantOf(Date.parse(`${day}T00:00:00Z`) + later * DAY_MS, zone);

/** When a day or a minute (`2026-11-30T14:05`) of the zone begins; undefined where it is neither. */
export const beginOf = (said: string, zone: string | undefined): string | undefined =>
  isDay(said) ? startOf(said, 0, zone) : instantOf(Date.parse(`${said}Z`), zone);

/** When it ends. */
export const endOf = (said: string, zone: string | undefined): string | undefined =>
  isDay(said) ? startOf(said, 1, zone) : instantOf(Date.parse(`${said}Z`) + MINUTE_MS, zone);

/** An instant as the zone's clocks show it: `2026-11-30T14:05`. */
export const localOf = (at: number, zone: string | undefined): string =>
  new Date(at + offsetAt(at, zone)).toISOString().slice(0, 16);

const isDay = (said: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(said);

/** `shown`: what the clocks show, as if they stood in UTC. */
function instantOf(shown: number, zone: string | undefined): string | undefined {
  if (Number.isNaN(shown)) return undefined;
  // Twice: near a change of the clocks the first offset is that of the other side.
  const near = shown - offsetAt(shown, zone);
  return new Date(shown - offsetAt(near, zone)).toISOString();
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
