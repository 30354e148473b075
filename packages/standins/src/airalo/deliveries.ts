/** Webhooks as Airalo sends them: signed over PHP's JSON, again and again until they are taken. */
import { phpJson, sign, type Fields } from './wire.ts';

const TRIES = 20;
const TAKEN = new Set([200, 201, 202, 203]);
const PATIENCE_MS = 5_000;

/**
 * duplicate  each twice · forged  with another's signature · reordered  two are waited for, and
 * the later one goes first
 */
export type Manner = 'normal' | 'duplicate' | 'forged' | 'reordered';

/** `statuses`: what each try was answered, 0 = nothing. */
export type Delivery = { url: string; body: string; statuses: number[] };

export type Deliveries = {
  manner: Manner;
  sent: Delivery[];
  send(url: string, event: Fields): void;
  /** What `send` would send. */
  write(event: Fields): { headers: Record<string, string>; body: string };
  /** The `HEAD` that an address is tried with. */
  probe(url: string): Promise<boolean>;
  close(): void;
};

export function makeDeliveries(secret: string, retryMs: number): Deliveries {
  const timers = new Set<NodeJS.Timeout>();
  const held: (() => void)[] = [];
  const closing = new AbortController();

  const call = async (url: string, init: RequestInit): Promise<number> => {
    try {
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(PATIENCE_MS)]);
      const response = await fetch(url, { redirect: 'manual', signal, ...init });
      await response.body?.cancel();
      return response.status;
    } catch {
      // Nobody there, or it took too long: it counts as not taken.
      return 0;
    }
  };

  const attempt = async (delivery: Delivery, headers: Record<string, string>): Promise<void> => {
    const { url, body, statuses } = delivery;
    statuses.push(await call(url, { method: 'POST', headers, body }));
    if (TAKEN.has(statuses.at(-1)!) || statuses.length === TRIES || closing.signal.aborted) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      void attempt(delivery, headers);
    }, retryMs);
    timers.add(timer);
  };

  const self: Deliveries = {
    manner: 'normal',
    sent: [],
    write(event) {
      const body = phpJson(event);
      const key = self.manner === 'forged' ? `${secret}-of-another` : secret;
      return { headers: { 'airalo-signature': sign(key, body) }, body };
    },
    send(url, event) {
      const { headers, body } = self.write(event);
      const go = (): void => {
        const delivery: Delivery = { url, body, statuses: [] };
        self.sent.push(delivery);
        void attempt(delivery, { ...headers, 'content-type': 'application/json' });
      };
      if (self.manner === 'duplicate') go();
      if (self.manner !== 'reordered') return go();
      held.push(go);
      if (held.length === 2) for (const one of held.splice(0).toReversed()) one();
    },
    probe: async (url) => (await call(url, { method: 'HEAD' })) === 200,
    close() {
      closing.abort();
      for (const timer of timers) clearTimeout(timer);
    },
  };
  return self;
}
