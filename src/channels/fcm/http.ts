/** One call to Google: its answer with what both of its services tell of waiting. */
import type { Dispatcher } from 'undici';
import { retryAfterS } from '../../input/retry-after.ts';
import { call, membersOf } from '../../outgoing/call.ts';

const MAX_ANSWER = 20_000;
const LONGEST_WAIT_S = 24 * 3600;

/** `status` null: no answer came, `reason` says why. */
export type Reply = {
  status: number | null;
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
  const reply = await call(dispatcher, {
    method: 'POST',
    url,
    headers,
    body: payload,
    signal: AbortSignal.timeout(totalMs),
    maxBytes: MAX_ANSWER,
  });
  const none = reply.status === null;
  return {
    status: reply.status,
    body: membersOf(reply),
    retryAfterS: none
      ? null
      : retryAfterS(reply.headers['retry-after'], Date.now(), LONGEST_WAIT_S),
    reason: none ? reply.reason : '',
  };
}
