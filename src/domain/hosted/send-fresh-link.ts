/**
 * A fresh link to the eSIM, by mail, to the address that had the first one and to no other. Who
 * asks learns nothing of whether there was one: too many for a mailbox are not sent, and nobody is
 * told.
 */
import type { Context } from '../../context.ts';
import { newId } from '../../ids.ts';
import { addressKey } from '../abuse/address.ts';
import type { Verdict } from '../abuse/counters.ts';
import { mailboxOf } from '../abuse/recipient.ts';
import { findMailLink } from '../mail-links/make-link.ts';
import { enqueueMessages } from '../messages/enqueue.ts';
import { partnerNow } from '../partners/now.ts';
import { messageOf } from './open-mail-link.ts';

export type Wanted = {
  partnerId: string;
  recipient: string;
  locale: string;
  bookingId: string | null;
  queueIds: string[] | null;
};

/** Counts one more page of one visitor that asks for mails. */
export const checkFresh = (ctx: Context, ip: string): Promise<Verdict> =>
  ctx.counters.count('links_per_address_per_minute', addressKey(ip), true);

/** By the token of a link of ours, ended or not. */
export async function sendFreshByToken(ctx: Context, token: string): Promise<void> {
  const link = await findMailLink(ctx, token);
  if (link === null) return;
  const message = await ctx.db.partnerTx(link.partnerId, (tx) => messageOf(tx, link));
  if (message === null) return;
  await sendFresh(ctx, {
    partnerId: link.partnerId,
    recipient: message.recipient,
    locale: message.locale,
    bookingId: message.booking_id,
    queueIds: message.queue_ids,
  });
}

export async function sendFresh(ctx: Context, wanted: Wanted): Promise<void> {
  const { partnerId, recipient, locale, bookingId, queueIds } = wanted;
  if ((await ctx.counters.count('links_per_mailbox_per_day', mailboxOf(recipient))).isOver) return;
  const sent = await ctx.db.partnerTx(partnerId, (tx) =>
    enqueueMessages(
      tx,
      partnerId,
      [
        {
          channel: 'EMAIL',
          kind: 'esim_link',
          subjectId: newId('req'),
          recipient,
          locale,
          bookingId,
          data: queueIds === null ? {} : { queue_ids: queueIds },
        },
      ],
      partnerNow(ctx, { id: partnerId }),
    ),
  );
  if (sent > 0) ctx.wake('messages');
}
