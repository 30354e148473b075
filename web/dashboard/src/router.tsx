/** Which address shows which screen, and who is let in. Each screen is loaded when it is shown. */
import {
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  stringifySearchWith,
} from '@tanstack/react-router';
import { toAuditSearch } from './data/audit.ts';
import { goneTo, toSignInSearch, type ReturnTo } from './addresses.ts';
import type { Boot } from './boot.ts';
import { operatorRoutes } from './routes/operator.ts';
import { notificationRoutes } from './routes/notifications.ts';
import { guard, root, shell } from './routes/shell.ts';
import { searchOf } from './data/lists.ts';
import { sellRoutes } from './routes/sell.ts';
import { homeRoutes } from './routes/home.ts';
import { sandboxRoutes } from './routes/sandbox.ts';
import { supportRoutes } from './routes/support.ts';
import { firstScreen } from './shell/screens.ts';
import { messageRoutes } from './routes/messages.ts';
import { Failed, NotFound } from './screens/failed.tsx';

const front = createRoute({
  getParentRoute: () => root,
  id: 'front',
  component: lazyRouteComponent(() => import('./screens/front.tsx'), 'Front'),
});
const toSearch = (search: Record<string, unknown>): ReturnTo => goneTo(search['to']);

const signIn = createRoute({
  getParentRoute: () => front,
  path: 'sign-in',
  validateSearch: toSignInSearch,
  component: lazyRouteComponent(() => import('./screens/sign-in/sign-in.tsx'), 'SignIn'),
});
const signInLink = createRoute({
  getParentRoute: () => front,
  path: 'sign-in/link',
  component: lazyRouteComponent(() => import('./screens/sign-in/link.tsx'), 'LinkLanding'),
});
const signInCode = createRoute({
  getParentRoute: () => front,
  path: 'sign-in/code',
  validateSearch: toSearch,
  component: lazyRouteComponent(() => import('./screens/sign-in/code.tsx'), 'SecondFactor'),
});
const signInSso = createRoute({
  getParentRoute: () => front,
  path: 'sign-in/sso',
  component: lazyRouteComponent(() => import('./screens/sign-in/sso.tsx'), 'SingleSignOn'),
});
const enrol = createRoute({
  getParentRoute: () => front,
  path: 'enrol',
  validateSearch: toSearch,
  component: lazyRouteComponent(() => import('./screens/sign-in/enrol.tsx'), 'Enrol'),
});
const invitation = createRoute({
  getParentRoute: () => front,
  path: 'invitation',
  component: lazyRouteComponent(() => import('./screens/invitation.tsx'), 'Invitation'),
});

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: ({ context }) => {
    throw redirect(firstScreen(context.session));
  },
});
const account = createRoute({
  getParentRoute: () => shell,
  path: 'account',
  component: lazyRouteComponent(() => import('./screens/account/profile.tsx'), 'Profile'),
});
const security = createRoute({
  getParentRoute: () => shell,
  path: 'account/security',
  component: lazyRouteComponent(() => import('./screens/account/security.tsx'), 'Security'),
});
const sessions = createRoute({
  getParentRoute: () => shell,
  path: 'account/sessions',
  component: lazyRouteComponent(() => import('./screens/account/sessions.tsx'), 'Sessions'),
});

const members = lazyRouteComponent(() => import('./screens/members/members.tsx'), 'MembersScreen');

const partnerMembers = createRoute({
  getParentRoute: () => shell,
  path: 'p/$partner/members',
  beforeLoad: guard('/p/$partner/members'),
  component: members,
});
const operatorMembers = createRoute({
  getParentRoute: () => shell,
  path: 'operator/members',
  beforeLoad: guard('/operator/members'),
  component: members,
});

const audit = lazyRouteComponent(() => import('./screens/audit/audit.tsx'), 'AuditScreen');
const partnerAudit = createRoute({
  getParentRoute: () => shell,
  path: 'p/$partner/audit',
  validateSearch: toAuditSearch,
  beforeLoad: guard('/p/$partner/audit'),
  component: audit,
});
const operatorAudit = createRoute({
  getParentRoute: () => shell,
  path: 'operator/audit',
  validateSearch: toAuditSearch,
  beforeLoad: guard('/operator/audit'),
  component: audit,
});

const partnerKeys = createRoute({
  getParentRoute: () => shell,
  path: 'p/$partner/keys',
  beforeLoad: guard('/p/$partner/keys'),
  component: lazyRouteComponent(() => import('./screens/keys/keys.tsx'), 'KeysScreen'),
});
const partnerWebhooks = createRoute({
  getParentRoute: () => shell,
  path: 'p/$partner/webhooks',
  beforeLoad: guard('/p/$partner/webhooks'),
  component: lazyRouteComponent(() => import('./screens/webhooks/webhooks.tsx'), 'WebhooksScreen'),
});
const partnerSso = createRoute({
  getParentRoute: () => shell,
  path: 'p/$partner/sso',
  beforeLoad: guard('/p/$partner/sso'),
  component: lazyRouteComponent(() => import('./screens/sso/sso-settings.tsx'), 'SsoScreen'),
});
const requests = createRoute({
  getParentRoute: () => shell,
  path: 'p/$partner/requests',
  validateSearch: searchOf('requests'),
  beforeLoad: guard('/p/$partner/requests'),
  component: lazyRouteComponent(() => import('./screens/requests/requests.tsx'), 'RequestsScreen'),
});
const request = createRoute({
  getParentRoute: () => requests,
  path: '$id',
  component: lazyRouteComponent(
    () => import('./screens/requests/request-panel.tsx'),
    'RequestPanel',
  ),
});
const errors = createRoute({
  getParentRoute: () => shell,
  path: 'p/$partner/errors',
  validateSearch: searchOf('errors'),
  beforeLoad: guard('/p/$partner/errors'),
  component: lazyRouteComponent(() => import('./screens/errors/errors.tsx'), 'ErrorsScreen'),
});
const events = createRoute({
  getParentRoute: () => shell,
  path: 'p/$partner/events',
  validateSearch: searchOf('events'),
  beforeLoad: guard('/p/$partner/events'),
  component: lazyRouteComponent(() => import('./screens/events/events.tsx'), 'EventsScreen'),
});
const event = createRoute({
  getParentRoute: () => events,
  path: '$id',
  component: lazyRouteComponent(() => import('./screens/events/event-panel.tsx'), 'EventPanel'),
});
const deliveries = createRoute({
  getParentRoute: () => shell,
  path: 'p/$partner/deliveries',
  validateSearch: searchOf('deliveries'),
  beforeLoad: guard('/p/$partner/deliveries'),
  component: lazyRouteComponent(
    () => import('./screens/deliveries/deliveries.tsx'),
    'DeliveriesScreen',
  ),
});
const delivery = createRoute({
  getParentRoute: () => deliveries,
  path: '$id',
  component: lazyRouteComponent(
    () => import('./screens/deliveries/delivery-panel.tsx'),
    'DeliveryPanel',
  ),
});

const bookings = createRoute({
  getParentRoute: () => shell,
  path: 'p/$partner/bookings',
  validateSearch: searchOf('bookings'),
  beforeLoad: guard('/p/$partner/bookings'),
  component: lazyRouteComponent(() => import('./screens/bookings/bookings.tsx'), 'BookingsScreen'),
});
const booking = createRoute({
  getParentRoute: () => bookings,
  path: '$id',
  component: lazyRouteComponent(
    () => import('./screens/bookings/booking-panel.tsx'),
    'BookingPanel',
  ),
});
const imports = createRoute({
  getParentRoute: () => shell,
  path: 'p/$partner/imports',
  validateSearch: searchOf('imports'),
  beforeLoad: guard('/p/$partner/imports'),
  component: lazyRouteComponent(() => import('./screens/imports/imports.tsx'), 'ImportsScreen'),
});
const oneImport = createRoute({
  getParentRoute: () => imports,
  path: '$id',
  component: lazyRouteComponent(() => import('./screens/imports/import-panel.tsx'), 'ImportPanel'),
});
const travelers = createRoute({
  getParentRoute: () => shell,
  path: 'p/$partner/travelers',
  validateSearch: searchOf('travelers'),
  beforeLoad: guard('/p/$partner/travelers'),
  component: lazyRouteComponent(
    () => import('./screens/travelers/travelers.tsx'),
    'TravelersScreen',
  ),
});
const traveler = createRoute({
  getParentRoute: () => travelers,
  path: '$id',
  component: lazyRouteComponent(
    () => import('./screens/travelers/traveler-panel.tsx'),
    'TravelerPanel',
  ),
});

const tree = root.addChildren([
  front.addChildren([signIn, signInLink, signInCode, signInSso, enrol, invitation]),
  shell.addChildren([
    home,
    account,
    security,
    sessions,
    bookings.addChildren([booking]),
    travelers.addChildren([traveler]),
    imports.addChildren([oneImport]),
    ...sellRoutes,
    requests.addChildren([request]),
    errors,
    events.addChildren([event]),
    deliveries.addChildren([delivery]),
    partnerMembers,
    operatorMembers,
    partnerAudit,
    operatorAudit,
    partnerKeys,
    partnerWebhooks,
    partnerSso,
    ...supportRoutes,
    ...homeRoutes,
    ...sandboxRoutes,
    ...notificationRoutes,
    ...operatorRoutes,
    ...messageRoutes,
  ]),
]);

export const makeRouter = ({ base }: Boot) =>
  createRouter({
    routeTree: tree,
    // Without a parser, so that `409` stays what it is: addresses are typed and passed on by people.
    stringifySearch: stringifySearchWith(JSON.stringify),
    basepath: base,
    defaultPreload: 'intent',
    defaultErrorComponent: Failed,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
