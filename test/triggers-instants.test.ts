/** When departure triggers are due: local instants, against an independent computation. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { readDates } from '../src/domain/bookings/dates.ts';
import type { Partner } from '../src/domain/partners/partner.ts';
import { withDefaults } from '../src/domain/settings/settings.ts';

const NOW = new Date('2026-11-01T00:00:00Z');
const partner = (settings: object): Partner => ({
  id: 'prt_1',
  name: 'P',
  slug: 'p',
  settings: withDefaults(settings),
  suspendedAt: null,
  prices: null as never,
});
function instants(settings: object, departure_date: string, now = NOW) {
  const problems: never[] = [];
  const dates = readDates(partner(settings), { departure_date }, now, problems)!;
  assert.deepEqual(problems, []);
  return dates.triggers === null
    ? null
    : [dates.departureAt, dates.triggers.cutoffAt, dates.triggers.aboutToDepartAt].map((at) =>
        at.toISOString(),
      );
}

describe('the instants of departure triggers', () => {
  const AMSTERDAM = { time_zone: 'Europe/Amsterdam' };
  const cases: [what: string, settings: object, departure: string, expected: string[]][] = [
    [
      'a date, clocks going forward between',
      AMSTERDAM,
      '2027-04-01',
      ['2027-04-01T07:00:00.000Z', '2027-03-25T08:00:00.000Z', '2027-04-01T05:00:00.000Z'],
    ],
    [
      'a date, clocks going back between',
      AMSTERDAM,
      '2027-11-03',
      ['2027-11-03T08:00:00.000Z', '2027-10-27T07:00:00.000Z', '2027-11-03T06:00:00.000Z'],
    ],
    [
      'a time without offset, in the zone of the partner',
      AMSTERDAM,
      '2027-04-01T14:30',
      ['2027-04-01T12:30:00.000Z', '2027-03-25T13:30:00.000Z', '2027-04-01T10:30:00.000Z'],
    ],
    [
      'a time with an offset keeps it',
      AMSTERDAM,
      '2027-04-01T14:30:00+02:00',
      ['2027-04-01T12:30:00.000Z', '2027-03-25T12:30:00.000Z', '2027-04-01T10:30:00.000Z'],
    ],
    [
      'a cutoff in the hour that clocks skip',
      { ...AMSTERDAM, cutoff_days: 4 },
      '2027-04-01T02:30',
      ['2027-04-01T00:30:00.000Z', '2027-03-28T01:30:00.000Z', '2027-03-31T22:30:00.000Z'],
    ],
    [
      'a cutoff in the hour that clocks repeat',
      { ...AMSTERDAM, cutoff_days: 1 },
      '2027-11-01T02:30',
      ['2027-11-01T01:30:00.000Z', '2027-10-31T00:30:00.000Z', '2027-10-31T23:30:00.000Z'],
    ],
    [
      'UTC+14',
      { time_zone: 'Pacific/Kiritimati' },
      '2027-05-10',
      ['2027-05-09T19:00:00.000Z', '2027-05-02T19:00:00.000Z', '2027-05-09T17:00:00.000Z'],
    ],
    [
      'UTC-11',
      { time_zone: 'Pacific/Pago_Pago' },
      '2027-05-10',
      ['2027-05-10T20:00:00.000Z', '2027-05-03T20:00:00.000Z', '2027-05-10T18:00:00.000Z'],
    ],
    [
      'half an hour of summer time',
      { time_zone: 'Australia/Lord_Howe' },
      '2027-04-06',
      ['2027-04-05T22:30:00.000Z', '2027-03-29T22:00:00.000Z', '2027-04-05T20:30:00.000Z'],
    ],
    [
      'the leap day',
      { time_zone: 'UTC' },
      '2028-03-07',
      ['2028-03-07T09:00:00.000Z', '2028-02-29T09:00:00.000Z', '2028-03-07T07:00:00.000Z'],
    ],
    [
      'settings of the partner',
      {
        time_zone: 'UTC',
        cutoff_days: 30,
        about_to_depart_hours: 48,
        default_departure_time: '23:15',
      },
      '2027-05-01',
      ['2027-05-01T23:15:00.000Z', '2027-04-01T23:15:00.000Z', '2027-04-29T23:15:00.000Z'],
    ],
  ];
  for (const [what, settings, departure, expected] of cases)
    it(what, () => assert.deepEqual(instants(settings, departure), expected));

  it('none once the departure is behind', () => {
    assert.equal(instants({ time_zone: 'UTC' }, '2026-11-01T00:00:00Z'), null);
    assert.notEqual(instants({ time_zone: 'UTC' }, '2026-11-01T00:00:01Z'), null);
  });

  it('are what calendar arithmetic with another library says, everywhere', () => {
    const zones = [
      ...Intl.supportedValuesOf('timeZone').filter((zone) => zone.includes('/')),
      'UTC',
    ];
    const two = (n: number): string => String(n).padStart(2, '0');
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.date({ min: new Date('2027-12-01'), max: new Date('2036-12-31'), noInvalidDate: true }),
        fc.integer({ min: 1, max: 365 }),
        fc.integer({ min: 1, max: 72 }),
        fc.nat(1439),
        fc.constantFrom('date', 'local', 'offset'),
        fc.integer({ min: -12 * 60, max: 14 * 60 }),
        (time_zone, day, cutoff_days, about_to_depart_hours, minute, form, offset) => {
          const time = `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
          const date = day.toISOString().slice(0, 10);
          const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
          const departure = { date, local: `${date}T${time}`, offset: `${date}T${time}:00${zone}` }[
            form
          ]!;
          const wall = Temporal.PlainDateTime.from(`${date}T${time}`);
          const in_ = form === 'offset' ? zone : time_zone;
          const at = wall.toZonedDateTime(in_).toInstant();
          const expected = [
            at,
            wall.subtract({ days: cutoff_days }).toZonedDateTime(in_).toInstant(),
            at.subtract({ hours: about_to_depart_hours }),
          ];
          const settings = {
            time_zone,
            cutoff_days,
            about_to_depart_hours,
            default_departure_time: time,
          };
          assert.deepEqual(
            instants(settings, departure),
            expected.map((i) => new Date(i.epochMilliseconds).toISOString()),
          );
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
