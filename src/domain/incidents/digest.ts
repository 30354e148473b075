/**
 * What gathers and waits for the operator is one incident: told together, and again while new ones come,
 * at most once an hour.
 */
import type { Tx } from '../../db/pool.ts';
import {
  beginIncident,
  endIncident,
  openIncident,
  updateIncident,
  WHOLE,
  type Waiting,
} from './incident.ts';

/** Seconds: several that come one after another are one mail. */
const GATHER = 60;
const HOUR = 3_600;

/** Of one supplier account, or of purchases that wait for one reason. */
export type Gathered = { account: string; count: number; newest: Date; oldest: Date };

/** Answers how many wait. */
export async function noteWaiting(
  tx: Tx,
  kind: 'orders_waiting' | 'costs_waiting' | 'purchases_waiting',
  rows: readonly Gathered[],
): Promise<number> {
  if (rows.length === 0) {
    await endIncident(tx, kind, WHOLE);
    return 0;
  }
  const facts = factsOf(rows);
  const common = { kind, subject: WHOLE, facts, quiet: HOUR };
  const known = await openIncident(tx, kind, WHOLE);
  if (known === null) await beginIncident(tx, { ...common, tellAfter: GATHER });
  else await updateIncident(tx, common, facts.newest > known.newest);
  return facts.count;
}

const factsOf = (rows: readonly Gathered[]): Waiting => ({
  count: rows.reduce((sum, { count }) => sum + count, 0),
  accounts: Object.fromEntries(rows.map(({ account, count }) => [account, count])),
  newest: iso(Math.max(...rows.map(({ newest }) => newest.getTime()))),
  oldest: iso(Math.min(...rows.map(({ oldest }) => oldest.getTime()))),
});
const iso = (ms: number): string => new Date(ms).toISOString();
