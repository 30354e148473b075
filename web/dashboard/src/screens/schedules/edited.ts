/** A schedule in the fields of a form, and back. */
import type { Schedule, ScheduledKind } from '../../data/settings.ts';
import { MOMENT_OF } from './schedule-text.ts';

/** A schedule as it stands in the form. */
export type Edited = {
  kind: ScheduledKind;
  days: string;
  hour: string;
  zone: 'traveler' | 'partner';
  percent: number;
  ready: string;
  claimed: string;
  countries: string;
};

const tristate = (value: boolean | undefined): string => (value === undefined ? '' : String(value));
export const toEdited = (schedule: Schedule | null): Edited => ({
  kind: schedule?.kind ?? 'departure_reminder',
  days: String(schedule === null ? 1 : (schedule.days ?? 0)),
  hour: schedule?.hour ?? '',
  zone: schedule?.zone ?? 'partner',
  percent: schedule?.percent ?? 80,
  ready: tristate(schedule?.filter?.ready),
  claimed: tristate(schedule?.filter?.claimed),
  countries: (schedule?.filter?.countries ?? []).join(', '),
});

/** What this dialog does not show of a schedule stays as it is. */
export function asSchedule(
  edited: Edited,
  before: Schedule | null,
  taken: readonly string[],
): Schedule {
  const { kind, days, hour, zone, percent, ready, claimed } = edited;
  const countries = edited.countries
    .split(/[\s,;]+/)
    .filter((code) => code !== '')
    .map((code) => code.toUpperCase());
  const {
    ready: _ready,
    claimed: _claimed,
    countries: _countries,
    ...others
  } = before?.filter ?? {};
  const filter = {
    ...others,
    ...(ready === '' ? {} : { ready: ready === 'true' }),
    ...(claimed === '' ? {} : { claimed: claimed === 'true' }),
    ...(countries.length === 0 ? {} : { countries }),
  };
  const when =
    kind === 'running_low'
      ? { percent }
      : {
          ...(days.trim() === '' || days === '0' ? {} : { days: Number(days) }),
          ...(hour === '' ? {} : { hour, zone }),
        };
  return {
    key: before?.key ?? freeKey(kind, taken),
    kind,
    moment: MOMENT_OF[kind],
    ...(before?.channel === undefined ? {} : { channel: before.channel }),
    ...when,
    ...(Object.keys(filter).length === 0 ? {} : { filter }),
  };
}

function freeKey(kind: string, taken: readonly string[]): string {
  for (let n = 1; ; n++) {
    const key = n === 1 ? kind : `${kind}_${n}`;
    if (!taken.includes(key)) return key;
  }
}
