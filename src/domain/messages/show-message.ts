/** One message as a partner's people look at it; its mail, as it went out, only with a record of who did. */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { isId } from '../../ids.ts';
import type { Actor } from '../actor.ts';
import { recordAct } from '../audit/record-act.ts';
import type { Partner } from '../partners/partner.ts';
import {
  MESSAGE_COLUMNS,
  messageView,
  type MessageSource,
  type MessageView,
} from './list-messages.ts';
import { withPictures } from './mail/pictures.ts';

const missing = (): AppError => new AppError('not_found', 'There is no such message.');

export type MessageDetails = MessageView & {
  /** null: it is not made yet, or is no mail */
  subject: string | null;
  /** there is a mail to be looked at */
  has_mail: boolean;
  /** nothing more goes to this address until that is lifted */
  is_suppressed: boolean;
};

type Row = MessageSource & Omit<MessageDetails, keyof MessageView>;

export async function showMessage(
  ctx: Pick<Context, 'db'>,
  partner: Partner,
  id: string,
): Promise<MessageDetails> {
  if (!isId(id)) throw missing();
  const row = await ctx.db.partnerRead(partner.id, (db) =>
    db.one<Row>(
      `select ${MESSAGE_COLUMNS}, subject, html is not null as has_mail,
         exists (
           select
           from suppressed_recipients s
           where s.partner_id = m.partner_id and s.recipient = lower(m.recipient)) as is_suppressed
       from messages m
       where partner_id = $1 and id = $2`,
      [partner.id, id],
    ),
  );
  if (row === undefined) throw missing();
  const { subject, has_mail, is_suppressed, ...rest } = row;
  return { ...messageView(partner, rest), subject, has_mail, is_suppressed };
}

/**
 * The HTML that was sent, with its pictures. It holds codes and links that open something: who reads
 * it is written down.
 */
export const readSentMail = (
  ctx: Pick<Context, 'db'>,
  actor: Actor,
  partnerId: string,
  id: string,
): Promise<string> =>
  ctx.db.partnerTx(partnerId, async (tx) => {
    const row = isId(id)
      ? await tx.one<{ html: string | null }>(
          'select html from messages where partner_id = $1 and id = $2',
          [partnerId, id],
        )
      : undefined;
    if (row?.html == null) throw missing();
    await recordAct(tx, actor, { partnerId, action: 'message.read', subject: id });
    return withPictures(row.html).html;
  });
