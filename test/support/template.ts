/** One migrated and seeded database per schema, which every test file clones. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrate, migrationsHash } from '../../src/db/migrate.ts';
import { createDb } from '../../src/db/pool.ts';
import { scramVerifier } from '../../src/db/scram.ts';
import { APP_ROLE } from '../../src/db/session.ts';
import { replaceCatalog } from '../../src/domain/catalog/replace-catalog.ts';
import { seedCatalog } from '../../src/domain/catalog/seed.ts';

/** Config of another database on the same server. */
export const databaseConfig = (config: pg.ClientConfig, database: string): pg.ClientConfig => ({
  ...config,
  database,
});

/**
 * The same as the application: one password for all databases of the suite, since roles are the
 * server's.
 */
const asApp = (config: pg.ClientConfig, password: string): pg.ClientConfig => ({
  ...config,
  user: APP_ROLE,
  password,
});

export async function makeTemplate(
  config: pg.ClientConfig,
): Promise<{ name: string; version: string; appPassword: string }> {
  const name = `hubby_template_${migrationsHash()}_${process.pid}`;
  const admin = new pg.Client(config);
  await admin.connect();
  try {
    const {
      rows: [row],
    } = await admin.query('show server_version');
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.query(`create database ${name} template template0`);
    await migrate(databaseConfig(config, name));
    const appPassword = randomBytes(24).toString('hex');
    await admin.query(
      `alter role ${APP_ROLE} login password ${pg.escapeLiteral(scramVerifier(appPassword))}`,
    );
    const db = createDb(asApp(databaseConfig(config, name), appPassword), { max: 1 });
    const catalog = seedCatalog();
    await db.tx((tx) => replaceCatalog(tx, catalog));
    // A telco that answers at once: latency is the telco's own matter and has a test of its own.
    await db.rows('update telco.accounts set latency_min_ms = 0, latency_max_ms = 2');
    await db.end();
    return { name, version: row.server_version, appPassword };
  } finally {
    await admin.end();
  }
}

/** A database of its own: `config` as the superuser, `app` as the application logs in. */
export async function cloneTemplate(): Promise<{
  config: pg.ClientConfig;
  app: pg.ClientConfig;
  drop(): Promise<void>;
}> {
  const { TEST_PG, TEST_TEMPLATE, TEST_APP_PASSWORD } = process.env;
  if (TEST_PG === undefined || TEST_TEMPLATE === undefined || TEST_APP_PASSWORD === undefined)
    throw new Error('run the tests with: npm test (or npm test -- <part of a file name>)');
  const config = JSON.parse(TEST_PG) as pg.ClientConfig;
  const name = `t_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
  const run = async (sql: string): Promise<void> => {
    const admin = new pg.Client(config);
    await admin.connect();
    try {
      await admin.query(sql);
    } finally {
      await admin.end();
    }
  };
  // By files: through the log, page by page, it takes three times as much computing.
  await run(`create database ${name} template ${TEST_TEMPLATE} strategy file_copy`);
  return {
    config: databaseConfig(config, name),
    app: asApp(databaseConfig(config, name), TEST_APP_PASSWORD),
    drop: () => run(`drop database if exists ${name} with (force)`),
  };
}
