/** What the operator's screens believe of answers. */

export type OperatorPartner = {
  id: string;
  name: string;
  slug: string;
  is_demo: boolean;
  created_at: string;
  suspended_at: string | null;
};
export type OperatorPartnerPage = { partners: OperatorPartner[]; next_cursor: string | null };
export type PartnerSettings = { id: string; settings: Record<string, unknown> };
export type MadePartner = {
  partner_id: string;
  api_key: string;
  api_secret: string;
};
export type BegunView = { partner_id: string; slug: string; ends_at: string };

export type OrderState =
  'intent' | 'unknown' | 'pending' | 'confirmed' | 'rejected' | 'needs_review';
export type Evidence = { at?: string; why?: string } & Record<string, unknown>;
export type ProviderOrder = {
  id: string;
  state: OrderState;
  partner_id: string;
  partner: string;
  traveler_id: string;
  queue_id: string | null;
  kind: string;
  provider: string;
  reference: string;
  iccid: string | null;
  sends: number;
  lookups: number;
  provider_order_id: string | null;
  created_at: string;
  updated_at: string;
  evidence: Evidence[];
};

export type ProviderOrderPage = { orders: ProviderOrder[]; next_cursor: string | null };

export type SupportStatus = 'answered' | 'open' | 'escalated' | 'closed';
export type SupportRequest = {
  id: string;
  partner_id: string;
  partner: string;
  external_user_id: string;
  status: SupportStatus;
  symptom: string | null;
  subject: string;
  body: string;
  locale: string;
  context: {
    device_model: string | null;
    os: string | null;
    os_version: string | null;
    booking_destination: string | null;
    departure_date: string | null;
    package_status: string;
    esim_status: string;
  };
  steps: { id: string; text: string }[];
  created_at: string;
  updated_at: string;
};
export type SupportPage = { support_requests: SupportRequest[]; next_cursor: string | null };

export type Money = { amount: number; currency: string };
export type SupplierStatus = 'active' | 'draining' | 'paused';
export type SupplierStep = { step: string; ok: boolean; message: string };
export type SupplierTest = { ok: boolean; steps: SupplierStep[] };
export type Supplier = {
  name: string;
  kind: string;
  title: string;
  base_url: string | null;
  mode: string;
  status: SupplierStatus;
  priority: number;
  settings: Record<string, unknown>;
  spend_cap: Money | null;
  balance_threshold: Money | null;
  callback_path: string | null;
  previous_callback_until: string | null;
  version: number;
  created_at: string;
  health: {
    out_because: string | null;
    calls: number;
    success_share: number | null;
    breaker: 'closed' | 'open';
    balance: Money | null;
    balance_at: string | null;
    is_balance_low: boolean;
    is_stock_low: boolean;
    spent_today: Money[];
    last_test: null | { at: string; ok: boolean; steps: SupplierStep[] };
  };
  catalog: null | {
    read_at: string | null;
    is_running: boolean;
    next_at: string;
    last: null | { articles: number; failure: string | null; waiting: number };
  };
};
export type SupplierKind = {
  kind: string;
  title: string;
  base_url: string | null;
  credentials: Record<string, unknown>;
  settings: Record<string, unknown>;
};
export type Stranded = {
  partners:
    | null
    | {
        partner_id: string;
        name: string;
        travelers: number;
        open_queues: number;
        unused_packages: number;
        running_packages: number;
        is_more: boolean;
      }[];
};

export type RoutingPolicy = 'cost' | 'priority' | 'weights';
export type Routing = {
  policy: RoutingPolicy;
  weights?: Record<string, number>;
  accounts: {
    name: string;
    priority: number;
    takes_new: boolean;
    out_because: string | null;
  }[];
};
export type Explained = {
  bundle: string;
  is_on_sale: boolean;
  currency: string;
  sources: {
    id: string;
    account: string;
    article: string;
    cost: number;
    currency: string;
    cost_here: number | null;
    is_taken: boolean;
    why_not: string | null;
  }[];
};

export type PublishingRule = { name: string; position: number } & Record<string, unknown>;
type PreviewLine = { id: string; destination: string; label: string; rule: string };
type PreviewPriced = PreviewLine & {
  b2b_price: number;
  b2c_price: number;
  cost: number;
  margin_percent: number | null;
};
export type PublishingPreview = {
  digest: string;
  currency: string;
  counts: Record<string, number>;
  appear: PreviewPriced[];
  change: (PreviewPriced & {
    before: { b2b_price: number; b2c_price: number; label: string; sources: string[] };
    sources: string[];
  })[];
  vanish: (PreviewLine & { why: string })[];
  below_floor: {
    bundle: string;
    source: string;
    cost: number;
    least: number;
    b2b_price: number;
  }[];
  waiting: { source: string; bundles: string[] }[];
  not_made: { id: string; rule: string; why: string }[];
};
export type Published = {
  version: number;
  appeared: number;
  changed: number;
  vanished: number;
};

export type Finding = {
  provider: string;
  kind: string;
  provider_order_id: string;
  order_id: string;
  found_at: string;
};
export type FindingPage = { findings: Finding[]; total: number; next_cursor: string | null };
export type Reconciled = { compared: number; findings: unknown[] };

export type SupplyReport = {
  from: string;
  to: string;
  accounts: {
    account: string;
    orders: number;
    confirmed: number;
    rejected: number;
    in_review: number;
    under_way: number;
    success_share: number | null;
    p50_ms: number | null;
    p95_ms: number | null;
    failed_over: number;
  }[];
};
export type MarginReport = {
  totals: {
    currency: string;
    packages: number;
    revenue: number;
    cost: number;
    margin: number | null;
    margin_share: number | null;
    without_cost: number;
  }[];
};
export type Limits = { limits: Record<string, number>; defaults: Record<string, number> };
