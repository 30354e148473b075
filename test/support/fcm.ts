/**
 * Stands in for Google: the token endpoint, which checks the assertion's signature, and FCM's HTTP
 * v1 API, which answers per device as a test says.
 */
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jwtVerify } from 'jose';
import type { Json } from '../harness.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const ERROR = 'type.googleapis.com/google.firebase.fcm.v1.FcmError';

export type Reply = { status: number; body?: unknown; headers?: Record<string, string> };
/** `hang`: takes it and never answers. */
export type Behaviour = 'hang' | Reply;

const failed = (status: number, errorCode: string | null, details: object[] = []): Reply => ({
  status,
  body: {
    error: {
      code: status,
      message: 'not for your eyes',
      status: 'SOME_STATUS',
      details: [...(errorCode === null ? [] : [{ '@type': ERROR, errorCode }]), ...details],
    },
  },
});
const violation = (field: string): object => ({
  '@type': 'type.googleapis.com/google.rpc.BadRequest',
  fieldViolations: [{ field, description: 'no good' }],
});
/** What FCM says of tokens and itself. */
export const FCM = {
  unregistered: failed(404, 'UNREGISTERED'),
  malformed: failed(400, 'INVALID_ARGUMENT', [violation('message.token')]),
  malformedBare: failed(400, 'INVALID_ARGUMENT'),
  badData: failed(400, 'INVALID_ARGUMENT', [violation('message.data[0].value')]),
  tooLarge: failed(400, null),
  mismatch: failed(403, 'SENDER_ID_MISMATCH'),
  forbidden: failed(403, null),
  noProject: failed(404, null),
  apns: failed(401, 'THIRD_PARTY_AUTH_ERROR'),
  quota: { ...failed(429, 'QUOTA_EXCEEDED'), headers: { 'retry-after': '120' } },
  unavailable: failed(503, 'UNAVAILABLE'),
  internal: failed(500, 'INTERNAL'),
} satisfies Record<string, Reply>;

export type FcmStandIn = {
  url: string;
  /** the service account's JSON key */
  credentials: string;
  account: {
    projectId: string;
    clientEmail: string;
    privateKey: string;
    keyId: string;
    tokenUrl: string;
  };
  /** how often an access token was asked for */
  grants: () => number;
  /** seconds that access tokens last */
  expiresIn(seconds: number): void;
  /** The token endpoint's next answers in place of a token. */
  failGrants(...replies: Reply[]): void;
  clearFailures(): void;
  /** All access tokens given so far are worth nothing any more. */
  revoke(): void;
  /** what FCM was asked with a good access token */
  calls: { token: string; message: Json; headers: IncomingHttpHeaders }[];
  /** device tokens that it took a message for, one per message */
  taken: string[];
  /** by device token */
  behave: Map<string, Behaviour>;
  /** by device token: answers only when this is resolved, though decided before */
  slow: Map<string, Promise<void>>;
  /** most requests at one time */
  peak: () => number;
  /** stops FCM's answers until the gate opens */
  hold(door: Promise<void> | null): void;
  close(): Promise<void>;
};

export async function startFcm(): Promise<FcmStandIn> {
  const calls: FcmStandIn['calls'] = [];
  const taken: string[] = [];
  const behave = new Map<string, Behaviour>();
  const slow = new Map<string, Promise<void>>();
  const failures: Reply[] = [];
  const valid = new Set<string>();
  let [grants, seconds, under, peak] = [0, 3_600, 0, 0];
  let door: Promise<void> | null = null;
  let url = '';

  const grant = async (form: URLSearchParams): Promise<Reply> => {
    grants++;
    const failure = failures.shift();
    if (failure !== undefined) return failure;
    const { payload, protectedHeader } = await jwtVerify(
      form.get('assertion') ?? '',
      createPublicKey(publicKey),
      {
        audience: `${url}/token`,
        issuer: 'push@demo-app.example',
        algorithms: ['RS256'],
        maxTokenAge: '10 min',
      },
    );
    const isGood =
      form.get('grant_type') === 'urn:ietf:params:oauth:grant-type:jwt-bearer' &&
      payload['scope'] === 'https://www.googleapis.com/auth/firebase.messaging' &&
      protectedHeader.kid === 'key-1';
    if (!isGood) return { status: 400, body: { error: 'invalid_grant' } };
    const token = `ya29.${grants}`;
    valid.add(token);
    return {
      status: 200,
      body: { access_token: token, expires_in: seconds, token_type: 'Bearer' },
    };
  };
  const send = async (headers: IncomingHttpHeaders, text: string): Promise<Behaviour> => {
    const isKnown = valid.has(/^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '');
    const { message } = JSON.parse(text) as Json;
    await slow.get(message.token);
    if (!isKnown) return failed(401, null);
    calls.push({ token: message.token, message, headers });
    await door;
    const how = behave.get(message.token);
    if (how !== undefined) return how;
    taken.push(message.token);
    return { status: 200, body: { name: `projects/demo-app/messages/${taken.length}` } };
  };
  const server = createServer((req, res) => {
    const parts: Buffer[] = [];
    peak = Math.max(peak, ++under);
    res.on('close', () => {
      under--;
    });
    req
      .on('data', (part: Buffer) => parts.push(part))
      .on('end', () => {
        const text = Buffer.concat(parts).toString();
        const work: Promise<Behaviour> =
          req.url === '/token'
            ? grant(new URLSearchParams(text))
            : req.url === '/v1/projects/demo-app/messages:send'
              ? send(req.headers, text)
              : Promise.resolve({ status: 404, body: {} });
        void work
          .catch((): Reply => ({ status: 400, body: { error: 'invalid_grant' } }))
          .then((how) => {
            if (how !== 'hang')
              res
                .writeHead(how.status, { 'content-type': 'application/json', ...how.headers })
                .end(JSON.stringify(how.body ?? {}));
          });
      });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const account = {
    projectId: 'demo-app',
    clientEmail: 'push@demo-app.example',
    privateKey,
    keyId: 'key-1',
    tokenUrl: `${url}/token`,
  };
  return {
    url,
    account,
    calls,
    taken,
    behave,
    slow,
    credentials: JSON.stringify({
      type: 'service_account',
      project_id: account.projectId,
      client_email: account.clientEmail,
      private_key: privateKey,
      private_key_id: account.keyId,
      token_uri: account.tokenUrl,
    }),
    grants: () => grants,
    expiresIn(s) {
      seconds = s;
    },
    failGrants(...replies) {
      failures.push(...replies);
    },
    clearFailures() {
      failures.length = 0;
    },
    revoke() {
      valid.clear();
    },
    peak: () => peak,
    hold(next) {
      door = next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
