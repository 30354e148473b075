/**
 * Firebase as the tests need it: key sets over HTTP that can turn, fail and count, and tokens of a
 * project and of App Check.
 */
import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';

export const PROJECT = 'hubby-tests';

export type Signer = {
  kid: string;
  key: KeyObject;
  publicKey: KeyObject;
  jwk: Record<string, unknown>;
};
export function makeSigner(kid: string): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    kid,
    key: privateKey,
    publicKey,
    jwk: { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' },
  };
}

export type KeyServer = {
  url: string;
  /** what it serves */
  signers: Signer[];
  cacheControl: string | undefined;
  /** down: every request is refused; slow: none is answered */
  state: 'up' | 'down' | 'slow';
  requests: number;
  close(): Promise<void>;
};

export async function startKeyServer(signers: Signer[]): Promise<KeyServer> {
  const server = createServer((_req, res) => {
    self.requests++;
    if (self.state === 'slow') return;
    if (self.state === 'down') return void res.writeHead(503).end('{}');
    res
      .writeHead(200, {
        'content-type': 'application/json',
        ...(self.cacheControl === undefined ? {} : { 'cache-control': self.cacheControl }),
      })
      .end(JSON.stringify({ keys: self.signers.map((s) => s.jwk) }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const self: KeyServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`,
    signers,
    cacheControl: 'public, max-age=3600',
    state: 'up',
    requests: 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return self;
}

export const seconds = (): number => Math.floor(Date.now() / 1_000);
export type Minted = { header?: Record<string, unknown>; claims?: JWTPayload; without?: string[] };

/** Claims of an ID token of PROJECT, signed in a minute ago. */
export function idClaims(claims: JWTPayload = {}, without: string[] = []): JWTPayload {
  const now = seconds();
  const all = {
    iss: `https://securetoken.google.com/${PROJECT}`,
    aud: PROJECT,
    sub: 'uid-1',
    user_id: 'uid-1',
    auth_time: now - 60,
    iat: now - 60,
    exp: now + 3_540,
    firebase: { sign_in_provider: 'custom' },
    ...claims,
  };
  return Object.fromEntries(Object.entries(all).filter(([name]) => !without.includes(name)));
}

export const sign = (
  signer: Signer,
  claims: JWTPayload,
  header: Record<string, unknown> = {},
): Promise<string> =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: signer.kid, typ: 'JWT', ...header } as never)
    .sign(signer.key);

export const idToken = (
  signer: Signer,
  { header, claims, without }: Minted = {},
): Promise<string> => sign(signer, idClaims(claims, without), header);

/** As the Auth emulator makes them. */
export const emulatorToken = (claims: JWTPayload = {}): string =>
  new UnsecuredJWT(idClaims(claims)).encode();

let count = 0;
export function appCheckToken(
  signer: Signer,
  { header, claims = {}, without = [] }: Minted = {},
): Promise<string> {
  const now = seconds();
  const all: JWTPayload = {
    iss: 'https://firebaseappcheck.googleapis.com/123456789',
    aud: ['projects/123456789', `projects/${PROJECT}`],
    sub: '1:123456789:web:abc',
    jti: `jti-${++count}`,
    iat: now - 5,
    exp: now + 300,
    ...claims,
  };
  return sign(
    signer,
    Object.fromEntries(Object.entries(all).filter(([name]) => !without.includes(name))),
    header,
  );
}

/** A token by hand: any header, any claims, any signature. */
export const b64 = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
export const hmacToken = (header: object, claims: object, secret: string | Buffer): string => {
  const text = `${b64(header)}.${b64(claims)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
};
