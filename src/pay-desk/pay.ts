/** What a person does on the pay page, and after the payment. */
import type { Desk } from './desk.ts';
import { recordEvent, type Telling } from './events.ts';
import { newChargeId, newDisputeId, newPaymentId } from './ids.ts';
import { showDispute, showSession } from './objects.ts';
import { makeRefund } from './refund.ts';
import { disputeOfPayment, lockSession, paymentOfSession } from './rows.ts';
import type { PaymentRow } from './rows.ts';
import { inTransaction, type Run } from './transaction.ts';

type Manner = {
  /** of `checkout.session.completed` */
  telling?: Telling;
  /** the bank decides later, and so */
  settlesAs?: 'failed' | 'succeeded';
  refundsFail?: boolean;
  isDisputed?: boolean;
  /** the buyer is sent back only when the event was answered */
  waits?: boolean;
};

const LATE_S = 20;
const SETTLES_S = 3;
const DISPUTED_S = 3;

/** The ways to pay, by the names that the page's buttons send. */
export const MANNERS = {
  pay: {},
  before: { waits: true },
  late: { telling: { arrivals: 1, afterS: LATE_S } },
  twice: { telling: { arrivals: 2, afterS: 0 } },
  never: { telling: { arrivals: 0, afterS: 0 } },
  later_paid: { settlesAs: 'succeeded' },
  later_failed: { settlesAs: 'failed' },
  reordered: { settlesAs: 'succeeded', telling: { arrivals: 1, afterS: SETTLES_S + 2 } },
  dispute: { isDisputed: true },
  refund_fails: { refundsFail: true },
} as const satisfies Record<string, Manner>;
export type MannerName = keyof typeof MANNERS;

/** False: the session takes no payment any more. */
export async function pay(desk: Desk, sessionId: string, how: MannerName): Promise<boolean> {
  const manner: Manner = MANNERS[how];
  const eventId = await inTransaction(desk.pool, async (tx) => {
    const session = await lockSession(tx, sessionId);
    if (session?.status !== 'open' || session.expires_at <= new Date()) return null;
    await tx.query(
      `insert into pay_desk.payments (id, charge_id, session_id, amount, currency, status, settles_as,
         settles_at, refunds_fail, disputes_at)
       values ($1, $2, $3, $4, $5, $6, $7,
         case when $7::text is not null then clock_timestamp() + make_interval(secs => ${SETTLES_S}) end,
         $8, case when $9 then clock_timestamp() + make_interval(secs => ${DISPUTED_S}) end)`,
      [
        newPaymentId(),
        newChargeId(),
        sessionId,
        session.amount,
        session.currency,
        manner.settlesAs === undefined ? 'succeeded' : 'processing',
        manner.settlesAs ?? null,
        manner.refundsFail ?? false,
        manner.isDisputed ?? false,
      ],
    );
    await tx.query(`update pay_desk.sessions set status = 'complete' where id = $1`, [sessionId]);
    const object = showSession(
      { ...session, status: 'complete' },
      await paymentOfSession(tx, sessionId),
      desk.pages(),
    );
    return recordEvent(
      tx,
      { sessionId, type: 'checkout.session.completed', object },
      manner.telling,
    );
  });
  if (eventId === null) return false;
  if (manner.waits === true) await desk.sendNow(eventId);
  desk.wake();
  return true;
}

/** A declined card leaves the session open. */
export async function decline({ pool }: Desk, sessionId: string): Promise<void> {
  await pool.query(
    `update pay_desk.sessions set declines = declines + 1 where id = $1 and status = 'open'`,
    [sessionId],
  );
}

/** What can happen to a payment later, by the names that the page's buttons send. */
export const AFTERWARDS = {
  refund: async (tx: Run, payment: PaymentRow) => {
    if (payment.status !== 'succeeded' || payment.refunded === payment.amount) return;
    await makeRefund(tx, payment, { amount: undefined, reason: null, metadata: {} });
  },
  dispute: openDispute,
  dispute_won: (tx: Run, payment: PaymentRow) => closeDispute(tx, payment, 'won'),
  dispute_lost: (tx: Run, payment: PaymentRow) => closeDispute(tx, payment, 'lost'),
} as const;

/** Nothing happens where it cannot any more. */
export async function happenAfterwards(
  desk: Desk,
  sessionId: string,
  what: keyof typeof AFTERWARDS,
): Promise<void> {
  await inTransaction(desk.pool, async (tx) => {
    await lockSession(tx, sessionId);
    const payment = await paymentOfSession(tx, sessionId);
    if (payment !== null) await AFTERWARDS[what](tx, payment);
  });
  desk.wake();
}

/** The cardholder wants the money back from the bank. Once per payment. */
export async function openDispute(tx: Run, payment: PaymentRow): Promise<void> {
  if (payment.status !== 'succeeded' || payment.is_disputed) return;
  await tx.query('insert into pay_desk.disputes (id, payment_id) values ($1, $2)', [
    newDisputeId(),
    payment.id,
  ]);
  await tellDispute(tx, payment, 'charge.dispute.created');
}

async function closeDispute(tx: Run, payment: PaymentRow, status: 'lost' | 'won'): Promise<void> {
  const { rowCount } = await tx.query(
    `update pay_desk.disputes set status = $2 where payment_id = $1 and status = 'needs_response'`,
    [payment.id, status],
  );
  if (rowCount === 1) await tellDispute(tx, payment, 'charge.dispute.closed');
}

async function tellDispute(
  tx: Run,
  payment: PaymentRow,
  type: 'charge.dispute.closed' | 'charge.dispute.created',
): Promise<void> {
  const dispute = await disputeOfPayment(tx, payment.id);
  await recordEvent(tx, {
    sessionId: payment.session_id,
    type,
    object: showDispute(dispute!),
  });
}
