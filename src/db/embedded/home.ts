/** Where the data lives. */
import fs from 'node:fs';
import path from 'node:path';
import { canEnter, serverAccount, type Account } from './account.ts';
import { makeFolder, shortHash } from './folders.ts';
import { USE_OWN_SERVER } from './way-out.ts';

/** The folder of the cluster, in its home. */
export const CLUSTER = 'pg18';

/**
 * PostgreSQL refuses to run as root, and its account may be unable to enter the folder that root
 * was asked to use.
 */
export function chooseHome(dir: string): { home: string; account: Account; notice: string | null } {
  const asked = makeFolder(dir);
  if (process.getuid?.() !== 0) {
    const owner = clusterOwner(asked);
    if (owner && owner.uid !== process.getuid?.()) {
      throw new Error(
        `The database in ${path.join(asked, CLUSTER)} belongs to another account (uid ${owner.uid}): start Hubby as that account or as root, or choose another data folder.`,
      );
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
      throw new Error(
        `The account that owns the database in ${path.join(home, CLUSTER)} (uid ${account.uid}) can no longer enter that folder: run chmod o+x on it and on the folders above it.`,
      );
    }
    return { home, account, notice: home === asked ? null : notice };
  }
  const account = serverAccount();
  if (canEnter(asked, account)) return { home: asked, account, notice: null };
  const home = makeFolder(substitute);
  if (canEnter(home, account)) return { home, account, notice };
  throw new Error(
    `The account that runs PostgreSQL (uid ${account.uid}) can enter neither ${asked} nor ${home}: choose a data folder that it can enter. ${USE_OWN_SERVER}`,
  );
}

function clusterOwner(home: string): Required<Account> | undefined {
  const cluster = path.join(home, CLUSTER);
  // stat first: PG_VERSION itself is out of sight for an account that is not the owner
  const stat = fs.statSync(cluster, { throwIfNoEntry: false });
  if (
    !stat ||
    (stat.uid === process.getuid?.() && !fs.existsSync(path.join(cluster, 'PG_VERSION')))
  )
    return undefined;
  return { uid: stat.uid, gid: stat.gid };
}
