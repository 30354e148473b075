/**
 * A copy of a running cluster, good at the instant at which it ends: what pg_basebackup makes,
 * which npm does not bring.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { CLUSTER } from './home.ts';
import { runTar } from './tar.ts';

/** What a server makes anew, or what is true of the running one only. */
const LEFT_OUT = [
  'postmaster.pid',
  'postmaster.opts',
  ...['pg_wal', 'pg_replslot', 'pg_dynshmem', 'pg_notify', 'pg_serial', 'pg_snapshots'].map(
    (folder) => `${folder}/*`,
  ),
  ...['pg_stat_tmp', 'pg_subtrans'].map((folder) => `${folder}/*`),
];

/**
 * Writes the cluster in `dataDir` into the archive `tar` (not compressed); `config` is the
 * superuser's.
 */
export async function copyCluster(
  dataDir: string,
  config: pg.ClientConfig,
  tar: string,
): Promise<void> {
  const home = path.dirname(dataDir);
  const client = new pg.Client(config);
  client.on('error', () => {});
  await client.connect();
  try {
    // Gone with this session; until then the server keeps the log that the copy needs.
    await client.query('select pg_create_physical_replication_slot($1, true, true)', [
      `hubby_backup_${process.pid}`,
    ]);
    const start = await walFile(client, 'pg_backup_start($1, fast => true)', ['hubby']);
    await runTar([
      '-cf',
      tar,
      ...LEFT_OUT.map((name) => `--exclude=${CLUSTER}/${name}`),
      '-C',
      home,
      CLUSTER,
    ]);
    const { rows } = await client.query<{ label: string; wal: string }>(
      `select labelfile as label, pg_walfile_name(lsn) as wal
       from pg_backup_stop(wait_for_archive => false)`,
    );
    const log = readdirSync(path.join(dataDir, 'pg_wal'))
      .filter((name) => /^[0-9A-F]{24}$/.test(name) && name >= start && name <= rows[0]!.wal)
      .map((name) => path.join(CLUSTER, 'pg_wal', name));
    await runTar(['-rf', tar, '-C', home, ...log]);
    await addText(tar, path.join(CLUSTER, 'backup_label'), rows[0]!.label);
  } finally {
    await client.end().catch(() => {});
  }
}

async function walFile(client: pg.Client, position: string, params: unknown[]): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `select pg_walfile_name(${position}) as name`,
    params,
  );
  return rows[0]!.name;
}

/** Appends a file with this text to an archive. */
export async function addText(tar: string, name: string, text: string): Promise<void> {
  const scratch = `${tar}.add`;
  mkdirSync(path.join(scratch, path.dirname(name)), { recursive: true });
  try {
    writeFileSync(path.join(scratch, name), text, { mode: 0o600 });
    await runTar(['-rf', tar, '-C', scratch, name]);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
