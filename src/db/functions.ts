/**
 * The SQL functions: each stands alone in a file beside the operation that calls it
 * (`create-booking.sql` holds `create_booking`), and is put into the database after the tables
 * whenever its text has changed. A file may end with the trigger that its function serves.
 *
 * A function whose arguments, payload or result change gets a new name, and its old file stays for
 * one release: processes of the release before go on calling it while the new ones start.
 */
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';

const SRC = fileURLToPath(new URL('../', import.meta.url));

export type SqlFunction = { name: string; file: string; text: string; hash: string };

/** All of them, by name. */
export function sqlFunctions(): SqlFunction[] {
  const found = globSync('**/*.sql', { cwd: SRC }).map((file): SqlFunction => {
    const text = readFileSync(SRC + file, 'utf8');
    const name = basename(file, '.sql').replaceAll('-', '_');
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
    return { name, file: `src/${file}`, text, hash };
  });
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Brings the functions to this release's, in one transaction. Returns the names of those that
 * changed.
 */
export async function applyFunctions(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query('select name, hash from sql_functions');
  const applied = new Map(rows.map((row): [string, string] => [row.name, row.hash]));
  const changed = sqlFunctions().filter(({ name, hash }) => applied.get(name) !== hash);
  if (changed.length === 0) return [];
  await client.query('begin');
  try {
    // Functions call one another and come in the order of their names.
    await client.query('set local check_function_bodies = off');
    for (const { text } of changed) await client.query(text);
    await client.query('set local check_function_bodies = on');
    for (const { text } of changed) await client.query(text);
    await client.query(
      `insert into sql_functions (name, hash) select * from unnest($1::text[], $2::text[])
       on conflict (name) do update set hash = excluded.hash, applied_at = now()`,
      [changed.map((f) => f.name), changed.map((f) => f.hash)],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
  return changed.map((f) => f.name);
}
