/**
 * GET /web-api/sign-in/sso/{slug}: the browser is sent to the partner's directory. What comes back
 * counts once, in this browser, for ten minutes.
 */
import { randomBytes } from 'node:crypto';
import type { Context } from '../../../context.ts';
import type { Queryable } from '../../../db/pool.ts';
import { tokenHash } from '../../../secrets.ts';
import { countSsoSignIn } from '../../abuse/limits.ts';
import { codeVerifierRow } from '../sealed-rows.ts';
import { isToken } from '../tokens.ts';
import { callbackUrl, findConnection } from './connection.ts';
import { SsoRefused } from './refused.ts';

const LIFE_MS = 10 * 60_000;

export type Beginning = {
  slug: string;
  /** token of the invitation that is being accepted */
  invitation: string | null;
  browser: Buffer;
  ip: string;
};

const random = (): string => randomBytes(32).toString('base64url');

/** Where the browser has to go. Throws `SsoRefused`. */
export async function beginSsoSignIn(
  ctx: Context,
  { slug, invitation, browser, ip }: Beginning,
): Promise<string> {
  if ((await countSsoSignIn(ctx, ip)).isOver) throw new SsoRefused('too_many');
  const partner = await ctx.db.one<{ id: string }>('select id from partners where slug = $1', [
    slug,
  ]);
  const connection = partner === undefined ? null : await findConnection(ctx, ctx.db, partner.id);
  if (partner === undefined || connection === null) throw new SsoRefused('unavailable');
  const invitationId =
    invitation === null ? null : await openInvitation(ctx, ctx.db, invitation, partner.id);
  const begun = { state: random(), nonce: random(), codeVerifier: random() };
  const url = await address(ctx, connection, begun);
  const hash = stateHash(begun.state);
  await ctx.db.rows(
    `insert into sso_sign_ins (state_hash, partner_id, browser_hash, nonce,
       code_verifier_sealed, invitation_id, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      hash,
      partner.id,
      browser,
      begun.nonce,
      ctx.secrets.seal(begun.codeVerifier, codeVerifierRow(hash)),
      invitationId,
      new Date(ctx.clock.now().getTime() + LIFE_MS),
    ],
  );
  return url;
}

export const stateHash = (state: string): string => tokenHash(state).toString('hex');

async function address(
  ctx: Context,
  connection: Parameters<Context['directory']['begin']>[0],
  begun: { state: string; nonce: string; codeVerifier: string },
): Promise<string> {
  try {
    return await ctx.directory.begin(connection, { redirectUri: callbackUrl(ctx), ...begun });
  } catch (cause) {
    throw new SsoRefused('unavailable', { cause });
  }
}

async function openInvitation(
  ctx: Context,
  db: Queryable,
  token: string,
  partnerId: string,
): Promise<string> {
  const found = isToken(token)
    ? await db.one<{ id: string }>(
        `select id
         from member_invitations
         where token_hash = $1 and partner_id = $2 and by_sso
           and accepted_at is null and revoked_at is null and expires_at > $3`,
        [tokenHash(token), partnerId, ctx.clock.now()],
      )
    : undefined;
  if (found === undefined) throw new SsoRefused('failed');
  return found.id;
}
