/** When a message goes out and about what, as a sentence. */
import type { Schedule, ScheduledKind, ScheduleFilter } from '../../data/settings.ts';
import type { Key, Words } from '../../words.tsx';

export const KINDS = [
  'booking_confirmation',
  'departure_reminder',
  'running_low',
  'package_expiring',
] as const satisfies readonly ScheduledKind[];

/** Each kind hangs on one moment. */
export const MOMENT_OF: Record<ScheduledKind, string> = {
  booking_confirmation: 'booking',
  departure_reminder: 'departure',
  running_low: 'usage',
  package_expiring: 'expiry',
};
export const PERCENTS = [20, 50, 80, 100] as const;

const WHEN: Record<ScheduledKind, readonly [now: Key, days: Key]> = {
  booking_confirmation: ['atBooking', 'afterBooking'],
  departure_reminder: ['atDeparture', 'beforeDeparture'],
  running_low: ['whenUsed', 'whenUsed'],
  package_expiring: ['atExpiry', 'beforeExpiry'],
};

export function whenText(
  { kind, days = 0, hour, zone, percent }: Schedule,
  say: Words['say'],
): string {
  if (kind === 'running_low') return say('whenUsed', { percent: percent ?? 80 });
  const [now, later] = WHEN[kind];
  const day = say(days === 0 ? now : later, { count: days });
  if (hour === undefined) return day;
  return say(zone === 'traveler' ? 'atHourThere' : 'atHour', { day, hour });
}

/** Which packages it is about: empty = all. */
export function filterText(
  { ready, claimed, countries = [], ...others }: ScheduleFilter,
  say: Words['say'],
): string[] {
  return [
    ...(ready === undefined ? [] : [say(ready ? 'onlyReady' : 'onlyNotReady')]),
    ...(claimed === undefined ? [] : [say(claimed ? 'onlyClaimed' : 'onlyNotClaimed')]),
    ...(countries.length === 0 ? [] : [say('onlyCountries', { countries: countries.join(', ') })]),
    ...(Object.keys(others).length === 0 ? [] : [say('onlyOthers')]),
  ];
}
