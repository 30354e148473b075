/**
 * Why a call failed. The list is closed: what a newer server says beyond it becomes the nearest of
 * these, with the server's own word in `serverCode`.
 *
 * not_found               no such grant or eSIM of this user already_claimed         it was claimed
 * before: list again expired                 its time to be claimed is over booking_cancelled  
 * the partner took it back claim_in_progress       a claim of it is under way: list again in a
 * moment destination_missing     `setDestination` comes first destination_fixed       the partner
 * has chosen the destination invalid_argument        anything else about what was passed, e.g. a
 * destination that is not on sale unauthenticated         no ID token, or one that is not good (any
 * more): sign in again app_check_failed        the App Check token is missing, not good, or was
 * used for a claim already unavailable             not now: the same call may be repeated, after
 * `retryAfter` seconds where that is known network                 the server was not reached, or
 * its answer not. A claim may have been made: list before claiming again timeout                 as
 * network aborted                 by the caller's signal. As network internal                a
 * fault of the server, or an answer that is none of ours
 */
export type HubbyAppErrorCode =
  | 'not_found'
  | 'already_claimed'
  | 'expired'
  | 'booking_cancelled'
  | 'claim_in_progress'
  | 'destination_missing'
  | 'destination_fixed'
  | 'invalid_argument'
  | 'unauthenticated'
  | 'app_check_failed'
  | 'unavailable'
  | 'network'
  | 'timeout'
  | 'aborted'
  | 'internal';

export type ErrorFacts = {
  /** HTTP status, null where no answer came */
  status?: number | null;
  /** seconds */
  retryAfter?: number | null;
  serverCode?: string | null;
  requestId?: string | null;
  cause?: unknown;
};

export class HubbyAppError extends Error {
  readonly code: HubbyAppErrorCode;
  readonly status: number | null;
  readonly retryAfter: number | null;
  readonly serverCode: string | null;
  /** for support: names this call in the server's log */
  readonly requestId: string | null;
  override readonly cause: unknown;

  constructor(
    code: HubbyAppErrorCode,
    message: string,
    {
      status = null,
      retryAfter = null,
      serverCode = null,
      requestId = null,
      cause,
    }: ErrorFacts = {},
  ) {
    super(message);
    this.name = 'HubbyAppError';
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
    this.serverCode = serverCode;
    this.requestId = requestId;
    this.cause = cause;
  }
}

/** The server's own words that say more than its status. */
const SAME = [
  'already_claimed',
  'expired',
  'booking_cancelled',
  'claim_in_progress',
  'destination_missing',
  'destination_fixed',
] as const;
const BY_STATUS: [string, HubbyAppErrorCode][] = [
  ['INVALID_ARGUMENT', 'invalid_argument'],
  ['UNAUTHENTICATED', 'unauthenticated'],
  ['NOT_FOUND', 'not_found'],
  ['RESOURCE_EXHAUSTED', 'unavailable'],
  ['UNAVAILABLE', 'unavailable'],
];

export const codeOf = (serverCode: string | null, status: string | null): HubbyAppErrorCode =>
  serverCode === 'app_check_invalid'
    ? 'app_check_failed'
    : (SAME.find((code) => code === serverCode) ??
      BY_STATUS.find(([name]) => name === status)?.[1] ??
      'internal');
