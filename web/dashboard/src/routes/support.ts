/** Addresses of what travelers ask of a partner's people. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { searchOf } from '../data/lists.ts';
import { guard, shell } from './shell.ts';

const requests = createRoute({
  getParentRoute: () => shell,
  path: 'p/$partner/support',
  validateSearch: searchOf('support_requests'),
  beforeLoad: guard('/p/$partner/support'),
  component: lazyRouteComponent(
    () => import('../screens/support/support.tsx'),
    'SupportRequestsScreen',
  ),
});
const request = createRoute({
  getParentRoute: () => requests,
  path: '$id',
  component: lazyRouteComponent(
    () => import('../screens/support/support-panel.tsx'),
    'SupportRequestPanel',
  ),
});

export const supportRoutes = [requests.addChildren([request])] as const;
