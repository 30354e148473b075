/**
 * What an account remembers of its orders: an SM-DP+ has no function for reading, so what is not
 * kept is lost. The account is made with a ledger; who keeps it says what is written once.
 * Instants are ISO 8601 UTC.
 */
import type { OrderKind, ProfileState, RefusalReason } from '../provider.ts';

/** What is done for an order, one after another; each may be called again until it is known. */
export type Step = 'download' | 'plan' | 'confirm' | 'release';

export type StepState = {
  /** calls that were about to leave; 0 = none has */
  tries: number;
  /** when the newest was about to leave, null = none has */
  sentAt: string | null;
  isDone: boolean;
};

/** What the stock list says of a profile. */
export type StockProfile = {
  iccid: string;
  /** the subscriber's own IMSI */
  subscriberImsi: string | null;
  /** the IMSI plan that it runs on */
  imsi: string | null;
};

/** `bytes` null = unlimited; `imsi` names the IMSI plan that its profile must be on, null = any. */
export type LedgerTemplate = { id: string; bytes: number | null; imsi: string | null };

export type LedgerOrder = {
  reference: string;
  kind: OrderKind;
  /** what is put on the profile, null = nothing */
  template: LedgerTemplate | null;
  /** the one that a new eSIM gets, null = none is chosen; the one that a package goes onto */
  profile: StockProfile | null;
  /** of a new eSIM: chosen once, before anything is sent. It is a secret. */
  matchingId: string | null;
  /** where devices fetch the profile, null = not said */
  smdpAddress: string | null;
  steps: Record<Step, StepState>;
  /** of the data plan's order and of what it made */
  productOrderId: string | null;
  packageId: string | null;
  /** it was refused, and what was done of it is being taken back */
  refusal: Refusal | null;
  createdAt: string;
};

export type Refusal = { reason: RefusalReason; message: string; concerns: 'order' | 'account' };

export type Facts = Partial<Pick<LedgerOrder, 'smdpAddress' | 'productOrderId' | 'packageId'>>;

/** What the SM-DP+ told of a profile; `at` is its own time. */
export type ToldState = { state: ProfileState; at: string };

export interface Ledger {
  find(reference: string): Promise<LedgerOrder | null>;
  /** The order of that reference as it is remembered, made where there is none. */
  open(order: {
    reference: string;
    kind: OrderKind;
    /** that the package goes onto, null for a new eSIM */
    iccid: string | null;
    template: LedgerTemplate | null;
  }): Promise<LedgerOrder>;
  /**
   * Chooses a free profile of the stock for the order, never one that another order has; the one it
   * has where there is one. Null: there is none that its template could go onto.
   */
  reserve(reference: string): Promise<LedgerOrder | null>;
  /** The profile that the SM-DP+ chose. False: another order has it. */
  take(reference: string, iccid: string): Promise<boolean>;
  /**
   * This profile can never be ordered: it leaves the stock, and the order that has it begins with
   * another one.
   */
  discard(reference: string, iccid: string): Promise<void>;
  /** Those that were discarded can be ordered after all. */
  restore(iccids: readonly string[]): Promise<void>;
  /**
   * Notes that the call after `tries` others is about to leave, about this profile where one is
   * named. False: somebody else's has left meanwhile, the order has another profile, or it is gone;
   * then nothing may be sent before it is read again.
   */
  begin(reference: string, step: Step, tries: number, iccid?: string): Promise<boolean>;
  /** The newest call, which was this try, certainly never left. */
  unsent(reference: string, step: Step, tries: number): Promise<void>;
  finish(reference: string, step: Step, facts: Facts): Promise<void>;
  /** What is known before a step is done. */
  note(reference: string, facts: Facts): Promise<void>;
  /** From then on the order is taken back. False: it is done already, by another call. */
  refuse(reference: string, refusal: Refusal): Promise<boolean>;
  /** All of it was taken back: the order is forgotten, its profile is free again, or lost. */
  undone(reference: string, profile: 'free' | 'lost'): Promise<void>;
  /** Forgets an order of which nothing was ever sent. False: something was. */
  forget(reference: string): Promise<boolean>;
  /** Orders made at or after `since`, the oldest first, and where to go on. */
  list(input: {
    since: string;
    cursor: string | null;
  }): Promise<{ orders: LedgerOrder[]; cursor: string | null }>;
  /** Of a profile that an order has: what was told of it last, `told` null = nothing. */
  profile(iccid: string): Promise<{ takenAt: string; told: ToldState | null } | null>;
  /** An older word than the last one changes nothing. False: the profile is not of this account. */
  tell(iccid: string, told: ToldState): Promise<boolean>;
}
