/** What the managed screens are told. */
import { Type } from 'typebox';
import { PACKAGE_TYPES } from '../../../domain/catalog/types.ts';
import { purchaseAnswer } from './store.ts';
import { answer, covers, nullable, oneOf, text } from './shapes.ts';
import { esimFields, Iccid, packageAnswer, packageFields } from './esim.ts';
import { dashboardFields } from './dashboard.ts';

const instant = Type.String({ format: 'date-time' });
const hint = Type.Optional(Type.String({ maxLength: 200 }));

/** Hints alone: nothing is refused for what they say. */
export const deviceHints = Type.Object(
  { device_name: hint, device_type: hint, phone_os: hint, os_version: hint },
  { additionalProperties: true },
);
export const locale = Type.Optional(
  text(35, { description: "of names and texts; default: the partner's", examples: ['es-ES'] }),
);

/** So long that nobody hits upon one. */
export const retryKey = Type.Optional(
  Type.String({
    pattern: '^[\\w-]{16,64}$',
    description:
      'random, made by the page for this token: whoever sends both again opens the same session',
    examples: ['0w6Zq3yJd1uR9mPbXc5TnA'],
  }),
);

const measuredPackage = answer(
  {
    ...packageFields,
    measured_at: nullable(
      Type.String({ format: 'date-time', description: 'when its usage was last reported' }),
    ),
  },
  { title: 'MeasuredPackage' },
);
const open = {
  iso3: nullable(Type.String()),
  covers,
  bytes: nullable(Type.Integer()),
  duration_days: nullable(Type.Integer()),
  package_type: oneOf(PACKAGE_TYPES),
};

export const travelerDashboardAnswer = answer(
  {
    ...dashboardFields,
    current_esim_packages: Type.Array(measuredPackage),
    esims: Type.Array(
      answer(
        {
          ...esimFields,
          packages: Type.Array(measuredPackage),
        },
        { title: 'MeasuredEsim' },
      ),
    ),
    now: Type.String({ format: 'date-time', description: "the partner's time" }),
    locale: Type.String(),
    partner_status: oneOf(['active', 'paused']),
    trips: Type.Array(
      answer({
        departure_date: Type.String({ format: 'date' }),
        return_date: nullable(Type.String({ format: 'date' })),
        iso3: Type.Array(Type.String()),
      }),
      { description: 'not over, nearest first; those whose departure somebody chose' },
    ),
    classic_grants: Type.Array(
      answer({
        id: Type.String({ format: 'uuid' }),
        ...open,
        expires_at: nullable(instant),
        status: oneOf(['open', 'destination_missing', 'pending'], {
          description: 'pending: a claim is under way, and goes on by itself',
        }),
      }),
    ),
    promo_codes: Type.Array(
      answer({
        code: Type.String(),
        uuid: nullable(Type.String({ format: 'uuid' })),
        ...open,
        expires_at: instant,
      }),
      { description: "claimed for an address of the traveler's, or meant for one" },
    ),
    purchases: Type.Array(purchaseAnswer),
    places: Type.Record(
      Type.String(),
      answer({ name: Type.String(), iso2: nullable(Type.String()) }),
      { description: 'every iso3 of this answer, in its locale; iso2 null: a region' },
    ),
  },
  { title: 'TravelerDashboard' },
);

const token = {
  session_token: Type.String({ description: 'a JWT, good for 30 minutes' }),
  expires_at: instant,
  session_ends_at: instant,
};
export const renewedAnswer = answer(token);
const opened = {
  ...token,
  session_id: Type.String(),
  scope: oneOf(['traveler', 'booking']),
  dashboard: travelerDashboardAnswer,
  partner: answer({
    name: Type.String(),
    slug: Type.String(),
    branding: answer({
      name: Type.String(),
      logo_url: nullable(Type.String()),
      primary_color: Type.String({ pattern: '^#[0-9a-fA-F]{6}$' }),
      secondary_color: Type.String({ pattern: '^#[0-9a-fA-F]{6}$' }),
      legal: answer({
        terms: Type.Optional(Type.String()),
        privacy: Type.Optional(Type.String()),
        help: Type.Optional(Type.String()),
      }),
    }),
  }),
  locale: Type.String(),
};
export const openedAnswer = answer(opened, { title: 'OpenedSession' });
export const mailedAnswer = answer(
  {
    ...opened,
    to: Type.String({
      description: 'the screen that the mail is about, as `to` of a redirect token',
      examples: ['home', 'install'],
    }),
  },
  { title: 'SessionByMail' },
);
export const sessionsAnswer = answer({
  sessions: Type.Array(
    answer({
      id: Type.String(),
      is_current: Type.Boolean(),
      opened_by: oneOf(['redirect', 'mail']),
      scope: oneOf(['traveler', 'booking']),
      device: deviceHints,
      created_at: instant,
      last_seen_at: instant,
      ends_at: instant,
    }),
  ),
});

export const claimedAnswer = answer({
  queue: answer({ id: Type.String({ format: 'uuid' }), redeemed_at: nullable(instant) }),
  esim_iccid: Iccid,
  esim_packages: Type.Array(packageAnswer),
  is_top_up: Type.Boolean(),
});
