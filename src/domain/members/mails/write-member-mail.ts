/**
 * Mails to members: of signing in, of invitations, of what was done with their account. They go out
 * by the installation's own sender (messages/members/send-mails.ts), never to the sandbox's mailbox:
 * what is in one opens the house.
 */
import type { Context } from '../../../context.ts';
import type { Queryable } from '../../../db/pool.ts';
import { newId } from '../../../ids.ts';
import type { Actor } from '../../actor.ts';
import type { Say } from '../../speaker.ts';
import { mailRow } from '../sealed-rows.ts';
import { sayTo, type MemberText } from './say.ts';

export type MemberMail = {
  to: string;
  /** Who writes: their language is the mail's where whoever gets it has chosen none. */
  from?: Actor;
  subject(say: Say<MemberText>): string;
  /** one below the other, an empty line between them */
  paragraphs(say: Say<MemberText>): readonly string[];
  /** nobody wants it later */
  expiresAt?: Date;
};

/** In the transaction of its cause; after the commit `ctx.wake('member_mails')`. */
export async function writeMemberMail(
  ctx: Pick<Context, 'secrets'>,
  tx: Queryable,
  { to, from, subject, paragraphs, expiresAt }: MemberMail,
): Promise<void> {
  const id = newId('mml');
  const say = sayTo(await localeOf(tx, to, from));
  const text = paragraphs(say).join('\n\n');
  await tx.rows(
    `insert into member_mails (id, recipient, subject, text_sealed, expires_at)
     values ($1, $2, $3, $4, $5)`,
    [id, to, subject(say), ctx.secrets.seal(text, mailRow(id)), expiresAt ?? null],
  );
}

async function localeOf(
  tx: Queryable,
  to: string,
  from: Actor | undefined,
): Promise<string | null> {
  const found = await tx.one<{ locale: string | null }>(
    `select coalesce(
       (select locale from members where lower(email) = lower($1)),
       (select locale from members where id = $2)
     ) as locale`,
    [to, from?.kind === 'member' ? from.id : null],
  );
  return found!.locale;
}
