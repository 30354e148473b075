/** The sandbox of a partner, on staging. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { guard, shell } from './shell.ts';

const sandbox = createRoute({
  getParentRoute: () => shell,
  path: 'p/$partner/sandbox',
  beforeLoad: guard('/p/$partner/sandbox'),
  component: lazyRouteComponent(() => import('../screens/sandbox/sandbox.tsx'), 'SandboxScreen'),
});

export const sandboxRoutes = [sandbox] as const;
