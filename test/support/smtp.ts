/** A real SMTP server that does what a test says per recipient, and keeps what it was given. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';

export type Received = { from: string; to: string[]; raw: string };
/**
 * An SMTP code at RCPT, or at MAIL for who sends; a text is the whole reply at RCPT; `data_…`: at
 * the end of DATA; `drop`: takes the message, keeps it, and hangs up without an answer; `slow`:
 * answers when released.
 */
export type Behaviour = number | `${number} ${string}` | `data_${number}` | 'drop' | 'slow';

export type SmtpStandIn = {
  url: string;
  received: Received[];
  /** address → what happens to it */ behave: Map<string, Behaviour>;
  /** lets slow ones end */ release(): void;
  close(): Promise<void>;
};

const refusal = (code: number, text = `no such luck <${code}>`): Error =>
  Object.assign(new Error(text), { responseCode: code });

export async function startSmtp(
  options: { user?: string; pass?: string } = {},
): Promise<SmtpStandIn> {
  const received: Received[] = [];
  const behave = new Map<string, Behaviour>();
  const gate = Promise.withResolvers<void>();
  const sockets = new Map<string, Socket>();
  const server = new SMTPServer({
    authOptional: options.user === undefined,
    disabledCommands: ['STARTTLS', ...(options.user === undefined ? ['AUTH'] : [])],
    hideSTARTTLS: true,
    allowInsecureAuth: true,
    logger: false,
    onAuth(auth, _session, done) {
      done(
        auth.username === options.user && auth.password === options.pass
          ? null
          : new Error('wrong'),
        { user: auth.username ?? '' },
      );
    },
    onMailFrom({ address }, _session, done) {
      const how = behave.get(address);
      done(typeof how === 'number' ? refusal(how) : null);
    },
    onRcptTo({ address }, _session, done) {
      const how = behave.get(address);
      done(
        typeof how === 'number'
          ? refusal(how)
          : typeof how === 'string' && /^\d/.test(how)
            ? refusal(Number(how.slice(0, 3)), how.slice(4))
            : null,
      );
    },
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map((r) => r.address);
        const how = behave.get(to[0]!);
        if (typeof how === 'string' && how.startsWith('data_'))
          return done(refusal(Number(how.slice(5))));
        received.push({
          from: session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address,
          to,
          raw: Buffer.concat(parts).toString(),
        });
        if (how === 'drop') return void sockets.forEach((socket) => socket.destroy());
        if (how === 'slow') return void gate.promise.then(() => sleep(0)).then(() => done());
        done();
      });
    },
  });
  server.on('error', () => {});
  server.server.on('connection', (socket: Socket) => {
    const id = `${socket.remoteAddress} ${socket.remotePort}`;
    sockets.set(id, socket);
    socket.on('close', () => sockets.delete(id)).on('error', () => {});
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.server.address() as AddressInfo;
  const login = options.user === undefined ? '' : `${options.user}:${options.pass}@`;
  return {
    url: `smtp://${login}127.0.0.1:${port}`,
    received,
    behave,
    release: () => gate.resolve(),
    async close() {
      gate.resolve();
      for (const socket of sockets.values()) socket.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

/** Headers of a raw message by lower-case name, folded lines joined. */
export function headersOf(raw: string): Map<string, string> {
  const head = raw.slice(0, raw.search(/\r?\n\r?\n/)).replace(/\r?\n[ \t]+/g, ' ');
  return new Map(
    head
      .split(/\r?\n/)
      .map((line): [string, string] => [
        line.slice(0, line.indexOf(':')).toLowerCase(),
        line.slice(line.indexOf(':') + 1).trim(),
      ]),
  );
}
