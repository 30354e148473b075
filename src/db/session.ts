/**
 * What every session of the application must be: as whom it acts, its time zone, its time-outs.
 * Asked for when connecting, kept as the login's own defaults for poolers that pass nothing on, and
 * looked at on every new connection, since a pooler may drop it all without a word.
 */
import pg from 'pg';

export const APP_ROLE = 'hubby_app';

/**
 * In the spelling of `show`. Limits far above what anything here takes: a stuck statement must not
 * hold its place for ever. Nothing here runs long enough to be worth compiling, and where statistics
 * are still missing PostgreSQL believes that it does.
 */
export const SETTINGS: Readonly<Record<string, string>> = {
  timezone: 'UTC',
  client_min_messages: 'warning',
  jit: 'off',
  lock_timeout: '8s',
  statement_timeout: '1min',
  idle_in_transaction_session_timeout: '1min',
};

/** For the start of a direct connection. */
export const SESSION_OPTIONS = [...Object.entries(SETTINGS), ['role', APP_ROLE]]
  .map(([name, value]) => `-c ${name}=${value}`)
  .join(' ');

const CHECK = `select current_user as role, ${Object.keys(SETTINGS)
  .map((name) => `current_setting('${name}') as ${name}`)
  .join(', ')}`;

/** @throws a sentence that names all that is not as it must be, and the way out */
export async function checkSession(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<Record<string, string>>(CHECK);
  const wanted = { role: APP_ROLE, ...SETTINGS };
  const wrong = Object.entries(wanted).filter(([name, value]) => rows[0]?.[name] !== value);
  if (wrong.length === 0) return;
  const found = wrong.map(([name, value]) => `${name} is ${rows[0]?.[name]} instead of ${value}`);
  throw new Error(
    `The database session is not what Hubby needs: ${found.join(', ')}. A pooler in between drops the settings of a connection; run npx hubby migrate, which stores them with the role (see "Behind a pooler" in docs/operating.md).`,
  );
}

/**
 * Stores the settings as defaults of an account in this database; every account may do that for
 * itself, and whoever administers it. Null = that of `client`. Answers whether something was
 * changed.
 */
export async function storeDefaults(
  client: pg.ClientBase,
  account: string | null = null,
): Promise<boolean> {
  const { rows } = await client.query<{ login: string; database: string; stored: string[] }>(
    `select a.login, current_database() as database,
       coalesce((select s.setconfig
         from pg_db_role_setting s
         where s.setrole = (select oid from pg_roles where rolname = a.login)
           and s.setdatabase = (select oid from pg_database where datname = current_database())),
         '{}') as stored
     from (select coalesce($1, session_user::text) as login) a`,
    [account],
  );
  const { login, database, stored } = rows[0]!;
  const wanted = Object.entries(login === APP_ROLE ? SETTINGS : { ...SETTINGS, role: APP_ROLE });
  const missing = wanted.filter(
    ([name, value]) => !stored.some((s) => s.toLowerCase() === `${name}=${value}`.toLowerCase()),
  );
  const where = `${pg.escapeIdentifier(login)} in database ${pg.escapeIdentifier(database)}`;
  for (const [name, value] of missing)
    await client.query(`alter role ${where} set ${name} = ${pg.escapeLiteral(value)}`);
  return missing.length > 0;
}

/** How many sessions of the application this database has, whatever they are called. */
export async function countSessions(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    `select count(*)::int as n
     from pg_stat_activity
     where datname = current_database()
       and usename in (select rolname
         from pg_roles
         where pg_has_role(oid, $1, 'MEMBER') and not rolsuper)`,
    [APP_ROLE],
  );
  return rows[0]!.n;
}
