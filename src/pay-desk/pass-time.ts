/** What happens by itself when its time has come, whichever process looks first. */
import type { Pool } from 'pg';
import type { Desk } from './desk.ts';
import { recordEvent } from './events.ts';
import { showSession } from './objects.ts';
import { openDispute } from './pay.ts';
import { failRefund } from './refund.ts';
import { lockSession, paymentOfSession } from './rows.ts';
import { inTransaction, type Run } from './transaction.ts';

type Due = {
  session_id: string;
  what: 'dispute' | 'expire' | 'fail_refund' | 'settle';
  /** of what */
  id: string;
};

const DUE = `select id as session_id, 'expire' as what, id
    from pay_desk.sessions
    where status = 'open' and expires_at <= clock_timestamp()
  union all
  select session_id, 'settle', id from pay_desk.payments where settles_at <= clock_timestamp()
  union all
  select session_id, 'dispute', id from pay_desk.payments where disputes_at <= clock_timestamp()
  union all
  select p.session_id, 'fail_refund', r.id
    from pay_desk.refunds r
    join pay_desk.payments p on p.id = r.payment_id
    where r.fails_at <= clock_timestamp()`;

export async function passTime(desk: Desk): Promise<void> {
  const { rows } = await desk.pool.query<Due>({ name: 'pay-desk-due', text: DUE });
  for (const due of rows)
    await inTransaction(desk.pool, async (tx) => {
      await lockSession(tx, due.session_id);
      await HAPPENS[due.what](tx, due, desk);
    });
  if (rows.length > 0) desk.wake();
}

/** Each does nothing where another process was there first. */
const HAPPENS: Record<Due['what'], (tx: Run, due: Due, desk: Desk) => Promise<void>> = {
  expire: (tx, { session_id }, desk) => expire(tx, session_id, desk),
  settle,
  async dispute(tx, { session_id, id }) {
    await tx.query('update pay_desk.payments set disputes_at = null where id = $1', [id]);
    const payment = await paymentOfSession(tx, session_id);
    await openDispute(tx, payment!);
  },
  fail_refund: (tx, { id }) => failRefund(tx, id),
};

/** Ends an open session; under its lock. */
export async function expire(tx: Run, sessionId: string, desk: Desk): Promise<void> {
  const { rowCount } = await tx.query(
    `update pay_desk.sessions
     set status = 'expired', expires_at = least(expires_at, clock_timestamp())
     where id = $1 and status = 'open'`,
    [sessionId],
  );
  if (rowCount === 0) return;
  const session = (await lockSession(tx, sessionId))!;
  await recordEvent(tx, {
    sessionId,
    type: 'checkout.session.expired',
    object: showSession(session, null, desk.pages()),
  });
}

async function settle(tx: Run, { session_id: sessionId, id }: Due, desk: Desk): Promise<void> {
  const { rows } = await tx.query<{ status: string }>(
    `update pay_desk.payments
     set status = settles_as, settles_as = null, settles_at = null
     where id = $1 and settles_at is not null
     returning status`,
    [id],
  );
  if (rows[0] === undefined) return;
  const session = (await lockSession(tx, sessionId))!;
  await recordEvent(tx, {
    sessionId,
    type:
      rows[0].status === 'succeeded'
        ? 'checkout.session.async_payment_succeeded'
        : 'checkout.session.async_payment_failed',
    object: showSession(session, await paymentOfSession(tx, sessionId), desk.pages()),
  });
}

/** Milliseconds until something is due, null = nothing is. */
export async function nextDue(pool: Pool): Promise<number | null> {
  const { rows } = await pool.query<{ ms: number | null }>({
    name: 'pay-desk-next',
    text: `select (extract(epoch from min(at) - clock_timestamp()) * 1000)::float8 as ms
      from (
        select min(next_attempt_at) as at from pay_desk.events where next_attempt_at is not null
        union all
        select min(settles_at) from pay_desk.payments where settles_at is not null
        union all
        select min(disputes_at) from pay_desk.payments where disputes_at is not null
        union all
        select min(fails_at) from pay_desk.refunds where fails_at is not null
        union all
        select min(expires_at) from pay_desk.sessions where status = 'open'
      ) due`,
  });
  return rows[0]?.ms ?? null;
}
