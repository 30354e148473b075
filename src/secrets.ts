/**
 * Secrets at rest: AES-256-GCM under a key derived from HUBBY_SECRET_KEY, bound to the row by
 * associated data, so that a sealed value copied to another row does not open. Layout: version (1)
 * | nonce (12) | tag (16) | ciphertext.
 *
 * While the key is being changed a process holds two. Both open; the one that the database
 * remembers seals, so that nobody stores what a process that has not been restarted yet could not
 * read.
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
  /** Throws when neither key fits, or the row does not. */
  open(sealed: Buffer, row: string): string;
  /** Whether a value lies under another key than the one in force. */
  isStale(sealed: Buffer, row: string): boolean;
  /** A key of its own for a named purpose (hex), e.g. the sandbox telco's token. */
  derive(purpose: string): string;
  /**
   * The same of every key at hand, the one in force first: what was made before a change is still
   * recognised.
   */
  deriveAll(purpose: string): string[];
  /**
   * Of the same keys in the same order: they tell whether a database was written with one, without
   * giving it away.
   */
  readonly fingerprints: readonly string[];
  /**
   * Puts the key of this fingerprint in force; false when it is not at hand. The first one is until
   * then.
   */
  use(fingerprint: string): boolean;
};

/** `previous`: the key that is being replaced, null when there is none. */
export function makeSecrets(master: Buffer, previous: Buffer | null = null): Secrets {
  const isChanging = previous !== null && !previous.equals(master);
  const given = [makeKey(master), ...(isChanging ? [makeKey(previous)] : [])];
  let keys = given;
  return {
    seal: (plain, row) => keys[0]!.seal(plain, row),
    open(sealed, row) {
      // With one key its own error says what is wrong.
      for (const key of keys.slice(0, -1))
        try {
          return key.open(sealed, row);
        } catch {
          /* the other one */
        }
      return keys.at(-1)!.open(sealed, row);
    },
    isStale(sealed, row) {
      try {
        keys[0]!.open(sealed, row);
        return false;
      } catch {
        return true;
      }
    },
    derive: (purpose) => keys[0]!.derive(purpose).toString('hex'),
    deriveAll: (purpose) => keys.map((key) => key.derive(purpose).toString('hex')),
    get fingerprints() {
      return keys.map((key) => key.fingerprint);
    },
    use(fingerprint) {
      const chosen = given.find((key) => key.fingerprint === fingerprint);
      if (chosen !== undefined) keys = [chosen, ...given.filter((key) => key !== chosen)];
      return chosen !== undefined;
    },
  };
}

function makeKey(master: Buffer) {
  // Purposes are few, and some are asked for with every request.
  const derived = new Map<string, Buffer>();
  const derive = (purpose: string): Buffer => {
    const known = derived.get(purpose);
    if (known !== undefined) return known;
    const made = Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `hubby/${purpose}`, 32));
    derived.set(purpose, made);
    return made;
  };
  // As a KeyObject: importing the bytes anew for every value costs several times the decryption.
  const key = createSecretKey(derive('seal/1'));
  return {
    derive,
    seal(plain: string, row: string): Buffer {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(row));
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]);
    },
    open(sealed: Buffer, row: string): string {
      if (sealed[0] !== VERSION || sealed.length < 29)
        throw new Error(`unreadable secret of ${row}`);
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13))
        .setAAD(Buffer.from(row))
        .setAuthTag(sealed.subarray(13, 29));
      return decipher.update(sealed.subarray(29), undefined, 'utf8') + decipher.final('utf8');
    },
    fingerprint: createHmac('sha256', derive('check')).update('hubby').digest('hex'),
  };
}

/** Tokens are kept only as their SHA-256. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();
