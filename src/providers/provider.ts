/**
 * What every telco adapter offers. `reference` is ours (a uuid per order): an adapter must make it
 * findable again with `findByReference`, and what the telco cannot promise is said by its tier, per
 * kind of order:
 *   T1  the telco treats the reference as an idempotency key: sending it again never provisions twice
 *   T2  the telco does not, but an order can be looked up by the reference
 *   T3  neither: an unclear answer goes to the operator's review list and is never resent
 * `customer` is the opaque id under which the telco groups our calls (our partner id). Sizes are
 * bytes, instants are ISO 8601 UTC strings, countries are alpha-3.
 */
import type { Article, Money } from './article.ts';
import type { Callback, RawCallback } from './callback.ts';
import type { ProfileState, ProviderEsim } from './esim.ts';

export type {
  ProfileState,
  ProviderEsim,
  ProviderEsimUsage,
  ProviderPackageUsage,
  ProviderReport,
} from './esim.ts';

export type Tier = 'T1' | 'T2' | 'T3';
export type OrderKind = 'create_esim' | 'add_package';

/**
 * What a telco can do. What is promised here the conformance suite asks for; what is not, nobody
 * asks of it.
 */
export type Capabilities = {
  /** A profile can be ordered without a package; else it comes with its first one. */
  emptyProfile: boolean;
  /** What becomes of the cancelling of an unused package. */
  cancel: 'done' | 'requested' | 'impossible';
  /** Whether the orders since an instant can be listed. */
  list: boolean;
  /** kinds of orders that its list leaves out; absent = none */
  unlisted?: readonly OrderKind[];
  /** How much of a profile's life on the device it tells. */
  states: 'all' | 'installed' | 'none';
  /** What bytes are counted on: each package, or the eSIM as a whole. */
  usage: 'package' | 'esim';
  /** Whether it calls back when something has changed. */
  events: boolean;
  /** Its callbacks carry usage, so that it need not be asked; absent = they do not. */
  tellsUsage?: boolean;
};

/** How fast a telco may be called; look-ups count like orders. */
export type Limits = {
  /** null = as fast as it answers */
  perSecond: number | null;
  atOnce: number;
  /** milliseconds between two questions about one eSIM, 0 = none */
  esimIntervalMs: number;
};

/**
 * The telco's article as it has to be delivered; `bytes` null = unlimited; `imsi` names the IMSI
 * plan, null = none.
 */
export type TemplateOrder = {
  /** the telco's own id of the article */
  id: string;
  /** of the article that adds the same to an eSIM that is there, null = the same article, or unknown */
  topup_id?: string | null;
  bytes: number | null;
  duration_days: number;
  coverage: string[];
  imsi: string | null;
};

export type ProviderProfile = {
  iccid: string;
  /** The telco's own id of the eSIM, where ICCIDs are reused or are not how it is asked for. */
  esim_id: string | null;
  /** Full activation string, `LPA:1$host$matching-id`. */
  lpa: string;
  /** The subscriber's own IMSI. */
  subscriber_imsi: string | null;
  /** The IMSI plan the profile runs on, shared by many profiles. */
  imsi: string | null;
  state: ProfileState;
  /** What the traveler needs beside the activation string; null where the telco says nothing. */
  install: InstallFacts | null;
};

export type InstallFacts = {
  confirmation_code: string | null;
  /** to be entered by hand; null = the device finds it */
  apn: string | null;
  apple_url: string | null;
  android_url: string | null;
};

/** `pending`: accepted or a status we do not know; neither success nor failure. */
export type OrderStatus = 'confirmed' | 'pending' | 'cancelled';

export type ProviderOrder = {
  /** The telco's own order id, unique per provider. */
  id: string;
  reference: string;
  kind: OrderKind;
  status: OrderStatus;
  /** Of the eSIM; null while it is not known. */
  iccid: string | null;
  /** Of a confirmed `create_esim`; null where the telco does not repeat it. */
  profile: ProviderProfile | null;
  /** The telco's id of the package, null for a profile ordered without one and while pending. */
  package_id: string | null;
  /** The article's, or its top-up's, id; null for a profile ordered without one. */
  template_id: string | null;
  /** What the telco charged, null where it does not say. */
  cost: Money | null;
  created_at: string;
};

/**
 * An order as the telco lists it. Null: it keeps no reference of ours, or does not say whether the
 * eSIM was new; what it calls the order is then all that it is known by.
 */
export type ListedOrder = Omit<ProviderOrder, 'reference' | 'kind'> & {
  reference: string | null;
  kind: OrderKind | null;
};

/** An order of ours that may have reached the telco, with what can help to find it there. */
export type SentOrder = {
  reference: string;
  kind: OrderKind;
  customer: string;
  /** of the eSIM that it goes onto */
  iccid: string | null;
  esim_id: string | null;
  template: TemplateOrder | null;
  /** what the telco called it when it answered, null = it never did */
  provider_order_id: string | null;
  /** when the first call left, null = none has: then nothing may be found by ordering again */
  sent_at: string | null;
};

/** An eSIM of ours, with what we know of the packages on it, the oldest first. */
export type KnownEsim = { iccid: string; esim_id: string | null; packages: KnownPackage[] };
export type KnownPackage = {
  package_id: string;
  reference: string;
  template_id: string;
  ordered_at: string;
  /** when its validity ends, for telcos that tell only of what is not over; null = not known */
  expires_at?: string | null;
};

export type CancelInput = {
  package_id: string;
  reference: string;
  template_id: string;
  iccid: string;
  esim_id: string | null;
  customer: string;
};

export interface Provider {
  readonly name: string;
  readonly tiers: Readonly<Record<OrderKind, Tier>>;
  readonly can: Readonly<Capabilities>;
  readonly limits: Readonly<Limits>;
  /** After this many milliseconds without an answer a call counts as unclear. */
  readonly timeoutMs: number;
  /** So long after an unclear answer the telco may still be working: no look-up says "none" before. */
  readonly settleMs: number;
  /** So long an order may be pending; then it is looked up once more, and a person decides. */
  readonly pendingMs: number;
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
    esim_id: string | null;
    template: TemplateOrder;
    reference: string;
    customer: string;
  }): Promise<ProviderOrder>;
  /** Whether this article may go onto this eSIM, as far as the telco tells; true where it does not. */
  canAdd(input: {
    iccid: string;
    esim_id: string | null;
    template: TemplateOrder;
  }): Promise<boolean>;
  /** Null: the telco is sure that it has no such eSIM. */
  getEsim(esim: KnownEsim): Promise<ProviderEsim | null>;
  /**
   * Cancel an unused package; cancelling it again is no error. `requested`: the telco will decide;
   * throws `ProviderRefused` where it does not cancel.
   */
  cancelPackage(input: CancelInput): Promise<'done' | 'requested'>;
  /**
   * The order made under our reference, null when the telco is sure that there is none. Throws
   * `ProviderRefused` where the telco has accepted it and then failed, so that nothing was
   * provisioned and nothing will be, `ProviderUnclear` otherwise.
   */
  findByReference(order: SentOrder): Promise<ProviderOrder | null>;
  /**
   * A person has made sure that nothing came of this order: what the adapter itself remembers of a
   * call without an answer is forgotten, so that it may be sent anew. Calls nobody. Absent where
   * nothing is remembered.
   */
  forgetTry?(reference: string): Promise<void>;
  /** Orders created at or after `since` (ISO), oldest first, for reconciliation. */
  list(input: {
    since: string;
    cursor: string | null;
  }): Promise<{ orders: ListedOrder[]; next_cursor: string | null }>;
  /**
   * All articles on sale, page by page; it may return how many made no sense and were left out. Where
   * there is no room for a call, a page waits for up to `patienceMs` (default: not at all).
   */
  catalog(patienceMs?: number): AsyncIterable<Article[]>;
  /** What is left to be spent; null where the telco does not tell. */
  balance(): Promise<Money | null>;
  /** Verify and normalise a callback; throws `ForgedCallback`. */
  parseCallback(raw: RawCallback): Callback;
}

/**
 * Why nothing was provisioned:
 *   out_of_stock  the article, or profiles, have run out or are no longer sold
 *   no_funds      our balance there does not suffice
 *   maintenance   not now
 *   rejected      anything else
 */
export type RefusalReason = 'out_of_stock' | 'no_funds' | 'maintenance' | 'rejected';

/** The telco said no and nothing was provisioned. */
export class ProviderRefused extends Error {
  readonly reason: RefusalReason;
  /**
   * `account`: any order of this account would be refused now (its key, its money, its addresses);
   * `order`: this one.
   */
  readonly concerns: 'order' | 'account';
  constructor(
    reason: RefusalReason,
    message: string,
    concerns: 'order' | 'account' = reason === 'no_funds' ? 'account' : 'order',
  ) {
    super(message);
    this.name = 'ProviderRefused';
    this.reason = reason;
    this.concerns = concerns;
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

/** Too many calls for the telco (429) or for the account's own limits: none of it was processed. */
export class ProviderBusy extends ProviderNotReached {
  readonly retryAfterMs: number;
  /** `esim`: only this one was asked about too lately. */
  readonly concerns: 'account' | 'esim';
  constructor(message: string, retryAfterMs: number, concerns: 'account' | 'esim' = 'account') {
    super(message);
    this.name = 'ProviderBusy';
    this.retryAfterMs = retryAfterMs;
    this.concerns = concerns;
  }
}

/** A callback whose signature does not fit. */
export class ForgedCallback extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ForgedCallback';
  }
}
