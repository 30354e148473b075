/** Signing in: `POST /token`, and the tokens that are good. */
import { randomBytes } from 'node:crypto';
import { invalid, unauthorized } from './errors.ts';
import { succeed, type Answer, type Fields } from './wire.ts';

const LIFETIME_S = 31_622_400;

export type Credentials = { client_id: string; client_secret: string };
export type Tokens = {
  issue(body: Fields): Answer;
  accepts(authorization: string | undefined): boolean;
  /** None that was given is good any more. */
  expire(): void;
  /** how many were given */
  count(): number;
};

export function makeTokens({ client_id, client_secret }: Credentials): Tokens {
  const good = new Set<string>();
  let given = 0;
  return {
    issue(body) {
      if (body['grant_type'] !== 'client_credentials')
        return invalid({ grant_type: 'The selected grant type is invalid.' });
      if (body['client_id'] !== client_id)
        return invalid({ client_id: 'The selected client id is invalid.' });
      if (body['client_secret'] !== client_secret) return unauthorized;
      const access_token = `tok-${++given}-${randomBytes(12).toString('hex')}`;
      good.add(access_token);
      return succeed({ token_type: 'Bearer', expires_in: LIFETIME_S, access_token });
    },
    accepts: (authorization) => good.has(authorization?.replace(/^Bearer /, '') ?? ''),
    expire: () => good.clear(),
    count: () => given,
  };
}
