/** What the managed screens call. */
import type { Route } from '../route/route.ts';
import { webappAuth } from './auth.ts';
import { webappSessions } from './sessions.ts';

export const webapp: Route[] = [...webappAuth, ...webappSessions];
