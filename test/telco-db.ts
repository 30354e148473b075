import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { sandboxProvider } from '../src/providers/sandbox/adapter.ts';
import type { SandboxProviderOptions } from '../src/providers/sandbox/adapter.ts';
import { startTelco } from '../src/sandbox-telco/server.ts';

/**
 * A fresh database with the telco's tables, reached as the application role. `TEST_DATABASE_URL` names a server that a
 * superuser may create databases on.
 */
async function freshDatabase(): Promise<{ pool: pg.Pool; drop(): Promise<void> }> {
  const server = process.env['TEST_DATABASE_URL'];
  if (server === undefined) throw new Error('Set TEST_DATABASE_URL to a PostgreSQL server and superuser.');
  const asOwner = async (connectionString: string, ...statements: string[]): Promise<void> => {
    const client = new pg.Client({ connectionString });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  };
  const name = `telco_${randomUUID().replaceAll('-', '')}`;
  // Several test files start at once and roles belong to the whole server: losing the race is fine.
  await asOwner(server, 'create role hubby_app nologin').catch((error) => { if (!['42710', '23505'].includes(error.code)) throw error; });
  await asOwner(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const migration = new URL('../migrations/002.do.sandbox-telco.sql', import.meta.url);
  await asOwner(url.href, readFileSync(migration, 'utf8'));
  const pool = new pg.Pool({ connectionString: url.href, options: '-c role=hubby_app', max: 20 });
  pool.on('error', () => {});
  return { pool, drop: async () => { await pool.end(); await asOwner(server, `drop database ${name} with (force)`); } };
}

export const SECRET = 'telco-test-secret';

/** A telco over a fresh database, adapters to it and a raw HTTP call. */
export async function telco() {
  const { pool, drop } = await freshDatabase();
  // Two front ends on the same tables, as with several processes.
  const fronts = [await startTelco({ pool, secret: SECRET }), await startTelco({ pool, secret: SECRET })] as const;
  const open: { close(): Promise<void> }[] = [];
  const headers = { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' };
  return {
    pool,
    fronts,
    provider(name: SandboxProviderOptions['name'], options: Partial<SandboxProviderOptions> = {}) {
      const url = fronts[open.length % 2]!.url;
      const made = sandboxProvider({ name, url, secret: SECRET, tier: name === 'sandbox-one' ? 'T1' : 'T2', timeoutMs: 800, ...options });
      open.push(made);
      return made;
    },
    async http(method: string, path: string, body?: unknown, extra: RequestInit = {}) {
      const response = await fetch(fronts[0].url + path, {
        method, headers: body === undefined ? { authorization: headers.authorization } : headers,
        body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body), ...extra,
      });
      const text = await response.text();
      return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as any };
    },
    async count(sql: string, ...values: unknown[]): Promise<number> {
      return Number((await pool.query(`select count(*)::int as n from telco.${sql}`, values)).rows[0].n);
    },
    async close() {
      await Promise.all(open.map((one) => one.close()));
      await Promise.all(fronts.map((front) => front.close()));
      await drop();
    },
  };
}
