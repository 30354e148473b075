/**
 * Calendar and zone arithmetic. Instants are Dates, calendar dates `YYYY-MM-DD`, zones IANA names.
 */
import { Temporal } from 'temporal-polyfill';
import { LRUCache } from 'lru-cache';
import type { Problem } from '../errors.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    // Intl lets ICU's own three letters pass (IST, PST), which mean something else to everybody
    // else.
    Temporal.PlainDate.from('2027-01-01').toZonedDateTime(zone);
    return !/^[+-]\d/.test(zone);
  } catch {
    return false;
  }
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Zones change their date on the minute, and most questions are about now. */
const lastDate = new Map<string, { minute: number; date: string }>();

const OFFSET = /^[+-]\d{2}:\d{2}$/;

/** Minutes east of UTC of an offset such as `+02:00`. */
const minutesOf = (offset: string): number =>
  Number(`${offset[0]}1`) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4)));

/** The calendar date of an instant in a zone, or at an offset such as `+02:00`. */
export function dateIn(zone: string, at: Date): string {
  if (OFFSET.test(zone))
    return new Date(at.getTime() + minutesOf(zone) * 60_000).toISOString().slice(0, 10);
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

/**
 * The instant of a wall-clock time in a zone; a time that a DST change skips or repeats is resolved
 * as RFC 5545 does. 24:00 is the end of the day.
 */
export function instantOf(wallClock: string, zone: string): Date {
  const key = `${zone} ${wallClock}`;
  let at = instants.get(key);
  if (at === undefined) {
    const isEnd = wallClock.slice(11, 13) === '24';
    const time = Temporal.PlainDateTime.from(isEnd ? wallClock.replace('T24', 'T00') : wallClock);
    at = new Date(time.add({ days: isEnd ? 1 : 0 }).toZonedDateTime(zone).epochMilliseconds);
    instants.set(key, at);
  }
  return at;
}

/** How far a zone is east of UTC at an instant, in minutes. */
export const minutesEast = (zone: string, at: Date): number =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).offsetNanoseconds /
  60e9;

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
  /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?(?:(Z)|([+-]\d{2})(?::?(\d{2}))?)?$/i;

export type IsoMoment = {
  /** as it came */
  written: string;
  /** the calendar date as written */
  date: string;
  /** null for a bare date or a time without offset */
  at: Date | null;
  /** wall-clock time, up to 24:00:00.000; null for a bare date */
  time: string | null;
  /** `+02:00`, null where none was written */
  offset: string | null;
};

/**
 * Whatever zone it is in and whatever is added to it, the instant still has four digits of year.
 */
const LAST_YEAR = 9000;
const FIRST_YEAR = 1970;

/** Whether it is a day that exists, `YYYY-MM-DD`. */
export const isDate = (text: string): boolean => {
  const m = DATE.exec(text);
  if (m === null || Number(m[1]) < FIRST_YEAR || Number(m[1]) > LAST_YEAR) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
};

/**
 * An ISO 8601 date or datetime in extended format, as the platforms write it: offset optional (`Z`,
 * `+02:00`, `+0200`, `+02`), fractions after point or comma, 24:00. Answers why not for anything
 * else, also for days and hours that do not exist.
 */
export function readIso(written: string): IsoMoment | { why: string } {
  const m = DATE_TIME.exec(written);
  const date = m === null ? written : m[1]!;
  if (!DATE.test(date)) return { why: EXPECTED };
  if (!isDate(date)) return { why: `${EXPECTED} of a day that exists` };
  if (m === null) return { written, date, at: null, time: null, offset: null };
  const [, , hour, minute, second = '00', fraction = '', zulu, hours, minutes = '00'] = m;
  const time = `${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}`;
  const isEnd = hour === '24' && /^24:00:00\.0*$/.test(`${hour}:${minute}:${second}.${fraction}`);
  if ((Number(hour) > 23 && !isEnd) || Number(minute) > 59 || Number(second) > 59)
    return { why: `${EXPECTED} with a time from 00:00:00 to 24:00:00` };
  const offset = zulu !== undefined ? '+00:00' : hours === undefined ? null : `${hours}:${minutes}`;
  if (offset !== null && (Number(offset.slice(1, 3)) > 14 || Number(offset.slice(4)) > 59))
    return { why: `${EXPECTED} with an offset of at most 14 hours` };
  return {
    written,
    date,
    at: offset === null ? null : new Date(`${date}T${time}${offset}`),
    time,
    offset,
  };
}

const EXPECTED = 'expected an ISO 8601 date (2027-07-15) or datetime (2027-07-15T14:30:00+02:00)';

/** The same where only whether it can be read matters. */
export function parseIso(written: string): IsoMoment | null {
  const read = readIso(written);
  return 'why' in read ? null : read;
}

/** The same of a field of a request: what is wrong with it is pushed. */
export function readMoment(text: string, field: string, problems: Problem[]): IsoMoment | null {
  const read = readIso(text);
  if (!('why' in read)) return read;
  problems.push({ field, issue: `${read.why}, got "${text.slice(0, 60)}"` });
  return null;
}

/** The same of a query parameter, where a plus sign that nobody encoded came as a blank. */
export const readQueryMoment = (
  text: string,
  field: string,
  problems: Problem[],
): IsoMoment | null => readMoment(text.replace(/ (?=[\d:]+$)/, '+'), field, problems);

/**
 * The instant of a parsed moment; a bare date counts as `defaultTime`, a time without offset is the
 * zone's.
 */
export const momentInstant = (moment: IsoMoment, zone: string, defaultTime: string): Date =>
  moment.at ?? instantOf(`${moment.date}T${moment.time ?? defaultTime}`, zone);

/** The same where a bare date stands for all of its day: its last millisecond. */
export const momentEnd = (moment: IsoMoment, zone: string): Date =>
  moment.time === null ? endOfDay(moment.date, zone) : momentInstant(moment, zone, '00:00');
