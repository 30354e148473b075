/**
 * Dates as platforms write them, against an independent computation; which departures and returns
 * are possible.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { readDates, type BookingDates } from '../src/domain/bookings/dates.ts';
import type { Partner } from '../src/domain/partners/partner.ts';
import { withDefaults } from '../src/domain/settings/settings.ts';
import type { Problem } from '../src/errors.ts';
import {
  dateIn,
  momentInstant,
  parseIso,
  readMoment,
  readQueryMoment,
} from '../src/domain/time.ts';

const ZONES = ['Pacific/Auckland', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Amsterdam'];
const partner = (time_zone: string): Partner => ({
  id: 'prt_1',
  name: 'P',
  slug: 'p',
  settings: withDefaults({ time_zone }),
  prices: null as never,
  suspendedAt: null,
});
const two = (n: number): string => String(n).padStart(2, '0');

/** From 2027 on, to the millisecond, at an offset of quarter hours. */
const moments = fc.record({
  ms: fc.integer({ min: Date.UTC(2027, 0), max: Date.UTC(2040, 0) }),
  quarters: fc.integer({ min: -48, max: 56 }),
});
const offsetOf = (quarters: number): string =>
  `${quarters < 0 ? '-' : '+'}${two(Math.floor(Math.abs(quarters) / 4))}:${two((Math.abs(quarters) % 4) * 15)}`;

describe('ISO 8601 as it is written', () => {
  const spellings = fc.record({
    t: fc.constantFrom('T', 't'),
    mark: fc.constantFrom('.', ','),
    more: fc.constantFrom('', '0', '1234567'),
    zone: fc.constantFrom('long', 'basic', 'hours', 'z', 'Z'),
  });

  it('means the same instant and keeps its calendar date, however it is spelt', () => {
    fc.assert(
      fc.property(moments, spellings, ({ ms, quarters }, { t, mark, more, zone }) => {
        const isZulu = zone === 'z' || zone === 'Z';
        const offset = offsetOf(isZulu ? 0 : quarters);
        fc.pre(zone !== 'hours' || offset.endsWith(':00'));
        const local = Temporal.Instant.fromEpochMilliseconds(ms)
          .toZonedDateTimeISO(offset)
          .toPlainDateTime()
          .toString({ smallestUnit: 'millisecond' });
        const end = isZulu
          ? zone
          : zone === 'long'
            ? offset
            : zone === 'basic'
              ? offset.replace(':', '')
              : offset.slice(0, 3);
        const written = local.replace('T', t).replace('.', mark) + more + end;
        const read = parseIso(written);
        assert.ok(read !== null, written);
        assert.deepEqual(
          [read.at?.getTime(), read.date, read.offset, read.written],
          [ms, local.slice(0, 10), offset, written],
          written,
        );
      }),
    );
  });

  it('knows the end of a day, which is still that day', () => {
    for (const [written, instant] of [
      ['2027-07-15T24:00:00Z', '2027-07-16T00:00:00.000Z'],
      ['2027-12-31T24:00+02', '2027-12-31T22:00:00.000Z'],
      ['2028-02-28T24:00:00,000-0330', '2028-02-29T03:30:00.000Z'],
    ] as const) {
      const read = parseIso(written)!;
      assert.deepEqual(
        [read.at!.toISOString(), read.date],
        [instant, written.slice(0, 10)],
        written,
      );
    }
    const local = parseIso('2027-03-27T24:00')!;
    assert.equal(
      momentInstant(local, 'Europe/Amsterdam', '09:00').toISOString(),
      '2027-03-27T23:00:00.000Z',
    );
  });

  it('says what is wrong with anything else', () => {
    const said = (text: string): string => {
      const problems: Problem[] = [];
      assert.equal(readMoment(text, 'departure_date', problems), null, text);
      assert.equal(problems[0]?.field, 'departure_date');
      assert.ok(problems[0].issue.endsWith(`got "${text.slice(0, 60)}"`), problems[0].issue);
      return problems[0].issue;
    };
    assert.match(said('15/07/2027'), /^expected an ISO 8601 date \(2027-07-15\) or datetime/);
    assert.match(said('2027-02-30'), /of a day that exists/);
    assert.match(said('2027-02-29T10:00Z'), /of a day that exists/);
    assert.match(said('2027-07-15T24:00:01'), /with a time from 00:00:00 to 24:00:00/);
    assert.match(said('2027-07-15T24:00:00.001Z'), /with a time from 00:00:00 to 24:00:00/);
    assert.match(said('2027-07-15T10:60'), /with a time from/);
    assert.match(said('2027-07-15T10:00+14:60'), /with an offset/);
    said(`2027-07-15T10:00:00.${'0'.repeat(100)}x`);
  });

  it('reads a plus sign that a query turned into a blank', () => {
    const problems: Problem[] = [];
    assert.equal(
      readQueryMoment('2027-07-15T10:00:00 02:00', 'from', problems)?.at?.toISOString(),
      '2027-07-15T08:00:00.000Z',
    );
    assert.equal(readQueryMoment('2027-07-15 10', 'from', problems), null);
  });
});

describe('a departure', () => {
  const read = (
    departure_date: string,
    now: Date,
    zone = 'Pacific/Auckland',
    return_date?: string,
  ): { dates: BookingDates; problems: Problem[] } => {
    const problems: Problem[] = [];
    const dates = readDates(partner(zone), { departure_date, return_date }, now, problems)!;
    return { dates, problems };
  };

  it('hours ahead is not past, though its day is over where the partner is', () => {
    const now = new Date('2030-01-10T11:30:00Z');
    for (const written of ['2030-01-10T23:00:00-10:00', '2030-01-10T01:00:00-1000'])
      assert.equal(read(written, now).dates.refusal, null, written);
    assert.match(read('2030-01-10T23:00:00', now).dates.refusal!.issue, /expected today or later/);
    assert.match(
      read('2030-01-09T23:00:00-10:00', now).dates.refusal!.issue,
      /expected today or later, got "2030-01-09T23:00:00-10:00"/,
    );
  });

  it('is compared by its date with today at its own offset, else in the zone of the partner', () => {
    fc.assert(
      fc.property(
        moments,
        fc.constantFrom(...ZONES),
        fc.boolean(),
        fc.integer({ min: -2, max: 2 }),
        ({ ms, quarters }, zone, isBare, days) => {
          const now = Temporal.Instant.fromEpochMilliseconds(ms);
          const place = isBare ? zone : offsetOf(quarters);
          const today = now.toZonedDateTimeISO(place).toPlainDate();
          assert.equal(dateIn(place, new Date(ms)), today.toString());
          const day = today.add({ days }).toString();
          const { dates } = read(isBare ? day : `${day}T12:00:00${place}`, new Date(ms), zone);
          assert.deepEqual([dates.refusal !== null, dates.keyDate], [days < 0, day]);
        },
      ),
    );
  });

  it('is at most five years ahead', () => {
    const now = new Date('2028-02-29T12:00:00Z');
    assert.equal(read('2033-02-28', now, 'Europe/Amsterdam').dates.refusal, null);
    assert.match(
      read('2033-03-01', now, 'Europe/Amsterdam').dates.refusal!.issue,
      /at most 5 years ahead/,
    );
  });

  it('eastward over the date line may be followed by a return on the day before', () => {
    const now = new Date('2030-01-01T00:00:00Z');
    const fits = (departure: string, back: string, zone?: string): boolean => {
      const { dates, problems } = read(departure, now, zone, back);
      assert.ok(dates.endsAt >= dates.departureAt);
      assert.ok(problems.every((p) => p.field === 'return_date'));
      return problems.length === 0;
    };
    assert.ok(fits('2030-01-10T23:00:00+13:00', '2030-01-09', 'Europe/Amsterdam'));
    assert.ok(fits('2030-01-10T23:00:00+12', '2030-01-09', 'Europe/Amsterdam'));
    assert.ok(fits('2030-01-10', '2030-01-09', 'Pacific/Auckland'));
    assert.ok(!fits('2030-01-10T23:00:00+13:00', '2030-01-08', 'Europe/Amsterdam'));
    assert.ok(!fits('2030-01-10T23:00:00+11:45', '2030-01-09', 'Europe/Amsterdam'));
    assert.ok(!fits('2030-01-10', '2030-01-09', 'Europe/Amsterdam'));
    assert.ok(!fits('2030-01-10T23:00:00-10:00', '2030-01-09', 'Pacific/Auckland'));
    // With times on both ends the instants decide.
    assert.ok(fits('2030-01-10T23:00:00+13:00', '2030-01-10T05:00:00-10:00'));
    assert.ok(!fits('2030-01-10T23:00:00+13:00', '2030-01-09T23:00:00-10:00'));
  });
});
