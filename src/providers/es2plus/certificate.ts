/**
 * What a failed TLS handshake says: it is over before a function is called, so nothing was ordered,
 * and none would be before somebody looks at the certificates.
 */
import { ProviderRefused, ProviderUnclear } from '../provider.ts';

/** Of OpenSSL and Node: we do not accept theirs. */
const THEIRS =
  /^(CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH|INVALID_CA)/;
/** Alerts by which the other side says what it does not accept. */
const OURS = /^ERR_SSL_.*(CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED|HANDSHAKE_FAILURE|PROTOCOL_VERSION)/;

/** Null: the error is about something else. */
export function certificateRefusal(error: unknown): ProviderRefused | null {
  if (!(error instanceof ProviderUnclear)) return null;
  const code = codeOf(error);
  if (code === null) return null;
  if (THEIRS.test(code)) return refusal("The other side's certificate is not accepted by us");
  return OURS.test(code) ? refusal('Our certificate is not accepted by the other side') : null;
}

/**
 * The other side hung up. Over TLS 1.3 that is what is left of an alert, which comes after our first
 * bytes; it may be anything else as well, so it says nothing of an order.
 */
export const isHangUp = (error: unknown): boolean =>
  error instanceof ProviderUnclear &&
  ['UND_ERR_SOCKET', 'ECONNRESET'].includes(codeOf(error) ?? '');

function codeOf({ cause }: ProviderUnclear): string | null {
  const { code } = (cause ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : null;
}

const refusal = (sentence: string): ProviderRefused =>
  new ProviderRefused('rejected', `${sentence}.`, 'account');
