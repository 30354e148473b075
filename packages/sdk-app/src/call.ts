/**
 * One call in Firebase's callable protocol: POST { "data": … } → { "result": … } or { "error": … }.
 */
import { codeOf, HubbyAppError } from './error.ts';

/** What is used of `fetch`; the platform's own fits. */
export type FetchLike = (
  url: string,
  init: { method: string; headers: Record<string, string>; body: string; signal: AbortSignal },
) => Promise<{
  status: number;
  headers: { get(name: string): string | null };
  text(): Promise<string>;
}>;

export type CallOptions = {
  /** ends the waiting, not what the server may have begun */
  signal?: AbortSignal | undefined;
};

type Token = string | null | undefined;
export type Transport = {
  baseUrl: string;
  getToken: () => Token | Promise<Token>;
  getAppCheckToken?: ((use: { limitedUse: boolean }) => Token | Promise<Token>) | undefined;
  fetch?: FetchLike | undefined;
  timeoutMs?: number | undefined;
};

export async function call<Result>(
  transport: Transport,
  name: string,
  data: object,
  isOnce: boolean,
  { signal }: CallOptions = {},
): Promise<Result> {
  const stop = new AbortController();
  let why: 'aborted' | 'timeout' | null = null;
  const end = (reason: 'aborted' | 'timeout') => (): void => {
    why ??= reason;
    stop.abort();
  };
  const abort = end('aborted');
  const timer = setTimeout(end('timeout'), transport.timeoutMs ?? 60_000);
  signal?.addEventListener('abort', abort);
  if (signal?.aborted) abort();
  /** What cannot be stopped is not waited for. */
  const stopped = new Promise<never>((_resolve, reject) => {
    if (stop.signal.aborted) reject(new Error('stopped'));
    stop.signal.addEventListener('abort', () => reject(new Error('stopped')));
  });
  stopped.catch(() => {});
  try {
    return await Promise.race([send<Result>(transport, name, data, isOnce, stop.signal), stopped]);
  } catch (error) {
    if (why !== null)
      throw new HubbyAppError(
        why,
        why === 'timeout' ? 'The server did not answer in time.' : 'The call was aborted.',
        { cause: error },
      );
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

async function send<Result>(
  transport: Transport,
  name: string,
  data: object,
  isOnce: boolean,
  signal: AbortSignal,
): Promise<Result> {
  const token = await tokenOf(
    transport.getToken,
    'unauthenticated',
    'There is no ID token: nobody is signed in.',
  );
  if (!token)
    throw new HubbyAppError('unauthenticated', 'There is no ID token: nobody is signed in.');
  const { getAppCheckToken } = transport;
  const appCheck =
    getAppCheckToken &&
    (await tokenOf(
      () => getAppCheckToken({ limitedUse: isOnce }),
      'app_check_failed',
      'There is no App Check token.',
    ));
  if (signal.aborted) throw new Error('stopped');
  const headers: Record<string, string> = {
    'Content-Type': 'application/json',
    Authorization: `Bearer ${token}`,
  };
  if (appCheck) headers['X-Firebase-AppCheck'] = appCheck;
  let status: number, text: string, retryAfter: string | null;
  try {
    // Called as a function of nobody: a browser's fetch minds whose method it is.
    const { fetch = globalThis.fetch } = transport;
    const answer = await fetch(`${transport.baseUrl.replace(/\/+$/, '')}/${name}`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ data }),
      signal,
    });
    status = answer.status;
    retryAfter = answer.headers.get('retry-after');
    text = await answer.text();
  } catch (cause) {
    throw new HubbyAppError('network', 'The server could not be reached.', { cause });
  }
  return read<Result>(status, text, retryAfter);
}

async function tokenOf(
  get: () => Token | Promise<Token>,
  code: 'unauthenticated' | 'app_check_failed',
  message: string,
): Promise<Token> {
  try {
    return await get();
  } catch (cause) {
    throw new HubbyAppError(code, message, { cause });
  }
}

type Body = {
  result?: unknown;
  error?: {
    status?: unknown;
    message?: unknown;
    details?: { code?: unknown; request_id?: unknown } | null;
  };
};

function read<Result>(status: number, text: string, wait: string | null): Result {
  let body: Body | null = null;
  try {
    body = JSON.parse(text) as Body | null;
  } catch {
    /* a proxy's page */
  }
  const retryAfter = wait !== null && /^\d+$/.test(wait) ? Number(wait) : null;
  if (
    status === 200 &&
    typeof body === 'object' &&
    body !== null &&
    body.result !== undefined &&
    body.error === undefined
  )
    return body.result as Result;
  const error = body?.error;
  if (typeof error !== 'object' || error === null) {
    // 502, 503, 504 of whatever stands before the server.
    const isBusy = status === 429 || (status > 501 && status < 505);
    throw new HubbyAppError(
      isBusy ? 'unavailable' : 'internal',
      `The server answered ${status} without a result.`,
      { status, retryAfter },
    );
  }
  const serverCode = textOf(error.details?.code);
  throw new HubbyAppError(
    codeOf(serverCode, textOf(error.status)),
    textOf(error.message) ?? 'The call failed.',
    { status, retryAfter, serverCode, requestId: textOf(error.details?.request_id) },
  );
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
