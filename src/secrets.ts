/**
 * Secrets at rest: AES-256-GCM under a key derived from HUBBY_SECRET_KEY, bound to the row by associated data, so that a
 * sealed value copied to another row does not open. Layout: version (1) | nonce (12) | tag (16) | ciphertext.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
} from 'node:crypto';

const VERSION = 1;

export type Secrets = {
  /** `row` names what the secret belongs to, e.g. `api_key:hk_test_…`. */
  seal(plain: string, row: string): Buffer;
  /** Throws when the key or the row does not fit. */
  open(sealed: Buffer, row: string): string;
  /** A key of its own for a named purpose (hex), e.g. the sandbox telco's token. */
  derive(purpose: string): string;
  /** Tells whether a database was written with this key, without giving the key away. */
  fingerprint: string;
};

export function makeSecrets(master: Buffer): Secrets {
  const derive = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `hubby/${purpose}`, 32));
  // As a KeyObject: importing the bytes anew for every value costs several times the decryption.
  const key = createSecretKey(derive('seal/1'));
  return {
    seal(plain, row) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(row));
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]);
    },
    open(sealed, row) {
      if (sealed[0] !== VERSION || sealed.length < 29)
        throw new Error(`unreadable secret of ${row}`);
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13))
        .setAAD(Buffer.from(row))
        .setAuthTag(sealed.subarray(13, 29));
      return decipher.update(sealed.subarray(29), undefined, 'utf8') + decipher.final('utf8');
    },
    derive: (purpose) => derive(purpose).toString('hex'),
    fingerprint: createHmac('sha256', derive('check')).update('hubby').digest('hex'),
  };
}

/** Tokens are kept only as their SHA-256. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();
