/** Provider orders for the operator, the newest first. */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { TemplateOrder } from '../../../providers/provider.ts';
import { toMajor, type Money } from '../../money.ts';
import type { OrderState, Preorder } from './orders.ts';

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
const COLUMNS = `id, partner_id, traveler_id, queue_id, kind, provider, reference, iccid, template,
  state, sends, lookups, next_attempt_at, pending_until, provider_order_id, cost_minor,
  cost_currency, preorder, evidence, created_at, updated_at`;
const page = (whose: string, state: string): string =>
  `select ${COLUMNS}
   from provider_orders
   where ${whose} and ${state}
   order by id desc
   limit $1`;

type Row = {
  provider: string;
  template: TemplateOrder | null;
  preorder: Preorder | null;
  cost_minor: number | null;
  cost_currency: string | null;
};

/** `at_stake`, in major units, of what was ordered ahead: what it was charged, else what it costs. */
export async function listOrders(
  ctx: Context,
  query: {
    state?: OrderState | undefined;
    preorder?: Preorder | undefined;
    partner_id?: string | undefined;
    limit?: number | undefined;
  },
) {
  const { partner_id: partner, preorder, limit = USUAL } = query;
  const state = STATE[query.state ?? 'any'];
  const given = [preorder, partner].filter((one) => one !== undefined);
  const whose = [
    ...(preorder === undefined ? [] : ['preorder = $2']),
    ...(partner === undefined ? [] : [`partner_id = $${given.length + 1}`]),
  ];
  const text = page(whose.length === 0 ? 'true' : whose.join(' and '), state);
  const rows = await ctx.db.rows<Row>(text, [limit, ...given]);
  const costs = rows.some((row) => row.preorder !== null) ? costsOf(ctx) : new Map<string, Money>();
  return rows.map((row) => ({
    ...row,
    ...(row.preorder === null ? {} : { at_stake: atStake(row, costs) }),
  }));
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
