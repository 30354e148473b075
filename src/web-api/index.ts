/** What the dashboard calls: private, so not part of openapi.json; web/web-api.json has it. */
import type { PrivateRoute } from '../api/callers/member.ts';
import { session } from './session.ts';
import { signIn } from './sign-in.ts';

export const webApi: PrivateRoute[] = [...signIn, ...session];
