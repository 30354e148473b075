/** What the stand-in tells its one subscriber: unsigned, each once, in order, unless told otherwise. */
import { randomUUID } from 'node:crypto';
import type { Notification } from './types.ts';

export type Webhooks = {
  /** null = nobody is told */
  url: string | null;
  /** while true nothing leaves; `flush` sends what has gathered */
  isHeld: boolean;
  /** leave `transactionId` out, as happens */
  omitTransactionId: boolean;
  /** leave `notifyId` and `eventGenerateTime` out, as older ones do */
  omitNotifyId: boolean;
  /** how often each is sent */
  times: number;
  /** all that was to be told, the oldest first */
  told: Notification[];
};

export type Teller = {
  settings: Webhooks;
  tell(type: string, content: Record<string, unknown>): void;
  /** Sends what has gathered, the latest first where `isReversed`. */
  flush(options?: { isReversed?: boolean }): Promise<void>;
  /** Sends what nobody vouches for. */
  forge(notification: unknown): Promise<number | null>;
  /** Whether the subscriber is well: 200 within some seconds. */
  checkHealth(url: string): Promise<boolean>;
  /** Resolves when nothing is on its way. */
  idle(): Promise<void>;
};

const HEALTH_MS = 5_000;

export function makeTeller(now: () => number): Teller {
  const settings: Webhooks = {
    url: null,
    isHeld: false,
    omitTransactionId: false,
    omitNotifyId: false,
    times: 1,
    told: [],
  };
  const gathered: Notification[] = [];
  let last: Promise<unknown> = Promise.resolve();
  const send = (notification: Notification): void => {
    const { url, times } = settings;
    if (url === null) return;
    for (let n = 0; n < times; n++) last = last.then(() => post(url, notification));
  };
  return {
    settings,
    tell(notifyType, { transactionId, ...content }) {
      const notification: Notification = {
        notifyType,
        ...(settings.omitNotifyId
          ? {}
          : {
              notifyId: randomUUID(),
              eventGenerateTime: new Date(now()).toISOString().replace(/\.\d+/, ''),
            }),
        content: { ...content, ...(settings.omitTransactionId ? {} : { transactionId }) },
      };
      settings.told.push(notification);
      if (settings.isHeld) gathered.push(notification);
      else send(notification);
    },
    async flush({ isReversed = false } = {}) {
      const all = gathered.splice(0);
      for (const one of isReversed ? all.reverse() : all) send(one);
      await last;
    },
    forge: (notification) =>
      settings.url === null ? Promise.resolve(null) : post(settings.url, notification),
    checkHealth: async (url) =>
      (await post(url, {
        notifyType: 'CHECK_HEALTH',
        content: { orderNo: '1234567890', orderStatus: 'Test' },
      })) === 200,
    idle: async () => void (await last),
  };
}

/** Its status, null where nobody answered. */
async function post(url: string, notification: unknown): Promise<number | null> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(notification),
      signal: AbortSignal.timeout(HEALTH_MS),
    });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    // Whoever does not listen is told nothing more about it.
    return null;
  }
}
