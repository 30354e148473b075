/** Stripe's API, as far as Hubby uses it. Unknown ids are 404 `resource_missing`, as everything of another account. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { answerOnce, queryOf } from './answer.ts';
import { MAX_OPEN_S, readAsked } from './asked.ts';
import type { Desk } from './desk.ts';
import { invalid, noSuch } from './errors.ts';
import { expand, listOf } from './expand.ts';
import { newSessionId } from './ids.ts';
import {
  showCharge,
  showDispute,
  showLines,
  showPaymentIntent,
  showRefund,
  showSession,
} from './objects.ts';
import { integer, list, metadata, oneOf, readFields, text } from './parameters.ts';
import { expire } from './pass-time.ts';
import { makeRefund } from './refund.ts';
import {
  disputeOfPayment,
  lockSession,
  paymentOfSession,
  readDispute,
  readPayment,
  readRefund,
  readSession,
  refundsOfPayment,
  type PaymentRow,
} from './rows.ts';
import type { Run } from './transaction.ts';

const EXPAND = { expand: list(text(), 20) };
const idOf = (request: FastifyRequest): string => (request.params as { id: string }).id;
const expandOf = (request: FastifyRequest): string[] =>
  readFields(EXPAND, queryOf(request)).expand ?? [];

const SESSIONS = '/v1/checkout/sessions';

export function sessionRoutes(app: FastifyInstance, desk: Desk): void {
  const { pool } = desk;
  const shown = async (run: Run, id: string): Promise<object> => {
    const session = await readSession(run, id);
    if (session === null) throw noSuch('checkout.session', id, 'session');
    return showSession(session, await paymentOfSession(run, id), desk.pages());
  };

  app.post(SESSIONS, (request, reply) =>
    answerOnce(pool, request, reply, async (tx, given) => {
      const wanted = readAsked(given, Math.floor(Date.now() / 1000));
      const id = newSessionId();
      await tx.query(
        `insert into pay_desk.sessions (id, amount, currency, asked, expires_at)
         values ($1, $2, $3, $4,
           coalesce(to_timestamp($5::float8), clock_timestamp() + make_interval(secs => ${MAX_OPEN_S})))`,
        [id, wanted.amount, wanted.currency, JSON.stringify(wanted.asked), wanted.expiresAt],
      );
      desk.wake();
      return expand(tx, await shown(tx, id), wanted.expand);
    }),
  );
  app.get(`${SESSIONS}/:id`, async (request) =>
    expand(pool, await shown(pool, idOf(request)), expandOf(request)),
  );
  app.get(`${SESSIONS}/:id/line_items`, async (request) => {
    const id = idOf(request);
    const session = await readSession(pool, id);
    if (session === null) throw noSuch('checkout.session', id, 'session');
    return listOf(showLines(session), `${SESSIONS}/${id}/line_items`, false);
  });
  app.post(`${SESSIONS}/:id/expire`, async (request, reply) => {
    const answer = await answerOnce(pool, request, reply, async (tx, given) => {
      const read = readFields(EXPAND, given);
      const id = idOf(request);
      const session = await lockSession(tx, id);
      if (session === null) throw noSuch('checkout.session', id, 'session');
      if (session.status !== 'open')
        throw invalid(
          `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${session.status}\`.`,
        );
      await expire(tx, id, desk);
      return expand(tx, await shown(tx, id), read.expand ?? []);
    });
    desk.wake();
    return answer;
  });
}

export function paymentRoutes(app: FastifyInstance, { pool }: Desk): void {
  app.get('/v1/payment_intents/:id', async (request) => {
    const id = idOf(request);
    const payment = id.startsWith('pi_') ? await readPayment(pool, id) : null;
    if (payment === null) throw noSuch('payment_intent', id, 'intent');
    return expand(pool, showPaymentIntent(payment), expandOf(request));
  });
  app.get('/v1/charges/:id', async (request) => {
    const id = idOf(request);
    const payment = id.startsWith('ch_') ? await readPayment(pool, id) : null;
    if (payment === null) throw noSuch('charge', id, 'id');
    return expand(pool, showCharge(payment), expandOf(request));
  });
  app.get('/v1/disputes/:id', async (request) => {
    const id = idOf(request);
    const dispute = await readDispute(pool, id);
    if (dispute === null) throw noSuch('dispute', id, 'dispute');
    return expand(pool, showDispute(dispute), expandOf(request));
  });
  app.get('/v1/disputes', async (request) => {
    const payment = await namedPayment(pool, readFields(OF_PAYMENT, queryOf(request)));
    const dispute = await disputeOfPayment(pool, payment.id);
    return listOf(dispute === null ? [] : [showDispute(dispute)], '/v1/disputes', false);
  });
}

const OF_PAYMENT = { payment_intent: text(), charge: text(), limit: integer(), ...EXPAND };
const REFUND = {
  payment_intent: text(),
  charge: text(),
  amount: integer(),
  currency: text(3),
  reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer'),
  metadata: metadata(),
  ...EXPAND,
};

export function refundRoutes(app: FastifyInstance, desk: Desk): void {
  const { pool } = desk;
  app.post('/v1/refunds', async (request, reply) => {
    const answer = await answerOnce(pool, request, reply, async (tx, given) => {
      const read = readFields(REFUND, given);
      const named = await namedPayment(tx, read);
      await lockSession(tx, named.session_id);
      const refund = await makeRefund(tx, (await readPayment(tx, named.id))!, {
        amount: read.amount,
        reason: read.reason ?? null,
        metadata: read.metadata ?? {},
      });
      return expand(tx, showRefund(refund), read.expand ?? []);
    });
    desk.wake();
    return answer;
  });
  app.get('/v1/refunds/:id', async (request) => {
    const id = idOf(request);
    const refund = await readRefund(pool, id);
    if (refund === null) throw noSuch('refund', id, 'refund');
    return expand(pool, showRefund(refund), expandOf(request));
  });
  app.get('/v1/refunds', async (request) => {
    const payment = await namedPayment(pool, readFields(OF_PAYMENT, queryOf(request)));
    const refunds = await refundsOfPayment(pool, payment.id);
    return listOf(refunds.map(showRefund), '/v1/refunds', false);
  });
}

async function namedPayment(
  run: Run,
  {
    payment_intent: intent,
    charge,
  }: { payment_intent?: string | undefined; charge?: string | undefined },
): Promise<PaymentRow> {
  if (intent === undefined && charge === undefined)
    throw invalid(
      'One of the following params should be provided for this request: payment_intent or charge.',
      undefined,
      'parameter_missing',
    );
  const payment = await readPayment(run, (intent ?? charge)!);
  if (
    payment !== null &&
    (intent ?? payment.id) === payment.id &&
    (charge ?? payment.charge_id) === payment.charge_id
  )
    return payment;
  throw intent === undefined
    ? noSuch('charge', charge!, 'charge')
    : noSuch('payment_intent', intent, 'payment_intent');
}
