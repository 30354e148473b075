/**
 * A port of 127.0.0.1 for a process that is started later, or that comes back to the same one.
 * Below those that the system gives to outgoing connections (from 32768 on Linux, 49152 elsewhere):
 * of a busy suite's thousands one would take it before the process is there.
 */
import { randomInt } from 'node:crypto';
import net from 'node:net';

const FIRST = 20_000;
const LAST = 32_000;
/** of this process: not yet listened at, and promised all the same */
const given = new Set<number>();

export async function freePort(): Promise<number> {
  const port = randomInt(FIRST, LAST);
  if (given.has(port) || !(await isFree(port))) return freePort();
  given.add(port);
  return port;
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
