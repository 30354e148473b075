/** Brings a database to this release's schema: role, tables, functions, the job library's schema. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import Postgrator from 'postgrator';
import { makeWorkerUtils } from 'graphile-worker';
import { applyFunctions, sqlFunctions } from './functions.ts';
import { APP_ROLE } from './pool.ts';

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
export async function migrate(config: pg.ClientConfig): Promise<number> {
  const client = new pg.Client({
    ...config,
    options: '-c timezone=UTC -c client_min_messages=warning -c lock_timeout=10s',
  });
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
    await installJobs(client, config);
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

async function ensureRole(client: pg.Client): Promise<void> {
  const {
    rows: [{ account }],
  } = await client.query('select quote_ident(current_user) as account');
  const exists = await client.query('select 1 from pg_roles where rolname = $1', [APP_ROLE]);
  if (exists.rowCount === 0) {
    try {
      await client.query(
        `create role ${APP_ROLE} nologin nosuperuser nobypassrls nocreatedb nocreaterole`,
      );
    } catch (error) {
      // Roles are shared by all databases of a server, the lock above is not: another database's migration may have won.
      const code = (error as { code?: string }).code;
      if (code === '42501')
        throw new Error(
          `The role ${APP_ROLE} does not exist and this account may not create it. Let an administrator run: create role ${APP_ROLE} nologin; grant ${APP_ROLE} to ${account};`,
        );
      if (code !== '42710' && code !== '23505') throw error;
    }
  }
  // Since PostgreSQL 16 whoever made a role administers it without being able to act as it, so ask for just that.
  const canAct = await client.query(`begin; set local role ${APP_ROLE}; rollback`).then(
    () => true,
    () => client.query('rollback').then(() => false),
  );
  if (!canAct) {
    await client.query(`grant ${APP_ROLE} to current_user`).catch((error: { code?: string }) => {
      throw error.code === '42501'
        ? new Error(
            `This account may not act as the role ${APP_ROLE}. Let an administrator run: grant ${APP_ROLE} to ${account};`,
          )
        : error;
    });
  }
  const safe = await client.query(
    'select rolsuper or rolbypassrls as bad from pg_roles where rolname = $1',
    [APP_ROLE],
  );
  if (safe.rows[0].bad === true)
    throw new Error(
      `The role ${APP_ROLE} must be neither superuser nor allowed to bypass row-level security.`,
    );
}

/** graphile-worker wants to own its tables, so its schema belongs to the application role. */
async function installJobs(client: pg.Client, config: pg.ClientConfig): Promise<void> {
  const {
    rows: [db],
  } = await client.query('select current_database() as name');
  const name = client.escapeIdentifier(db.name);
  // The library says "create schema if not exists", which asks for the right even where the schema is there.
  await client.query(`grant create on database ${name} to ${APP_ROLE}`);
  const pool = new pg.Pool({ ...config, max: 2, options: `-c role=${APP_ROLE} -c timezone=UTC` });
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
