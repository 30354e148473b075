/** Where the sandbox is. */
import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router';
import type { ScreenPath } from '../../shell/screens.ts';

/** `guard`: a screen that this member may not open is not there. */
export const sandboxRoutes = <Shell extends AnyRoute>(
  shell: Shell,
  guard: (path: ScreenPath) => (at: { context: never; params: never }) => void,
) =>
  [
    createRoute({
      getParentRoute: () => shell,
      path: 'p/$partner/sandbox',
      beforeLoad: guard('/p/$partner/sandbox') as () => void,
      component: lazyRouteComponent(() => import('./sandbox.tsx'), 'SandboxScreen'),
    }),
  ] as const;
