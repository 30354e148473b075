/**
 * What a partner reads of its messages: whom, what, and how it went; never the bodies, which hold
 * codes.
 */
import { AppError, invalid, type Problem } from '../../errors.ts';
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
import { readMade, type MadeQuery } from '../partners/made-within.ts';
import type { Partner } from '../partners/partner.ts';
import type { Channel } from '../settings/channels.ts';
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
export type MessagesQuery = Paging &
  MadeQuery & {
    status?: MessageStatus | undefined;
    kind?: string | undefined;
    channel?: Channel | undefined;
  };

/**
 * What is looked at, newest first. Every status but `pending` ($4) has an index: what waits comes
 * with its booking, which is not to be held up by one.
 */
const IN_RANGE = 'partner_id = $1 and id < $2 and id >= $3';
const LOOKED_AT = {
  all: IN_RANGE,
  status: `${IN_RANGE} and status = $4 and status <> 'pending'`,
};
const page = (where: string): string =>
  `select ${MESSAGE_COLUMNS}
   from (select *
     from messages
     where ${where}
     order by id desc
     limit ${SCANNED}) m
   where ($4::text is null or status = $4)
     and ($5::text is null or kind = $5)
     and ($6::text is null or channel = $6)
     and ($7::timestamptz is null or created_at >= $7)
     and ($8::timestamptz is null or created_at < $8)
   order by id desc
   limit $9`;
const reached = (where: string): string =>
  `select id
   from messages
   where ${where}
   order by id desc
   offset ${SCANNED - 1}
   limit 1`;

/**
 * Newest first; a page of what is rare may be short or empty and go on. Throws `invalid_request` for
 * days that are none.
 */
export async function listMessages(
  ctx: Context,
  partner: Partner,
  { status, kind, channel, cursor, limit = MESSAGES_PAGE.usual, ...query }: MessagesQuery,
): Promise<{ messages: MessageView[]; next_cursor: string | null }> {
  const problems: Problem[] = [];
  const made = readMade(ctx, partner, 'msg', query, problems);
  if (problems.length > 0) throw invalid(problems);
  const [since, end] = made?.ids ?? ['', BEHIND_ALL];
  const place = placeOf(cursor, readId('msg')) ?? BEHIND_ALL;
  const from = [partner.id, place < end ? place : end, since];
  const which = status === undefined || status === 'pending' ? 'all' : 'status';
  const { rows, last } = await ctx.db.partnerRead(partner.id, async (db) => {
    const filters = [
      status ?? null,
      kind ?? null,
      channel ?? null,
      made?.from ?? null,
      made?.to ?? null,
      limit + 1,
    ];
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
