/**
 * What a partner reads of its messages: whom, what, and how it went; never the bodies, which hold
 * codes.
 */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { readId } from '../../ids.ts';
import {
  BEHIND_ALL,
  pageOf,
  placeOf,
  SCANNED,
  type PageSize,
  type Paging,
} from '../../input/paging.ts';
import type { Partner } from '../partners/partner.ts';
import { usedLocale } from './mail/used-locale.ts';

export const MESSAGE_STATUSES = [
  'pending',
  'sent',
  'delivered',
  'bounced',
  'complained',
  'failed',
  'skipped',
  'cancelled',
] as const;
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

export type MessageSource = {
  id: string;
  booking_id: string | null;
  channel: string;
  kind: string;
  to: string;
  locale: string;
  status: MessageStatus;
  reason: string | null;
  created_at: Date;
  sent_at: Date | null;
  settled_at: Date | null;
};
export type MessageView = Omit<MessageSource, 'created_at' | 'sent_at' | 'settled_at'> & {
  created_at: string;
  sent_at: string | null;
  settled_at: string | null;
};

export const MESSAGE_COLUMNS =
  'id, booking_id, channel, kind, recipient as "to", locale, status, reason, created_at, sent_at, settled_at';

export const messageView = (partner: Partner, row: MessageSource): MessageView => ({
  ...row,
  locale: usedLocale(row.locale, partner.settings),
  created_at: row.created_at.toISOString(),
  sent_at: row.sent_at?.toISOString() ?? null,
  settled_at: row.settled_at?.toISOString() ?? null,
});

/** Of one booking, oldest first. */
export const listBookingMessages = (
  ctx: Context,
  partner: Partner,
  bookingId: string,
): Promise<MessageView[]> =>
  ctx.db.partnerRead(partner.id, async (tx) => {
    if (
      (await tx.one('select 1 from bookings where partner_id = $1 and id = $2', [
        partner.id,
        bookingId,
      ])) === undefined
    )
      throw new AppError('booking_not_found', 'There is no such booking.');
    return (
      await tx.rows<MessageSource>(
        `select ${MESSAGE_COLUMNS}
         from messages
         where partner_id = $1 and booking_id = $2
         order by id
         limit 1000`,
        [partner.id, bookingId],
      )
    ).map((row) => messageView(partner, row));
  });

export const MESSAGES_PAGE: PageSize = { most: 100, usual: 50 };
export type MessagesQuery = Paging & {
  status?: MessageStatus | undefined;
  kind?: string | undefined;
};

/**
 * What is looked at, newest first. Every status but `pending` ($3) has an index: what waits comes
 * with its booking, which is not to be held up by one.
 */
const LOOKED_AT = {
  all: 'partner_id = $1 and id < $2',
  status: `partner_id = $1 and id < $2 and status = $3 and status <> 'pending'`,
};
const page = (where: string): string =>
  `select ${MESSAGE_COLUMNS}
   from (select *
     from messages
     where ${where}
     order by id desc
     limit ${SCANNED}) m
   where ($3::text is null or status = $3) and ($4::text is null or kind = $4)
   order by id desc
   limit $5`;
const reached = (where: string): string =>
  `select id
   from messages
   where ${where}
   order by id desc
   offset ${SCANNED - 1}
   limit 1`;

/** Newest first; a page of what is rare may be short or empty and go on. */
export async function listMessages(
  ctx: Context,
  partner: Partner,
  { status, kind, cursor, limit = MESSAGES_PAGE.usual }: MessagesQuery,
): Promise<{ messages: MessageView[]; next_cursor: string | null }> {
  const from = [partner.id, placeOf(cursor, readId('msg')) ?? BEHIND_ALL];
  const which = status === undefined || status === 'pending' ? 'all' : 'status';
  const { rows, last } = await ctx.db.partnerRead(partner.id, async (db) => {
    const filters = [status ?? null, kind ?? null, limit + 1];
    const found = await db.rows<MessageSource>(page(LOOKED_AT[which]), [...from, ...filters]);
    if (found.length > limit) return { rows: found };
    const params = which === 'all' ? from : [...from, status];
    return {
      rows: found,
      last: await db.one<{ id: string }>(reached(LOOKED_AT[which]), params),
    };
  });
  const shown = pageOf(rows, limit, (row) => row.id, last?.id);
  return {
    messages: shown.page.map((row) => messageView(partner, row)),
    next_cursor: shown.next_cursor,
  };
}
