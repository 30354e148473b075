/**
 * The page on which a person pays: what Stripe Checkout is, without a card. It needs no script; whoever
 * knows the session's id may pay, as at Stripe.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Eta } from 'eta';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { shownAmount } from './currencies.ts';
import type { Desk } from './desk.ts';
import { AFTERWARDS, decline, happenAfterwards, MANNERS, pay } from './pay.ts';
import { passTime } from './pass-time.ts';
import { disputeOfPayment, paymentOfSession, readSession } from './rows.ts';
import type { PaymentRow, SessionRow } from './rows.ts';

/** Of the page's address, on Hubby's own. */
export const PAY_DESK = '/pay-desk';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const eta = new Eta({ views: here('./page'), cache: true, autoEscape: true });
const css = readFileSync(here('./page/page.css'), 'utf8');
const cssHash = createHash('sha256').update(css).digest('base64');

type Way = { how: string; label: string; about: string };
type View = {
  title: string;
  heading: string;
  amount: string | null;
  lines: { name: string; price: string; about: string | null }[];
  /** in place of an amount */
  text: string | null;
  facts: [string, string][];
  said: { tone: 'bad' | 'good'; text: string } | null;
  isOpen: boolean;
  ways: Way[];
  back: { href: string; text: string } | null;
};

const WAYS: readonly Way[] = [
  {
    how: 'before',
    label: 'Pay; the event comes before you are back',
    about: 'You are sent back only when the event has been answered.',
  },
  {
    how: 'late',
    label: 'Pay; the event comes late',
    about: 'It is sent 20 seconds after you are back.',
  },
  { how: 'twice', label: 'Pay; the event comes twice', about: 'The same event, a second apart.' },
  {
    how: 'never',
    label: 'Pay; the event never comes',
    about: 'Only who looks the session up learns of it.',
  },
  {
    how: 'later_paid',
    label: 'Pay by bank; it arrives later',
    about: 'The session completes unpaid, and 3 seconds later the money is there.',
  },
  {
    how: 'later_failed',
    label: 'Pay by bank; it does not arrive',
    about: 'The session completes unpaid, and 3 seconds later the bank refuses.',
  },
  {
    how: 'reordered',
    label: 'Pay by bank; the events come in the wrong order',
    about: 'First that the money is there, then that the session is complete.',
  },
  {
    how: 'dispute',
    label: 'Pay, and dispute it afterwards',
    about: 'The cardholder disputes it 3 seconds later.',
  },
  {
    how: 'refund_fails',
    label: 'Pay; a refund will fail',
    about: 'A refund is pending, and 3 seconds later the bank sends it back.',
  },
];

export function payPages(scope: FastifyInstance, desk: Desk): void {
  const url = `${PAY_DESK}/:id`;
  scope.get(url, { schema: { hide: true } }, async (request, reply) => {
    await passTime(desk);
    return showPage(desk, reply, idOf(request));
  });
  scope.post(url, { schema: { hide: true } }, async (request, reply) => {
    await passTime(desk);
    return act(desk, request, reply);
  });
}

const idOf = (request: FastifyRequest): string => (request.params as { id: string }).id;
const howOf = (request: FastifyRequest): unknown => (request.body as { how?: unknown } | null)?.how;

async function act(
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const [id, how] = [idOf(request), howOf(request)];
  const session = await readSession(desk.pool, id);
  if (session === null) return showPage(desk, reply, id);
  const isOpen = session.status === 'open';
  // Some names are a way to pay, and later what happens to a payment.
  if (isOpen && isOneOf(MANNERS, how)) {
    const isPaid = await pay(desk, id, how);
    return isPaid ? reply.redirect(returnUrl(session), 303) : showPage(desk, reply, id);
  }
  if (how === 'decline') await decline(desk, id);
  else if (isOneOf(AFTERWARDS, how)) await happenAfterwards(desk, id, how);
  else if (isOneOf(MANNERS, how)) return showPage(desk, reply, id);
  else return send(reply, 400, UNKNOWN);
  return reply.redirect(`${PAY_DESK}/${id}`, 303);
}

const isOneOf = <T extends object>(all: T, name: unknown): name is keyof T & string =>
  typeof name === 'string' && Object.hasOwn(all, name);

const returnUrl = ({ asked, id }: SessionRow): string =>
  new URL(asked.success_url.replaceAll('{CHECKOUT_SESSION_ID}', id)).href;

const UNKNOWN: View = {
  title: 'Pay desk',
  heading: 'There is no such payment',
  amount: null,
  lines: [],
  text: 'The address is not whole, or the sandbox was set up anew since it was made.',
  facts: [],
  said: null,
  isOpen: false,
  ways: [],
  back: null,
};

async function showPage(desk: Desk, reply: FastifyReply, id: string): Promise<FastifyReply> {
  const session = await readSession(desk.pool, id);
  if (session === null) return send(reply, 404, UNKNOWN);
  const payment = await paymentOfSession(desk.pool, id);
  const view = { ...UNKNOWN, ...(await viewOf(desk, session, payment)) };
  return send(reply, 200, view, [session.asked.success_url]);
}

async function viewOf(
  desk: Desk,
  session: SessionRow,
  payment: PaymentRow | null,
): Promise<Partial<View>> {
  const { asked, currency, amount, status } = session;
  const shop = asked.cancel_url;
  const shown: Partial<View> = {
    title: `${shownAmount(amount, currency)} – pay desk`,
    heading: 'To pay',
    amount: shownAmount(amount, currency),
    lines: asked.lines.map(({ name, description, quantity, unit_amount }) => ({
      name: quantity === 1 ? name : `${quantity} × ${name}`,
      price: shownAmount(quantity * unit_amount, currency),
      about: description,
    })),
    back: shop === null ? null : { href: shop, text: 'Close and go back' },
  };
  if (status === 'expired')
    return {
      ...shown,
      heading: 'No longer to be paid',
      said: { tone: 'bad', text: 'This payment has run out. Nothing was taken.' },
    };
  if (payment === null)
    return {
      ...shown,
      isOpen: true,
      ways: [...WAYS],
      facts: [
        ...(asked.customer_email === null
          ? []
          : [['Receipt to', asked.customer_email] satisfies [string, string]]),
        ['Open until', moment(session.expires_at)],
      ],
      said:
        session.declines === 0
          ? null
          : { tone: 'bad', text: 'The card was declined. Nothing was taken; you can try again.' },
    };
  return { ...shown, ...(await paidView(desk, session, payment)) };
}

const SAID = {
  processing: { tone: 'good', text: 'On its way: the bank decides in a few seconds.' },
  failed: { tone: 'bad', text: 'The bank did not pay. Nothing was taken.' },
  succeeded: { tone: 'good', text: 'Paid.' },
} as const;

async function paidView(
  desk: Desk,
  session: SessionRow,
  payment: PaymentRow,
): Promise<Partial<View>> {
  const dispute = await disputeOfPayment(desk.pool, payment.id);
  const { refunded, amount, currency, status } = payment;
  const facts: [string, string][] = [['Payment', payment.id]];
  if (refunded > 0) facts.push(['Given back', shownAmount(refunded, currency)]);
  if (dispute !== null) facts.push(['Dispute', dispute.status.replace('_', ' ')]);
  const ways: Way[] = [];
  if (status === 'succeeded' && dispute === null && refunded < amount)
    ways.push({
      how: 'refund',
      label: 'Refund it at the payment provider',
      about: 'As somebody does in its dashboard, without Hubby.',
    });
  if (status === 'succeeded' && dispute === null)
    ways.push({
      how: 'dispute',
      label: 'The cardholder disputes it',
      about: 'The bank takes the money back until it is decided.',
    });
  if (dispute?.status === 'needs_response')
    ways.push(
      { how: 'dispute_won', label: 'The dispute is won', about: 'The seller keeps the money.' },
      { how: 'dispute_lost', label: 'The dispute is lost', about: 'The cardholder has it back.' },
    );
  return {
    heading: status === 'succeeded' ? 'Paid' : 'Not paid yet',
    said: SAID[status],
    facts,
    ways,
    back: { href: returnUrl(session), text: 'Go on' },
  };
}

const moment = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** Where forms of the page may lead, by a redirect too. */
const policy = (targets: readonly string[]): string =>
  [
    "default-src 'none'",
    `style-src 'sha256-${cssHash}'`,
    "img-src 'self'",
    `form-action ${["'self'", ...new Set(targets.map((target) => new URL(target).origin))].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

const send = (
  reply: FastifyReply,
  status: number,
  view: View,
  targets: readonly string[] = [],
): FastifyReply =>
  reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('content-language', 'en')
    .header('content-security-policy', policy(targets))
    .header('referrer-policy', 'no-referrer')
    .header('x-robots-tag', 'noindex')
    .send(eta.render('page', { ...view, css }));
