// Generated: npm run docs:openapi

export type PackageSpecification = {
  /** names the bundle; decides alone */
  package_id?: string;
  /** country (ISO 3166 alpha-2 or alpha-3, English name) or region; an array asks for the fewest bundles that cover all */
  destination?: string | string[];
  /** an airport in the destination, or a metropolitan area such as LON */
  iata_code?: string;
  /** number and MB or GB, no space */
  size?: string;
  package_type?: 'data-limited' | 'time-limited' | 'starter' | 'unlimited';
  /** days; the bundle has at least as many */
  package_duration?: number;
  traffic_policy?: string;
  esim_type?: 'universal' | 'classic';
  /** the partner's own stable id of the traveler */
  external_user_id?: string;
  email?: string;
  /** classic grants only */
  expires_at?: string;
};
export type PromoCode = {
  promo_code: string;
  uuid: string | null;
  claim_url: string | null;
  /** opens the app with the code */
  deep_link_url: string;
  package_id: string | null;
  package_size: string | null;
  destination: string | null;
  iso3: string | null;
  /** the requested countries (alpha-3) that it serves; only for array destinations */
  covers?: string[];
  package_type: 'data-limited' | 'time-limited' | 'starter' | 'unlimited';
  package_duration: number | null;
  traffic_policy: string | null;
  valid_until: string;
  claimed_at: string | null;
  redeemed_at: string | null;
};
export type Booking = {
  id: string;
  booking_id: string | null;
  status: 'CONFIRMED' | 'COMPLETED' | 'CANCELLED';
  departure_date: string;
  return_date: string | null;
  email: string | null;
  locale: string | null;
  custom_branding: string | null;
  communication_options: {
    should_send_message: boolean;
    channels: ('EMAIL' | 'SMS' | 'WHATSAPP' | 'PUSH_NOTIFICATION')[];
  };
  data: Record<string, unknown> | null;
  created_at: string;
  updated_at: string;
  package_specifications: {
    external_user_id?: string;
    email?: string;
    package_id: string | null;
    /** as sent */
    destination: string | unknown[] | null;
    iata_code?: string;
    iso3: string | null;
    /** the requested countries (alpha-3) that it serves; only for array destinations */
    covers?: string[];
    size: string | null;
    package_type: 'data-limited' | 'time-limited' | 'starter' | 'unlimited';
    package_duration: number | null;
    traffic_policy: string | null;
    esim_type: 'universal' | 'classic';
    status: 'provisioned';
  }[];
  package_queues: {
    id: string;
    uuid: string;
    destination: string | null;
    iso3: string | null;
    /** the requested countries (alpha-3) that it serves; only for array destinations */
    covers?: string[];
    esim_type: 'universal' | 'classic';
    expires_at: string | null;
  }[];
  promo_codes: PromoCode[];
};
export type ErrorAnswer = {
  success: false;
  /** members and parameters that were sent and that nobody knows; only if there are any */
  warnings?: {
    field: string;
    issue: string;
  }[];
  error: {
    /** the HTTP status */
    code: number;
    type:
      | 'invalid_request'
      | 'malformed_target'
      | 'strategy_not_configured'
      | 'bundle_not_available'
      | 'invalid_catalog'
      | 'template_not_configured'
      | 'destination_fixed'
      | 'destination_missing'
      | 'promo_code_claimed'
      | 'promo_code_invalid'
      | 'signature_missing'
      | 'api_key_unknown'
      | 'api_key_revoked'
      | 'api_key_expired'
      | 'api_key_wrong_environment'
      | 'partner_suspended'
      | 'signature_version_too_low'
      | 'timestamp_expired'
      | 'signature_invalid'
      | 'operator_token_invalid'
      | 'app_token_invalid'
      | 'app_check_invalid'
      | 'redirect_token_invalid'
      | 'mail_token_invalid'
      | 'session_ended'
      | 'sign_in_link_invalid'
      | 'passkey_invalid'
      | 'code_invalid'
      | 'callback_forged'
      | 'forbidden_origin'
      | 'sign_in_incomplete'
      | 'permission_denied'
      | 'fresh_sign_in_required'
      | 'scope_missing'
      | 'address_not_allowed'
      | 'not_found'
      | 'user_not_found'
      | 'booking_not_found'
      | 'package_queue_not_found'
      | 'esim_not_found'
      | 'destination_not_found'
      | 'partner_not_found'
      | 'order_not_found'
      | 'event_not_found'
      | 'promo_code_not_found'
      | 'session_not_found'
      | 'purchase_not_found'
      | 'support_request_not_found'
      | 'import_not_found'
      | 'code_batch_not_found'
      | 'conflict'
      | 'last_owner'
      | 'cursor_ahead'
      | 'already_redeemed'
      | 'ambiguous_reference'
      | 'booking_cancelled'
      | 'booking_exists'
      | 'booking_locked'
      | 'order_not_in_review'
      | 'idempotency_in_progress'
      | 'provider_conflict'
      | 'redeem_in_progress'
      | 'replace_limit'
      | 'nothing_to_move'
      | 'webhook_not_enabled'
      | 'esim_not_enabled'
      | 'support_request_closed'
      | 'sandbox_busy'
      | 'store_closed'
      | 'purchase_closed'
      | 'purchase_not_refundable'
      | 'purchase_not_in_doubt'
      | 'import_state'
      | 'grant_expired'
      | 'payload_too_large'
      | 'unsupported_media_type'
      | 'idempotency_mismatch'
      | 'too_many_requests'
      | 'internal_error'
      | 'overloaded'
      | 'keys_unavailable'
      | 'provider_unavailable'
      | 'pay_desk_unavailable';
    message: string;
    details: {
      field: string;
      issue: string;
      type?: string;
    }[];
    request_id: string;
    doc_url: string;
  };
};
export type Import = {
  id: string;
  state: 'checking' | 'checked' | 'running' | 'done' | 'cancelled' | 'failed';
  filename: string | null;
  /** as the header names them */
  columns: string[];
  /** field of a booking → name of the column that holds it */
  map: Record<string, string>;
  /** columns that are not read */
  unmapped: string[];
  problem: string | null;
  rows_total: number | null;
  /** looked at, as the map is now */
  rows_checked: number;
  /** of those: cannot be booked */
  rows_bad: number;
  /** booked */
  rows_done: number;
  /** good when they were checked, and refused when they were booked */
  rows_failed: number;
  created_at: string;
  updated_at: string;
  /** a member or a key */
  created_by: string;
  /** the first 100 */
  errors: {
    /** the line in the file; the header is 1 */
    row: number;
    /** empty: the whole row */
    field: string;
    column?: string;
    issue: string;
  }[];
  /** what columns can be mapped to, beside `data.<name>` */
  fields: string[];
};
export type UnredeemedCode = {
  promo_code: string;
  uuid: string | null;
  claim_url: string | null;
  /** opens the app with the code */
  deep_link_url: string;
  /** the entitlement's, which stays its own */
  id: string;
  package_id: string | null;
  package_size: string | null;
  destination: string | null;
  iso3: string | null;
  /** the requested countries (alpha-3) that it serves; only for array destinations */
  covers?: string[];
  package_type: 'data-limited' | 'time-limited' | 'starter' | 'unlimited';
  package_duration: number | null;
  traffic_policy: string | null;
  valid_until: string;
  claimed_at: string | null;
  redeemed_at: string | null;
  /** `open`: nobody asked for it; `claimed`: somebody did */
  state: 'open' | 'claimed';
  booking: {
    id: string;
    reference: string | null;
  } | null;
  batch: {
    id: string;
    name: string;
  } | null;
};
export type PackageQueue = {
  id: string;
  uuid: string;
  type: 'booking';
  package_specification: {
    iso3: string | null;
    bytes: number | null;
    duration_days: number | null;
  };
  package_type: 'data-limited' | 'time-limited' | 'starter' | 'unlimited';
  /** the requested countries (alpha-3) that it serves; only for array destinations */
  covers?: string[];
  created_at: string;
  redeemed_at: string | null;
};
export type Esim = {
  provider: string;
  name: string;
  esim_type: 'universal' | 'classic';
  /** the full activation string */
  qr: string;
  /** an ICCID of 18 to 20 digits */
  iccid: string;
  /** bytes */
  total_data: number;
  /** bytes */
  data_left: number;
  /** whether anything was ever used */
  data_used: boolean;
  unlimited: boolean;
  status: 'RELEASED' | 'INSTALLED' | 'ENABLED' | 'DISABLED' | 'DELETED';
  time_assigned: string;
  last_updated: string;
};
export type Package = {
  id: string;
  package_queue_id: string;
  template: string;
  destination_bundle: string;
  destination_iso3: string;
  type: 'data';
  package_type: 'data-limited' | 'time-limited' | 'starter' | 'unlimited';
  assigned_at: string;
  date_activated: string | null;
  expires_at: string | null;
  status: 'ACTIVE' | 'DEPLETED' | 'EXPIRED' | 'CANCELLED';
  total_bytes: number | null;
  used_bytes: number;
  allowance_seconds: number;
  allowance_hours: number;
  allowance_days: number;
};
export type CodeBatch = {
  id: string;
  name: string;
  /** from a file, in which each code says what it is for */
  is_imported: boolean;
  package: {
    package_id?: string;
    /** left out: chosen by whoever redeems the code */
    destination?: string;
    /** left out: as your package strategy says */
    size?: string;
    package_type?: 'data-limited' | 'time-limited' | 'starter' | 'unlimited';
    package_duration?: number;
  } | null;
  valid_until: string | null;
  codes: number;
  created_at: string;
  /** a member or a key */
  created_by: string;
};
export type BatchCode = {
  promo_code: string;
  uuid: string | null;
  claim_url: string | null;
  /** opens the app with the code */
  deep_link_url: string;
  package_id: string | null;
  package_size: string | null;
  destination: string | null;
  iso3: string | null;
  /** the requested countries (alpha-3) that it serves; only for array destinations */
  covers?: string[];
  package_type: 'data-limited' | 'time-limited' | 'starter' | 'unlimited';
  package_duration: number | null;
  traffic_policy: string | null;
  valid_until: string;
  claimed_at: string | null;
  redeemed_at: string | null;
  /** `open`: nobody asked for it; `claimed`: somebody did; `redeemed`; `expired`: not redeemed in time; `cancelled` */
  state: 'open' | 'claimed' | 'redeemed' | 'expired' | 'cancelled';
};
export type Price = {
  bundle_id: string;
  destination: string;
  /** in the partner's language */
  destination_name: string;
  package_type: 'data-limited' | 'time-limited' | 'starter' | 'unlimited';
  label: string;
  size: string | null;
  size_in_bytes: number | null;
  duration_in_days: number;
  /** net: what you pay, major units */
  b2b_price: number;
  recommended_price: number;
  own_price: number | null;
  /** what counts: your own, else the recommended one */
  b2c_price: number;
  currency: string;
};
export type StrategyTotal = {
  /** net, of all of them */
  b2b_price: number;
  /** of bundles that have a size */
  size_in_bytes: number;
  /** bookings that would be refused */
  refused: number;
};
export type StrategyOutcome = {
  bundles: {
    bundle_id: string;
    label: string;
    destination: string;
    count: number;
  }[];
  b2b_price: number;
  issue: string | null;
};
export type StrategyPreview = {
  from: string;
  to: string;
  /** made in these days and not cancelled */
  bookings: number;
  /** of those: with a bundle that the strategy chooses */
  of_strategy: number;
  /** of those: would be other ones */
  changed: number;
  /** false: there are more bookings than are looked at, or than are planned */
  is_complete: boolean;
  currency: string;
  /** what they cost when they were booked, net */
  paid: number;
  before: StrategyTotal;
  after: StrategyTotal;
  /** at most 100, those that differ the most */
  changes: {
    id: string;
    booking_id: string | null;
    departure_date: string;
    before: StrategyOutcome;
    after: StrategyOutcome;
  }[];
};
export type Destination = {
  /** ISO 3166 alpha-2 or region id */
  id: string;
  /** English */
  name: string;
  /** in the asked locale */
  i18n_name: string;
  type: 'country' | 'region';
  iso2: string | null;
  iso3: string;
  iso3s: string[];
  tier: number;
  /** whether anything is on sale here */
  is_active: boolean;
  from_price: number | null;
  currency: string;
};
export type Bundle = {
  id: string;
  type: 'data-limited' | 'time-limited' | 'starter' | 'unlimited';
  label: string;
  size: string | null;
  size_in_bytes: number | null;
  duration_in_days: number;
  coverage: string[];
  esim_types: ('universal' | 'classic')[];
  unlimited: boolean;
  traffic_policy: string | null;
  throttling: string | null;
  /** net, major units */
  b2b_price: number;
  /** recommended, major units */
  b2c_price: number;
  currency: string;
};
export type DestinationWithBundles = {
  /** ISO 3166 alpha-2 or region id */
  id: string;
  /** English */
  name: string;
  /** in the asked locale */
  i18n_name: string;
  type: 'country' | 'region';
  iso2: string | null;
  iso3: string;
  iso3s: string[];
  tier: number;
  /** whether anything is on sale here */
  is_active: boolean;
  from_price: number | null;
  currency: string;
  bundles: Bundle[];
};
export type HeldEsim = {
  provider: string;
  name: string;
  esim_type: 'universal' | 'classic';
  /** the full activation string */
  qr: string;
  /** an ICCID of 18 to 20 digits */
  iccid: string;
  /** bytes */
  total_data: number;
  /** bytes */
  data_left: number;
  /** whether anything was ever used */
  data_used: boolean;
  unlimited: boolean;
  status: 'RELEASED' | 'INSTALLED' | 'ENABLED' | 'DISABLED' | 'DELETED';
  time_assigned: string;
  last_updated: string;
  packages: Package[];
};
export type InstructionStep = {
  id: string;
  text: string;
  /** false: a menu could not be confirmed and stands in English quotes */
  verified: boolean;
  menu?: {
    name: string;
    verified: boolean;
  }[];
};
export type SupportBoot = {
  app_id: string | null;
  user_id: string;
  user_hash: string | null;
  external_user_id: string;
  device_model: string | null;
  os: string | null;
  os_version: string | null;
  booking_destination: string | null;
  departure_date: string | null;
  package_status: 'ACTIVE' | 'DEPLETED' | 'EXPIRED' | 'NOT_REDEEMED' | 'NONE';
  esim_status: 'RELEASED' | 'INSTALLED' | 'ENABLED' | 'DISABLED' | 'DELETED' | 'NONE';
  support_email: string | null;
  support_url: string | null;
  support_phone: string | null;
};
export type SupportContext = {
  external_user_id: string;
  device_model: string | null;
  os: string | null;
  os_version: string | null;
  booking_destination: string | null;
  departure_date: string | null;
  package_status: 'ACTIVE' | 'DEPLETED' | 'EXPIRED' | 'NOT_REDEEMED' | 'NONE';
  esim_status: 'RELEASED' | 'INSTALLED' | 'ENABLED' | 'DISABLED' | 'DELETED' | 'NONE';
};
export type SupportStep = {
  id: string;
  text: string;
  /** false: a menu name could not be confirmed in this language */
  verified: boolean;
  menu?: {
    name: string;
    verified: boolean;
  }[];
};
export type SupportRequest = {
  id: string;
  external_user_id: string;
  traveler_id: string;
  /** answered by the knowledge base → open with the partner → escalated to the operator; closed */
  status: 'answered' | 'open' | 'escalated' | 'closed';
  symptom: string | null;
  subject: string;
  body: string;
  locale: string;
  context: SupportContext;
  steps: SupportStep[];
  created_at: string;
  updated_at: string;
};
export type TravelerRow = {
  id: string;
  external_user_id: string | null;
  emails: string[];
  created_at: string;
  erased_at: string | null;
  esim: {
    iccid: string;
    status: string;
    active_packages: number;
  } | null;
};
export type Traveler = {
  id: string;
  external_user_id: string | null;
  emails: string[];
  created_at: string;
  erased_at: string | null;
  bookings: {
    id: string;
    booking_id: string | null;
    kind: string;
    departure_date: string;
    created_at: string;
    cancelled_at: string | null;
  }[];
  esims: {
    id: string;
    type: string;
    iccid: string;
    provider: string;
    status: string;
    time_assigned: string;
    installed_at: string | null;
    archived_at: string | null;
    packages: {
      id: string;
      package_queue_uuid: string;
      bundle_id: string;
      iso3: string;
      status: string;
      total_bytes: number | null;
      used_bytes: number;
      assigned_at: string;
      date_activated: string | null;
      expires_at: string | null;
    }[];
  }[];
  /** queues, grants and codes */
  entitlements: {
    uuid: string;
    booking_id: string | null;
    esim_type: string;
    bundle_id: string | null;
    iso3: string | null;
    bytes: number | null;
    duration_days: number | null;
    promo_code: string | null;
    created_at: string;
    claimed_at: string | null;
    redeemed_at: string | null;
    cancelled_at: string | null;
    expires_at: string | null;
  }[];
};
export type Timeline = {
  /** newest first, at most 500 */
  items: {
    at: string;
    kind:
      | 'booked'
      | 'booking_cancelled'
      | 'departure'
      | 'mail'
      | 'code_claimed'
      | 'redeemed'
      | 'esim_made'
      | 'esim_installed'
      | 'esim_removed'
      | 'esim_replaced'
      | 'esim_archived'
      | 'package_assigned'
      | 'first_use'
      | 'threshold'
      | 'package_ended'
      | 'purchased'
      | 'support_asked'
      | 'screens_opened'
      | 'event';
    /** the id of what it happened to */
    subject: string;
    details: Record<string, string | number | boolean | null>;
    event: {
      event_id: string;
      event: string;
      entity_id: string;
      timestamp: string;
      delivery: {
        state: string;
        attempt_count: number;
      } | null;
    } | null;
    /** the request of one of your keys that it came of, for `GET /api/requests/{id}`, which may have forgotten it */
    request_id?: string;
  }[];
  /** there is more than is shown */
  is_cut: boolean;
};
export type TravelerExport = {
  made_at: string;
  traveler: {
    id: string;
    external_user_id: string | null;
    emails: string[];
    created_at: string;
    erased_at: string | null;
  };
  bookings: Record<string, unknown>[];
  entitlements: Record<string, unknown>[];
  esims: Record<string, unknown>[];
  packages: Record<string, unknown>[];
  usage_by_country: Record<string, unknown>[];
  messages: Record<string, unknown>[];
  suppressions: Record<string, unknown>[];
  support_requests: Record<string, unknown>[];
  sessions: Record<string, unknown>[];
  push_devices: Record<string, unknown>[];
  purchases: Record<string, unknown>[];
  replacements: Record<string, unknown>[];
  events: Record<string, unknown>[];
};
export type Erasure = {
  id: string;
  erased_at: string;
  /** `running`: the request log, files of bookings and kept answers are being looked through */
  state: 'running' | 'done';
  done_at: string | null;
};
export type MeasuredPackage = {
  id: string;
  package_queue_id: string;
  template: string;
  destination_bundle: string;
  destination_iso3: string;
  type: 'data';
  package_type: 'data-limited' | 'time-limited' | 'starter' | 'unlimited';
  assigned_at: string;
  date_activated: string | null;
  expires_at: string | null;
  status: 'ACTIVE' | 'DEPLETED' | 'EXPIRED' | 'CANCELLED';
  total_bytes: number | null;
  used_bytes: number;
  allowance_seconds: number;
  allowance_hours: number;
  allowance_days: number;
  measured_at: string | null;
};
export type MeasuredEsim = {
  provider: string;
  name: string;
  esim_type: 'universal' | 'classic';
  /** the full activation string */
  qr: string;
  /** an ICCID of 18 to 20 digits */
  iccid: string;
  /** bytes */
  total_data: number;
  /** bytes */
  data_left: number;
  /** whether anything was ever used */
  data_used: boolean;
  unlimited: boolean;
  status: 'RELEASED' | 'INSTALLED' | 'ENABLED' | 'DISABLED' | 'DELETED';
  time_assigned: string;
  last_updated: string;
  packages: MeasuredPackage[];
};
export type TravelerDashboard = {
  user: {
    id: string;
    external_user_id: string;
    has_universal_esim: boolean;
    current_universal_esim: string | null;
  };
  package_queues: PackageQueue[];
  current_esim: Esim | null;
  current_esim_packages: MeasuredPackage[];
  esims: MeasuredEsim[];
  partner: {
    id: string;
    name: string;
  };
  /** the partner's time */
  now: string;
  locale: string;
  partner_status: 'active' | 'paused';
  /** not over, nearest first; those whose departure somebody chose */
  trips: {
    departure_date: string;
    return_date: string | null;
    iso3: string[];
  }[];
  classic_grants: {
    id: string;
    iso3: string | null;
    /** the requested countries (alpha-3) that it serves; only for array destinations */
    covers?: string[];
    bytes: number | null;
    duration_days: number | null;
    package_type: 'data-limited' | 'time-limited' | 'starter' | 'unlimited';
    expires_at: string | null;
    /** pending: a claim is under way, and goes on by itself */
    status: 'open' | 'destination_missing' | 'pending';
  }[];
  /** claimed for an address of the traveler's, or meant for one */
  promo_codes: {
    code: string;
    uuid: string | null;
    iso3: string | null;
    /** the requested countries (alpha-3) that it serves; only for array destinations */
    covers?: string[];
    bytes: number | null;
    duration_days: number | null;
    package_type: 'data-limited' | 'time-limited' | 'starter' | 'unlimited';
    expires_at: string;
  }[];
  purchases: {
    id: string;
    status: 'created' | 'paid' | 'provisioned' | 'failed' | 'expired' | 'refunded';
    progress: 'waiting' | 'delivering' | 'checking' | null;
    package_id: string;
    iso3: string;
    bytes: number | null;
    duration_days: number | null;
    package_type: 'data-limited' | 'time-limited' | 'starter' | 'unlimited';
    amount: number;
    currency: string;
    package_queue_uuid: string | null;
    created_at: string;
    expires_at: string;
    paid_at: string | null;
    provisioned_at: string | null;
    refund_requested_at: string | null;
    refund: {
      status: 'going' | 'done';
      at: string;
    } | null;
    checkout_url: string | null;
  }[];
  /** every iso3 of this answer, in its locale; iso2 null: a region */
  places: Record<
    string,
    {
      name: string;
      iso2: string | null;
    }
  >;
};
export type OpenedSession = {
  /** a JWT, good for 30 minutes */
  session_token: string;
  expires_at: string;
  session_ends_at: string;
  session_id: string;
  scope: 'traveler' | 'booking';
  dashboard: TravelerDashboard;
  partner: {
    name: string;
    slug: string;
    branding: {
      name: string;
      logo_url: string | null;
      primary_color: string;
      secondary_color: string;
      legal: {
        terms?: string;
        privacy?: string;
        help?: string;
      };
    };
  };
  locale: string;
};
export type SessionByMail = {
  /** a JWT, good for 30 minutes */
  session_token: string;
  expires_at: string;
  session_ends_at: string;
  session_id: string;
  scope: 'traveler' | 'booking';
  dashboard: TravelerDashboard;
  partner: {
    name: string;
    slug: string;
    branding: {
      name: string;
      logo_url: string | null;
      primary_color: string;
      secondary_color: string;
      legal: {
        terms?: string;
        privacy?: string;
        help?: string;
      };
    };
  };
  locale: string;
  /** the screen that the mail is about, as `to` of a redirect token */
  to: string;
};
export type ChoiceOfDestination = {
  iso3: string;
  name: string;
};
export type WebhookSettings = {
  url: string | null;
  api_key_hint: string | null;
  key_header: string;
  key_prefix: string;
  enabled: boolean;
  /** every event, as it is in force */
  events: Record<string, boolean>;
  alert_email: string | null;
  is_signed: boolean;
  /** `whsec_` and base64: made by the first call that sets a URL, and shown in its answer only */
  signing_secret?: string;
  previous_secret_valid_until: string | null;
  health: {
    /** `unknown`: nothing was delivered there yet; `disabled`: by Hubby, see disabled_reason; `off`: by you, or never set */
    status: 'unknown' | 'healthy' | 'failing' | 'disabled' | 'off';
    failing_since: string | null;
    disables_at: string | null;
    disabled_reason: 'gone' | 'failing' | 'partner' | null;
    /** deliveries that wait for an attempt */
    pending: number;
  };
};
export type WebhookDelivery = {
  event_id: string;
  event: string;
  state: 'pending' | 'delivered' | 'exhausted';
  is_test: boolean;
  created_at: string;
  updated_at: string;
  next_attempt_at: string | null;
  attempt_count: number;
  /** the newest 20, oldest first */
  attempts: {
    number: number;
    attempted_at: string;
    url: string;
    status_code: number | null;
    error: string | null;
    duration_ms: number;
    response_body: string | null;
  }[];
};
export type Event = {
  event: string;
  event_id: string;
  timestamp: string;
  data: {
    partner_id: string;
    sequence: number;
  };
};
export type Message = {
  id: string;
  booking_id: string | null;
  channel: 'EMAIL' | 'SMS' | 'WHATSAPP' | 'PUSH_NOTIFICATION';
  kind: string;
  to: string;
  locale: string;
  /** pending → sent → delivered, bounced or complained; failed: given up; skipped, cancelled: never sent */
  status:
    | 'pending'
    | 'sent'
    | 'delivered'
    | 'bounced'
    | 'complained'
    | 'failed'
    | 'skipped'
    | 'cancelled';
  reason: string | null;
  created_at: string;
  sent_at: string | null;
  settled_at: string | null;
};
/** one act; of `before` and `after` only what differs, with secrets and personal data masked */
export type AuditEntry = {
  id: string;
  partner_id: string | null;
  at: string;
  actor: {
    /** `member`, `key`, `operator`, `cli`, `app`, `visitor`, `page` or `system` */
    kind: string;
    id: string;
    name: string | null;
  };
  action: string;
  subject: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  request_id: string | null;
};
export type LoggedRequest = {
  id: string;
  /** as the answer said it */
  request_id: string;
  at: string;
  method: string;
  /** without its query */
  path: string;
  operation_id: string | null;
  route: string | null;
  status: number;
  error_type: string | null;
  duration_ms: number;
  key_id: string | null;
  ip: string | null;
  request_bytes: number;
  response_bytes: number;
};
export type ErrorGroup = {
  error_type: string | null;
  status: number;
  operation_id: string | null;
  method: string | null;
  route: string | null;
  count: number;
  first_at: string;
  last_at: string;
  last_id: string | null;
  doc_url: string | null;
};
export type LoggedBody = {
  /** `none`: there was none; `secret`: it hands out or takes a secret; `dropped`: it is not kept, as those of requests whose signature or scope was not good */
  state: 'shown' | 'none' | 'secret' | 'dropped';
  text: string | null;
  /** it was longer than the 8 KiB that are kept */
  is_cut: boolean;
  /** what says who a traveler is reads `[personal]` */
  is_masked: boolean;
};
/** what came of it, of each the first hundred */
export type MadeByRequest = {
  /** that it made */
  bookings: {
    id: string;
    booking_id: string | null;
  }[];
  /** that something was ordered for */
  package_queues: {
    uuid: string;
    traveler_id: string;
  }[];
  /** that it caused while it was answered, but for those of its bookings */
  events: {
    event_id: string;
    event: string;
    entity_id: string;
  }[];
  /** that it ran */
  imports: string[];
};
export type LoggedRequestDetails = {
  id: string;
  /** as the answer said it */
  request_id: string;
  at: string;
  method: string;
  /** without its query */
  path: string;
  operation_id: string | null;
  route: string | null;
  status: number;
  error_type: string | null;
  duration_ms: number;
  key_id: string | null;
  ip: string | null;
  request_bytes: number;
  response_bytes: number;
  query: string | null;
  user_agent: string | null;
  doc_url: string | null;
  request_body: LoggedBody;
  response_body: LoggedBody;
  made: MadeByRequest;
};
export type ApiKey = {
  api_key: string;
  label: string | null;
  scopes: ('bookings' | 'travelers' | 'settings' | 'keys' | 'erase')[];
  allowed_ips: string[];
  min_signature_version: number;
  made_by: string | null;
  created_at: string;
  last_used_at: string | null;
  expires_at: string | null;
  revoked_at: string | null;
};
export type NewApiKey = {
  partner_id: string;
  api_key: string;
  /** shown here and nowhere else */
  api_secret: string;
  label: string | null;
  scopes: ('bookings' | 'travelers' | 'settings' | 'keys' | 'erase')[];
  expires_at: string | null;
  allowed_ips: string[];
};
/** null goes back to the default */
export type PartnerSettings = {
  package_strategy?: {
    name: 'budget' | 'fixed_size' | 'hybrid';
    iso3_white_list?: string[];
    supported_package_types?: ('data-limited' | 'time-limited' | 'starter' | 'unlimited')[];
    parameters: Record<string, unknown>;
  } | null;
  time_zone?: string | null;
  locale?: string | null;
  currency?: string | null;
  communication_options?: {
    /** Whether Hubby sends messages to the traveler */
    should_send_message: boolean;
    channels: ('EMAIL' | 'SMS' | 'WHATSAPP' | 'PUSH_NOTIFICATION')[];
  } | null;
  cutoff_days?: number | null;
  about_to_depart_hours?: number | null;
  default_departure_time?: string | null;
  esim_assignment?: 'booking' | 'redemption' | null;
  esim_on_failover?: 'wait' | 'new_esim' | null;
  promo_code_esim?: 'auto' | 'classic' | null;
  promo_code_validity_days?: number | null;
  sandbox_telco?: 'wholesaler' | null;
  app_url?: string | null;
  schedules?:
    | {
        /** 1 to 50 lower-case letters, digits, - and _, unique in the list */
        key: string;
        kind: 'booking_confirmation' | 'departure_reminder' | 'running_low' | 'package_expiring';
        moment: 'booking' | 'departure' | 'usage' | 'expiry';
        /** after the booking; before the departure or expiry */
        days?: number;
        /** a time of day such as 09:00; without it that of the moment itself */
        hour?: string;
        zone?: 'traveler' | 'partner';
        percent?: 20 | 50 | 80 | 100;
        channel?: 'EMAIL' | 'SMS' | 'WHATSAPP' | 'PUSH_NOTIFICATION';
        /** Packages that the message is about; every member named has to hold */
        filter?: {
          /** whether the traveler's eSIM is on a device */
          esim_installed?: boolean;
          /** whether the package is on an eSIM */
          redeemed?: boolean;
          /** true: redeemed and installed; false: either is missing */
          ready?: boolean;
          /** whether the promo code or classic grant was claimed; leaves out what needs no claim */
          claimed?: boolean;
          countries?: string[];
          package_types?: ('data-limited' | 'time-limited' | 'starter' | 'unlimited')[];
        };
      }[]
    | null;
  visual_identity?: Record<
    string,
    {
      /** text of 1 to 100 characters on one line */
      name?: string;
      /** an http(s) URL of a PNG, JPEG or WebP image, fetched once, when it is set; or `upload:…`, as POST /api/settings/logos answered */
      logo_url?: string;
      /** a color such as #0b5cad */
      primary_color?: string;
      /** a color such as #0b5cad */
      secondary_color?: string;
    }
  > | null;
  mail?: {
    /** one that the operator has configured */
    sender?: 'mailbox' | 'smtp' | 'brevo';
    from?: {
      /** text on one line */
      name?: string;
      address: string;
    };
    reply_to?: string;
  } | null;
  message_templates?: {
    booking_confirmation?: {
      brevo_template_id?: unknown;
      subject?: unknown;
      intro?: unknown;
    };
    promo_code_claim?: {
      brevo_template_id?: unknown;
      subject?: unknown;
      intro?: unknown;
    };
    departure_reminder?: {
      brevo_template_id?: unknown;
      subject?: unknown;
      intro?: unknown;
    };
    running_low?: {
      brevo_template_id?: unknown;
      subject?: unknown;
      intro?: unknown;
    };
    package_expiring?: {
      brevo_template_id?: unknown;
      subject?: unknown;
      intro?: unknown;
    };
    esim_link?: {
      brevo_template_id?: unknown;
      subject?: unknown;
      intro?: unknown;
    };
    purchase_receipt?: {
      brevo_template_id?: unknown;
      subject?: unknown;
      intro?: unknown;
    };
    purchase_refunded?: {
      brevo_template_id?: unknown;
      subject?: unknown;
      intro?: unknown;
    };
  } | null;
  support?: {
    /** the workspace's id, 4 to 40 letters, digits, - and _ */
    intercom_app_id?: string;
    /** 8 to 1000 printable ASCII characters without a blank: signs user ids; left out = as it is, null = none */
    identity_secret?: string | null;
    /** 8 to 1000 printable ASCII characters without a blank: of the workspace, for pushing the context; left out = as it is, null = none */
    access_token?: string | null;
    email?: string;
    /** an http(s) URL */
    url?: string;
    /** a phone number in E.164 form, such as +31612345678 */
    phone?: string;
  } | null;
  legal?: {
    /** URL of the terms of use */
    terms?: string;
    /** URL of the privacy statement */
    privacy?: string;
    /** URL of a help page, or mailto: and an address; default: that of `support` */
    help?: string;
  } | null;
  retention?: {
    /** requests in the log, and the counts of their errors */
    request_days?: number;
    /** what was sent and answered, with the query; 0: it is never kept */
    request_body_days?: number;
    /** subject and text of messages that have left */
    message_days?: number;
  } | null;
  webview?: {
    /** sites that may show the WebView in a frame and speak with it; default: none may */
    origins?: string[];
    /** plain text: `welcome` where nothing is booked, `help` beside the ways to help; by language or locale */
    texts?: {
      welcome?: Record<string, string>;
      help?: Record<string, string>;
    };
    /** light, dark, or as the device (`auto`, the default) */
    scheme?: 'light' | 'dark' | 'auto';
    /** how round corners are; default `medium` */
    radius?: 'none' | 'small' | 'medium' | 'large';
    /** fonts that devices bring along; default `system` */
    font?: 'system' | 'humanist' | 'geometric' | 'rounded' | 'serif';
  } | null;
  store?: {
    enabled: boolean;
    /** who sells: the operator of this installation */
    seller?: 'operator';
    /** price = the partner's net price and this much more, tax included; without it and `prices` the recommended price holds */
    markup_percent?: number;
    /** by bundle id, major units of the catalog's currency, tax included; others have their recommended price */
    prices?: Record<string, number>;
    /** in which travelers may pay; default: the catalog's */
    currencies?: string[];
    /** where the store shows; default: in browsers only, since app stores have rules of their own */
    platforms?: {
      ios?: boolean;
      android?: boolean;
      web?: boolean;
    };
    /** whether travelers agree to immediate performance before they pay, as the EU asks for; default true */
    consent?: boolean;
    /** text on one line beneath the price */
    tax_note?: string;
    /** an https URL: the terms of sale; default: `legal.terms` */
    terms?: string;
  } | null;
  webhook_settings?: {
    url?: string | null;
    api_key?: string | null;
    /** the name of a header: a letter, then letters, digits, - and _ */
    key_header?: string;
    /** printable ASCII that does not begin with a blank, such as `Bearer ` */
    key_prefix?: string;
    enabled?: boolean;
    /** event name with dots as underscores → whether it is sent; left out = the catalogue's default */
    events?: Record<string, boolean>;
    alert_email?: string | null;
  } | null;
};
export type Limits = {
  /** tries to claim a promo code from one address (IPv4 whole, IPv6 by /64) */
  claims_per_address_per_minute: number;
  /** tries to claim by one link */
  claims_per_link_per_minute: number;
  /** codes claimed for one mailbox */
  claims_per_recipient_per_hour: number;
  /** wrong promo codes that one traveler redeems */
  wrong_codes_per_user_per_hour: number;
  /** unknown codes on the page of deep links from one address */
  unknown_codes_per_address_per_minute: number;
  /** redirect tokens that open nothing, from one address */
  wrong_redirect_tokens_per_address_per_minute: number;
  /** promo codes redeemed on the managed screens from one address */
  codes_per_address_per_minute: number;
  /** promo codes redeemed on the managed screens in one session */
  codes_per_session_per_hour: number;
  /** fresh links to an eSIM asked for from one address */
  links_per_address_per_minute: number;
  /** fresh links to an eSIM sent to one mailbox */
  links_per_mailbox_per_day: number;
  /** e-mail addresses tried with the links of mails from one address */
  mail_sign_ins_per_address_per_minute: number;
  /** links to sign in to the dashboard asked for from one address */
  member_links_per_address_per_minute: number;
  /** links to sign in to the dashboard asked for with one e-mail address */
  member_links_per_mailbox_per_hour: number;
  /** links and invitations of the dashboard that open nothing, from one address */
  wrong_member_tokens_per_address_per_minute: number;
  /** sign-ins to the dashboard by passkey, begun or tried, from one address */
  passkey_tries_per_address_per_minute: number;
  /** sign-ins by single sign-on begun from one address */
  sso_sign_ins_per_address_per_minute: number;
  /** wrong codes of the second factor for one member, in all their sessions */
  wrong_factor_codes_per_member_per_day: number;
  /** invitations to the dashboard that one member sends */
  invitations_per_member_per_hour: number;
};
export type Rate = {
  currency: string;
  /** the catalog's currency */
  to: string;
  date: string;
  /** units of `to` for one of `currency` */
  rate: number;
  /** the newest of its currency that is not of the future */
  is_in_force: boolean;
};
export type PublishingRule = {
  name: string;
  position: number;
  /** of its amounts: the catalog's when it was set */
  currency: string;
  destinations: string[];
  except: string[];
  accounts: string[] | null;
  types: ('data-limited' | 'time-limited' | 'starter' | 'unlimited')[];
  sizes: string[] | null;
  durations: number[] | null;
  traffic_policy: string | null;
  priced_from: 'cheapest' | 'dearest';
  margin: {
    percent: number;
    minimum: number;
  };
  margin_by_tier: Record<
    string,
    {
      percent: number;
      minimum: number;
    }
  >;
  floor: {
    percent: number;
    amount: number;
  };
  rounding: {
    net: string | null;
    recommended: string | null;
  };
  recommended: {
    factor: number;
    percentile: number | null;
    market_percent: number;
  };
  bundle_priority: number;
  takes_over: boolean;
};
export type PublishingPreview = {
  /** what publishing takes */
  digest: string;
  currency: string;
  counts: Record<string, number>;
  /** the first 500 */
  appear: {
    id: string;
    destination: string;
    label: string;
    rule: string;
    /** net */
    b2b_price: number;
    /** recommended */
    b2c_price: number;
    /** what the price is made from */
    cost: number;
    margin_percent: number | null;
    sources: string[];
  }[];
  /** the first 500 */
  change: {
    id: string;
    destination: string;
    label: string;
    rule: string;
    /** net */
    b2b_price: number;
    /** recommended */
    b2c_price: number;
    /** what the price is made from */
    cost: number;
    margin_percent: number | null;
    sources: string[];
    before: {
      /** net */
      b2b_price: number;
      /** recommended */
      b2c_price: number;
      label: string;
      sources: string[];
    };
  }[];
  /** the first 500 */
  vanish: {
    id: string;
    destination: string;
    label: string;
    rule: string;
    why: string;
  }[];
  /** sources that the price of a bundle does not carry; the first 500 */
  below_floor: {
    bundle: string;
    rule: string;
    source: string;
    cost: number;
    /** cost and floor */
    least: number;
    /** net, of the bundle */
    b2b_price: number;
    margin_percent: number | null;
  }[];
  /** sources whose cost waits for approval, with bundles that they fit */
  waiting: {
    source: string;
    bundles: string[];
  }[];
  /** the first 500 */
  not_made: {
    id: string;
    rule: string;
    why: string;
  }[];
};
export type Published = {
  /** of the catalog */
  version: number;
  appeared: number;
  changed: number;
  vanished: number;
};
export type Replacing = {
  /** Whether unused packages come over to the new eSIM too where their provider does not cancel them, or not for certain (`not_cancellable`, `cancel_requested`): both are paid */
  pay_twice: boolean;
};
export type Routing = {
  policy: 'cost' | 'priority' | 'weights';
  /** share of the travelers by supplier account; only of the policy weights */
  weights?: Record<string, number>;
  accounts: {
    name: string;
    /** lower comes first */
    priority: number;
    /** whether eSIMs may be ordered there */
    takes_new: boolean;
    out_because: string | null;
  }[];
};
export type RoutingExplained = {
  bundle: string;
  esim_type: 'universal' | 'classic' | null;
  policy: 'cost' | 'priority' | 'weights';
  /** the catalog's, in which sources are compared */
  currency: string;
  is_on_sale: boolean;
  sources: {
    id: string;
    account: string;
    /** the supplier's own id */
    article: string;
    esim_types: ('universal' | 'classic')[];
    cost: number;
    currency: string;
    cost_here: number | null;
    /** it would be taken now */
    is_taken: boolean;
    why_not: string | null;
  }[];
};
export type OperatorSupportRequest = {
  partner_id: string;
  /** what it is called */
  partner: string;
  id: string;
  external_user_id: string;
  traveler_id: string;
  /** answered by the knowledge base → open with the partner → escalated to the operator; closed */
  status: 'answered' | 'open' | 'escalated' | 'closed';
  symptom: string | null;
  subject: string;
  body: string;
  locale: string;
  context: SupportContext;
  steps: SupportStep[];
  created_at: string;
  updated_at: string;
};
export type Source = {
  id: string;
  account: string;
  /** the supplier's own id */
  article: string;
  name: string | null;
  topup_article: string | null;
  esim_types: ('universal' | 'classic')[];
  bytes: number | null;
  daily_bytes: number | null;
  throttle_kbps: number | null;
  duration_days: number;
  /** alpha-3 */
  coverage: string[];
  /** major units */
  cost: number;
  currency: string;
  previous: {
    /** major units */
    cost: number;
    currency: string;
    changed_at: string;
  } | null;
  offered: {
    /** major units */
    cost: number;
    currency: string;
    since: string;
  } | null;
  /** the cost that waits is a rise: nothing is ordered */
  is_held: boolean;
  starts: 'first_use' | 'installation' | 'order';
  needs_kyc: boolean;
  can_top_up: boolean | null;
  imsi: string | null;
  activation_window_days: number;
  last_seen_at: string | null;
  /** its supplier no longer lists it */
  is_stale: boolean;
  bundles: string[];
};
export type SupplierKind = {
  kind: 'sandbox' | 'airalo' | 'esim-go' | 'esim-access' | 'zendit' | 'es2plus';
  /** as people call it */
  title: string;
  base_url: string | null;
  /** JSON schema, every field with a description */
  credentials: Record<string, unknown>;
  /** JSON schema, every field with a description and mostly a default */
  settings: Record<string, unknown>;
};
export type CatalogReading = {
  read_at: string | null;
  is_running: boolean;
  next_at: string;
  last: {
    started_at: string;
    ended_at: string;
    seconds: number;
    articles: number;
    new: number;
    /** also those that came back */
    changed: number;
    vanished: number;
    /** articles that made no sense */
    left_out: number;
    /** costs that wait for approval since */
    waiting: number;
    failure: string | null;
  } | null;
};
export type SupplierAccount = {
  name: string;
  kind: 'sandbox' | 'airalo' | 'esim-go' | 'esim-access' | 'zendit' | 'es2plus';
  /** of the kind, as people call it */
  title: string;
  base_url: string | null;
  mode: 'live' | 'test';
  /** draining: no new eSIMs, existing ones are served; paused: nothing that costs money leaves */
  status: 'active' | 'draining' | 'paused';
  priority: number;
  preorder: boolean;
  limits: {
    /** calls, look-ups included */
    per_second?: number;
    at_once?: number;
    /** between two questions about one eSIM */
    esim_interval_ms?: number;
  };
  settings: Record<string, unknown>;
  spend_cap: {
    /** major units */
    amount: number;
    currency: string;
  } | null;
  balance_threshold: {
    /** major units */
    amount: number;
    currency: string;
  } | null;
  callback_path: string | null;
  previous_credentials_until: string | null;
  previous_callback_until: string | null;
  version: number;
  created_at: string;
  health: {
    out_because: string | null;
    /** of the last 15 minutes, all processes */
    calls: number;
    success_share: number | null;
    /** of the process that answers */
    breaker: 'closed' | 'open';
    balance: {
      /** major units */
      amount: number;
      currency: string;
    } | null;
    balance_at: string | null;
    is_balance_low: boolean;
    /** kind es2plus: fewer free profiles than its `stock_threshold` */
    is_stock_low: boolean;
    /** by currency, as far as the supplier says what an order costs */
    spent_today: {
      /** major units */
      amount: number;
      currency: string;
    }[];
    last_test: {
      at: string;
      ok: boolean;
      steps: {
        step: 'address' | 'sign_in' | 'balance' | 'catalog';
        ok: boolean;
        /** what was found, or what is wrong, in a sentence */
        message: string;
      }[];
    } | null;
  };
  catalog: CatalogReading | null;
};
export type SupplierTest = {
  ok: boolean;
  /** in their order; the first that fails is the last */
  steps: {
    step: 'address' | 'sign_in' | 'balance' | 'catalog';
    ok: boolean;
    /** what was found, or what is wrong, in a sentence */
    message: string;
  }[];
};
export type SupplierTrial = {
  account: string;
  article: {
    id: string;
    name: string;
    bytes: number | null;
    duration_days: number;
    cost: {
      /** major units */
      amount: number;
      currency: string;
    };
  } | null;
  order_id: string | null;
  state: 'intent' | 'unknown' | 'pending' | 'confirmed' | 'rejected' | 'needs_review' | null;
  iccid: string | null;
  cost: {
    /** major units */
    amount: number;
    currency: string;
  } | null;
  cancelled: 'done' | 'requested' | 'impossible' | null;
  steps: {
    step: 'article' | 'order' | 'read_back' | 'cancel';
    ok: boolean;
    /** what came of it, in a sentence */
    message: string;
    /** how long it took */
    ms: number;
  }[];
};
export type StockImport = {
  /** new in the list */
  added: number;
  /** free ones that it described otherwise, and lost ones */
  changed: number;
  /** as they were */
  skipped: number;
};
export type SupplierStock = {
  /** may be ordered */
  free: number;
  /** orders have them */
  taken: number;
  /** the SM-DP+ would not give them, or their state is not certain */
  lost: number;
  threshold: number | null;
  is_low: boolean;
  groups: {
    profile_type: string | null;
    plan: string | null;
    /** may be ordered */
    free: number;
    /** orders have them */
    taken: number;
    /** the SM-DP+ would not give them, or their state is not certain */
    lost: number;
  }[];
};
export type StrandedPartner = {
  partner_id: string;
  name: string;
  /** with something open, unused or running */
  travelers: number;
  /** that only this account can put onto the universal eSIMs */
  open_queues: number;
  /** with data left, not begun */
  unused_packages: number;
  /** with data left, in use */
  running_packages: number;
  /** counted are the first 10 000 travelers of a partner */
  is_more: boolean;
};
export type StrandedTraveler = {
  partner_id: string;
  traveler_id: string;
  external_user_id: string | null;
  /** of the first of `esims` */
  iccid: string;
  /** at the account, the universal one first */
  esims: {
    iccid: string;
    type: 'universal' | 'classic';
    /** with data left, not begun */
    unused_packages: number;
    /** with data left, in use */
    running_packages: number;
  }[];
  /** of the open ones those that no other account could deliver either */
  stuck_queues: number;
  open_queues: {
    id: string;
    bundle_id: string;
    destination: string | null;
    /** that could deliver it now, onto an eSIM of their own; the best first */
    other_accounts: string[];
  }[];
  /** with data left, not begun */
  unused_packages: number;
  /** with data left, in use */
  running_packages: number;
};
export type MarginRow = {
  partner_id?: string;
  /** its name */
  partner?: string;
  bundle_id?: string | null;
  /** the account */
  supplier?: string;
  month?: string;
  /** of revenue and cost: the partner's prices */
  currency: string;
  /** that were sold */
  packages: number;
  /** net prices frozen on the queues, major units */
  revenue: number;
  /** what suppliers charged, by the rate of the day; without `unconverted` */
  cost: number;
  margin: number | null;
  margin_share: number | null;
  /** charged in currencies that had no rate on that day */
  unconverted: {
    currency: string;
    cost: number;
  }[];
  /** packages whose cost the supplier does not tell */
  without_cost: number;
};
export type Margin = {
  from: string;
  to: string;
  by: string[];
  rows: MarginRow[];
  /** one per currency */
  totals: MarginRow[];
};
export type SupplyReport = {
  from: string;
  to: string;
  accounts: {
    account: string;
    /** that ended at this account */
    orders: number;
    /** provisioned */
    confirmed: number;
    /** refused, or given up */
    rejected: number;
    /** that wait for a person */
    in_review: number;
    /** nothing is certain of them yet */
    under_way: number;
    success_share: number | null;
    p50_ms: number | null;
    p95_ms: number | null;
    /** orders that left it for another account */
    failed_over: number;
  }[];
};
export type MessageFigures = {
  total: number;
  pending: number;
  sent: number;
  delivered: number;
  bounced: number;
  complained: number;
  failed: number;
  skipped: number;
  cancelled: number;
  delivered_share: number | null;
};
export type MailReport = {
  from: string;
  to: string;
  counted_at: string | null;
  /** days that are not counted yet, and empty here */
  uncounted_days: number;
  total: MessageFigures;
  /** those with mails, most that did not arrive first */
  partners: {
    partner_id: string;
    partner: string;
    total: number;
    pending: number;
    sent: number;
    delivered: number;
    bounced: number;
    complained: number;
    failed: number;
    skipped: number;
    cancelled: number;
    delivered_share: number | null;
  }[];
};
export type FunnelFigures = {
  bookings_received: number;
  bookings_accepted: number;
  bookings_refused: number;
  bookings_cancelled: number;
  messages_sent: number;
  messages_delivered: number;
  messages_bounced: number;
  entitlements: number;
  claimed: number;
  opened: number;
  redeemed: number;
  installed: number;
  activated: number;
  topups: number;
};
export type FunnelDay = {
  date: string;
  bookings_received: number;
  bookings_accepted: number;
  bookings_refused: number;
  bookings_cancelled: number;
  messages_sent: number;
  messages_delivered: number;
  messages_bounced: number;
  entitlements: number;
  claimed: number;
  opened: number;
  redeemed: number;
  installed: number;
  activated: number;
  topups: number;
};
export type Funnel = {
  from: string;
  to: string;
  time_zone: string;
  totals: FunnelFigures;
  days: FunnelDay[];
};
/** times are since the step before that happened */
export type FunnelStep = {
  step: 'issued' | 'mailed' | 'opened' | 'taken' | 'installed' | 'used';
  count: number;
  median_ms: number | null;
  p90_ms: number | null;
};
export type FunnelSteps = {
  from: string;
  to: string;
  time_zone: string;
  counted_at: string | null;
  /** days that are not counted yet, and empty here */
  uncounted_days: number;
  totals: FunnelFigures;
  days: FunnelDay[];
  steps: FunnelStep[];
  places: {
    /** alpha-3, or the id of a region; empty where none is chosen yet */
    place: string;
    name: string | null;
    iso2: string | null;
    steps: FunnelStep[];
  }[];
};
export type FunnelPackage = {
  /** ours */
  booking_id: string;
  reference: string | null;
  /** of the package's queue */
  uuid: string;
  traveler_id: string | null;
  place: string | null;
  issued_at: string | null;
  mailed_at: string | null;
  opened_at: string | null;
  taken_at: string | null;
  installed_at: string | null;
  used_at: string | null;
};
export type WebhookFigures = {
  total: number;
  pending: number;
  delivered: number;
  exhausted: number;
  attempts: number;
  delivered_share: number | null;
  median_ms: number | null;
  p90_ms: number | null;
};
export type DeliveryReport = {
  from: string;
  to: string;
  time_zone: string;
  counted_at: string | null;
  /** days that are not counted yet, and empty here */
  uncounted_days: number;
  channels: {
    channel: string;
    total: number;
    pending: number;
    sent: number;
    delivered: number;
    bounced: number;
    complained: number;
    failed: number;
    skipped: number;
    cancelled: number;
    delivered_share: number | null;
  }[];
  webhooks: WebhookFigures;
  days: {
    date: string;
    messages: MessageFigures;
    webhooks: WebhookFigures;
  }[];
};
export type ServiceReport = {
  from: string | null;
  to: string;
  figures: {
    figure: 'availability' | 'provisioning' | 'webhooks' | 'usage' | 'support';
    title: string;
    definition: string;
    /** the share that is promised, 0 to 1 */
    promise: number;
    within_ms: number | null;
    overall: {
      /** of how many; of availability: minutes */
      total: number;
      share: number | null;
      mean_ms: number | null;
      slowest_ms: number | null;
    };
    days: {
      date: string;
      /** of how many; of availability: minutes */
      total: number;
      share: number | null;
      mean_ms: number | null;
      slowest_ms: number | null;
    }[];
  }[];
};
export type BookingEventData = {
  /** Hubby's id */
  booking_id: string;
  /** the partner's own reference */
  external_booking_id: string | null;
  /** as sent */
  departure_date: string;
  package_queues: {
    id: string;
    uuid: string;
    iso3: string | null;
    esim_type: string;
  }[];
  promo_codes: {
    uuid: string | null;
  }[];
};
export type EventData = {
  partner_id: string;
  /** grows per booking, package, eSIM … */
  sequence: number;
  is_test?: boolean;
};
export type DepartureEventData = {
  /** Hubby's id */
  booking_id: string;
  /** the partner's own reference */
  external_booking_id: string | null;
  /** as sent */
  departure_date: string;
  package_queues: {
    id: string;
    uuid: string;
    iso3: string | null;
    esim_type: string;
  }[];
  promo_codes: {
    uuid: string | null;
  }[];
  travelers: {
    external_user_id: string | null;
    email: string | null;
    /** INSTALLED, ENABLED or DISABLED */
    esim_installed: boolean;
  }[];
  /** of the first traveler */
  external_user_id: string | null;
  /** of all travelers */
  esim_installed: boolean;
  hours_to_departure: number;
};
export type PackageEventData = {
  package_id: string;
  package_queue_uuid: string;
  esim_iccid: string;
  external_user_id: string | null;
  /** alpha-3, or the id of a region */
  iso3: string;
  /** null = unlimited */
  total_bytes: number | null;
  activated_at: string | null;
  /** null where it was never used */
  expires_at: string | null;
};
export type PackageUsageEventData = {
  package_id: string;
  package_queue_uuid: string;
  esim_iccid: string;
  external_user_id: string | null;
  /** alpha-3, or the id of a region */
  iso3: string;
  /** null = unlimited */
  total_bytes: number | null;
  activated_at: string | null;
  /** null where it was never used */
  expires_at: string | null;
  used_bytes: number;
  /** the threshold: 20, 50, 80 or 100 */
  percent: number;
};
export type EsimEventData = {
  esim_iccid: string;
  external_user_id: string | null;
  status: string;
  previous_status: string;
};
export type EsimReplacedEventData = {
  old_iccid: string;
  new_iccid: string;
  external_user_id: string | null;
  /** new_device, deleted or broken */
  reason: string;
  moved: {
    package_queue_uuid: string;
    /** done, or pending: it gets there by itself */
    status: string;
  }[];
  left: {
    package_queue_uuid: string;
    /** in_use, started or not_cancellable */
    reason: string;
  }[];
};
export type PurchaseEventData = {
  purchase_id: string;
  external_user_id: string | null;
  /** of the catalog: what was bought */
  package_id: string;
  package_queue_uuid: string;
  iso3: string;
  total_bytes: number | null;
  esim_iccid: string | null;
  /** major units, tax included */
  amount: number;
  currency: string;
  purchased_at: string;
};
export type ErrorType = ErrorAnswer['error']['type'];
/** Every call that a partner's key opens, by the name it has in openapi.json. */
export type Operations = {
  /** POST /api/bookings: Create a booking, or add to one */
  createBooking: {
    input: {
      body: {
        /** ISO 8601 date, or datetime; without offset in the partner's zone */
        departure_date?: string;
        return_date?: string;
        email?: string;
        /** a phone number in E.164 form, such as +31612345678 */
        phone?: string;
        title?: string;
        first_name?: string;
        last_name?: string;
        full_name?: string;
        gender?: 'M' | 'F' | 'O';
        pax?: number;
        /** 1 to 10 letters and digits */
        flight_number?: string;
        departure_location?: string;
        locale?: string;
        /** key of one of the partner's brandings */
        custom_branding?: string;
        /** returned as given, at most 8 KiB */
        data?: Record<string, unknown>;
        communication_options?: {
          should_send_message?: boolean;
          channels?: ('EMAIL' | 'SMS' | 'WHATSAPP' | 'PUSH_NOTIFICATION')[];
        };
        /** the partner's own reference; makes re-submission safe */
        booking_id?: string;
        package_specifications: PackageSpecification[];
      };
    };
    data: Booking;
  };
  /** GET /api/bookings: List bookings, newest first */
  listBookings: {
    input: {
      perPage?: number;
      limit?: number;
      cursor?: string;
      bookingId?: string;
      booking_id?: string;
      status?: 'CONFIRMED' | 'COMPLETED' | 'CANCELLED';
      from?: string;
      to?: string;
      made_from?: string;
      made_to?: string;
      kind?: 'booking' | 'topup' | 'purchase';
    };
    data: {
      bookings: Booking[];
      next_cursor: string | null;
    };
  };
  /** POST /api/bookings/preview: See what a booking would lead to */
  previewBooking: {
    input: {
      body: {
        /** ISO 8601 date, or datetime; without offset in the partner's zone */
        departure_date?: string;
        return_date?: string;
        email?: string;
        /** a phone number in E.164 form, such as +31612345678 */
        phone?: string;
        title?: string;
        first_name?: string;
        last_name?: string;
        full_name?: string;
        gender?: 'M' | 'F' | 'O';
        pax?: number;
        /** 1 to 10 letters and digits */
        flight_number?: string;
        departure_location?: string;
        locale?: string;
        /** key of one of the partner's brandings */
        custom_branding?: string;
        /** returned as given, at most 8 KiB */
        data?: Record<string, unknown>;
        communication_options?: {
          should_send_message?: boolean;
          channels?: ('EMAIL' | 'SMS' | 'WHATSAPP' | 'PUSH_NOTIFICATION')[];
        };
        /** the partner's own reference; makes re-submission safe */
        booking_id?: string;
        package_specifications: PackageSpecification[];
      };
    };
    data: {
      departure_date: string;
      return_date: string | null;
      total_b2b_price: number;
      currency: string;
      package_specifications: {
        /** index in the request */
        entry: number;
        becomes: 'universal_package_queue' | 'classic_package_queue' | 'promo_code';
        package_id: string | null;
        /** false: the search for the fewest bundles was cut off, and this is the best it found; the same request gets the same answer */
        proven: boolean;
        reason: string;
        b2b_price: number | null;
        b2c_price: number | null;
      }[];
    };
  };
  /** GET /api/bookings/{id}: Read a booking */
  getBooking: {
    input: {
      id: string;
    };
    data: Booking;
  };
  /** PATCH /api/bookings/{id}: Change contact, dates, locale, branding or communication */
  updateBooking: {
    input: {
      id: string;
      body: {
        departure_date?: string | null;
        return_date?: string | null;
        email?: string | null;
        phone?: string | null;
        title?: string | null;
        first_name?: string | null;
        last_name?: string | null;
        full_name?: string | null;
        gender?: 'M' | 'F' | 'O' | null;
        pax?: number | null;
        flight_number?: string | null;
        departure_location?: string | null;
        locale?: string | null;
        custom_branding?: string | null;
        data?: Record<string, unknown> | null;
        communication_options?: {
          should_send_message?: boolean;
          channels?: ('EMAIL' | 'SMS' | 'WHATSAPP' | 'PUSH_NOTIFICATION')[];
        } | null;
      };
    };
    data: Booking;
  };
  /** DELETE /api/bookings/{id}: Cancel a booking */
  cancelBooking: {
    input: {
      id: string;
    };
    data: Booking;
  };
  /** DELETE /api/bookings/{id}/byExternalBookingId: Cancel by the partner's own reference */
  cancelBookingByReference: {
    input: {
      departure_date?: string;
      id: string;
    };
    data: Booking;
  };
  /** POST /api/imports: Send a file of bookings */
  createImport: {
    input: {
      map?: string;
      filename?: string;
      body: string | Uint8Array<ArrayBuffer>;
    };
    data: {
      id: string;
    };
  };
  /** GET /api/imports: List imports, newest first */
  listImports: {
    input: {
      cursor?: string;
      limit?: number;
    };
    data: {
      imports: {
        id: string;
        state: 'checking' | 'checked' | 'running' | 'done' | 'cancelled' | 'failed';
        filename: string | null;
        /** as the header names them */
        columns: string[];
        /** field of a booking → name of the column that holds it */
        map: Record<string, string>;
        /** columns that are not read */
        unmapped: string[];
        problem: string | null;
        rows_total: number | null;
        /** looked at, as the map is now */
        rows_checked: number;
        /** of those: cannot be booked */
        rows_bad: number;
        /** booked */
        rows_done: number;
        /** good when they were checked, and refused when they were booked */
        rows_failed: number;
        created_at: string;
        updated_at: string;
        /** a member or a key */
        created_by: string;
      }[];
      next_cursor: string | null;
    };
  };
  /** GET /api/imports/{id}: How far an import is, and what is wrong with its rows */
  getImport: {
    input: {
      id: string;
    };
    data: Import;
  };
  /** GET /api/imports/{id}/result.csv: Each row of the file with what became of it */
  getImportResult: {
    input: {
      id: string;
    };
    data: string;
  };
  /** POST /api/imports/{id}/run: Book the good rows */
  runImport: {
    input: {
      id: string;
    };
    data: Import;
  };
  /** POST /api/imports/{id}/cancel: Stop an import */
  cancelImport: {
    input: {
      id: string;
    };
    data: Import;
  };
  /** POST /api/imports/{id}/map: Map the columns anew, and check all rows again */
  mapImport: {
    input: {
      id: string;
      body: {
        /** field of a booking → name of the column that holds it */
        map: Record<string, string>;
      };
    };
    data: Import;
  };
  /** GET /api/exports/bookings.csv: Bookings as a file */
  exportBookings: {
    input: {
      bookingId?: string;
      booking_id?: string;
      status?: 'CONFIRMED' | 'COMPLETED' | 'CANCELLED';
      from?: string;
      to?: string;
      made_from?: string;
      made_to?: string;
      kind?: 'booking' | 'topup' | 'purchase';
    };
    data: string;
  };
  /** GET /api/promo-codes: Promo codes that nobody redeemed, whichever ends first coming first */
  listUnredeemedCodes: {
    input: {
      ends_within_days?: number;
      cursor?: string;
      limit?: number;
    };
    data: {
      codes: UnredeemedCode[];
      next_cursor: string | null;
    };
  };
  /** GET /api/promo-codes/{code}: Read a promo code */
  getPromoCode: {
    input: {
      code: string;
    };
    data: PromoCode;
  };
  /** POST /api/promo-codes/{code}/redeem: Redeem a promo code onto the traveler's eSIM */
  redeemPromoCode: {
    input: {
      code: string;
      body: {
        external_user_id?: string;
        email?: string;
        /** for a code that was booked without one */
        destination?: string;
      };
    };
    data: {
      package_queue: PackageQueue;
      current_esim: Esim | null;
      current_esim_packages: Package[];
    };
  };
  /** POST /api/promo-codes/{code}/reissue: Issue a promo code anew */
  reissuePromoCode: {
    input: {
      code: string;
      body: {
        reason?: string;
        email?: string;
      };
    };
    data: PromoCode;
  };
  /** POST /api/promo-code-batches: Make promo codes */
  createCodeBatch: {
    input: {
      body: {
        /** yours; no two batches have the same */
        name: string;
        count: number;
        /** a date lasts to the end of its day in your time zone */
        valid_until: string;
        package_id?: string;
        /** left out: chosen by whoever redeems the code */
        destination?: string;
        /** left out: as your package strategy says */
        size?: string;
        package_type?: 'data-limited' | 'time-limited' | 'starter' | 'unlimited';
        package_duration?: number;
      };
    };
    data: CodeBatch;
  };
  /** GET /api/promo-code-batches: List batches of promo codes, newest first */
  listCodeBatches: {
    input: {
      cursor?: string;
      limit?: number;
    };
    data: {
      batches: CodeBatch[];
      next_cursor: string | null;
    };
  };
  /** POST /api/promo-code-batches/import: Import promo codes that you have handed out */
  importCodeBatch: {
    input: {
      name: string;
      body: string | Uint8Array<ArrayBuffer>;
    };
    data: {
      id: string;
      name: string;
      /** from a file, in which each code says what it is for */
      is_imported: boolean;
      package: {
        package_id?: string;
        /** left out: chosen by whoever redeems the code */
        destination?: string;
        /** left out: as your package strategy says */
        size?: string;
        package_type?: 'data-limited' | 'time-limited' | 'starter' | 'unlimited';
        package_duration?: number;
      } | null;
      valid_until: string | null;
      codes: number;
      created_at: string;
      /** a member or a key */
      created_by: string;
      /** codes that were there already */
      skipped: number;
    };
  };
  /** GET /api/promo-code-batches/{id}: Read a batch, with how many of its codes are used */
  getCodeBatch: {
    input: {
      id: string;
    };
    data: {
      id: string;
      name: string;
      /** from a file, in which each code says what it is for */
      is_imported: boolean;
      package: {
        package_id?: string;
        /** left out: chosen by whoever redeems the code */
        destination?: string;
        /** left out: as your package strategy says */
        size?: string;
        package_type?: 'data-limited' | 'time-limited' | 'starter' | 'unlimited';
        package_duration?: number;
      } | null;
      valid_until: string | null;
      codes: number;
      created_at: string;
      /** a member or a key */
      created_by: string;
      states: {
        open: number;
        claimed: number;
        redeemed: number;
        expired: number;
        cancelled: number;
      };
    };
  };
  /** POST /api/promo-code-batches/{id}/cancel: Cancel the open codes of a batch */
  cancelCodeBatch: {
    input: {
      id: string;
    };
    data: {
      id: string;
      name: string;
      /** from a file, in which each code says what it is for */
      is_imported: boolean;
      package: {
        package_id?: string;
        /** left out: chosen by whoever redeems the code */
        destination?: string;
        /** left out: as your package strategy says */
        size?: string;
        package_type?: 'data-limited' | 'time-limited' | 'starter' | 'unlimited';
        package_duration?: number;
      } | null;
      valid_until: string | null;
      codes: number;
      created_at: string;
      /** a member or a key */
      created_by: string;
      states: {
        open: number;
        claimed: number;
        redeemed: number;
        expired: number;
        cancelled: number;
      };
      /** codes that this very call has cancelled */
      cancelled: number;
    };
  };
  /** GET /api/promo-code-batches/{id}/codes: List the codes of a batch */
  listBatchCodes: {
    input: {
      state?: 'open' | 'claimed' | 'redeemed' | 'expired' | 'cancelled';
      cursor?: string;
      limit?: number;
      id: string;
    };
    data: {
      codes: BatchCode[];
      next_cursor: string | null;
    };
  };
  /** GET /api/promo-code-batches/{id}/codes.csv: The codes of a batch as a file */
  exportBatchCodes: {
    input: {
      state?: 'open' | 'claimed' | 'redeemed' | 'expired' | 'cancelled';
      id: string;
    };
    data: string;
  };
  /** GET /api/promo-code-batches/{id}/sheets.pdf: The codes of a batch as sheets to print and cut */
  getBatchSheets: {
    input: {
      id: string;
    };
    data: Uint8Array;
  };
  /** GET /api/prices: List what is on sale, with its prices */
  listPrices: {
    input: {
      destination?: string;
      package_type?: 'data-limited' | 'time-limited' | 'starter' | 'unlimited';
      own?: 'set' | 'none';
      q?: string;
      cursor?: string;
      limit?: number;
    };
    data: {
      prices: Price[];
      next_cursor: string | null;
    };
  };
  /** PUT /api/prices: Set prices of your own */
  putPrices: {
    input: {
      body: {
        prices: {
          bundle_id: string;
          own_price: number | null;
        }[];
      };
    };
    data: {
      /** of the named bundles: how many have another price now */
      changed: number;
    };
  };
  /** GET /api/prices.csv: The same as a file */
  exportPrices: {
    input: {
      destination?: string;
      package_type?: 'data-limited' | 'time-limited' | 'starter' | 'unlimited';
      own?: 'set' | 'none';
      q?: string;
    };
    data: string;
  };
  /** PUT /api/prices.csv: Set prices of your own by a file */
  importPrices: {
    input: {
      dry_run?: boolean;
      body: string | Uint8Array<ArrayBuffer>;
    };
    data: {
      changed: number;
      unchanged: number;
      /** the first 500 */
      changes: {
        bundle_id: string;
        before: number | null;
        after: number | null;
      }[];
    };
  };
  /** POST /api/strategy/preview: See what another package strategy would have chosen */
  previewStrategy: {
    input: {
      body: {
        package_strategy: {
          name: 'budget' | 'fixed_size' | 'hybrid';
          iso3_white_list?: string[];
          supported_package_types?: ('data-limited' | 'time-limited' | 'starter' | 'unlimited')[];
          parameters: Record<string, unknown>;
        } | null;
      };
    };
    data: StrategyPreview;
  };
  /** POST /api/app-tokens: Issue an ID token for a traveler's app */
  createAppToken: {
    input: {
      body: {
        external_user_id?: string;
        email?: string;
        /** seconds */
        expires_in?: number;
      };
    };
    data: {
      token: string;
      token_type: 'Bearer';
      expires_at: string;
    };
  };
  /** GET /api/destinations: List destinations */
  listDestinations: {
    input: {
      locale?: string;
      type?: 'country' | 'region';
    };
    data: Destination[];
  };
  /** GET /api/destinations/{id}: Read a destination with its bundles */
  getDestination: {
    input: {
      locale?: string;
      id: string;
    };
    data: DestinationWithBundles;
  };
  /** GET /api/native/user-dashboard: Everything an app shows of one traveler */
  getUserDashboard: {
    input: {
      external_user_id: string;
    };
    data: {
      user: {
        id: string;
        external_user_id: string;
        has_universal_esim: boolean;
        current_universal_esim: string | null;
      };
      package_queues: PackageQueue[];
      current_esim: Esim | null;
      current_esim_packages: Package[];
      /** all eSIMs in use, each with its packages: the universal one first, then classic ones, newest first */
      esims: HeldEsim[];
      partner: {
        id: string;
        name: string;
      };
    };
  };
  /** POST /api/native/redeem-package: Redeem a package queue onto the traveler's universal eSIM */
  redeemPackage: {
    input: {
      body: {
        external_user_id: string;
        /** the queue's id or uuid */
        package_queue_id: string;
      };
    };
    data: {
      package_queue: PackageQueue;
      current_esim: Esim | null;
      current_esim_packages: Package[];
    };
  };
  /** POST /api/esims/topup: Book and redeem in one call */
  topUp: {
    input: {
      body: {
        /** an ICCID of 18 to 20 digits */
        iccid?: string;
        external_user_id?: string;
        size: string;
        destination?: string;
      };
    };
    data: {
      booking: Booking;
      package_queue: PackageQueue;
      current_esim: Esim | null;
      current_esim_packages: Package[];
    };
  };
  /** GET /api/native/esims/{iccid}/qr.svg: An eSIM's QR code as SVG */
  getEsimQrSvg: {
    input: {
      iccid: string;
    };
    data: string;
  };
  /** GET /api/native/esims/{iccid}/qr.png: An eSIM's QR code as PNG */
  getEsimQrPng: {
    input: {
      size?: number;
      iccid: string;
    };
    data: Uint8Array;
  };
  /** POST /api/native/install-links: A link to the hosted page on which a traveler installs the eSIM */
  createInstallLink: {
    input: {
      body: {
        external_user_id?: string;
        iccid?: string;
      };
    };
    data: {
      url: string;
      expires_at: string;
    };
  };
  /** POST /api/native/replace-esim: A new eSIM in place of one that its traveler cannot use any more */
  replaceEsim: {
    input: {
      body: {
        external_user_id?: string;
        iccid?: string;
        reason: 'new_device' | 'deleted' | 'broken';
      };
    };
    data: {
      package_queue: null;
      current_esim: Esim | null;
      current_esim_packages: Package[];
      moved: {
        package_queue_uuid: string;
        status: 'done' | 'pending';
      }[];
      left: {
        package_queue_uuid: string;
        reason: 'in_use' | 'started' | 'not_cancellable' | 'cancel_requested';
      }[];
    };
  };
  /** POST /api/native/instructions: What a traveler does next, for this device and language */
  getInstructions: {
    input: {
      body: {
        external_user_id: string;
        format: 'html' | 'markdown' | 'text' | 'json';
        /** which of the user's eSIMs; left out = the universal one */
        iccid?: string;
        device_name?: string;
        device_type?: string;
        phone_os?: string;
        os_version?: string;
        locale?: string;
        /** what does not work; the steps are then those that help */
        symptom?:
          | 'no_data'
          | 'slow'
          | 'cannot_install'
          | 'qr_invalid'
          | 'already_used'
          | 'roaming_off'
          | 'apn'
          | 'wrong_line'
          | 'removed'
          | 'other';
      };
    };
    data: {
      format: 'html' | 'markdown' | 'text' | 'json';
      locale: string;
      state: 'no_esim' | 'not_installed' | 'installed_off' | 'enabled' | 'removed';
      symptom:
        | 'no_data'
        | 'slow'
        | 'cannot_install'
        | 'qr_invalid'
        | 'already_used'
        | 'roaming_off'
        | 'apn'
        | 'wrong_line'
        | 'removed'
        | 'other'
        | null;
      method: 'direct' | 'link' | 'qr' | 'manual' | 'none';
      /** not for json */
      content?: string;
      /** json only */
      title?: string;
      /** json only */
      steps?: InstructionStep[];
      install: {
        lpa: string;
        smdp_address: string;
        matching_id: string;
        confirmation_code_required: boolean;
        confirmation_code: string | null;
        apn: string | null;
        apple_url: string;
        android_url: string;
        qr_svg: string;
      } | null;
      assumed: {
        field: string;
        value: string;
        reason: 'not_given' | 'not_understood' | 'not_shipped' | 'from_device_name';
      }[];
      /** of all steps */
      verified: boolean;
    };
  };
  /** POST /api/native/device-compatibility: Ask whether a phone takes an eSIM */
  checkDevice: {
    input: {
      body: {
        /** may be empty where the model names it */
        phone_brand: string;
        /** as the phone reports it, or as people call it */
        phone_model: string;
        /** of the notes; default: the partner's */
        locale?: string;
      };
    };
    data: {
      phone_brand: string;
      phone_model: string;
      is_compatible: boolean;
      /** inferred: a later model of a family that has it */
      confidence: 'listed' | 'inferred' | 'unknown';
      device: string | null;
      notes: string[];
    };
  };
  /** GET /api/native/device-compatibility: List the devices that are known */
  listDevices: {
    input: {
      brand?: string;
      q?: string;
      limit?: number;
      cursor?: string;
    };
    data: {
      /** of the list */
      version: string;
      devices: {
        phone_brand: string;
        phone_model: string;
        is_compatible: boolean;
      }[];
      next_cursor: string | null;
    };
  };
  /** GET /api/native/support-context: What an app boots its support messenger with */
  getSupportContext: {
    input: {
      external_user_id: string;
      device_model?: string;
      os?: string;
      os_version?: string;
    };
    data: SupportBoot;
  };
  /** POST /api/native/support-requests: Ask for help on behalf of a traveler */
  createSupportRequest: {
    input: {
      body: {
        external_user_id: string;
        /** one word in lower case: no_data, slow, cannot_install, qr_invalid, already_used, roaming_off, apn, wrong_line, removed; any other goes to people */
        symptom?: string;
        /** text of 1 to 200 characters on one line */
        subject?: string;
        /** text of 1 to 5000 characters that is not blank */
        body: string;
        device_model?: string;
        os?: string;
        os_version?: string;
        device_type?: string;
        locale?: string;
        escalate?: boolean;
      };
    };
    data: SupportRequest;
  };
  /** GET /api/native/support-requests: Support requests, newest first */
  listSupportRequests: {
    input: {
      external_user_id?: string;
      status?: string;
      cursor?: string;
      limit?: number;
    };
    data: {
      support_requests: SupportRequest[];
      next_cursor: string | null;
    };
  };
  /** GET /api/native/support-requests/{id}: Read a support request */
  getSupportRequest: {
    input: {
      id: string;
    };
    data: SupportRequest;
  };
  /** POST /api/native/support-requests/{id}/escalate: Hand a support request on */
  escalateSupportRequest: {
    input: {
      id: string;
      body: {
        to?: 'partner' | 'operator';
      };
    };
    data: SupportRequest;
  };
  /** POST /api/redirect-tokens/create: Let a traveler onto the managed screens */
  createRedirectToken: {
    input: {
      body: {
        /** the partner's own stable id of the traveler */
        external_user_id?: string;
        email?: string;
        /** the screen that opens: home, claim/<uuid>, install, install/<iccid>, meter/<package>, store, store/<iso3>, purchase/<id> or support */
        to?: string;
        /** of names and texts; default: the partner's */
        locale?: string;
        device?: {
          device_name?: string;
          device_type?: string;
          phone_os?: string;
          os_version?: string;
        };
      };
    };
    data: {
      redirect_token: string;
      redirect_url: string;
      expires_at: string;
    };
  };
  /** POST /api/webapp/sessions/revoke: End all sessions of a traveler on the managed screens */
  revokeSessions: {
    input: {
      body: {
        /** the partner's own stable id of the traveler */
        external_user_id: string;
      };
    };
    data: {
      ended: number;
    };
  };
  /** GET /api/travelers: List travelers, newest first, or find them */
  listTravelers: {
    input: {
      q?: string;
      cursor?: string;
      limit?: number;
    };
    data: {
      travelers: TravelerRow[];
      next_cursor: string | null;
    };
  };
  /** GET /api/travelers/{id}: Read a traveler: bookings, entitlements, eSIMs and packages */
  getTraveler: {
    input: {
      id: string;
    };
    data: Traveler;
  };
  /** GET /api/travelers/{id}/timeline: What happened to a traveler, from booking to bytes */
  getTimeline: {
    input: {
      id: string;
    };
    data: Timeline;
  };
  /** POST /api/travelers/{id}/export: All that is known of a traveler, as one document */
  exportTraveler: {
    input: {
      id: string;
    };
    data: TravelerExport;
  };
  /** POST /api/travelers/{id}/erase: Erase a traveler */
  eraseTraveler: {
    input: {
      id: string;
    };
    data: Erasure;
  };
  /** GET /api/exports/travelers.csv: Travelers as a file */
  exportTravelers: {
    input: {
      q?: string;
    };
    data: string;
  };
  /** GET /api/webhooks/settings: Read the webhook endpoint and how it does */
  getWebhookSettings: { input: {}; data: WebhookSettings };
  /** PUT /api/webhooks/settings: Set the webhook endpoint */
  putWebhookSettings: {
    input: {
      body: {
        url?: string | null;
        api_key?: string | null;
        /** the name of a header: a letter, then letters, digits, - and _ */
        key_header?: string;
        /** printable ASCII that does not begin with a blank, such as `Bearer ` */
        key_prefix?: string;
        enabled?: boolean;
        /** event name with dots as underscores → whether it is sent; left out = the catalogue's default */
        events?: Record<string, boolean>;
        alert_email?: string | null;
      };
    };
    data: WebhookSettings;
  };
  /** POST /api/webhooks/rotate-secret: Make a new signing secret */
  rotateWebhookSecret: {
    input: {};
    data: {
      /** `whsec_` and base64 */
      signing_secret: string;
      previous_valid_until: string | null;
    };
  };
  /** POST /api/webhooks/test: Send a test event now */
  testWebhook: {
    input: {
      body: {
        event:
          | 'booking.created'
          | 'booking.updated'
          | 'booking.cancelled'
          | 'booking.within_cutoff'
          | 'booking.about_to_depart'
          | 'package.activated'
          | 'package.usage.20_percent'
          | 'package.usage.50_percent'
          | 'package.usage.80_percent'
          | 'package.usage.100_percent'
          | 'package.expired'
          | 'esim.installed'
          | 'esim.enabled'
          | 'esim.removed'
          | 'esim.replaced'
          | 'package.purchased'
          | 'topup.completed'
          | 'promo_code.claimed'
          | 'promo_code.redeemed'
          | 'package.provisioned'
          | 'package.provisioning_failed'
          | 'supply.disrupted'
          | 'supply.restored'
          | 'classic_package_queue.claimed';
      };
    };
    data: {
      event_id: string;
      delivery: {
        state: 'delivered' | 'exhausted';
        status_code: number | null;
        error: string | null;
        duration_ms: number;
        response_body: string | null;
      } | null;
    };
  };
  /** GET /api/webhooks/deliveries: The delivery log, newest event first */
  listWebhookDeliveries: {
    input: {
      event_id?: string;
      state?: 'pending' | 'delivered' | 'exhausted';
      cursor?: string;
      limit?: number;
    };
    data: {
      deliveries: WebhookDelivery[];
      next_cursor: string | null;
    };
  };
  /** GET /api/events: Every event of the last 30 days, subscribed or not */
  listEvents: {
    input: {
      cursor?: string;
      type?: string;
      limit?: number;
    };
    data: {
      events: Event[];
      next_cursor: string | null;
    };
  };
  /** POST /api/events/{id}/redeliver: Deliver an event again */
  redeliverEvent: {
    input: {
      id: string;
    };
    data: {
      event_id: string;
      state: 'pending';
    };
  };
  /** POST /api/events/redeliver: Deliver several events again */
  redeliverEvents: {
    input: {
      body: {
        event_ids: string[];
      };
    };
    data: {
      /** how many */
      events: number;
    };
  };
  /** POST /api/events/replay: Deliver the events of a range of time again */
  replayEvents: {
    input: {
      body: {
        /** ISO 8601; a date is its beginning in the partner's zone */
        from: string;
        /** ISO 8601; a date is its end in the partner's zone */
        to: string;
        types?: string[];
        /** `exhausted`: those whose delivery was given up */
        only?: 'all' | 'exhausted';
        /** counts what would be sent, and sends nothing */
        dry_run?: boolean;
      };
    };
    data: {
      /** how many */
      events: number;
    };
  };
  /** GET /api/bookings/{id}/messages: A booking's messages to travelers, oldest first */
  listBookingMessages: {
    input: {
      id: string;
    };
    data: {
      messages: Message[];
    };
  };
  /** GET /api/messages: All messages, newest first */
  listMessages: {
    input: {
      cursor?: string;
      limit?: number;
      status?:
        | 'pending'
        | 'sent'
        | 'delivered'
        | 'bounced'
        | 'complained'
        | 'failed'
        | 'skipped'
        | 'cancelled';
      kind?: string;
      channel?: 'EMAIL' | 'SMS' | 'WHATSAPP' | 'PUSH_NOTIFICATION';
      made_from?: string;
      made_to?: string;
    };
    data: {
      messages: Message[];
      next_cursor: string | null;
    };
  };
  /** GET /api/messages/suppressions: Addresses that bounced or complained */
  listSuppressions: {
    input: {
      cursor?: string;
      limit?: number;
    };
    data: {
      suppressions: {
        recipient: string;
        reason: 'bounced' | 'complained';
        message_id: string | null;
        suppressed_at: string;
      }[];
      next_cursor: string | null;
    };
  };
  /** DELETE /api/messages/suppressions/{recipient}: Send to an address again */
  liftSuppression: {
    input: {
      recipient: string;
    };
    data: {
      recipient: string;
    };
  };
  /** GET /api/members: Members of the dashboard, oldest first */
  listMembers: {
    input: {};
    data: {
      members: {
        id: string;
        email: string;
        name: string | null;
        role: 'owner' | 'admin' | 'developer' | 'support' | 'finance' | 'viewer';
        created_at: string;
        last_seen_at: string | null;
      }[];
    };
  };
  /** GET /api/audit: Who changed what, newest first */
  listAuditEntries: {
    input: {
      actor?: string;
      action?: string;
      subject?: string;
      from?: string;
      to?: string;
      cursor?: string;
      limit?: number;
    };
    data: {
      entries: AuditEntry[];
      next_cursor: string | null;
    };
  };
  /** GET /api/requests: What your servers asked for, newest first */
  listRequests: {
    input: {
      status?: 'success' | 'error' | 'client_error' | 'server_error';
      code?: number;
      operation?: string;
      error_type?: string;
      key?: string;
      request_id?: string;
      from?: string;
      to?: string;
      cursor?: string;
      limit?: number;
    };
    data: {
      requests: LoggedRequest[];
      next_cursor: string | null;
    };
  };
  /** GET /api/requests/errors: What went wrong, one line for each kind of error */
  listRequestErrors: {
    input: {
      from?: string;
      to?: string;
    };
    data: {
      groups: ErrorGroup[];
      from: string;
      to: string;
    };
  };
  /** GET /api/requests/{id}: One request, with what was sent and answered */
  getRequest: {
    input: {
      id: string;
    };
    data: LoggedRequestDetails;
  };
  /** GET /api/keys: API keys, without their secrets */
  listOwnKeys: { input: {}; data: ApiKey[] };
  /** POST /api/keys: Make another API key */
  createOwnKey: {
    input: {
      body: {
        label?: string;
        /** what it may do; left out: `bookings`, `travelers` and `settings` */
        scopes?: ('bookings' | 'travelers' | 'settings' | 'keys' | 'erase')[];
        /** ISO 8601, to come; a date is its end in the partner's zone */
        expires_at?: string;
        /** addresses and networks that it may sign from, such as `203.0.113.0/24`; empty: from everywhere */
        allowed_ips?: string[];
      };
    };
    data: NewApiKey;
  };
  /** PATCH /api/keys/{id}: Change from where an API key may sign */
  changeOwnKey: {
    input: {
      id: string;
      body: {
        /** addresses and networks that it may sign from, such as `203.0.113.0/24`; empty: from everywhere */
        allowed_ips: string[];
      };
    };
    data: {
      api_key: string;
      partner_id: string;
      allowed_ips: string[];
    };
  };
  /** DELETE /api/keys/{id}: Revoke an API key */
  revokeOwnKey: {
    input: {
      id: string;
    };
    data: {
      api_key: string;
      partner_id: string;
      revoked_at: unknown;
    };
  };
  /** GET /api/settings: The settings in force */
  getSettings: {
    input: {};
    data: {
      settings: Record<string, unknown>;
    };
  };
  /** PATCH /api/settings: Change settings */
  changeSettings: {
    input: {
      body: PartnerSettings;
    };
    data: {
      settings: Record<string, unknown>;
    };
  };
  /** GET /api/settings/retention: What is kept for how long */
  listRetention: {
    input: {};
    data: {
      kept: {
        kind:
          | 'requests'
          | 'request_bodies'
          | 'message_contents'
          | 'events'
          | 'imports'
          | 'idempotency_answers'
          | 'usage_reports'
          | 'traveler_links'
          | 'traveler_sessions'
          | 'member_sessions'
          | 'member_invitations'
          | 'messages'
          | 'bookings'
          | 'travelers'
          | 'audit_entries';
        days: number | null;
        most_days: number | null;
        /** from when it was made, or from when it ended */
        counted_from: 'made' | 'ended';
        setting: 'request_days' | 'request_body_days' | 'message_days' | null;
      }[];
    };
  };
  /** POST /api/settings/logos: Send an image that a branding can name as its logo */
  uploadLogo: {
    input: {
      body: {
        /** base64, on one line */
        image: string;
      };
    };
    data: {
      logo_url: string;
      width: number;
      height: number;
    };
  };
  /** GET /api/sandbox/clock: Read this partner's clock */
  sandboxClock: {
    input: {};
    data: {
      /** the partner's time */
      now: string;
      /** how far it is ahead of real time */
      offset_seconds: number;
      next: {
        /** the partner's time */
        at: string;
        kind: 'booking' | 'package' | 'message' | 'delivery';
      } | null;
    };
  };
  /** POST /api/sandbox/clock: Move this partner's time forward */
  sandboxAdvanceClock: {
    input: {
      body: {
        /** days, hours, minutes and seconds such as 7d2h, in this order */
        advance?: string;
        /** ISO 8601 */
        now?: string;
      };
    };
    data: {
      /** the partner's time */
      now: string;
      /** how far it is ahead of real time */
      offset_seconds: number;
      fired: {
        /** instants that came due */
        timers: number;
        /** delivery attempts */
        deliveries: number;
      };
    };
  };
  /** POST /api/sandbox/reset: Start over */
  sandboxReset: {
    input: {};
    data: {
      /** the partner's time */
      now: string;
      /** how far it is ahead of real time */
      offset_seconds: number;
    };
  };
  /** GET /api/sandbox/messages: What Hubby would have sent to people, newest first */
  sandboxMessages: {
    input: {
      cursor?: string;
      limit?: number;
    };
    data: {
      messages: {
        id: string;
        channel: 'EMAIL' | 'SMS' | 'WHATSAPP' | 'PUSH_NOTIFICATION';
        kind: string;
        to: string;
        locale: string;
        subject: string;
        text: string;
        html: string;
        data: Record<string, unknown>;
        status: string;
        created_at: string;
      }[];
      next_cursor: string | null;
    };
  };
  /** POST /api/sandbox/fail: Let this partner's next provider calls fail */
  sandboxFail: {
    input: {
      body: {
        next: 'timeout' | 'timeout_before' | 'error' | 'out_of_stock';
        count?: number;
      };
    };
    data: {
      next: 'timeout' | 'timeout_before' | 'error' | 'out_of_stock';
      count: number;
    };
  };
  /** GET /api/sandbox/fail: What this partner's next provider calls will meet */
  sandboxFault: {
    input: {};
    data: {
      next: 'timeout' | 'timeout_before' | 'error' | 'out_of_stock' | null;
      count: number;
    };
  };
  /** GET /api/sandbox/ledger: The telco's own ledger of this partner's orders and calls */
  sandboxLedger: {
    input: {};
    data: {
      orders: unknown[];
      calls: unknown[];
      complete: boolean;
    };
  };
  /** GET /api/sandbox/esims: All eSIMs, newest first, with what is on them */
  listSandboxEsims: {
    input: {
      cursor?: string;
      limit?: number;
    };
    data: {
      esims: {
        id: string;
        /** an ICCID of 18 to 20 digits */
        iccid: string;
        provider: string;
        esim_type: 'universal' | 'classic';
        status: 'RELEASED' | 'INSTALLED' | 'ENABLED' | 'DISABLED' | 'DELETED';
        traveler_id: string;
        external_user_id: string | null;
        time_assigned: string;
        archived_at: string | null;
        packages: Package[];
      }[];
      next_cursor: string | null;
    };
  };
  /** POST /api/sandbox/esims/{iccid}/install: Install the eSIM on a device: RELEASED → INSTALLED */
  sandboxEsimInstall: {
    input: {
      iccid: string;
    };
    data: {
      iccid: string;
      status: string;
      current_esim: Esim | null;
      current_esim_packages: Package[];
    };
  };
  /** POST /api/sandbox/esims/{iccid}/enable: Switch the eSIM on: INSTALLED or DISABLED → ENABLED */
  sandboxEsimEnable: {
    input: {
      iccid: string;
    };
    data: {
      iccid: string;
      status: string;
      current_esim: Esim | null;
      current_esim_packages: Package[];
    };
  };
  /** POST /api/sandbox/esims/{iccid}/disable: Switch the eSIM off: ENABLED → DISABLED */
  sandboxEsimDisable: {
    input: {
      iccid: string;
    };
    data: {
      iccid: string;
      status: string;
      current_esim: Esim | null;
      current_esim_packages: Package[];
    };
  };
  /** POST /api/sandbox/esims/{iccid}/remove: Delete the eSIM from the device: any → DELETED */
  sandboxEsimRemove: {
    input: {
      iccid: string;
    };
    data: {
      iccid: string;
      status: string;
      current_esim: Esim | null;
      current_esim_packages: Package[];
    };
  };
  /** POST /api/sandbox/esims/{iccid}/consume: Use data */
  sandboxEsimConsume: {
    input: {
      iccid: string;
      body: {
        bytes?: number;
        percent?: number;
        /** ISO 3166 alpha-2 or alpha-3, or English name; default: the first country of the package */
        country?: string;
        /** the package's id, or the id or uuid of its package queue */
        package_id?: string;
      };
    };
    data: {
      iccid: string;
      /** alpha-3 */
      country: string;
      consumed_bytes: number;
      /** what no package took */
      uncovered_bytes: number;
      current_esim: Esim | null;
      current_esim_packages: Package[];
    };
  };
  /** POST /api/sandbox/mailbox-links: A link that opens the mailbox in a browser */
  sandboxMailboxLink: {
    input: {};
    data: {
      url: string;
      expires_at: string;
    };
  };
  /** GET /api/reports/funnel: What became of bookings, day by day */
  getFunnel: {
    input: {
      from?: string;
      to?: string;
    };
    data: Funnel;
  };
  /** GET /api/reports/funnel/steps: How far packages came, how long each step took, and by destination */
  getFunnelSteps: {
    input: {
      from?: string;
      to?: string;
      days?: number;
    };
    data: FunnelSteps;
  };
  /** GET /api/reports/funnel/packages: The packages behind a figure of the funnel */
  listFunnelPackages: {
    input: {
      from?: string;
      to?: string;
      days?: number;
      step?: 'issued' | 'mailed' | 'opened' | 'taken' | 'installed' | 'used';
      missing?: 'issued' | 'mailed' | 'opened' | 'taken' | 'installed' | 'used';
      place?: string;
      cursor?: string;
      limit?: number;
    };
    data: {
      packages: FunnelPackage[];
      next_cursor: string | null;
    };
  };
  /** GET /api/reports/deliveries: What became of messages and of webhooks, day by day */
  getDeliveryReport: {
    input: {
      from?: string;
      to?: string;
      days?: number;
    };
    data: DeliveryReport;
  };
  /** GET /api/reports/service: How well this installation serves, by day for 90 days */
  getServiceReport: { input: {}; data: ServiceReport };
};
/** Every event, told apart by `event`. */
export type HubbyEvent =
  | {
      event: 'booking.created';
      /** the same at every attempt; tells repeats */
      event_id: string;
      /** of the event */
      timestamp: string;
      data: BookingEventData & EventData;
    }
  | {
      event: 'booking.updated';
      /** the same at every attempt; tells repeats */
      event_id: string;
      /** of the event */
      timestamp: string;
      data: BookingEventData & EventData;
    }
  | {
      event: 'booking.cancelled';
      /** the same at every attempt; tells repeats */
      event_id: string;
      /** of the event */
      timestamp: string;
      data: BookingEventData & EventData;
    }
  | {
      event: 'booking.within_cutoff';
      /** the same at every attempt; tells repeats */
      event_id: string;
      /** of the event */
      timestamp: string;
      data: DepartureEventData & EventData;
    }
  | {
      event: 'booking.about_to_depart';
      /** the same at every attempt; tells repeats */
      event_id: string;
      /** of the event */
      timestamp: string;
      data: DepartureEventData & EventData;
    }
  | {
      event: 'package.activated';
      /** the same at every attempt; tells repeats */
      event_id: string;
      /** of the event */
      timestamp: string;
      data: PackageEventData & EventData;
    }
  | {
      event: 'package.usage.20_percent';
      /** the same at every attempt; tells repeats */
      event_id: string;
      /** of the event */
      timestamp: string;
      data: PackageUsageEventData & EventData;
    }
  | {
      event: 'package.usage.50_percent';
      /** the same at every attempt; tells repeats */
      event_id: string;
      /** of the event */
      timestamp: string;
      data: PackageUsageEventData & EventData;
    }
  | {
      event: 'package.usage.80_percent';
      /** the same at every attempt; tells repeats */
      event_id: string;
      /** of the event */
      timestamp: string;
      data: PackageUsageEventData & EventData;
    }
  | {
      event: 'package.usage.100_percent';
      /** the same at every attempt; tells repeats */
      event_id: string;
      /** of the event */
      timestamp: string;
      data: PackageUsageEventData & EventData;
    }
  | {
      event: 'package.expired';
      /** the same at every attempt; tells repeats */
      event_id: string;
      /** of the event */
      timestamp: string;
      data: PackageEventData & EventData;
    }
  | {
      event: 'esim.installed';
      /** the same at every attempt; tells repeats */
      event_id: string;
      /** of the event */
      timestamp: string;
      data: EsimEventData & EventData;
    }
  | {
      event: 'esim.enabled';
      /** the same at every attempt; tells repeats */
      event_id: string;
      /** of the event */
      timestamp: string;
      data: EsimEventData & EventData;
    }
  | {
      event: 'esim.removed';
      /** the same at every attempt; tells repeats */
      event_id: string;
      /** of the event */
      timestamp: string;
      data: EsimEventData & EventData;
    }
  | {
      event: 'esim.replaced';
      /** the same at every attempt; tells repeats */
      event_id: string;
      /** of the event */
      timestamp: string;
      data: EsimReplacedEventData & EventData;
    }
  | {
      event: 'package.purchased';
      /** the same at every attempt; tells repeats */
      event_id: string;
      /** of the event */
      timestamp: string;
      data: PurchaseEventData & EventData;
    }
  | {
      event: 'topup.completed';
      /** the same at every attempt; tells repeats */
      event_id: string;
      /** of the event */
      timestamp: string;
      data: PurchaseEventData & EventData;
    }
  | {
      event: 'promo_code.claimed';
      /** the same at every attempt; tells repeats */
      event_id: string;
      /** of the event */
      timestamp: string;
      data: {
        promo_code: string;
        uuid: string | null;
        /** null for an imported code */
        booking_id: string | null;
        claimed_at: string;
      } & EventData;
    }
  | {
      event: 'promo_code.redeemed';
      /** the same at every attempt; tells repeats */
      event_id: string;
      /** of the event */
      timestamp: string;
      data: {
        promo_code: string;
        uuid: string | null;
        /** null for an imported code */
        booking_id: string | null;
        redeemed_at: string;
      } & EventData;
    }
  | {
      event: 'package.provisioned';
      /** the same at every attempt; tells repeats */
      event_id: string;
      /** of the event */
      timestamp: string;
      data: {
        package_id: string;
        package_queue_uuid: string;
        esim_iccid: string;
        external_user_id: string | null;
        /** alpha-3, or the id of a region */
        iso3: string;
        /** null = unlimited */
        total_bytes: number | null;
      } & EventData;
    }
  | {
      event: 'package.provisioning_failed';
      /** the same at every attempt; tells repeats */
      event_id: string;
      /** of the event */
      timestamp: string;
      data: {
        package_queue_uuid: string;
        external_user_id: string | null;
        /** out_of_stock, maintenance or rejected */
        reason: string;
      } & EventData;
    }
  | {
      event: 'supply.disrupted';
      /** the same at every attempt; tells repeats */
      event_id: string;
      /** of the event */
      timestamp: string;
      data: {
        /** the same in both events */
        outage_id: string;
        /** as eSIMs name it */
        provider: string;
        since: string;
        /** iso3 of packages of yours that are to come or have data left there; null: too many to say, all may be concerned */
        destinations: string[] | null;
      } & EventData;
    }
  | {
      event: 'supply.restored';
      /** the same at every attempt; tells repeats */
      event_id: string;
      /** of the event */
      timestamp: string;
      data: {
        /** the same in both events */
        outage_id: string;
        /** as eSIMs name it */
        provider: string;
        since: string;
      } & EventData;
    }
  | {
      event: 'classic_package_queue.claimed';
      /** the same at every attempt; tells repeats */
      event_id: string;
      /** of the event */
      timestamp: string;
      data: {
        /** the queue's uuid */
        queue_id: string;
        booking_id: string;
        esim_iccid: string;
        /** Hubby's id of the traveler */
        user_id: string;
        external_user_id: string | null;
        /** whether an existing eSIM took it */
        is_top_up: boolean;
      } & EventData;
    };
