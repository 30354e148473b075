/** Callbacks about purchases: the purchase as it is, with the fixed header if there is one. */
import type { Status } from './books.ts';

export type Target = { url: string; headerName?: string; headerValue?: string };

/** How callbacks are sent. */
export type Delivery = {
  statuses: 'final' | 'all';
  /** each so many times */
  copies: number;
  /** `reversed`: those of one purchase wait for its last, and leave the latest first */
  order: 'as_it_happens' | 'reversed';
  /** of the fixed header */
  header: 'right' | 'wrong' | 'missing';
};

export type Webhooks = {
  delivery: Delivery;
  /** As the console does when an address is saved: throws unless it answers HEAD with 2xx. */
  connect(target: Target): Promise<void>;
  disconnect(): void;
  tell(id: string, status: Status, body: unknown): void;
  /** Resolves when what was to be sent has been answered, or failed. */
  settled(): Promise<void>;
  /** what was sent and how it was answered, null = not at all */
  sent: { body: unknown; status: number | null }[];
  close(): Promise<void>;
};

export function makeWebhooks(): Webhooks {
  let target: Target | null = null;
  const waiting = new Map<string, string[]>();
  const under: Set<Promise<void>> = new Set();
  const stopping = new AbortController();
  const hooks: Webhooks = {
    delivery: { statuses: 'final', copies: 1, order: 'as_it_happens', header: 'right' },
    sent: [],
    async connect(wanted) {
      const { status } = await fetch(wanted.url, { method: 'HEAD', signal: stopping.signal });
      if (status < 200 || status > 299) throw new Error(`The probe was answered ${status}.`);
      target = wanted;
    },
    disconnect() {
      target = null;
    },
    tell(id, status, body) {
      if (target === null) return;
      const isFinal = status === 'DONE' || status === 'FAILED';
      const bodies = [...(waiting.get(id) ?? []), JSON.stringify(body)];
      if (hooks.delivery.statuses === 'final' && !isFinal) return;
      if (hooks.delivery.order === 'reversed' && !isFinal) {
        waiting.set(id, bodies);
        return;
      }
      waiting.delete(id);
      const work = sendAll(target, bodies.toReversed()).finally(() => under.delete(work));
      under.add(work);
    },
    async settled() {
      while (under.size > 0) await Promise.all(under);
    },
    async close() {
      stopping.abort();
      await hooks.settled();
    },
  };
  async function sendAll(to: Target, bodies: readonly string[]): Promise<void> {
    for (const body of bodies)
      for (let copy = 0; copy < hooks.delivery.copies; copy++) {
        const status = await post(to, body).catch(() => null);
        hooks.sent.push({ body: JSON.parse(body), status });
      }
  }
  async function post({ url, headerName, headerValue }: Target, body: string): Promise<number> {
    const { header } = hooks.delivery;
    const fixed =
      headerName === undefined || headerValue === undefined || header === 'missing'
        ? {}
        : { [headerName]: header === 'right' ? headerValue : `${headerValue}x` };
    const { status } = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...fixed },
      body,
      signal: stopping.signal,
    });
    return status;
  }
  return hooks;
}
