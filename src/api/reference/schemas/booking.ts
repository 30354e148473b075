/** How a booking is changed, and how it is shown. */
import { Type } from 'typebox';
import { ESIM_TYPES, PACKAGE_TYPES } from '../../../domain/catalog/types.ts';
import { bookingFields } from '../../../domain/bookings/booking-schema.ts';
import { CHANNELS } from '../../../domain/settings/channels.ts';
import { answer, covers, nullable, oneOf } from './shapes.ts';

export { bookingBody } from '../../../domain/bookings/booking-schema.ts';

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
