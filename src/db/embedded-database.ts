/** The database `hubby` on the embedded server, which is started again when it dies under us. */
import type pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from './connection.ts';
import { startEmbedded } from './embedded.ts';
import { SQLSTATE } from './sqlstate.ts';

type Log = {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
};

export type OpenEmbedded = {
  /** the superuser's */
  config: pg.ClientConfig;
  how: string;
  notice: string | null;
  stop(): Promise<void>;
};

export async function openEmbedded(dataDir: string, log: Log): Promise<OpenEmbedded> {
  let server = await startEmbedded(dataDir);
  await ensureDatabase(server.config('postgres'));
  let isStopping = false;
  let restart: Promise<void> | undefined;
  const startAgain = async (): Promise<void> => {
    log.error({}, 'the embedded PostgreSQL is gone; starting it again');
    while (!isStopping) {
      try {
        server = await startEmbedded(dataDir);
        return watch();
      } catch (error) {
        log.error({ message: (error as Error).message }, 'the embedded PostgreSQL does not start');
        await sleep(RELAUNCH_MS);
      }
    }
  };
  /**
   * Nobody else looks after the embedded server: when it dies, it is started again, and the pools
   * find it.
   */
  const watch = (): void => {
    void server.lost.then(() => {
      if (!isStopping) restart = startAgain();
    });
  };
  watch();
  return {
    config: server.config('hubby'),
    how: `embedded PostgreSQL (${server.how})`,
    notice: server.notice,
    async stop() {
      isStopping = true;
      // One that is just being started again is waited for, so that it does not stay behind.
      await restart;
      log.info({ result: await server.stop() }, 'embedded PostgreSQL');
    },
  };
}

const RELAUNCH_MS = 3_000;

async function ensureDatabase(config: pg.ClientConfig): Promise<void> {
  const client = new Connection(config);
  await client.connect();
  try {
    const there = await client.query(`select 1 from pg_database where datname = 'hubby'`);
    // Two first starts at once: the other one's database is as good as ours.
    if (there.rowCount === 0)
      await client.query('create database hubby').catch((e: { code?: string }) => {
        if (e.code !== SQLSTATE.duplicateDatabase && e.code !== SQLSTATE.uniqueViolation) throw e;
      });
  } finally {
    await client.end();
  }
}
