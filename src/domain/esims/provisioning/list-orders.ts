/** Provider orders for the operator, the newest first, page by page. */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import { readId } from '../../../ids.ts';
import { BEHIND_ALL, pageOf, placeOf, type PageSize, type Paging } from '../../../input/paging.ts';
import type { TemplateOrder } from '../../../providers/provider.ts';
import { toMajor, type Money } from '../../money.ts';
import { PARTNER_NAME } from '../../partners/managing/partner-name.ts';
import type { OrderState, Preorder } from './orders.ts';

export const ORDERS_PAGE: PageSize = { most: 1_000, usual: 100 };
export type OrderQuery = Paging & {
  state?: OrderState | undefined;
  preorder?: Preorder | undefined;
  partner_id?: string | undefined;
};

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
const COLUMNS = `id, partner_id, ${PARTNER_NAME('provider_orders')},
  traveler_id, queue_id, kind, provider, reference, iccid, template, state, sends, lookups, next_attempt_at, pending_until, provider_order_id, cost_minor,
  cost_currency, preorder, evidence, created_at, updated_at`;
const page = (whose: string, state: string): string =>
  `select ${COLUMNS}
   from provider_orders
   where id < $2 and ${whose} and ${state}
   order by id desc
   limit $1`;

type Row = {
  id: string;
  partner_id: string;
  partner: string;
  traveler_id: string;
  queue_id: string | null;
  kind: string;
  provider: string;
  reference: string;
  iccid: string | null;
  state: OrderState;
  sends: number;
  lookups: number;
  provider_order_id: string | null;
  created_at: Date;
  updated_at: Date;
  evidence: { at?: string; why?: string }[];
  template: TemplateOrder | null;
  preorder: Preorder | null;
  cost_minor: number | null;
  cost_currency: string | null;
};

/** `at_stake`, in major units, of what was ordered ahead: what it was charged, else what it costs. */
export async function listOrders(ctx: Context, query: OrderQuery) {
  const { partner_id: partner, preorder, limit = ORDERS_PAGE.usual } = query;
  const state = STATE[query.state ?? 'any'];
  const before = placeOf(query.cursor, readId('ord')) ?? BEHIND_ALL;
  const given = [preorder, partner].filter((one) => one !== undefined);
  const whose = [
    ...(preorder === undefined ? [] : ['preorder = $3']),
    ...(partner === undefined ? [] : [`partner_id = $${given.length + 2}`]),
  ];
  const text = page(whose.length === 0 ? 'true' : whose.join(' and '), state);
  const found = await ctx.db.rows<Row>(text, [limit + 1, before, ...given]);
  const { page: rows, next_cursor } = pageOf(found, limit, ({ id }) => id);
  const costs = rows.some((row) => row.preorder !== null) ? costsOf(ctx) : new Map<string, Money>();
  const orders = rows.map((row) => ({
    ...row,
    ...(row.preorder === null ? {} : { at_stake: atStake(row, costs) }),
  }));
  return { orders, next_cursor };
}

/** 404 `order_not_found`. */
export async function showOrder(ctx: Context, id: string) {
  const row = await ctx.db.one<Row>(
    `select ${COLUMNS}
     from provider_orders
     where id = $1`,
    [id],
  );
  if (row === undefined) throw new AppError('order_not_found', 'There is no such provider order.');
  return row;
}

const keyOf = (account: string, article: string): string => `${account} ${article}`;

/** Of every article on sale, by account and article. */
const costsOf = (ctx: Context): Map<string, Money> =>
  new Map(
    ctx.catalog
      .current()
      .bundles.flatMap(({ sources }) =>
        sources.map((s): [string, Money] => [
          keyOf(s.account, s.article),
          { minor: s.cost, currency: s.currency },
        ]),
      ),
  );

function atStake(row: Row, costs: ReadonlyMap<string, Money>) {
  const { provider, template, cost_minor: minor, cost_currency: currency } = row;
  const cost =
    minor !== null && currency !== null
      ? { minor, currency }
      : costs.get(keyOf(provider, template?.id ?? ''));
  return cost === undefined ? null : { amount: toMajor(cost), currency: cost.currency };
}
