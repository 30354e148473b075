/** Notifications: of a partner's members, and of the installation's. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { guard, shell } from './shell.ts';

const screen = lazyRouteComponent(
  () => import('../screens/notifications/notifications.tsx'),
  'NotificationsScreen',
);
const ofPartner = createRoute({
  getParentRoute: () => shell,
  path: 'p/$partner/notifications',
  beforeLoad: guard('/p/$partner/notifications'),
  component: screen,
});
const ofOperator = createRoute({
  getParentRoute: () => shell,
  path: 'operator/notifications',
  beforeLoad: guard('/operator/notifications'),
  component: screen,
});

export const notificationRoutes = [ofPartner, ofOperator] as const;
