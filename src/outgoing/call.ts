/**
 * One HTTP call that leaves, and what is certain of it afterwards: the time for all of it is
 * limited, the answer is cut, no redirect is followed, and nothing is thrown.
 */
import { request, type Dispatcher } from 'undici';

export type Call = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  headers: Record<string, string>;
  /** null = none */
  body: string | null;
  /** over the whole call: whoever sends a byte now and then does not answer either */
  signal: AbortSignal;
  /** of the answer; one that is longer counts as unreadable */
  maxBytes: number;
};

export type Headers = Record<string, string | string[] | undefined>;

/**
 * done         2xx
 * refused      any other answer below 500: it was read, and not done
 * unclear      5xx, or no whole answer: perhaps it was done
 * not_reached  no connection came about, so not a byte of it has left
 */
export type Reply =
  | { kind: 'done' | 'refused' | 'unclear'; status: number; headers: Headers; json: unknown }
  | { kind: 'unclear' | 'not_reached'; status: null; reason: NoAnswer; cause: unknown };
export type NoAnswer = 'timeout' | 'connection';

/** Failures before a connection was there. */
const NEVER_LEFT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** `json` is undefined where the answer is none. It comes from outside: trust no member of it. */
export async function call(
  dispatcher: Dispatcher,
  { method, url, headers, body, signal, maxBytes }: Call,
): Promise<Reply> {
  try {
    const got = await request(url, { method, headers, body, signal, dispatcher });
    const json = parse(await readUpTo(maxBytes, got.body));
    return { kind: kindOf(got.statusCode), status: got.statusCode, headers: got.headers, json };
  } catch (cause) {
    const { code, name } = cause as { code?: unknown; name?: unknown };
    return {
      kind: typeof code === 'string' && NEVER_LEFT.has(code) ? 'not_reached' : 'unclear',
      status: null,
      reason: name === 'TimeoutError' ? 'timeout' : 'connection',
      cause,
    };
  }
}

const kindOf = (status: number): 'done' | 'refused' | 'unclear' => {
  if (status >= 500) return 'unclear';
  return status >= 200 && status < 300 ? 'done' : 'refused';
};

/** Null: longer than that. What is not read ends the connection. */
async function readUpTo(bytes: number, body: AsyncIterable<Buffer>): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of body) {
    if ((size += part.length) > bytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

function parse(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    // The parser's message quotes the text, which may hold what is in no log.
    return undefined;
  }
}

/** The members of what was answered; none where it was no object. */
export const membersOf = (reply: Reply): Record<string, unknown> =>
  reply.status !== null && typeof reply.json === 'object' && reply.json !== null
    ? (reply.json as Record<string, unknown>)
    : {};
