/** A cluster from a backup, put where the embedded server looks for it. */
import { spawnSync } from 'node:child_process';
import { existsSync, renameSync } from 'node:fs';
import path from 'node:path';
import { chooseHome, CLUSTER } from './home.ts';

/** The folder where a cluster of `dir` belongs. @throws when one is there */
export function emptyHome(dir: string): string {
  const { home } = chooseHome(dir);
  if (existsSync(path.join(home, CLUSTER)))
    throw new Error(
      `There is a database in ${path.join(home, CLUSTER)} already. Restore into another HUBBY_DATA_DIR, or move that one away.`,
    );
  return home;
}

/** `from`: a folder in `emptyHome(dir)` that holds the cluster. */
export function putCluster(dir: string, from: string): void {
  const { account } = chooseHome(dir);
  const cluster = path.join(from, CLUSTER);
  if (account.uid !== undefined) {
    const { status, stderr } = spawnSync(
      'chown',
      ['-R', `${account.uid}:${account.gid}`, cluster],
      { encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`The restored files cannot be given away: ${stderr.trim()}`);
  }
  renameSync(cluster, path.join(emptyHome(dir), CLUSTER));
}
