/** Addresses of what a partner sells. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { searchOf } from '../data/lists.ts';
import { guard, shell } from './shell.ts';

const prices = createRoute({
  getParentRoute: () => shell,
  path: 'p/$partner/prices',
  validateSearch: searchOf('prices'),
  beforeLoad: guard('/p/$partner/prices'),
  component: lazyRouteComponent(() => import('../screens/prices/prices.tsx'), 'PricesScreen'),
});
const price = createRoute({
  getParentRoute: () => prices,
  path: '$id',
  component: lazyRouteComponent(() => import('../screens/prices/price-panel.tsx'), 'PricePanel'),
});
const partnerStrategy = createRoute({
  getParentRoute: () => shell,
  path: 'p/$partner/strategy',
  beforeLoad: guard('/p/$partner/strategy'),
  component: lazyRouteComponent(() => import('../screens/strategy/strategy.tsx'), 'StrategyScreen'),
});
const codes = createRoute({
  getParentRoute: () => shell,
  path: 'p/$partner/codes',
  validateSearch: searchOf('codes'),
  beforeLoad: guard('/p/$partner/codes'),
  component: lazyRouteComponent(() => import('../screens/codes/codes.tsx'), 'CodesScreen'),
});
const unredeemedCodes = createRoute({
  getParentRoute: () => shell,
  path: 'p/$partner/unredeemed-codes',
  validateSearch: searchOf('unredeemed_codes'),
  beforeLoad: guard('/p/$partner/unredeemed-codes'),
  component: lazyRouteComponent(
    () => import('../screens/codes/unredeemed-codes.tsx'),
    'UnredeemedCodesScreen',
  ),
});
const codeBatch = createRoute({
  getParentRoute: () => codes,
  path: '$id',
  component: lazyRouteComponent(() => import('../screens/codes/batch-panel.tsx'), 'BatchPanel'),
});

export const sellRoutes = [
  prices.addChildren([price]),
  partnerStrategy,
  codes.addChildren([codeBatch]),
  unredeemedCodes,
] as const;
