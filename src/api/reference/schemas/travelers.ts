/** Travelers as lists and screens show them. */
import { Type } from 'typebox';
import { SECTIONS } from '../../../domain/erasing/export-traveler.ts';
import { MOMENT_KINDS } from '../../../domain/travelers/timeline/moments.ts';
import { TRAVELERS_PAGE } from '../../../domain/travelers/find-travelers.ts';
import { pageAnswer, paging } from '../../route/paging.ts';
import { answer, nullable, oneOf, text } from './shapes.ts';

const instant = Type.String({ format: 'date-time' });
const maybe = nullable(instant);

export const travelersQuery = Type.Object({
  q: Type.Optional(
    text(200, {
      description:
        "the beginning of an external user id or an address, the last four or more digits of an eSIM's number, or our id",
    }),
  ),
  ...paging(TRAVELERS_PAGE, 200),
});
const known = {
  id: Type.String(),
  external_user_id: nullable(Type.String()),
  emails: Type.Array(Type.String()),
  created_at: instant,
  erased_at: nullable(
    Type.String({
      format: 'date-time',
      description: 'real time; from then on nothing says who they are',
    }),
  ),
};
export const travelersAnswer = pageAnswer({
  travelers: Type.Array(
    answer(
      {
        ...known,
        esim: nullable(
          answer({
            iccid: Type.String(),
            status: Type.String(),
            active_packages: Type.Integer(),
          }),
        ),
      },
      { title: 'TravelerRow' },
    ),
  ),
});

export const travelerAnswer = answer(
  {
    ...known,
    bookings: Type.Array(
      answer({
        id: Type.String(),
        booking_id: nullable(Type.String()),
        kind: Type.String(),
        departure_date: Type.String(),
        created_at: instant,
        cancelled_at: maybe,
      }),
    ),
    esims: Type.Array(
      answer({
        id: Type.String(),
        type: Type.String(),
        iccid: Type.String(),
        provider: Type.String(),
        status: Type.String(),
        time_assigned: instant,
        installed_at: maybe,
        archived_at: maybe,
        packages: Type.Array(
          answer({
            id: Type.String(),
            package_queue_uuid: Type.String(),
            bundle_id: Type.String(),
            iso3: Type.String(),
            status: Type.String(),
            total_bytes: nullable(Type.Integer()),
            used_bytes: Type.Integer(),
            assigned_at: instant,
            date_activated: maybe,
            expires_at: maybe,
          }),
        ),
      }),
    ),
    entitlements: Type.Array(
      answer({
        uuid: Type.String(),
        booking_id: nullable(Type.String()),
        esim_type: Type.String(),
        bundle_id: nullable(Type.String()),
        iso3: nullable(Type.String()),
        bytes: nullable(Type.Integer()),
        duration_days: nullable(Type.Integer()),
        promo_code: nullable(Type.String()),
        created_at: instant,
        claimed_at: maybe,
        redeemed_at: maybe,
        cancelled_at: maybe,
        expires_at: maybe,
      }),
      { description: 'queues, grants and codes' },
    ),
  },
  { title: 'Traveler' },
);

const timelineFields = {
  items: Type.Array(
    answer({
      at: instant,
      kind: oneOf(MOMENT_KINDS),
      subject: Type.String({ description: 'the id of what it happened to' }),
      details: Type.Record(
        Type.String(),
        nullable(Type.Unsafe<string | number | boolean>({ type: ['string', 'number', 'boolean'] })),
      ),
      event: nullable(
        answer({
          event_id: Type.String(),
          event: Type.String(),
          entity_id: Type.String(),
          timestamp: instant,
          delivery: nullable(answer({ state: Type.String(), attempt_count: Type.Integer() })),
        }),
      ),
      request_id: Type.Optional(
        Type.String({
          description:
            'the request of one of your keys that it came of, for `GET /api/requests/{id}`, which may have forgotten it',
        }),
      ),
    }),
    { description: 'newest first, at most 500' },
  ),
  is_cut: Type.Boolean({ description: 'there is more than is shown' }),
};
export const timelineAnswer = answer(timelineFields, { title: 'Timeline' });
/** The same where a screen links to what is kept. */
export const linkedTimelineAnswer = answer(
  {
    ...timelineFields,
    log: answer({
      kept: Type.Array(Type.String(), { description: 'requests of these that it has' }),
      days: Type.Integer({ description: 'for how long it keeps them' }),
    }),
  },
  { title: 'LinkedTimeline' },
);

export const erasureAnswer = answer(
  {
    id: Type.String(),
    erased_at: instant,
    state: oneOf(['running', 'done'] as const, {
      description:
        '`running`: the request log, files of bookings and kept answers are being looked through',
    }),
    done_at: maybe,
  },
  { title: 'Erasure' },
);

const asStored = Type.Array(Type.Record(Type.String(), Type.Unknown()));
export const travelerExportAnswer = answer(
  {
    made_at: instant,
    traveler: answer(known),
    ...(Object.fromEntries(SECTIONS.map((name) => [name, asStored])) as Record<
      (typeof SECTIONS)[number],
      typeof asStored
    >),
  },
  { title: 'TravelerExport' },
);
