/** Launches the server, and again after a pause when it ended without coming up. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Account } from './account.ts';
import { makeSocketFolder, removeIfEmpty } from './folders.ts';
import { pidFile, removeStaleLock } from './lock-file.ts';
import { endOrphanedBackends, signal } from './processes.ts';
import { asOptions, PORT, serverEnvironment, serverSettings } from './settings.ts';

const RELAUNCH_PAUSES_MS = [200, 1_000, 3_000];

export type Launch = {
  dataDir: string;
  account: Account;
  program: string;
  logFile: string;
  settings: Record<string, string>;
  log: (message: string) => void;
};

type Launched = {
  pid: number | undefined;
  ended: boolean;
  socketDir: string;
  lastLines: () => string;
};

export class Launches {
  private readonly launch: Launch;
  private current: Launched | undefined;
  private count = 0;
  private notBefore = 0;

  constructor(launch: Launch) {
    this.launch = launch;
  }

  /** To be called again and again while no server is there. */
  next(): void {
    const { dataDir, log } = this.launch;
    if (this.current && !this.current.ended) return; // it has yet to write its postmaster.pid
    if (performance.now() < this.notBefore) return;
    if (this.current) {
      const lines = this.current.lastLines();
      if (this.count > RELAUNCH_PAUSES_MS.length)
        throw this.failure(`did not start in ${this.count} tries`);
      log(
        `PostgreSQL did not start: ${lines.split('\n').find((line) => line.includes('FATAL')) ?? lines}`,
      );
      if (lines.includes('pre-existing shared memory block')) endOrphanedBackends(dataDir, log);
      // the pause comes before the next look at postmaster.pid: meanwhile another start may have
      // succeeded
      this.notBefore = performance.now() + (RELAUNCH_PAUSES_MS[this.count - 1] ?? 0);
      this.current = undefined;
      return;
    }
    removeStaleLock(pidFile(dataDir), dataDir, log);
    this.current = launchServer(this.launch);
    this.count++;
  }

  has(pid: number): boolean {
    return this.current?.pid === pid;
  }

  failure(what: string): Error {
    const lines = this.current?.lastLines() || lastLogLines(this.launch.logFile, 0);
    return new Error(
      `The built-in PostgreSQL ${what} (${this.launch.dataDir}).${lines ? ` Its last log lines:\n${lines}` : ''}`,
    );
  }

  /** Leaves no server behind that nobody uses. */
  cancel(): void {
    if (!this.current) return;
    if (this.current.pid !== undefined && !this.current.ended) signal(this.current.pid, 'SIGINT');
    removeIfEmpty(this.current.socketDir);
  }
}

function launchServer({ dataDir, account, program, logFile, settings, log }: Launch): Launched {
  const socketDir = makeSocketFolder(dataDir, account);
  // its second lock, beside the socket, names the same process and would stop it just the same
  removeStaleLock(path.join(socketDir, `.s.PGSQL.${PORT}.lock`), dataDir, log);
  // A file rather than a pipe: an orphaned server still has somewhere to write, and the next start
  // can read why it ended
  if ((fs.statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > 10_000_000)
    fs.renameSync(logFile, `${logFile}.old`);
  const output = fs.openSync(logFile, 'a', 0o600);
  const logStart = fs.fstatSync(output).size;
  try {
    const child = spawn(
      program,
      ['-D', dataDir, ...asOptions({ ...serverSettings(socketDir), ...settings })],
      {
        ...account,
        cwd: '/',
        env: serverEnvironment(),
        stdio: ['ignore', output, output],
        detached: true, // ctrl-C reaches the whole process group: the application is to close its connections first
      },
    );
    let spawnError = '';
    const launched: Launched = {
      pid: child.pid,
      ended: false,
      socketDir,
      lastLines: () => spawnError || lastLogLines(logFile, logStart),
    };
    child.on('exit', () => {
      launched.ended = true;
    });
    child.on('error', (error) => {
      launched.ended = true;
      spawnError = error.message;
    });
    child.unref();
    return launched;
  } finally {
    fs.closeSync(output);
  }
}

function lastLogLines(logFile: string, from: number): string {
  if (!fs.existsSync(logFile)) return '';
  // rotated meanwhile by another start: then all of it is new
  const content = fs.readFileSync(logFile);
  return content
    .subarray(from <= content.length ? from : 0)
    .subarray(-4_000)
    .toString('utf8')
    .trim()
    .split('\n')
    .slice(-10)
    .join('\n');
}
