/** Mails about money: the receipt when it has come, and word when it goes back. */
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/pool.ts';
import { enqueueMessages } from '../messages/enqueue.ts';
import { partnerNow } from '../partners/now.ts';
import type { Partner } from '../partners/partner.ts';

type Told = { traveler_id: string; locale: string | null; receipt_to: string | null };
type Kind = 'purchase_receipt' | 'purchase_refunded';

/** To the traveler's own address, else to the one that was given where it was paid. */
export async function enqueueReceipt(
  ctx: Context,
  tx: Tx,
  partner: Partner,
  purchaseId: string,
  given: string | null,
): Promise<number> {
  await tx.rows(
    `update purchases p
     set receipt_to = coalesce((select min(e.email)
         from traveler_emails e
         where e.partner_id = $1 and e.traveler_id = p.traveler_id), $3)
     where p.partner_id = $1 and p.id = $2`,
    [partner.id, purchaseId, given],
  );
  return enqueue(ctx, tx, partner, purchaseId, 'purchase_receipt');
}

export const enqueueRefunded = (
  ctx: Context,
  tx: Tx,
  partner: Partner,
  purchaseId: string,
): Promise<number> => enqueue(ctx, tx, partner, purchaseId, 'purchase_refunded');

async function enqueue(
  ctx: Context,
  tx: Tx,
  partner: Partner,
  purchaseId: string,
  kind: Kind,
): Promise<number> {
  const row = await tx.one<Told>(
    'select traveler_id, locale, receipt_to from purchases where partner_id = $1 and id = $2',
    [partner.id, purchaseId],
  );
  if (row === undefined || row.receipt_to === null) return 0;
  return enqueueMessages(
    tx,
    partner.id,
    [
      {
        channel: 'EMAIL',
        kind,
        subjectId: purchaseId,
        recipient: row.receipt_to,
        locale: row.locale ?? '',
        bookingId: null,
        data: { purchase_id: purchaseId },
      },
    ],
    partnerNow(ctx, partner),
  );
}
