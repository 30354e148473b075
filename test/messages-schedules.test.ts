/**
 * When messages by schedule are due: local instants, against an independent computation; and what
 * the setting refuses.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { fits, type Entry } from '../src/domain/messages/schedules/entries.ts';
import {
  confirmsAtOnce,
  dueAt,
  messageTimerOf,
  nextInstant,
  type Facts,
} from '../src/domain/messages/schedules/schedules.ts';
import { DEFAULT_SCHEDULES, type Schedule } from '../src/domain/settings/schedules.ts';
import { checkSettings, withDefaults, type CatalogFacts } from '../src/domain/settings/settings.ts';
import { instantOf, momentInstant, parseIso } from '../src/domain/time.ts';

const two = (n: number): string => String(n).padStart(2, '0');
const NOTHING: Facts = { bookedAt: null, departureAt: null, departure: null, expiresAt: null };
const departing = (written: string, zone: string): Facts => {
  const departure = parseIso(written)!;
  return { ...NOTHING, departure, departureAt: momentInstant(departure, zone, '09:00') };
};
const reminder = (more: Partial<Schedule>): Schedule => ({
  key: 'r',
  kind: 'departure_reminder',
  moment: 'departure',
  ...more,
});
const booked = (more: Partial<Schedule>): Schedule => ({
  key: 'b',
  kind: 'booking_confirmation',
  moment: 'booking',
  ...more,
});
const expiring = (more: Partial<Schedule>): Schedule => ({
  key: 'e',
  kind: 'package_expiring',
  moment: 'expiry',
  ...more,
});

describe('the instants of schedules', () => {
  const A = 'Europe/Amsterdam';
  const before = (departure: string, zone: string, more: Partial<Schedule>): string =>
    dueAt(reminder(more), departing(departure, zone), zone)!.toISOString();
  const cases: [what: string, got: string, expected: string][] = [
    [
      'a day before at nine',
      before('2027-07-15T14:30', A, { days: 1, hour: '09:00' }),
      '2027-07-14T07:00:00.000Z',
    ],
    [
      'without an hour: at the time of the departure',
      before('2027-07-15T14:30', A, { days: 2 }),
      '2027-07-13T12:30:00.000Z',
    ],
    [
      'without an hour and days: the very instant',
      before('2027-07-15T14:30:15.250+02:00', A, {}),
      '2027-07-15T12:30:15.250Z',
    ],
    [
      'clocks going forward between',
      before('2027-04-01', A, { days: 7, hour: '09:00' }),
      '2027-03-25T08:00:00.000Z',
    ],
    ['clocks going back between', before('2027-11-03', A, { days: 7 }), '2027-10-27T07:00:00.000Z'],
    [
      'an hour that clocks skip',
      before('2027-04-01', A, { days: 4, hour: '02:30' }),
      '2027-03-28T01:30:00.000Z',
    ],
    [
      'an hour that clocks repeat',
      before('2027-11-01', A, { days: 1, hour: '02:30' }),
      '2027-10-31T00:30:00.000Z',
    ],
    [
      'UTC+14',
      before('2027-05-10', 'Pacific/Kiritimati', { days: 1, hour: '09:00' }),
      '2027-05-08T19:00:00.000Z',
    ],
    [
      'UTC-11',
      before('2027-05-10', 'Pacific/Pago_Pago', { days: 1, hour: '09:00' }),
      '2027-05-09T20:00:00.000Z',
    ],
    [
      'the leap day',
      before('2028-03-01', 'UTC', { days: 1, hour: '12:00' }),
      '2028-02-29T12:00:00.000Z',
    ],
    [
      "the traveler's zone: the offset of the departure",
      before('2027-05-10T01:00:00+14:00', A, { days: 1, hour: '09:00', zone: 'traveler' }),
      '2027-05-08T19:00:00.000Z',
    ],
    [
      "the partner's zone: its own date of that departure",
      before('2027-05-10T01:00:00+14:00', A, { days: 1, hour: '09:00' }),
      '2027-05-08T07:00:00.000Z',
    ],
    [
      "the traveler's zone, of a departure in Z",
      before('2027-05-10T23:30:00Z', A, { days: 0, hour: '09:00', zone: 'traveler' }),
      '2027-05-10T09:00:00.000Z',
    ],
    [
      "the traveler's zone, of a departure without an offset",
      before('2027-05-10T23:30', A, { days: 0, hour: '09:00', zone: 'traveler' }),
      '2027-05-10T07:00:00.000Z',
    ],
  ];
  for (const [what, got, expected] of cases) it(what, () => assert.equal(got, expected));

  it('after a booking: at the hour that comes next', () => {
    const at = (more: Partial<Schedule>, bookedAt: string): string =>
      dueAt(booked(more), { ...NOTHING, bookedAt: new Date(bookedAt) }, A)!.toISOString();
    assert.equal(at({}, '2027-07-01T10:00:00.123Z'), '2027-07-01T10:00:00.123Z');
    assert.equal(at({ hour: '13:00' }, '2027-07-01T10:00:00Z'), '2027-07-01T11:00:00.000Z');
    assert.equal(at({ hour: '12:00' }, '2027-07-01T10:00:00Z'), '2027-07-01T10:00:00.000Z');
    assert.equal(at({ hour: '11:59' }, '2027-07-01T10:00:00Z'), '2027-07-02T09:59:00.000Z');
    assert.equal(
      at({ days: 1, hour: '09:00' }, '2027-07-01T10:00:00Z'),
      '2027-07-02T07:00:00.000Z',
    );
    assert.equal(at({ days: 2 }, '2027-03-27T10:00:00Z'), '2027-03-29T09:00:00.000Z');
  });

  it('hang on nothing but their own moment', () => {
    const all: Facts = {
      bookedAt: new Date(1),
      departureAt: new Date(2),
      departure: parseIso('2027-01-01'),
      expiresAt: new Date(3),
    };
    assert.deepEqual(
      [booked({}), reminder({}), expiring({})].map((s) => dueAt(s, all, 'UTC')!.getTime()),
      [1, 2, 3],
    );
    assert.equal(
      dueAt({ key: 'u', kind: 'running_low', moment: 'usage', percent: 80 }, all, 'UTC'),
      null,
    );
    for (const s of [booked({}), reminder({}), expiring({})])
      assert.equal(dueAt(s, NOTHING, 'UTC'), null);
  });

  it('are what calendar arithmetic with another library says, everywhere', () => {
    const zones = [
      ...Intl.supportedValuesOf('timeZone').filter((zone) => zone.includes('/')),
      'UTC',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.date({ min: new Date('2027-12-01'), max: new Date('2036-12-31'), noInvalidDate: true }),
        fc.integer({ min: 0, max: 365 }),
        fc.option(fc.nat(1439), { nil: undefined }),
        fc.nat(1439),
        fc.constantFrom('date', 'local', 'offset'),
        fc.integer({ min: -12 * 60, max: 14 * 60 }),
        fc.constantFrom('traveler' as const, 'partner' as const),
        (zone, day, days, wanted, minute, form, offset, of) => {
          const clock = (m: number): string => `${two(Math.floor(m / 60))}:${two(m % 60)}`;
          const date = day.toISOString().slice(0, 10);
          const plus = `${offset < 0 ? '-' : '+'}${clock(Math.abs(offset))}`;
          const written = {
            date,
            local: `${date}T${clock(minute)}`,
            offset: `${date}T${clock(minute)}:00${plus}`,
          }[form]!;
          const wall = Temporal.PlainDateTime.from(
            form === 'date' ? `${date}T09:00` : `${date}T${clock(minute)}`,
          );
          const there = wall.toZonedDateTime(form === 'offset' ? plus : zone);
          const local = there
            .toInstant()
            .toZonedDateTimeISO(form === 'offset' && of === 'traveler' ? plus : zone);
          const target = local
            .toPlainDate()
            .subtract({ days })
            .toPlainDateTime(
              wanted === undefined ? local.toPlainTime() : Temporal.PlainTime.from(clock(wanted)),
            );
          const expected =
            days === 0 && wanted === undefined
              ? there.toInstant()
              : target.toZonedDateTime(local.timeZoneId).toInstant();
          const got = dueAt(
            reminder({ days, zone: of, ...(wanted === undefined ? {} : { hour: clock(wanted) }) }),
            departing(written, zone),
            zone,
          )!;
          assert.equal(got.toISOString(), new Date(expected.epochMilliseconds).toISOString());
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('the next one is the least that is not behind', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            days: fc.nat(60),
            hour: fc.option(
              fc.nat(23).map((h) => `${two(h)}:00`),
              { nil: undefined },
            ),
          }),
          { maxLength: 12 },
        ),
        fc.integer({ min: -70 * 24, max: 48 }),
        (list, hours) => {
          const schedules = list.map(({ days, hour }, i) =>
            reminder({ key: `k${i}`, days, ...(hour === undefined ? {} : { hour }) }),
          );
          const facts = departing('2027-04-10T14:30', 'America/New_York');
          const from = new Date(facts.departureAt!.getTime() + hours * 3_600_000);
          const next = nextInstant(schedules, facts, 'America/New_York', from);
          const all = schedules.map((s) => dueAt(s, facts, 'America/New_York')!.getTime());
          assert.equal(
            next?.getTime() ?? Infinity,
            Math.min(...all.filter((at) => at >= from.getTime())),
          );
        },
      ),
    );
  });
});

describe('the timer of a booking', () => {
  const NOW = new Date('2027-07-01T10:00:00Z');
  const of = (
    schedules: Schedule[] | undefined,
    more: object = {},
    written = '2027-07-15T14:30',
  ): string | null => {
    const departure = parseIso(written)!;
    return (
      messageTimerOf(
        withDefaults(schedules === undefined ? {} : { schedules }),
        {
          createdAt: NOW,
          departureAt: instantOf('2027-07-15T14:30', 'UTC'),
          departure,
          isDepartureDefaulted: false,
          shouldSend: true,
          ...more,
        },
        NOW,
      )?.toISOString() ?? null
    );
  };
  it('by default is the morning before the departure', () => {
    assert.equal(of(undefined), '2027-07-14T09:00:00.000Z');
    assert.equal(of(undefined, { shouldSend: false }), null);
    assert.equal(of(undefined, { isDepartureDefaulted: true }), null);
    assert.equal(
      of(undefined, { departureAt: new Date('2027-07-02T08:00:00Z') }),
      null,
      'that morning is behind already',
    );
    assert.equal(of([]), null);
  });
  it('is at once for a confirmation that the booking itself does not write', () => {
    assert.equal(of([booked({})]), null);
    for (const more of [{ filter: { claimed: false } }, { channel: 'SMS' as const }])
      assert.equal(of([booked(more)]), NOW.toISOString());
    assert.equal(of([booked({ days: 1 }), reminder({ days: 3 })]), '2027-07-02T10:00:00.000Z');
    assert.deepEqual(
      [
        DEFAULT_SCHEDULES,
        [],
        [booked({})],
        [booked({ days: 0 })],
        [booked({ days: 1 })],
        [booked({ hour: '09:00' })],
        [booked({ channel: 'EMAIL' })],
        [reminder({})],
      ].map((schedules) => confirmsAtOnce({ schedules })),
      [true, false, true, true, false, false, false, false],
    );
  });
});

describe('filters', () => {
  const entry = (more: Partial<Entry>): Entry => ({
    queue_id: 'pq_1',
    created_at: new Date(0),
    iso3: 'GRC',
    covers: null,
    package_type: 'data-limited',
    claimed: null,
    redeemed: false,
    installed: false,
    recipient: 'a@example.com',
    lapses_at: null,
    ...more,
  });
  const table: [filter: Schedule['filter'], fitting: Partial<Entry>[], not: Partial<Entry>[]][] = [
    [undefined, [{}], []],
    [{}, [{}], []],
    [{ esim_installed: true }, [{ installed: true }], [{}]],
    [{ esim_installed: false }, [{}], [{ installed: true }]],
    [{ redeemed: true }, [{ redeemed: true }], [{}]],
    [
      { ready: false },
      [{}, { installed: true }, { redeemed: true }],
      [{ installed: true, redeemed: true }],
    ],
    [{ ready: true }, [{ installed: true, redeemed: true }], [{}, { installed: true }]],
    [{ claimed: false }, [{ claimed: false }], [{ claimed: true }, { claimed: null }]],
    [{ claimed: true }, [{ claimed: true }], [{ claimed: false }, { claimed: null }]],
    [
      { countries: ['gr', 'FRA'] },
      [{}, { iso3: 'FRA' }, { iso3: 'EU', covers: ['ITA', 'FRA'] }],
      [{ iso3: 'EU' }, { iso3: null }, { iso3: 'ITA' }],
    ],
    [{ countries: ['eu'] }, [{ iso3: 'EU' }], [{}]],
    [{ package_types: ['starter', 'unlimited'] }, [{ package_type: 'starter' }], [{}]],
    [{ redeemed: false, countries: ['GR'] }, [{}], [{ redeemed: true }, { iso3: 'ITA' }]],
  ];
  for (const [filter, fitting, not] of table) {
    it(JSON.stringify(filter) ?? 'none', () => {
      for (const e of fitting) assert.equal(fits(filter, entry(e)), true, JSON.stringify(e));
      for (const e of not) assert.equal(fits(filter, entry(e)), false, JSON.stringify(e));
    });
  }
});

describe('the setting', () => {
  const catalog = {
    currency: 'EUR',
    byId: (id: string) => (/^(gr|eu)$/i.test(id) ? { iso3: 'GRC' } : null),
    byIso3: (id: string) => (/^grc$/i.test(id) ? { iso3: 'GRC' } : null),
  } as unknown as CatalogFacts;
  const refused = (schedules: unknown): string[] => {
    try {
      checkSettings({ schedules }, catalog);
      return [];
    } catch (error) {
      return (error as { details: { field: string }[] }).details.map((d) => d.field);
    }
  };
  it('takes the defaults, nothing at all, and all it knows', () => {
    assert.deepEqual(refused(DEFAULT_SCHEDULES), []);
    assert.deepEqual(refused([]), []);
    assert.deepEqual(
      refused([
        reminder({
          days: 365,
          hour: '23:59',
          zone: 'traveler',
          channel: 'SMS',
          filter: {
            esim_installed: false,
            redeemed: true,
            ready: true,
            claimed: false,
            countries: ['gr', 'GRC', 'EU'],
            package_types: ['starter'],
          },
        }),
      ]),
      [],
    );
  });
  const low = { key: 'l', kind: 'running_low', moment: 'usage', percent: 80 };
  const table: [schedules: unknown, fields: string[]][] = [
    ['x', ['schedules']],
    [Array(51).fill(low), ['schedules']],
    [[{ ...low, key: 'A' }], ['schedules.0.key']],
    [[{ ...low, key: '' }], ['schedules.0.key']],
    [[low, low], ['schedules.1.key']],
    [[low, reminder({}), { ...reminder({ key: 'x' }), hour: '24:00' }], ['schedules.2.hour']],
    [
      [
        { ...reminder({}), days: 366 },
        { ...reminder({ key: 'q' }), days: -1 },
        { ...reminder({ key: 'p' }), days: 1.5 },
      ],
      ['schedules.0.days', 'schedules.1.days', 'schedules.2.days'],
    ],
    [[{ ...low, kind: 'promo_code_claim' }], ['schedules.0.kind']],
    [[{ ...reminder({}), moment: 'booking' }], ['schedules.0.moment']],
    [[{ ...low, percent: 60 }], ['schedules.0.percent']],
    [[{ key: 'l', kind: 'running_low', moment: 'usage' }], ['schedules.0.percent']],
    [
      [{ ...low, days: 1, hour: '09:00', zone: 'partner' }],
      ['schedules.0.days', 'schedules.0.hour', 'schedules.0.zone'],
    ],
    [[{ ...reminder({}), percent: 80 }], ['schedules.0.percent']],
    [[{ ...reminder({}), channel: 'FAX' }], ['schedules.0.channel']],
    [[{ ...reminder({}), zone: 'UTC' }], ['schedules.0.zone']],
    [
      [{ ...reminder({}), filter: { countries: ['GR', 'Atlantis'] } }],
      ['schedules.0.filter.countries.1'],
    ],
    [
      [{ ...reminder({}), filter: { package_types: ['x'] } }],
      ['schedules.0.filter.package_types.0'],
    ],
  ];
  for (const [schedules, fields] of table)
    it(`refuses ${JSON.stringify(schedules).slice(0, 120)}`, () =>
      assert.deepEqual([...new Set(refused(schedules))], fields));
  it('refuses what it does not know', () => {
    assert.equal(refused([{ ...low, when: 'now' }]).length > 0, true);
    assert.equal(refused([{ ...reminder({}), filter: { age: 30 } }]).length > 0, true);
    assert.equal(refused([{}]).length > 0, true);
  });
});
