/** A redirect token for a session. */
import type { Dashboard } from '../types.ts';
import { callBare } from './api.ts';
import { keepSession } from './session.ts';

type Exchanged = {
  session_token: string;
  expires_at: string;
  session_ends_at: string;
  dashboard: Dashboard;
  locale: string;
};

/** Throws `redirect_token_invalid`, `offline` and what the API refuses otherwise. */
export async function exchange(
  redirectToken: string,
  { locale, ...device }: Record<string, string>,
): Promise<Dashboard> {
  const opened = await callBare<Exchanged>('POST', '/api/webapp/auth/exchange', {
    body: { redirect_token: redirectToken, locale, device },
  });
  keepSession({
    token: opened.session_token,
    expires_at: opened.expires_at,
    ends_at: opened.session_ends_at,
  });
  return opened.dashboard;
}
