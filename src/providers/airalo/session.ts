/** Calls to Airalo by somebody who is signed in. */
import type { Answer, Client } from '../http.ts';
import { ProviderBusy, ProviderNotReached, ProviderRefused, ProviderUnclear } from '../provider.ts';
import { fetchToken, keepTokens } from './tokens.ts';

export type Session = {
  signIn(): Promise<void>;
  /**
   * Orders something. `leaveBy`, by `performance.now()`: whoever asks has stopped waiting soon after
   * it, so that later it does not leave any more.
   */
  post(path: string, body: Record<string, unknown>, leaveBy: number): Promise<Answer>;
  /** Reads; throws all that `post` throws. */
  get(path: string): Promise<Answer>;
  /**
   * Reads what decides about an order or an eSIM: where that cannot be done, for whatever reason,
   * nothing is known of it, and `ProviderUnclear` or `ProviderBusy` says so.
   */
  ask(path: string): Promise<Answer>;
  /** As `get`, of what is big and may take long. */
  getBig(path: string): Promise<Answer>;
};

export function openSession(
  clients: { usual: Client; big: Client },
  credentials: Record<string, string>,
  now: () => number,
): Session {
  const tokens = keepTokens(() => fetchToken(clients.usual, credentials), now);
  /** `send` is called again when its token is refused, which says that nothing was done with it. */
  const withToken = async (
    send: (headers: Record<string, string>) => Promise<Answer>,
  ): Promise<Answer> => {
    const token = await tokens.current();
    const answer = await send(bearer(token));
    if (answer.status !== 401) return answer;
    const again = await send(bearer(await tokens.insteadOf(token)));
    if (again.status === 401)
      throw new ProviderRefused('rejected', 'Airalo does not accept its own token.', 'account');
    return again;
  };
  const read = (client: Client, path: string): Promise<Answer> =>
    withToken((headers) => client.call('GET', path, undefined, { headers }));
  return {
    signIn: async () => void (await tokens.renew()),
    post: (path, body, leaveBy) =>
      withToken((headers) => {
        if (performance.now() > leaveBy)
          throw new ProviderNotReached('Airalo took too long before the order could leave.');
        return clients.usual.call('POST', path, body, { headers });
      }),
    get: (path) => read(clients.usual, path),
    ask: (path) =>
      read(clients.usual, path).catch((error: unknown) => {
        throw error instanceof ProviderBusy || error instanceof ProviderUnclear
          ? error
          : new ProviderUnclear('Airalo cannot be asked.', { cause: error });
      }),
    getBig: (path) => read(clients.big, path),
  };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
