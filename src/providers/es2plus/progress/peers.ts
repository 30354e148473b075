/** Whose account a client certificate speaks for. */
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { Value } from 'typebox/value';
import { SETTINGS, type Settings } from '../form.ts';

/** What of a stored account says who may tell its progress. */
export type ProgressAccount = { name: string; baseUrl: string; settings: Record<string, unknown> };
export type Known = { name: string; points: Settings['notification_points'] };

/** Several, where one SM-DP+ has several accounts of ours; none for a certificate of nobody. */
export const accountsOf = (
  certificate: PeerCertificate,
  accounts: readonly ProgressAccount[],
): Known[] =>
  accounts.flatMap(({ name, baseUrl, settings: given }) => {
    const settings = Value.Default(SETTINGS, { ...given }) as Settings;
    const { notification_certificates: agreed, notification_points: points } = settings;
    const wanted = agreed.length > 0 ? agreed : [new URL(baseUrl).hostname];
    return wanted.some((one) => isOf(certificate, one)) ? [{ name, points }] : [];
  });

const FINGERPRINT = /^[0-9A-F]{64}$/;

/** A SHA-256 fingerprint, with or without colons, or a host that the certificate is for. */
function isOf(certificate: PeerCertificate, wanted: string): boolean {
  const digits = wanted.replaceAll(':', '').toUpperCase();
  if (FINGERPRINT.test(digits))
    return certificate.fingerprint256?.replaceAll(':', '').toUpperCase() === digits;
  return checkServerIdentity(wanted, certificate) === undefined;
}
