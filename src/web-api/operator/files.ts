/** The operator's lists as files: exactly what is filtered, however much that is. */
import { Type } from 'typebox';
import { memberRoute, type PrivateRoute } from '../../api/callers/member.ts';
import { orderFilters } from '../../api/operator/orders.ts';
import { doubtFilters } from '../../api/operator/purchases.ts';
import { oneOf, text } from '../../api/reference/schemas/shapes.ts';
import { csvPages } from '../../api/route/csv-file.ts';
import { listSources, SOURCES_PAGE } from '../../domain/catalog/sources/list-sources.ts';
import { listFindings, MAX_FINDINGS } from '../../domain/esims/provisioning/list-findings.ts';
import { listOrders, ORDERS_PAGE } from '../../domain/esims/provisioning/list-orders.ts';
import { findPartners, PARTNERS_PAGE } from '../../domain/partners/managing/find-partners.ts';
import { DOUBTS_PAGE, listDoubts } from '../../domain/store/operator/list-purchases.ts';
import { listAccounts } from '../../domain/suppliers/managing/view-account.ts';
import { listAllRequests } from '../../domain/support/list-all-requests.ts';
import { REQUESTS_PAGE } from '../../domain/support/list-requests.ts';
import { SUPPORT_STATUSES } from '../../domain/support/request-view.ts';
import { CSV_TYPE } from '../../http/media-type.ts';
import {
  COST_COLUMNS,
  FINDING_COLUMNS,
  ORDER_COLUMNS,
  PARTNER_COLUMNS,
  PURCHASE_COLUMNS,
  REQUEST_COLUMNS,
  SUPPLIER_COLUMNS,
} from './file-columns.ts';

const A_FILE = {
  method: 'GET' as const,
  tag: 'Operator',
  answers: {},
  errors: [400],
  produces: CSV_TYPE,
};

export const filesOfOperator: PrivateRoute[] = [
  memberRoute({
    ...A_FILE,
    url: '/web-api/operator/partners.csv',
    operationId: 'getPartnersCsv',
    summary: 'Partners as a file',
    permission: 'operator.view_as',
    query: Type.Object({
      q: Type.Optional(text(100)),
      state: Type.Optional(oneOf(['active', 'suspended'] as const)),
    }),
    handle: ({ ctx, query }) =>
      csvPages('partners.csv', PARTNER_COLUMNS, async (cursor) => {
        const { partners, next_cursor } = await findPartners(ctx, {
          ...query,
          cursor,
          limit: PARTNERS_PAGE.most,
        });
        return { rows: partners, next_cursor };
      }),
  }),
  memberRoute({
    ...A_FILE,
    url: '/web-api/operator/orders.csv',
    operationId: 'getOrdersCsv',
    summary: 'Orders at suppliers as a file',
    permission: 'operator.orders.read',
    query: Type.Object(orderFilters),
    handle: ({ ctx, query }) =>
      csvPages('orders.csv', ORDER_COLUMNS, async (cursor) => {
        const { orders, next_cursor } = await listOrders(ctx, {
          ...query,
          cursor,
          limit: ORDERS_PAGE.most,
        });
        return { rows: orders, next_cursor };
      }),
  }),
  memberRoute({
    ...A_FILE,
    url: '/web-api/operator/support-requests.csv',
    operationId: 'getSupportRequestsCsv',
    summary: 'Support requests as a file',
    description: 'What travelers wrote in their own words is not in it.',
    permission: 'operator.support',
    query: Type.Object({
      partner_id: Type.Optional(text(128)),
      status: Type.Optional(oneOf(SUPPORT_STATUSES)),
    }),
    errors: [400, 404],
    handle: ({ ctx, query }) =>
      csvPages('support-requests.csv', REQUEST_COLUMNS, async (cursor) => {
        const { support_requests: rows, next_cursor } = await listAllRequests(ctx, {
          ...query,
          cursor,
          limit: REQUESTS_PAGE.most,
        });
        return { rows, next_cursor };
      }),
  }),
  memberRoute({
    ...A_FILE,
    url: '/web-api/operator/suppliers.csv',
    operationId: 'getSuppliersCsv',
    summary: 'Supplier accounts as a file',
    permission: 'operator.manage',
    handle: ({ ctx }) =>
      csvPages('suppliers.csv', SUPPLIER_COLUMNS, async () => ({
        rows: await listAccounts(ctx),
        next_cursor: null,
      })),
  }),
  memberRoute({
    ...A_FILE,
    url: '/web-api/operator/findings.csv',
    operationId: 'getFindingsCsv',
    summary: "Open differences between suppliers' books and ours as a file",
    permission: 'operator.orders.read',
    handle: ({ ctx }) =>
      csvPages('findings.csv', FINDING_COLUMNS, async (cursor) => {
        const { findings, next_cursor } = await listFindings(ctx, { cursor, limit: MAX_FINDINGS });
        return { rows: findings, next_cursor };
      }),
  }),
  memberRoute({
    ...A_FILE,
    url: '/web-api/operator/purchases.csv',
    operationId: 'getPurchasesCsv',
    summary: 'Purchases that wait for a decision as a file',
    permission: 'operator.orders.read',
    query: Type.Object(doubtFilters),
    handle: ({ ctx, query }) =>
      csvPages('purchases.csv', PURCHASE_COLUMNS, async (cursor) => {
        const { purchases, next_cursor } = await listDoubts(ctx, {
          ...query,
          cursor,
          limit: DOUBTS_PAGE.most,
        });
        return { rows: purchases, next_cursor };
      }),
  }),
  memberRoute({
    ...A_FILE,
    url: '/web-api/operator/costs.csv',
    operationId: 'getCostsCsv',
    summary: 'Costs that wait for approval as a file',
    permission: 'operator.manage',
    query: Type.Object({
      account: Type.Optional(text(40)),
      bundle: Type.Optional(text(104)),
    }),
    handle: ({ ctx, query }) =>
      csvPages('costs.csv', COST_COLUMNS, async (cursor) => {
        const { sources, next_cursor } = await listSources(ctx, {
          ...query,
          state: 'waiting',
          cursor,
          limit: SOURCES_PAGE.most,
        });
        return { rows: sources, next_cursor };
      }),
  }),
];
