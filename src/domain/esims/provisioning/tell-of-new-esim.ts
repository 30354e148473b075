/**
 * A traveler who has installed the universal eSIM expects nothing more to install: of a package that
 * came on another eSIM they hear by mail, where their booking has messages by mail.
 */
import type { Tx } from '../../../db/pool.ts';
import { enqueueMessages } from '../../messages/enqueue.ts';
import { recipientOf } from '../../messages/recipient.ts';
import type { Order } from './orders.ts';

type About = {
  booking_id: string;
  locale: string | null;
  entry: string | null;
  traveler: string | null;
  booking: string | null;
};

/** In the transaction that confirms the order. Answers how many mails are to be sent now. */
export async function tellOfNewEsim(tx: Tx, order: Order, now: Date): Promise<number> {
  const about = await tx.one<About>(
    `select b.id as booking_id, b.locale, q.requested->>'email' as entry, b.email as booking,
       (select min(m.email)
         from traveler_emails m
         where m.partner_id = q.partner_id and m.traveler_id = q.traveler_id) as traveler
     from package_queues q
     join bookings b on b.partner_id = q.partner_id and b.id = q.booking_id
     where q.partner_id = $1
       and q.id = $2
       and not q.is_code
       and (b.communication_options->>'should_send_message')::boolean
       and b.communication_options->'channels' ? 'EMAIL'`,
    [order.partner_id, order.queue_id],
  );
  const recipient = about === undefined ? null : recipientOf(false, about);
  if (recipient === null) return 0;
  const { booking_id: bookingId, locale } = about!;
  const mail = {
    channel: 'EMAIL',
    kind: 'esim_link',
    subjectId: order.queue_id!,
    recipient,
    locale: locale ?? '',
    bookingId,
    data: { queue_ids: [order.queue_id] },
  } as const;
  return enqueueMessages(tx, order.partner_id, [mail], now);
}
