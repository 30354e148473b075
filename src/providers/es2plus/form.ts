/** What an operator enters for an account at an SM-DP+. */
import { Type, type Static } from 'typebox';
import { POINTS_SCHEMA } from './points.ts';
import { TMF_CREDENTIALS, TMF_SETTINGS, type TmfSettings } from './tmf/form.ts';

const pem = (what: string, description: string) =>
  Type.String({ pattern: `^-----BEGIN [A-Z0-9 ]*${what}-----`, maxLength: 20_000, description });

export const CREDENTIALS = Type.Object(
  {
    requester_id: Type.String({
      pattern: '^[0-9A-Za-z.:_-]{1,100}$',
      description: 'functionRequesterIdentifier, assigned to you by the SM-DP+ operator',
    }),
    certificate: pem('CERTIFICATE', 'your client certificate with its chain, PEM'),
    private_key: pem('PRIVATE KEY', 'the key of that certificate, PEM, without a pass phrase'),
    ...TMF_CREDENTIALS,
  },
  { additionalProperties: false },
);

export const SETTINGS = Type.Object(
  {
    ca: Type.Optional(
      pem('CERTIFICATE', "who signs the SM-DP+'s certificate, PEM; left out: public authorities"),
    ),
    order_by: Type.Union([Type.Literal('iccid'), Type.Literal('profile_type')], {
      default: 'iccid',
      description:
        'iccid: profiles of your stock list, safe to ask for again; profile_type: the SM-DP+ chooses, and an order without an answer waits for a person',
    }),
    profile_type: Type.Optional(
      Type.String({
        pattern: '^[ -~]{1,100}$',
        description: 'as agreed with the SM-DP+ operator; needed where it orders by profile type',
      }),
    ),
    stock_threshold: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 1_000_000_000,
        description:
          'fewer free profiles than this in your stock list are an alarm; left out: never',
      }),
    ),
    smdp_address: Type.Optional(
      Type.String({
        maxLength: 253,
        description:
          "host name in activation codes where the SM-DP+ names none; left out: base_url's, smdp.localhost for this machine",
      }),
    ),
    iccid_format: Type.Union([Type.Literal('digits'), Type.Literal('padded')], {
      default: 'digits',
      description: 'padded: 19 digits are sent with a filler F',
    }),
    protocol_version: Type.String({
      pattern: '^2\\.\\d{1,2}\\.\\d{1,2}$',
      default: '2.2.0',
      description: 'of SGP.22, sent in X-Admin-Protocol',
    }),
    plan_order: Type.Union([Type.Literal('before_release'), Type.Literal('after_release')], {
      default: 'before_release',
      description: 'when the data plan is ordered: before the profile may be fetched, or after',
    }),
    notification_points: POINTS_SCHEMA,
    notification_certificates: Type.Array(Type.String({ pattern: '^[0-9A-Za-z.:*-]{1,253}$' }), {
      default: [],
      maxItems: 20,
      description:
        "certificates that the SM-DP+ tells progress with: a host name in it or its SHA-256 fingerprint; none: base_url's host name",
    }),
    ...TMF_SETTINGS,
  },
  { additionalProperties: false },
);

export type Credentials = Static<typeof CREDENTIALS>;
/** With its defaults filled in. */
export type Settings = Omit<Static<typeof SETTINGS>, 'tmf'> & { tmf: TmfSettings };
