/**
 * Tells the telco's clients of changes: signed, asynchronously, with a few retries. What does not
 * arrive is not kept.
 */
import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';

/** Headers of a callback with this raw body; `at` is the instant of sending, in real time. */
export function signCallback(
  secret: string,
  body: string,
  at: Date = new Date(),
): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  return {
    'x-telco-timestamp': timestamp,
    'x-telco-signature': createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex'),
  };
}

export type Change = { iccid: string; /** the client's time */ reported_at: string; esim: unknown };
/** `report_id` is unique per account. */
export type Report = Change & { report_id: string };
/** Where the account's client listens, null = nowhere. */
export type CallbackUrl = (account: string) => string | null;
export type Callbacks = {
  tell(account: string, change: Change): Report;
  /** That orders are no longer pending; not what became of them. */
  hint(account: string, orders: readonly { id: string; reference: string }[]): void;
  close(): Promise<void>;
};

/** Milliseconds before each attempt. */
const ATTEMPTS = [0, 200, 1_000, 5_000];
const TIMEOUT_MS = 5_000;

export function makeCallbacks(secret: string, urlOf: CallbackUrl): Callbacks {
  const agent = new Agent({ connections: 16, pipelining: 1 });
  const closing = new AbortController();
  const running = new Set<Promise<void>>();

  const post = async (url: string, body: string): Promise<boolean> => {
    const headers = { 'content-type': 'application/json', ...signCallback(secret, body) };
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const response = await request(url, {
      method: 'POST',
      headers,
      body,
      signal,
      dispatcher: agent,
    });
    await response.body.dump();
    return response.statusCode >= 200 && response.statusCode < 300;
  };
  const send = async (url: string, body: string): Promise<void> => {
    for (const wait of ATTEMPTS) {
      if (wait > 0)
        await sleep(wait, undefined, { signal: closing.signal, ref: false }).catch(() => {});
      if (closing.signal.aborted || (await post(url, body).catch(() => false))) return;
    }
  };
  const say = (account: string, what: object): void => {
    const url = urlOf(account);
    if (url === null || closing.signal.aborted) return;
    const sent: Promise<void> = send(url, JSON.stringify(what)).finally(() => running.delete(sent));
    running.add(sent);
  };
  return {
    tell(account, change) {
      const report = { report_id: `rep_${randomUUID()}`, ...change };
      say(account, { reports: [report] });
      return report;
    },
    hint: (account, orders) => say(account, { orders }),
    async close() {
      closing.abort();
      await Promise.all(running);
      await agent.close();
    },
  };
}
