/** What an operator enters where a BSS offers TM Forum's APIs for data plans. */
import { Type, type Static } from 'typebox';

const text = (description: string) =>
  Type.Optional(Type.String({ pattern: '^[!-~]{1,2000}$', description }));

/**
 * Addresses stand among the secrets that are sent to them, so that neither is changed without the
 * other.
 */
export const TMF_CREDENTIALS = {
  tmf_url: Type.Optional(
    Type.String({
      pattern: '^https?://[^\\s?#@]{1,500}$',
      description: 'host of the TM Forum APIs of your BSS; left out: profiles only',
    }),
  ),
  tmf_token_url: Type.Optional(
    Type.String({
      pattern: '^https?://[^\\s?#@]{1,500}$',
      description: 'where OAuth2 tokens are fetched by client credentials',
    }),
  ),
  tmf_client_id: text('of the OAuth2 client'),
  tmf_client_secret: text('of the OAuth2 client'),
  tmf_api_key: text('sent with every call in the header tmf.api_key_header'),
};

const name = (fallback: string, description: string) =>
  Type.String({ pattern: '^[ -~]{1,100}$', default: fallback, description });
const choice = <const T extends string>(values: readonly [T, ...T[]], description: string) =>
  Type.Unsafe<T>(Type.Enum([...values], { default: values[0], description }));

const MEMBERS = {
  paths: Type.Record(
    Type.String({ pattern: '^(620|622|637|654)$' }),
    Type.String({ pattern: '^/[!-~]{0,200}$' }),
    {
      default: {},
      description:
        'API number → its path, where it is another than /tmf-api/<name>/v4: {"622": "/ordering/v4"}',
    },
  ),
  api_key_header: name('x-api-key', 'header of tmf_api_key'),
  scope: Type.Optional(name('', 'scope of OAuth2 tokens')),
  client_certificate: Type.Boolean({
    default: false,
    description: "the BSS wants the account's client certificate as well",
  }),
  party_id: Type.Optional(name('', 'relatedParty of orders and products')),
  party_role: name('customer', 'role of that party'),
  party_type: name('Organization', '@referredType of that party'),
  category: Type.Optional(name('', 'category of orders')),
  iccid_name: name('iccid', 'characteristic with the ICCID'),
  imsi_name: name('imsi', 'characteristic with the IMSI'),
  iccid_in: choice(
    ['both', 'characteristic', 'resource'],
    'where an order names the ICCID: in a characteristic, in realizingResource, or in both',
  ),
  volume_name: name('dataVolume', 'characteristic of an offering with its volume'),
  validity_name: name('validityDays', 'characteristic of an offering with its validity'),
  unit_base: Type.Union([Type.Literal(1000), Type.Literal(1024)], {
    default: 1000,
    description: 'what KB, MB, GB and TB count by; KiB, MiB, GiB and TiB always count by 1024',
  }),
  places: Type.Record(Type.String(), Type.Array(Type.String({ pattern: '^[A-Z]{2}$' })), {
    default: {},
    description:
      'id of a place in the catalog → its countries, where the id is no country itself: {"EU": ["ES", "FR"]}',
  }),
  starts: choice(
    ['first_use', 'installation', 'order'],
    'from when the days of a plan count: the catalog does not say',
  ),
};
/** Whatever is left out has its default, or none. */
const TMF = Type.Partial(Type.Object(MEMBERS), {
  additionalProperties: false,
  default: {},
  description: 'what is agreed with the BSS',
});

export const TMF_SETTINGS = { tmf: TMF };

type WithoutDefault = 'scope' | 'party_id' | 'category';
type Given = Static<typeof TMF>;
/** With its defaults filled in. */
export type TmfSettings = Required<Omit<Given, WithoutDefault>> & Pick<Given, WithoutDefault>;
export type TmfCredentials = {
  tmf_url?: string;
  tmf_token_url?: string;
  tmf_client_id?: string;
  tmf_client_secret?: string;
  tmf_api_key?: string;
};
