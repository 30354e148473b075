/** Home, the funnel and the service figures of a partner. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { toHomeSearch } from '../data/home.ts';
import { searchOf } from '../data/lists.ts';
import { guard, shell } from './shell.ts';

const home = createRoute({
  getParentRoute: () => shell,
  path: 'p/$partner/home',
  validateSearch: toHomeSearch,
  beforeLoad: guard('/p/$partner/home'),
  component: lazyRouteComponent(() => import('../screens/home/home.tsx'), 'HomeScreen'),
});
const funnel = createRoute({
  getParentRoute: () => shell,
  path: 'p/$partner/funnel',
  validateSearch: toHomeSearch,
  beforeLoad: guard('/p/$partner/funnel'),
  component: lazyRouteComponent(() => import('../screens/funnel/funnel.tsx'), 'FunnelScreen'),
});
const packages = createRoute({
  getParentRoute: () => shell,
  path: 'p/$partner/packages',
  validateSearch: searchOf('packages'),
  beforeLoad: guard('/p/$partner/packages'),
  component: lazyRouteComponent(() => import('../screens/funnel/packages.tsx'), 'PackagesScreen'),
});
const service = createRoute({
  getParentRoute: () => shell,
  path: 'p/$partner/service',
  beforeLoad: guard('/p/$partner/service'),
  component: lazyRouteComponent(() => import('../screens/service/service.tsx'), 'ServiceScreen'),
});

export const homeRoutes = [home, funnel, packages, service] as const;
