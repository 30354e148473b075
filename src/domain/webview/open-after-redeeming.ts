/**
 * Whoever has just redeemed a code on our page, and may see what came of it, goes on on the managed
 * screens of the code's booking.
 */
import type { Context } from '../../context.ts';
import type { Partner } from '../partners/partner.ts';
import { partnerNow } from '../partners/now.ts';
import { noteOpenedPackages } from '../travelers/note-opened.ts';
import { makeToken } from './create-redirect-token.ts';

type Row = { traveler_id: string; booking_id: string; iccid: string };

/**
 * A path that opens them once, within minutes. Null: the eSIM is still being made, or the code
 * was imported without a booking; the page then shows what there is.
 */
export const openAfterRedeeming = (
  ctx: Context,
  partner: Partner,
  { queueId, locale }: { queueId: string; locale: string },
): Promise<string | null> =>
  ctx.db.partnerTx(partner.id, async (tx) => {
    const row = await tx.one<Row>(
      // Somebody else may have redeemed it by an app meanwhile: theirs are not the visitor's.
      `select q.traveler_id, q.booking_id, e.iccid
       from package_queues q
       join promo_codes c on c.partner_id = q.partner_id and c.queue_id = q.id
       join traveler_emails t on t.partner_id = q.partner_id
         and t.traveler_id = q.traveler_id
         and t.email = c.hosted_email
       join packages k on k.partner_id = q.partner_id and k.queue_id = q.id
       join esims e on e.partner_id = k.partner_id and e.id = k.esim_id
       where q.partner_id = $1
         and q.id = $2
         and q.booking_id is not null`,
      [partner.id, queueId],
    );
    if (row === undefined) return null;
    await noteOpenedPackages(tx, partner.id, [queueId], partnerNow(ctx, partner));
    const { path } = await makeToken(ctx, tx, partner, {
      travelerId: row.traveler_id,
      scope: { bookingId: row.booking_id },
      to: `install/${row.iccid}`,
      locale,
      device: {},
    });
    return path;
  });
