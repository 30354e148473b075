import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startEmbedded, type Embedded } from '../src/db/embedded.ts';

const SOURCE = path.join(import.meta.dirname, '../src/db/embedded.ts');
const settings = { fsync: 'off', shared_buffers: '16MB' };
const isRoot = process.getuid?.() === 0;

/**
 * A folder of the test's own, open to the server's account; at the end its server is killed and all
 * of it removed.
 */
function newFolder(t: TestContext, mode = 0o711): string {
  const dir = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'hubby-embedded-test-')));
  fs.chmodSync(dir, mode);
  removeAfter(t, dir, path.join(dir, 'pg18'));
  return dir;
}

function removeAfter(t: TestContext, folder: string, dataDir: string): void {
  t.after(async () => {
    const file = path.join(dataDir, 'postmaster.pid');
    if (fs.existsSync(file)) {
      const [pid, , , , socketDir] = fs.readFileSync(file, 'utf8').split('\n');
      const cwd = `/proc/${pid}/cwd`;
      // a stale file may name any process
      if (!fs.existsSync('/proc') || (fs.existsSync(cwd) && fs.realpathSync(cwd) === dataDir)) {
        try {
          process.kill(Number(pid), 'SIGINT');
        } catch {
          /* gone */
        }
        while (fs.existsSync(file) && isAlive(Number(pid))) await sleep(20);
      }
      if (socketDir?.includes('hubby-')) fs.rmSync(socketDir, { recursive: true, force: true });
    }
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
}

function postmasterPid(embedded: Embedded): number {
  return Number(
    fs.readFileSync(path.join(embedded.dataDir, 'postmaster.pid'), 'utf8').split('\n')[0],
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // a zombie that nobody reaps has ended as well
    return !/\) [ZX]/.test(
      fs.existsSync('/proc/self') ? fs.readFileSync(`/proc/${pid}/stat`, 'utf8') : '',
    );
  } catch {
    return false;
  }
}

async function query(embedded: Embedded, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(embedded.config());
  client.on('error', () => {}); // where the server is killed, the query fails as well
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

type Started = {
  child: ChildProcess;
  line: { how: string; dataDir: string; uid: number } | { error: string };
};

/**
 * A process of its own that starts the server, says so, and stays until it is killed or its input
 * ends (then it stops the server).
 */
async function startInChild(
  t: TestContext,
  dir: string,
  { prelude = '', ...ids }: { prelude?: string; uid?: number; gid?: number } = {},
): Promise<Started> {
  const script = `${prelude}
    const { startEmbedded } = await import(${JSON.stringify(SOURCE)});
    try {
      const e = await startEmbedded(${JSON.stringify(dir)}, { settings: ${JSON.stringify(settings)} });
      console.log(JSON.stringify({ how: e.how, dataDir: e.dataDir, uid: process.getuid() }));
      process.stdin.resume().on('end', () => e.stop().then((did) => { console.log(did); process.exit(); }));
    } catch (error) { console.log(JSON.stringify({ error: error.message })); process.exit(); }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    ...ids,
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  const [line] = (await once(createInterface(child.stdout!), 'line')) as [string];
  return { child, line: JSON.parse(line) as Started['line'] };
}

test('a second start finds the data of the first; stop waits until the server is down', async (t) => {
  const dir = newFolder(t);
  const first = await startEmbedded(dir, { settings });
  assert.match(first.how, /^created and started/);
  assert.equal(first.dataDir, path.join(dir, 'pg18'));
  assert.equal(first.notice, null);
  assert.equal(fs.statSync(path.join(first.dataDir, 'hubby.password')).mode & 0o777, 0o600);
  await query(first, 'create table kept as select 7 as n');
  assert.deepEqual(
    await query(
      first,
      `select current_setting('listen_addresses') as addresses, current_setting('timezone') as zone,
      current_setting('max_connections') as connections, current_setting('fsync') as fsync`,
    ),
    [{ addresses: '', zone: 'UTC', connections: '200', fsync: 'off' }],
  );
  const pid = postmasterPid(first);
  const socketDir = first.config().host!;
  assert.equal(await first.stop(), 'server stopped');
  assert.equal(await first.stop(), 'server stopped');
  assert.equal(isAlive(pid), false);
  assert.equal(fs.existsSync(path.join(dir, 'pg18/postmaster.pid')), false);
  assert.equal(fs.existsSync(socketDir), false);

  const second = await startEmbedded(dir, { settings, keepRunning: true });
  assert.match(second.how, /^started/);
  assert.deepEqual(await query(second, 'select n from kept'), [{ n: 7 }]);
  assert.equal(await second.stop(), 'server left running');

  const third = await startEmbedded(dir);
  assert.match(third.how, /^joined/);
  assert.equal(await third.stop(), 'server stopped');
});

test('three cold starts at once share one server, and the last stop stops it', async (t) => {
  const dir = newFolder(t);
  const [own, ...others] = await Promise.all([
    startEmbedded(dir, { settings }),
    startInChild(t, dir),
    startInChild(t, dir),
  ]);
  const lines = others.map(({ line }) => line);
  for (const line of lines) assert.ok('how' in line, JSON.stringify(line));
  const hows = [own.how, ...lines.map((line) => ('how' in line ? line.how : ''))];
  assert.equal(hows.filter((how) => how.includes('created')).length, 1, hows.join('; '));
  assert.equal(hows.filter((how) => how.includes('started')).length, 1, hows.join('; '));
  assert.deepEqual(
    fs.readdirSync(dir).filter((name) => name.includes('.init-')),
    [],
  );
  const pid = postmasterPid(own);
  assert.equal(await own.stop(), 'server left running for others');
  const said: string[] = [];
  for (const { child } of others) {
    assert.equal(isAlive(pid), true);
    const output = once(createInterface(child.stdout!), 'line') as Promise<[string]>;
    child.stdin!.end();
    said.push((await output)[0]);
  }
  assert.deepEqual(said, ['server left running for others', 'server stopped']);
  assert.equal(isAlive(pid), false);
});

test('after kill -9 of the postmaster the next start recovers what was committed, also while a query of the old one still computes', async (t) => {
  const dir = newFolder(t);
  const before = await startEmbedded(dir, { settings });
  await query(before, 'create table kept (n int)');
  await query(before, 'insert into kept values (42)');
  const busy = query(
    before,
    'select count(*) from generate_series(1, 100000) a, generate_series(1, 100000) b',
  ).catch((error: Error) => error);
  while (
    (
      await query(
        before,
        `select 1 from pg_stat_activity where state = 'active' and query like 'select count%'`,
      )
    ).length === 0
  )
    await sleep(20);
  const killed = postmasterPid(before);
  process.kill(killed, 'SIGKILL');

  const after = await startEmbedded(dir, { settings });
  assert.notEqual(postmasterPid(after), killed);
  assert.deepEqual(await query(after, 'select n from kept'), [{ n: 42 }]);
  assert.ok((await busy) instanceof Error);
  assert.equal(await after.stop(), 'server stopped');
  assert.match(await before.stop(), /already ended/);
});

test('a server orphaned by kill -9 of its starter is joined, and stopped by the one who joined', async (t) => {
  const base = newFolder(t);
  const dir = path.join(base, 'made', 'by umask 077');
  removeAfter(t, base, path.join(dir, 'pg18'));
  const { child, line } = await startInChild(t, dir, { prelude: 'process.umask(0o077);' });
  assert.ok('how' in line, JSON.stringify(line));
  assert.equal(line.dataDir, path.join(dir, 'pg18'));
  child.kill('SIGKILL');
  await once(child, 'exit');

  const joined = await startEmbedded(dir, { settings });
  assert.match(joined.how, /^joined/);
  const pid = postmasterPid(joined);
  assert.equal(isAlive(pid), true);
  assert.equal(await joined.stop(), 'server stopped');
  assert.equal(isAlive(pid), false);
});

test('after kill -9 of starter and server a stale postmaster.pid that names a foreign live process of the same account does not matter', async (t) => {
  const dir = newFolder(t);
  const { child, line } = await startInChild(t, dir);
  assert.ok('dataDir' in line, JSON.stringify(line));
  const file = path.join(line.dataDir, 'postmaster.pid');
  const content = fs.readFileSync(file, 'utf8');
  const { uid, gid } = fs.statSync(line.dataDir);
  child.kill('SIGKILL');
  process.kill(Number(content.split('\n')[0]), 'SIGKILL');
  const foreign = spawn('sleep', ['120'], {
    ...(isRoot ? { uid, gid } : {}),
    cwd: '/',
    stdio: 'ignore',
  });
  t.after(() => foreign.kill());
  await once(foreign, 'spawn');
  fs.writeFileSync(file, content.replace(/^\d+/, String(foreign.pid)));
  const socketLock = path.join(content.split('\n')[4]!, '.s.PGSQL.5432.lock');
  fs.writeFileSync(
    socketLock,
    fs.readFileSync(socketLock, 'utf8').replace(/^\d+/, String(foreign.pid)),
  );

  const messages: string[] = [];
  const embedded = await startEmbedded(dir, { settings, log: (message) => messages.push(message) });
  const removed = messages.filter((message) =>
    message.includes(`process ${foreign.pid} is not its server`),
  );
  assert.equal(removed.length, 2, messages.join('\n')); // of the data and of the socket
  assert.equal(isAlive(foreign.pid!), true);
  assert.equal(await embedded.stop(), 'server stopped');
});

test('a server that does not come up is launched four times, then its last log lines are shown', async (t) => {
  const dir = newFolder(t);
  await (await startEmbedded(dir, { settings })).stop();
  const messages: string[] = [];
  await assert.rejects(
    startEmbedded(dir, {
      settings: { ...settings, no_such_setting: '1' },
      log: (message) => messages.push(message),
    }),
    /did not start in 4 tries[^]*unrecognized configuration parameter "no_such_setting"/,
  );
  assert.equal(
    messages.filter((message) => message.startsWith('PostgreSQL did not start')).length,
    3,
    messages.join('\n'),
  );
});

test('an unprivileged user runs it as himself', async (t) => {
  const account = (flag: string) =>
    Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout);
  const ids = isRoot ? { uid: account('-u'), gid: account('-g') } : {};
  if (spawnSync('test', ['-r', SOURCE], { ...ids, cwd: '/' }).status !== 0)
    return t.skip('the sources are closed to nobody');
  const dir = newFolder(t, 0o700);
  if (isRoot) fs.chownSync(dir, ids.uid!, ids.gid!);
  const { child, line } = await startInChild(t, dir, ids);
  assert.ok('uid' in line, JSON.stringify(line));
  assert.equal(line.uid, ids.uid ?? process.getuid?.());
  assert.equal(fs.statSync(line.dataDir).uid, line.uid);
  child.stdin!.end();
  assert.deepEqual(await once(createInterface(child.stdout!), 'line'), ['server stopped']);
});

test(
  'root with a folder closed to the account of the server keeps the data elsewhere and says so',
  { skip: !isRoot && 'needs root' },
  async (t) => {
    const dir = newFolder(t, 0o700);
    const embedded = await startEmbedded(dir, { settings });
    const home = path.dirname(embedded.dataDir);
    removeAfter(t, home, embedded.dataDir);
    assert.match(home, /^\/var\/lib\/hubby\/[0-9a-f]{12}$/);
    assert.ok(
      embedded.notice?.includes(home) && embedded.notice.includes(dir),
      embedded.notice ?? '',
    );
    await query(embedded, 'create table kept as select 7 as n');
    await embedded.stop();

    fs.chmodSync(dir, 0o755); // the data is not left behind
    const again = await startEmbedded(dir, { settings });
    assert.equal(again.dataDir, embedded.dataDir);
    assert.deepEqual(await query(again, 'select n from kept'), [{ n: 7 }]);
    assert.equal(await again.stop(), 'server stopped');
  },
);

test('a machine without binaries is told to set DATABASE_URL', async (t) => {
  const { line } = await startInChild(t, newFolder(t), {
    prelude: `Object.defineProperty(process, 'arch', { value: 'vax' });`,
  });
  assert.ok(
    'error' in line && line.error.includes('DATABASE_URL') && line.error.includes('-vax'),
    JSON.stringify(line),
  );
});

test(
  'a uid without a name is told to set DATABASE_URL',
  { skip: !isRoot && 'needs root' },
  async (t) => {
    const ids = { uid: 54321, gid: 54321 };
    if (spawnSync('test', ['-r', SOURCE], { ...ids, cwd: '/' }).status !== 0)
      return t.skip('the sources are closed to others');
    const dir = newFolder(t);
    fs.chownSync(dir, ids.uid, ids.gid);
    const { line } = await startInChild(t, dir, ids);
    assert.ok(
      'error' in line && line.error.includes('DATABASE_URL') && line.error.includes('54321'),
      JSON.stringify(line),
    );
  },
);
