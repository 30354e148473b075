/**
 * Events on their way from the CLI to a program on this machine, as a delivery would bring them.
 */
import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { signatureHeaders, signingKeys } from '@hubby/sdk/webhooks';
import { request } from 'undici';
import { partnerKey } from './client.ts';
import type { Envelope } from './feed.ts';

const TIMEOUT_MS = 15_000;
const MAX_ANSWER_BYTES = 20_000;
/** The first try, and what is waited before each further one. */
const RETRY_MS = [500, 1_000, 2_000];
const TRIES = RETRY_MS.length + 1;

export type Try = {
  event: Envelope;
  url: string;
  number: number;
  /** null = no answer, see error */ status: number | null;
  error: string | null;
  ms: number;
  willRetry: boolean;
};

export type Forwarder = {
  /**
   * Comes back at once. First tries are made one after another, in order; a failed one is repeated
   * on the side.
   */
  send(event: Envelope): void;
  /** Resolves when no try is under way or planned. */
  settled(): Promise<void>;
};

export type Target = {
  url: string;
  headers?: Record<string, string>;
  report(t: Try): void;
  signal?: AbortSignal;
};

/** `report` hears of every try. A receiver that fails never makes anything throw here. */
export function makeForwarder({ secret, ...target }: Target & { secret: string }): Forwarder {
  const { signal } = target;
  const keys = [signingKeys(secret)];
  let queue: Promise<unknown> = Promise.resolve();
  const open = new Set<Promise<void>>();

  async function repeat(event: Envelope): Promise<void> {
    for (let number = 2; number <= TRIES; number++) {
      await sleep(RETRY_MS[number - 2], undefined, { signal }).catch(() => {});
      if (signal?.aborted === true || (await attempt(target, keys, event, number))) return;
    }
  }

  return {
    send(event) {
      const first = queue.then(() => attempt(target, keys, event, 1));
      queue = first;
      const all = first
        .then((isDone) => (isDone ? undefined : repeat(event)))
        .finally(() => open.delete(all));
      open.add(all);
    },
    async settled() {
      while (open.size > 0) await Promise.all(open);
    },
  };
}

/** True: no further try is needed, or wanted any more. */
async function attempt(
  { url, headers = {}, report, signal }: Target,
  keys: ReturnType<typeof signingKeys>[],
  event: Envelope,
  number: number,
): Promise<boolean> {
  const body = JSON.stringify(event);
  const began = performance.now();
  let [status, error]: [number | null, string | null] = [null, null];
  try {
    const limit = AbortSignal.timeout(TIMEOUT_MS);
    // Not fetch, which follows redirects and refuses some ports.
    const response = await request(url, {
      method: 'POST',
      body,
      signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
      headers: {
        'user-agent': 'Hubby-Webhooks/1',
        ...headers,
        'content-type': 'application/json',
        ...signatureHeaders(keys, event.event_id, body, Date.now()),
      },
    });
    status = response.statusCode;
    await response.body.dump({ limit: MAX_ANSWER_BYTES }).catch(() => {});
  } catch (e) {
    error = reasonOf(e);
  }
  const isDone = (status !== null && status >= 200 && status < 300) || signal?.aborted === true;
  if (signal?.aborted !== true)
    report({
      event,
      url,
      number,
      status,
      error,
      ms: Math.round(performance.now() - began),
      willRetry: !isDone && number < TRIES,
    });
  return isDone;
}

/** A try in a few words. */
export const tellTry = ({ event, number, status, error, ms, willRetry }: Try): string =>
  `→ ${status ?? error} in ${ms} ms  ${event.event_id}${number > 1 ? `  try ${number}` : ''}${willRetry ? '  (tried again)' : ''}`;

/**
 * The secret of what this key forwards: always the same one, so that it stays in the receiver's
 * settings.
 */
export const ownSecret = (): string =>
  `whsec_${createHmac('sha256', partnerKey().api_secret).update('hubby listen').digest('base64')}`;

const SECRET = /^whsec_(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
export function checkedSecret(text: string): string {
  if (!SECRET.test(text)) throw new Error('--secret: expected whsec_ and base64 after it.');
  return text;
}

export function checkedUrl(text: string): string {
  if (!/^https?:$/.test(URL.parse(text)?.protocol ?? ''))
    throw new Error(`--forward-to: expected an http or https URL, got "${text}".`);
  return text;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1000} s`;
  return (error as { code?: string }).code ?? error.message;
}
