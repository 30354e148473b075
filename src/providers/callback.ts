/** What a telco says by itself, as it came in and as we understand it. */
import type { ProviderReport } from './esim.ts';

export type RawCallback = {
  headers: Record<string, string | undefined>;
  /** exactly as received: signatures are over these bytes */
  body: string;
};

/**
 * Something may have changed: who is meant, never what became of it. The telco is asked; `account`:
 * the operator should look.
 */
export type Hint =
  | { kind: 'order'; reference: string | null; provider_order_id: string | null }
  | { kind: 'esim'; iccid: string | null; esim_id: string | null }
  | { kind: 'account'; alarm: 'low_balance' | 'no_funds' };

export type Callback = {
  /** `unsigned`: anybody may have sent it; it is good for one question to the telco, no more */
  trust: 'signed' | 'unsigned';
  /** tells one callback from another, so that one that comes again is known */
  id: string;
  /** whole statements, only of a telco whose signature covers them */
  reports: ProviderReport[];
  hints: Hint[];
};
