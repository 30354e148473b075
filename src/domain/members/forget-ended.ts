import type { Context } from '../../context.ts';
import { forget, forgetAll } from '../../db/forget.ts';

/** Long enough to be asked about; nothing opens with any of them. */
export const ENDED_DAYS = {
  member_links: { after: 'expires_at', days: 1 },
  member_sessions: { after: 'ends_at', days: 30 },
  partner_views: { after: 'ends_at', days: 30 },
  member_invitations: { after: 'expires_at', days: 90 },
} as const;

/** Housekeeping: links, sessions and invitations of members that are over. */
export async function forgetEnded({ db }: Pick<Context, 'db'>): Promise<void> {
  for (const [table, { after, days }] of Object.entries(ENDED_DAYS))
    await forgetAll(db, forget(table, `${after} < now() - interval '${days} days'`, after));
}
