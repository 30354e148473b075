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

export type StrategyRule =
  | { name: 'budget'; parameters: { max_price: number | null; currency: string } }
  | { name: 'fixed_size'; parameters: { size: string } };
export type StrategyWhen = {
  iso3?: string | string[];
  region?: string | string[];
  tier?: number | number[];
};
export type Strategy = {
  iso3_white_list?: string[];
  supported_package_types?: PackageType[];
} & (
  | StrategyRule
  | {
      name: 'hybrid';
      parameters: { rules: { when: StrategyWhen; use: StrategyRule }[]; default: StrategyRule };
    }
);
export type StrategyPlace = {
  id: string;
  iso3: string;
  type: 'country' | 'region';
  name: string;
  tier: number;
};
export type StrategySettings = {
  /** `Strategy`, or null */
  package_strategy: Record<string, unknown> | null;
  currency: string;
  places: StrategyPlace[];
};
export type StrategyTotal = { b2b_price: number; size_in_bytes: number; refused: number };
export type StrategyOutcome = {
  bundles: { bundle_id: string; label: string; destination: string; count: number }[];
  b2b_price: number;
  issue: string | null;
};
export type StrategyChange = {
  id: string;
  booking_id: string | null;
  departure_date: string;
  before: StrategyOutcome;
  after: StrategyOutcome;
};
export type StrategyPreview = {
  bookings: number;
  of_strategy: number;
  changed: number;
  is_complete: boolean;
  currency: string;
  paid: number;
  before: StrategyTotal;
  after: StrategyTotal;
  changes: StrategyChange[];
};

export type CodeBatch = {
  id: string;
  name: string;
  is_imported: boolean;
  /** null: imported, each for what the file says */
  package: {
    package_id?: string;
    destination?: string;
    size?: string;
    package_type?: PackageType;
    package_duration?: number;
  } | null;
  valid_until: string | null;
  codes: number;
  created_at: string;
};
export type CodeBatchPage = { batches: CodeBatch[]; next_cursor: string | null };
export type CodeState = 'open' | 'claimed' | 'redeemed' | 'expired' | 'cancelled';
export type CodeBatchDetails = CodeBatch & { states: Record<CodeState, number> };
export type CodeBatchCancelled = CodeBatchDetails & { cancelled: number };
export type CodeBatchImported = CodeBatch & { skipped: number };
export type BatchCode = {
  promo_code: string;
  claim_url: string | null;
  state: CodeState;
  claimed_at: string | null;
  redeemed_at: string | null;
};
export type UnredeemedCode = {
  /** the entitlement's */
  id: string;
  /** null: not for this member */
  promo_code: string | null;
  state: 'open' | 'claimed';
  package_id: string | null;
  package_size: string | null;
  package_duration: number | null;
  destination: string | null;
  valid_until: string;
  booking: { id: string; reference: string | null } | null;
  batch: { id: string; name: string } | null;
};
export type UnredeemedCodePage = { codes: UnredeemedCode[]; next_cursor: string | null };
export type BatchCodePage = { codes: BatchCode[]; next_cursor: string | null };
