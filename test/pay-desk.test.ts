/** The pay desk, driven by Stripe's own SDK: what works here works there. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import Stripe from 'stripe';
import { makePool } from '../src/db/connection.ts';
import { startPayDesk, type SandboxPayDesk } from '../src/pay-desk/server.ts';
import { until } from './faults/checks.ts';
import { startHubby, type Hubby } from './harness.ts';
import { checkoutOf, payAt, stripeAt } from './support/pay-desk.ts';
import { startReceiver, type Received, type Receiver } from './support/receiver.ts';

let hubby: Hubby;
let receiver: Receiver;
let desk: SandboxPayDesk;
let stripe: Stripe;
before(async () => {
  receiver = await startReceiver();
  hubby = await startHubby({ callbacksTo: receiver.url });
  desk = hubby.ctx.payDesk!;
  stripe = stripeAt(desk);
});
after(async () => {
  await hubby.close();
  await receiver.close();
});

const create = (over: Partial<Stripe.Checkout.SessionCreateParams> = {}) =>
  stripe.checkout.sessions.create(checkoutOf(over));
const inMinutes = (minutes: number): number => Math.floor(Date.now() / 1000) + minutes * 60;

/** What was posted about a session or its payment, in the order of its coming. */
function toldOf(session: Stripe.Checkout.Session, payment?: string): Received[] {
  return receiver.received.filter(({ json }) => {
    const { object } = json.data;
    return object.id === session.id || (payment !== undefined && object.payment_intent === payment);
  });
}
const typesOf = (received: readonly Received[]): string[] => received.map(({ json }) => json.type);
const told = (
  session: Stripe.Checkout.Session,
  type: string,
  payment?: string,
): Promise<Received> =>
  until(type, async () => toldOf(session, payment).find(({ json }) => json.type === type));

async function paid(how = 'never') {
  const made = await create();
  assert.equal((await payAt(made.url!, how)).status, 303);
  const session = await stripe.checkout.sessions.retrieve(made.id);
  return { session, payment: session.payment_intent as string };
}

async function refusal(work: Promise<unknown>) {
  const error = await work.then(
    () => assert.fail('it was done'),
    (caught: unknown) => caught,
  );
  assert.ok(error instanceof Stripe.errors.StripeError, String(error));
  return error;
}

describe('a Checkout Session', () => {
  it('is made as it was asked for, and read again', async () => {
    const made = await create({
      customer_email: 'ann@example.com',
      client_reference_id: 'ref-1',
      payment_intent_data: { description: 'One trip', metadata: { purchase_id: 'pur_1' } },
      expires_at: inMinutes(45),
      locale: 'de',
    });
    assert.match(made.id, /^cs_test_/);
    assert.equal(made.url, `${hubby.url}/pay-desk/${made.id}`);
    assert.deepEqual(
      [made.object, made.status, made.payment_status, made.livemode, made.payment_intent],
      ['checkout.session', 'open', 'unpaid', false, null],
    );
    assert.deepEqual([made.amount_total, made.currency, made.locale], [1250, 'eur', 'de']);
    assert.deepEqual(made.metadata, { purchase_id: 'pur_1' });
    assert.match(made.lastResponse.requestId, /^req_/);
    assert.equal(made.lastResponse.apiVersion, Stripe.API_VERSION);
    const read = await stripe.checkout.sessions.retrieve(made.id, { expand: ['line_items'] });
    assert.deepEqual({ ...read, line_items: undefined }, { ...made, line_items: undefined });
    const [line] = read.line_items!.data;
    assert.deepEqual(
      [line!.description, line!.quantity, line!.amount_total],
      ['Greece, 3 GB', 1, 1250],
    );
  });

  it('is open for a day where nothing else is said', async () => {
    const made = await create();
    assert.equal(made.expires_at - made.created, 24 * 60 * 60);
  });

  it('is made once per idempotency key', async () => {
    const key = `key-${Date.now()}`;
    const make = (over = {}) =>
      stripe.checkout.sessions.create(checkoutOf(over), { idempotencyKey: key });
    const [first, again] = [await make(), await make()];
    assert.equal(again.id, first.id);
    assert.equal(again.lastResponse.headers['idempotent-replayed'], 'true');
    assert.equal(again.lastResponse.headers['original-request'], first.lastResponse.requestId);
    const other = await refusal(make({ client_reference_id: 'other' }));
    assert.deepEqual([other.type, other.statusCode], ['StripeIdempotencyError', 400]);
    const elsewhere = await refusal(
      stripe.checkout.sessions.expire(first.id, {}, { idempotencyKey: key }),
    );
    assert.equal(elsewhere.rawType, 'idempotency_error');
  });

  it('is made once by ten calls at the same time, whichever process takes them', async () => {
    const pool = makePool({ ...hubby.databaseConfig, max: 6 });
    const second = await startPayDesk({
      pool,
      secretKey: desk.secretKey,
      webhookSecret: desk.webhookSecret,
      webhookUrl: () => null,
      pagesUrl: () => 'http://127.0.0.1:1/pay-desk',
    });
    const both = [stripe, stripeAt(second)];
    const options = { idempotencyKey: `race-${Date.now()}`, maxNetworkRetries: 10 };
    const made = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        both[i % 2]!.checkout.sessions.create(checkoutOf(), options),
      ),
    );
    assert.equal(new Set(made.map(({ id }) => id)).size, 1);
    assert.equal((await both[1]!.checkout.sessions.retrieve(made[0]!.id)).amount_total, 1250);
    await second.close();
    await pool.end();
  });

  it('that is a retry of one still under way is told so', async () => {
    const key = `under-way-${Date.now()}`;
    const pool = makePool({ ...hubby.databaseConfig, max: 1 });
    const client = await pool.connect();
    await client.query('begin');
    await client.query(
      `insert into pay_desk.keys (key, path, digest, answer, request_id) values ($1, '/', '', '{}', 'req_1')`,
      [key],
    );
    await client.query('select pg_advisory_xact_lock(726541, hashtext($1))', [key]);
    const error = await refusal(
      stripe.checkout.sessions.create(checkoutOf(), { idempotencyKey: key }),
    );
    assert.deepEqual([error.statusCode, error.code], [409, 'idempotency_key_in_use']);
    await client.query('rollback');
    client.release();
    await pool.end();
  });

  it('that nobody made is 404', async () => {
    for (const [work, what] of [
      [() => stripe.checkout.sessions.retrieve('cs_test_none'), 'checkout.session'],
      [() => stripe.checkout.sessions.expire('cs_test_none'), 'checkout.session'],
      [() => stripe.paymentIntents.retrieve('pi_none'), 'payment_intent'],
      [() => stripe.charges.retrieve('ch_none'), 'charge'],
      [() => stripe.refunds.retrieve('re_none'), 'refund'],
      [() => stripe.disputes.retrieve('du_none'), 'dispute'],
      [() => stripe.events.retrieve('evt_none'), 'event'],
      [() => stripe.refunds.create({ payment_intent: 'pi_none' }), 'payment_intent'],
    ] as const) {
      const error = await refusal(work());
      assert.ok(error instanceof Stripe.errors.StripeInvalidRequestError);
      assert.deepEqual([error.statusCode, error.code], [404, 'resource_missing']);
      assert.match(error.message, new RegExp(`^No such ${what}: '`));
    }
  });

  it('says what is wrong with its parameters', async () => {
    const lineOf = (line: object) => ({ line_items: [line] as never });
    const priceOf = (price: object) =>
      lineOf({
        quantity: 1,
        price_data: { currency: 'eur', unit_amount: 900, product_data: { name: 'x' }, ...price },
      });
    const cases: [object, string | undefined, string | undefined][] = [
      [{ mode: undefined }, 'parameter_missing', 'mode'],
      [{ mode: 'lease' }, undefined, 'mode'],
      [{ line_items: undefined }, 'parameter_missing', 'line_items'],
      [{ success_url: undefined }, 'parameter_missing', 'success_url'],
      [{ success_url: 'shop' }, 'url_invalid', 'success_url'],
      [{ cancel_url: 'javascript:alert(1)' }, 'url_invalid', 'cancel_url'],
      [{ customer_email: 'ann' }, 'email_invalid', 'customer_email'],
      [{ customer_mail: 'ann@example.com' }, 'parameter_unknown', 'customer_mail'],
      [{ expires_at: inMinutes(29) }, undefined, 'expires_at'],
      [{ expires_at: inMinutes(24 * 60 + 1) }, undefined, 'expires_at'],
      [{ expires_at: 'soon' }, 'parameter_invalid_integer', 'expires_at'],
      [{ client_reference_id: '' }, 'parameter_invalid_empty', 'client_reference_id'],
      [lineOf({ quantity: 1 }), 'parameter_missing', 'line_items[0][price_data]'],
      [lineOf({ price: 'price_1' }), 'resource_missing', 'line_items[0][price]'],
      [priceOf({ currency: 'xx' }), undefined, 'line_items[0][price_data][currency]'],
      [
        priceOf({ unit_amount: 12.5 }),
        'parameter_invalid_integer',
        'line_items[0][price_data][unit_amount]',
      ],
      [
        priceOf({ product_data: { title: 'x', name: 'x' } }),
        'parameter_unknown',
        'line_items[0][price_data][product_data][title]',
      ],
      [priceOf({ unit_amount: 49 }), 'amount_too_small', 'line_items'],
      [priceOf({ unit_amount: 100_000_000 }), 'amount_too_large', 'line_items'],
      [{ expand: ['customer'] }, undefined, undefined],
    ];
    for (const [over, code, param] of cases) {
      const error = await refusal(create(over));
      const seen = [error.statusCode, error.code, error.param];
      assert.deepEqual(seen, [400, code, param], `${JSON.stringify(over)}: ${error.message}`);
    }
  });

  it('cannot be made without the key', async () => {
    const error = await refusal(
      stripeAt({ ...desk, secretKey: 'sk_test_somebodyelse' }).checkout.sessions.create(
        checkoutOf(),
      ),
    );
    assert.deepEqual([error.type, error.statusCode], ['StripeAuthenticationError', 401]);
    assert.equal((await fetch(`${desk.url}/v1/events`)).status, 401);
    const authorization = `Basic ${btoa(`${desk.secretKey}:`)}`;
    const basic = await fetch(`${desk.url}/v1/events`, { headers: { authorization } });
    assert.equal(basic.status, 200);
  });

  it('ends when it is told to, and takes no money then', async () => {
    const made = await create();
    const ended = await stripe.checkout.sessions.expire(made.id);
    assert.deepEqual([ended.status, ended.payment_status, ended.url], ['expired', 'unpaid', null]);
    const { json } = await told(made, 'checkout.session.expired');
    assert.equal(json.data.object.status, 'expired');
    assert.equal((await payAt(made.url!, 'pay')).status, 200);
    assert.equal((await stripe.checkout.sessions.retrieve(made.id)).payment_status, 'unpaid');
    assert.equal((await refusal(stripe.checkout.sessions.expire(made.id))).statusCode, 400);
  });

  it('ends by itself', async () => {
    const made = await create();
    await hubby.sql('update pay_desk.sessions set expires_at = now() where id = $1', [made.id]);
    assert.equal((await stripe.checkout.sessions.retrieve(made.id)).status, 'expired');
    await told(made, 'checkout.session.expired');
  });
});

describe('a payment', () => {
  it('completes its session, and its event is signed as Stripe signs', async () => {
    const made = await create();
    const { status, to } = await payAt(made.url!, 'pay');
    assert.deepEqual([status, to], [303, `https://shop.example/paid?session=${made.id}`]);
    const session = await stripe.checkout.sessions.retrieve(made.id, {
      expand: ['payment_intent.latest_charge'],
    });
    assert.deepEqual([session.status, session.payment_status], ['complete', 'paid']);
    const payment = session.payment_intent as Stripe.PaymentIntent;
    assert.deepEqual([payment.status, payment.amount_received], ['succeeded', 1250]);
    const charge = payment.latest_charge as Stripe.Charge;
    assert.deepEqual([charge.paid, charge.amount_refunded], [true, 0]);

    const { body, headers } = await told(made, 'checkout.session.completed');
    const signature = headers['stripe-signature'] as string;
    const event = stripe.webhooks.constructEvent(body, signature, desk.webhookSecret);
    assert.equal(event.api_version, Stripe.API_VERSION);
    assert.equal((event.data.object as Stripe.Checkout.Session).payment_intent, payment.id);
    for (const wrong of [body.replace('1250', '1'), `${body} `])
      assert.throws(
        () => stripe.webhooks.constructEvent(wrong, signature, desk.webhookSecret),
        Stripe.errors.StripeSignatureVerificationError,
      );
    assert.deepEqual((await stripe.events.retrieve(event.id)).data, event.data);
  });

  it('is taken once, however often the button is pressed', async () => {
    const made = await create();
    const pressed = await Promise.all(Array.from({ length: 8 }, () => payAt(made.url!, 'pay')));
    assert.equal(pressed.filter(({ status }) => status === 303).length, 1);
    const rows = await hubby.sql('select id from pay_desk.payments where session_id = $1', [
      made.id,
    ]);
    assert.equal(rows.length, 1);
    await told(made, 'checkout.session.completed');
    assert.equal(toldOf(made).length, 1);
  });

  it('that is declined leaves the session open', async () => {
    const made = await create();
    const { status, to } = await payAt(made.url!, 'decline');
    assert.deepEqual([status, to], [303, `/pay-desk/${made.id}`]);
    assert.match(await (await fetch(made.url!)).text(), /card was declined/);
    assert.equal((await stripe.checkout.sessions.retrieve(made.id)).status, 'open');
    assert.equal((await payAt(made.url!, 'never')).status, 303);
  });

  it('is told before the buyer is back, twice, late or never', async () => {
    const before = await create();
    await payAt(before.url!, 'before');
    assert.equal(toldOf(before).length, 1);

    const twice = await create();
    await payAt(twice.url!, 'twice');
    const [first, second] = await until('both', async () =>
      toldOf(twice).length === 2 ? toldOf(twice) : null,
    );
    assert.equal(first!.json.id, second!.json.id);

    const [never, late] = [await create(), await create()];
    await payAt(never.url!, 'never');
    await payAt(late.url!, 'late');
    const [due] = await hubby.sql(
      `select next_attempt_at > now() + interval '10 seconds' as is_late from pay_desk.events where session_id = $1`,
      [late.id],
    );
    assert.equal(due.is_late, true);
    await hubby.sql('update pay_desk.events set next_attempt_at = now() where session_id = $1', [
      late.id,
    ]);
    await told(late, 'checkout.session.completed');
    assert.equal(toldOf(never).length, 0);
    const { data } = await stripe.events.list({ type: 'checkout.session.completed', limit: 100 });
    assert.ok(data.some(({ data }) => (data.object as { id?: string }).id === never.id));
  });

  it('by bank arrives later, fails, or is told in the wrong order', async () => {
    const made = { ok: await create(), fails: await create(), reordered: await create() };
    await payAt(made.ok.url!, 'later_paid');
    await payAt(made.fails.url!, 'later_failed');
    await payAt(made.reordered.url!, 'reordered');
    const { status, payment_status } = await stripe.checkout.sessions.retrieve(made.ok.id);
    assert.deepEqual([status, payment_status], ['complete', 'unpaid']);

    const ok = await told(made.ok, 'checkout.session.async_payment_succeeded');
    assert.equal(ok.json.data.object.payment_status, 'paid');
    const fails = await told(made.fails, 'checkout.session.async_payment_failed');
    assert.equal(fails.json.data.object.payment_status, 'unpaid');
    await told(made.reordered, 'checkout.session.completed');
    const inOrder = ['checkout.session.completed', 'checkout.session.async_payment_succeeded'];
    assert.deepEqual(typesOf(toldOf(made.ok)), inOrder);
    assert.deepEqual(typesOf(toldOf(made.reordered)), inOrder.toReversed());
  });

  it('is told again until it is answered with 2xx', async () => {
    let tries = 0;
    receiver.behave((_request, response) => response.writeHead(++tries < 3 ? 500 : 200).end());
    const made = await create();
    await payAt(made.url!, 'pay');
    await until('the second try', async () => {
      await hubby.sql(
        `update pay_desk.events set next_attempt_at = now() where session_id = $1 and next_attempt_at > now() and failures > 0`,
        [made.id],
      );
      return tries >= 3;
    });
    receiver.behave(200);
    const [event] = await until('it to be noted', async () => {
      const rows = await hubby.sql(
        `select array_agg(d.status order by d.id) as answers from pay_desk.events e join pay_desk.deliveries d on d.event_id = e.id where e.session_id = $1`,
        [made.id],
      );
      return rows[0].answers?.length === 3 ? rows : null;
    });
    assert.deepEqual(event.answers, [500, 500, 200]);
  });
});

describe('a refund', () => {
  it('gives a part, then the rest, and never more', async () => {
    const { session, payment } = await paid();
    const part = await stripe.refunds.create({ payment_intent: payment, amount: 250 });
    assert.deepEqual([part.status, part.amount, part.currency], ['succeeded', 250, 'eur']);
    const more = await refusal(stripe.refunds.create({ payment_intent: payment, amount: 1001 }));
    assert.deepEqual([more.param, more.statusCode], ['amount', 400]);
    assert.match(more.message, /\(€10\.01\) is greater than unrefunded amount.*\(€10\.00\)/);
    const rest = await stripe.refunds.create({ payment_intent: payment });
    assert.equal(rest.amount, 1000);
    const over = await refusal(stripe.refunds.create({ payment_intent: payment }));
    assert.equal(over.code, 'charge_already_refunded');
    const { data } = await stripe.refunds.list({ payment_intent: payment });
    assert.deepEqual(data.map(({ id }) => id).sort(), [part.id, rest.id].sort());
    assert.equal((await stripe.refunds.retrieve(rest.id)).payment_intent, payment);
    const last = await until('both to be told', async () => {
      const all = toldOf(session, payment).filter(({ json }) => json.type === 'charge.refunded');
      return all.length === 2 ? all : null;
    });
    const amounts = last.map(({ json }) => json.data.object.amount_refunded);
    assert.deepEqual(amounts.sort(), [1250, 250]);
  });

  it('is made once per idempotency key, and by one of many at once', async () => {
    const { payment } = await paid();
    const again = { idempotencyKey: `refund-${payment}` };
    const [first, second] = [
      await stripe.refunds.create({ payment_intent: payment, amount: 100 }, again),
      await stripe.refunds.create({ payment_intent: payment, amount: 100 }, again),
    ];
    assert.equal(first.id, second.id);
    const many = await Promise.allSettled(
      Array.from({ length: 6 }, () => stripe.refunds.create({ payment_intent: payment })),
    );
    assert.equal(many.filter(({ status }) => status === 'fulfilled').length, 1);
    const [row] = await hubby.sql('select refunded, amount from pay_desk.payments where id = $1', [
      payment,
    ]);
    assert.equal(row.refunded, row.amount);
  });

  it('is refused before the money is there', async () => {
    const { payment } = await paid('later_failed');
    const error = await refusal(stripe.refunds.create({ payment_intent: payment }));
    assert.equal(error.code, 'payment_intent_unexpected_state');
  });

  it('can fail afterwards: the money is with the seller again', async () => {
    const { session, payment } = await paid('refund_fails');
    const made = await stripe.refunds.create({ payment_intent: payment });
    assert.equal(made.status, 'pending');
    await told(session, 'refund.failed', payment);
    const failed = await stripe.refunds.retrieve(made.id);
    assert.deepEqual(
      [failed.status, failed.failure_reason],
      ['failed', 'expired_or_canceled_card'],
    );
    const intent = await stripe.paymentIntents.retrieve(payment, { expand: ['latest_charge'] });
    assert.equal((intent.latest_charge as Stripe.Charge).amount_refunded, 0);
  });

  it('can be made at the provider', async () => {
    const { session, payment } = await paid();
    await payAt(`${hubby.url}/pay-desk/${session.id}`, 'refund');
    const { json } = await told(session, 'charge.refunded', payment);
    assert.deepEqual([json.data.object.refunded, json.data.object.amount_refunded], [true, 1250]);
  });
});

describe('a dispute', () => {
  it('comes by itself, is closed, and no refund goes beside it', async () => {
    const { session, payment } = await paid('dispute');
    const opened = await told(session, 'charge.dispute.created', payment);
    assert.equal(opened.json.data.object.status, 'needs_response');
    const error = await refusal(stripe.refunds.create({ payment_intent: payment }));
    assert.equal(error.code, 'charge_disputed');
    await payAt(`${hubby.url}/pay-desk/${session.id}`, 'dispute_lost');
    const closed = await told(session, 'charge.dispute.closed', payment);
    assert.equal(closed.json.data.object.status, 'lost');
    const { data } = await stripe.disputes.list({ payment_intent: payment });
    assert.deepEqual(
      data.map(({ id, status }) => [id, status]),
      [[opened.json.data.object.id, 'lost']],
    );
    await payAt(`${hubby.url}/pay-desk/${session.id}`, 'dispute_won');
    assert.equal((await stripe.disputes.retrieve(data[0]!.id)).status, 'lost');
  });
});

describe('the pay page', () => {
  it('shows what is bought, without a script, under a strict policy', async () => {
    const made = await create({
      customer_email: 'ann@example.com',
      line_items: [
        {
          quantity: 2,
          price_data: {
            currency: 'jpy',
            unit_amount: 900,
            product_data: { name: '<b>Japan</b>, 1 GB' },
          },
        },
      ],
    });
    const response = await fetch(made.url!);
    const text = await response.text();
    assert.match(text, /Pay ¥1,800/);
    assert.match(text, /2 × &lt;b&gt;Japan&lt;\/b&gt;, 1 GB/);
    assert.match(text, /no money moves/);
    assert.match(text, /ann@example\.com/);
    assert.match(text, /href="https:\/\/shop\.example\/store"/);
    assert.ok(!text.includes('<script'));
    const policy = response.headers.get('content-security-policy')!;
    assert.match(policy, /^default-src 'none'; style-src 'sha256-/);
    assert.match(policy, /form-action 'self' https:\/\/shop\.example;/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.equal(response.headers.get('referrer-policy'), 'no-referrer');
    assert.equal(response.headers.get('cache-control'), 'no-store');
  });

  it('of nobody, or asked for something strange, says so', async () => {
    const missing = await fetch(`${hubby.url}/pay-desk/cs_test_none`);
    assert.equal(missing.status, 404);
    assert.match(await missing.text(), /There is no such payment/);
    assert.equal((await payAt(`${hubby.url}/pay-desk/cs_test_none`, 'pay')).status, 404);
    const made = await create();
    assert.equal((await payAt(made.url!, '__proto__')).status, 400);
    assert.equal((await stripe.checkout.sessions.retrieve(made.id)).status, 'open');
  });
});

describe('staging with Stripe itself', () => {
  it('has no pay desk', async () => {
    const env = {
      HUBBY_STRIPE_SECRET_KEY: 'sk_test_abc',
      HUBBY_STRIPE_WEBHOOK_SECRET: 'whsec_abc',
    };
    const other = await startHubby({ env });
    assert.equal(other.ctx.payDesk, null);
    assert.notEqual(other.ctx.payments, null);
    await other.close();
  });
});

describe('production', () => {
  it('has no pay desk', async () => {
    const live = await startHubby({ env: { HUBBY_ENV: 'production' } });
    assert.deepEqual([live.ctx.payDesk, live.ctx.payments], [null, null]);
    assert.equal((await fetch(`${live.url}/pay-desk/cs_test_none`)).status, 404);
    await live.close();
  });
});
