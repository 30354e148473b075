/** What a "no" of eSIM Go means. */
import type { Answer } from '../http.ts';
import { ProviderRefused, ProviderUnclear } from '../provider.ts';
import type { EsimGo } from './client.ts';

/** Of an answer to an order that is no success. */
export async function refusal(api: EsimGo, answer: Answer): Promise<Error> {
  const says = messageOf(answer.body);
  if (isRefused(answer) && /balance|funds|credit/.test(says))
    return new ProviderRefused('no_funds', 'The balance at eSIM Go does not suffice.');
  if (isRefused(answer) && /no bundles|stock/.test(says))
    return new ProviderRefused('out_of_stock', 'eSIM Go has none of this bundle left.');
  return plainRefusal(api, answer);
}

/** The same without a look at the message. */
export async function plainRefusal(api: EsimGo, answer: Answer): Promise<Error> {
  if (!isRefused(answer)) return new ProviderUnclear(`eSIM Go answered ${answer.status}.`);
  if (DOUBTFUL.includes(answer.status)) {
    // Whatever becomes of this question: what was asked before is refused.
    const account = await accountState(api).catch(() => 'good' as const);
    if (account !== 'good') return accountRefusal(account);
  }
  return new ProviderRefused('rejected', `eSIM Go refused with ${answer.status}.`);
}

const isRefused = ({ status }: Answer): boolean => status >= 400 && status !== 408;

/**
 * 403 says that the key is wrong, that this IP address may not use it, or that the eSIM is somebody
 * else's; 404 that there is no such eSIM, or that this is another server.
 */
const DOUBTFUL = [401, 403, 404];

/**
 * Every key that works may read the organisation, so that tells what a doubtful answer is about.
 * Throws `ProviderUnclear` where it says neither.
 */
export async function accountState(api: EsimGo): Promise<'good' | 'wrong_key' | 'wrong_address'> {
  const { status } = await api.ask('/organisation');
  if (status === 200) return 'good';
  if (status === 401 || status === 403) return 'wrong_key';
  if (status === 404) return 'wrong_address';
  throw new ProviderUnclear(`eSIM Go answered ${status}.`);
}

export const accountRefusal = (state: 'wrong_key' | 'wrong_address'): ProviderRefused =>
  new ProviderRefused(
    'rejected',
    state === 'wrong_key'
      ? 'eSIM Go does not accept the API key, or not from this IP address.'
      : 'This is no address of the eSIM Go API.',
    'account',
  );

function messageOf(body: unknown): string {
  const message = (body as { message?: unknown } | null | undefined)?.message;
  return typeof message === 'string' ? message.toLowerCase() : '';
}
