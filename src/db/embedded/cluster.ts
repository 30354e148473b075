/** The cluster: the folder with the data, and the password of its superuser beside them. */
import { execFile } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { giveTo, type Account } from './account.ts';
import { renameUnlessTaken } from './folders.ts';
import { asOptions, serverEnvironment, sharedMemorySettings } from './settings.ts';
import { USE_OWN_SERVER } from './way-out.ts';

const PASSWORD_FILE = 'hubby.password';
const ABANDONED_INIT_MS = 10 * 60_000;

const run = promisify(execFile);

/**
 * Creates the cluster beside its place and renames it, password included: neither a crash nor
 * another start ever sees half of it.
 * @returns whether this call created it.
 */
export async function createCluster(
  dataDir: string,
  programs: string,
  account: Account,
  settings: Record<string, string>,
  log: (message: string) => void,
): Promise<boolean> {
  if (fs.existsSync(path.join(dataDir, 'PG_VERSION'))) return false;
  removeAbandonedInits(dataDir);
  log(`creating the database in ${dataDir}`);
  const scratch = fs.mkdtempSync(`${dataDir}.init-`);
  try {
    giveTo(account, scratch);
    const passwordFile = path.join(scratch, 'password');
    const cluster = path.join(scratch, 'cluster');
    fs.writeFileSync(passwordFile, `${crypto.randomBytes(24).toString('base64url')}\n`, {
      mode: 0o600,
      flush: true,
    });
    giveTo(account, passwordFile);
    await run(path.join(programs, 'bin/initdb'), initOptions(cluster, passwordFile, settings), {
      ...account,
      cwd: '/',
      env: serverEnvironment(),
    });
    fs.renameSync(passwordFile, path.join(cluster, PASSWORD_FILE));
    if (!renameUnlessTaken(cluster, dataDir)) return false;
    const parent = fs.openSync(path.dirname(dataDir), 'r');
    fs.fsyncSync(parent);
    fs.closeSync(parent);
    return true;
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim() || (error as Error).message;
    if (said.includes('could not look up effective user ID')) {
      throw new Error(
        `The built-in PostgreSQL cannot create a database as uid ${process.getuid?.()}, since that uid has no name on this machine (no entry in /etc/passwd). Give it one. ${USE_OWN_SERVER}`,
      );
    }
    throw new Error(`The database could not be created in ${dataDir}: ${said}`, { cause: error });
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

const initOptions = (
  cluster: string,
  passwordFile: string,
  settings: Record<string, string>,
): string[] => [
  '-D',
  cluster,
  '-U',
  'postgres',
  `--pwfile=${passwordFile}`,
  '--auth=scram-sha-256',
  '-E',
  'UTF8',
  // the builtin provider sorts the same on every machine, so an index survives an update of
  // the system's libraries
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--data-checksums',
  '--no-instructions',
  ...(settings.fsync === 'off' ? ['--no-sync'] : []),
  ...asOptions(sharedMemorySettings()),
];

function removeAbandonedInits(dataDir: string): void {
  const prefix = `${path.basename(dataDir)}.init-`;
  for (const name of fs
    .readdirSync(path.dirname(dataDir))
    .filter((name) => name.startsWith(prefix))) {
    const scratch = path.join(path.dirname(dataDir), name);
    const stat = fs.statSync(scratch, { throwIfNoEntry: false });
    if (stat && Date.now() - stat.mtimeMs > ABANDONED_INIT_MS)
      fs.rmSync(scratch, { recursive: true, force: true });
  }
}

export function readPassword(dataDir: string): string {
  const file = path.join(dataDir, PASSWORD_FILE);
  try {
    return fs.readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new Error(
      `${dataDir} cannot be opened: its password file ${file} is missing or unreadable.`,
      { cause },
    );
  }
}
