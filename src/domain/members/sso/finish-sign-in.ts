/**
 * GET /web-api/sign-in/sso/callback: somebody comes back from their directory. Who they are here is
 * known by (issuer, subject), linked once by an invitation; an e-mail address that the directory
 * names counts for nothing.
 */
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { openMemberSession, type Opened } from '../sessions/open-member-session.ts';
import { codeVerifierRow } from '../sealed-rows.ts';
import { stateHash } from './begin-sign-in.ts';
import { callbackUrl, findConnection, type Connection } from './connection.ts';
import { linkByInvitation } from './link-by-invitation.ts';
import { SsoRefused } from './refused.ts';

export type CameBack = {
  /** of the address, as they came */
  parameters: Readonly<Record<string, string>>;
  browser: Buffer;
  from: { userAgent: string | null; ip: string; replaces: string | null };
};

type SignIn = {
  state_hash: string;
  partner_id: string;
  nonce: string;
  code_verifier_sealed: Buffer;
  invitation_id: string | null;
};
type Identity = { issuer: string; subject: string };

/** Throws `SsoRefused`. */
export async function finishSsoSignIn(
  ctx: Context,
  { parameters, browser, from }: CameBack,
): Promise<Opened> {
  const signIn = await take(ctx, parameters['state'] ?? '', browser);
  const connection = await findConnection(ctx, ctx.db, signIn.partner_id);
  if (connection === null) throw new SsoRefused('unavailable');
  const identity = await identify(ctx, connection, signIn, parameters);
  return ctx.db.tx(async (tx) => {
    // It may have been changed or taken away while the directory was asked.
    const now = await findConnection(ctx, tx, signIn.partner_id);
    if (now === null || now.issuer !== connection.issuer) throw new SsoRefused('failed');
    const memberId =
      signIn.invitation_id === null
        ? await memberOf(tx, signIn.partner_id, identity)
        : await linkByInvitation(ctx, tx, {
            id: signIn.invitation_id,
            partnerId: signIn.partner_id,
            identity,
          });
    return openMemberSession(ctx, tx, {
      ...from,
      memberId,
      by: 'sso',
      partnerId: signIn.partner_id,
    });
  });
}

/** It no longer is, whatever comes of it. */
async function take(ctx: Context, state: string, browser: Buffer): Promise<SignIn> {
  const signIn = await ctx.db.one<SignIn>(
    `delete from sso_sign_ins
     where state_hash = $1 and browser_hash = $2 and expires_at > $3
     returning state_hash, partner_id, nonce, code_verifier_sealed, invitation_id`,
    [stateHash(state), browser, ctx.clock.now()],
  );
  if (signIn === undefined) throw new SsoRefused('failed');
  return signIn;
}

async function identify(
  ctx: Context,
  connection: Connection,
  { state_hash: hash, nonce, code_verifier_sealed: sealed }: SignIn,
  parameters: CameBack['parameters'],
): Promise<Identity> {
  const redirectUri = callbackUrl(ctx);
  const cameBack = new URL(`${redirectUri}?${new URLSearchParams(parameters).toString()}`);
  const codeVerifier = ctx.secrets.open(sealed, codeVerifierRow(hash));
  const begun = { redirectUri, state: parameters['state']!, nonce, codeVerifier };
  try {
    return await ctx.directory.finish(connection, begun, cameBack);
  } catch (cause) {
    ctx.log.warn({ reason: (cause as Error).message }, 'a sign-in by single sign-on was refused');
    throw new SsoRefused('failed', { cause });
  }
}

/** A member of this partner, by the link of their invitation. */
async function memberOf(tx: Tx, partnerId: string, { issuer, subject }: Identity): Promise<string> {
  const found = await tx.one<{ member_id: string }>(
    `select i.member_id
     from sso_identities i
     join memberships w on w.member_id = i.member_id and w.partner_id = i.partner_id
     where i.partner_id = $1 and i.issuer = $2 and i.subject = $3
     for key share`,
    [partnerId, issuer, subject],
  );
  if (found === undefined) throw new SsoRefused('not_linked');
  return found.member_id;
}
