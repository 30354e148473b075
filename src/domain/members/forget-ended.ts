import type { Context } from '../../context.ts';
import { forget, forgetAll } from '../../db/forget.ts';

/** Long enough to be asked about; nothing opens with any of them. */
const KEPT = {
  member_links: { after: 'expires_at', for: '1 day' },
  member_sessions: { after: 'ends_at', for: '30 days' },
  partner_views: { after: 'ends_at', for: '30 days' },
  member_invitations: { after: 'expires_at', for: '90 days' },
} as const;

/** Housekeeping: links, sessions and invitations of members that are over. */
export async function forgetEnded({ db }: Pick<Context, 'db'>): Promise<void> {
  for (const [table, { after, for: span }] of Object.entries(KEPT))
    await forgetAll(db, forget(table, `${after} < now() - interval '${span}'`, after));
}
