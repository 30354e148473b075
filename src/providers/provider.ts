/**
 * What every telco adapter offers. `reference` is ours (a uuid per order): an adapter must make it
 * findable again with `findByReference`, and what the telco cannot promise is said by `tier`:
 *   T1  the telco treats the reference as an idempotency key: sending it again never provisions twice
 *   T2  the telco does not, but an order can be looked up by the reference
 *   T3  neither: an unclear answer goes to the operator's review list and is never resent
 * `customer` is the opaque id under which the telco groups our calls (our partner id). Sizes are
 * bytes, instants are ISO 8601 UTC strings.
 */
export type Tier = 'T1' | 'T2' | 'T3';

/**
 * The provider's article as the telco has to deliver it; `bytes` null = unlimited; `imsi` names the
 * IMSI plan, null = none.
 */
export type TemplateOrder = {
  id: string;
  bytes: number | null;
  duration_days: number;
  coverage: string[];
  imsi: string | null;
};

/**
 * Profile states as the telco reports them; anything we do not know arrives as `unknown` and
 * changes nothing.
 */
export type ProfileState =
  'RELEASED' | 'INSTALLED' | 'ENABLED' | 'DISABLED' | 'DELETED' | 'unknown';

export type ProviderProfile = {
  iccid: string;
  /** Full activation string, `LPA:1$host$matching-id`. */
  lpa: string;
  /** The subscriber's own IMSI. */
  subscriber_imsi: string | null;
  /** The IMSI plan the profile runs on, shared by many profiles. */
  imsi: string | null;
  state: ProfileState;
};

/** `pending`: accepted or a status we do not know; neither success nor failure. */
export type OrderStatus = 'confirmed' | 'pending' | 'cancelled';

export type ProviderOrder = {
  /** The telco's own order id, unique per provider. */
  id: string;
  reference: string;
  kind: 'create_esim' | 'add_package';
  status: OrderStatus;
  profile: ProviderProfile;
  /** The telco's id of the package, null for a profile ordered without one. */
  package_id: string | null;
  template_id: string | null;
  created_at: string;
};

export type ProviderPackageUsage = {
  package_id: string;
  reference: string;
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
  profile: ProviderProfile;
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

export type RawCallback = { headers: Record<string, string | undefined>; body: string };

export interface Provider {
  readonly name: string;
  readonly tier: Tier;
  /** After this many milliseconds without an answer a call counts as unclear. */
  readonly timeoutMs: number;
  /**
   * Whose failures open the circuit breaker: all calls to this provider, or (sandbox) one
   * customer's calls only.
   */
  readonly breakerScope: 'provider' | 'customer';
  /** Order a profile, with a first package when `template` is given. */
  createEsim(input: {
    template: TemplateOrder | null;
    reference: string;
    customer: string;
  }): Promise<ProviderOrder>;
  /** Order a package onto an existing profile. */
  addPackage(input: {
    iccid: string;
    template: TemplateOrder;
    reference: string;
    customer: string;
  }): Promise<ProviderOrder>;
  getEsim(iccid: string): Promise<ProviderEsim | null>;
  /** Cancel an unused package; cancelling it again is no error. */
  cancelPackage(packageId: string, customer: string): Promise<void>;
  /**
   * The order made under our reference, null when the telco is sure that there is none. Throws
   * `ProviderUnclear` otherwise.
   */
  findByReference(reference: string): Promise<ProviderOrder | null>;
  /** Orders created at or after `since` (ISO), oldest first, for reconciliation. */
  list(input: {
    since: string;
    cursor: string | null;
  }): Promise<{ orders: ProviderOrder[]; next_cursor: string | null }>;
  /** Verify and normalise a callback; throws `ForgedCallback`. */
  parseCallback(raw: RawCallback): ProviderReport[];
}

/** The telco said no and nothing was provisioned. */
export class ProviderRefused extends Error {
  readonly reason: 'out_of_stock' | 'rejected';
  constructor(reason: 'out_of_stock' | 'rejected', message: string) {
    super(message);
    this.name = 'ProviderRefused';
    this.reason = reason;
  }
}

/** Timeout, reset, 5xx, unreadable answer: it may or may not have happened. */
export class ProviderUnclear extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'ProviderUnclear';
  }
}

/** The request certainly never left (breaker open, connection refused). */
export class ProviderNotReached extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'ProviderNotReached';
  }
}

/** A callback whose signature does not fit. */
export class ForgedCallback extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ForgedCallback';
  }
}

export type SandboxFault = 'timeout' | 'timeout_before' | 'error' | 'out_of_stock';

export type ProfileAction = 'install' | 'enable' | 'disable' | 'remove';
export type Traffic = {
  bytes: number;
  iso3: string;
  /** the telco's id of a package to count them on, null = on the eSIM */ packageId: string | null;
};

/** The sandbox telco said no, in its own words: `illegal_transition`, `profile_not_enabled` … */
export class SandboxRefused extends Error {
  readonly code: string;
  constructor(code: string) {
    super(`The sandbox telco refused: ${code}`);
    this.name = 'SandboxRefused';
    this.code = code;
  }
}

/**
 * What only a sandbox offers: letting calls fail, reading the telco's own books, and playing the
 * device.
 */
export interface SandboxControl {
  setFault(customer: string, next: SandboxFault, count: number): Promise<void>;
  /** Forgets all that this customer has there. */
  reset(customer: string): Promise<void>;
  ledger(customer: string): Promise<{ orders: unknown[]; calls: unknown[]; complete: boolean }>;
  /**
   * `at` is the customer's time. Throws `SandboxRefused`. The report of the answer comes by
   * callback too.
   */
  setProfileState(
    provider: string,
    iccid: string,
    action: ProfileAction,
    at: Date,
  ): Promise<ProviderReport>;
  /** Counts at most what is left of a package. Throws `SandboxRefused`. */
  consume(
    provider: string,
    iccid: string,
    traffic: Traffic,
    at: Date,
  ): Promise<{ report: ProviderReport; consumedBytes: number }>;
}
