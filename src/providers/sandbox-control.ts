/** What only a sandbox telco offers: it can be steered and its own books read. */
import type { ProviderReport } from './esim.ts';

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
  /** What the next calls will meet; null = nothing, they succeed. */
  fault(customer: string): Promise<{ next: SandboxFault; count: number } | null>;
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
