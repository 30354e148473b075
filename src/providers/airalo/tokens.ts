/** The bearer token: fetched once for all who want one, and again when it is old or refused. */
import { object, unfit } from '../fields.ts';
import type { Answer, Client } from '../http.ts';
import { ProviderNotReached, ProviderRefused, ProviderUnclear } from '../provider.ts';
import { isOpen, unexpected } from './refusal.ts';

/** It is good for a year; Airalo asks for a new one a day. */
const RENEWED_AFTER_MS = 24 * 3_600_000;

export type Tokens = {
  current(): Promise<string>;
  /** Another than this one, which was refused: one that is there meanwhile, else a new one. */
  insteadOf(refused: string): Promise<string>;
  renew(): Promise<string>;
};

/**
 * `fetchToken` is called by one at a time, and the others who ask meanwhile get what it brings. All
 * of them reject with what it rejects with.
 */
export function keepTokens(fetchToken: () => Promise<string>, now: () => number): Tokens {
  let kept: { token: string; until: number } | null = null;
  let coming: Promise<string> | null = null;
  const fetchAndKeep = async (): Promise<string> => {
    kept = null;
    const token = await fetchToken();
    kept = { token, until: now() + RENEWED_AFTER_MS };
    return token;
  };
  const renew = (): Promise<string> =>
    (coming ??= fetchAndKeep().finally(() => {
      coming = null;
    }));
  const unless = (isStale: (token: string, until: number) => boolean): Promise<string> =>
    kept === null || isStale(kept.token, kept.until) ? renew() : Promise.resolve(kept.token);
  return {
    current: () => unless((_, until) => now() >= until),
    insteadOf: (refused) => unless((token) => token === refused),
    renew,
  };
}

/**
 * Throws `ProviderRefused` for credentials that are none. Whatever else goes wrong, what the token
 * was wanted for has not left: `ProviderNotReached`.
 */
export async function fetchToken(
  http: Client,
  credentials: Record<string, string>,
): Promise<string> {
  try {
    const { client_id, client_secret } = credentials;
    const body = { client_id, client_secret, grant_type: 'client_credentials' };
    const answer = await http.call('POST', '/token', body);
    if (answer.status !== 200) throw refusal(answer);
    return readToken(answer.body);
  } catch (error) {
    throw error instanceof ProviderUnclear
      ? new ProviderNotReached('Airalo could not be signed in to.', { cause: error })
      : error;
  }
}

function readToken(body: unknown): string {
  const token = object(object(body, 'answer')['data'], 'data')['access_token'];
  if (typeof token !== 'string' || !/^[!-~]{1,8192}$/.test(token)) throw unfit('access_token');
  return token;
}

const SAYINGS: Record<number, string> = {
  401: 'Airalo does not accept the client_secret.',
  403: 'Airalo does not let this address in: it has to be on the list of the account.',
  404: 'There is no Airalo at the base_url: it should end in /v2.',
  422: 'Airalo does not know the client_id.',
};

function refusal(answer: Answer): Error {
  if (isOpen(answer)) return unexpected(answer);
  const { status } = answer;
  const text = SAYINGS[status] ?? `Airalo refused to be signed in to with ${status}.`;
  return new ProviderRefused('rejected', text, 'account');
}
