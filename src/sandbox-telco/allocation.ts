/**
 * Orders that are accepted first and finished later. The database knows when that is: whichever
 * process is asked after that instant finishes them before it answers, and whoever finishes one
 * tells the client.
 */
import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import type { FactsOf } from './account-facts.ts';
import type { Callbacks } from './callback.ts';

export type Allocation = {
  /** Finishes all that are due. */
  finishDue(): Promise<void>;
  /** An order was placed at this account: it is finished when its time has come. */
  expect(account: string): Promise<void>;
};

const AT_A_TIME = 100;
/** So that the timer does not ring before the database's clock. */
const MARGIN_MS = 5;

type Finished = { account: string | null; id: string; reference: string };

export function makeAllocation(
  app: FastifyInstance,
  options: { pool: Pool; factsOf: FactsOf; now: () => Date; callbacks: Callbacks },
): Allocation {
  const { pool, factsOf, now, callbacks } = options;
  const timers = new Set<NodeJS.Timeout>();
  app.addHook('onClose', async () => timers.forEach(clearTimeout));

  const finishDue = async (): Promise<void> => {
    for (let left = AT_A_TIME; left === AT_A_TIME;) {
      const due = await pool.query<{ id: string }>({
        name: 'telco-due',
        text: `select id::text
          from telco.orders
          where allocate_at <= clock_timestamp()
          order by allocate_at
          limit ${AT_A_TIME}`,
      });
      left = due.rows.length;
      for (const { id } of due.rows) {
        const finished = await pool.query<Finished>({
          name: 'telco-finish',
          text: 'select account, id, reference from telco.finish_order($1, $2)',
          values: [id, now()],
        });
        const { account, ...order } = finished.rows[0]!;
        if (account !== null) callbacks.hint(account, [order]);
      }
    }
  };
  return {
    finishDue,
    async expect(account) {
      // Without a timer it is finished by the next call.
      const facts = await factsOf(account).catch(() => null);
      const ms = facts?.allocation_ms ?? null;
      if (ms === null) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        // A database that is away now is asked again by the next look-up.
        finishDue().catch(() => {});
      }, ms + MARGIN_MS).unref();
      timers.add(timer);
    },
  };
}

/** Every call of an account that takes its time finds finished what is due. */
export function finishBeforeAnswering(
  app: FastifyInstance,
  factsOf: FactsOf,
  allocation: Allocation,
): void {
  app.addHook('preHandler', async (request) => {
    const facts = await factsOf((request.params as { account: string }).account);
    if (facts?.allocation_ms != null) await allocation.finishDue();
  });
}
