/** What all screens behind the sign-in lie below, and who is let in to each. */
import {
  createRootRoute,
  createRoute,
  lazyRouteComponent,
  notFound,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { queryClient, sessionQuery } from '../data/queries.ts';
import type { Session } from '../data/types.ts';
import type { ScreenPath } from '../shell/screen.ts';
import { mayOpen } from '../shell/screens.ts';

export const root = createRootRoute({ component: Outlet });

/** Everything below is for who is signed in whole. */
export const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: async ({ location }): Promise<{ session: Session }> => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    const search = location.href === '/' ? {} : { to: location.href };
    if (session === null) throw redirect({ to: '/sign-in', search });
    if (session.stage === 'second_factor') throw redirect({ to: '/sign-in/code', search });
    if (session.stage === 'enrol') throw redirect({ to: '/enrol', search });
    return { session };
  },
  component: lazyRouteComponent(() => import('../shell/shell.tsx'), 'Shell'),
});

/** A screen that this member may not open is not there. */
export const guard =
  (path: ScreenPath) =>
  ({ context, params }: { context: { session: Session }; params: { partner?: string } }): void => {
    if (!mayOpen(context.session, path, params.partner)) throw notFound();
  };
