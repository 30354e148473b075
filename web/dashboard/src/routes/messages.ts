/** Messages, branding, origins and retention of a partner. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { searchOf } from '../data/lists.ts';
import { guard, shell } from './shell.ts';

const messages = createRoute({
  getParentRoute: () => shell,
  path: 'p/$partner/messages',
  validateSearch: searchOf('messages'),
  beforeLoad: guard('/p/$partner/messages'),
  component: lazyRouteComponent(() => import('../screens/messages/messages.tsx'), 'MessagesScreen'),
});
const message = createRoute({
  getParentRoute: () => messages,
  path: '$id',
  component: lazyRouteComponent(
    () => import('../screens/messages/message-panel.tsx'),
    'MessagePanel',
  ),
});
const suppressions = createRoute({
  getParentRoute: () => shell,
  path: 'p/$partner/suppressions',
  beforeLoad: guard('/p/$partner/suppressions'),
  component: lazyRouteComponent(
    () => import('../screens/messages/suppressions.tsx'),
    'SuppressionsScreen',
  ),
});
const schedules = createRoute({
  getParentRoute: () => shell,
  path: 'p/$partner/schedules',
  beforeLoad: guard('/p/$partner/schedules'),
  component: lazyRouteComponent(
    () => import('../screens/schedules/schedules.tsx'),
    'SchedulesScreen',
  ),
});
const brand = createRoute({
  getParentRoute: () => shell,
  path: 'p/$partner/brand',
  beforeLoad: guard('/p/$partner/brand'),
  component: lazyRouteComponent(() => import('../screens/brand/brand.tsx'), 'BrandScreen'),
});
const origins = createRoute({
  getParentRoute: () => shell,
  path: 'p/$partner/origins',
  beforeLoad: guard('/p/$partner/origins'),
  component: lazyRouteComponent(() => import('../screens/origins/origins.tsx'), 'OriginsScreen'),
});
const retention = createRoute({
  getParentRoute: () => shell,
  path: 'p/$partner/retention',
  beforeLoad: guard('/p/$partner/retention'),
  component: lazyRouteComponent(
    () => import('../screens/retention/retention.tsx'),
    'RetentionScreen',
  ),
});

export const messageRoutes = [
  messages.addChildren([message]),
  suppressions,
  schedules,
  brand,
  origins,
  retention,
] as const;
