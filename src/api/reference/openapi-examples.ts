/**
 * Sample values that mean something, given to fields and parameters of the document by their names.
 */

/** What is called so means this everywhere. */
const BY_NAME: Record<string, unknown> = {
  external_user_id: 'ada',
  user_id: 'ada',
  booking_id: 'TRIP-1',
  bookingId: 'TRIP-1',
  email: 'ada@example.com',
  recipient: 'ada@example.com',
  to: 'ada@example.com',
  alert_email: 'ops@example.com',
  support_email: 'help@example.com',
  default_from: 'no-reply@esim.example.com',
  phone: '+31612345678',
  support_phone: '+31201234567',
  first_name: 'Ada',
  last_name: 'Lovelace',
  full_name: 'Ada Lovelace',
  title: 'Ms',
  pax: 2,
  flight_number: 'KL1571',
  departure_location: 'AMS',
  iata_code: 'ATH',
  departure_date: '2030-07-15',
  return_date: '2030-07-22',
  date: '2030-07-15',
  destination: 'GR',
  country: 'GRC',
  iso2: 'GR',
  iso3: 'GRC',
  destination_iso3: 'GRC',
  i18n_name: 'Griechenland',
  locale: 'de-DE',
  time_zone: 'Europe/Amsterdam',
  currency: 'EUR',
  size: '1GB',
  package_size: '1GB',
  label: '1 GB – 365 days',
  bytes: 1_073_741_824,
  size_in_bytes: 1_073_741_824,
  total_bytes: 1_073_741_824,
  total_data: 1_073_741_824,
  data_left: 805_306_368,
  used_bytes: 268_435_456,
  consumed_bytes: 268_435_456,
  uncovered_bytes: 0,
  percent: 25,
  duration_days: 365,
  duration_in_days: 365,
  package_duration: 365,
  tier: 2,
  from_price: 0.85,
  b2b_price: 2.4,
  b2c_price: 4.5,
  total_b2b_price: 2.4,
  amount: 4.5,
  package_id: 'pkg_grc_1gb_365d',
  bundle_id: 'pkg_grc_1gb_365d',
  destination_bundle: 'pkg_grc_1gb_365d',
  package_queue_id: 'pq_d5cbad4f6d574e0fb94f70b1ee47286e',
  package_queue_uuid: 'd5cbad4f-6d57-4e0f-b94f-70b1ee47286e',
  uuid: 'd5cbad4f-6d57-4e0f-b94f-70b1ee47286e',
  code: 'Q5TD7M2XK9RA',
  promo_code: 'Q5TD7M2XK9RA',
  claim_url:
    'https://esim.example.com/free-esim/demo-travel?uuid=d5cbad4f-6d57-4e0f-b94f-70b1ee47286e',
  deep_link_url: 'https://app.example.com/starter/?promoCode=Q5TD7M2XK9RA',
  iccid: '8999901000000000013',
  esim_iccid: '8999901000000000013',
  current_universal_esim: '8999901000000000013',
  old_iccid: '8999901000000000013',
  new_iccid: '8999901000000000021',
  lpa: 'LPA:1$rsp.sandbox-one.example$57D7A66B-8805-4DD0-8D96-EA560C5399ED',
  qr: 'LPA:1$rsp.sandbox-one.example$57D7A66B-8805-4DD0-8D96-EA560C5399ED',
  smdp_address: 'rsp.sandbox-one.example',
  matching_id: '57D7A66B-8805-4DD0-8D96-EA560C5399ED',
  provider: 'sandbox-one',
  phone_brand: 'Apple',
  phone_model: 'iPhone 15',
  device_name: 'iPhone 15',
  device_model: 'iPhone 15',
  device_type: 'phone',
  os: 'iOS',
  os_version: '17.4',
  partner_id: 'prt_01m7yyg9rn2jb868m8949r3vpc',
  slug: 'demo-travel',
  api_key: 'hk_test_t3gy6by0qz5kq8d6t0s43rmer5khrk',
  event_id: 'evt_01jd2x7c9m4q8r5t6v7w8x9y0z',
  message_id: 'msg_01jd2x7c9m4q8r5t6v7w8x9y0z',
  request_id: 'req_01jd2x7c9m4q8r5t6v7w8x9y0z',
  doc_url: 'https://esim.example.com/docs/errors#invalid_request',
  provider_order_id: 'T-4711',
  url: 'https://api.example.com/hubby',
  key_header: 'x-api-key',
  sequence: 1,
  offset_seconds: 0,
  status_code: 200,
  duration_ms: 84,
};

/** `{id}` of a URL, by what comes before it. */
const BY_PLACE: [RegExp, string][] = [
  [/byExternalBookingId$/, 'TRIP-1'],
  [/^\/api\/bookings\//, 'bkg_01m7yyg9rn2jb868m8949r3vpc'],
  [/^\/api\/destinations\//, 'GR'],
  [/^\/api\/events\//, 'evt_01jd2x7c9m4q8r5t6v7w8x9y0z'],
  [/^\/api\/operator\/partners\//, 'prt_01m7yyg9rn2jb868m8949r3vpc'],
  [/^\/api\/operator\/keys\//, 'hk_test_t3gy6by0qz5kq8d6t0s43rmer5khrk'],
  [/^\/api\/operator\/orders\//, 'ord_01m7yyg9rn2jb868m8949r3vpc'],
  [/support-requests\//, 'sup_01m7yyg9rn2jb868m8949r3vpc'],
];

type Node = Record<string, unknown>;
type Parameter = { name: string; in: string; required?: boolean; schema?: Node; example?: unknown };

const isObject = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const SCALARS = ['string', 'integer', 'number'];
const saysMore = (schema: Node): boolean =>
  ['examples', 'example', 'enum', 'const', 'default', '$ref'].some((key) => key in schema);

/**
 * Whether a value may stand where this schema is: an example that its own schema refuses teaches
 * nothing.
 */
function takes(schema: Node, value: unknown): boolean {
  const { type, pattern, maxLength, minimum, maximum } = schema as {
    type?: string;
    pattern?: string;
    maxLength?: number;
    minimum?: number;
    maximum?: number;
  };
  if (typeof value === 'string')
    return (
      type === 'string' &&
      (maxLength === undefined || value.length <= maxLength) &&
      (pattern === undefined || new RegExp(pattern, 'u').test(value))
    );
  return (
    (type === 'number' || (type === 'integer' && Number.isInteger(value))) &&
    (minimum === undefined || Number(value) >= minimum) &&
    (maximum === undefined || Number(value) <= maximum)
  );
}

/** Gives the fields below `node` their samples, in place. */
export function addExamples(node: unknown): void {
  if (Array.isArray(node)) node.forEach(addExamples);
  if (!isObject(node)) return;
  if (isObject(node['properties']))
    for (const [name, schema] of Object.entries(node['properties'])) addTo(schema, name);
  Object.values(node).forEach(addExamples);
}

function addTo(schema: unknown, name: string): void {
  if (!isObject(schema)) return;
  if (Array.isArray(schema['anyOf'])) return schema['anyOf'].forEach((one) => addTo(one, name));
  if (!SCALARS.includes(schema['type'] as string) || saysMore(schema)) return;
  const value = schema['format'] === 'date-time' ? '2030-07-15T12:00:00.000Z' : BY_NAME[name];
  if (value !== undefined && (schema['format'] === 'date-time' || takes(schema, value)))
    schema['examples'] = [value];
}

/**
 * Gives the parameters of one operation their samples, in place; optional ones stay out of requests
 * unless asked for.
 */
export function addParameterExamples(path: string, parameters: object[] = []): void {
  for (const parameter of parameters as Parameter[]) {
    if (parameter.in === 'header' || parameter.required !== true) continue;
    parameter.example =
      parameter.name === 'id'
        ? BY_PLACE.find(([place]) => place.test(path))?.[1]
        : BY_NAME[parameter.name];
  }
}
