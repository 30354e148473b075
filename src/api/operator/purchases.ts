/** /api/operator: purchases that a person has to decide, and events that fit none. */
import { Type } from 'typebox';
import { DOUBT_KINDS } from '../../domain/store/doubts.ts';
import { DECISIONS, decidePurchase } from '../../domain/store/operator/decide-purchase.ts';
import {
  DOUBTS_PAGE,
  listDoubts,
  showPurchase,
} from '../../domain/store/operator/list-purchases.ts';
import {
  listUnfitEvents,
  markEventSeen,
  UNFIT_PAGE,
} from '../../domain/store/operator/unfit-events.ts';
import { operatorRoute } from '../callers/operator.ts';
import { answer, oneOf, text } from '../reference/schemas/shapes.ts';
import { operatorPurchase, unfitEvent } from '../reference/schemas/store.ts';
import { NEXT_BY_LINK, nextLink, paging } from '../route/paging.ts';
import type { Route } from '../route/route.ts';

const tag = 'Operator';
const byId = Type.Object({ id: text(300) });
const PAYMENT_EVENTS = '/api/operator/payment-events';
export const doubtFilters = {
  doubt: Type.Optional(oneOf(DOUBT_KINDS)),
  partner_id: Type.Optional(text(64)),
};

export const operatorPurchases: Route[] = [
  operatorRoute({
    method: 'GET',
    url: '/api/operator/purchases',
    operationId: 'listPurchasesInDoubt',
    tag,
    summary: 'Purchases that wait for a decision, the oldest first',
    description: NEXT_BY_LINK,
    query: Type.Object({ ...doubtFilters, ...paging(DOUBTS_PAGE, 200) }),
    answers: { 200: Type.Array(operatorPurchase) },
    errors: [400],
    handle: async ({ ctx, query }) => {
      const { purchases, next_cursor } = await listDoubts(ctx, query);
      return { data: purchases, ...nextLink(ctx, '/api/operator/purchases', query, next_cursor) };
    },
  }),
  operatorRoute({
    method: 'GET',
    url: '/api/operator/purchases/:id',
    operationId: 'showPurchase',
    tag,
    summary: 'One purchase of any partner',
    params: byId,
    answers: { 200: operatorPurchase },
    errors: [404],
    handle: async ({ ctx, params }) => ({ data: await showPurchase(ctx, params.id) }),
  }),
  operatorRoute({
    method: 'POST',
    url: '/api/operator/purchases/:id/decide',
    operationId: 'decidePurchase',
    tag,
    summary: 'Decide what becomes of a purchase',
    description:
      '`refund`: its order is cancelled and the money goes back; an order that waits for review counts as not made. With `anyway` also where the package stays. `retry`: it is brought on once more. `dismiss`: it stays as it is.',
    params: byId,
    body: Type.Object({ action: oneOf(DECISIONS), anyway: Type.Optional(Type.Boolean()) }),
    answers: { 200: operatorPurchase },
    errors: [400, 404, 409],
    example: { action: 'refund' },
    handle: async ({ ctx, actor, params, body }) => ({
      data: await decidePurchase(ctx, actor, params.id, body),
    }),
  }),
  operatorRoute({
    method: 'GET',
    url: PAYMENT_EVENTS,
    operationId: 'listUnfitPaymentEvents',
    tag,
    summary: 'Events of Stripe that fit no purchase, the oldest first',
    description: NEXT_BY_LINK,
    query: Type.Object(paging(UNFIT_PAGE, 200)),
    answers: { 200: Type.Array(unfitEvent) },
    errors: [400],
    handle: async ({ ctx, query }) => {
      const { events, next_cursor } = await listUnfitEvents(ctx, query);
      return { data: events, ...nextLink(ctx, PAYMENT_EVENTS, query, next_cursor) };
    },
  }),
  operatorRoute({
    method: 'POST',
    url: '/api/operator/payment-events/:id/seen',
    operationId: 'markPaymentEventSeen',
    tag,
    summary: 'Somebody has looked at it',
    params: byId,
    answers: { 200: answer({ id: Type.String() }) },
    errors: [404],
    handle: async ({ ctx, actor, params }) => ({
      data: await markEventSeen(ctx, actor, params.id),
    }),
  }),
];
