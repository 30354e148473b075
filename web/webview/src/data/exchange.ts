/** A redirect token for a session. */
import type { Dashboard } from '../types.ts';
import { callBare, Refusal } from './api.ts';
import { endArriving, type Arriving } from './arriving.ts';
import { keepSession } from './session.ts';

type Exchanged = {
  session_token: string;
  expires_at: string;
  session_ends_at: string;
  dashboard: Dashboard;
  locale: string;
};

/**
 * As often as wanted, until it was answered. Throws `redirect_token_invalid`, `offline` and what the
 * API refuses otherwise.
 */
export async function exchange({ redirectToken, retryKey, hints }: Arriving): Promise<Dashboard> {
  const { locale, ...device } = hints;
  const opened = await callBare<Exchanged>('POST', '/api/webapp/auth/exchange', {
    body: { redirect_token: redirectToken, retry_key: retryKey, locale, device },
  }).catch((error: unknown) => {
    if (error instanceof Refusal && error.status === 401) endArriving();
    throw error;
  });
  keepSession({
    token: opened.session_token,
    expires_at: opened.expires_at,
    ends_at: opened.session_ends_at,
  });
  endArriving();
  return opened.dashboard;
}
