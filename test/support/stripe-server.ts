/**
 * Stands in for Stripe's API where a test has to say itself what it answers: checkout sessions and
 * refunds, remembered by their idempotency keys, and signed events.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import type { Json } from '../harness.ts';

export const WEBHOOK_SECRET = 'whsec_tests';
export const SECRET_KEY = 'sk_test_tests';

export type Asked = { method: string; path: string; key: string | null; form: URLSearchParams };
/** What becomes of a call in place of its answer; null: it is answered. */
export type Fault = (asked: Asked, res: ServerResponse) => boolean;

export type StripeServer = {
  url: string;
  asked: Asked[];
  sessions: Map<string, Json>;
  refunds: Map<string, Json>;
  /** of all calls from here on; null: none */
  fault(fault: Fault | null): void;
  pay(sessionId: string, change?: object): Json;
  /** body and signature header of an event */
  event(type: string, object: object, change?: object): { body: string; signature: string };
  close(): Promise<void>;
};

let counter = 0;
const next = (prefix: string): string =>
  `${prefix}_test_${String(++counter).padStart(6, '0')}${process.pid}`;

export async function startStripe(): Promise<StripeServer> {
  const asked: Asked[] = [];
  const sessions = new Map<string, Json>();
  const refunds = new Map<string, Json>();
  const byKey = new Map<string, Json>();
  let fault: Fault | null = null;
  const server = createServer((req, res) => {
    void read(req).then((text) => {
      const key = req.headers['idempotency-key'];
      const one: Asked = {
        method: req.method!,
        path: new URL(req.url!, 'http://x').pathname,
        key: typeof key === 'string' ? key : null,
        form: new URLSearchParams(text),
      };
      asked.push(one);
      if (fault?.(one, res) === true) return;
      const known = one.key === null ? undefined : byKey.get(one.key);
      const [status, body] = known === undefined ? answer(one) : [200, known];
      if (status === 200 && one.key !== null) byKey.set(one.key, body);
      json(res, status, body);
    });
  });
  const answer = ({ method, path, form }: Asked): [number, Json] => {
    const [, id, action] = /^\/v1\/checkout\/sessions\/(\w+)(?:\/(\w+))?$/.exec(path) ?? [];
    if (method === 'POST' && path === '/v1/checkout/sessions') {
      const made = sessionOf(form, `http://127.0.0.1:${port()}`);
      sessions.set(made.id, made);
      return [200, made];
    }
    if (method === 'POST' && path === '/v1/refunds') {
      const made = {
        id: next('re'),
        object: 'refund',
        status: 'succeeded',
        amount: Number(form.get('amount')),
        payment_intent: form.get('payment_intent'),
        metadata: { purchase_id: form.get('metadata[purchase_id]') },
      };
      refunds.set(made.id, made);
      return [200, made];
    }
    const session = id === undefined ? undefined : sessions.get(id);
    if (session === undefined) return [404, failure('resource_missing')];
    if (action !== 'expire') return [200, session];
    if (session.status !== 'open') return [400, failure('checkout_not_open')];
    return [200, Object.assign(session, { status: 'expired', url: null })];
  };
  const port = (): number => (server.address() as AddressInfo).port;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port()}`,
    asked,
    sessions,
    refunds,
    fault(how) {
      fault = how;
    },
    pay(sessionId, change = {}) {
      const session = sessions.get(sessionId);
      return Object.assign(session, {
        status: 'complete',
        payment_status: 'paid',
        payment_intent: next('pi'),
        url: null,
        ...change,
      });
    },
    event(type, object, change = {}) {
      const body = JSON.stringify({
        id: next('evt'),
        object: 'event',
        type,
        livemode: false,
        created: Math.floor(Date.now() / 1_000),
        data: { object },
        ...change,
      });
      const signature = new Stripe(SECRET_KEY).webhooks.generateTestHeaderString({
        payload: body,
        secret: WEBHOOK_SECRET,
      });
      return { body, signature };
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const failure = (code: string) => ({ error: { type: 'invalid_request_error', code } });

const sessionOf = (form: URLSearchParams, url: string): Json => {
  const id = next('cs');
  return {
    id,
    object: 'checkout.session',
    url: `${url}/pay/${id}`,
    status: 'open',
    payment_status: 'unpaid',
    livemode: false,
    amount_total: Number(form.get('line_items[0][price_data][unit_amount]')),
    currency: form.get('line_items[0][price_data][currency]'),
    metadata: { purchase_id: form.get('metadata[purchase_id]') },
    payment_intent: null,
    customer_details: null,
    expires_at: Number(form.get('expires_at')),
    success_url: form.get('success_url'),
    cancel_url: form.get('cancel_url'),
  };
};

async function read(req: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of req) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

export function json(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
