/**
 * The catalogue: every event a partner can get, with the schema and an example of its `data`
 * (beside `partner_id` and `sequence`, which all have), and whether it is sent to those who set no
 * flag for it. openapi.json lists it under `webhooks`; the test call sends its examples.
 */
import { Type, type TSchema } from 'typebox';

export type EventDefinition = {
  summary: string;
  isDefault: boolean;
  data: TSchema;
  example: Record<string, unknown>;
};

const nullable = <T extends TSchema>(schema: T): TSchema =>
  Type.Unsafe({ ...schema, type: [(schema as unknown as { type: string }).type, 'null'] });
const instant = (description?: string) =>
  Type.String({ format: 'date-time', ...(description === undefined ? {} : { description }) });

const bookingFields = {
  booking_id: Type.String({ description: "Hubby's id" }),
  external_booking_id: nullable(Type.String({ description: "the partner's own reference" })),
  departure_date: Type.String({ description: 'as sent' }),
  package_queues: Type.Array(
    Type.Object({
      id: Type.String(),
      uuid: Type.String({ format: 'uuid' }),
      iso3: nullable(Type.String()),
      esim_type: Type.String(),
    }),
  ),
  promo_codes: Type.Array(Type.Object({ uuid: nullable(Type.String()) })),
};
const booking = Type.Object(bookingFields, { title: 'BookingEventData' });
const BOOKING = {
  booking_id: 'bkg_01jd2x7c9m4q8r5t6v7w8x9y0z',
  external_booking_id: 'ORDER-4711',
  departure_date: '2027-07-15T14:30:00+02:00',
  package_queues: [
    {
      id: 'pq_a1b2c3d4e5f64890abcdef1234567890',
      uuid: 'a1b2c3d4-e5f6-4890-abcd-ef1234567890',
      iso3: 'GRC',
      esim_type: 'universal',
    },
  ],
  promo_codes: [],
};

const departure = Type.Object(
  {
    ...bookingFields,
    travelers: Type.Array(
      Type.Object({
        external_user_id: nullable(Type.String()),
        email: nullable(Type.String()),
        esim_installed: Type.Boolean({ description: 'INSTALLED, ENABLED or DISABLED' }),
      }),
    ),
    external_user_id: nullable(Type.String({ description: 'of the first traveler' })),
    esim_installed: Type.Boolean({ description: 'of all travelers' }),
    hours_to_departure: Type.Number(),
  },
  { title: 'DepartureEventData' },
);
const DEPARTURE = {
  ...BOOKING,
  travelers: [
    { external_user_id: 'partner_user_456', email: 'traveler@example.com', esim_installed: false },
  ],
  external_user_id: 'partner_user_456',
  esim_installed: false,
};

const outageFields = {
  outage_id: Type.String({ description: 'the same in both events' }),
  provider: Type.String({ description: 'as eSIMs name it' }),
  since: Type.String({ format: 'date-time' }),
};
const OUTAGE = {
  outage_id: 'outage_17',
  provider: 'airalo',
  since: '2027-07-15T08:30:00.000Z',
};
const packageFields = {
  package_id: Type.String(),
  package_queue_uuid: Type.String({ format: 'uuid' }),
  esim_iccid: Type.String(),
  external_user_id: nullable(Type.String()),
  iso3: Type.String({ description: 'alpha-3, or the id of a region' }),
  total_bytes: nullable(Type.Integer({ description: 'null = unlimited' })),
  activated_at: nullable(instant()),
  expires_at: nullable(instant('null where it was never used')),
};
const PACKAGE = {
  package_id: 'epk_01jd2x7c9m4q8r5t6v7w8x9y0z',
  package_queue_uuid: 'a1b2c3d4-e5f6-4890-abcd-ef1234567890',
  esim_iccid: '8999901000000000016',
  external_user_id: 'partner_user_456',
  iso3: 'GRC',
  total_bytes: 1_073_741_824,
  activated_at: '2027-07-15T16:05:00.000Z',
  expires_at: '2028-07-14T16:05:00.000Z',
};
const packageData = Type.Object(packageFields, { title: 'PackageEventData' });
const usage = Type.Object(
  {
    ...packageFields,
    used_bytes: Type.Integer(),
    percent: Type.Integer({ description: 'the threshold: 20, 50, 80 or 100' }),
  },
  { title: 'PackageUsageEventData' },
);
const usageOf = (percent: number, isDefault = true): EventDefinition => ({
  summary: `A package has reached ${percent} % of its bytes or validity`,
  isDefault,
  data: usage,
  example: { ...PACKAGE, used_bytes: Math.ceil((PACKAGE.total_bytes * percent) / 100), percent },
});

const esim = Type.Object(
  {
    esim_iccid: Type.String(),
    external_user_id: nullable(Type.String()),
    status: Type.String(),
    previous_status: Type.String(),
  },
  { title: 'EsimEventData' },
);
const esimOf = (summary: string, status: string, previous_status: string): EventDefinition => ({
  summary,
  isDefault: true,
  data: esim,
  example: {
    esim_iccid: PACKAGE.esim_iccid,
    external_user_id: PACKAGE.external_user_id,
    status,
    previous_status,
  },
});

const queueOf = (more: Record<string, TSchema>) =>
  Type.Array(Type.Object({ package_queue_uuid: Type.String({ format: 'uuid' }), ...more }));
const replaced = Type.Object(
  {
    old_iccid: Type.String(),
    new_iccid: Type.String(),
    external_user_id: nullable(Type.String()),
    reason: Type.String({ description: 'new_device, deleted or broken' }),
    moved: queueOf({
      status: Type.String({ description: 'done, or pending: it gets there by itself' }),
    }),
    left: queueOf({
      reason: Type.String({ description: 'in_use, started or not_cancellable' }),
    }),
  },
  { title: 'EsimReplacedEventData' },
);

const purchase = Type.Object(
  {
    purchase_id: Type.String(),
    external_user_id: nullable(Type.String()),
    package_id: Type.String({ description: 'of the catalog: what was bought' }),
    package_queue_uuid: Type.String({ format: 'uuid' }),
    iso3: Type.String(),
    total_bytes: nullable(Type.Integer()),
    esim_iccid: nullable(Type.String()),
    amount: Type.Number({ description: 'major units, tax included' }),
    currency: Type.String(),
    purchased_at: instant(),
  },
  { title: 'PurchaseEventData' },
);
const PURCHASE = {
  purchase_id: 'pur_01jd2x7c9m4q8r5t6v7w8x9y0z',
  external_user_id: 'partner_user_456',
  package_id: 'pkg_grc_3gb_365d',
  package_queue_uuid: PACKAGE.package_queue_uuid,
  iso3: 'GRC',
  total_bytes: 3_221_225_472,
  esim_iccid: PACKAGE.esim_iccid,
  amount: 9.5,
  currency: 'EUR',
  purchased_at: '2027-07-16T08:00:00.000Z',
};

const codeFields = {
  promo_code: Type.String(),
  uuid: nullable(Type.String({ format: 'uuid' })),
  booking_id: nullable(Type.String({ description: 'null for an imported code' })),
};
const CODE = {
  promo_code: 'ABCDEFGHJKMN',
  uuid: 'a1b2c3d4-e5f6-4890-abcd-ef1234567890',
  booking_id: BOOKING.booking_id,
};

export const EVENTS = {
  'booking.created': {
    summary: 'A booking is stored',
    isDefault: true,
    data: booking,
    example: BOOKING,
  },
  'booking.updated': {
    summary: 'A booking was changed, or entries were added to it',
    isDefault: true,
    data: booking,
    example: BOOKING,
  },
  'booking.cancelled': {
    summary: 'A booking is cancelled',
    isDefault: true,
    data: booking,
    example: BOOKING,
  },
  'booking.within_cutoff': {
    summary: '`cutoff_days` calendar days before the departure',
    isDefault: true,
    data: departure,
    example: { ...DEPARTURE, hours_to_departure: 168 },
  },
  'booking.about_to_depart': {
    summary: '`about_to_depart_hours` hours before the departure',
    isDefault: true,
    data: departure,
    example: {
      ...DEPARTURE,
      esim_installed: true,
      travelers: [{ ...DEPARTURE.travelers[0], esim_installed: true }],
      hours_to_departure: 2,
    },
  },
  'package.activated': {
    summary: 'A package is used for the first time',
    isDefault: true,
    data: packageData,
    example: PACKAGE,
  },
  'package.usage.20_percent': usageOf(20),
  'package.usage.50_percent': usageOf(50),
  'package.usage.80_percent': usageOf(80),
  'package.usage.100_percent': usageOf(100, false),
  'package.expired': {
    summary: "A package's validity, or the time to start using it, is over",
    isDefault: false,
    data: packageData,
    example: PACKAGE,
  },
  'esim.installed': esimOf('The eSIM is on a device', 'INSTALLED', 'RELEASED'),
  'esim.enabled': esimOf('The eSIM is switched on', 'ENABLED', 'INSTALLED'),
  'esim.removed': esimOf('The eSIM was deleted from the device', 'DELETED', 'ENABLED'),
  'esim.replaced': {
    summary: 'A new eSIM took the place of another, with the packages that were never used',
    isDefault: true,
    data: replaced,
    example: {
      old_iccid: PACKAGE.esim_iccid,
      new_iccid: '8999901000000000024',
      external_user_id: PACKAGE.external_user_id,
      reason: 'new_device',
      moved: [{ package_queue_uuid: PACKAGE.package_queue_uuid, status: 'done' }],
      left: [],
    },
  },
  'package.purchased': {
    summary:
      "A traveler's first purchase of a destination, paid through Hubby; never for bookings, top-ups by API or claims",
    isDefault: true,
    data: purchase,
    example: PURCHASE,
  },
  'topup.completed': {
    summary: 'Any later purchase, paid through Hubby; never for bookings, top-ups by API or claims',
    isDefault: true,
    data: purchase,
    example: PURCHASE,
  },
  'promo_code.claimed': {
    summary: 'A promo code was claimed',
    isDefault: false,
    data: Type.Object({ ...codeFields, claimed_at: instant() }),
    example: { ...CODE, claimed_at: '2027-07-01T10:00:00.000Z' },
  },
  'promo_code.redeemed': {
    summary: 'A promo code was redeemed onto an eSIM',
    isDefault: false,
    data: Type.Object({ ...codeFields, redeemed_at: instant() }),
    example: { ...CODE, redeemed_at: '2027-07-14T10:00:00.000Z' },
  },
  'package.provisioned': {
    summary: 'A package was put on an eSIM; of every package, once',
    isDefault: false,
    data: Type.Object({
      package_id: packageFields.package_id,
      package_queue_uuid: packageFields.package_queue_uuid,
      esim_iccid: packageFields.esim_iccid,
      external_user_id: packageFields.external_user_id,
      iso3: packageFields.iso3,
      total_bytes: packageFields.total_bytes,
    }),
    example: {
      package_id: PACKAGE.package_id,
      package_queue_uuid: PACKAGE.package_queue_uuid,
      esim_iccid: PACKAGE.esim_iccid,
      external_user_id: PACKAGE.external_user_id,
      iso3: PACKAGE.iso3,
      total_bytes: PACKAGE.total_bytes,
    },
  },
  'package.provisioning_failed': {
    summary: 'Nothing came of the last try: the package queue is redeemable again',
    isDefault: false,
    data: Type.Object({
      package_queue_uuid: packageFields.package_queue_uuid,
      external_user_id: packageFields.external_user_id,
      reason: Type.String({ description: 'out_of_stock, maintenance or rejected' }),
    }),
    example: {
      package_queue_uuid: PACKAGE.package_queue_uuid,
      external_user_id: PACKAGE.external_user_id,
      reason: 'out_of_stock',
    },
  },
  'supply.disrupted': {
    summary: 'A supplier that some of your travelers depend on does not serve for the moment',
    isDefault: false,
    data: Type.Object({
      ...outageFields,
      destinations: nullable(
        Type.Array(Type.String(), {
          description:
            'iso3 of packages of yours that are to come or have data left there; null: too many to say, all may be concerned',
        }),
      ),
    }),
    example: { ...OUTAGE, destinations: ['GRC', 'ITA'] },
  },
  'supply.restored': {
    summary: 'It serves again',
    isDefault: false,
    data: Type.Object(outageFields),
    example: OUTAGE,
  },
  'classic_package_queue.claimed': {
    summary: 'A classic grant was claimed in the app',
    isDefault: false,
    data: Type.Object({
      queue_id: Type.String({ format: 'uuid', description: "the queue's uuid" }),
      booking_id: Type.String(),
      esim_iccid: Type.String(),
      user_id: Type.String({ description: "Hubby's id of the traveler" }),
      external_user_id: nullable(Type.String()),
      is_top_up: Type.Boolean({ description: 'whether an existing eSIM took it' }),
    }),
    example: {
      queue_id: BOOKING.package_queues[0]!.uuid,
      booking_id: BOOKING.booking_id,
      esim_iccid: PACKAGE.esim_iccid,
      user_id: 'usr_01jd2x7c9m4q8r5t6v7w8x9y0z',
      external_user_id: 'partner_user_456',
      is_top_up: false,
    },
  },
} as const satisfies Record<string, EventDefinition>;

export type EventType = keyof typeof EVENTS;
export const EVENT_TYPES = Object.keys(EVENTS) as EventType[];
export const isEventType = (text: string): text is EventType => Object.hasOwn(EVENTS, text);
/** The name of an event's switch in the settings: its name with dots as underscores. */
export const flagOf = (type: EventType): string => type.replaceAll('.', '_');
