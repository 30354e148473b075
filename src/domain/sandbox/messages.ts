/**
 * GET /api/sandbox/messages: what Hubby sends to people; subject and bodies are empty until a
 * worker has made them.
 */
import type { Context } from '../../context.ts';
import { readId } from '../../ids.ts';
import { BEHIND_ALL, pageOf, placeOf, type PageSize, type Paging } from '../../input/paging.ts';
import { usedLocale } from '../messages/mail/used-locale.ts';
import type { Partner } from '../partners/partner.ts';

type Row = {
  id: string;
  channel: string;
  kind: string;
  to: string;
  locale: string;
  subject: string;
  text: string;
  html: string;
  data: Record<string, unknown>;
  status: string;
  created_at: Date;
};
export type MessageView = Omit<Row, 'created_at'> & { created_at: string };

export const SANDBOX_MESSAGES_PAGE: PageSize = { most: 100, usual: 50 };

/** Newest first; ids ascend with real time. */
export async function listMessages(
  ctx: Context,
  partner: Partner,
  query: Paging,
): Promise<{ messages: MessageView[]; next_cursor: string | null }> {
  const limit = query.limit ?? SANDBOX_MESSAGES_PAGE.usual;
  const before = placeOf(query.cursor, readId()) ?? BEHIND_ALL;
  const rows = await ctx.db.partnerTx(partner.id, (tx) =>
    tx.rows<Row>(
      `select id, channel, kind, recipient as "to", locale, coalesce(subject, '') as subject,
         coalesce(text, '') as text, coalesce(html, '') as html, data, status, created_at
       from messages
       where partner_id = $1 and id < $2
       order by id desc
       limit $3`,
      [partner.id, before, limit + 1],
    ),
  );
  const { page, next_cursor } = pageOf(rows, limit, (row) => row.id);
  return {
    messages: page.map((row) => ({
      ...row,
      locale: usedLocale(row.locale, partner.settings),
      created_at: row.created_at.toISOString(),
    })),
    next_cursor,
  };
}
