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
  const { code } = (error.cause ?? {}) as { code?: unknown };
  if (typeof code !== 'string') return null;
  if (THEIRS.test(code)) return refusal("The other side's certificate is not accepted by us");
  return OURS.test(code) ? refusal('Our certificate is not accepted by the other side') : null;
}

const refusal = (sentence: string): ProviderRefused =>
  new ProviderRefused('rejected', `${sentence}.`, 'account');
