/** What a telco sells, as its catalog says. */

/** Whole minor units of `currency` (ISO 4217); parts of one are rounded up. */
export type Money = { minor: number; currency: string };

/** One article of a telco's catalog. */
export type Article = {
  /** the telco's own id */
  id: string;
  /** of the article that adds the same to an eSIM that is there; null = this one, or none */
  topup_id: string | null;
  name: string;
  /** the whole allowance; null = unlimited */
  bytes: number | null;
  /** full speed per day, then `throttle_kbps`; null = not counted by the day */
  daily_bytes: number | null;
  /** kbit/s after the allowance of the day, or of the whole; null = cut off, or not said */
  throttle_kbps: number | null;
  duration_days: number;
  /** alpha-3 codes, sorted */
  coverage: string[];
  cost: Money;
  /** from when its days count */
  starts: 'first_use' | 'installation' | 'order';
  /** days after the order within which it must be used first, null = not said */
  activation_window_days: number | null;
  /** the traveler must be identified first */
  needs_kyc: boolean;
  /** another package can go onto the same eSIM later */
  can_top_up: boolean;
  /** the IMSI plan, null = not said */
  imsi: string | null;
};
