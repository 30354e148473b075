import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { tokenHash } from '../../../secrets.ts';
import { dashboardAddress } from '../dashboard-address.ts';
import { newToken } from '../tokens.ts';

const LIFE_MS = 15 * 60_000;

/**
 * A link that signs in, once. `browser`: SHA-256 of the cookie of the one it opens in; null = any.
 */
export async function makeLink(
  ctx: Pick<Context, 'config' | 'baseUrl' | 'clock'>,
  tx: Tx,
  memberId: string,
  browser: Buffer | null,
): Promise<{ url: string; expiresAt: Date }> {
  const token = newToken();
  const now = ctx.clock.now();
  const expiresAt = new Date(now.getTime() + LIFE_MS);
  await tx.rows(
    `insert into member_links (token_hash, member_id, browser_hash, created_at, expires_at)
     values ($1, $2, $3, $4, $5)`,
    [tokenHash(token), memberId, browser, now, expiresAt],
  );
  // Behind #, which no server and no referrer gets to see.
  return { url: `${dashboardAddress(ctx)}/d/sign-in/link#${token}`, expiresAt };
}
