/** The same of what partners sell. */

export type PackageType = 'data-limited' | 'time-limited' | 'starter' | 'unlimited';
export type PriceRow = {
  bundle_id: string;
  destination: string;
  destination_name: string;
  package_type: PackageType;
  label: string;
  size_in_bytes: number | null;
  duration_in_days: number;
  b2b_price: number;
  recommended_price: number;
  own_price: number | null;
  b2c_price: number;
  currency: string;
};
export type PricePage = { prices: PriceRow[]; next_cursor: string | null };
export type PriceFile = {
  changed: number;
  unchanged: number;
  changes: { bundle_id: string; before: number | null; after: number | null }[];
};
