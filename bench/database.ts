/**
 * The PostgreSQL that is measured: an embedded one of its own, or a database of its own on a server
 * that was named with `--database-url`.
 */
import { readFileSync, realpathSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { readAddress } from '../src/db/address.ts';
import { startEmbedded } from '../src/db/embedded.ts';
import { parentOf } from './processor-time.ts';

export type BenchDatabase = {
  database: pg.ClientConfig;
  /** the server's first process; null where it runs elsewhere, and its processor time is unknown */
  postmaster: number | null;
};
type OnUndo = (undo: () => Promise<void>) => void;

let given: string | null = null;
/** A superuser's URL; from now on databases are made there. */
export const useServerOf = (url: string): void => {
  given = url;
};

export const openBenchDatabase = (dir: string, onUndo: OnUndo): Promise<BenchDatabase> =>
  given === null ? embedded(dir, onUndo) : onGiven(given, onUndo);

async function embedded(dir: string, onUndo: OnUndo): Promise<BenchDatabase> {
  const starting = startEmbedded(dir);
  onUndo(async () => {
    const started = await starting.catch(() => null);
    await started?.stop();
    if (started !== null && !started.dataDir.startsWith(realpathSync(dir)))
      rmSync(dirname(started.dataDir), { recursive: true, force: true });
  });
  const server = await starting;
  await query(server.config('postgres'), 'create database hubby');
  return {
    database: server.config('hubby'),
    postmaster: Number(readFileSync(join(server.dataDir, 'postmaster.pid'), 'utf8').split('\n')[0]),
  };
}

async function onGiven(url: string, onUndo: OnUndo): Promise<BenchDatabase> {
  const server = readAddress(url);
  if (server.hosts !== undefined) throw new Error('--database-url: expected one host');
  const name = `hubby_bench_${process.pid}_${Date.now()}`;
  await query(server, `create database ${name}`);
  onUndo(async () => {
    await query(server, `drop database ${name} with (force)`);
  });
  return { database: { ...server, database: name }, postmaster: await postmasterOf(server) };
}

/** Over a socket or this machine's own address the server may be among our processes. */
async function postmasterOf(server: pg.ClientConfig): Promise<number | null> {
  const host = server.host ?? 'localhost';
  if (!host.startsWith('/') && !['localhost', '127.0.0.1', '::1'].includes(host)) return null;
  const client = new pg.Client(server);
  await client.connect();
  try {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    return parentOf(rows[0]!.pid, 'postgres');
  } finally {
    await client.end();
  }
}

/** A URL needs a host; in place of one node-postgres takes the socket's folder. */
export function urlOf(database: pg.ClientConfig): string {
  const {
    user,
    password,
    host = 'localhost',
    port,
    database: name,
  } = database as Record<string, string | undefined>;
  const secret = password ? `:${encodeURIComponent(password)}` : '';
  const login = user === undefined ? '' : `${encodeURIComponent(user)}${secret}@`;
  const [place, socket] = host.startsWith('/')
    ? [`localhost${port ? `:${port}` : ''}`, `?host=${encodeURIComponent(host)}`]
    : [`${host}${port ? `:${port}` : ''}`, ''];
  return `postgres://${login}${place}/${name}${socket}`;
}

export async function query(
  config: pg.ClientConfig,
  text: string,
  params: unknown[] = [],
): Promise<unknown[]> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    return (await client.query(text, params)).rows;
  } finally {
    await client.end();
  }
}
