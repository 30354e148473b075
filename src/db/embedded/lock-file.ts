/** `postmaster.pid` and the lock beside the server's socket. */
import fs from 'node:fs';
import path from 'node:path';
import { whoIs } from './processes.ts';

export const pidFile = (dataDir: string): string => path.join(dataDir, 'postmaster.pid');

/**
 * What the server writes into postmaster.pid, and the first lines of it into the lock beside its
 * socket.
 */
export type Lock = { content: string; pid: number; socketDir: string; status: string };

export function readLock(file: string): Lock | undefined {
  let content: string;
  try {
    content = fs.readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const lines = content.split('\n').map((line) => line.trim());
  const pid = Math.abs(Number(lines[0])); // negative for a single-user server
  if (!Number.isInteger(pid) || pid === 0) return undefined; // being written
  return { content, pid, socketDir: lines[4] ?? '', status: lines[7] ?? '' };
}

/**
 * Removes a lock that names a live process which is certainly not the server of `dataDir`:
 * PostgreSQL itself would give way to it. Renamed before it is removed: should another start have
 * replaced the file since it was read, it can be put back.
 */
export function removeStaleLock(
  file: string,
  dataDir: string,
  log: (message: string) => void,
): void {
  const stale = readLock(file);
  if (!stale || whoIs(stale.pid, dataDir) !== 'other') return;
  const aside = `${file}.stale-${process.pid}`;
  try {
    fs.renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return; // another start was faster
    throw error;
  }
  if (fs.readFileSync(aside, 'utf8') === stale.content)
    log(`removed a stale ${file}: process ${stale.pid} is not its server`);
  else if (!fs.existsSync(file)) fs.linkSync(aside, file);
  fs.rmSync(aside);
}
