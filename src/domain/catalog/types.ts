/** Prices are integers in minor units of the currency (`../money.ts`), sizes are bytes, countries are ISO 3166 alpha-3. */
export const PACKAGE_TYPES = ['data-limited', 'time-limited', 'starter', 'unlimited'] as const;
export type PackageType = (typeof PACKAGE_TYPES)[number];

export const ESIM_TYPES = ['universal', 'classic'] as const;
export type EsimType = (typeof ESIM_TYPES)[number];

/** The provider's article behind a bundle. */
export type PackageTemplate = {
  id: string;
  provider: string;
  /** alpha-3 codes in which it works */
  coverage: string[];
  /** IMSI plan, null = none */
  imsi: string | null;
  /** what the provider charges us */
  cost: number;
  /** days after assignment within which it must be used first */
  activation_window_days: number;
};

/** A data product sold for one destination. */
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
  esim_types: EsimType[];
  traffic_policy: string | null;
  throttling: string | null;
  /** list prices */
  b2b_price: number;
  b2c_price: number;
  currency: string;
  /** lower wins */
  priority: number;
  is_active: boolean;
  template: PackageTemplate;
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
