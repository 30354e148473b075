/** The partner API as functions: one per operation, signed, typed, and tried again where that is safe. */
import { randomUUID } from 'node:crypto';
import type { Detail } from './errors.ts';
import { ROUTES } from './generated/routes.ts';
import type { Operations } from './generated/types.ts';
import { signedHeaders } from './request-signature.ts';
import { withRetries } from './retry.ts';
import { send, sendForBytes, type Call } from './send.ts';
import { buildTarget } from './target.ts';

export type HubbyOptions = {
  /** where the server is, such as https://hubby.example.com */
  baseUrl: string;
  apiKey: string;
  apiSecret: string;
  /** further tries of a call that may be made twice; 2 where left out, 0 = never */
  retries?: number;
  /** of one try, in milliseconds; 30 000 where left out, null = no limit */
  timeoutMs?: number | null;
  /** members and parameters that were sent and that the server does not know */
  onWarning?: (warning: Detail) => void;
  fetch?: typeof fetch;
};

export type CallOptions = {
  /** One of your own makes a call safe to repeat even after this process has ended. */
  idempotencyKey?: string;
  signal?: AbortSignal;
};

type Args<Input> = object extends Input
  ? [input?: Input, how?: CallOptions]
  : [input: Input, how?: CallOptions];

/**
 * Parameters of path and query by their names, the body as `body`. All reject with HubbyError where
 * Hubby refuses, and HubbyConnectionError where it does not answer.
 */
export type Hubby = {
  [Name in keyof Operations]: (
    ...args: Args<Operations[Name]['input']>
  ) => Promise<Operations[Name]['data']>;
};

type Route = (typeof ROUTES)[keyof Operations];
type Input = Record<string, unknown> & { body?: unknown };

const TIMEOUT_MS = 30_000;
const RETRIES = 2;

export function createHubby(options: HubbyOptions): Hubby {
  const functions = Object.entries(ROUTES).map(([name, route]) => [
    name,
    (input: Input = {}, how: CallOptions = {}) => run(options, route, input, how),
  ]);
  return Object.fromEntries(functions) as Hubby;
}

/** Async, so that whatever is wrong with the input rejects as well. */
async function run(
  options: HubbyOptions,
  route: Route,
  input: Input,
  how: CallOptions,
): Promise<unknown> {
  const { method, path, answer, sends = 'application/json' } = route;
  const { body, ...params } = input;
  const retries = options.retries ?? RETRIES;
  const target = buildTarget(path, params);
  const key = how.idempotencyKey ?? (route.takesKey && retries > 0 ? randomUUID() : undefined);
  const sent = route.sends === undefined ? JSON.stringify(body) : (body as Call['body']);
  const isSafe = key !== undefined || method === 'GET' || method === 'PUT';
  const attempt = async (): Promise<unknown> => {
    const call: Call = {
      base: options.baseUrl.replace(/(?<!\/)\/+$/, ''),
      method,
      target,
      headers: {
        // Anew for each try: a signature is good for five minutes.
        ...signedHeaders(
          { api_key: options.apiKey, api_secret: options.apiSecret },
          method,
          target,
        ),
        ...(sent === undefined ? {} : { 'content-type': sends }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      body: sent,
      signal: limitOf(options, how),
      fetch: options.fetch,
      onWarning: options.onWarning,
    };
    if (answer === 'json') return send(call);
    const bytes = await sendForBytes(call);
    return answer === 'text' ? new TextDecoder().decode(bytes) : bytes;
  };
  return withRetries(isSafe ? retries : 0, how.signal, attempt);
}

function limitOf({ timeoutMs = TIMEOUT_MS }: HubbyOptions, { signal }: CallOptions) {
  if (timeoutMs === null) return signal;
  const limit = AbortSignal.timeout(timeoutMs);
  return signal === undefined ? limit : AbortSignal.any([limit, signal]);
}
