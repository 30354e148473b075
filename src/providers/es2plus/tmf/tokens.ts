/** The OAuth2 token: fetched once for all who want one, and again when it is old or refused. */
import { object, orNull, number, unfit } from '../../fields.ts';
import type { Client } from '../../http.ts';
import { ProviderNotReached, ProviderRefused, ProviderUnclear } from '../../provider.ts';

export type Tokens = {
  current(): Promise<string>;
  /** Another than this one, which was refused. */
  insteadOf(refused: string): Promise<string>;
};

export type Grant = { clientId: string; clientSecret: string; scope: string | null };

/** So long before its end it is not used any more. */
const EARLY_MS = 30_000;
const USUAL_SECONDS = 300;

/** `http` goes to the token's own address. Nobody's call has left when one of these rejects. */
export function keepTokens(http: Client, grant: Grant): Tokens {
  let kept: { token: string; until: number } | null = null;
  let coming: Promise<string> | null = null;
  const renew = (): Promise<string> =>
    (coming ??= fetchToken(http, grant)
      .then(({ token, seconds }) => {
        kept = { token, until: Date.now() + seconds * 1_000 - EARLY_MS };
        return token;
      })
      .finally(() => {
        coming = null;
      }));
  return {
    current: () =>
      kept === null || Date.now() >= kept.until ? renew() : Promise.resolve(kept.token),
    insteadOf: (refused) =>
      kept !== null && kept.token !== refused ? Promise.resolve(kept.token) : renew(),
  };
}

async function fetchToken(
  http: Client,
  { clientId, clientSecret, scope }: Grant,
): Promise<{ token: string; seconds: number }> {
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  if (scope !== null) form.set('scope', scope);
  const basic = Buffer.from(
    `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`,
  ).toString('base64');
  try {
    const answer = await http.call('POST', '', form.toString(), {
      headers: { authorization: `Basic ${basic}` },
      contentType: 'application/x-www-form-urlencoded',
      statusDecides: true,
    });
    if (answer.status >= 400)
      throw new ProviderRefused(
        'rejected',
        `The BSS gives no token for the OAuth2 client: ${answer.status}.`,
        'account',
      );
    const body = object(answer.body, 'token');
    const token = body['access_token'];
    if (typeof token !== 'string' || !/^[!-~]{1,8192}$/.test(token)) throw unfit('access_token');
    return { token, seconds: orNull(number)(body, 'expires_in') ?? USUAL_SECONDS };
  } catch (error) {
    throw error instanceof ProviderUnclear
      ? new ProviderNotReached('The BSS could not be signed in to.', { cause: error })
      : error;
  }
}
