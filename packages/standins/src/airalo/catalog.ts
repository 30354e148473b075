/** What the stand-in sells: destinations with operators with packages, as `GET /packages` nests them. */

export type Package = {
  id: string;
  type: 'sim' | 'topup';
  /** recommended, in dollars */
  price: number;
  net_price: number;
  /** MB; of an unlimited one 0 or a placeholder */
  amount: number;
  day: number;
  is_unlimited: boolean;
  title: string;
};

export type Operator = {
  id: number;
  title: string;
  type: 'local' | 'global';
  activation_policy: 'first-usage' | 'installation';
  is_kyc_verify: boolean;
  rechargeability: boolean;
  install_window_days: number | null;
  apn: string | null;
  /** alpha-2, and what is none */
  countries: string[];
  packages: Package[];
};

export type Destination = {
  slug: string;
  /** empty for the world */
  country_code: string;
  title: string;
  operators: Operator[];
};

type Size = { gb: number | 'unlimited'; days: number; net: number; placeholder?: number };

const euros = (dollars: number): number => Math.round(dollars * 92) / 100;

function article(brand: string, { gb, days, net, placeholder = 0 }: Size): Package {
  const unlimited = gb === 'unlimited';
  return {
    id: `${brand}-${days}days-${unlimited ? 'unlimited' : `${gb}gb`}`,
    type: 'sim',
    price: Math.round(net * 125) / 100,
    net_price: net,
    amount: unlimited ? placeholder : gb * 1_024,
    day: days,
    is_unlimited: unlimited,
    title: `${unlimited ? 'Unlimited' : `${gb} GB`} - ${days} Days`,
  };
}

/** Its usual id is the article's and `-topup`. */
export const topup = (of: Package, id = `${of.id}-topup`): Package => ({
  ...of,
  id,
  type: 'topup',
});

const SPAIN: Size[] = [
  { gb: 1, days: 7, net: 3.6 },
  { gb: 1, days: 30, net: 4.1 },
  { gb: 5, days: 30, net: 11.2 },
  { gb: 'unlimited', days: 7, net: 19.9 },
];
const guay = SPAIN.map((size) => article('guay', size));
const change = [
  article('change', { gb: 1, days: 7, net: 3.2 }),
  article('change', { gb: 'unlimited', days: 10, net: 24, placeholder: 66_651 }),
];
const discover = article('discover', { gb: 1, days: 7, net: 7.055 });

export const operator = (id: number, title: string, given: Partial<Operator>): Operator => ({
  id,
  title,
  type: 'local',
  activation_policy: 'first-usage',
  is_kyc_verify: false,
  rechargeability: true,
  install_window_days: null,
  apn: null,
  countries: [],
  packages: [],
  ...given,
});

export const local = (
  slug: string,
  country_code: string,
  title: string,
  by: Operator,
): Destination => ({
  slug,
  country_code,
  title,
  operators: [{ ...by, countries: [country_code] }],
});

export const DESTINATIONS: readonly Destination[] = [
  local(
    'spain',
    'ES',
    'Spain',
    operator(900, 'Guay', { apn: 'internet', packages: [...guay, ...guay.map((p) => topup(p))] }),
  ),
  local(
    'united-states',
    'US',
    'United States',
    operator(901, 'Change', {
      activation_policy: 'installation',
      install_window_days: 30,
      // A top-up that is not called like its article.
      packages: [...change, topup(change[0]!, 'change-more-7days-1gb')],
    }),
  ),
  local(
    'japan',
    'JP',
    'Japan',
    operator(902, 'Moshi', {
      is_kyc_verify: true,
      packages: [article('moshi', { gb: 1, days: 7, net: 3 })],
    }),
  ),
  local(
    'france',
    'FR',
    'France',
    operator(903, 'Elan', {
      rechargeability: false,
      packages: [article('elan', { gb: 3, days: 30, net: 8 })],
    }),
  ),
  {
    slug: 'world',
    country_code: '',
    title: 'Global',
    operators: [
      operator(904, 'Discover', {
        type: 'global',
        countries: ['US', 'ES', 'FR', 'JP', 'ZZ'],
        packages: [discover, topup(discover)],
      }),
    ],
  },
];

const network = (code: string) => ({
  name: code,
  code,
  networks: [{ name: 'Uno', types: ['4G', '5G'] }],
});

function showPackage(of: Package) {
  const { id, type, price, net_price, amount, day, is_unlimited } = of;
  const size = { id, type, price, net_price, amount, day, is_unlimited };
  const said = {
    title: of.title,
    data: of.title.split(' - ')[0],
    is_fair_usage_policy: is_unlimited,
    fair_usage_policy: is_unlimited ? '3 GB a day at full speed.' : null,
    voice: null,
    text: null,
    short_info: null,
    qr_installation: '',
    manual_installation: '',
  };
  const prices = {
    net_price: { USD: net_price, EUR: euros(net_price) },
    recommended_retail_price: { USD: price, EUR: euros(price) },
  };
  return type === 'topup' ? size : { ...size, ...said, prices };
}

const showOperator = (of: Operator, withTopups: boolean) => ({
  id: of.id,
  title: of.title,
  type: of.type,
  plan_type: 'data',
  activation_policy: of.activation_policy,
  is_kyc_verify: of.is_kyc_verify,
  rechargeability: of.rechargeability,
  esim_type: 'Prepaid',
  apn_type: of.apn === null ? 'automatic' : 'manual',
  apn_value: of.apn,
  is_roaming: true,
  info: ['LTE'],
  other_info: null,
  install_window_days: of.install_window_days,
  topup_grace_window_days: null,
  apn: apnOf(of),
  countries: of.countries.map((code) => ({ country_code: code, title: code })),
  coverages: of.countries.map(network),
  packages: of.packages.filter(({ type }) => withTopups || type === 'sim').map(showPackage),
});

export const apnOf = ({ apn }: Operator) => ({
  ios: { apn_type: 'automatic', apn_value: null },
  android: { apn_type: apn === null ? 'automatic' : 'manual', apn_value: apn },
});

export const showDestination = (of: Destination, withTopups: boolean) => ({
  slug: of.slug,
  country_code: of.country_code,
  title: of.title,
  image: { url: `https://cdn.example/${of.slug}.png` },
  operators: of.operators.map((one) => showOperator(one, withTopups)),
});
