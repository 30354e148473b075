/**
 * The sandbox mailbox: a partner's messages as they look. It is opened by a link that carries a
 * sealed, expiring token and nothing else, since a browser cannot sign requests.
 */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { withPictures, type Picture } from '../messages/mail/pictures.ts';
import { makePartnerToken, readPartnerToken } from '../partners/partner-token.ts';
import { isId } from '../../ids.ts';
import { BEHIND_ALL, SCANNED } from '../../input/paging.ts';

export const MAILBOX = '/sandbox/mailbox';
const GOOD_FOR_MS = 12 * 3_600_000;
const PAGE = 50;
const PURPOSE = 'mailbox';

/** Whoever has the link reads this partner's messages until then. Real time. */
export function mailboxLink(
  ctx: Pick<Context, 'secrets' | 'baseUrl'>,
  partnerId: string,
): { url: string; expires_at: string } {
  const { token, expires_at } = makePartnerToken(ctx, PURPOSE, partnerId, GOOD_FOR_MS);
  return { url: `${ctx.baseUrl}${MAILBOX}/enter/${token}`, expires_at };
}

/**
 * Whose mailbox a token opens, and for how many seconds more; null for one that opens nothing (any
 * more).
 */
export const readToken = (
  ctx: Pick<Context, 'secrets'>,
  token: string,
): { partnerId: string; seconds: number } | null => readPartnerToken(ctx, PURPOSE, token);

export type MailEntry = {
  id: string;
  channel: string;
  kind: string;
  to: string;
  locale: string;
  subject: string | null;
  status: string;
  reason: string | null;
  created_at: Date;
  sent_at: Date | null;
};
const COLUMNS =
  'id, channel, kind, recipient as "to", locale, subject, status, reason, created_at, sent_at';

/** As a text to be found, whatever it holds. */
const within = (search: string): string => `%${search.replace(/[\\%_]/g, '\\$&')}%`;

/**
 * Newest first; `before` is the id of the last one shown or looked at, `search` a part of address,
 * subject, text or kind.
 */
export async function listMailbox(
  ctx: Pick<Context, 'db'>,
  partnerId: string,
  before: string | null,
  search = '',
): Promise<{ name: string; entries: MailEntry[]; next: string | null }> {
  const partner = await ctx.db.one<{ name: string }>('select name from partners where id = $1', [
    partnerId,
  ]);
  if (partner === undefined) throw new AppError('not_found', 'There is nothing here.');
  const from = [partnerId, before !== null && isId(before) ? before : BEHIND_ALL];
  return ctx.db.partnerRead(partnerId, async (db) => {
    const rows = await db.rows<MailEntry>(
      `select ${COLUMNS}
       from (select *
         from messages
         where partner_id = $1 and id < $2
         order by id desc
         limit ${SCANNED}) m
       where ($4::text is null
         or recipient ilike $4
         or subject ilike $4
         or text ilike $4
         or replace(kind, '_', ' ') ilike $4
         or kind ilike $4)
       order by id desc
       limit $3`,
      [...from, PAGE + 1, search === '' ? null : within(search)],
    );
    const entries = rows.slice(0, PAGE);
    if (rows.length > PAGE) return { name: partner.name, entries, next: entries.at(-1)!.id };
    const last = await db.one<{ id: string }>(
      `select id
       from messages
       where partner_id = $1 and id < $2
       order by id desc
       offset ${SCANNED - 1}
       limit 1`,
      from,
    );
    return { name: partner.name, entries, next: last?.id ?? null };
  });
}

export type Letter = MailEntry & {
  text: string | null;
  html: string | null;
  data: Record<string, unknown>;
  pictures: Picture[];
};

/** `html` with its pictures in it. Null: there is no such message. */
export async function readLetter(
  ctx: Pick<Context, 'db'>,
  partnerId: string,
  id: string,
): Promise<Letter | null> {
  if (!isId(id)) return null;
  const row = await ctx.db.partnerTx(partnerId, (tx) =>
    tx.one<Omit<Letter, 'pictures'>>(
      `select ${COLUMNS}, text, html, data from messages where partner_id = $1 and id = $2`,
      [partnerId, id],
    ),
  );
  if (row === undefined) return null;
  return { ...row, ...(row.html === null ? { pictures: [] } : withPictures(row.html)) };
}
