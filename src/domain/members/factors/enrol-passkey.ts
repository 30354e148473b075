/** A passkey is added to a member: the first one, or another. */
import { verifyRegistrationResponse } from '@simplewebauthn/server';
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { recordAct } from '../../audit/record-act.ts';
import type { Actor } from '../../actor.ts';
import type { MemberSession } from '../member.ts';
import { takeChallenge } from './challenges.ts';
import { challengeIn, passkeyInvalid } from './check-assertion.ts';
import { lockOwn } from './factor-holder.ts';
import { relyingParty } from './relying-party.ts';
import { ensureRecoveryCodes } from './recovery-codes.ts';
import { tellMember } from './tell-member.ts';
import { makeFresh } from './tries.ts';

/** As the browser's `PublicKeyCredential.toJSON()` gives it; more members may come. */
export type Attestation = {
  id: string;
  rawId: string;
  type: 'public-key';
  response: {
    clientDataJSON: string;
    attestationObject: string;
    transports?: string[] | undefined;
  };
};
export type Enrolled = {
  id: string;
  /** shown this once; null = there were some */
  recoveryCodes: string[] | null;
  /** that the session goes on under; null = the same */
  token: string | null;
};
/** As many as anybody has devices. */
const MAX_PASSKEYS = 20;

/** Throws `passkey_invalid`, `conflict` where there are too many, and as `lockOwn`. */
export async function enrolPasskey(
  ctx: Context,
  actor: Actor,
  { session, browser }: { session: MemberSession; browser: Buffer },
  { response, label }: { response: Attestation; label: string | null },
): Promise<Enrolled> {
  const { memberId } = session;
  const credential = await checkAttestation(ctx, { memberId, browser }, response);
  const { id } = credential;
  const enrolled = await ctx.db.tx(async (tx) => {
    const holder = await lockOwn(ctx, tx, session);
    if (holder.passkeys >= MAX_PASSKEYS)
      throw new AppError('conflict', `There are ${MAX_PASSKEYS} passkeys. Remove one before.`);
    await insert(tx, memberId, { ...credential, label }, ctx.clock.now());
    await recordAct(tx, actor, {
      partnerId: null,
      action: 'passkey.added',
      subject: memberId,
      before: null,
      after: { passkey: id, label },
    });
    await tellMember(ctx, tx, holder.email, 'passkey_added');
    const recoveryCodes = await ensureRecoveryCodes(tx, memberId);
    const token = await makeFresh(ctx, tx, session);
    return { id, recoveryCodes, token };
  });
  ctx.wake('member_mails');
  return enrolled;
}

type Checked = {
  id: string;
  publicKey: Buffer;
  counter: number;
  transports: string[];
  isBackedUp: boolean;
};

/** The challenge is used up whatever comes of it. */
async function checkAttestation(
  ctx: Context,
  whose: { memberId: string; browser: Buffer },
  attestation: Attestation,
): Promise<Checked> {
  const challenge = challengeIn(attestation.response.clientDataJSON);
  if (challenge === null) throw passkeyInvalid();
  const expected = { purpose: 'enrol', ...whose } as const;
  if (!(await takeChallenge(ctx.db, challenge, expected, ctx.clock.now()))) throw passkeyInvalid();
  const { id: rpId, origin } = relyingParty(ctx);
  try {
    const { registrationInfo } = await verifyRegistrationResponse({
      response: { ...attestation, clientExtensionResults: {} } as never,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: true,
    });
    if (registrationInfo !== undefined)
      return {
        id: registrationInfo.credential.id,
        publicKey: Buffer.from(registrationInfo.credential.publicKey),
        counter: registrationInfo.credential.counter,
        transports: attestation.response.transports ?? [],
        isBackedUp: registrationInfo.credentialBackedUp,
      };
  } catch {
    // The library's messages quote what came; the caller is told nothing of it.
  }
  throw passkeyInvalid();
}

async function insert(
  tx: Tx,
  memberId: string,
  { id, publicKey, counter, transports, isBackedUp, label }: Checked & { label: string | null },
  now: Date,
): Promise<void> {
  const added = await tx.rows(
    `insert into passkeys
       (id, member_id, public_key, counter, transports, is_backed_up, label, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (id) do nothing
     returning 1`,
    [id, memberId, publicKey, counter, transports, isBackedUp, label, now],
  );
  // Somebody's already, and it is not told whose.
  if (added.length === 0) throw passkeyInvalid();
}
