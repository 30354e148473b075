/** One migrated and seeded database per schema, which every test file clones. */
import pg from 'pg';
import { migrate, migrationsHash } from '../src/db/migrate.ts';
import { createDb } from '../src/db/pool.ts';
import { replaceCatalog } from '../src/domain/catalog/replace-catalog.ts';
import { seedCatalog } from '../src/domain/catalog/seed.ts';

/** Config of another database on the same server. */
export function databaseConfig(config: pg.ClientConfig, database: string): pg.ClientConfig {
  if (config.connectionString === undefined) return { ...config, database };
  return {
    connectionString: config.connectionString.replace(
      /^(postgres(?:ql)?:\/\/[^/?]*)(\/[^?]*)?/,
      `$1/${database}`,
    ),
  };
}

export async function makeTemplate(
  config: pg.ClientConfig,
): Promise<{ name: string; version: string }> {
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
    const db = createDb(databaseConfig(config, name), { max: 1 });
    const catalog = seedCatalog();
    await db.tx((tx) => replaceCatalog(tx, catalog));
    // A telco that answers at once: latency is the telco's own matter and has a test of its own.
    await db.rows('update telco.accounts set latency_min_ms = 0, latency_max_ms = 2');
    await db.end();
    return { name, version: row.server_version };
  } finally {
    await admin.end();
  }
}

export async function cloneTemplate(): Promise<{ config: pg.ClientConfig; drop(): Promise<void> }> {
  const { TEST_PG, TEST_TEMPLATE } = process.env;
  if (TEST_PG === undefined || TEST_TEMPLATE === undefined)
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
  await run(`create database ${name} template ${TEST_TEMPLATE}`);
  return {
    config: databaseConfig(config, name),
    drop: () => run(`drop database if exists ${name} with (force)`),
  };
}
