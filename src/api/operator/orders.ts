/**
 * /api/operator: what waits for the operator: eSIMs, orders, differences. By bearer token; the CLI
 * is a client of it.
 */
import { Type } from 'typebox';
import { archiveByHand } from '../../domain/esims/archive-by-hand.ts';
import { askNow } from '../../domain/esims/usage/ask-now.ts';
import { listFindings, MAX_FINDINGS } from '../../domain/esims/provisioning/list-findings.ts';
import { ORDER_STATES, PREORDERS } from '../../domain/esims/provisioning/orders.ts';
import { listOrders, ORDERS_PAGE, showOrder } from '../../domain/esims/provisioning/list-orders.ts';
import { adoptOrder, retryOrder } from '../../domain/esims/provisioning/review.ts';
import { reconcileByOperator } from '../../domain/esims/provisioning/reconcile.ts';
import { invalid } from '../../errors.ts';
import { operatorRoute } from '../callers/operator.ts';
import type { Route } from '../route/route.ts';
import { answer, nullable, oneOf, partnerName, text } from '../reference/schemas/shapes.ts';
import { cursorParameter, NEXT_BY_LINK, nextLink, paging } from '../route/paging.ts';

const when = Type.String({ format: 'date-time' });
const byId = Type.Object({ id: text(128) });
const tag = 'Operator';
export const orderFilters = {
  state: Type.Optional(
    oneOf(ORDER_STATES, {
      description: 'pending: a provider has accepted it and not finished',
    }),
  ),
  preorder: Type.Optional(
    oneOf(PREORDERS, {
      description:
        'those ordered ahead of their redemption, by what became of the package; lost: nobody uses it and its provider does not take it back',
    }),
  ),
  partner_id: Type.Optional(text(64)),
};
export const orderView = answer({
  id: Type.String(),
  state: oneOf(ORDER_STATES),
  partner_id: Type.String(),
  partner: partnerName,
  traveler_id: Type.String(),
  queue_id: nullable(Type.String()),
  kind: oneOf(['create_esim', 'add_package'] as const),
  provider: Type.String({ description: 'the supplier account' }),
  reference: Type.String({ description: 'by which the supplier finds it' }),
  iccid: nullable(Type.String()),
  sends: Type.Integer(),
  lookups: Type.Integer({ description: 'since it was sent last' }),
  provider_order_id: nullable(Type.String()),
  created_at: when,
  updated_at: when,
  evidence: Type.Array(
    answer({
      at: Type.Optional(when),
      why: Type.Optional(Type.String()),
    }),
    { description: 'what was tried and what came, oldest first' },
  ),
});

export const operator: Route[] = [
  operatorRoute({
    method: 'POST',
    url: '/api/operator/esims/:iccid/archive',
    operationId: 'archiveEsim',
    tag,
    summary: 'Put an eSIM away',
    description:
      'For a profile that is lost: nothing is put on it any more, and a traveler whose universal eSIM it was gets another with the next redemption. What it holds stays where it is.',
    params: Type.Object({ iccid: text(20) }),
    answers: {
      200: answer({
        iccid: Type.String(),
        partner_id: Type.String(),
        archived_at: Type.String({ format: 'date-time' }),
      }),
    },
    errors: [404, 409],
    handle: async ({ ctx, actor, params }) => ({
      data: await archiveByHand(ctx, actor, params.iccid, null),
    }),
  }),
  operatorRoute({
    method: 'POST',
    url: '/api/operator/esims/:iccid/ask',
    operationId: 'askAboutEsim',
    tag,
    summary: "Ask an eSIM's supplier about it now",
    description:
      'For usage and state before they are asked for by plan. It is next, within the limits of its account; what the supplier says is applied a moment later.',
    params: Type.Object({ iccid: text(20) }),
    answers: { 200: answer({ iccid: Type.String() }) },
    errors: [404],
    handle: async ({ ctx, params }) => ({ data: await askNow(ctx, params.iccid) }),
  }),
  operatorRoute({
    method: 'GET',
    url: '/api/operator/orders',
    operationId: 'listProviderOrders',
    tag,
    summary:
      'Provider orders, newest first; state=needs_review is the review list, preorder=lost what was ordered ahead in vain',
    description: NEXT_BY_LINK,
    query: Type.Object({ ...orderFilters, ...paging(ORDERS_PAGE, 100) }),
    answers: {
      200: Type.Array(orderView),
    },
    errors: [400],
    handle: async ({ ctx, query }) => {
      const { orders, next_cursor } = await listOrders(ctx, query);
      return { data: orders, ...nextLink(ctx, '/api/operator/orders', query, next_cursor) };
    },
  }),
  operatorRoute({
    method: 'GET',
    url: '/api/operator/orders/:id',
    operationId: 'showProviderOrder',
    tag,
    summary: 'One provider order, with its evidence',
    params: byId,
    answers: { 200: orderView },
    errors: [404],
    handle: async ({ ctx, params }) => ({ data: await showOrder(ctx, params.id) }),
  }),
  operatorRoute({
    method: 'POST',
    url: '/api/operator/orders/:id/adopt',
    operationId: 'adoptOrder',
    tag,
    summary: "Take the provider's order as this order's result",
    params: byId,
    body: Type.Object({ provider_order_id: Type.Optional(text(200)) }),
    answers: { 200: answer({ id: Type.String(), state: Type.String() }) },
    errors: [400, 404, 409],
    handle: async ({ ctx, actor, params, body }) => ({
      data: await adoptOrder(ctx, actor, params.id, body.provider_order_id),
    }),
  }),
  operatorRoute({
    method: 'POST',
    url: '/api/operator/orders/:id/retry',
    operationId: 'retryOrder',
    tag,
    summary: 'Send again: nothing was provisioned',
    params: byId,
    answers: { 200: answer({ id: Type.String(), state: Type.String() }) },
    errors: [404, 409],
    handle: async ({ ctx, actor, params }) => ({
      data: await retryOrder(ctx, actor, params.id),
    }),
  }),
  operatorRoute({
    method: 'POST',
    url: '/api/operator/reconcile',
    operationId: 'reconcile',
    tag,
    summary: "Compare a provider's orders with ours now",
    body: Type.Object({
      provider: text(64),
      hours: Type.Optional(Type.Integer({ minimum: 1, maximum: 24 * 90 })),
      settled_minutes: Type.Optional(Type.Integer({ minimum: 0, maximum: 1440 })),
    }),
    answers: { 200: answer({ compared: Type.Integer(), findings: Type.Array(Type.Unknown()) }) },
    errors: [400, 409],
    handle: async ({ ctx, body }) => {
      if (!ctx.providers.has(body.provider))
        throw invalid([
          {
            field: 'provider',
            issue: `expected one of ${[...ctx.providers.keys()].join(', ')}, got "${body.provider}"`,
          },
        ]);
      return {
        data: await reconcileByOperator(
          ctx,
          body.provider,
          new Date(Date.now() - (body.hours ?? 48) * 3_600_000),
          (body.settled_minutes ?? 30) * 60_000,
        ),
      };
    },
  }),
  operatorRoute({
    method: 'GET',
    url: '/api/operator/findings',
    operationId: 'listFindings',
    tag,
    summary: 'Open differences that reconciliation found',
    description:
      'Newest first. Where there are more than one page holds, `message` says how many, and the header `link` with `rel="next"` is the address of the next page.',
    query: Type.Object({
      cursor: cursorParameter(2_000),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_FINDINGS })),
    }),
    answers: { 200: Type.Array(Type.Unknown()) },
    errors: [400],
    handle: async ({ ctx, query }) => {
      const { findings, next_cursor, total } = await listFindings(ctx, query);
      if (next_cursor === null) return { data: findings };
      const limit = query.limit === undefined ? '' : `&limit=${query.limit}`;
      const next = `${ctx.baseUrl}/api/operator/findings?cursor=${next_cursor}${limit}`;
      return {
        data: findings,
        message: `${findings.length} of ${total} open differences; the next page is ${next}`,
        headers: { link: `<${next}>; rel="next"` },
      };
    },
  }),
];
