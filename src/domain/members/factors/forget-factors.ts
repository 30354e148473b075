import type { Context } from '../../../context.ts';
import { forget, forgetAll } from '../../../db/forget.ts';

/** Housekeeping: challenges that nobody answered, and sign-ins that never came back. */
export async function forgetOldChallenges(ctx: Context): Promise<void> {
  await forgetAll(
    ctx.db,
    forget('passkey_challenges', "expires_at < now() - interval '1 hour'", 'expires_at'),
  );
  await forgetAll(
    ctx.db,
    forget('sso_sign_ins', "expires_at < now() - interval '1 hour'", 'expires_at'),
  );
}
