/**
 * The pay desk's HTTP front end: Stripe's API as far as Hubby uses it, so that HUBBY_STRIPE_URL is
 * all that changes. All state is in the database (schema `pay_desk`), so any number of processes can
 * run one each.
 *
 *   POST /v1/checkout/sessions                   payment only, prices in the call
 *   GET  /v1/checkout/sessions/{id}, …/line_items
 *   POST /v1/checkout/sessions/{id}/expire
 *   GET  /v1/payment_intents/{id}, /v1/charges/{id}
 *   POST /v1/refunds                             { payment_intent | charge, amount? }
 *   GET  /v1/refunds/{id}, /v1/refunds?payment_intent=
 *   GET  /v1/disputes/{id}, /v1/disputes?payment_intent=
 *   GET  /v1/events/{id}, /v1/events
 *
 * Bodies are forms (`line_items[0][quantity]=1`), `Idempotency-Key` and `expand[]` are Stripe's.
 * A person pays on a page of Hubby's own address (pages.ts): this front end listens for Hubby alone.
 */
import Fastify, { type FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import type { Pool } from 'pg';
import { genReqId, speakStripe } from './answer.ts';
import { checkKey } from './auth.ts';
import type { Desk } from './desk.ts';
import { answerErrors } from './errors.ts';
import { eventRoutes } from './event-routes.ts';
import { makeLoop } from './loop.ts';
import { payPages } from './pages.ts';
import { nextDue, passTime } from './pass-time.ts';
import { paymentRoutes, refundRoutes, sessionRoutes } from './routes.ts';
import { makeEventSender } from './send-events.ts';

export type PayDeskOptions = {
  pool: Pool;
  /** `sk_test_…` */
  secretKey: string;
  /** `whsec_…`: what events are signed with */
  webhookSecret: string;
  /** where events are posted, null = nowhere yet */
  webhookUrl(): string | null;
  /** the address under which `pages` are reached, without a trailing slash */
  pagesUrl(): string;
};

export type SandboxPayDesk = {
  /** what HUBBY_STRIPE_URL would be */
  url: string;
  secretKey: string;
  webhookSecret: string;
  /** Adds the pay pages to a scope that reads forms. */
  pages(scope: FastifyInstance): void;
  /** From here on events are sent, and what falls due happens by itself. */
  open(): void;
  close(): Promise<void>;
};

export async function startPayDesk(options: PayDeskOptions): Promise<SandboxPayDesk> {
  const { pool, secretKey, webhookSecret, webhookUrl, pagesUrl } = options;
  const sender = makeEventSender({ pool, secret: webhookSecret, webhookUrl });
  const loop = makeLoop(async () => {
    await passTime(desk);
    await sender.sendDue();
    return nextDue(pool);
  });
  const desk: Desk = { pool, pages: pagesUrl, wake: loop.wake, sendNow: sender.sendDue };
  const app = await listen(desk, secretKey);
  const { port } = app.server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    secretKey,
    webhookSecret,
    pages: (scope) => payPages(scope, desk),
    open: loop.open,
    async close() {
      await app.close();
      await Promise.all([sender.close(), loop.close()]);
    },
  };
}

async function listen(desk: Desk, secretKey: string): Promise<FastifyInstance> {
  const app = Fastify({ logger: false, requestTimeout: 10_000, genReqId });
  speakStripe(app);
  app.addHook('onRequest', checkKey(secretKey));
  // Whatever has fallen due has happened before anybody is answered.
  app.addHook('preHandler', () => passTime(desk));
  answerErrors(app);
  sessionRoutes(app, desk);
  paymentRoutes(app, desk);
  refundRoutes(app, desk);
  eventRoutes(app, desk.pool);
  await app.listen({ host: '127.0.0.1', port: 0 });
  return app;
}
