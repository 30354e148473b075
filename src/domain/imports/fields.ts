/**
 * The fields of a booking that a column of a file can hold. A row is one package specification, with
 * the fields of its booking beside it; `data.<name>` stands for any member of `data`.
 */
import type { TSchema } from 'typebox';
import { bookingFields, entry } from '../bookings/booking-schema.ts';
import { NOT_PLAIN } from './plain.ts';

/** Where a value goes: into the booking, or into its specification. */
export type Field = {
  name: string;
  of: 'booking' | 'entry';
  path: readonly string[];
  read(text: string): unknown;
  /** other names of a column, as `keyOf` makes them */
  synonyms: readonly string[];
};

/** A cell that is none stays text, and the schema says what it should have been. */
const number = (text: string): unknown => (/^\d{1,9}$/.test(text) ? Number(text) : text);
const asIs = (text: string): unknown => text;
const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  '1': true,
  false: false,
  no: false,
  '0': false,
};
const boolean = (text: string): unknown => BOOLEANS[text.toLowerCase()] ?? text;
const list = (text: string): string[] => text.split('|').map((one) => one.trim());
/** Several countries have bars between them: names of places have commas. */
const places = (text: string): unknown => (text.includes('|') ? list(text) : text);

const READ: Readonly<Record<string, (text: string) => unknown>> = {
  destination: places,
  'communication_options.should_send_message': boolean,
  'communication_options.channels': list,
};

const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  booking_id: [
    'booking',
    'bookingreference',
    'bookingref',
    'bookingnumber',
    'reservation',
    'reservationid',
    'reservationnumber',
    'pnr',
    'reference',
    'ref',
    'order',
    'orderid',
    'ordernumber',
  ],
  departure_date: [
    'departure',
    'departs',
    'departuredatetime',
    'departureday',
    'startdate',
    'start',
    'traveldate',
  ],
  return_date: ['return', 'returns', 'enddate', 'end', 'returndatetime', 'until'],
  email: ['mail', 'emailaddress', 'contactemail', 'customeremail', 'bookeremail'],
  traveler_email: ['travelleremail', 'passengeremail', 'guestemail'],
  phone: ['phonenumber', 'mobile', 'mobilenumber', 'telephone', 'tel'],
  first_name: ['firstname', 'givenname', 'forename'],
  last_name: ['lastname', 'surname', 'familyname'],
  full_name: ['fullname', 'name', 'customername', 'passengername', 'travelername'],
  gender: ['sex'],
  pax: ['passengers', 'travelers', 'travellers', 'persons', 'people'],
  flight_number: ['flight', 'flightno', 'flightnr'],
  departure_location: ['departureairport', 'departurecity', 'origin'],
  locale: ['language', 'lang'],
  custom_branding: ['branding', 'brand'],
  external_user_id: ['userid', 'user', 'customerid', 'travelerid', 'travellerid', 'passengerid'],
  destination: [
    'country',
    'countrycode',
    'destinationcountry',
    'destinations',
    'countries',
    'iso',
    'iso2',
    'iso3',
  ],
  iata_code: ['iata', 'airport', 'airportcode', 'destinationairport', 'arrivalairport'],
  size: ['data', 'datasize', 'volume', 'packagesize'],
  package_id: ['package', 'bundle', 'bundleid', 'product', 'productid', 'sku'],
  package_duration: ['duration', 'days', 'durationindays'],
  traffic_policy: ['policy'],
  esim_type: ['esim'],
  expires_at: ['expires', 'expiry', 'expirydate'],
};

/** A name of a column without what people write differently. */
export const keyOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '');

const isInteger = (schema: TSchema): boolean => (schema as { type?: string }).type === 'integer';

const field = (name: string, of: Field['of'], path: string[], schema: TSchema | null): Field => ({
  name,
  of,
  path,
  read: READ[name] ?? (schema !== null && isInteger(schema) ? number : asIs),
  synonyms: [keyOf(name), ...(SYNONYMS[name] ?? [])],
});

const { data: _data, communication_options: _options, ...simple } = bookingFields;

/** In the order in which they are listed. The address of a specification has a name of its own. */
export const FIELDS: readonly Field[] = [
  field('booking_id', 'booking', ['booking_id'], null),
  ...Object.entries(simple).map(([name, schema]) => field(name, 'booking', [name], schema)),
  ...['should_send_message', 'channels'].map((name) =>
    field(`communication_options.${name}`, 'booking', ['communication_options', name], null),
  ),
  ...Object.entries(entry.properties).map(([name, schema]) =>
    field(name === 'email' ? 'traveler_email' : name, 'entry', [name], schema),
  ),
];

const BY_NAME = new Map(FIELDS.map((one) => [one.name, one]));
const DATA = /^data\.([^.\s][^.]{0,99})$/;

/** Undefined where there is no such field. */
export function fieldOf(name: string): Field | undefined {
  const member = DATA.exec(name)?.[1];
  return member === undefined || NOT_PLAIN.test(member) || member === '__proto__'
    ? BY_NAME.get(name)
    : field(name, 'booking', ['data', member], null);
}
