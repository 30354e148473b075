/** POST /api/payments/stripe/webhook: an event is stored once, and answered; a job applies it. */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';

/** Throws `callback_forged`; also where there is no pay desk. */
export async function receiveEvent(
  ctx: Context,
  rawBody: string,
  signature: string | undefined,
): Promise<{ stored: boolean }> {
  const event = ctx.payments?.readEvent(rawBody, signature) ?? null;
  if (event === null)
    throw new AppError('callback_forged', 'The event is not signed by the pay desk.');
  const stored = await ctx.db.one(
    `insert into payment_events (id, kind, type, is_live, at, checkout_id, payment_id, purchase_id,
       amount, currency, next_attempt_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, case when $2::text is not null then now() end)
     on conflict do nothing
     returning 1`,
    [
      event.id,
      event.kind,
      event.type,
      event.isLive,
      event.at,
      event.checkoutId,
      event.paymentId,
      event.purchaseId,
      event.amount?.minor ?? null,
      event.amount?.currency ?? null,
    ],
  );
  if (stored !== undefined) ctx.wake('purchases');
  return { stored: stored !== undefined };
}
