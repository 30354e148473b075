/**
 * The setting `schedules`: which messages to travelers go out when. Its shape, its default, and
 * what is checked when it is set.
 */
import { Type, type Static } from 'typebox';
import type { Problem } from '../../errors.ts';
import type { Catalog } from '../catalog/store.ts';
import { PACKAGE_TYPES, type PackageType } from '../catalog/types.ts';
import { channelSchema } from './channels.ts';

/** Each kind hangs on one moment. */
export const MOMENT_OF = {
  booking_confirmation: 'booking',
  departure_reminder: 'departure',
  running_low: 'usage',
  package_expiring: 'expiry',
} as const;
export type ScheduledKind = keyof typeof MOMENT_OF;
export type Moment = (typeof MOMENT_OF)[ScheduledKind];
const KINDS = Object.keys(MOMENT_OF) as ScheduledKind[];
const PERCENTS = [20, 50, 80, 100] as const;

const filter = Type.Object(
  {
    esim_installed: Type.Optional(
      Type.Boolean({ description: "whether the traveler's eSIM is on a device" }),
    ),
    redeemed: Type.Optional(Type.Boolean({ description: 'whether the package is on an eSIM' })),
    ready: Type.Optional(
      Type.Boolean({ description: 'true: redeemed and installed; false: either is missing' }),
    ),
    claimed: Type.Optional(
      Type.Boolean({
        description:
          'whether the promo code or classic grant was claimed; leaves out what needs no claim',
      }),
    ),
    countries: Type.Optional(
      Type.Array(Type.String({ minLength: 2, maxLength: 64 }), {
        minItems: 1,
        maxItems: 400,
        uniqueItems: true,
      }),
    ),
    package_types: Type.Optional(
      Type.Array(Type.Unsafe<PackageType>({ type: 'string', enum: PACKAGE_TYPES }), {
        minItems: 1,
        maxItems: PACKAGE_TYPES.length,
        uniqueItems: true,
      }),
    ),
  },
  {
    additionalProperties: false,
    description: 'Packages that the message is about; every member named has to hold',
  },
);

const schedule = Type.Object(
  {
    key: Type.String({
      pattern: '^[a-z0-9_-]{1,50}$',
      description: '1 to 50 lower-case letters, digits, - and _, unique in the list',
    }),
    kind: Type.Unsafe<ScheduledKind>({ type: 'string', enum: KINDS }),
    moment: Type.Unsafe<Moment>({ type: 'string', enum: Object.values(MOMENT_OF) }),
    days: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 365,
        description: 'after the booking; before the departure or expiry',
      }),
    ),
    hour: Type.Optional(
      Type.String({
        pattern: '^([01]\\d|2[0-3]):[0-5]\\d$',
        description: 'a time of day such as 09:00; without it that of the moment itself',
      }),
    ),
    zone: Type.Optional(
      Type.Unsafe<'traveler' | 'partner'>({ type: 'string', enum: ['traveler', 'partner'] }),
    ),
    percent: Type.Optional(
      Type.Unsafe<(typeof PERCENTS)[number]>({ type: 'integer', enum: PERCENTS }),
    ),
    channel: Type.Optional(channelSchema),
    filter: Type.Optional(filter),
  },
  { additionalProperties: false },
);
export const schedulesSchema = Type.Array(schedule, {
  maxItems: 50,
  description: 'Which messages to travelers go out when; empty = none but claim mails',
});
export type Schedule = Static<typeof schedule>;
export type ScheduleFilter = Static<typeof filter>;

export const DEFAULT_SCHEDULES: Schedule[] = [
  { key: 'confirmation', kind: 'booking_confirmation', moment: 'booking' },
  {
    key: 'reminder',
    kind: 'departure_reminder',
    moment: 'departure',
    days: 1,
    hour: '09:00',
    zone: 'traveler',
    filter: { ready: false },
  },
  { key: 'running_low', kind: 'running_low', moment: 'usage', percent: 80 },
  { key: 'expiring', kind: 'package_expiring', moment: 'expiry', days: 3, hour: '09:00' },
];

type Places = Pick<Catalog, 'byIso3' | 'byId'>;
/** A country or region by alpha-2, alpha-3 or region id, any case. */
export const placeOf = (code: string, catalog: Places) =>
  catalog.byId(code) ?? catalog.byIso3(code);

/** Every problem beyond the schema, with its field. */
export function scheduleProblems(schedules: readonly Schedule[], catalog: Places): Problem[] {
  const first = new Map<string, number>();
  return schedules.flatMap((s, i) => {
    const problems: Problem[] = [];
    const add = (field: string, issue: string): void => {
      problems.push({ field: `schedules.${i}.${field}`, issue });
    };
    const same = first.get(s.key);
    if (same === undefined) first.set(s.key, i);
    else add('key', `expected another key than that of schedules.${same}, got "${s.key}"`);
    const moment = MOMENT_OF[s.kind];
    if (s.moment !== moment) add('moment', `expected "${moment}" for ${s.kind}, got "${s.moment}"`);
    if (moment === 'usage') {
      if (s.percent === undefined)
        add('percent', `expected one of ${PERCENTS.join(', ')}, got nothing`);
      for (const field of ['days', 'hour', 'zone'] as const)
        if (s[field] !== undefined)
          add(
            field,
            `expected nothing: ${s.kind} goes out when the share is reached, got ${JSON.stringify(s[field])}`,
          );
    } else if (s.percent !== undefined)
      add('percent', `expected nothing: only running_low has a share, got ${s.percent}`);
    s.filter?.countries?.forEach((code, n) => {
      if (placeOf(code, catalog) === null)
        add(
          `filter.countries.${n}`,
          `expected an alpha-2 or alpha-3 code or a region id of the catalog, got "${code}"`,
        );
    });
    return problems;
  });
}
