/** Mails to members in English: what all the others are a translation of. */
export const en = {
  signInSubject: 'Sign in to Hubby',
  signInLead:
    'Open this link in the browser you asked for it with, within 15 minutes. It works once:',
  signInNotYou:
    'You did not ask for it? Then somebody typed your address at {address}; without this mail it leads nowhere, and you need do nothing.',
  installation: 'this Hubby installation',
  inviteSubject: 'You are invited to {place}',
  inviteLead:
    '{who} invites you to {place} as {role}. Open this link within seven days; it works once:',
  inviteNotYou: 'You know nobody of that name? Then leave it be: without the link nothing happens.',
  owner: 'owner',
  admin: 'admin',
  developer: 'developer',
  support: 'support',
  finance: 'finance',
  viewer: 'viewer',
  operator: 'operator',
  changedSubject: 'How you sign in to Hubby was changed',
  passkey_added: 'A passkey was added to your account.',
  passkey_removed: 'A passkey was removed from your account.',
  totp_added: 'An authenticator app was added to your account.',
  totp_removed: 'The authenticator app was removed from your account.',
  recovery_codes_made: 'Recovery codes of your account were made anew; those of before are void.',
  recovery_code_used: 'A recovery code was used to sign in to your account.',
  reset_cancelled: 'The reset of your passkeys and your authenticator app was cancelled.',
  reset_done:
    'Your passkeys, your authenticator app and your recovery codes were removed. With the next sign-in you add new ones.',
  changedNotYou:
    'If this was not you, sign in at {address}, end the other sessions, and tell an owner of your account.',
  resetSubject: 'Your second factor will be reset',
  resetByOperator:
    'The operator of the installation asked for your passkeys, your authenticator app and your recovery codes to be removed.',
  resetByOwner:
    'An owner of your account asked for your passkeys, your authenticator app and your recovery codes to be removed.',
  resetWhen:
    'It happens at {when} UTC. After that you sign in by a link of a mail and add new ones.',
  resetNotYou: 'If you did not ask for this, sign in at {address} before then and cancel it.',
  keySubject: 'A new API key of {partner}',
  keyByMember: '{partner} has a new API key, made by a member.',
  keyByKey: '{partner} has a new API key, made by one of your keys.',
  keyByOperator: '{partner} has a new API key, made by the operator of the installation.',
  keyByHubby: '{partner} has a new API key, made by Hubby.',
  keyId: 'Key: {key}',
  keyLabel: 'Label: {label}',
  keyMay: 'It may: {scopes}',
  keyNeverEnds: 'It does not expire.',
  keyEnds: 'It ends at {when}.',
  keyNotYou: 'If nobody of you wanted it, revoke it: it stops working within five seconds.',
} as const;
export type MemberTexts = Readonly<Record<keyof typeof en, string>>;
