/** One call to the telco; sorts what can go wrong into "never left" and "may have happened". */
import { Pool } from 'undici';
import { ProviderNotReached, ProviderUnclear } from '../provider.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
/** `status` is below 500 and `body` parsed JSON, whatever that is. */
export type Answer = { status: number; body: unknown };
export type Client = {
  call(method: Method, path: string, body?: unknown): Promise<Answer>;
  close(): Promise<void>;
};

/** Failures before a connection was there: not a byte of the request was sent. */
const NEVER_LEFT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

export function httpClient(options: { url: string; secret: string; timeoutMs: number }): Client {
  const { origin, pathname } = new URL(options.url);
  const base = pathname.replace(/\/$/, '');
  const pool = new Pool(origin, {
    connections: 128,
    // One request per connection and HTTP/1: of several on a lost connection undici sends the later
    // ones again.
    pipelining: 1,
    allowH2: false,
    maxResponseSize: 1024 * 1024,
    connect: { timeout: Math.max(1, Math.floor(options.timeoutMs / 2)) },
  });
  const headers = { authorization: `Bearer ${options.secret}`, accept: 'application/json' };

  const call = async (method: Method, path: string, body?: unknown): Promise<Answer> => {
    let status: number;
    let text: string;
    try {
      const response = await pool.request({
        method,
        path: base + path,
        headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
        body: body === undefined ? null : JSON.stringify(body),
        // Over the whole call: a telco that sends a byte now and then is no answer either.
        signal: AbortSignal.timeout(options.timeoutMs),
      });
      status = response.statusCode;
      text = await response.body.text();
    } catch (cause) {
      const code = (cause as { code?: unknown }).code;
      if (typeof code === 'string' && NEVER_LEFT.has(code))
        throw new ProviderNotReached('The telco cannot be reached.', { cause });
      throw new ProviderUnclear('The telco did not answer.', { cause });
    }
    if (status >= 500) throw new ProviderUnclear(`The telco answered ${status}.`);
    try {
      return { status, body: JSON.parse(text) };
    } catch {
      // The parser's message quotes the text, which may hold an activation code: no cause.
      throw new ProviderUnclear(`The telco answered ${status} without readable JSON.`);
    }
  };
  return { call, close: () => pool.close() };
}
