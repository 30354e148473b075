/** A Hubby that keeps requests, and calls that are kept when they come back. */
import assert from 'node:assert/strict';
import { until } from '../faults/checks.ts';
import { startHubby, type Answer, type CallOptions, type Hubby, type Json } from '../harness.ts';
import type { BrowserPage } from './members.ts';

/** However busy the machine of the tests is, nothing is dropped for that. */
export const startKeeping = (env: Record<string, string> = {}): Promise<Hubby> =>
  startHubby({
    env: { HUBBY_REQUEST_LOG_DAYS: '30', ...env },
    context: { loopLag: { ms: () => 0, close() {} } },
  });

const handed = ({ ctx }: Hubby): number => {
  const { full, late, failed } = ctx.requestLog.dropped();
  return ctx.requestLog.written() + full + late + failed;
};

/** Until what `ask` asked for is written, or dropped: that comes after its answer. */
export async function untilKept<T>(hubby: Hubby, ask: () => Promise<T>): Promise<T> {
  const before = handed(hubby);
  const answer = await ask();
  await until('the request is kept', async () => {
    await hubby.ctx.requestLog.flush();
    return handed(hubby) > before;
  });
  return answer;
}

export const keptCall = (
  hubby: Hubby,
  method: string,
  path: string,
  body?: unknown,
  options?: CallOptions,
): Promise<Answer> => untilKept(hubby, () => hubby.call(method, path, body, options));

export const idOf = (answer: Answer): string => String(answer.headers['x-request-id']);

/** What a member sees at `/requests…` of a partner. */
export async function requestsOf(
  who: BrowserPage,
  { partner_id }: { partner_id: string },
  path = '',
): Promise<Json> {
  const answer = await who.call('GET', `/partners/${partner_id}/requests${path}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.data;
}
