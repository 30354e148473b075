import type { Static } from 'typebox';
import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { TelcoError } from './errors.ts';
import type { Hold } from './hold.ts';
import { provision } from './provision.ts';
import { AccountParams, CancelQuery, OrderBody, OrdersQuery, PackageParams } from './schemas.ts';

const PLACE =
  'select refusal, fault, replayed, placed from telco.place_order($1, $2, $3, $4, $5, $6, $7)';
const CANCEL = 'select refusal, fault, replayed, placed from telco.cancel_package($1, $2, $3, $4)';

export type OrderOptions = {
  pool: Pool;
  hold: Hold;
  now: () => Date;
  onPlaced: (account: string) => Promise<void>;
};

export function orderRoutes(app: FastifyInstance, options: OrderOptions): void {
  const { pool, hold, now, onPlaced } = options;
  app.post(
    '/orders',
    { schema: { params: AccountParams, body: OrderBody } },
    async (request, reply) => {
      const { account } = request.params as Static<typeof AccountParams>;
      const body = request.body as Static<typeof OrderBody>;
      const { reference, customer, kind, iccid = null, template = null } = body;
      if ((kind === 'add_package') !== (iccid !== null))
        throw new TelcoError(400, 'invalid_request', 'iccid belongs to add_package');
      if (kind === 'add_package' && template === null)
        throw new TelcoError(400, 'invalid_request', 'add_package needs a template');
      const values = [
        account,
        customer,
        reference,
        kind,
        iccid,
        template && JSON.stringify(template),
        now(),
      ];
      const statement = { name: 'telco-place', text: PLACE, values };
      return provision(pool, hold, request, reply, statement).finally(() => onPlaced(account));
    },
  );

  app.delete(
    '/packages/:id',
    { schema: { params: PackageParams, querystring: CancelQuery } },
    async (request, reply) => {
      const { account, id } = request.params as Static<typeof PackageParams>;
      const { customer } = request.query as Static<typeof CancelQuery>;
      return provision(pool, hold, request, reply, {
        name: 'telco-cancel',
        text: CANCEL,
        values: [account, customer, id, now()],
      });
    },
  );

  app.get(
    '/orders',
    { schema: { params: AccountParams, querystring: OrdersQuery } },
    async (request) => {
      const { account } = request.params as Static<typeof AccountParams>;
      const query = request.query as Static<typeof OrdersQuery>;
      return query.reference === undefined
        ? page(pool, account, query)
        : byReference(pool, account, query.reference);
    },
  );
}

/** Every order of the reference, oldest first: a non-idempotent account can have several. */
async function byReference(pool: Pool, account: string, reference: string) {
  const { rows } = await pool.query({
    name: 'telco-by-reference',
    text: `select telco.order_json(o) as json
      from telco.orders o
      where account = $1 and reference = $2
      order by id`,
    values: [account, reference],
  });
  return { orders: rows.map((row) => row.json), next_cursor: null };
}

/**
 * Keyset over (created_at, id). An order that commits behind a walk is not in that walk, as with
 * any telco: who reconciles lets `since` overlap. `created_at` is kept in whole milliseconds, so
 * the cursor is exact.
 */
async function page(pool: Pool, account: string, query: Static<typeof OrdersQuery>) {
  const since = new Date(query.since ?? 0);
  if (Number.isNaN(since.getTime()))
    throw new TelcoError(400, 'invalid_request', 'since is no instant');
  const limit = Math.max(1, Math.min(500, Number(query.limit ?? 100)));
  const [afterMs, afterId] = (query.cursor ?? '0_0').split('_');
  const { rows } = await pool.query(
    `select o.id::text, o.created_at, telco.order_json(o) as json from telco.orders o
     where account = $1 and created_at >= $2 and (created_at, id) > ($3, $4::bigint)
     order by created_at, id limit $5`,
    [account, since, new Date(Number(afterMs)), afterId, limit + 1],
  );
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    orders: rows.slice(0, limit).map((row) => row.json),
    next_cursor: last === undefined ? null : `${new Date(last.created_at).getTime()}_${last.id}`,
  };
}
