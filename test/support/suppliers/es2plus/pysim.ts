/**
 * An SM-DP+ as pySim's server classes (`pySim.esim.es2p`, on Twisted 22.4 and Klein) are one, to the
 * byte: every answer was copied from such a server. It keeps nothing but what its answers need.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import {
  makeAuthority,
  type Authority,
} from '../../../../packages/standins/src/es2plus/certificates.ts';

type Body = Record<string, unknown>;
export type Asked = { line: string; headers: Record<string, string>; body: Body };

export type Pysim = {
  url: string;
  authority: Authority;
  credentials: { requester_id: string; certificate: string; private_key: string };
  asked: Asked[];
  /** how many TLS connections were made */
  connections(): number;
  /** what is done instead of the usual, once: hung up after it was read, or this answer */
  next: Map<string, 'hang up' | string>;
  /** named in answers to confirmOrder; null = left out, as the standard allows */
  smdpAddress: string | null;
  close(): Promise<void>;
};

/** What pySim refuses to go on without. */
const MANDATORY: Record<string, string[]> = {
  downloadOrder: ['header'],
  confirmOrder: ['header', 'iccid', 'releaseFlag'],
  cancelOrder: ['header', 'finalProfileStatusIndicator', 'iccid'],
  releaseProfile: ['header', 'iccid'],
};
const HEAD = 'Server: TwistedWeb/22.4.0\r\nDate: Sun, 29 Nov 2026 14:34:14 GMT\r\n';
const PAGE =
  '<html><head><title>Processing Failed</title></head><body><b>Processing Failed</b></body></html>';

/** In chunks, as Twisted sends what it does not know the length of. */
export const json = (text: string): string =>
  `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n${HEAD}Content-Type: application/json\r\n` +
  'X-Admin-Protocol: gsma/rsp/v2.5.0\r\n\r\n' +
  `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n0\r\n\r\n`;
/** Of whatever a handler throws, and of a call without a mandatory field. */
export const BROKEN =
  `HTTP/1.1 500 Internal Server Error\r\n${HEAD}Content-Type: text/html\r\n` +
  `Content-Length: ${PAGE.length}\r\n\r\n${PAGE}`;
const STATUS = '"header": {"functionExecutionStatus": {"status": "Executed-Success"}}';
/** A handler that says no, and no more. */
export const FAILED = json('{"header": {"functionExecutionStatus": {"status": "Failed"}}}');
export const failed = (subject: string, reason: string): string =>
  json(
    '{"header": {"functionExecutionStatus": {"status": "Failed", "statusCodeData": ' +
      `{"subjectCode": "${subject}", "reasonCode": "${reason}", "subjectIdentifier": "x", "message": "no"}}}}`,
  );

export async function startPysim(iccids: readonly string[]): Promise<Pysim> {
  const authority = await makeAuthority('pySim CA');
  const [own, client] = [await authority.issue('0.0.0.0'), await authority.issue('hubby')];
  const free = [...iccids];
  let connections = 0;
  const given: Pick<Pysim, 'asked' | 'next' | 'smdpAddress'> = {
    asked: [],
    next: new Map(),
    smdpAddress: 'rsp.example.com',
  };

  function usual(name: string, body: Body): string {
    if (MANDATORY[name]?.every((field) => field in body) !== true) return BROKEN;
    const iccid = String(body['iccid'] ?? free.shift());
    if (name === 'downloadOrder')
      return json(`{${STATUS}, "iccid": "${iccid.replace(/F$/, '')}F"}`);
    if (name !== 'confirmOrder') return json(`{${STATUS}}`);
    const address = given.smdpAddress === null ? '' : `, "smdpAddress": "${given.smdpAddress}"`;
    return json(`{${STATUS}, "matchingId": "${String(body['matchingId'])}"${address}}`);
  }
  function answer(asked: Asked): string | null {
    given.asked.push(asked);
    const name = /^POST \/gsma\/rsp2\/es2plus\/(\w+) HTTP\/1\.1$/.exec(asked.line)?.[1] ?? '';
    const instead = given.next.get(name);
    given.next.delete(name);
    return instead === 'hang up' ? null : (instead ?? usual(name, asked.body));
  }

  const server = createServer(
    {
      cert: own.certificate,
      key: own.key,
      ca: authority.ca,
      requestCert: true,
      rejectUnauthorized: true,
    },
    (socket) => {
      connections += 1;
      serve(socket, answer);
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(given, {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    authority,
    credentials: {
      requester_id: '1.3.6.1.4.1.99999.1',
      certificate: client.certificate,
      private_key: client.key,
    },
    connections: () => connections,
    async close() {
      server.close();
      await once(server, 'close');
    },
  });
}

/** One request after another on a connection that stays open. */
function serve(socket: TLSSocket, answer: (asked: Asked) => string | null): void {
  let text = '';
  socket.on('error', () => {});
  socket.setEncoding('utf8').on('data', (part) => {
    text += part;
    const end = text.indexOf('\r\n\r\n');
    if (end < 0) return;
    const [line = '', ...lines] = text.slice(0, end).split('\r\n');
    const headers = Object.fromEntries(
      lines.map((one) => [one.slice(0, one.indexOf(':')).toLowerCase(), one.replace(/^.*?: /, '')]),
    );
    const body = text.slice(end + 4);
    if (Buffer.byteLength(body) < Number(headers['content-length'])) return;
    text = '';
    const reply = answer({ line, headers, body: JSON.parse(body) as Body });
    if (reply === null) socket.destroy();
    else socket.write(reply);
  });
}
