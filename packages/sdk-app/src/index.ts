/** Classic eSIM grants in a travel app. No dependency; wherever there is a `fetch`. */
import { call, type CallOptions, type Transport } from './call.ts';
import type { ArchivedEsim, Claim, Grant } from './types.ts';

export { HubbyAppError, type HubbyAppErrorCode } from './error.ts';
export type { CallOptions, FetchLike } from './call.ts';
export type { ArchivedEsim, Claim, Esim, EsimPackage, Grant, PackageType } from './types.ts';

export type HubbyAppOptions = Transport & {
  /** where the functions are: https://api.example.com, or with /{project}/{region} behind it */
  baseUrl: string;
  /**
   * The signed-in user's ID token: Firebase's (`user.getIdToken()`) or the one your backend got
   * from POST /api/app-tokens. Asked before every call.
   */
  getToken: Transport['getToken'];
  /**
   * With App Check. A token is good for one claim: `limitedUse` says when to call
   * `getLimitedUseToken()` in place of `getToken()`.
   */
  getAppCheckToken?: Transport['getAppCheckToken'];
  fetch?: Transport['fetch'];
  /** of one call; 60 000 where left out */
  timeoutMs?: number | undefined;
  /** language of names, such as 'es' or 'pt-BR'; the partner's where left out */
  locale?: string | undefined;
};

export type Platform = 'ios' | 'android' | 'web';

/** All of them reject with a HubbyAppError. Nothing is repeated by itself. */
export type HubbyApp = {
  /** What can be claimed now, newest first. */
  listGrants(options?: CallOptions): Promise<Grant[]>;
  /**
   * `iso3`: a country or region on sale. May be repeated and changed until the grant is claimed.
   */
  setDestination(queueId: string, iso3: string, options?: CallOptions): Promise<Grant>;
  /**
   * Once per grant. After `network`, `timeout` or `aborted` nobody knows: `listGrants` tells
   * whether it is still there.
   */
  claimGrant(queueId: string, options?: CallOptions): Promise<Claim>;
  /** Puts a classic eSIM away: no later grant joins it. */
  archiveEsim(iccid: string, options?: CallOptions): Promise<ArchivedEsim>;
  /**
   * Call it after signing in and when FCM gives another token: pushes about new grants come here.
   */
  registerDevice(
    token: string,
    options?: CallOptions & { platform?: Platform | undefined },
  ): Promise<void>;
  /** Call it before signing out. */
  unregisterDevice(token: string, options?: CallOptions): Promise<void>;
};

export function createHubbyApp(options: HubbyAppOptions): HubbyApp {
  const { locale } = options;
  const run = <Result>(
    name: string,
    data: object,
    how?: CallOptions,
    isOnce = false,
  ): Promise<Result> => call<Result>(options, name, data, isOnce, how);
  return {
    listGrants: async (how) =>
      (await run<{ queues: Grant[] }>('list_classic_package_queues', { locale }, how)).queues,
    setDestination: async (queueId, iso3, how) =>
      (
        await run<{ queue: Grant }>(
          'set_classic_package_queue_destination',
          { queue_id: queueId, iso3, locale },
          how,
        )
      ).queue,
    claimGrant: (queueId, how) =>
      run<Claim>('claim_classic_package_queue', { queue_id: queueId, locale }, how, true),
    archiveEsim: (iccid, how) => run<ArchivedEsim>('archive_esim', { iccid }, how),
    registerDevice: async (token, how) => {
      await run('register_device_token', { token, platform: how?.platform }, how);
    },
    unregisterDevice: async (token, how) => {
      await run('register_device_token', { token, remove: true }, how);
    },
  };
}
