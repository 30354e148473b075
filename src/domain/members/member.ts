/** A member, and one browser they are signed in with, as everything behind a session is told. */
import type { OperatorRole, PartnerRole } from './permissions.ts';

export const STAGES = ['full', 'second_factor', 'enrol'] as const;
/** What is still missing: nothing, a code of the second factor, or the factor itself. */
export type Stage = (typeof STAGES)[number];

export const WAYS_IN = ['passkey', 'mail', 'link', 'sso'] as const;
export type SignedInBy = (typeof WAYS_IN)[number];

export type Membership = { partnerId: string; role: PartnerRole };

export type Member = {
  id: string;
  email: string;
  name: string | null;
  /** null = the browser's */
  locale: string | null;
  timeZone: string | null;
};

/** Real time, all of it. */
export type MemberSession = {
  id: string;
  memberId: string;
  stage: Stage;
  signedInBy: SignedInBy;
  /** with single sign-on: whose memberships alone it holds */
  ssoPartnerId: string | null;
  /** the last time that this person has shown who they are; null = not since it began */
  freshAt: Date | null;
  endsAt: Date;
  /** partner → until when its people are shown unmasked, in ISO 8601 */
  revealed: Readonly<Record<string, string>>;
};

/** A partner that the operator looks at in this browser. */
export type View = { partnerId: string; reason: string; endsAt: Date };

/** What the session holds of what the member is, at this moment. */
export type Held = {
  member: Member;
  session: MemberSession;
  memberships: readonly Membership[];
  /** null with single sign-on, too: that shows nobody but the partner's directory */
  operatorRole: OperatorRole | null;
  /** null: none, it is over, or the role that opened it is gone */
  view: View | null;
};

const FRESH_MS = 10 * 60_000;

/** Until when the sign-in counts as fresh; null = it does not. */
export function freshUntil({ freshAt }: Pick<MemberSession, 'freshAt'>, now: Date): Date | null {
  const until = new Date((freshAt?.getTime() ?? 0) + FRESH_MS);
  return until > now ? until : null;
}

/** How long the session is shown a partner's people as they are; null: they are masked. */
export function revealedUntil(
  { revealed }: Pick<MemberSession, 'revealed'>,
  partnerId: string,
  now: Date,
): string | null {
  const until = revealed[partnerId];
  return until !== undefined && new Date(until) > now ? until : null;
}
