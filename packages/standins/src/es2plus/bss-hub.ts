/** Listeners of the stand-in's events: unsigned, and told more than once. */
import { randomUUID } from 'node:crypto';
import { request } from 'undici';
import type { Body, Order } from './bss-types.ts';

/** As it is posted to a listener. */
export const stateEvent = (order: Pick<Order, 'id' | 'externalId' | 'state'>): Body => ({
  eventId: randomUUID(),
  eventTime: new Date().toISOString(),
  eventType: 'ProductOrderStateChangeEvent',
  event: {
    productOrder: { id: order.id, externalId: order.externalId, state: order.state },
  },
});

export function makeHub() {
  const listeners = new Map<string, string>();
  let hearer: string | null = null;
  return {
    setHearer(url: string | null): void {
      hearer = url;
    },
    /** Whoever does not answer hears of it by asking. */
    hear(order: Order): void {
      if (hearer !== null) post(hearer, JSON.stringify(stateEvent(order))).catch(() => null);
    },
    add(body: Body): Body {
      const id = randomUUID();
      listeners.set(id, String(body['callback']));
      return { id, callback: body['callback'], query: body['query'] };
    },
    remove: (id: string): boolean => listeners.delete(id),
    /** Answers the statuses. */
    async tell(order: Order | undefined, times: number): Promise<number[]> {
      if (order === undefined) throw new Error('no such order');
      const event = JSON.stringify(stateEvent(order));
      const statuses: number[] = [];
      for (const callback of listeners.values())
        for (let i = 0; i < times; i++) {
          statuses.push(await post(callback, event));
        }
      return statuses;
    },
  };
}

async function post(callback: string, event: string): Promise<number> {
  const answer = await request(`${callback}/listener/productOrderStateChangeEvent`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: event,
  });
  await answer.body.dump();
  return answer.statusCode;
}
