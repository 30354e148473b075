/** Codes of an authenticator app (RFC 6238: SHA-1, six digits, thirty seconds), and what it scans. */
import { Secret, TOTP } from 'otpauth';
import { plainText } from '../../../input/typed.ts';

const SECRET_BYTES = 20;
/** Clocks of phones are off by so many codes, before and after. */
const WINDOW = 1;
const SETTINGS = { algorithm: 'SHA1', digits: 6, period: 30 } as const;

/** Base 32, as people can type it where they cannot scan. */
export const newTotpSecret = (): string => new Secret({ size: SECRET_BYTES }).base32;

/** `otpauth://totp/…`: what the QR code says. */
export const totpUri = (secret: string, { issuer, email }: { issuer: string; email: string }) =>
  new TOTP({ ...SETTINGS, issuer, label: email, secret }).toString();

/**
 * Which thirty seconds since 1970 a code is of, null where it is of none around `now`. Compared in
 * constant time.
 */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  const token = plainText(code).replace(/[\s-]/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const timestamp = now.getTime();
  const delta = TOTP.validate({
    ...SETTINGS,
    token,
    secret: Secret.fromBase32(secret),
    timestamp,
    window: WINDOW,
  });
  return delta === null ? null : TOTP.counter({ period: SETTINGS.period, timestamp }) + delta;
}
