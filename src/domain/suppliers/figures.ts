/**
 * How calls to the accounts went of late, over all processes: counted here in memory, added to the
 * database's every two seconds and read from there. And what was spent today.
 */
import type { Db, Queryable } from '../../db/pool.ts';
import { forget, forgetAll } from '../../db/forget.ts';
import type { Money } from '../money.ts';

export type Calls = { succeeded: number; failed: number };

export type Figures = {
  count(account: string, isSuccess: boolean): void;
  /** of the last 15 minutes */
  callsOf(account: string): Calls;
  /** of an account that has a spend cap: today (UTC), one sum per currency */
  spentOf(account: string): readonly Money[];
  /** Adds what was counted here and reads what all have. `capped`: whose spending is read. */
  exchange(capped: readonly string[]): Promise<void>;
};

const NONE: Calls = { succeeded: 0, failed: 0 };
const sum = (a: Calls, b: Calls): Calls => ({
  succeeded: a.succeeded + b.succeeded,
  failed: a.failed + b.failed,
});

export function makeFigures(db: Db): Figures {
  let own = new Map<string, Calls>();
  let calls = new Map<string, Calls>();
  let spent = new Map<string, Spent[]>();
  const add = (account: string, more: Calls): void => {
    own.set(account, sum(own.get(account) ?? NONE, more));
  };
  return {
    count: (account, isSuccess) =>
      add(account, { succeeded: Number(isSuccess), failed: Number(!isSuccess) }),
    callsOf: (account) => sum(calls.get(account) ?? NONE, own.get(account) ?? NONE),
    spentOf: (account) => spent.get(account) ?? [],
    async exchange(capped) {
      const given = own;
      own = new Map();
      try {
        if (given.size > 0) await addCalls(db, given);
      } catch (error) {
        for (const [account, more] of given) add(account, more);
        throw error;
      }
      calls = await readCalls(db);
      const all = capped.length === 0 ? [] : await readSpent(db, capped);
      spent = Map.groupBy(all, ({ account }) => account);
    },
  };
}

function addCalls(db: Queryable, calls: ReadonlyMap<string, Calls>): Promise<unknown> {
  // In one order, so that two processes wait for one another instead of dead-locking.
  const rows = [...calls].sort(([a], [b]) => (a < b ? -1 : 1));
  return db.rows(
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

async function readCalls(db: Queryable): Promise<Map<string, Calls>> {
  const rows = await db.rows<Calls & { account: string }>(
    `select account, sum(succeeded) as succeeded, sum(failed) as failed
     from supplier_calls
     where minute > now() - interval '15 minutes'
     group by account`,
  );
  return new Map(rows.map((row) => [row.account, row]));
}

export type Spent = Money & { account: string };

/** By orders of today (UTC), as far as the suppliers say what one costs. */
export const readSpent = (db: Queryable, accounts: readonly string[]): Promise<Spent[]> =>
  db.rows<Spent>(
    `select provider as account, cost_currency as currency, sum(cost_minor)::float8 as minor
     from provider_orders
     where provider = any($1) and cost_minor is not null
       and created_at >= date_trunc('day', now() at time zone 'UTC') at time zone 'UTC'
     group by provider, cost_currency`,
    [accounts],
  );

const OLD = `minute < now() - interval '1 day'`;

export const forgetOldCalls = (db: Queryable): Promise<number> =>
  forgetAll(db, forget('supplier_calls', OLD, 'minute'));
