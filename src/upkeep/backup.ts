/**
 * `hubby backup <file>`: everything that a restored installation needs, beside running processes.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import type pg from 'pg';
import { loadConfig, type Config } from '../config.ts';
import { readAddress, type Address } from '../db/address.ts';
import { asOwner } from '../db/as-owner.ts';
import { refuseStranger } from '../db/identity.ts';
import { openSecrets } from '../start/open-secrets.ts';
import type { Secrets } from '../secrets.ts';
import { DUMP, MANIFEST, pack, type Manifest } from './archive.ts';
import { runPgTool } from './pg-tools.ts';

/** Makes `file`, which must not be there yet, and answers what is in it. */
export async function backup(file: string): Promise<string> {
  const config = loadConfig();
  const target = path.resolve(file);
  if (existsSync(target)) throw new Error(`${target} is there already; name another file.`);
  mkdirSync(path.dirname(target), { recursive: true });
  const secrets = openSecrets(config);
  const scratch = mkdtempSync(`${target}.making-`);
  try {
    const tar = path.join(scratch, 'backup.tar');
    await (config.databaseUrl === null
      ? packEmbedded(config, secrets, tar)
      : packDump(config, config.databaseUrl, secrets, tar, scratch));
    const beside = config.secretKey === null ? ['secret.key', 'credentials.json'] : [];
    const { runTar } = await import('../db/embedded/tar.ts');
    const there = beside.filter((name) => existsSync(path.join(config.dataDir, name)));
    if (there.length > 0) await runTar(['-rf', tar, '-C', config.dataDir, ...there]);
    await pack(tar, target);
    const key =
      config.secretKey === null
        ? `The key is in it (${there.join(', ')}): keep it where only you can read it.`
        : 'HUBBY_SECRET_KEY is not in it: keep that apart.';
    return `The backup is in ${target}. ${key}`;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function packEmbedded(config: Config, secrets: Secrets, tar: string): Promise<void> {
  if (!existsSync(path.join(config.dataDir)))
    throw new Error(`Nothing has been started in ${config.dataDir} yet.`);
  const { startEmbedded } = await import('../db/embedded.ts');
  const { addText, copyCluster } = await import('../db/embedded/copy-cluster.ts');
  const server = await startEmbedded(config.dataDir);
  try {
    const about = await describe('cluster', config, server.config('hubby'), secrets);
    await copyCluster(server.dataDir, server.config('postgres'), tar);
    await addText(tar, MANIFEST, about);
  } finally {
    await server.stop();
  }
}

async function packDump(
  config: Config,
  url: string,
  secrets: Secrets,
  tar: string,
  scratch: string,
): Promise<void> {
  const { addText } = await import('../db/embedded/copy-cluster.ts');
  const { runTar } = await import('../db/embedded/tar.ts');
  const about = await describe('dump', config, readAddress(url), secrets);
  // Jobs only nudge; migrate makes their schema anew.
  await runPgTool('pg_dump', url, [
    '--format=custom',
    '--exclude-schema=graphile_worker',
    `--file=${path.join(scratch, DUMP)}`,
  ]);
  await runTar(['-cf', tar, '-C', scratch, DUMP]);
  await addText(tar, MANIFEST, about);
}

async function describe(
  kind: Manifest['kind'],
  config: Config,
  owner: Address | pg.ClientConfig,
  secrets: Secrets,
): Promise<string> {
  return asOwner(owner as Address, async (client) => {
    const mine = { env: config.env, fingerprints: secrets.fingerprints };
    const key_fingerprint = await refuseStranger(client, mine);
    if (key_fingerprint === null) throw new Error('There is nothing in this database yet.');
    const { rows } = await client.query(
      'select max(version)::int as version from public.schema_version',
    );
    const manifest: Manifest = {
      format: 1,
      kind,
      made_at: new Date().toISOString(),
      env: config.env,
      schema_version: rows[0]!.version,
      key_fingerprint,
    };
    return `${JSON.stringify(manifest, null, 2)}\n`;
  });
}
