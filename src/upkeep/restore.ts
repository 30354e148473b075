/** `hubby restore <file>`: a backup into a place where there is nothing yet. */
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { credentialsFile, readCredentials } from '@hubby/sdk/environment';
import { loadConfig, type Config } from '../config.ts';
import { writeCredentials } from '../credentials.ts';
import { openDatabase } from '../start/database.ts';
import { readAddress, type Address } from '../db/address.ts';
import { ensureRole } from '../db/app-role.ts';
import { asOwner } from '../db/as-owner.ts';
import { emptyHome, putCluster } from '../db/embedded/put-cluster.ts';
import { createDb } from '../db/pool.ts';
import { expectedVersion } from '../db/history.ts';
import { advanceFeed } from '../domain/webhooks/feed/advance-feed.ts';
import { openSecrets } from '../start/open-secrets.ts';
import { prepareDatabase } from '../start/prepare-database.ts';
import { makeLog } from '../runtime.ts';
import { DUMP, unpack, type Manifest } from './archive.ts';
import { runPgTool } from './pg-tools.ts';

export async function restore(file: string): Promise<string> {
  const config = loadConfig();
  const source = path.resolve(file);
  if (!existsSync(source)) throw new Error(`${source} is not there.`);
  const isEmbedded = config.databaseUrl === null;
  // Where the cluster belongs, so that it is only renamed.
  const place = isEmbedded ? emptyHome(config.dataDir) : tmpdir();
  const scratch = mkdtempSync(path.join(place, 'restoring-'));
  try {
    const manifest = await unpack(source, scratch);
    refuseUnfit(config, manifest);
    takeKey(config, scratch);
    if (!openSecrets(config).fingerprints.includes(manifest.key_fingerprint))
      throw new Error(
        'HUBBY_SECRET_KEY (or secret.key in the data folder) is not the key that was in force when this backup was made. Nothing was restored.',
      );
    if (isEmbedded) putCluster(config.dataDir, scratch);
    else await loadDump(config.databaseUrl!, path.join(scratch, DUMP));
    const version = await prepare(config);
    takeCredentials(config, scratch);
    return `The backup of ${manifest.made_at} is restored; the schema is at version ${version}. Before anything else: "After a restore" in docs/operating.md.`;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function refuseUnfit(config: Config, { kind, env, schema_version }: Manifest): void {
  if ((kind === 'cluster') !== (config.databaseUrl === null))
    throw new Error(
      kind === 'cluster'
        ? 'This backup is of an embedded database: restore it without DATABASE_URL.'
        : 'This backup was made by pg_dump: give the DATABASE_URL of an empty database.',
    );
  if (env !== config.env)
    throw new Error(`This backup is of ${env}, and HUBBY_ENV is ${config.env}.`);
  if (schema_version > expectedVersion())
    throw new Error(
      `This backup has schema version ${schema_version}, of a newer release; this one knows ${expectedVersion()}.`,
    );
}

/** The key of staging lies in the backup; one that is here already stays. */
function takeKey(config: Config, from: string): void {
  const [source, target] = [path.join(from, 'secret.key'), path.join(config.dataDir, 'secret.key')];
  if (config.secretKey !== null || !existsSync(source) || existsSync(target)) return;
  mkdirSync(config.dataDir, { recursive: true });
  copyFileSync(source, target);
  chmodSync(target, 0o600);
}

/** Without the address: there the installation answers that the backup was made of. */
function takeCredentials(config: Config, from: string): void {
  const stored = readCredentials(from);
  if (stored === null || existsSync(credentialsFile(config.dataDir))) return;
  const { base_url: _, ...others } = stored;
  writeCredentials(config.dataDir, others);
}

async function loadDump(url: string, dump: string): Promise<void> {
  await asOwner(readAddress(url), async (client) => {
    const { rows } = await client.query(`select to_regclass('public.meta') is not null as there`);
    if (rows[0]!.there) throw new Error('The database of DATABASE_URL is not empty.');
    await ensureRole(client);
  });
  await runPgTool('pg_restore', url, ['--no-owner', '--exit-on-error', dump]);
}

async function prepare(config: Config): Promise<number> {
  const secrets = openSecrets(config);
  const database = await openDatabase(config, secrets, makeLog('warn'));
  try {
    const { version, toDo } = await prepareDatabase(config, database, secrets);
    if (toDo !== null) throw new Error(toDo);
    await moveFeedOn(database.app);
    return version;
  } finally {
    await database.stop();
  }
}

/**
 * A restored server counts transactions from an earlier point, and partners' cursors know of later
 * ones.
 */
async function moveFeedOn(app: Address): Promise<void> {
  const db = createDb(app, { max: 2 });
  try {
    await advanceFeed(db, null);
  } finally {
    await db.end();
  }
}
