/**
 * POST /web-api/sign-in/mail: a link to whoever has this address, for this browser. Whoever asks
 * learns nothing of who is a member, not by how long it took either.
 */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { atLeast } from '../../abuse/latency.ts';
import { countMemberLink } from '../../abuse/limits.ts';
import { dashboardAddress } from '../dashboard-address.ts';
import { writeMemberMail } from '../mails/write-member-mail.ts';
import { makeLink } from './make-link.ts';

/** Far above what writing the mail takes. */
const FLOOR_MS = 250;

export type Asking = { email: string; browser: Buffer; ip: string };

/** Throws `too_many_requests`. */
export async function askSignInLink(ctx: Context, { email, browser, ip }: Asking): Promise<void> {
  const verdict = await countMemberLink(ctx, { ip, email });
  if (verdict.isOver)
    throw new AppError('too_many_requests', 'Too many links were asked for. Wait.', {
      retryAfter: verdict.retryAfterS,
    });
  await atLeast(
    FLOOR_MS,
    ctx.db.tx((tx) => mail(ctx, tx, email, browser)),
  );
  ctx.wake('member_mails');
}

async function mail(ctx: Context, tx: Tx, email: string, browser: Buffer): Promise<void> {
  const member = await findReachable(tx, email);
  if (member === undefined) return;
  const { url, expiresAt } = await makeLink(ctx, tx, member.id, browser);
  await writeMemberMail(ctx, tx, {
    to: member.email,
    subject: (say) => say('signInSubject'),
    paragraphs: (say) => [
      say('signInLead'),
      url,
      say('signInNotYou', { address: dashboardAddress(ctx) }),
    ],
    expiresAt,
  });
}

/** Whoever has nothing to open that way gets no mail. */
const findReachable = (tx: Tx, email: string) =>
  tx.one<{ id: string; email: string }>(
    `select m.id, m.email
     from members m
     where lower(m.email) = lower($1)
       and (m.operator_role is not null
         or exists (select 1 from memberships w where w.member_id = m.id and not w.by_sso))
     for key share of m`,
    [email],
  );
