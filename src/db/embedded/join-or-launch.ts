/** The one loop that reads `postmaster.pid` and then connects, waits or launches. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Launches, type Launch } from './launch.ts';
import { pidFile, readLock, type Lock } from './lock-file.ts';
import { mayServe } from './processes.ts';
import { isBusy, takeShare, type Share } from './share.ts';

const SILENCE_LIMIT_MS = 60_000;
const RECOVERY_LIMIT_MS = 15 * 60_000;

export type Server = Share & { socketDir: string; launchedHere: boolean };
type Connect = (socketDir: string) => Promise<pg.Client>;

export async function joinOrLaunch(launch: Launch, connect: Connect): Promise<Server> {
  const { dataDir } = launch;
  const launches = new Launches(launch);
  const patience = new Patience(launch.log);
  try {
    for (; ; await sleep(20)) {
      const waited = patience.exhausted();
      if (waited !== null) throw launches.failure(waited);
      const lock = readLock(pidFile(dataDir));
      if (!lock || !mayServe(lock.pid, dataDir)) {
        launches.next();
        continue;
      }
      const share = await join(lock, connect, patience, launches);
      if (share)
        return { ...share, socketDir: lock.socketDir, launchedHere: launches.has(lock.pid) };
    }
  } catch (error) {
    launches.cancel();
    throw error;
  }
}

/** @returns undefined when the server is not ready yet, or no longer. */
async function join(
  lock: Lock,
  connect: Connect,
  patience: Patience,
  launches: Launches,
): Promise<Share | undefined> {
  patience.problem ||= `postmaster.pid names process ${lock.pid}`;
  if (lock.status === 'starting' || lock.status === 'stopping') {
    patience.renew(`process ${lock.pid} is ${lock.status}`);
    return undefined;
  }
  if (!lock.socketDir) return undefined;
  try {
    const share = await takeShare(await connect(lock.socketDir));
    if (!share) patience.renew(`process ${lock.pid} is about to stop`);
    return share;
  } catch (error) {
    if (isBusy(error)) patience.renew((error as Error).message);
    // what is no answer of the server, as a socket not yet or no longer there, passes or shows in
    // postmaster.pid
    else if (error instanceof pg.DatabaseError)
      throw launches.failure(`refused the connection: ${error.message}`);
    else patience.problem = (error as Error).message;
    return undefined;
  }
}

/**
 * How long to wait: a server that is there and busy with itself is given more time than silence.
 */
class Patience {
  /** what it waits for, or why it failed last */
  problem = '';
  private readonly log: (message: string) => void;
  private readonly begun = performance.now();
  private lastSignOfLife = this.begun;
  private lastSaid = this.begun;

  constructor(log: (message: string) => void) {
    this.log = log;
  }

  /** The server is there: recovery takes as long as it takes. */
  renew(problem: string): void {
    this.problem = problem;
    this.lastSignOfLife = performance.now();
    if (this.lastSignOfLife - this.lastSaid > 10_000) {
      this.lastSaid = this.lastSignOfLife;
      this.log(`waiting for PostgreSQL: ${problem}`);
    }
  }

  /** @returns null while it is worth waiting. */
  exhausted(): string | null {
    const now = performance.now();
    if (now - this.lastSignOfLife <= SILENCE_LIMIT_MS && now - this.begun <= RECOVERY_LIMIT_MS)
      return null;
    return `did not answer in ${Math.round((now - this.begun) / 1000)} s: ${this.problem}`;
  }
}
