/** What each sealed value of a member's is bound to. */

export const totpRow = (memberId = ''): string => `member_totp:${memberId}`;
export const mailRow = (mailId = ''): string => `member_mail:${mailId}`;
export const clientSecretRow = (partnerId = ''): string => `sso_client_secret:${partnerId}`;
export const codeVerifierRow = (stateHash = ''): string => `sso_code_verifier:${stateHash}`;
/** Of an address that is posted to when something needs them. */
export const notificationAddressRow = (id = ''): string => `notification_address:${id}`;
