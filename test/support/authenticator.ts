/**
 * A passkey in software, as a browser and its authenticator would answer: ES256, attestation `none`,
 * discoverable. `flaws` makes it lie, one thing at a time.
 */
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

type Options = { challenge: string; rpId?: string; rp?: { id?: string }; user?: { id: string } };

export type Flaws = {
  origin?: string;
  rpId?: string;
  challenge?: string;
  type?: string;
  /** did not ask for finger, face or PIN */
  isUnverified?: boolean;
  /** as a key that was copied says it */
  counter?: number;
  userHandle?: string;
  /** another key than the one that was enrolled */
  isForged?: boolean;
  id?: string;
};

const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest();

/** What CBOR needs here: maps, whole numbers, texts and bytes below 65 536. */
function cbor(value: unknown): Buffer {
  const head = (major: number, n: number): Buffer =>
    n < 24
      ? Buffer.of((major << 5) | n)
      : n < 256
        ? Buffer.of((major << 5) | 24, n)
        : Buffer.of((major << 5) | 25, n >> 8, n & 255);
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') return Buffer.concat([head(3, value.length), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  const entries = [...(value as Map<unknown, unknown>)];
  return Buffer.concat([head(5, entries.length), ...entries.flat().map(cbor)]);
}

const coseKey = (key: KeyObject): Buffer => {
  const { x, y } = key.export({ format: 'jwk' });
  return cbor(
    new Map<number, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x!, 'base64url')],
      [-3, Buffer.from(y!, 'base64url')],
    ]),
  );
};

const [PRESENT, VERIFIED, MAY_BACK_UP, BACKED_UP, WITH_KEY] = [1, 4, 8, 16, 64] as const;

export function makeAuthenticator({
  origin,
  isSynced = false,
}: {
  origin: string;
  isSynced?: boolean;
}) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(16);
  let counter = 0;
  let handle: string | undefined;

  const clientData = (type: string, options: Options, flaws: Flaws): Buffer =>
    Buffer.from(
      JSON.stringify({
        type: flaws.type ?? type,
        challenge: flaws.challenge ?? options.challenge,
        origin: flaws.origin ?? origin,
        crossOrigin: false,
      }),
    );
  /** One that is synced has no counter. */
  const authData = (rpId: string, extra: number, flaws: Flaws): Buffer => {
    const flags =
      PRESENT |
      (flaws.isUnverified === true ? 0 : VERIFIED) |
      (isSynced ? MAY_BACK_UP | BACKED_UP : 0) |
      extra;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(flaws.counter ?? (isSynced ? 0 : ++counter));
    return Buffer.concat([sha256(flaws.rpId ?? rpId), Buffer.of(flags), count]);
  };
  const common = (flaws: Flaws) => {
    const shown = flaws.id ?? id.toString('base64url');
    return { id: shown, rawId: shown, type: 'public-key', clientExtensionResults: {} };
  };

  return {
    id: id.toString('base64url'),
    /** Of `navigator.credentials.create`. */
    create(options: Options, flaws: Flaws = {}) {
      handle = options.user!.id;
      const rpId = options.rp!.id!;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const data = Buffer.concat([
        authData(rpId, WITH_KEY, flaws),
        Buffer.alloc(16),
        length,
        id,
        coseKey(publicKey),
      ]);
      const attestation = new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', data],
      ]);
      return {
        ...common(flaws),
        response: {
          clientDataJSON: clientData('webauthn.create', options, flaws).toString('base64url'),
          attestationObject: cbor(attestation).toString('base64url'),
          transports: ['internal'],
        },
      };
    },
    /** Of `navigator.credentials.get`. */
    get(options: Options, flaws: Flaws = {}) {
      const client = clientData('webauthn.get', options, flaws);
      const data = authData(options.rpId!, 0, flaws);
      const key =
        flaws.isForged === true
          ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
          : privateKey;
      return {
        ...common(flaws),
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: sign('sha256', Buffer.concat([data, sha256(client)]), key).toString(
            'base64url',
          ),
          userHandle: flaws.userHandle ?? handle,
        },
      };
    },
  };
}

export type Authenticator = ReturnType<typeof makeAuthenticator>;
