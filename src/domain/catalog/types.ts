/** Prices are integers in minor units of the currency (`../money.ts`), sizes are bytes, countries are ISO 3166 alpha-3. */
export const PACKAGE_TYPES = ['data-limited', 'time-limited', 'starter', 'unlimited'] as const;
export type PackageType = (typeof PACKAGE_TYPES)[number];

export const ESIM_TYPES = ['universal', 'classic'] as const;
export type EsimType = (typeof ESIM_TYPES)[number];

/** From when the days of an article count. */
export const STARTS = ['first_use', 'installation', 'order'] as const;

/** One article of one supplier account, which can fulfil bundles. */
export type Source = {
  /** `src_…`, ours */
  id: string;
  /** name of the supplier account, as in `Context.providers` */
  account: string;
  /** the supplier's own id of it */
  article: string;
  /** of the article that adds the same to an eSIM that is there; null = the same article */
  topup_article: string | null;
  esim_types: EsimType[];
  /** as delivered, null = unlimited */
  bytes: number | null;
  /** full speed per day, null = not counted by the day */
  daily_bytes: number | null;
  /** kbit/s once an allowance is used up, null = cut off, or not said */
  throttle_kbps: number | null;
  duration_days: number;
  /** alpha-3 codes in which it works */
  coverage: string[];
  /** what the supplier charges us */
  cost: number;
  currency: string;
  starts: (typeof STARTS)[number];
  /** the traveler must be identified first */
  needs_kyc: boolean;
  /** IMSI plan, null = none */
  imsi: string | null;
  /** days after assignment within which it must be used first */
  activation_window_days: number;
  /** it has vanished from its supplier's catalog: nothing is ordered from it */
  is_stale: boolean;
  /** its cost has risen by much, which waits for the operator's approval: likewise */
  is_held: boolean;
};

/** A data product sold for one destination. It belongs to no supplier. */
export type Bundle = {
  /** `pkg_…` */
  id: string;
  /** id of its destination: ISO 3166 alpha-2 or region id */
  destination: string;
  type: PackageType;
  label: string;
  /** null = unlimited */
  bytes: number | null;
  duration_days: number;
  /** alpha-3 codes in which it is sold to work; every source that it is ordered from covers them */
  coverage: string[];
  traffic_policy: string | null;
  throttling: string | null;
  /** list prices */
  b2b_price: number;
  b2c_price: number;
  currency: string;
  /** lower wins */
  priority: number;
  is_active: boolean;
  /** what it can be ordered from, by id */
  sources: Source[];
};

export type Destination = {
  /** ISO 3166 alpha-2, or a region id such as `NORTH-AMERICA` */
  id: string;
  type: 'country' | 'region';
  /** English name */
  name: string;
  iso2: string | null;
  /** alpha-3; for a region its id */
  iso3: string;
  /** the countries it stands for; for a country its own */
  iso3s: string[];
  /** 1 (cheap, large) … 4 (remote) */
  tier: number;
  is_active: boolean;
};
