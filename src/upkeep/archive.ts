/**
 * A backup: one compressed archive with what it is of, the database, and in staging the key and
 * credentials beside it.
 */
import { createReadStream, createWriteStream, existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { runTar } from '../db/embedded/tar.ts';

export const MANIFEST = 'hubby-backup.json';
export const DUMP = 'database.dump';

export type Manifest = {
  format: 1;
  /** `cluster`: the files of the embedded server; `dump`: made by pg_dump */
  kind: 'cluster' | 'dump';
  made_at: string;
  env: string;
  schema_version: number;
  /** of the key that its secrets lie under */
  key_fingerprint: string;
};

/** Compresses `tar` into `file`, readable by its owner only, and removes it. */
export async function pack(tar: string, file: string): Promise<void> {
  const out = createWriteStream(file, { mode: 0o600, flags: 'wx', flush: true });
  await pipeline(createReadStream(tar), createGzip(), out);
  rmSync(tar);
}

/** Unpacks a backup into the folder `to` and answers what it is of. */
export async function unpack(file: string, to: string): Promise<Manifest> {
  const tar = path.join(to, 'backup.tar');
  await pipeline(createReadStream(file), createGunzip(), createWriteStream(tar, { mode: 0o600 }));
  await runTar(['-xf', tar, '--no-same-owner', '-C', to]);
  rmSync(tar);
  if (!existsSync(path.join(to, MANIFEST))) throw new Error(`${file} is no backup of Hubby.`);
  const manifest = JSON.parse(readFileSync(path.join(to, MANIFEST), 'utf8')) as Manifest;
  if (manifest.format !== 1)
    throw new Error(`${file} was made by a newer release (format ${String(manifest.format)}).`);
  return manifest;
}
