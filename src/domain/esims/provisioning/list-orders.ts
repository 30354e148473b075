/** Provider orders for the operator, the newest first. */
import type { Context } from '../../../context.ts';
import type { OrderState } from './orders.ts';

export const MAX_ORDERS = 1_000;
const USUAL = 100;

/**
 * By words, not by a parameter: each of the states that are rare has an index of its own, which
 * PostgreSQL takes only for a statement that names the state.
 */
const STATE = {
  any: 'true',
  intent: "state = 'intent'",
  unknown: "state = 'unknown'",
  pending: "state = 'pending'",
  confirmed: "state = 'confirmed'",
  rejected: "state = 'rejected'",
  needs_review: "state = 'needs_review'",
};
const page = (whose: string, state: string): string =>
  `select id, partner_id, traveler_id, queue_id, kind, provider, reference, iccid, template, state,
     sends, lookups, next_attempt_at, pending_until, provider_order_id, cost_minor, cost_currency, evidence, created_at, updated_at
   from provider_orders
   where ${whose} and ${state}
   order by id desc
   limit $1`;

export async function listOrders(
  ctx: Context,
  query: {
    state?: OrderState | undefined;
    partner_id?: string | undefined;
    limit?: number | undefined;
  },
) {
  const { partner_id: partner, limit = USUAL } = query;
  const state = query.state ?? 'any';
  return partner === undefined
    ? ctx.db.rows(page('true', STATE[state]), [limit])
    : ctx.db.rows(page('partner_id = $2', STATE[state]), [limit, partner]);
}
