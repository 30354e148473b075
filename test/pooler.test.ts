/**
 * Behind pgbouncer: transactions of one process go to any session. Skipped, and counted so, where
 * pgbouncer is not installed.
 */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { until } from './faults/checks.ts';
import {
  address,
  call,
  dataFolder,
  hubby,
  run,
  urlOf,
  type Key,
  type Process,
} from './faults/processes.ts';
import { IN_A_YEAR } from './harness.ts';
import { freePort } from './support/free-port.ts';

const PROGRAM = '/usr/sbin/pgbouncer';
const skip = fs.existsSync(PROGRAM) ? false : `${PROGRAM} is not installed`;
const server = (): pg.ClientConfig & { host: string } =>
  JSON.parse(process.env['TEST_PG']!) as pg.ClientConfig & { host: string };

/** The account that may enter the folder of the server's socket; pgbouncer does not run as root. */
function accountOf(host: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const { uid, gid } = host.startsWith('/') ? fs.statSync(host) : { uid: 65_534, gid: 65_534 };
  return { uid, gid };
}

describe('behind a pooler of transactions', { skip }, () => {
  const folder = dataFolder();
  const database = `pooled_${process.pid}`;
  const running: Process[] = [];
  let pooler: ChildProcess;
  let port: number;
  const admin = async <T>(text: string, db = 'postgres'): Promise<T[]> => {
    const client = new pg.Client({ ...server(), database: db });
    await client.connect();
    try {
      return (await client.query(text)).rows as T[];
    } finally {
      await client.end();
    }
  };
  before(async () => {
    await admin(`create database ${database}`);
    port = await freePort();
    const { host, port: serverPort } = server();
    const account = accountOf(host);
    const write = (name: string, text: string): string => {
      const file = path.join(folder.dir, name);
      fs.writeFileSync(file, text, { mode: 0o600 });
      if (account.uid !== undefined) fs.chownSync(file, account.uid, account.gid!);
      return file;
    };
    const users = write('users', `"hubby_app" "${process.env['TEST_APP_PASSWORD']}"\n`);
    const settings = write(
      'pgbouncer.ini',
      `[databases]\n* = host=${host} port=${serverPort ?? 5432}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = ${port}\nunix_socket_dir =\npool_mode = transaction\nauth_type = scram-sha-256\nauth_file = ${users}\ndefault_pool_size = 4\nmax_client_conn = 200\nignore_startup_parameters = options\n`,
    );
    pooler = spawn(PROGRAM, ['-q', settings], { stdio: 'ignore', cwd: '/', ...account });
  });
  after(async () => {
    for (const one of running) if (one.isRunning()) await one.kill();
    pooler.kill('SIGKILL');
    await admin(`drop database if exists ${database} with (force)`);
    await folder.remove();
  });
  const env = () => ({
    HUBBY_DATA_DIR: path.join(folder.dir, 'data'),
    PORT: '0',
    HUBBY_SECRET_KEY: randomBytes(32).toString('base64'),
    DATABASE_URL: urlOf(server(), { database }),
    HUBBY_APP_DATABASE_URL: `postgres://hubby_app:${process.env['TEST_APP_PASSWORD']}@127.0.0.1:${port}/${database}`,
  });

  it('what it drops is stored by migrate, and both kinds of process work', async () => {
    const all = { ...env(), HUBBY_PREPARED: '0' };
    const seeded = await run(['seed'], all);
    assert.equal(seeded.code, 0, seeded.output);
    const nodes = ['serve', 'serve', 'work'].map((command) => hubby([command], all));
    running.push(...nodes);
    const urls = await Promise.all(nodes.slice(0, 2).map(address));
    const key = JSON.parse(
      fs.readFileSync(path.join(all.HUBBY_DATA_DIR, 'credentials.json'), 'utf8'),
    ) as Key;
    const users = Array.from({ length: 12 }, (_, i) => `pooled-${i}`);
    const booked = await Promise.all(
      users.map((user, i) =>
        call(urls[i % 2]!, key, 'POST', '/api/bookings', {
          departure_date: IN_A_YEAR,
          booking_id: `TRIP-${user}`,
          package_specifications: [{ external_user_id: user, destination: 'GR', size: '1GB' }],
        }),
      ),
    );
    assert.deepEqual(
      booked.map((b) => b.status),
      users.map(() => 201),
    );
    await until('an eSIM for everyone', async () =>
      (
        await Promise.all(
          users.map((user, i) =>
            call(urls[i % 2]!, key, 'GET', `/api/native/user-dashboard?external_user_id=${user}`),
          ),
        )
      ).every((d) => d.body.data.user.has_universal_esim),
    );
    // Not the server's own: autovacuum comes to a database when it will.
    const sessions = await admin<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity
       where datname = '${database}' and backend_type = 'client backend'`,
    );
    assert.ok(sessions[0]!.n <= 4, `${sessions[0]!.n} sessions for three processes`);
    assert.deepEqual(await Promise.all(nodes.map((node) => node.kill('SIGTERM'))), [0, 0, 0]);
    for (const node of nodes) assert.doesNotMatch(node.output(), /"level":50/);
  });

  it('without what migrate stores, a process refuses to serve and says why', async () => {
    await admin(`alter role hubby_app in database ${database} reset all`, database);
    await admin(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database}'`,
    );
    const { code, output } = await run(['serve'], env());
    assert.equal(code, 1);
    assert.match(output, /session is not what Hubby needs: .*statement_timeout is 0/);
    assert.match(output, /npx hubby migrate/);
  });
});
