/** One call to Google: answers are cut, time is limited, failures have a name and no details. */
import { request, type Dispatcher } from 'undici';

const MAX_ANSWER = 20_000;
const LONGEST_WAIT_S = 24 * 3600;

/** `status` 0: no answer came, `reason` says why. */
export type Reply = {
  status: number;
  body: Record<string, unknown>;
  retryAfterS: number | null;
  reason: string;
};

export async function post(
  dispatcher: Dispatcher,
  url: string,
  headers: Record<string, string>,
  payload: string,
  totalMs: number,
): Promise<Reply> {
  try {
    const {
      statusCode,
      headers: got,
      body,
    } = await request(url, {
      method: 'POST',
      dispatcher,
      headers,
      body: payload,
      signal: AbortSignal.timeout(totalMs),
    });
    return {
      status: statusCode,
      body: await readJson(body),
      retryAfterS: waitOf(got['retry-after']),
      reason: '',
    };
  } catch (error) {
    return {
      status: 0,
      body: {},
      retryAfterS: null,
      reason: (error as Error).name === 'TimeoutError' ? 'timeout' : 'connection',
    };
  }
}

async function readJson(body: AsyncIterable<Buffer>): Promise<Record<string, unknown>> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of body) {
    parts.push(part);
    if ((size += part.length) > MAX_ANSWER) break;
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(parts).toString());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Seconds, or an HTTP date. */
function waitOf(header: string | string[] | undefined): number | null {
  const text = (Array.isArray(header) ? header[0] : header)?.trim() ?? '';
  const seconds = /^\d{1,9}$/.test(text)
    ? Number(text)
    : text === '' || Number.isNaN(Date.parse(text))
      ? null
      : Math.max(0, (Date.parse(text) - Date.now()) / 1000);
  return seconds === null ? null : Math.min(seconds, LONGEST_WAIT_S);
}
