/** The way to a BSS: which API is where, and as whom it is called. */
import type { Answer, Client } from '../../http.ts';
import { ProviderNotReached, ProviderRefused, ProviderUnclear } from '../../provider.ts';
import type { TmfSettings } from './form.ts';
import type { Tokens } from './tokens.ts';

const NAMES = {
  620: 'productCatalogManagement',
  622: 'productOrderingManagement',
  637: 'productInventory',
  654: 'prepayBalanceManagement',
} as const;
export type Api = keyof typeof NAMES;

export type Session = {
  settings: TmfSettings;
  /**
   * Any answer that is no server's failure. Throws `ProviderRefused` where we are not let in, and
   * what a client throws.
   */
  call(api: Api, method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer>;
  /** A question: its answer, which is a success. Throws `ProviderUnclear` otherwise. */
  ask(api: Api, path: string): Promise<Answer>;
};

/** `tokens` null: without OAuth2. */
export function makeSession(http: Client, settings: TmfSettings, tokens: Tokens | null): Session {
  const send = async (method: 'GET' | 'POST', url: string, body: unknown, token: string | null) =>
    http.call(method, url, body, {
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
      statusDecides: true,
    });
  const call: Session['call'] = async (api, method, path, body) => {
    const url = (settings.paths[String(api)] ?? `/tmf-api/${NAMES[api]}/v4`) + path;
    const token = tokens === null ? null : await tokens.current();
    let answer = await send(method, url, body, token);
    // It may have been withdrawn before its time; what it was refused for was not done.
    if (answer.status === 401 && tokens !== null && token !== null)
      answer = await send(method, url, body, await tokens.insteadOf(token));
    if (answer.status === 401 || answer.status === 403)
      throw new ProviderRefused('rejected', `The BSS refused with ${answer.status}.`, 'account');
    return answer;
  };
  return {
    settings,
    call,
    async ask(api, path) {
      const answer = await call(api, 'GET', path).catch((error: unknown) => {
        throw error instanceof ProviderNotReached
          ? new ProviderUnclear('The BSS cannot be asked.', { cause: error })
          : error;
      });
      // A 404 may be the answer of a wrong address, so it never says "none".
      if (!isSuccess(answer)) throw new ProviderUnclear(`The BSS answered ${answer.status}.`);
      return answer;
    },
  };
}

export const isSuccess = ({ status }: Answer): boolean => status >= 200 && status < 300;
