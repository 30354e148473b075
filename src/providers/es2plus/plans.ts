/** Data plans on profiles: what an account needs beside its SM-DP+, which knows nothing of them. */
import type { Article } from '../article.ts';
import type { Callback, RawCallback } from '../callback.ts';
import type { CancelInput, KnownEsim, ProviderPackageUsage } from '../provider.ts';
import type { LedgerOrder } from './ledger.ts';

export interface Plans {
  /**
   * Orders the plan, or looks what became of it, and finishes its step in the ledger; where that is
   * not finished afterwards it takes longer. Throws as an order does.
   */
  advance(order: LedgerOrder): Promise<void>;
  /** Ends the plan of an order that is taken back. Throws where that is not certain. */
  takeBack(order: LedgerOrder): Promise<void>;
  cancel(input: CancelInput): Promise<'done' | 'requested'>;
  usage(esim: KnownEsim): Promise<ProviderPackageUsage[]>;
  catalog(): AsyncIterable<Article[]>;
  signIn(): Promise<void>;
  readCallback(raw: RawCallback): Callback;
  close(): Promise<void>;
}
