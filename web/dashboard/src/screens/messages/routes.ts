/** The screens of messages, branding and origins, below the shell. */
import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router';
import { searchOf } from '../../data/lists.ts';
import type { ScreenPath } from '../../shell/screens.ts';

/** `guard`: a screen that this member may not open is not there. */
export function messageRoutes<Shell extends AnyRoute>(
  shell: Shell,
  guard: (path: ScreenPath) => (options: never) => void,
) {
  const screen = <Path extends ScreenPath>(
    path: Path,
    component: ReturnType<typeof lazyRouteComponent>,
  ) =>
    createRoute({
      getParentRoute: () => shell,
      path,
      beforeLoad: guard(path) as () => void,
      component,
    });
  const messages = createRoute({
    getParentRoute: () => shell,
    path: 'p/$partner/messages',
    validateSearch: searchOf('messages'),
    beforeLoad: guard('/p/$partner/messages') as () => void,
    component: lazyRouteComponent(() => import('./messages.tsx'), 'MessagesScreen'),
  });
  const message = createRoute({
    getParentRoute: () => messages,
    path: '$id',
    component: lazyRouteComponent(() => import('./message-panel.tsx'), 'MessagePanel'),
  });
  return [
    messages.addChildren([message]),
    screen(
      '/p/$partner/suppressions',
      lazyRouteComponent(() => import('./suppressions.tsx'), 'SuppressionsScreen'),
    ),
    screen(
      '/p/$partner/schedules',
      lazyRouteComponent(() => import('../schedules/schedules.tsx'), 'SchedulesScreen'),
    ),
    screen(
      '/p/$partner/brand',
      lazyRouteComponent(() => import('../brand/brand.tsx'), 'BrandScreen'),
    ),
    screen(
      '/p/$partner/origins',
      lazyRouteComponent(() => import('../origins/origins.tsx'), 'OriginsScreen'),
    ),
  ] as const;
}
