/** Promo codes of one partner, found by the code as people type it. */
import { AppError } from '../../errors.ts';
import type { Tx } from '../../db/pool.ts';
import { CODE_COLUMNS, type CodeRow } from './promo-code-view.ts';
import { codeReadings } from './read-typed.ts';

export const codeNotFound = (): AppError =>
  new AppError('promo_code_not_found', 'Promo code not found');
export const codeInvalid = (): AppError =>
  new AppError('promo_code_invalid', 'Promo code is no longer valid');

export type StoredCode = CodeRow & {
  queue_id: string;
  booking_id: string | null;
  traveler_id: string | null;
  cancelled_at: Date | null;
  locale: string | null;
};

/** The code that is closest to what was typed; null when there is none. */
export async function findCode(
  tx: Tx,
  partnerId: string,
  text: string,
): Promise<StoredCode | null> {
  const row = await tx.one<StoredCode>(
    `select c.queue_id, q.booking_id, q.traveler_id, q.cancelled_at, b.locale, ${CODE_COLUMNS}
     from promo_codes c
     join package_queues q on q.partner_id = c.partner_id and q.id = c.queue_id
     left join bookings b on b.partner_id = q.partner_id and b.id = q.booking_id
     where c.partner_id = $1 and c.code = any($2)
     order by array_position($2, c.code)
     limit 1`,
    [partnerId, codeReadings(text)],
  );
  return row ?? null;
}
