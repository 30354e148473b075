/** One POST with a limit on time and on what is read of the answer. */
import type { Dispatcher } from 'undici';

/** What is kept of an answer, in bytes. */
export const BODY_LIMIT = 20_000;

export type Reply = {
  /** null = no answer, see error */
  status: number | null;
  error: string | null;
  /** what was answered, at most 20 kB */
  body: string;
  retryAfter: string | null;
  durationMs: number;
};

type Request = {
  path: string;
  headers: Record<string, string>;
  body: Buffer | string;
  totalMs: number;
};
type Headers = Record<string, string | string[] | undefined>;

/**
 * Never rejects. A status that came in time counts, whatever becomes of the body behind it.
 * Redirects are not followed.
 */
export function postOnce(
  dispatcher: Dispatcher,
  { path, headers, body, totalMs }: Request,
): Promise<Reply> {
  const started = performance.now();
  const kept = boundedBody();
  let status: number | null = null;
  let retryAfter: string | null = null;
  let controller: Dispatcher.DispatchController | undefined;
  let isDone = false;
  const { promise, resolve } = Promise.withResolvers<Reply>();
  const timer = setTimeout(() => {
    finish(status === null ? `no answer within ${totalMs / 1000} s` : null);
    controller?.abort(new Error('time is up'));
  }, totalMs);
  const finish = (error: string | null): void => {
    if (isDone) return;
    isDone = true;
    clearTimeout(timer);
    resolve({
      status,
      error: error ?? answered(status),
      body: kept.text(),
      retryAfter,
      durationMs: Math.round(performance.now() - started),
    });
  };
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(c) {
      controller = c;
      // The connection came too late: nothing of the request is sent.
      if (isDone) c.abort(new Error('time is up'));
    },
    onResponseStart(_c, code, responseHeaders: Headers) {
      if (code < 200) return;
      status = code;
      retryAfter = [responseHeaders['retry-after']].flat()[0] ?? null;
    },
    onResponseData(c, chunk) {
      if (isDone) return;
      if (!kept.add(chunk)) return;
      finish(null);
      c.abort(new Error('enough was read'));
    },
    onResponseEnd() {
      finish(null);
    },
    onResponseError(_c, error) {
      finish(status === null ? errorText(error) : null);
    },
  };
  try {
    dispatcher.dispatch({ method: 'POST', path, headers, body }, handler);
  } catch (error) {
    finish(errorText(error));
  }
  return promise;
}

/** The beginning of an answer; `add` says whether that was enough. */
function boundedBody(): { add(chunk: Buffer): boolean; text(): string } {
  const chunks: Buffer[] = [];
  let read = 0;
  return {
    add(chunk) {
      if (read < BODY_LIMIT) chunks.push(chunk.subarray(0, BODY_LIMIT - read));
      read += chunk.length;
      return read >= BODY_LIMIT;
    },
    text: () => textOf(chunks),
  };
}

const answered = (status: number | null): string | null =>
  status === null || (status >= 200 && status < 300)
    ? null
    : status >= 300 && status < 400
      ? 'redirects are not followed'
      : `answered ${status}`;

/**
 * As PostgreSQL can store it: UTF-8 without NUL. A character cut in half at the limit is left out.
 */
const textOf = (chunks: Buffer[]): string =>
  chunks.length === 1 && chunks[0]!.length < BODY_LIMIT
    ? chunks[0]!.toString('utf8').replaceAll('\0', '\uFFFD')
    : chunks.length === 0
      ? ''
      : new TextDecoder('utf-8', { ignoreBOM: true })
          .decode(Buffer.concat(chunks), { stream: true })
          .replaceAll('\0', '\uFFFD');

const TEXTS: Record<string, string> = {
  ERR_ADDRESS_REFUSED: 'the host has an address that is not public; it was not connected to',
  ENOTFOUND: 'the host does not resolve',
  EAI_AGAIN: 'the host does not resolve',
  ETIMEOUT: 'the host does not resolve',
  ENODATA: 'the host does not resolve',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was reset',
  UND_ERR_SOCKET: 'the connection was closed',
  UND_ERR_CONNECT_TIMEOUT: 'no connection within 5 s',
  ETIMEDOUT: 'no connection within 5 s',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the host cannot be reached',
  UND_ERR_HEADERS_OVERFLOW: 'the headers of the answer are too large',
};

/** For the partner to read: what happened, without anything of this side. */
function errorText(error: unknown): string {
  const codes = [error, ...((error as { errors?: unknown[] }).errors ?? [])]
    .map((e) => (e as { code?: unknown }).code)
    .filter((c) => typeof c === 'string');
  for (const code of codes) if (TEXTS[code] !== undefined) return TEXTS[code];
  const [code] = codes;
  if ((error as Error).name === 'HTTPParserError' || code?.startsWith('HPE_') === true)
    return 'the answer is not valid HTTP';
  if (code === undefined) return 'the request failed';
  return /CERT|SSL|TLS|SIGNED|ERR_TLS/.test(code)
    ? `the TLS certificate or connection is not valid (${code})`
    : `the request failed (${code})`;
}
