/**
 * Proof of work in place of a wall: a challenge of ALTCHA, version 2, that costs a browser about a
 * second and us next to nothing. Stateless until it is solved; each solution is good once.
 */
import { createChallenge, verifySolution, type Challenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Context } from '../../context.ts';

export type { Challenge } from 'altcha-lib';

const GOOD_FOR_S = 300;
/** 256 tries on average, each this many rounds. */
const PREFIX = '00';
const ROUNDS = 5_000;
/** One of ours has about 700 characters. */
export const MAX_PROOF = 4_000;

const PURPOSE = 'claim-challenge';

/**
 * What goes into `error.challenge`: `{ parameters: { algorithm, cost, expiresAt, keyLength,
 * keyPrefix, nonce, salt }, signature }`.
 */
export const challenge = (ctx: Context): Promise<Challenge> =>
  createChallenge({
    algorithm: 'PBKDF2/SHA-256',
    cost: ROUNDS,
    keyPrefix: PREFIX,
    expiresAt: new Date(Date.now() + GOOD_FOR_S * 1_000),
    deriveKey,
    hmacSignatureSecret: ctx.secrets.derive(PURPOSE),
  });

const proofSchema = Type.Object({
  challenge: Type.Object({
    parameters: Type.Object(
      {
        algorithm: Type.Literal('PBKDF2/SHA-256'),
        cost: Type.Literal(ROUNDS),
        expiresAt: Type.Integer(),
        keyLength: Type.Literal(32),
        keyPrefix: Type.Literal(PREFIX),
        nonce: Type.String({ pattern: '^[0-9a-f]{32}$' }),
        salt: Type.String({ pattern: '^[0-9a-f]{32}$' }),
      },
      { additionalProperties: false },
    ),
    signature: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  }),
  solution: Type.Object({
    counter: Type.Integer({ minimum: 0, maximum: 0xffffffff }),
    derivedKey: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  }),
});

/**
 * `proof`: base64 of the JSON `{ challenge, solution: { counter, derivedKey } }`. False for
 * whatever is no solution of ours, or was used.
 */
export async function solves(ctx: Context, proof: string): Promise<boolean> {
  const payload = proof.length <= MAX_PROOF ? parsed(proof) : null;
  if (!Value.Check(proofSchema, payload)) return false;
  const { challenge, solution } = payload;
  for (const hmacSignatureSecret of ctx.secrets.deriveAll(PURPOSE)) {
    const { verified } = await verifySolution({
      challenge,
      solution,
      deriveKey,
      hmacSignatureSecret,
    });
    // Remembered for longer than any challenge is good.
    if (verified)
      return ctx.counters.isFirst('spent_challenge', challenge.parameters.nonce, GOOD_FOR_S + 60);
  }
  return false;
}

function parsed(proof: string): unknown {
  try {
    return JSON.parse(Buffer.from(proof, 'base64').toString('utf8'));
  } catch {
    return null;
  }
}
