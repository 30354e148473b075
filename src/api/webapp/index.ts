/** What the managed screens call. */
import type { Route } from '../route/route.ts';
import { webappAuth } from './auth.ts';
import { webappEsims } from './esims.ts';
import { webappPackages } from './packages.ts';
import { webappReplacing } from './replacing.ts';
import { webappSessions } from './sessions.ts';
import { webappStore } from './store.ts';
import { webappSupport } from './support.ts';

export const webapp: Route[] = [
  ...webappAuth,
  ...webappSessions,
  ...webappPackages,
  ...webappEsims,
  ...webappReplacing,
  ...webappSupport,
  ...webappStore,
];
