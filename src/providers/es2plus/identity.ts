/** Whether an account's certificates are what they have to be, before anything is called with them. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { UnfitForm } from '../kind.ts';
import { ProviderRefused } from '../provider.ts';

/** PEM: what we show, and who signs what the other side shows; without `ca` public authorities. */
export type Tls = { cert: string; key: string; ca?: string };

/** Throws `UnfitForm`, which names the field and holds nothing of it. */
export function checkIdentity(tls: Tls): void {
  const certificate = read('credentials.certificate', 'a certificate in PEM', () => x509(tls.cert));
  const key = read('credentials.private_key', 'a private key in PEM without a pass phrase', () =>
    createPrivateKey(tls.key),
  );
  if (!certificate.checkPrivateKey(key))
    throw new UnfitForm('credentials.private_key', 'expected the key of the certificate');
  const { ca } = tls;
  if (ca !== undefined) read('settings.ca', 'certificates in PEM', () => x509(ca));
  // A chain behind the certificate, of which one is none.
  read('credentials.certificate', 'certificates in PEM that TLS can use', () =>
    createSecureContext(tls),
  );
}

const x509 = (pem: string): X509Certificate => new X509Certificate(pem);

function read<T>(field: string, expected: string, reader: () => T): T {
  try {
    return reader();
  } catch {
    throw new UnfitForm(field, `expected ${expected}`);
  }
}

/** Whoever looks at it would refuse it. Throws `ProviderRefused`. */
export function checkValidity({ cert }: Tls, now = new Date()): void {
  const { validFromDate: from, validToDate: to } = x509(cert);
  if (to < now) throw outOfTime(`ended on ${day(to)}`);
  if (from > now) throw outOfTime(`begins on ${day(from)}`);
}

const day = (date: Date): string => date.toISOString().slice(0, 10);
const outOfTime = (what: string): ProviderRefused =>
  new ProviderRefused('rejected', `Our client certificate ${what}.`, 'account');
