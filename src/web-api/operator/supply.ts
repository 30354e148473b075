/** Suppliers, routing, what is published of their catalogs, and how they do. */
import type { PrivateRoute } from '../../api/callers/member.ts';
import { operatorTwin, pickRoutes } from '../../api/callers/twins.ts';
import { operatorPublishing } from '../../api/operator/publishing.ts';
import { operatorRates } from '../../api/operator/rates.ts';
import { operatorReports } from '../../api/operator/reports.ts';
import { operatorRouting } from '../../api/operator/routing.ts';
import { operatorSources } from '../../api/operator/sources.ts';
import { operatorStranded } from '../../api/operator/stranded.ts';
import { operatorSupplierStock } from '../../api/operator/supplier-stock.ts';
import { operatorSuppliers } from '../../api/operator/suppliers.ts';

const manage = { permission: 'operator.manage' } as const;

/** Files are brought in by a command. */
const RULES = [
  'listPublishingRules',
  'previewPublishing',
  'putPublishingRule',
  'removePublishingRule',
  'publishCatalog',
];

export const supplyOfOperator: PrivateRoute[] = [
  ...operatorSuppliers.map((route) => operatorTwin(route, manage)),
  ...operatorSupplierStock.map((route) => operatorTwin(route, manage)),
  ...operatorStranded.map((route) => operatorTwin(route, { permission: 'operator.orders.read' })),
  ...operatorRouting.map((route) => operatorTwin(route, manage)),
  ...operatorSources.map((route) => operatorTwin(route, manage)),
  ...operatorRates.map((route) => operatorTwin(route, manage)),
  ...pickRoutes(operatorPublishing, RULES).map((route) => operatorTwin(route, manage)),
  ...pickRoutes(operatorReports, ['getSupplyReport']).map((route) =>
    operatorTwin(route, { permission: 'operator.orders.read' }),
  ),
  ...pickRoutes(operatorReports, ['getMargin']).map((route) =>
    operatorTwin(route, { permission: 'operator.money.read' }),
  ),
];
