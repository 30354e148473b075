/**
 * Steering and looking behind the curtain: what no real telco offers, for the sandbox and the
 * tests.
 */
import type { Static } from 'typebox';
import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { CustomerParams, FaultsBody } from './schemas.ts';

/** Rows per list of the ledger; `complete` says whether that was all. */
const LEDGER_ROWS = 10_000;

/** `finishDue`: brings orders that are pending to their end, where that is due. */
export function customerRoutes(
  app: FastifyInstance,
  pool: Pool,
  finishDue: () => Promise<void>,
): void {
  faultRoutes(app, pool);

  app.get(
    '/v1/customers/:customer/ledger',
    { schema: { params: CustomerParams } },
    async (request) => {
      await finishDue();
      return readLedger(pool, customerOf(request));
    },
  );

  app.delete('/v1/customers/:customer', { schema: { params: CustomerParams } }, async (request) => {
    // First what is pending, so that nothing is made of it beside the rest.
    await pool.query('delete from telco.orders where customer = $1 and allocate_at is not null', [
      customerOf(request),
    ]);
    // One statement: foreign keys are checked at its end, so the order of the parts does not
    // matter.
    await pool.query(
      `with c as (delete from telco.calls where customer = $1),
         f as (delete from telco.faults where customer = $1),
         u as (delete from telco.usage where customer = $1),
         p as (delete from telco.packages where customer = $1),
         o as (delete from telco.orders where customer = $1)
       delete from telco.profiles
       where customer = $1`,
      [customerOf(request)],
    );
    return {};
  });
}

const customerOf = (request: { params: unknown }): string =>
  (request.params as Static<typeof CustomerParams>).customer;

function faultRoutes(app: FastifyInstance, pool: Pool): void {
  app.put(
    '/v1/customers/:customer/faults',
    { schema: { params: CustomerParams, body: FaultsBody } },
    async (request) => {
      const { next, count } = request.body as Static<typeof FaultsBody>;
      await pool.query(
        `insert into telco.faults (customer, next, count) values ($1, $2, $3)
       on conflict (customer) do update set next = excluded.next, count = excluded.count`,
        [customerOf(request), next, count],
      );
      return { next, count };
    },
  );

  app.get(
    '/v1/customers/:customer/faults',
    { schema: { params: CustomerParams } },
    async (request) => {
      const { rows } = await pool.query(
        'select next, count from telco.faults where customer = $1 and count > 0',
        [customerOf(request)],
      );
      return rows[0] ?? { next: null, count: 0 };
    },
  );
}

async function readLedger(pool: Pool, customer: string) {
  const values = [customer, LEDGER_ROWS + 1];
  const orders = await pool.query(
    `select account, telco.order_json(o) as "order"
         from telco.orders o
         where customer = $1
         order by id
         limit $2`,
    values,
  );
  const calls = await pool.query(
    `select account, kind, reference, outcome, fault, at
         from telco.calls
         where customer = $1
         order by id
         limit $2`,
    values,
  );
  return {
    orders: orders.rows.slice(0, LEDGER_ROWS),
    calls: calls.rows.slice(0, LEDGER_ROWS),
    complete: orders.rows.length <= LEDGER_ROWS && calls.rows.length <= LEDGER_ROWS,
  };
}
