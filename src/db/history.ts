/** Which migrations a database has been through, beside those of this release. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const MIGRATIONS = fileURLToPath(new URL('../../migrations/', import.meta.url));

export type Migration = { version: number; name: string; text: string; md5: string };

/**
 * This release's, in order. The MD5 is what the table of applied migrations keeps; it guards
 * against mistakes only.
 */
export function migrations(): Migration[] {
  return readdirSync(MIGRATIONS)
    .filter((file) => /^\d+\.do\..*\.sql$/.test(file))
    .sort()
    .map((file) => {
      const text = readFileSync(MIGRATIONS + file, 'utf8');
      const [number, , name] = file.split('.');
      const md5 = createHash('md5').update(text).digest('hex');
      return { version: Number(number), name: name!, text, md5 };
    });
}

/** The schema version this release expects: the number of its newest migration. */
export const expectedVersion = (): number => Math.max(...migrations().map((m) => m.version));

export const APPLIED = 'select version::int, name, md5 from public.schema_version order by version';
export type Applied = { version: number; name: string | null; md5: string | null };

/**
 * The version that a database has reached, 0 = none. Refuses one that got there by other files than
 * ours: its tables may have our names and another shape. What a newer release applied after ours is
 * not looked at.
 */
export function versionReached(applied: readonly Applied[]): number {
  const ours = new Map(migrations().map((m) => [m.version, m]));
  for (const { version, name, md5 } of applied) {
    const file = ours.get(version);
    if (file === undefined || md5 === null || md5 === file.md5) continue;
    throw new Error(
      `This database was made by a development version: its migration ${version} ("${name}") is not this release's ("${file.name}"), so it cannot be upgraded. Start with an empty data folder (HUBBY_DATA_DIR), or give the DATABASE_URL of an empty database. How to keep its rows: "Databases of development versions" in docs/operating.md.`,
    );
  }
  return Math.max(0, ...applied.map((row) => row.version));
}
