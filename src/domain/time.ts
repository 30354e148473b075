/** Calendar and zone arithmetic. Instants are Dates, calendar dates `YYYY-MM-DD`, zones IANA names. */
import { Temporal } from 'temporal-polyfill';
import { LRUCache } from 'lru-cache';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    // Intl lets ICU's own three letters pass (IST, PST), which mean something else to everybody else.
    Temporal.PlainDate.from('2027-01-01').toZonedDateTime(zone);
    return !/^[+-]\d/.test(zone);
  } catch {
    return false;
  }
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Zones change their date on the minute, and most questions are about now. */
const lastDate = new Map<string, { minute: number; date: string }>();

/** The calendar date of an instant in a zone. */
export function dateIn(zone: string, at: Date): string {
  const minute = Math.floor(at.getTime() / 60_000);
  const last = lastDate.get(zone);
  if (last?.minute === minute) return last.date;
  const date = formatDate(zone, at);
  lastDate.set(zone, { minute, date });
  return date;
}

function formatDate(zone: string, at: Date): string {
  let format = formatters.get(zone);
  if (format === undefined)
    formatters.set(
      zone,
      (format = new Intl.DateTimeFormat('en-CA', {
        timeZone: zone,
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
      })),
    );
  return format.format(at);
}

const instants = new LRUCache<string, Date>({ max: 20_000 });

/** The instant of a wall-clock time in a zone; a time that a DST change skips or repeats is resolved as RFC 5545 does. */
export function instantOf(wallClock: string, zone: string): Date {
  const key = `${zone} ${wallClock}`;
  let at = instants.get(key);
  if (at === undefined) {
    at = new Date(Temporal.PlainDateTime.from(wallClock).toZonedDateTime(zone).epochMilliseconds);
    instants.set(key, at);
  }
  return at;
}

/** The last millisecond of a calendar day in a zone. */
export function endOfDay(date: string, zone: string): Date {
  const next = Temporal.PlainDate.from(date).add({ days: 1 }).toZonedDateTime(zone);
  return new Date(next.epochMilliseconds - 1);
}

/** The calendar date some days before another. */
export const daysBefore = (date: string, days: number): string =>
  new Date(Date.parse(date) - days * DAY_MS).toISOString().slice(0, 10);

/** Days from one calendar date to another, both counted. */
export function daysInclusive(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_TIME =
  /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})?$/;

export type IsoMoment = {
  /** as it came */
  written: string;
  /** the calendar date as written */
  date: string;
  /** null for a bare date or a time without offset */
  at: Date | null;
  /** wall-clock time, null for a bare date */
  time: string | null;
};

/** Whatever zone it is in and whatever is added to it, the instant still has four digits of year. */
const LAST_YEAR = 9000;

const isDate = (text: string): boolean => {
  const m = DATE.exec(text);
  if (m === null) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return (
    !Number.isNaN(day.getTime()) &&
    day.toISOString().startsWith(text) &&
    Number(m[1]) >= 1970 &&
    Number(m[1]) <= LAST_YEAR
  );
};

/** ISO 8601 date or datetime, offset optional; null for anything else, also for days and hours that do not exist. */
export function parseIso(written: string): IsoMoment | null {
  if (isDate(written)) return { written, date: written, at: null, time: null };
  const m = DATE_TIME.exec(written);
  if (m === null || !isDate(m[1]!)) return null;
  const [hour, minute, second] = [Number(m[2]), Number(m[3]), Number(m[4] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return null;
  const offset = m[6];
  if (
    offset !== undefined &&
    offset !== 'Z' &&
    (Number(offset.slice(1, 3)) > 14 || Number(offset.slice(4)) > 59)
  )
    return null;
  const time = `${m[2]}:${m[3]}:${m[4] ?? '00'}.${(m[5] ?? '').slice(0, 3).padEnd(3, '0')}`;
  return {
    written,
    date: m[1]!,
    at: offset === undefined ? null : new Date(`${m[1]}T${time}${offset}`),
    time,
  };
}

/** The instant of a parsed moment; a bare date counts as `defaultTime`, a time without offset is the zone's. */
export const momentInstant = (moment: IsoMoment, zone: string, defaultTime: string): Date =>
  moment.at ?? instantOf(`${moment.date}T${moment.time ?? defaultTime}`, zone);
