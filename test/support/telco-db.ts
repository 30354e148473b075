import type pg from 'pg';
import { makePool } from '../../src/db/connection.ts';
import { sandboxProvider } from '../../src/providers/sandbox/adapter.ts';
import type { SandboxProviderOptions } from '../../src/providers/sandbox/adapter.ts';
import { startTelco } from '../../src/sandbox-telco/server.ts';
import { cloneTemplate } from './template.ts';

/** A database of its own, reached as the application role, with the telco as it is installed. */
async function freshDatabase(): Promise<{
  pool: pg.Pool;
  config: pg.ClientConfig;
  drop(): Promise<void>;
}> {
  const { config, app, drop } = await cloneTemplate();
  const pool = makePool({ ...app, max: 20 });
  // The template makes the telco fast for everybody else's tests.
  await pool.query('update telco.accounts set latency_min_ms = 20, latency_max_ms = 60');
  return {
    pool,
    config,
    drop: async () => {
      await pool.end();
      await drop();
    },
  };
}

export const SECRET = 'telco-test-secret';

/** A telco over a fresh database, adapters to it and a raw HTTP call. */
export async function telco() {
  const { pool, config, drop } = await freshDatabase();
  // Two front ends on the same tables, as with several processes.
  const fronts = [
    await startTelco({ pool, secret: SECRET }),
    await startTelco({ pool, secret: SECRET }),
  ] as const;
  const open: { close(): Promise<void> }[] = [];
  const headers = { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' };
  return {
    pool,
    config,
    fronts,
    provider(name: SandboxProviderOptions['name'], options: Partial<SandboxProviderOptions> = {}) {
      const url = fronts[open.length % 2]!.url;
      const made = sandboxProvider({
        name,
        url,
        secret: SECRET,
        tier: name === 'sandbox-two' ? 'T2' : 'T1',
        // Long enough for twenty calls at once on a busy machine; tests of silence wait as long.
        timeoutMs: 2_500,
        ...options,
      });
      open.push(made);
      return made;
    },
    async http(method: string, path: string, body?: unknown, extra: RequestInit = {}) {
      const response = await fetch(fronts[0].url + path, {
        method,
        headers: body === undefined ? { authorization: headers.authorization } : headers,
        body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
        ...extra,
      });
      const text = await response.text();
      return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as any };
    },
    async count(sql: string, ...values: unknown[]): Promise<number> {
      return Number(
        (await pool.query(`select count(*)::int as n from telco.${sql}`, values)).rows[0].n,
      );
    },
    async close() {
      await Promise.all(open.map((one) => one.close()));
      await Promise.all(fronts.map((front) => front.close()));
      await drop();
    },
  };
}
