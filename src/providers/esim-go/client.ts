/** The way to one account at eSIM Go: its key, its times, its budget of calls. */
import type { SupplierAccount } from '../kind.ts';
import { httpClient, type Answer, type Client } from '../http.ts';
import { ProviderUnclear } from '../provider.ts';
import { rateBudget } from './budget.ts';

export type EsimGo = {
  /** Something that is bought or given back; without an answer nothing is certain of it. */
  write(method: 'POST' | 'DELETE', path: string, body?: unknown, label?: string): Promise<Answer>;
  /** Something that may be done again at will. */
  note(path: string, body: unknown): Promise<Answer>;
  /** A question, with whatever was answered. */
  ask(path: string, cost?: number): Promise<Answer>;
  /** A question that has one good answer; anything else is unclear. */
  read(path: string, cost?: number): Promise<unknown>;
  close(): Promise<void>;
};

/** An order is answered when it is done, which takes a while; a person has to sort out a lost one. */
export type Times = { orderMs: number; questionMs: number };
export const TIMES: Times = { orderMs: 25_000, questionMs: 5_000 };
/** A page of the catalogue names some two hundred countries for each regional bundle. */
const MAX_ANSWER = 8 * 1024 * 1024;

export function esimGoClient(
  { baseUrl, credentials, limits }: SupplierAccount,
  { orderMs, questionMs }: Times,
): EsimGo {
  const budget = rateBudget(limits.perSecond ?? null);
  const connect = (timeoutMs: number): Client =>
    httpClient({
      url: baseUrl,
      headers: { 'x-api-key': credentials['api_key'] ?? '' },
      timeoutMs,
      maxAnswer: MAX_ANSWER,
    });
  const [orders, questions] = [connect(orderMs), connect(questionMs)];
  const spend = async (cost: number, call: () => Promise<Answer>): Promise<Answer> => {
    await budget.take(cost);
    const answer = await call();
    budget.heard(answer.headers);
    return answer;
  };
  const ask: EsimGo['ask'] = (path, cost = 1) => spend(cost, () => questions.ask('GET', path));
  return {
    // eSIM Go has no field for a reference of ours. As a request id it at least stands in logs.
    write: (method, path, body, label) =>
      spend(1, () =>
        orders.call(method, path, body, {
          headers: label === undefined ? {} : { 'x-request-id': label },
        }),
      ),
    note: (path, body) => spend(1, () => questions.call('PUT', path, body)),
    ask,
    async read(path, cost) {
      const answer = await ask(path, cost);
      if (!succeeded(answer)) throw new ProviderUnclear(`eSIM Go answered ${answer.status}.`);
      return answer.body;
    },
    close: async () => void (await Promise.all([orders.close(), questions.close()])),
  };
}

export const succeeded = ({ status }: Answer): boolean => status >= 200 && status < 300;

/** A path of these parts, whatever is in them. */
export const pathOf = (...parts: string[]): string => `/${parts.map(encodeURIComponent).join('/')}`;
