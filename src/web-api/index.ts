/** What the dashboard calls: private, so not part of openapi.json; web/web-api.json has it. */
import type { PrivateRoute } from '../api/callers/member.ts';
import type { Context } from '../context.ts';
import { bookings } from './bookings.ts';
import { codeBatches } from './code-batches.ts';
import { brand } from './brand.ts';
import { factors } from './factors.ts';
import { fresh } from './fresh.ts';
import { invitations } from './invitations.ts';
import { members } from './members.ts';
import { messages } from './messages.ts';
import { notifications } from './notifications.ts';
import { keys } from './keys.ts';
import { home } from './home.ts';
import { imports } from './imports.ts';
import { prices } from './prices.ts';
import { unredeemedCodes } from './unredeemed-codes.ts';
import { operatorScreens } from './operator/index.ts';
import { passkeys } from './passkeys.ts';
import { audit } from './audit.ts';
import { reports } from './reports.ts';
import { sandbox } from './sandbox.ts';
import { reveal } from './reveal.ts';
import { search } from './search.ts';
import { deliveries } from './deliveries.ts';
import { events } from './events.ts';
import { requests } from './requests.ts';
import { session } from './session.ts';
import { sessions } from './sessions.ts';
import { settings } from './settings.ts';
import { signIn } from './sign-in.ts';
import { sso } from './sso.ts';
import { stream } from './stream.ts';
import { strategy } from './strategy.ts';
import { supportRequests } from './support-requests.ts';
import { totp } from './totp.ts';
import { travelerActs } from './traveler-acts.ts';
import { travelers } from './travelers.ts';
import { webhooks } from './webhooks.ts';

export const webApi: PrivateRoute[] = [
  ...signIn,
  ...invitations,
  ...session,
  ...sessions,
  ...passkeys,
  ...totp,
  ...fresh,
  ...factors,
  ...sso,
  ...members,
  ...audit,
  ...keys,
  ...search,
  ...reveal,
  ...bookings,
  ...travelers,
  ...travelerActs,
  ...supportRequests,
  ...events,
  ...deliveries,
  ...webhooks,
  ...stream,
  ...requests,
  ...imports,
  ...home,
  ...reports,
  ...sandbox,
  ...prices,
  ...strategy,
  ...codeBatches,
  ...unredeemedCodes,
  ...operatorScreens,
  ...settings,
  ...brand,
  ...messages,
  ...notifications,
];

/** Those there are in an environment: only staging has the sandbox. */
export const webApiOf = (env: Context['config']['env']): PrivateRoute[] =>
  env === 'staging' ? webApi : webApi.filter((route) => !sandbox.includes(route));
