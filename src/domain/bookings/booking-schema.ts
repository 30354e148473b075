/** What a booking takes, by the API and from a file. */
import { Type } from 'typebox';
import { email, externalUserId, oneOf, text } from '../../input/shapes.ts';
import { ESIM_TYPES, PACKAGE_TYPES } from '../catalog/types.ts';
import { CHANNELS } from '../settings/channels.ts';

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

export const bookingFields = {
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
