/** What a browser is told to ask its authenticators for. */
import { generateAuthenticationOptions, generateRegistrationOptions } from '@simplewebauthn/server';
import type { Context } from '../../../context.ts';
import type { MemberSession } from '../member.ts';
import { CHALLENGE_MS, makeChallenge } from './challenges.ts';
import { lockOwn } from './factor-holder.ts';
import { handleOf, relyingParty } from './relying-party.ts';

type Known = { id: string; transports: string[] };

const ownPasskeys = (db: Pick<Context['db'], 'rows'>, memberId: string): Promise<Known[]> =>
  db.rows<Known>('select id, transports from passkeys where member_id = $1 order by id', [
    memberId,
  ]);

const bytesOf = (challenge: string) => new Uint8Array(Buffer.from(challenge, 'base64url'));

/** PublicKeyCredentialCreationOptionsJSON. Throws as `lockOwn`. */
export async function enrolOptions(ctx: Context, session: MemberSession, browser: Buffer) {
  const { memberId } = session;
  const { holder, known, challenge } = await ctx.db.tx(async (tx) => ({
    holder: await lockOwn(ctx, tx, session),
    known: await ownPasskeys(tx, memberId),
    challenge: await makeChallenge(tx, { purpose: 'enrol', memberId, browser }, ctx.clock.now()),
  }));
  const { id, name } = relyingParty(ctx);
  return generateRegistrationOptions({
    rpID: id,
    rpName: name,
    userID: new Uint8Array(handleOf(memberId)),
    userName: holder.email,
    userDisplayName: holder.name ?? holder.email,
    challenge: bytesOf(challenge),
    timeout: CHALLENGE_MS,
    attestationType: 'none',
    excludeCredentials: known as never,
    // Signs in without a name being typed; finger, face or PIN make it two factors.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
}

/** PublicKeyCredentialRequestOptionsJSON: names no passkey, for nobody is known yet. */
export async function signInOptions(ctx: Context, browser: Buffer) {
  const challenge = await makeChallenge(
    ctx.db,
    { purpose: 'sign_in', memberId: null, browser },
    ctx.clock.now(),
  );
  return requestOptions(ctx, challenge);
}

/** The same of a known member: with any of their own. */
export async function freshOptions(
  ctx: Context,
  { memberId }: Pick<MemberSession, 'memberId'>,
  browser: Buffer,
) {
  const challenge = await makeChallenge(
    ctx.db,
    { purpose: 'fresh', memberId, browser },
    ctx.clock.now(),
  );
  return requestOptions(ctx, challenge, await ownPasskeys(ctx.db, memberId));
}

const requestOptions = (ctx: Context, challenge: string, allowed?: Known[]) =>
  generateAuthenticationOptions({
    rpID: relyingParty(ctx).id,
    challenge: bytesOf(challenge),
    timeout: CHALLENGE_MS,
    userVerification: 'required',
    ...(allowed === undefined ? {} : { allowCredentials: allowed as never }),
  });
