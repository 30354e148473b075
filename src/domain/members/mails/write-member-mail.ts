/**
 * Mails to members: of signing in, of invitations, of what was done with their account. They go out
 * by the installation's own sender (messages/members/send-mails.ts), never to the sandbox's mailbox:
 * what is in one opens the house.
 */
import type { Context } from '../../../context.ts';
import type { Queryable } from '../../../db/pool.ts';
import { newId } from '../../../ids.ts';
import { mailRow } from '../sealed-rows.ts';

export type MemberMail = {
  to: string;
  subject: string;
  /** plain English, paragraphs with an empty line between them */
  text: string;
  /** nobody wants it later */
  expiresAt?: Date;
};

/** In the transaction of its cause; after the commit `ctx.wake('member_mails')`. */
export async function writeMemberMail(
  ctx: Pick<Context, 'secrets'>,
  tx: Queryable,
  { to, subject, text, expiresAt }: MemberMail,
): Promise<void> {
  const id = newId('mml');
  await tx.rows(
    `insert into member_mails (id, recipient, subject, text_sealed, expires_at)
     values ($1, $2, $3, $4, $5)`,
    [id, to, subject, ctx.secrets.seal(text, mailRow(id)), expiresAt ?? null],
  );
}
