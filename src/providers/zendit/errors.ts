/** What an answer that is no success says, in our words. */
import type { Answer } from '../http.ts';
import { ProviderRefused, ProviderUnclear } from '../provider.ts';

/** The error codes that Zendit documents; the empty text is an answer without one. */
type Code = 'INVALID_REQUEST' | 'NOT_AUTHORIZED' | 'FORBIDDEN' | 'NOT_FOUND' | 'SYSTEM_UNAVAILABLE';

export const succeeded = ({ status }: Answer): boolean => status >= 200 && status < 300;

export const hasCode = ({ body }: Answer, code: Code): boolean =>
  (body as { errorCode?: unknown } | null | undefined)?.errorCode === code;

/**
 * Zendit itself says that there is none. Any other 404 may come from a wrong address and says
 * nothing.
 */
export const isNone = (answer: Answer): boolean =>
  answer.status === 404 && hasCode(answer, 'NOT_FOUND');

/** Names of the fields that a refusal is about. */
export function blamedFields({ body }: Answer): string[] {
  const fields = (body as { fields?: unknown } | null | undefined)?.fields;
  return typeof fields === 'object' && fields !== null ? Object.keys(fields) : [];
}

export const unexpected = ({ status }: Answer): ProviderUnclear =>
  new ProviderUnclear(`Zendit answered ${status}.`);

const ACCOUNT: Record<number, string> = {
  401: 'Zendit does not accept the API key.',
  403: 'Zendit does not accept calls from this IP address.',
};

/** Null where the account is not to blame. A 404 that Zendit did not write is a wrong address. */
export function accountRefusal(answer: Answer): ProviderRefused | null {
  const sentence =
    ACCOUNT[answer.status] ??
    (answer.status === 404 && !isNone(answer)
      ? 'Zendit is not at the base URL of this account.'
      : undefined);
  return sentence === undefined ? null : new ProviderRefused('rejected', sentence, 'account');
}

/** Of a question that decides nothing about an order. */
export const failureOf = (answer: Answer): Error => accountRefusal(answer) ?? unexpected(answer);

/** Whether the answer is a no to what was asked for, not a redirect, a time-out or worse. */
export const isRefusal = ({ status }: Answer): boolean =>
  status >= 400 && status < 500 && status !== 408;

export const rejected = ({ status }: Answer): ProviderRefused =>
  new ProviderRefused('rejected', `Zendit refused with ${status}.`);
