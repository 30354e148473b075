/**
 * Errors as Firebase's callable protocol writes them: a status by name, a message, details for
 * programs.
 */

/** HTTP status → the name that the SDKs know it by. */
const STATUS: Record<number, string> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  404: 'NOT_FOUND',
  405: 'INVALID_ARGUMENT',
  409: 'FAILED_PRECONDITION',
  410: 'FAILED_PRECONDITION',
  413: 'INVALID_ARGUMENT',
  415: 'INVALID_ARGUMENT',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
};
/** Here they are about grants; elsewhere the same types have other words. */
const CODES: Record<string, string> = {
  already_redeemed: 'already_claimed',
  grant_expired: 'expired',
  redeem_in_progress: 'claim_in_progress',
};

/** The `error` of our envelope (src/api/route/envelope.ts). */
export type EnvelopeError = {
  code: number;
  type: string;
  message: string;
  details: { field: string; issue: string }[];
  request_id: string;
  doc_url: string;
};

export function callableError(error: EnvelopeError): {
  error: { status: string; message: string; details: Record<string, unknown> };
} {
  const { code, type, message, details: issues, doc_url: _, ...more } = error;
  return {
    error: {
      status: STATUS[code] ?? 'INTERNAL',
      message,
      details: { code: CODES[type] ?? type, ...(issues.length === 0 ? {} : { issues }), ...more },
    },
  };
}
