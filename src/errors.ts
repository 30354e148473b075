/**
 * The one error type that reaches a client, and the closed list of its types.
 * `message` and `details` are public text; what is only for the log goes into `cause`.
 */
export const ERROR_STATUS = {
  invalid_request: 400,
  malformed_target: 400,
  strategy_not_configured: 400,
  bundle_not_available: 400,
  invalid_catalog: 400,
  template_not_configured: 400,
  destination_fixed: 400,
  destination_missing: 400,
  promo_code_claimed: 400,
  promo_code_invalid: 400,
  signature_missing: 401,
  api_key_unknown: 401,
  api_key_revoked: 401,
  api_key_expired: 401,
  api_key_wrong_environment: 401,
  partner_suspended: 401,
  signature_version_too_low: 401,
  timestamp_expired: 401,
  signature_invalid: 401,
  operator_token_invalid: 401,
  app_token_invalid: 401,
  app_check_invalid: 401,
  redirect_token_invalid: 401,
  mail_token_invalid: 401,
  session_ended: 401,
  sign_in_link_invalid: 401,
  passkey_invalid: 401,
  code_invalid: 401,
  callback_forged: 401,
  forbidden_origin: 403,
  sign_in_incomplete: 403,
  permission_denied: 403,
  fresh_sign_in_required: 403,
  scope_missing: 403,
  address_not_allowed: 403,
  not_found: 404,
  user_not_found: 404,
  booking_not_found: 404,
  package_queue_not_found: 404,
  esim_not_found: 404,
  destination_not_found: 404,
  partner_not_found: 404,
  order_not_found: 404,
  event_not_found: 404,
  promo_code_not_found: 404,
  session_not_found: 404,
  purchase_not_found: 404,
  support_request_not_found: 404,
  import_not_found: 404,
  code_batch_not_found: 404,
  conflict: 409,
  last_owner: 409,
  cursor_ahead: 409,
  already_redeemed: 409,
  ambiguous_reference: 409,
  booking_cancelled: 409,
  booking_exists: 409,
  booking_locked: 409,
  order_not_in_review: 409,
  idempotency_in_progress: 409,
  provider_conflict: 409,
  redeem_in_progress: 409,
  replace_limit: 409,
  nothing_to_move: 409,
  webhook_not_enabled: 409,
  esim_not_enabled: 409,
  support_request_closed: 409,
  sandbox_busy: 409,
  store_closed: 409,
  purchase_closed: 409,
  purchase_not_refundable: 409,
  purchase_not_in_doubt: 409,
  import_state: 409,
  grant_expired: 410,
  payload_too_large: 413,
  unsupported_media_type: 415,
  idempotency_mismatch: 422,
  too_many_requests: 429,
  internal_error: 500,
  overloaded: 503,
  keys_unavailable: 503,
  provider_unavailable: 503,
  pay_desk_unavailable: 503,
} as const;

export type ErrorType = keyof typeof ERROR_STATUS;

/**
 * One problem of one field: `field` in dot notation (`package_specifications.0.size`), empty for
 * the whole request; `type` where it has one of its own.
 */
export type Problem = { field: string; issue: string; type?: ErrorType };

export class AppError extends Error {
  readonly type: ErrorType;
  readonly status: number;
  readonly details: Problem[];
  /** Further public members of the error object, e.g. `server_time` or `reason`. */
  readonly extra: Record<string, unknown>;
  /** Seconds for the `Retry-After` header. */
  readonly retryAfter: number | undefined;
  /** Says no more than that there is much to do: not for the log, where it would be most of it. */
  readonly isRoutine: boolean;

  constructor(
    type: ErrorType,
    message: string,
    options: {
      details?: Problem[];
      extra?: Record<string, unknown>;
      retryAfter?: number;
      isRoutine?: boolean;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.type = type;
    this.status = ERROR_STATUS[type];
    this.details = options.details ?? [];
    this.extra = options.extra ?? {};
    this.retryAfter = options.retryAfter;
    this.isRoutine = options.isRoutine ?? false;
  }
}

/**
 * 400 with every problem found. Where all are of one type of their own, that is the error's type.
 */
export function invalid(details: Problem[], message?: string): AppError {
  const types = new Set(details.map((d) => d.type ?? 'invalid_request'));
  const type = types.size === 1 ? [...types][0]! : 'invalid_request';
  const first = details[0];
  const text =
    message ??
    (details.length === 1 && first !== undefined
      ? `${first.field === '' ? '' : `${first.field}: `}${first.issue}`
      : `The request has ${details.length} problems; see details.`);
  return new AppError(type, text, { details: details.slice(0, MAX_DETAILS) });
}

/**
 * A body of a megabyte can hold more problems than anyone reads, and their answer would be many
 * times its size.
 */
export const MAX_DETAILS = 1_000;
