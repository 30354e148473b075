/** What the pay desk has written down, as its other files read it. */
import type { Asked } from './asked.ts';
import type { Run } from './transaction.ts';

export type SessionRow = {
  id: string;
  status: 'complete' | 'expired' | 'open';
  /** minor units */
  amount: number;
  /** in small letters */
  currency: string;
  asked: Asked;
  declines: number;
  created_at: Date;
  expires_at: Date;
};

export type PaymentRow = {
  id: string;
  charge_id: string;
  session_id: string;
  amount: number;
  currency: string;
  status: 'failed' | 'processing' | 'succeeded';
  refunded: number;
  refunds_fail: boolean;
  created_at: Date;
  /** of the session */
  asked: Asked;
  is_disputed: boolean;
};

export type RefundRow = {
  id: string;
  payment_id: string;
  charge_id: string;
  session_id: string;
  amount: number;
  currency: string;
  reason: string | null;
  metadata: Record<string, string>;
  status: 'failed' | 'pending' | 'succeeded';
  created_at: Date;
};

export type DisputeRow = {
  id: string;
  payment_id: string;
  charge_id: string;
  session_id: string;
  amount: number;
  currency: string;
  status: 'lost' | 'needs_response' | 'won';
  created_at: Date;
};

const SESSION =
  'select id, status, amount, currency, asked, declines, created_at, expires_at from pay_desk.sessions';
const PAYMENT = `select p.id, p.charge_id, p.session_id, p.amount, p.currency, p.status, p.refunded,
    p.refunds_fail, p.created_at, s.asked,
    exists (select from pay_desk.disputes d where d.payment_id = p.id) as is_disputed
  from pay_desk.payments p
  join pay_desk.sessions s on s.id = p.session_id`;
const REFUND = `select r.id, r.payment_id, p.charge_id, p.session_id, r.amount, p.currency, r.reason,
    r.metadata, r.status, r.created_at
  from pay_desk.refunds r
  join pay_desk.payments p on p.id = r.payment_id`;
const DISPUTE = `select d.id, d.payment_id, p.charge_id, p.session_id, p.amount, p.currency, d.status,
    d.created_at
  from pay_desk.disputes d
  join pay_desk.payments p on p.id = d.payment_id`;

const first = async <T>(run: Run, text: string, values: unknown[]): Promise<T | null> =>
  ((await run.query(text, values)).rows as T[])[0] ?? null;

export const readSession = (run: Run, id: string): Promise<SessionRow | null> =>
  first<SessionRow>(run, `${SESSION} where id = $1`, [id]);

/** Whoever changes anything about a session or its payment holds this lock. */
export const lockSession = (run: Run, id: string): Promise<SessionRow | null> =>
  first<SessionRow>(run, `${SESSION} where id = $1 for update`, [id]);

export const paymentOfSession = (run: Run, sessionId: string): Promise<PaymentRow | null> =>
  first<PaymentRow>(run, `${PAYMENT} where p.session_id = $1`, [sessionId]);

/** By its own id, or its charge's. */
export const readPayment = (run: Run, id: string): Promise<PaymentRow | null> =>
  first<PaymentRow>(run, `${PAYMENT} where p.id = $1 or p.charge_id = $1`, [id]);

export const readRefund = (run: Run, id: string): Promise<RefundRow | null> =>
  first<RefundRow>(run, `${REFUND} where r.id = $1`, [id]);

export const readDispute = (run: Run, id: string): Promise<DisputeRow | null> =>
  first<DisputeRow>(run, `${DISPUTE} where d.id = $1`, [id]);

export const disputeOfPayment = (run: Run, paymentId: string): Promise<DisputeRow | null> =>
  first<DisputeRow>(run, `${DISPUTE} where d.payment_id = $1`, [paymentId]);

export const refundsOfPayment = async (run: Run, paymentId: string): Promise<RefundRow[]> =>
  (
    await run.query<RefundRow>(
      `${REFUND} where r.payment_id = $1 order by r.created_at desc, r.id`,
      [paymentId],
    )
  ).rows;
