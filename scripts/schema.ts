/**
 * docs/reference/schema.sql, what all migrations make: `DATABASE_URL=<superuser's> node
 * scripts/schema.ts` compares (exit 1), with --write it writes. Needs the server's pg_dump, and
 * PostgreSQL 15, so that the text is the same everywhere.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { readAddress } from '../src/db/address.ts';
import { migrate } from '../src/db/migrate.ts';

const FILE = fileURLToPath(new URL('../docs/reference/schema.sql', import.meta.url));
const DEBIAN = '/usr/lib/postgresql/15/bin/pg_dump';
const url = process.env['DATABASE_URL'];
if (url === undefined) throw new Error("set DATABASE_URL to a superuser's URL of a PostgreSQL 15");

const name = `hubby_schema_${process.pid}`;
const admin = new pg.Client({ connectionString: url });
await admin.connect();
await admin.query(`create database ${name} template template0`);
const target = url.replace(/^(postgres(?:ql)?:\/\/[^/?]*)(\/[^?]*)?/, `$1/${name}`);
let text: string;
try {
  await migrate(readAddress(target));
  const dump = execFileSync(
    existsSync(DEBIAN) ? DEBIAN : 'pg_dump',
    ['--schema-only', '--no-owner', '--exclude-schema=graphile_worker', target],
    { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  // Versions, session settings and the random tokens of newer pg_dumps are not the schema.
  text = `-- Made by: npm run docs:schema\n${dump
    .split('\n')
    .filter((l) => !/^(--|SET |SELECT pg_catalog\.set_config|\\(un)?restrict)/.test(l))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
} finally {
  await admin.query(`drop database ${name} with (force)`);
  await admin.end();
}
if (process.argv.includes('--write')) writeFileSync(FILE, text);
else if (!existsSync(FILE) || readFileSync(FILE, 'utf8') !== text) {
  console.error(
    'docs/reference/schema.sql is not what the migrations make. Run: npm run docs:schema (with DATABASE_URL of a PostgreSQL 15)',
  );
  process.exit(1);
}
console.log(`schema.sql: ${text.split('\n').length} lines`);
