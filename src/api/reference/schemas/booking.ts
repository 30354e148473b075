/** What a booking takes, and how it is shown. */
import { Type } from 'typebox';
import { ESIM_TYPES, PACKAGE_TYPES } from '../../../domain/catalog/types.ts';
import { CHANNELS } from '../../../domain/settings/channels.ts';
import { answer, covers, email, externalUserId, nullable, oneOf, text } from './shapes.ts';

export const entry = Type.Object(
  {
    package_id: Type.Optional(text(128, { description: 'names the bundle; decides alone' })),
    destination: Type.Optional(
      Type.Unsafe<string | string[]>({
        type: ['string', 'array'],
        minLength: 1,
        maxLength: 100,
        minItems: 1,
        maxItems: 300,
        items: { type: 'string', minLength: 1, maxLength: 100 },
        description:
          'country (ISO 3166 alpha-2 or alpha-3, English name) or region; an array asks for the fewest bundles that cover all',
        examples: ['GR'],
      }),
    ),
    iata_code: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z0-9]{3}$',
        description: 'an airport in the destination, or a metropolitan area such as LON',
        examples: ['ATH'],
      }),
    ),
    size: Type.Optional(
      text(20, { description: 'number and MB or GB, no space', examples: ['1GB'] }),
    ),
    package_type: Type.Optional(oneOf(PACKAGE_TYPES, { default: 'data-limited' })),
    package_duration: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 3650,
        description: 'days; the bundle has at least as many',
      }),
    ),
    traffic_policy: Type.Optional(text(100)),
    esim_type: Type.Optional(oneOf(ESIM_TYPES, { default: 'universal' })),
    external_user_id: Type.Optional(externalUserId),
    email: Type.Optional(email),
    expires_at: Type.Optional(text(40, { description: 'classic grants only' })),
  },
  { title: 'PackageSpecification' },
);

const bookingFields = {
  departure_date: Type.Optional(
    text(40, {
      description: "ISO 8601 date, or datetime; without offset in the partner's zone",
      examples: ['2027-07-15T14:30:00+02:00'],
    }),
  ),
  return_date: Type.Optional(text(40)),
  email: Type.Optional(email),
  phone: Type.Optional(
    Type.String({
      pattern: '^\\+[1-9]\\d{6,14}$',
      description: 'a phone number in E.164 form, such as +31612345678',
    }),
  ),
  title: Type.Optional(text(50)),
  first_name: Type.Optional(text(100)),
  last_name: Type.Optional(text(100)),
  full_name: Type.Optional(text(200)),
  gender: Type.Optional(oneOf(['M', 'F', 'O'] as const)),
  pax: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
  flight_number: Type.Optional(
    Type.String({ pattern: '^[A-Za-z0-9]{1,10}$', description: '1 to 10 letters and digits' }),
  ),
  departure_location: Type.Optional(text(100)),
  locale: Type.Optional(text(35, { examples: ['es'] })),
  custom_branding: Type.Optional(
    text(50, { description: "key of one of the partner's brandings" }),
  ),
  data: Type.Optional(
    // As many members as fit into the 8 KiB.
    Type.Record(Type.String(), Type.Unknown(), {
      maxProperties: 2_048,
      description: 'returned as given, at most 8 KiB',
    }),
  ),
  communication_options: Type.Optional(
    Type.Object({
      should_send_message: Type.Optional(Type.Boolean()),
      channels: Type.Optional(
        Type.Array(oneOf(CHANNELS), { minItems: 1, maxItems: 4, uniqueItems: true }),
      ),
    }),
  ),
};

export const bookingBody = Type.Object(
  {
    ...bookingFields,
    booking_id: Type.Optional(
      Type.String({
        minLength: 3,
        maxLength: 200,
        description: "the partner's own reference; makes re-submission safe",
      }),
    ),
    package_specifications: Type.Array(entry, { minItems: 1, maxItems: 500 }),
  },
  { additionalProperties: true },
);

export const bookingPatch = Type.Object(
  Object.fromEntries(
    Object.entries(bookingFields).map(([k, v]) => [k, Type.Optional(nullable(v))]),
  ) as unknown as typeof bookingFields,
  { additionalProperties: true },
);

export const promoCodeAnswer = answer(
  {
    promo_code: Type.String({ examples: ['7K2M9QXW4RTB'] }),
    uuid: nullable(Type.String({ format: 'uuid' })),
    claim_url: nullable(
      Type.String({
        description:
          'the page on which somebody claims it with an e-mail address; null for a code imported without uuid',
      }),
    ),
    deep_link_url: Type.String({ description: 'opens the app with the code' }),
    package_id: nullable(Type.String()),
    package_size: nullable(Type.String()),
    destination: nullable(
      Type.String({ description: 'display name; null while it is chosen at redemption' }),
    ),
    iso3: nullable(Type.String()),
    covers,
    package_type: oneOf(PACKAGE_TYPES),
    package_duration: nullable(Type.Integer({ description: 'days' })),
    traffic_policy: nullable(Type.String()),
    valid_until: Type.String({ format: 'date-time' }),
    claimed_at: nullable(Type.String({ format: 'date-time' })),
    redeemed_at: nullable(Type.String({ format: 'date-time' })),
  },
  { title: 'PromoCode' },
);

export const bookingAnswer = answer(
  {
    id: Type.String({ examples: ['bkg_01jd2x7c9m4q8r5t6v7w8x9y0z'] }),
    booking_id: nullable(Type.String()),
    status: oneOf(['CONFIRMED', 'COMPLETED', 'CANCELLED'] as const),
    departure_date: Type.String(),
    return_date: nullable(Type.String()),
    email: nullable(Type.String()),
    locale: nullable(Type.String()),
    custom_branding: nullable(Type.String()),
    communication_options: answer({
      should_send_message: Type.Boolean(),
      channels: Type.Array(oneOf(CHANNELS)),
    }),
    data: nullable(Type.Record(Type.String(), Type.Unknown())),
    created_at: Type.String({ format: 'date-time' }),
    updated_at: Type.String({ format: 'date-time' }),
    package_specifications: Type.Array(
      answer({
        external_user_id: Type.Optional(Type.String()),
        email: Type.Optional(Type.String()),
        package_id: nullable(Type.String()),
        destination: Type.Unsafe<unknown>({
          type: ['string', 'array', 'null'],
          description: 'as sent',
        }),
        iata_code: Type.Optional(Type.String()),
        iso3: nullable(Type.String()),
        covers,
        size: nullable(Type.String()),
        package_type: oneOf(PACKAGE_TYPES),
        package_duration: nullable(Type.Integer()),
        traffic_policy: nullable(Type.String()),
        esim_type: oneOf(ESIM_TYPES),
        status: oneOf(['provisioned'] as const),
      }),
    ),
    package_queues: Type.Array(
      answer({
        id: Type.String({ examples: ['pq_a1b2c3d4e5f64890abcdef1234567890'] }),
        uuid: Type.String({ format: 'uuid' }),
        destination: nullable(Type.String({ description: 'display name' })),
        iso3: nullable(Type.String()),
        covers,
        esim_type: oneOf(ESIM_TYPES),
        expires_at: nullable(Type.String()),
      }),
    ),
    promo_codes: Type.Array(promoCodeAnswer),
  },
  { title: 'Booking' },
);
