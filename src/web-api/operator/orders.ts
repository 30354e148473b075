/** What waits for a person: the review list, differences to suppliers' books, support requests. */
import { Type } from 'typebox';
import { memberRoute, type PrivateRoute } from '../../api/callers/member.ts';
import { operatorTwin, pickRoutes } from '../../api/callers/twins.ts';
import { operator, orderFilters, orderView } from '../../api/operator/orders.ts';
import { doubtFilters, operatorPurchases } from '../../api/operator/purchases.ts';
import { operatorSupport } from '../../api/operator/support.ts';
import { answer } from '../../api/reference/schemas/shapes.ts';
import { operatorPurchase, unfitEvent } from '../../api/reference/schemas/store.ts';
import { pageAnswer, paging } from '../../api/route/paging.ts';
import { listOrders, ORDERS_PAGE } from '../../domain/esims/provisioning/list-orders.ts';
import { listFindings, MAX_FINDINGS } from '../../domain/esims/provisioning/list-findings.ts';
import { DOUBTS_PAGE, listDoubts } from '../../domain/store/operator/list-purchases.ts';
import { listUnfitEvents, UNFIT_PAGE } from '../../domain/store/operator/unfit-events.ts';
import { instant } from '../shapes.ts';

const finding = answer({
  provider: Type.String({ description: 'the supplier account' }),
  kind: Type.String(),
  provider_order_id: Type.String(),
  order_id: Type.String(),
  details: Type.Unknown(),
  found_at: instant,
});

export const ordersOfOperator: PrivateRoute[] = [
  memberRoute({
    method: 'GET',
    url: '/web-api/operator/orders',
    operationId: 'listOrdersPage',
    tag: 'Operator',
    summary: 'Orders at suppliers, newest first; state=needs_review is the review list',
    permission: 'operator.orders.read',
    query: Type.Object({ ...orderFilters, ...paging(ORDERS_PAGE, 100) }),
    answers: { 200: pageAnswer({ orders: Type.Array(orderView) }) },
    errors: [400],
    handle: async ({ ctx, query: { limit = 50, ...query } }) => ({
      data: await listOrders(ctx, { ...query, limit }),
    }),
  }),
  ...pickRoutes(operator, ['showProviderOrder']).map((route) =>
    operatorTwin(route, { permission: 'operator.orders.read' }),
  ),
  ...pickRoutes(operator, ['adoptOrder', 'retryOrder']).map((route) =>
    operatorTwin(route, { permission: 'operator.review' }),
  ),
  memberRoute({
    method: 'GET',
    url: '/web-api/operator/purchases',
    operationId: 'listPurchasesPage',
    tag: 'Operator',
    summary: 'Purchases that wait for a decision, the oldest first',
    permission: 'operator.orders.read',
    query: Type.Object({ ...doubtFilters, ...paging(DOUBTS_PAGE, 200) }),
    answers: { 200: pageAnswer({ purchases: Type.Array(operatorPurchase) }) },
    errors: [400],
    handle: async ({ ctx, query: { limit = 50, ...query } }) => ({
      data: await listDoubts(ctx, { ...query, limit }),
    }),
  }),
  ...pickRoutes(operatorPurchases, ['showPurchase']).map((route) =>
    operatorTwin(route, { permission: 'operator.orders.read' }),
  ),
  memberRoute({
    method: 'GET',
    url: '/web-api/operator/payment-events',
    operationId: 'listUnfitPaymentEventsPage',
    tag: 'Operator',
    summary: 'Events of Stripe that fit no purchase, the oldest first',
    permission: 'operator.orders.read',
    query: Type.Object(paging(UNFIT_PAGE, 200)),
    answers: { 200: pageAnswer({ events: Type.Array(unfitEvent) }) },
    errors: [400],
    handle: async ({ ctx, query: { cursor, limit = 50 } }) => ({
      data: await listUnfitEvents(ctx, { cursor, limit }),
    }),
  }),
  ...pickRoutes(operatorPurchases, ['decidePurchase', 'markPaymentEventSeen']).map((route) =>
    operatorTwin(route, { permission: 'operator.review' }),
  ),
  memberRoute({
    method: 'GET',
    url: '/web-api/operator/findings',
    operationId: 'listFindingsPage',
    tag: 'Operator',
    summary: "Open differences between suppliers' books and ours, newest first",
    permission: 'operator.orders.read',
    query: Type.Object(paging({ most: MAX_FINDINGS, usual: 50 }, 2_000)),
    answers: {
      200: pageAnswer({ findings: Type.Array(finding), total: Type.Integer() }),
    },
    errors: [400],
    handle: async ({ ctx, query: { cursor, limit = 50 } }) => ({
      data: await listFindings(ctx, { cursor, limit }),
    }),
  }),
  ...pickRoutes(operator, ['reconcile']).map((route) =>
    operatorTwin(route, { permission: 'operator.manage' }),
  ),
  ...operatorSupport.map((route) => operatorTwin(route, { permission: 'operator.support' })),
];
