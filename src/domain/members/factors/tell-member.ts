/** Whoever did not do it themselves hears by mail that their factors changed. */
import type { Context } from '../../../context.ts';
import type { Queryable } from '../../../db/pool.ts';
import { dashboardAddress } from '../dashboard-address.ts';
import { writeMemberMail } from '../mails/write-member-mail.ts';

const WHAT = {
  passkey_added: 'A passkey was added to your account.',
  passkey_removed: 'A passkey was removed from your account.',
  totp_added: 'An authenticator app was added to your account.',
  totp_removed: 'The authenticator app was removed from your account.',
  recovery_codes_made: 'Recovery codes of your account were made anew; those of before are void.',
  recovery_code_used: 'A recovery code was used to sign in to your account.',
  reset_cancelled: 'The reset of your passkeys and your authenticator app was cancelled.',
  reset_done:
    'Your passkeys, your authenticator app and your recovery codes were removed. With the next sign-in you add new ones.',
} as const;

/** In the transaction of its cause; after the commit `ctx.wake('member_mails')`. */
export const tellMember = (
  ctx: Pick<Context, 'secrets' | 'config' | 'baseUrl'>,
  tx: Queryable,
  to: string,
  what: keyof typeof WHAT,
): Promise<void> =>
  writeMemberMail(ctx, tx, {
    to,
    subject: 'How you sign in to Hubby was changed',
    text: `${WHAT[what]}\n\nIf this was not you, sign in at ${dashboardAddress(ctx)}/d/, end the other sessions, and tell an owner of your account.`,
  });
