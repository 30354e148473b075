import type { Context } from '../../../context.ts';

/** How many cancelled bookings had this natural key before: they keep the ids of their queues. */
export async function countLives(
  ctx: Context,
  partnerId: string,
  bookingId: string,
  keyDate: string,
): Promise<number> {
  const row = await ctx.db.partnerTx(partnerId, (tx) =>
    tx.one<{ n: number }>(
      `select count(*)::int as n
       from bookings
       where partner_id = $1
         and booking_id = $2
         and cancelled_at is not null
         and $3 = any(freed_dates)`,
      [partnerId, bookingId, keyDate],
    ),
  );
  return row!.n;
}
