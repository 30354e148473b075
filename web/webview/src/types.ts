/**
 * What the API answers, as far as screens read it. Shapes are those of the OpenAPI file; a test
 * holds them against it (test/webview-types.test.ts).
 */
export type EsimStatus = 'RELEASED' | 'INSTALLED' | 'ENABLED' | 'DISABLED' | 'DELETED';
export type PackageType = 'data-limited' | 'time-limited' | 'starter' | 'unlimited';

export type Package = {
  id: string;
  package_queue_id: string;
  destination_iso3: string;
  package_type: PackageType;
  assigned_at: string;
  date_activated: string | null;
  expires_at: string | null;
  status: 'ACTIVE' | 'DEPLETED' | 'EXPIRED' | 'CANCELLED';
  /** null = unlimited */
  total_bytes: number | null;
  used_bytes: number;
  allowance_days: number;
  /** when its usage was last reported; null = never */
  measured_at: string | null;
};

export type Esim = {
  iccid: string;
  name: string;
  esim_type: 'universal' | 'classic';
  qr: string;
  status: EsimStatus;
  time_assigned: string;
  last_updated: string;
};

export type HeldEsim = Esim & { packages: Package[] };

export type Queue = {
  id: string;
  uuid: string;
  package_specification: {
    iso3: string | null;
    bytes: number | null;
    duration_days: number | null;
  };
  package_type: PackageType;
  covers?: string[];
  redeemed_at: string | null;
};

export type Grant = {
  /** its uuid */
  id: string;
  iso3: string | null;
  covers?: string[];
  bytes: number | null;
  duration_days: number | null;
  package_type: PackageType;
  expires_at: string | null;
  /** pending: a claim is under way, and goes on by itself */
  status: 'open' | 'destination_missing' | 'pending';
};

export type PromoCode = Omit<Grant, 'id' | 'status'> & { uuid: string | null; code: string };

export type Purchase = {
  id: string;
  status: 'created' | 'paid' | 'provisioned' | 'failed' | 'expired' | 'refunded';
  /** checking: paid, and nobody knows yet whether there is a package */
  progress: 'waiting' | 'delivering' | 'checking' | null;
  iso3: string;
  /** null = unlimited */
  bytes: number | null;
  duration_days: number | null;
  /** major units, tax included */
  amount: number;
  currency: string;
  package_queue_uuid: string | null;
  refund_requested_at: string | null;
  refund: { status: 'going' | 'done' } | null;
  created_at: string;
  /** while it can be paid; not on the dashboard */
  checkout_url?: string | null;
};

export type Offer = {
  package_id: string;
  /** null = unlimited */
  size_in_bytes: number | null;
  duration_in_days: number;
  /** major units, tax included */
  price: number;
  currency: string;
};

export type SoldPlace = { iso3: string; name: string; from_price: number; offers: Offer[] };

export type Offers = {
  currency: string;
  seller_name: string;
  tax_note: string | null;
  terms_url: string | null;
  consent_required: boolean;
  destinations: SoldPlace[];
};

export type Dashboard = {
  now: string;
  locale: string;
  partner_status: 'active' | 'paused';
  user: { external_user_id: string; current_universal_esim: string | null };
  package_queues: Queue[];
  esims: HeldEsim[];
  classic_grants: Grant[];
  promo_codes: PromoCode[];
  purchases: Purchase[];
  trips: { departure_date: string; return_date: string | null; iso3: string[] }[];
  places: Record<string, { name: string; iso2: string | null }>;
};

export type Step = {
  id: string;
  text: string;
  verified: boolean;
  menu?: { name: string; verified: boolean }[];
};

export type Instructions = {
  locale: string;
  state: 'no_esim' | 'not_installed' | 'installed_off' | 'enabled' | 'removed';
  method: 'direct' | 'link' | 'qr' | 'manual' | 'none';
  title: string;
  steps: Step[];
  install: null | {
    lpa: string;
    smdp_address: string;
    matching_id: string;
    confirmation_code_required: boolean;
    confirmation_code: string | null;
    apn: string | null;
    apple_url: string;
    android_url: string;
    qr_svg: string;
  };
};
