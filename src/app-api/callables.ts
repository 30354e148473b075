/**
 * The functions that travelers' apps call. Each reads its data, then calls one operation as the
 * user of the token.
 */
import { AppError, type ErrorType } from '../errors.ts';
import type { Context } from '../context.ts';
import { registerDevice } from '../domain/push-devices/register.ts';
import { archiveOwnEsim } from '../domain/grants/archive-own-esim.ts';
import type { Localized } from '../domain/catalog/locales.ts';
import { claimGrant } from '../domain/grants/claim-grant.ts';
import { listGrants } from '../domain/grants/list-grants.ts';
import { setGrantDestination } from '../domain/grants/set-destination.ts';
import type { AppUser } from '../domain/travelers/app-user.ts';
import { localeOf, objectOf, textsOf } from './input.ts';

/** `locale`: of the names in it, where there are any */
type Result = Omit<Localized<unknown>, 'locale'> & { locale?: string };
export type Callable = {
  /** Checks `data`, and gives what is to be done with it. */
  read(data: unknown): (ctx: Context, user: AppUser) => Promise<Result>;
  /** What somebody without a partner gets: the same as somebody who has nothing. */
  forNobody(): unknown;
  /** uses the App Check token up */
  isOnce?: boolean;
};

const nothing = (type: ErrorType, message: string) => (): never => {
  throw new AppError(type, message);
};
const noQueue = nothing('package_queue_not_found', 'There is no such package queue.');

export const CALLABLES: Record<string, Callable> = {
  list_classic_package_queues: {
    read(data) {
      const locale = localeOf(data);
      return (ctx, user) => listGrants(ctx, user, locale);
    },
    forNobody: () => ({ queues: [] }),
  },
  set_classic_package_queue_destination: {
    read(data) {
      const { queue_id, iso3 } = textsOf(data, { queue_id: 64, iso3: 100 });
      const locale = localeOf(data);
      return (ctx, user) => setGrantDestination(ctx, user, queue_id, iso3, locale);
    },
    forNobody: noQueue,
  },
  claim_classic_package_queue: {
    isOnce: true,
    read(data) {
      const { queue_id } = textsOf(data, { queue_id: 64 });
      const locale = localeOf(data);
      return (ctx, user) => claimGrant(ctx, user, queue_id, locale);
    },
    forNobody: noQueue,
  },
  archive_esim: {
    read(data) {
      const { iccid } = textsOf(data, { iccid: 32 });
      return async (ctx, user) => ({ data: await archiveOwnEsim(ctx, user, iccid) });
    },
    forNobody: nothing('esim_not_found', 'There is no such eSIM.'),
  },
  register_device_token: {
    read(data) {
      const input = objectOf(data);
      return async (ctx, user) => ({ data: await registerDevice(ctx, user, input) });
    },
    forNobody: nothing('user_not_found', 'This user has nothing here yet.'),
  },
};
