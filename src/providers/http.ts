/**
 * Calls to one telco that speaks JSON; sorts what can go wrong into "never left" and "may have
 * happened".
 */
import { Pool } from 'undici';
import { call, type Call, type Headers } from '../outgoing/call.ts';
import { ProviderBusy, ProviderNotReached, ProviderUnclear } from './provider.ts';

/** `status` is below 500 and not 429; `body` is parsed JSON, whatever that is, undefined = empty. */
export type Answer = { status: number; headers: Headers; body: unknown };
export type Client = {
  /**
   * `body`: a text is sent as it is, anything else as JSON. Throws `ProviderNotReached`,
   * `ProviderBusy`, `ProviderUnclear`.
   */
  call(
    method: Call['method'],
    path: string,
    body?: unknown,
    options?: CallOptions,
  ): Promise<Answer>;
  /**
   * A question: as `call`, but where nobody was reached the answer is unclear, since that says
   * nothing of what was asked about.
   */
  ask(method: Call['method'], path: string, body?: unknown, options?: CallOptions): Promise<Answer>;
  close(): Promise<void>;
};
export type CallOptions = {
  headers?: Record<string, string>;
  /** of a body that is a text; default JSON */
  contentType?: string;
  /** a refusal (4xx) counts by its status alone, whatever its body is */
  statusDecides?: boolean;
};

export type ClientOptions = {
  url: string;
  /** sent with every call, as whose it is */
  headers: Record<string, string>;
  timeoutMs: number;
  /** of an answer, in bytes; a longer one is unreadable */
  maxAnswer?: number;
  /** mutual TLS: our certificate and key, and who signs the telco's; PEM */
  tls?: { ca?: string; cert: string; key: string };
};

const MAX_ANSWER = 1024 * 1024;
/** Where a telco says 429 and not how long. */
const USUAL_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 3_600_000;

export function httpClient(options: ClientOptions): Client {
  const base = options.url.replace(/\/$/, '');
  const pool = new Pool(new URL(base).origin, {
    connections: 128,
    // One request per connection and HTTP/1: of several on a lost connection undici sends the later
    // ones again.
    pipelining: 1,
    allowH2: false,
    connect: { timeout: Math.max(1, Math.floor(options.timeoutMs / 2)), ...options.tls },
  });
  const send: Client['call'] = async (method, path, body, given = {}) => {
    const { headers, contentType, statusDecides = false } = given;
    const reply = await call(pool, {
      method,
      url: base + path,
      headers: {
        ...options.headers,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': contentType ?? 'application/json' }),
        ...headers,
      },
      body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(options.timeoutMs),
      maxBytes: options.maxAnswer ?? MAX_ANSWER,
    });
    if (reply.kind === 'not_reached')
      throw new ProviderNotReached('The telco cannot be reached.', { cause: reply.cause });
    if (reply.status === null)
      throw new ProviderUnclear('The telco did not answer.', { cause: reply.cause });
    if (reply.status === 429)
      throw new ProviderBusy('The telco has had too many calls.', pauseOf(reply.headers));
    if (reply.status >= 500) throw new ProviderUnclear(`The telco answered ${reply.status}.`);
    const isDecided = statusDecides && reply.kind === 'refused';
    if (reply.json === undefined && !isDecided && !isEmpty(reply.status, reply.headers))
      throw new ProviderUnclear(`The telco answered ${reply.status} without readable JSON.`);
    return { status: reply.status, headers: reply.headers, body: reply.json };
  };
  return {
    call: send,
    ask: (...given) =>
      send(...given).catch((error: unknown) => {
        throw error instanceof ProviderNotReached && !(error instanceof ProviderBusy)
          ? new ProviderUnclear('The telco cannot be asked.', { cause: error })
          : error;
      }),
    close: () => pool.close(),
  };
}

const isEmpty = (status: number, headers: Headers): boolean =>
  status === 204 || headers['content-length'] === '0';

/** `Retry-After` in seconds or as a date, in milliseconds. */
export function pauseOf(headers: Headers, now = Date.now()): number {
  const text = headers['retry-after'];
  if (typeof text !== 'string' || text.trim() === '') return USUAL_PAUSE_MS;
  const seconds = Number(text);
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(text) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), LONGEST_PAUSE_MS) : USUAL_PAUSE_MS;
}
