/**
 * Where SM-DP+ tell progress (`handleDownloadProgressInfo`): an entrance of its own, since who
 * calls is known by the client certificate alone.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { ProfileState } from '../../provider.ts';
import { stateAt } from '../points.ts';
import { oncePerHour, type Complain } from './complaints.ts';
import { readNotification, type Notification } from './notification.ts';
import { accountsOf, type Known, type ProgressAccount } from './peers.ts';

/** `id` tells one word from another, also where it comes again. */
export type Told = { id: string; iccid: string; state: ProfileState; at: string };

export type ListenerOptions = {
  host: string;
  port: number;
  /** PEM */
  tls: { cert: string; key: string; ca: string };
  accounts(): Promise<readonly ProgressAccount[]>;
  /** False: the profile is not of this account. */
  tell(account: string, told: Told): Promise<boolean>;
  onError(error: unknown): void;
  /** Nothing was taken of what came: why, for the operator. The same is told once an hour. */
  onRefused: Complain;
};

export type Listener = { port: number; close(): Promise<void> };

const PATH = '/gsma/rsp2/es2plus/handleDownloadProgressInfo';
const MAX_BODY = 256 * 1024;
const MAX_TIME_MS = 10_000;
/** How often it is looked who has taken longer than that. */
const CHECK_MS = 2_000;
const MAX_CONNECTIONS = 256;
const OUR_VERSION = 'gsma/rsp/v2.2.0';

export async function startListener(given: ListenerOptions): Promise<Listener> {
  const options = { ...given, onRefused: oncePerHour(given.onRefused) };
  const { host, port, onError, onRefused } = options;
  const server = makeServer(options);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  server.on('error', onError);
  server.on('tlsClientError', (error, socket) => onRefused(handshakeFailure(error, socket)));
  return { port: (server.address() as AddressInfo).port, close: () => closeServer(server) };
}

function makeServer(options: ListenerOptions): Server {
  const server = createServer(
    {
      ...options.tls,
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      handshakeTimeout: MAX_TIME_MS,
      requestTimeout: MAX_TIME_MS,
      headersTimeout: MAX_TIME_MS,
      connectionsCheckingInterval: CHECK_MS,
    },
    (request, response) => {
      answer(options, request).then(
        (status) => respond(request, response, status),
        (error: unknown) => {
          // Else the other side hung up before it had said all.
          if (request.complete) options.onError(error);
          // Told again later, if the other side does so.
          respond(request, response, 503);
        },
      );
    },
  );
  server.maxConnections = MAX_CONNECTIONS;
  return server;
}

const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    // A server that closes looks no more at who takes too long.
    const limit = setTimeout(() => server.closeAllConnections(), MAX_TIME_MS);
    server.close(() => {
      clearTimeout(limit);
      resolve();
    });
  });

/** The name of what is wrong, as TLS knows it; who came is not known then. */
function handshakeFailure(error: Error, { authorizationError }: TLSSocket): string {
  const code = authorizationError ?? (error as { code?: unknown }).code ?? 'unknown';
  return `a TLS handshake failed: ${String(code)}`;
}

/** The standard's answer is 204, for all that was understood. */
async function answer(options: ListenerOptions, request: IncomingMessage): Promise<number> {
  if (request.url !== PATH) return 404;
  if (request.method !== 'POST') return 405;
  const certificate = (request.socket as TLSSocket).getPeerCertificate();
  const known = accountsOf(certificate, await options.accounts());
  if (known.length === 0) {
    options.onRefused(strangerOf(certificate));
    return 403;
  }
  const body = await readBody(request);
  if (body === null) return 413;
  const notification = readNotification(parse(body));
  if ('unreadable' in notification) {
    options.onRefused(`a notification has no valid ${notification.unreadable}`);
    return 400;
  }
  await tellEach(options, known, notification);
  return 204;
}

/** As an operator would enter it among an account's `notification_certificates`. */
const strangerOf = ({ subject, fingerprint256 }: PeerCertificate): string =>
  `no account knows the client certificate ${fingerprint256} of ${JSON.stringify(subject?.CN ?? '')}`;

/** The one account that has the profile hears of it; of a profile of nobody, nobody. */
async function tellEach(
  { tell }: ListenerOptions,
  known: readonly Known[],
  { iccid, point, isReached, at }: Notification,
): Promise<void> {
  if (!isReached) return;
  for (const { name, points } of known) {
    const state = stateAt(points, point);
    if (state === null) continue;
    const id = createHash('sha256').update(`${iccid} ${point} ${at}`).digest('hex');
    if (await tell(name, { id, iccid, state, at })) return;
  }
}

/**
 * Null: more than anybody has to say. A little more is read to its end, so that who sent it hears
 * the answer.
 */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > 4 * MAX_BODY) return null;
    if (size <= MAX_BODY) parts.push(part);
  }
  return size > MAX_BODY ? null : Buffer.concat(parts).toString();
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** What was not read ends the connection. */
function respond(request: IncomingMessage, response: ServerResponse, status: number): void {
  const version = String(request.headers['x-admin-protocol'] ?? '');
  response.writeHead(status, {
    'x-admin-protocol': /^gsma\/rsp\/v2\.\d{1,2}\.\d{1,2}$/.test(version) ? version : OUR_VERSION,
    ...(request.complete ? {} : { connection: 'close' }),
    ...(status === 204 ? {} : { 'content-length': '0' }),
  });
  response.end();
}
