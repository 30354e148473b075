/**
 * How calls to the accounts went of late, and what was spent today, over all processes: counted
 * here in memory, added to the database's every two seconds and read from there.
 */
import type { Db, Queryable } from '../../db/pool.ts';
import { forget, forgetAll } from '../../db/forget.ts';
import type { Money } from '../money.ts';

export type Calls = { succeeded: number; failed: number };

export type Figures = {
  count(account: string, isSuccess: boolean): void;
  spend(account: string, cost: Money): void;
  /** of the last 15 minutes */
  callsOf(account: string): Calls;
  /** today (UTC), one sum per currency */
  spentOf(account: string): Money[];
  /** Adds what was counted here and reads what all have. */
  exchange(): Promise<void>;
};

type CallRow = Calls & { account: string };
type SpendRow = Money & { account: string };

export function makeFigures(db: Db): Figures {
  let ownCalls = new Map<string, Calls>();
  let ownSpend: SpendRow[] = [];
  let calls = new Map<string, Calls>();
  let spend: SpendRow[] = [];
  const own = (account: string): Calls => {
    let found = ownCalls.get(account);
    if (found === undefined) ownCalls.set(account, (found = { succeeded: 0, failed: 0 }));
    return found;
  };
  return {
    count(account, isSuccess) {
      own(account)[isSuccess ? 'succeeded' : 'failed']++;
    },
    spend(account, { minor, currency }) {
      const known = ownSpend.find((s) => s.account === account && s.currency === currency);
      if (known === undefined) ownSpend.push({ account, minor, currency });
      else known.minor += minor;
    },
    callsOf(account) {
      const [all, mine] = [calls.get(account), ownCalls.get(account)];
      return {
        succeeded: (all?.succeeded ?? 0) + (mine?.succeeded ?? 0),
        failed: (all?.failed ?? 0) + (mine?.failed ?? 0),
      };
    },
    spentOf(account) {
      const sums = new Map<string, number>();
      for (const one of [...spend, ...ownSpend])
        if (one.account === account)
          sums.set(one.currency, (sums.get(one.currency) ?? 0) + one.minor);
      return [...sums].map(([currency, minor]) => ({ minor, currency }));
    },
    async exchange() {
      const [given, spent] = [ownCalls, ownSpend];
      [ownCalls, ownSpend] = [new Map(), []];
      try {
        if (given.size + spent.length > 0)
          await db.tx(async (tx) => {
            await addCalls(tx, given);
            await addSpend(tx, spent);
          });
      } catch (error) {
        for (const [account, { succeeded, failed }] of given) {
          own(account).succeeded += succeeded;
          own(account).failed += failed;
        }
        for (const one of spent) this.spend(one.account, one);
        throw error;
      }
      ({ calls, spend } = await readFigures(db));
    },
  };
}

async function addCalls(tx: Queryable, calls: ReadonlyMap<string, Calls>): Promise<void> {
  // In one order, so that two processes wait for one another instead of dead-locking.
  const rows = [...calls].sort(([a], [b]) => (a < b ? -1 : 1));
  await tx.rows(
    `insert into supplier_calls as c (account, minute, succeeded, failed)
     select n.account, date_trunc('minute', now()), n.succeeded, n.failed
     from unnest($1::text[], $2::int[], $3::int[]) as n(account, succeeded, failed)
     on conflict (account, minute) do update set succeeded = c.succeeded + excluded.succeeded,
       failed = c.failed + excluded.failed`,
    [
      rows.map(([account]) => account),
      rows.map(([, { succeeded }]) => succeeded),
      rows.map(([, { failed }]) => failed),
    ],
  );
}

async function addSpend(tx: Queryable, spend: readonly SpendRow[]): Promise<void> {
  const rows = spend.toSorted((a, b) =>
    `${a.account} ${a.currency}` < `${b.account} ${b.currency}` ? -1 : 1,
  );
  await tx.rows(
    `insert into supplier_spend as s (account, day, currency, minor)
     select n.account, (now() at time zone 'UTC')::date, n.currency, n.minor
     from unnest($1::text[], $2::text[], $3::bigint[]) as n(account, currency, minor)
     on conflict (account, day, currency) do update set minor = s.minor + excluded.minor`,
    [rows.map((r) => r.account), rows.map((r) => r.currency), rows.map((r) => r.minor)],
  );
}

async function readFigures(
  db: Queryable,
): Promise<{ calls: Map<string, Calls>; spend: SpendRow[] }> {
  const calls = await db.rows<CallRow>(
    `select account, sum(succeeded) as succeeded, sum(failed) as failed
     from supplier_calls
     where minute > now() - interval '15 minutes'
     group by account`,
  );
  const spend = await db.rows<SpendRow>(
    `select account, currency, minor
     from supplier_spend
     where day = (now() at time zone 'UTC')::date`,
  );
  return { calls: new Map(calls.map((c) => [c.account, c])), spend };
}

const OLD = `minute < now() - interval '1 day'`;

export const forgetOldCalls = (db: Queryable): Promise<number> =>
  forgetAll(db, forget('supplier_calls', OLD, 'minute'));
