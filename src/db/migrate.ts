/**
 * Brings a database to this release's schema: role, tables, functions, the job library's schema.
 */
import { createHash } from 'node:crypto';
import pg from 'pg';
import Postgrator from 'postgrator';
import { makeWorkerUtils } from 'graphile-worker';
import { applyFunctions, sqlFunctions } from './functions.ts';
import { APPLIED, expectedVersion, MIGRATIONS, migrations, versionReached } from './history.ts';
import { ensureRole } from './app-role.ts';
import { withOptions, type Address } from './address.ts';
import { Connection, makePool } from './connection.ts';
import { APP_ROLE } from './session.ts';

const LOCK = 771_002;

/**
 * Content of all migrations and functions, for caches keyed by schema (the tests' template
 * database).
 */
export function migrationsHash(): string {
  const hash = createHash('sha256');
  for (const { text } of migrations()) hash.update(text);
  for (const { text } of sqlFunctions()) hash.update(text);
  return hash.digest('hex').slice(0, 16);
}

/**
 * Runs as a superuser or as the database's owner; several at once wait for one another. Returns the
 * version reached.
 */
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
    await refuseOthers(client);
    const postgrator = new Postgrator({
      driver: 'pg',
      migrationPattern: `${MIGRATIONS}*.sql`,
      schemaTable: 'public.schema_version',
      currentSchema: 'public',
      execQuery: (query) => client.query(query),
      // Several statements of one simple query run as one transaction: a file is applied whole or
      // not at all.
      execSqlScript: async (script) => {
        await client.query(script);
      },
    });
    await postgrator.migrate();
    // Granted with all tables of the baseline; what happened to the database is the owner's to
    // write.
    await client.query(`revoke insert, update, delete on public.schema_version from ${APP_ROLE}`);
    await client.query(`grant select on public.schema_version to ${APP_ROLE}`);
    await applyFunctions(client);
    await installJobs(client, owner);
    return expectedVersion();
  } finally {
    await client.end();
  }
}

/**
 * An older release leaves the tables and functions of a newer one alone, and everybody those of a
 * development version.
 */
async function refuseOthers(client: pg.Client): Promise<void> {
  const {
    rows: [{ there }],
  } = await client.query(`select to_regclass('public.schema_version') is not null as there`);
  if (!there) return;
  const version = versionReached((await client.query(APPLIED)).rows);
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
  // The library says "create schema if not exists", which asks for the right even where the schema
  // is there.
  await client.query(`grant create on database ${name} to ${APP_ROLE}`);
  const pool = makePool({
    ...withOptions(owner, `-c role=${APP_ROLE} -c timezone=UTC`),
    max: 2,
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
