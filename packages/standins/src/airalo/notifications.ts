/** What Airalo says by itself: who wants to hear it, orders done later, events on request. */
import { randomBytes } from 'node:crypto';
import { findSim, type Books, type Sim } from './books.ts';
import type { Deliveries } from './deliveries.ts';
import { invalid } from './errors.ts';
import { fulfil, refuseOrder, showOrder, type OrderSwitches } from './orders.ts';
import { stamp, succeed, type Answer, type Fields } from './wire.ts';

const TYPES = ['async_orders', 'webhook_low_data', 'webhook_credit_limit'] as const;
export type EventType = (typeof TYPES)[number];
const LEVELS = [50, 70, 80, 90];

export type Notifications = {
  optIns: Map<EventType, { webhook_url: string; levels: number[] }>;
  /** While true, orders to be done later are not begun. */
  holdsAsync: boolean;
  /** Why the next of them fails; null = it does not. */
  asyncFailure: string | null;
  waiting: (() => void)[];
};

/** `subscriber`: told of everything; null = nobody is told anything. */
export const optInsOf = (subscriber: string | null): Notifications['optIns'] =>
  new Map(
    subscriber === null
      ? []
      : TYPES.map((type) => [type, { webhook_url: subscriber, levels: LEVELS }]),
  );

export const makeNotifications = (subscriber: string | null): Notifications => ({
  optIns: optInsOf(subscriber),
  holdsAsync: false,
  asyncFailure: null,
  waiting: [],
});

const knownType = (value: unknown): EventType | undefined =>
  TYPES.find((one) => one === value || `email_${one}` === value);

const isUrl = (value: unknown): value is string =>
  typeof value === 'string' && URL.canParse(value) && /^https?:/.test(value);

export async function optIn(
  notifications: Notifications,
  deliveries: Deliveries,
  body: Fields,
): Promise<Answer> {
  const type = knownType(body['type']);
  if (type === undefined) return invalid({ type: 'The selected type is invalid.' });
  const url = body['webhook_url'];
  if (!isUrl(url) || !(await deliveries.probe(url)))
    return invalid({ webhook_url: 'The webhook url must answer with 200.' });
  const levels = Array.isArray(body['levels']) ? body['levels'].map(Number) : LEVELS;
  if (!levels.every((one) => LEVELS.includes(one)))
    return invalid({ levels: 'The selected levels are invalid.' });
  notifications.optIns.set(type, { webhook_url: url, levels });
  return succeed({ type, webhook_url: url });
}

export function optOut({ optIns }: Notifications, body: Fields): Answer {
  const type = knownType(body['type']);
  if (type === undefined) return invalid({ type: 'The selected type is invalid.' });
  optIns.delete(type);
  return { status: 204 };
}

export const showOptIns = ({ optIns }: Notifications): Answer =>
  succeed([...optIns].map(([type, { webhook_url, levels }]) => ({ type, webhook_url, levels })));

export type Async = {
  books: Books;
  notifications: Notifications;
  deliveries: Deliveries;
  switches: OrderSwitches;
};

/** Takes an order and does it afterwards; the outcome comes as a webhook. */
export function placeAsync(all: Async, body: Fields): Answer {
  const { books, notifications, deliveries, switches } = all;
  const own = body['webhook_url'];
  const url = isUrl(own) ? own : notifications.optIns.get('async_orders')?.webhook_url;
  if (url === undefined) return invalid({ webhook_url: 'The webhook url is required.' });
  const refused = refuseOrder(books, body, switches);
  if (refused !== null) return refused;
  const request_id = randomBytes(19).toString('base64url').slice(0, 25);
  const finish = (): void => {
    const reason = notifications.asyncFailure;
    notifications.asyncFailure = null;
    if (reason !== null) return deliveries.send(url, { request_id, reason });
    const order = fulfil(books, body);
    order.request_id = request_id;
    deliveries.send(url, showOrder(books, order, { sims: true }));
  };
  if (notifications.holdsAsync) notifications.waiting.push(finish);
  else setImmediate(finish);
  return succeed({ request_id, accepted_at: stamp(books.now()) }, {}, 202);
}

/** `level`: `75%`, `90%`, `3days`, `1days`. */
export const lowData = (sim: Sim, level: string): Fields => ({
  level,
  package_name: sim.lines.at(-1)!.sold.title,
  remaining_percentage: level.endsWith('%') ? 100 - Number.parseInt(level, 10) : 50,
  iccid: sim.iccid,
});

export const lowCredit = (books: Books): Fields => ({
  message: 'Your credit is running low. See https://partners.example/credit',
  remaining: books.balance,
});

const SIMULATED = new Map([
  ['data_75', '75%'],
  ['data_90', '90%'],
  ['expire_1', '1days'],
  ['expire_3', '3days'],
]);

export function simulate({ books, deliveries }: Async, body: Fields): Answer {
  const { event, type, iccid, webhook_url: url } = body;
  if (!isUrl(url)) return invalid({ webhook_url: 'The webhook url is invalid.' });
  const sim = findSim(books, String(iccid)) ?? books.sims.at(-1);
  const level = SIMULATED.get(String(type));
  const order = books.orders.findLast((one) => one.type === 'sim');
  if (event === 'credit_limit_notification') deliveries.send(url, lowCredit(books));
  else if (event === 'async_order_notification' && order !== undefined)
    deliveries.send(url, showOrder(books, order, { sims: true }));
  else if (event === 'low_data_notification' && sim !== undefined && level !== undefined)
    deliveries.send(url, lowData(sim, level));
  else return invalid({ event: 'The selected event is invalid.' });
  return succeed({ success: 'Notification sent' });
}
