/** Whoever did not do it themselves hears by mail that their factors changed. */
import type { Context } from '../../../context.ts';
import type { Queryable } from '../../../db/pool.ts';
import { dashboardAddress } from '../dashboard-address.ts';
import { writeMemberMail } from '../mails/write-member-mail.ts';

type Change =
  | 'passkey_added'
  | 'passkey_removed'
  | 'totp_added'
  | 'totp_removed'
  | 'recovery_codes_made'
  | 'recovery_code_used'
  | 'reset_cancelled'
  | 'reset_done';

/** In the transaction of its cause; after the commit `ctx.wake('member_mails')`. */
export const tellMember = (
  ctx: Pick<Context, 'secrets' | 'config' | 'baseUrl'>,
  tx: Queryable,
  to: string,
  what: Change,
): Promise<void> =>
  writeMemberMail(ctx, tx, {
    to,
    subject: (say) => say('changedSubject'),
    paragraphs: (say) => [
      say(what),
      say('changedNotYou', { address: `${dashboardAddress(ctx)}/d/` }),
    ],
  });
