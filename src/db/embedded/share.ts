/** Connections to the server, and the share that each of its users holds in it. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { removeIfEmpty } from './folders.ts';
import { pidFile, readLock } from './lock-file.ts';
import { mayServe, whoIs } from './processes.ts';
import { SQLSTATE } from '../sqlstate.ts';

/** It is going down, not up yet, or full. */
const LEAVING: readonly string[] = [
  SQLSTATE.adminShutdown,
  SQLSTATE.crashShutdown,
  SQLSTATE.cannotConnectNow,
  SQLSTATE.tooManyConnections,
];

const SHARED_BY_USERS_LOCK = 771001;
const STOP_LIMIT_MS = 5 * 60_000;

/** What a process holds as long as it uses the server: a connection with an advisory lock. */
export type Share = { share: pg.Client; shareLost: () => boolean };

export async function connect(config: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client({
    ...config,
    connectionTimeoutMillis: 10_000,
    application_name: 'hubby embedded',
  });
  client.on('error', () => {}); // the loss of the connection is looked at where it matters, see shareLost
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.end().catch(() => {});
    throw error;
  }
}

/** @returns undefined when somebody holds the lock alone, hence is stopping the server. */
export async function takeShare(client: pg.Client): Promise<Share | undefined> {
  let lost = false;
  client.on('end', () => {
    lost = true;
  });
  try {
    // try, not wait: a waiter would be given the lock by the very end of the server
    const { rows } = await client.query<{ taken: boolean }>(
      'select pg_try_advisory_lock_shared($1) as taken',
      [SHARED_BY_USERS_LOCK],
    );
    if (rows[0]?.taken) {
      await client.query('select 1'); // fails if the server was told to stop just before
      return { share: client, shareLost: () => lost };
    }
  } catch (error) {
    client.end().catch(() => {});
    throw error;
  }
  await client.end();
  return undefined;
}

/** Starting, recovering, stopping or full: it is there, and it is worth trying again. */
export function isBusy(error: unknown): boolean {
  return error instanceof pg.DatabaseError && LEAVING.includes(error.code ?? '');
}

/** @returns what was done, once it is done. */
export async function giveUpShare(
  server: Share & { socketDir: string },
  dataDir: string,
  keepRunning: boolean,
  reconnect: () => Promise<pg.Client>,
): Promise<string> {
  let client = server.share;
  if (server.shareLost()) {
    // the server has ended, or has restarted itself after one of its processes crashed and is still
    // ours to stop
    try {
      client = await reconnect();
    } catch {
      return 'the server had already ended';
    }
  } else {
    await client
      .query('select pg_advisory_unlock_shared($1)', [SHARED_BY_USERS_LOCK])
      .catch(() => {});
  }
  try {
    if (keepRunning) return 'server left running';
    const { rows } = await client.query<{ last: boolean }>(
      'select pg_try_advisory_lock($1) as last',
      [SHARED_BY_USERS_LOCK],
    );
    if (!rows[0]?.last) return 'server left running for others';
    return await stopServer(dataDir, server.socketDir);
  } catch (error) {
    if (isBusy(error) || !(error instanceof pg.DatabaseError))
      return `the server had already ended (${(error as Error).message})`;
    throw error;
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * Called with the lock held alone, until the server ends that connection: nobody can join a server
 * that is about to stop.
 */
async function stopServer(dataDir: string, socketDir: string): Promise<string> {
  const pid = readLock(pidFile(dataDir))?.pid;
  if (pid === undefined || whoIs(pid, dataDir) !== 'postmaster')
    return 'server left running: its postmaster.pid does not name it';
  process.kill(pid, 'SIGINT');
  const begun = performance.now();
  while (mayServe(pid, dataDir)) {
    if (performance.now() - begun > STOP_LIMIT_MS)
      return `server (process ${pid}) is still stopping`;
    await sleep(10);
  }
  removeIfEmpty(socketDir);
  return 'server stopped';
}
