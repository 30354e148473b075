/**
 * Fail-over on Debian's PostgreSQL 15: a primary with a synchronous standby, serve and work under
 * load, kill -9 of the primary, promotion. Every acknowledged fact must be there, here and in the
 * telco's books, which are kept elsewhere.
 *   node test/faults/fail-over.ts [--rounds 1] [--seconds 5]
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { freePort } from '../support/free-port.ts';
import { IN_A_YEAR } from '../support/in-a-year.ts';
import { until } from './checks.ts';
import { address, call, hubby, run, type Key, type Process } from './processes.ts';

const BIN = '/usr/lib/postgresql/15/bin';
const CLIENTS = 8;

export const canFailOver = (): boolean => fs.existsSync(`${BIN}/pg_basebackup`);

type Server = { dir: string; port: number; child: ChildProcess | null };
type Fact = { reference: string; user: string; id: string; queue: string; isRedeemed: boolean };

const account = (): { uid?: number; gid?: number } => {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number => Number(spawnSync('id', [flag, 'postgres']).stdout);
  return { uid: id('-u'), gid: id('-g') };
};

function tool(name: string, args: string[]): void {
  const { status, stderr, error } = spawnSync(`${BIN}/${name}`, args, {
    ...account(),
    cwd: '/',
    encoding: 'utf8',
  });
  assert.equal(status, 0, `${name}: ${error?.message ?? stderr}`);
}

async function sql<T = Record<string, unknown>>(port: number, text: string, db = 'hubby') {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database: db });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows as T[];
  } finally {
    await client.end().catch(() => {});
  }
}

async function launch(server: Server, ...settings: string[]): Promise<void> {
  const options = [
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${server.dir}`,
    'max_connections=100',
    'fsync=off',
    'wal_keep_size=512MB',
    ...settings,
  ].flatMap((setting) => ['-c', setting]);
  server.child = spawn(
    `${BIN}/postgres`,
    ['-D', server.dir, '-p', String(server.port), ...options],
    {
      ...account(),
      cwd: '/',
      stdio: 'ignore',
    },
  );
  const { child } = server;
  await until('PostgreSQL to answer', () => {
    assert.equal(child.exitCode, null, `PostgreSQL of ${server.dir} ended at once`);
    return sql(server.port, 'select 1', 'postgres').catch(() => null);
  });
}

/** The processes under test, and clients that note what they were promised. */
function makeTraffic(key: Key, urls: string[]) {
  let isOver = false;
  let count = 0;
  const facts: Fact[] = [];
  const wrong: string[] = [];
  let answeredAt = 0;
  const ask = async (method: string, target: string, body?: unknown) => {
    const reply = await call(urls[count++ % urls.length]!, key, method, target, body).catch(
      () => null,
    );
    if (reply !== null && reply.status < 300) answeredAt = performance.now();
    if (reply !== null && reply.status >= 500 && reply.status !== 503)
      wrong.push(`${method} ${target} ${reply.status} ${JSON.stringify(reply.body)}`);
    if (reply === null || reply.status >= 500) await sleep(50);
    return reply;
  };
  /** Until it is acknowledged, also after the end: what was sent may be stored. */
  const book = async (user: string): Promise<Fact> => {
    const body = {
      departure_date: IN_A_YEAR,
      booking_id: `trip-${user}`,
      package_specifications: [{ external_user_id: user, destination: 'GR', size: '1GB' }],
    };
    return until(`the booking of ${user}`, async () => {
      const data = (await ask('POST', '/api/bookings', body))?.body?.data;
      return data === undefined
        ? null
        : {
            reference: body.booking_id,
            user,
            id: data.id,
            queue: data.package_queues[0].id,
            isRedeemed: false,
          };
    });
  };
  const redeem = async (fact: Fact): Promise<void> => {
    const body = { external_user_id: fact.user, package_queue_id: fact.queue };
    await until(`the package of ${fact.user}`, async () => {
      const reply = await ask('POST', '/api/native/redeem-package', body);
      return reply?.status === 200 || reply?.body?.error?.type === 'already_redeemed';
    });
    fact.isRedeemed = true;
  };
  const client = async (n: number): Promise<void> => {
    for (let i = 0; !isOver; i++) {
      const fact = await book(`u-${n}-${i}`);
      facts.push(fact);
      if (i % 2 === 0) await redeem(fact);
    }
  };
  const clients = Array.from({ length: CLIENTS }, (_, n) => client(n));
  return {
    facts,
    wrong,
    ask,
    /** Resolves when something was acknowledged after this moment. */
    async answered(): Promise<void> {
      const from = performance.now();
      await until('an answer', async () => answeredAt > from);
    },
    async stop(): Promise<void> {
      isOver = true;
      await Promise.all(clients);
    },
  };
}

async function check(primary: number, telco: number, facts: Fact[]): Promise<void> {
  await until('all orders to settle', async () => {
    const [open] = await sql(
      primary,
      `select 1 from provider_orders where state in ('intent', 'unknown') limit 1`,
    );
    return open === undefined;
  });
  const stored = await sql<{ reference: string; id: string }>(
    primary,
    'select booking_id as reference, id from bookings',
  );
  assert.equal(new Set(stored.map((b) => b.reference)).size, stored.length, 'no booking twice');
  const ids = new Map(stored.map((b) => [b.reference, b.id]));
  for (const fact of facts) assert.equal(ids.get(fact.reference), fact.id, fact.reference);
  const packages = await sql<{ queue: string }>(primary, 'select queue_id as queue from packages');
  const there = new Set(packages.map((p) => p.queue));
  for (const fact of facts.filter((f) => f.isRedeemed))
    assert.ok(there.has(fact.queue), `${fact.queue} was answered as redeemed`);
  // The telco's books did not fail: what it made is what we know of, each once.
  const made = await sql<{ id: string; reference: string }>(
    telco,
    'select id::text, reference::text from telco.orders order by reference',
  );
  const known = await sql<{ id: string; reference: string }>(
    primary,
    `select provider_order_id as id, reference::text from provider_orders where state = 'confirmed' order by reference::text`,
  );
  const byReference = (a: { reference: string }, b: { reference: string }): number =>
    a.reference < b.reference ? -1 : 1;
  assert.deepEqual(known.sort(byReference), made.sort(byReference));
}

export async function failOver(options: { rounds: number; seconds: number }) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'hubby-fail-over-'));
  const { uid, gid } = account();
  if (uid !== undefined) fs.chownSync(root, uid, gid!);
  fs.chmodSync(root, 0o755);
  const servers: Server[] = [];
  const add = async (name: string): Promise<Server> => {
    const server = { dir: path.join(root, name), port: await freePort(), child: null };
    servers.push(server);
    return server;
  };
  const running: Process[] = [];
  try {
    const [telco, a, b] = [await add('telco'), await add('a'), await add('b')];
    for (const { dir } of [telco, a])
      tool('initdb', [
        '-D',
        dir,
        '-U',
        'postgres',
        '-E',
        'UTF8',
        '--locale=C.UTF-8',
        '--auth=trust',
        '-N',
      ]);
    await launch(telco);
    await sql(telco.port, 'create database hubby', 'postgres');
    await launch(a);
    await sql(a.port, 'create database hubby', 'postgres');
    const env = {
      HUBBY_DATA_DIR: path.join(root, 'data'),
      PORT: '0',
      LOG_LEVEL: 'info',
      DATABASE_URL: `postgres://postgres@127.0.0.1:${a.port},127.0.0.1:${b.port}/hubby`,
      HUBBY_SANDBOX_DATABASE_URL: `postgres://postgres@127.0.0.1:${telco.port}/hubby`,
    };
    fs.mkdirSync(env.HUBBY_DATA_DIR);
    const seeded = await run(['seed'], env);
    assert.equal(seeded.code, 0, seeded.output);
    const key = JSON.parse(
      fs.readFileSync(path.join(env.HUBBY_DATA_DIR, 'credentials.json'), 'utf8'),
    ) as Key;
    running.push(hubby(['serve'], env), hubby(['serve'], env), hubby(['work'], env));
    const urls = await Promise.all(running.slice(0, 2).map(address));
    const traffic = makeTraffic(key, urls);
    let [primary, standby] = [a, b];
    for (let round = 1; round <= options.rounds; round++) {
      await follow(primary, standby);
      await traffic.answered();
      await sleep(options.seconds * 1_000);
      primary.child!.kill('SIGKILL');
      tool('pg_ctl', ['promote', '-D', standby.dir, '-w']);
      // Alone it waits for nobody; the next round gives it a standby again.
      [primary, standby] = [standby, primary];
      await traffic.answered();
    }
    await traffic.stop();
    await check(primary.port, telco.port, traffic.facts);
    assert.deepEqual(traffic.wrong, []);
    for (const one of running) assert.ok(one.isRunning(), one.output().slice(-4_000));
    assert.deepEqual(await Promise.all(running.map((one) => one.kill('SIGTERM'))), [0, 0, 0]);
    const redeemed = traffic.facts.filter((f) => f.isRedeemed).length;
    return { rounds: options.rounds, bookings: traffic.facts.length, redeemed };
  } finally {
    for (const one of running) if (one.isRunning()) await one.kill();
    for (const { child } of servers) child?.kill('SIGQUIT');
    await sleep(500);
    fs.rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

/** A fresh copy of `primary` follows it, and from then on every commit waits for the copy. */
async function follow(primary: Server, standby: Server): Promise<void> {
  fs.rmSync(standby.dir, { recursive: true, force: true });
  const from = `host=127.0.0.1 port=${primary.port} user=postgres application_name=standby`;
  tool('pg_basebackup', [
    '-D',
    standby.dir,
    '-d',
    from,
    '-R',
    '-X',
    'stream',
    '-c',
    'fast',
    '--no-sync',
  ]);
  await launch(standby);
  await sql(primary.port, `alter system set synchronous_standby_names = 'standby'`, 'postgres');
  await sql(primary.port, 'select pg_reload_conf()', 'postgres');
  await until('the standby to be synchronous', async () => {
    const rows = await sql(
      primary.port,
      `select 1 from pg_stat_replication where sync_state = 'sync' and state = 'streaming'`,
    );
    return rows.length > 0;
  });
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '5' },
    },
  });
  console.log(await failOver({ rounds: Number(values.rounds), seconds: Number(values.seconds) }));
}
