/**
 * Which accounts are in trouble, as incidents. What a supplier says itself is noted where it is heard
 * (put-out.ts); this job finds what shows only over time and over all processes, and ends what is over.
 */
import type { Context } from '../../context.ts';
import type { Queryable, Tx } from '../../db/pool.ts';
import type { RefusalReason } from '../../providers/provider.ts';
import { beginIncident, endIncident, openIncident } from '../incidents/incident.ts';
import type { Account, AccountStatus } from './account.ts';
import { FLAP, whyRefused } from './put-out.ts';
import { capReached } from './spend-cap.ts';

const SILENT = 'it does not answer, or most calls to it fail';
/** Of the last five minutes: fewer failures say nothing. */
const ENOUGH_FAILURES = 5;

/** Answers how many accounts are in trouble. */
export async function watchAccounts(ctx: Context): Promise<number> {
  await ctx.suppliers.lookNow();
  const calls = await callsOfLate(ctx.db);
  let count = 0;
  for (const account of ctx.suppliers.all()) {
    // What its customers meet there says nothing of it.
    if (account.kind === 'sandbox') continue;
    const spent = ctx.suppliers.figures.spentOf(account.name);
    const cap = capReached(account, spent, ctx.suppliers.rates());
    const why = await ctx.db.tx((tx) => settle(tx, account, cap, calls.get(account.name)));
    if (why !== null) count++;
  }
  return count;
}

type Calls = { account: string; succeeded: number; failed: number };

async function callsOfLate(db: Queryable): Promise<Map<string, Calls>> {
  const rows = await db.rows<Calls>(
    `select account, sum(succeeded)::int as succeeded, sum(failed)::int as failed
     from supplier_calls
     where minute > now() - interval '5 minutes'
     group by account`,
  );
  return new Map(rows.map((row) => [row.account, row]));
}

type State = { status: AccountStatus; awaits_test: boolean; out_because: RefusalReason | null };

/** Why the account takes no orders though the operator wants it to, null = nothing is against it. */
async function settle(
  tx: Tx,
  { name }: Account,
  cap: string | null,
  calls: Calls | undefined,
): Promise<string | null> {
  // First: one that is noted meanwhile is not this look's to end.
  const known = await openIncident(tx, 'account_out', name);
  const state = await tx.one<State>(
    `select a.status, a.awaits_test, s.out_because
     from supplier_accounts a
     left join supplier_states s on s.account = a.name
     where a.name = $1`,
    [name],
  );
  if (state === undefined) return null;
  const why = whyOf(state, cap, isSilent(calls, known?.why === SILENT));
  if (why === null && known !== null) await endIncident(tx, 'account_out', name);
  if (why !== null && known === null)
    await beginIncident(tx, {
      kind: 'account_out',
      subject: name,
      facts: { why },
      tellAfter: FLAP,
    });
  return why;
}

function whyOf(state: State, cap: string | null, isQuiet: boolean): string | null {
  // These are the operator's own doing.
  if (state.status === 'paused' || state.awaits_test) return null;
  if (state.out_because !== null) return whyRefused(state.out_because);
  return cap ?? (isQuiet ? SILENT : null);
}

/** One that is not called any more is believed to be as it was. */
function isSilent(calls: Calls | undefined, wasSilent: boolean): boolean {
  if (calls === undefined) return wasSilent;
  const { succeeded, failed } = calls;
  return failed > succeeded && (wasSilent || failed >= ENOUGH_FAILURES);
}
