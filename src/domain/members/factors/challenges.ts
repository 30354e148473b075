/**
 * What a browser is asked to sign with a passkey. Each counts once, for five minutes, for what it
 * was made for, and in the browser that it was given to.
 */
import { randomBytes } from 'node:crypto';
import type { Queryable } from '../../../db/pool.ts';

export const CHALLENGE_MS = 5 * 60_000;

export type ChallengeFor = {
  purpose: 'sign_in' | 'enrol' | 'fresh';
  /** who is asked; null = whoever signs in */
  memberId: string | null;
  /** SHA-256 of the browser's cookie */
  browser: Buffer;
};

/** 32 random bytes, base64url. */
export async function makeChallenge(
  db: Queryable,
  { purpose, memberId, browser }: ChallengeFor,
  now: Date,
): Promise<string> {
  const challenge = randomBytes(32).toString('base64url');
  await db.rows(
    `insert into passkey_challenges (challenge, browser_hash, member_id, purpose, expires_at)
     values ($1, $2, $3, $4, $5)`,
    [challenge, browser, memberId, purpose, new Date(now.getTime() + CHALLENGE_MS)],
  );
  return challenge;
}

/** Whether it was open: it no longer is, whatever comes of what was signed. */
export async function takeChallenge(
  db: Queryable,
  challenge: string,
  { purpose, memberId, browser }: ChallengeFor,
  now: Date,
): Promise<boolean> {
  const taken = await db.rows(
    `delete from passkey_challenges
     where challenge = $1 and purpose = $2 and member_id is not distinct from $3
       and browser_hash = $4 and expires_at > $5
     returning 1`,
    [challenge, purpose, memberId, browser, now],
  );
  return taken.length === 1;
}
