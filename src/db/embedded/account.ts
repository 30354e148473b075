/** As whom the server runs: PostgreSQL refuses to run as root. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { USE_OWN_SERVER } from './way-out.ts';

/** The account the server runs as: empty for "the same as this process". */
export type Account = { uid?: number; gid?: number };

export function serverAccount(): Required<Account> {
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) =>
      spawnSync('id', [flag, name], { encoding: 'utf8' }),
    );
    if (uid?.status === 0 && gid?.status === 0)
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  throw new Error(
    `PostgreSQL does not run as root, and there is neither an account postgres nor nobody. Start Hubby as another user. ${USE_OWN_SERVER}`,
  );
}

/**
 * Asked of the system rather than worked out from mode bits: access lists and every folder above
 * count as well.
 */
export function canEnter(dir: string, account: Account): boolean {
  return (
    account.uid === undefined ||
    spawnSync('test', ['-x', dir], { ...account, cwd: '/' }).status === 0
  );
}

export function giveTo(account: Account, file: string): void {
  if (account.uid !== undefined && account.gid !== undefined)
    fs.lchownSync(file, account.uid, account.gid);
}
