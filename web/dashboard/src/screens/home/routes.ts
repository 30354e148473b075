/** Where Home and the reports are. */
import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router';
import { toHomeSearch } from '../../data/home.ts';
import { searchOf } from '../../data/lists.ts';
import type { ScreenPath } from '../../shell/screens.ts';

/** Lets only those through who may open the screen. */
type Guard = (path: ScreenPath) => (at: { context: never; params: never }) => void;

export const homeRoutes = <Shell extends AnyRoute>(shell: Shell, guard: Guard) =>
  [
    createRoute({
      getParentRoute: () => shell,
      path: 'p/$partner/home',
      validateSearch: toHomeSearch,
      beforeLoad: guard('/p/$partner/home') as () => void,
      component: lazyRouteComponent(() => import('./home.tsx'), 'HomeScreen'),
    }),
    createRoute({
      getParentRoute: () => shell,
      path: 'p/$partner/funnel',
      validateSearch: toHomeSearch,
      beforeLoad: guard('/p/$partner/funnel') as () => void,
      component: lazyRouteComponent(() => import('../funnel/funnel.tsx'), 'FunnelScreen'),
    }),
    createRoute({
      getParentRoute: () => shell,
      path: 'p/$partner/packages',
      validateSearch: searchOf('packages'),
      beforeLoad: guard('/p/$partner/packages') as () => void,
      component: lazyRouteComponent(() => import('../funnel/packages.tsx'), 'PackagesScreen'),
    }),
    createRoute({
      getParentRoute: () => shell,
      path: 'p/$partner/service',
      beforeLoad: guard('/p/$partner/service') as () => void,
      component: lazyRouteComponent(() => import('../service/service.tsx'), 'ServiceScreen'),
    }),
  ] as const;
