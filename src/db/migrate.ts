/** Brings a database to this release's schema: role, tables, functions, the job library's schema. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import Postgrator from 'postgrator';
import { makeWorkerUtils } from 'graphile-worker';
import { applyFunctions, sqlFunctions } from './functions.ts';
import { ensureRole } from './app-role.ts';
import { withOptions, type Address } from './address.ts';
import { Connection, makePool } from './connection.ts';
import { APP_ROLE } from './session.ts';

const FOLDER = new URL('../../migrations/', import.meta.url);
const LOCK = 771_002;

const files = (): string[] =>
  readdirSync(FOLDER)
    .filter((f) => /^\d+\.do\..*\.sql$/.test(f))
    .sort();

/** The schema version this release expects: the number of the newest migration. */
export const expectedVersion = (): number =>
  Math.max(...files().map((f) => Number.parseInt(f, 10)));

/** Content of all migrations and functions, for caches keyed by schema (the tests' template database). */
export function migrationsHash(): string {
  const hash = createHash('sha256');
  for (const file of files()) hash.update(readFileSync(new URL(file, FOLDER)));
  for (const { text } of sqlFunctions()) hash.update(text);
  return hash.digest('hex').slice(0, 16);
}

/** Runs as a superuser or as the database's owner; several at once wait for one another. Returns the version reached. */
export async function migrate(owner: Address): Promise<number> {
  const client = new Connection(
    withOptions(owner, '-c timezone=UTC -c client_min_messages=warning -c lock_timeout=10s'),
  );
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    const {
      rows: [server],
    } = await client.query('show server_version_num');
    if (Number(server.server_version_num) < 150_000)
      throw new Error('Hubby needs PostgreSQL 15 or newer.');
    await ensureRole(client);
    await refuseNewer(client);
    const postgrator = new Postgrator({
      driver: 'pg',
      migrationPattern: `${decodeURIComponent(FOLDER.pathname)}*.sql`,
      schemaTable: 'public.schema_version',
      currentSchema: 'public',
      execQuery: (query) => client.query(query),
      // Several statements of one simple query run as one transaction: a file is applied whole or not at all.
      execSqlScript: async (script) => {
        await client.query(script);
      },
    });
    await postgrator.migrate().catch((error: Error) => {
      throw /checksum/i.test(error.message)
        ? new Error(
            `This database was made by another development version: ${error.message}. Use a new database or data folder.`,
            { cause: error },
          )
        : error;
    });
    await client.query(`grant select on public.schema_version to ${APP_ROLE}`);
    await applyFunctions(client);
    await installJobs(client, owner);
    return expectedVersion();
  } finally {
    await client.end();
  }
}

/** An older release leaves the tables and functions of a newer one alone. */
async function refuseNewer(client: pg.Client): Promise<void> {
  const {
    rows: [{ there }],
  } = await client.query(`select to_regclass('public.schema_version') is not null as there`);
  if (!there) return;
  const {
    rows: [{ version }],
  } = await client.query('select max(version)::int as version from public.schema_version');
  if (version > expectedVersion())
    throw new Error(
      `This database has schema version ${version}, of a newer release; this one brings databases to ${expectedVersion()}.`,
    );
}

/** graphile-worker wants to own its tables, so its schema belongs to the application role. */
async function installJobs(client: pg.Client, owner: Address): Promise<void> {
  const {
    rows: [db],
  } = await client.query('select current_database() as name');
  const name = client.escapeIdentifier(db.name);
  // The library says "create schema if not exists", which asks for the right even where the schema is there.
  await client.query(`grant create on database ${name} to ${APP_ROLE}`);
  const pool = makePool({
    ...withOptions(owner, `-c role=${APP_ROLE} -c timezone=UTC`),
    max: 2,
  });
  pool.on('error', () => {});
  pool.on('connect', (c) => {
    c.on('error', () => {});
  });
  try {
    const utils = await makeWorkerUtils({
      pgPool: pool,
      logger: (await import('./job-log.ts')).silentLogger,
    });
    await utils.migrate();
    await utils.release();
  } finally {
    await pool.end();
    await client.query(`revoke create on database ${name} from ${APP_ROLE}`);
  }
}
