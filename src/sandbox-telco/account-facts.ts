import type { Pool } from 'pg';

export type AccountFacts = {
  latency_min_ms: number;
  latency_max_ms: number;
  /** from accepting an order to finishing it, null = it is finished at once */
  allocation_ms: number | null;
};
/** Null: there is no such account. */
export type FactsOf = (account: string) => Promise<AccountFacts | null>;

const KEEP_MS = 1000;

/** Looked up once a second at most. */
export function accountFacts(pool: Pool): FactsOf {
  const known = new Map<string, { until: number; facts: Promise<AccountFacts | null> }>();
  return (account) => {
    const kept = known.get(account);
    if (kept !== undefined && kept.until > Date.now()) return kept.facts;
    const facts = pool
      .query<AccountFacts>(
        'select latency_min_ms, latency_max_ms, allocation_ms from telco.accounts where name = $1',
        [account],
      )
      .then(({ rows }) => rows[0] ?? null);
    // Only what exists is kept: made-up names do not fill the memory, a failed read is tried again.
    const forget = () => known.delete(account);
    facts.then((found) => found ?? forget(), forget);
    known.set(account, { until: Date.now() + KEEP_MS, facts });
    return facts;
  };
}
