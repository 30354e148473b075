/**
 * What an authenticator signed to show who somebody is. Whatever is wrong with it is answered alike,
 * and the challenge is used up whatever comes of it.
 */
import { verifyAuthenticationResponse } from '@simplewebauthn/server';
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { takeChallenge, type ChallengeFor } from './challenges.ts';
import { handleOf, relyingParty } from './relying-party.ts';

/** As the browser's `PublicKeyCredential.toJSON()` gives it; more members may come. */
export type Assertion = {
  id: string;
  rawId: string;
  type: 'public-key';
  response: {
    clientDataJSON: string;
    authenticatorData: string;
    signature: string;
    userHandle?: string | undefined;
  };
};
/** What was shown: not counted before `takeUse`. */
export type Shown = { passkeyId: string; memberId: string; counter: number; isBackedUp: boolean };

export const passkeyInvalid = (): AppError =>
  new AppError('passkey_invalid', 'The passkey was not accepted. Try again.');

type PasskeyRow = { id: string; member_id: string; public_key: Buffer; counter: number };

/** Throws `passkey_invalid`. */
export async function checkAssertion(
  ctx: Context,
  expected: ChallengeFor,
  assertion: Assertion,
): Promise<Shown> {
  const challenge = challengeIn(assertion.response.clientDataJSON);
  if (challenge === null) throw passkeyInvalid();
  if (!(await takeChallenge(ctx.db, challenge, expected, ctx.clock.now()))) throw passkeyInvalid();
  const passkey = await ctx.db.one<PasskeyRow>(
    'select id, member_id, public_key, counter from passkeys where id = $1',
    [assertion.id],
  );
  if (passkey === undefined || !isOf(passkey, expected, assertion)) throw passkeyInvalid();
  const { newCounter, credentialBackedUp } = await verified(ctx, challenge, passkey, assertion);
  return {
    passkeyId: passkey.id,
    memberId: passkey.member_id,
    counter: newCounter,
    isBackedUp: credentialBackedUp,
  };
}

/** Null where there is none. What it says besides is the library's to check. */
export function challengeIn(clientDataJSON: string): string | null {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8')) as {
      challenge?: unknown;
    };
    return typeof challenge === 'string' && /^[\w-]{43}$/.test(challenge) ? challenge : null;
  } catch {
    return null;
  }
}

/** Who signs in is named by the authenticator alone, so that both have to say the same. */
function isOf(
  { member_id: memberId }: PasskeyRow,
  expected: ChallengeFor,
  { response: { userHandle } }: Assertion,
): boolean {
  if (expected.memberId !== null && expected.memberId !== memberId) return false;
  return userHandle === undefined
    ? expected.memberId !== null
    : userHandle === handleOf(memberId).toString('base64url');
}

async function verified(
  ctx: Context,
  challenge: string,
  { id, public_key: publicKey, counter }: PasskeyRow,
  assertion: Assertion,
) {
  const { id: rpId, origin } = relyingParty(ctx);
  try {
    const { verified: isVerified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...assertion, clientExtensionResults: {} } as never,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      credential: { id, publicKey: new Uint8Array(publicKey), counter },
      // A passkey stands for two factors, so a mere touch is not enough.
      requireUserVerification: true,
    });
    if (isVerified) return authenticationInfo;
  } catch {
    // The library's messages quote what came; the caller is told nothing of it.
  }
  throw passkeyInvalid();
}

/**
 * Counts a use. A counter that does not go on is of a copy, or of the same answer sent twice; keys
 * that are synced have none and stay at 0. Throws `passkey_invalid`.
 */
export async function takeUse(tx: Tx, shown: Shown, now: Date): Promise<void> {
  const used = await tx.rows(
    `update passkeys
     set counter = $2, is_backed_up = $3, last_used_at = $4
     where id = $1 and (counter < $2 or (counter = 0 and $2 = 0))
     returning 1`,
    [shown.passkeyId, shown.counter, shown.isBackedUp, now],
  );
  if (used.length === 0) throw passkeyInvalid();
}
