/** What a telco says of an eSIM: its state, and what was used. Instants are ISO 8601 UTC strings. */

/**
 * Profile states as the telco reports them; anything we do not know arrives as `unknown` and
 * changes nothing.
 */
export type ProfileState =
  'RELEASED' | 'INSTALLED' | 'ENABLED' | 'DISABLED' | 'DELETED' | 'unknown';

export type ProviderPackageUsage = {
  package_id: string;
  used_bytes: number;
  total_bytes: number | null;
  activated_at: string | null;
  expires_at: string | null;
  status: 'ACTIVE' | 'DEPLETED' | 'EXPIRED' | 'CANCELLED' | 'unknown';
};

/**
 * Bytes an eSIM used in a country (alpha-3, null = the telco does not say where) beyond what the
 * telco counts on packages.
 */
export type ProviderEsimUsage = { iso3: string | null; used_bytes: number };

/** All figures are cumulative. */
export type ProviderEsim = {
  iccid: string;
  state: ProfileState;
  /** when it came into that state; where the telco does not say, when it was asked */
  state_changed_at: string;
  packages: ProviderPackageUsage[];
  usage: ProviderEsimUsage[];
};

/** One statement of a telco about one eSIM, from a callback. `report_id` is unique per provider. */
export type ProviderReport = {
  report_id: string;
  iccid: string;
  reported_at: string;
  esim: ProviderEsim;
};
