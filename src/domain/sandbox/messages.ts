/**
 * GET /api/sandbox/messages: what Hubby sends to people; subject and bodies are empty until a
 * worker has made them.
 */
import { invalid } from '../../errors.ts';
import type { Context } from '../../context.ts';
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
export type MessageQuery = { cursor?: string | undefined; limit?: number | undefined };

const ID = /^[a-z]{3}_[0-9a-z]{26}$/;

/** Newest first; ids ascend with real time. */
export async function listMessages(
  ctx: Context,
  partner: Partner,
  query: MessageQuery,
): Promise<{ messages: MessageView[]; next_cursor: string | null }> {
  const limit = query.limit ?? 50;
  const before =
    query.cursor === undefined ? null : Buffer.from(query.cursor, 'base64url').toString();
  if (before !== null && !ID.test(before))
    throw invalid([{ field: 'cursor', issue: 'expected next_cursor of an earlier answer' }]);
  const rows = await ctx.db.partnerTx(partner.id, (tx) =>
    tx.rows<Row>(
      `select id, channel, kind, recipient as "to", locale, coalesce(subject, '') as subject,
         coalesce(text, '') as text, coalesce(html, '') as html, data, status, created_at
       from messages
       where partner_id = $1 and ($2::text is null or id < $2)
       order by id desc
       limit $3`,
      [partner.id, before, limit + 1],
    ),
  );
  const page = rows.slice(0, limit);
  return {
    messages: page.map((row) => ({
      ...row,
      locale: usedLocale(row.locale, partner.settings),
      created_at: row.created_at.toISOString(),
    })),
    next_cursor: rows.length > limit ? Buffer.from(page.at(-1)!.id).toString('base64url') : null,
  };
}
