/** Money goes back: of a payment that arrived, never more than it was. */
import { shownAmount } from './currencies.ts';
import { invalid } from './errors.ts';
import { recordEvent } from './events.ts';
import { newRefundId } from './ids.ts';
import { showCharge, showRefund } from './objects.ts';
import { readPayment, readRefund, type PaymentRow, type RefundRow } from './rows.ts';
import type { Run } from './transaction.ts';

const FAILS_S = 3;

export type WantedRefund = {
  /** undefined = what is left */
  amount: number | undefined;
  reason: string | null;
  metadata: Record<string, string>;
};

/** `payment`: as it is under its session's lock. Throws as Stripe refuses. */
export async function makeRefund(
  tx: Run,
  payment: PaymentRow,
  { amount: asked, reason, metadata }: WantedRefund,
): Promise<RefundRow> {
  const amount = amountOf(payment, asked);
  const id = newRefundId();
  await tx.query('update pay_desk.payments set refunded = refunded + $2 where id = $1', [
    payment.id,
    amount,
  ]);
  await tx.query(
    `insert into pay_desk.refunds (id, payment_id, amount, reason, metadata, status, fails_at)
     values ($1, $2, $3, $4, $5, case when $6 then 'pending' else 'succeeded' end,
       case when $6 then clock_timestamp() + make_interval(secs => ${FAILS_S}) end)`,
    [id, payment.id, amount, reason, JSON.stringify(metadata), payment.refunds_fail],
  );
  const refund = (await readRefund(tx, id))!;
  const after = (await readPayment(tx, payment.id))!;
  const sessionId = payment.session_id;
  const object = showRefund(refund);
  await recordEvent(tx, { sessionId, type: 'refund.created', object });
  await recordEvent(tx, { sessionId, type: 'charge.refunded', object: showCharge(after) });
  if (refund.status === 'succeeded')
    await recordEvent(tx, { sessionId, type: 'refund.updated', object });
  return refund;
}

function amountOf(payment: PaymentRow, asked: number | undefined): number {
  const { currency, charge_id: charge } = payment;
  if (payment.status !== 'succeeded')
    throw invalid(
      `This PaymentIntent (${payment.id}) does not have a successful charge to refund.`,
      'payment_intent',
      'payment_intent_unexpected_state',
    );
  if (payment.is_disputed)
    throw invalid(
      `Charge ${charge} has been charged back; cannot issue a refund.`,
      undefined,
      'charge_disputed',
    );
  const left = payment.amount - payment.refunded;
  if (left === 0)
    throw invalid(
      `Charge ${charge} has already been refunded.`,
      undefined,
      'charge_already_refunded',
    );
  const amount = asked ?? left;
  if (amount < 1)
    throw invalid(
      'This value must be greater than or equal to 1.',
      'amount',
      'parameter_invalid_integer',
    );
  if (amount > left)
    throw invalid(
      `Refund amount (${shownAmount(amount, currency)}) is greater than ${payment.refunded > 0 ? 'unrefunded ' : ''}amount on charge (${shownAmount(left, currency)})`,
      'amount',
    );
  return amount;
}

/** The bank sends it back: the money is with the seller again. */
export async function failRefund(tx: Run, id: string): Promise<void> {
  const { rowCount } = await tx.query(
    `update pay_desk.refunds set status = 'failed', fails_at = null where id = $1 and status = 'pending'`,
    [id],
  );
  if (rowCount === 0) return;
  const refund = (await readRefund(tx, id))!;
  await tx.query('update pay_desk.payments set refunded = refunded - $2 where id = $1', [
    refund.payment_id,
    refund.amount,
  ]);
  const told = { sessionId: refund.session_id, object: showRefund(refund) };
  await recordEvent(tx, { ...told, type: 'refund.updated' });
  await recordEvent(tx, { ...told, type: 'refund.failed' });
}
