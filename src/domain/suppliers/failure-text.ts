/** What became of a call to a supplier, in a sentence for the operator, without what was sent. */
import {
  ProviderBusy,
  ProviderNotReached,
  ProviderRefused,
  ProviderUnclear,
} from '../../providers/provider.ts';

/** Adapters word their failures themselves; whatever else was thrown is not shown. */
export function reasonOf(error: unknown): string {
  if (error instanceof ProviderBusy)
    return `No more calls are allowed for ${Math.ceil(error.retryAfterMs / 1_000)} s.`;
  if (error instanceof ProviderRefused || error instanceof ProviderUnclear)
    return error.message + because(error.cause);
  if (error instanceof ProviderNotReached)
    return `The supplier cannot be reached${because(error.cause) || '.'}`;
  return error instanceof UnfitAccount ? error.message : 'The test failed in a way that is ours.';
}

/** Of a failed connection: `ENOTFOUND`, `ECONNREFUSED`, `CERT_HAS_EXPIRED`. */
function because(cause: unknown): string {
  const code = (cause as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' && /^[A-Z_0-9]{1,60}$/.test(code) ? ` (${code}).` : '';
}

/** Says what is wrong with an account in a sentence of ours. */
export class UnfitAccount extends Error {}
