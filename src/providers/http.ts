/**
 * Calls to one telco that speaks JSON; sorts what can go wrong into "never left" and "may have
 * happened".
 */
import { Pool } from 'undici';
import { call, type Call } from '../outgoing/call.ts';
import { ProviderNotReached, ProviderUnclear } from './provider.ts';

/** `status` is below 500 and `body` parsed JSON, whatever that is. */
export type Answer = { status: number; body: unknown };
export type Client = {
  /** Throws `ProviderNotReached`, `ProviderUnclear`. */
  call(method: Call['method'], path: string, body?: unknown): Promise<Answer>;
  close(): Promise<void>;
};

const MAX_ANSWER = 1024 * 1024;

/** `headers`: sent with every call, as whose it is. */
export function httpClient(options: {
  url: string;
  headers: Record<string, string>;
  timeoutMs: number;
}): Client {
  const base = options.url.replace(/\/$/, '');
  const pool = new Pool(new URL(base).origin, {
    connections: 128,
    // One request per connection and HTTP/1: of several on a lost connection undici sends the later
    // ones again.
    pipelining: 1,
    allowH2: false,
    connect: { timeout: Math.max(1, Math.floor(options.timeoutMs / 2)) },
  });
  const plain = { ...options.headers, accept: 'application/json' };
  const withBody = { ...plain, 'content-type': 'application/json' };
  return {
    async call(method, path, body) {
      const reply = await call(pool, {
        method,
        url: base + path,
        headers: body === undefined ? plain : withBody,
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(options.timeoutMs),
        maxBytes: MAX_ANSWER,
      });
      if (reply.kind === 'not_reached')
        throw new ProviderNotReached('The telco cannot be reached.', { cause: reply.cause });
      if (reply.status === null)
        throw new ProviderUnclear('The telco did not answer.', { cause: reply.cause });
      if (reply.status >= 500) throw new ProviderUnclear(`The telco answered ${reply.status}.`);
      if (reply.json === undefined)
        throw new ProviderUnclear(`The telco answered ${reply.status} without readable JSON.`);
      return { status: reply.status, body: reply.json };
    },
    close: () => pool.close(),
  };
}
