/** What stands in the files of the operator's lists, column by column. */
import type { CsvColumn } from '../../api/route/csv-file.ts';
import type { SourceView } from '../../domain/catalog/sources/list-sources.ts';
import type { listFindings } from '../../domain/esims/provisioning/list-findings.ts';
import type { listOrders } from '../../domain/esims/provisioning/list-orders.ts';
import type { findPartners } from '../../domain/partners/managing/find-partners.ts';
import type { OperatorPurchase } from '../../domain/store/operator/list-purchases.ts';
import type { AccountView } from '../../domain/suppliers/managing/view-account.ts';
import type { OperatorRequest } from '../../domain/support/list-all-requests.ts';

type Rows<F extends (...args: never) => Promise<unknown>> = Awaited<ReturnType<F>>;

/** Columns that are called as the members that they show. */
const of = <Row>(...names: readonly (keyof Row & string)[]): CsvColumn<Row>[] =>
  names.map((name) => [name, (row) => row[name]]);
/** As the API writes instants. */
const at = <Row>(...names: readonly (keyof Row & string)[]): CsvColumn<Row>[] =>
  names.map((name) => [name, (row) => (row[name] as Date | null)?.toISOString()]);

export const PARTNER_COLUMNS = of<Rows<typeof findPartners>['partners'][number]>(
  'id',
  'name',
  'slug',
  'is_demo',
  'created_at',
  'suspended_at',
);

type Order = Rows<typeof listOrders>['orders'][number];
export const ORDER_COLUMNS: CsvColumn<Order>[] = [
  ...of<Order>(
    'id',
    'state',
    'partner_id',
    'partner',
    'traveler_id',
    'queue_id',
    'kind',
    'provider',
    'reference',
    'iccid',
    'sends',
    'lookups',
    'provider_order_id',
    'preorder',
  ),
  ...at<Order>('created_at', 'updated_at'),
  ['last_evidence', ({ evidence }) => evidence.findLast(({ why }) => why !== undefined)?.why],
];

/** Without what a traveler wrote. */
export const REQUEST_COLUMNS: CsvColumn<OperatorRequest>[] = of<OperatorRequest>(
  'id',
  'partner_id',
  'partner',
  'external_user_id',
  'status',
  'symptom',
  'locale',
  'created_at',
  'updated_at',
);

export const SUPPLIER_COLUMNS: CsvColumn<AccountView>[] = [
  ...of<AccountView>('name', 'kind', 'base_url', 'mode', 'status', 'priority', 'created_at'),
  ['out_because', ({ health }) => health.out_because],
  ['calls', ({ health }) => health.calls],
  ['success_share', ({ health }) => health.success_share],
  ['balance', ({ health }) => health.balance?.amount],
  ['balance_currency', ({ health }) => health.balance?.currency],
  ['is_balance_low', ({ health }) => health.is_balance_low],
  ['is_stock_low', ({ health }) => health.is_stock_low],
  ['catalog_read_at', ({ catalog }) => catalog?.read_at],
];

type Finding = Rows<typeof listFindings>['findings'][number];
export const FINDING_COLUMNS: CsvColumn<Finding>[] = [
  ...of<Finding>('provider', 'kind', 'provider_order_id', 'order_id', 'found_at'),
  ['details', ({ details }) => JSON.stringify(details)],
];

/** Without the traveler's words. */
export const PURCHASE_COLUMNS = of<OperatorPurchase>(
  'id',
  'status',
  'doubt',
  'since',
  'partner_id',
  'partner',
  'user_id',
  'booking_id',
  'package_id',
  'amount',
  'currency',
  'checkout_id',
  'payment_id',
  'created_at',
  'paid_at',
  'provisioned_at',
);

export const COST_COLUMNS: CsvColumn<SourceView>[] = [
  ...of<SourceView>('id', 'account', 'article', 'name', 'bytes', 'duration_days'),
  ['coverage', ({ coverage }) => coverage.join(' ')],
  ...of<SourceView>('cost', 'currency'),
  ['offered_cost', ({ offered }) => offered?.cost],
  ['offered_currency', ({ offered }) => offered?.currency],
  ['offered_since', ({ offered }) => offered?.since],
  ['is_held', ({ is_held }) => is_held],
  ['bundles', ({ bundles }) => bundles.join(' ')],
];
