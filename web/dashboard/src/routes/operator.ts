/** Screens of the installation, beside its members and its audit log. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { searchOf } from '../data/lists.ts';
import { guard, shell } from './shell.ts';

const operatorPartners = createRoute({
  getParentRoute: () => shell,
  path: 'operator/partners',
  validateSearch: searchOf('partners'),
  beforeLoad: guard('/operator/partners'),
  component: lazyRouteComponent(
    () => import('../screens/operator/partners/partners.tsx'),
    'PartnersScreen',
  ),
});
const operatorPartner = createRoute({
  getParentRoute: () => operatorPartners,
  path: '$id',
  component: lazyRouteComponent(
    () => import('../screens/operator/partners/partner-panel.tsx'),
    'PartnerPanel',
  ),
});
const review = createRoute({
  getParentRoute: () => shell,
  path: 'operator/review',
  validateSearch: searchOf('orders'),
  beforeLoad: guard('/operator/review'),
  component: lazyRouteComponent(
    () => import('../screens/operator/review/review.tsx'),
    'ReviewScreen',
  ),
});
const reviewed = createRoute({
  getParentRoute: () => review,
  path: '$id',
  component: lazyRouteComponent(
    () => import('../screens/operator/review/order-panel.tsx'),
    'OrderPanel',
  ),
});
const purchases = createRoute({
  getParentRoute: () => shell,
  path: 'operator/purchases',
  validateSearch: searchOf('purchases'),
  beforeLoad: guard('/operator/purchases'),
  component: lazyRouteComponent(
    () => import('../screens/operator/purchases/purchases.tsx'),
    'PurchasesScreen',
  ),
});
const purchase = createRoute({
  getParentRoute: () => purchases,
  path: '$id',
  component: lazyRouteComponent(
    () => import('../screens/operator/purchases/purchase-panel.tsx'),
    'PurchasePanel',
  ),
});
const supportQueue = createRoute({
  getParentRoute: () => shell,
  path: 'operator/support',
  validateSearch: searchOf('support'),
  beforeLoad: guard('/operator/support'),
  component: lazyRouteComponent(
    () => import('../screens/operator/support/support.tsx'),
    'SupportScreen',
  ),
});
const supportRequest = createRoute({
  getParentRoute: () => supportQueue,
  path: '$id',
  component: lazyRouteComponent(
    () => import('../screens/operator/support/support-panel.tsx'),
    'SupportPanel',
  ),
});
const suppliers = createRoute({
  getParentRoute: () => shell,
  path: 'operator/suppliers',
  validateSearch: searchOf('suppliers'),
  beforeLoad: guard('/operator/suppliers'),
  component: lazyRouteComponent(
    () => import('../screens/operator/suppliers/suppliers.tsx'),
    'SuppliersScreen',
  ),
});
const supplier = createRoute({
  getParentRoute: () => suppliers,
  path: '$id',
  component: lazyRouteComponent(
    () => import('../screens/operator/suppliers/supplier-panel.tsx'),
    'SupplierPanel',
  ),
});
const routing = createRoute({
  getParentRoute: () => shell,
  path: 'operator/routing',
  beforeLoad: guard('/operator/routing'),
  component: lazyRouteComponent(
    () => import('../screens/operator/routing/routing.tsx'),
    'RoutingScreen',
  ),
});
const publishing = createRoute({
  getParentRoute: () => shell,
  path: 'operator/publishing',
  beforeLoad: guard('/operator/publishing'),
  component: lazyRouteComponent(
    () => import('../screens/operator/publishing/publishing.tsx'),
    'PublishingScreen',
  ),
});
const costs = createRoute({
  getParentRoute: () => shell,
  path: 'operator/costs',
  validateSearch: searchOf('costs'),
  beforeLoad: guard('/operator/costs'),
  component: lazyRouteComponent(() => import('../screens/operator/costs/costs.tsx'), 'CostsScreen'),
});
const cost = createRoute({
  getParentRoute: () => costs,
  path: '$id',
  component: lazyRouteComponent(
    () => import('../screens/operator/costs/cost-panel.tsx'),
    'CostPanel',
  ),
});
const rates = createRoute({
  getParentRoute: () => shell,
  path: 'operator/rates',
  beforeLoad: guard('/operator/rates'),
  component: lazyRouteComponent(() => import('../screens/operator/rates/rates.tsx'), 'RatesScreen'),
});
const findings = createRoute({
  getParentRoute: () => shell,
  path: 'operator/findings',
  beforeLoad: guard('/operator/findings'),
  component: lazyRouteComponent(
    () => import('../screens/operator/findings/findings.tsx'),
    'FindingsScreen',
  ),
});
const figures = createRoute({
  getParentRoute: () => shell,
  path: 'operator/figures',
  beforeLoad: guard('/operator/figures'),
  component: lazyRouteComponent(
    () => import('../screens/operator/figures/figures.tsx'),
    'FiguresScreen',
  ),
});
const mail = createRoute({
  getParentRoute: () => shell,
  path: 'operator/mail',
  beforeLoad: guard('/operator/mail'),
  component: lazyRouteComponent(() => import('../screens/operator/mail/mail.tsx'), 'MailScreen'),
});
const limits = createRoute({
  getParentRoute: () => shell,
  path: 'operator/limits',
  beforeLoad: guard('/operator/limits'),
  component: lazyRouteComponent(
    () => import('../screens/operator/limits/limits.tsx'),
    'LimitsScreen',
  ),
});

export const operatorRoutes = [
  operatorPartners.addChildren([operatorPartner]),
  review.addChildren([reviewed]),
  purchases.addChildren([purchase]),
  supportQueue.addChildren([supportRequest]),
  suppliers.addChildren([supplier]),
  routing,
  publishing,
  costs.addChildren([cost]),
  rates,
  findings,
  figures,
  mail,
  limits,
] as const;
