/** What a process asks of a database before it serves from it. */
import { claim, refuseFreeRole, refuseStranger, type Identity } from '../db/identity.ts';
import { APPLIED, expectedVersion, versionReached, type Applied } from '../db/history.ts';
import { isNotNow } from '../db/not-now.ts';
import type { Db } from '../db/pool.ts';
import { sqlState } from '../db/retry.ts';
import type { Secrets } from '../secrets.ts';
import { REFUSED_LOGIN, SQLSTATE } from '../db/sqlstate.ts';

/**
 * No such role, no login, another password, no such table: nobody has prepared the database for
 * this installation.
 */
const UNPREPARED: readonly string[] = [
  ...REFUSED_LOGIN,
  SQLSTATE.undefinedTable,
  SQLSTATE.insufficientPrivilege,
  SQLSTATE.invalidParameterValue,
];

/**
 * Refuses a role that row-level security would not bind, a database of another schema, environment
 * or key. Afterwards the key that the database remembers is in force. One that belongs to nobody
 * yet is ours from now on, unless `onlyLooks`.
 */
export async function checkDatabase(
  db: Db,
  env: Identity['env'],
  secrets: Secrets,
  onlyLooks = false,
): Promise<void> {
  try {
    await refuseFreeRole(db.pool);
    await refuseOtherSchema(db);
    const mine = { env, fingerprints: secrets.fingerprints };
    const inForce = await (onlyLooks ? refuseStranger(db.pool, mine) : claim(db.pool, mine));
    if (inForce !== null) secrets.use(inForce);
  } catch (error) {
    const state = sqlState(error);
    if (state === null || !UNPREPARED.includes(state)) throw error;
    throw new Error(
      `The database is not prepared for this process (${(error as Error).message}): run npx hubby migrate first, with the same HUBBY_SECRET_KEY.`,
      { cause: error },
    );
  }
}

/** The sandbox telco's own database: there, and prepared. */
export const checkSandboxDatabase = (db: Db): Promise<unknown> =>
  inSandboxDatabase(() => db.rows('select 1 from telco.accounts limit 1'));

/** What fails in `work` names the database it failed in, since there are two. */
export async function inSandboxDatabase<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { message, code } = error as { message: string; code?: string };
    const reason = message || code;
    const state = sqlState(error);
    throw new Error(
      isNotNow(error)
        ? `The sandbox telco's database cannot be reached (${reason}): is HUBBY_SANDBOX_DATABASE_URL right?`
        : state !== null && UNPREPARED.includes(state)
          ? `The sandbox telco's database, HUBBY_SANDBOX_DATABASE_URL, is not prepared (${reason}): run npx hubby migrate first.`
          : `The sandbox telco's database, HUBBY_SANDBOX_DATABASE_URL: ${reason}`,
      { cause: error },
    );
  }
}

async function refuseOtherSchema(db: Db): Promise<void> {
  const version = versionReached(await db.rows<Applied>(APPLIED));
  if (version < expectedVersion())
    throw new Error(
      `The database has schema version ${version}, this release needs ${expectedVersion()}: run npx hubby migrate first.`,
    );
}
