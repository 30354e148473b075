/**
 * What a database remembers of the installation it belongs to: its environment, and the fingerprint
 * of its secret key. Both are written once, by whoever opens it first. A process of another
 * environment or with another key is refused.
 */
import type pg from 'pg';
import { APP_ROLE } from './session.ts';

type Reader = Pick<pg.ClientBase, 'query'> | Pick<pg.Pool, 'query'>;
type Environment = 'staging' | 'production';

export type Identity = {
  env: Environment;
  /** of the keys at hand */
  fingerprints: readonly string[];
};

const REMEMBERED = `select (select value from meta where key = 'environment') as env,
    (select value from meta where key = 'secret_key') as fingerprint,
    case when exists (select from partners where is_demo)
      or exists (select
        from api_keys
        where id like 'hk\\_test\\_%') then 'staging' when exists (select
        from api_keys
        where id like 'hk\\_live\\_%') then 'production' end as "looksLike"`;

type Remembered = { env: string | null; fingerprint: string | null; looksLike: string | null };

const remembered = async (db: Reader): Promise<Remembered> =>
  (await (db as pg.Pool).query<Remembered>(REMEMBERED)).rows[0]!;

/**
 * Leaves a database as it is, and refuses another installation's. Answers the fingerprint of the
 * key in force; null: it belongs to nobody yet, or is empty.
 */
export async function refuseStranger(db: Reader, mine: Identity): Promise<string | null> {
  const { rows } = await (db as pg.Pool).query<{ there: boolean }>(
    `select to_regclass('public.meta') is not null as there`,
  );
  if (rows[0]?.there !== true) return null;
  const found = await remembered(db);
  refuse(found, mine);
  return found.fingerprint;
}

/**
 * Makes the database remember whose it is, unless it does. Answers the fingerprint of the key in
 * force.
 */
export async function claim(db: Reader, mine: Identity): Promise<string> {
  const before = await remembered(db);
  if (before.env === null || before.fingerprint === null)
    await (db as pg.Pool).query(
      `insert into meta (key, value)
       values ('environment', $1), ('secret_key', $2)
       on conflict (key) do nothing`,
      [before.env ?? before.looksLike ?? mine.env, before.fingerprint ?? mine.fingerprints[0]],
    );
  const after = await remembered(db);
  refuse(after, mine);
  return after.fingerprint!;
}

/**
 * The fingerprint of the key that seals, which changes while processes run when the key is changed.
 */
export async function keyInForce(db: Reader): Promise<string> {
  return (await remembered(db)).fingerprint!;
}

/** As the owner: from now on this key seals. */
export async function putInForce(db: Reader, fingerprint: string): Promise<void> {
  await (db as pg.Pool).query(`update meta set value = $1 where key = 'secret_key'`, [fingerprint]);
}

function refuse({ env, looksLike, fingerprint }: Remembered, mine: Identity): void {
  const its = env ?? looksLike;
  if (its !== null && its !== mine.env)
    throw new Error(
      `This database belongs to ${its}, and this process is one of ${mine.env} (HUBBY_ENV). Nothing was changed. Set HUBBY_ENV=${its}, or give ${mine.env} a database of its own.`,
    );
  if (fingerprint !== null && !mine.fingerprints.includes(fingerprint))
    throw new Error(
      'HUBBY_SECRET_KEY (or secret.key in the data folder) is not the key that the secrets in this database were stored with.',
    );
}

/**
 * Refuses whoever could reach what row-level security hides: by itself, or by becoming somebody who
 * can.
 */
export async function refuseFreeRole(db: Reader): Promise<void> {
  const { rows } = await (db as pg.Pool).query<{ login: string; reach: string | null }>(
    `select session_user as login,
       (select min(case when r.rolsuper then 'a superuser' when r.rolbypassrls then 'allowed to bypass row-level security' else 'the owner of the database or its tables' end)
         from pg_roles r
         where pg_has_role(session_user, r.oid, 'MEMBER')
           and (r.rolsuper
             or r.rolbypassrls
             or r.oid = (select datdba from pg_database where datname = current_database())
             or r.oid in (select relowner
               from pg_class
               where relnamespace = 'public'::regnamespace))) as reach`,
  );
  const { login, reach } = rows[0]!;
  if (reach !== null)
    throw new Error(
      `The database account ${login} is, or may become, ${reach}; Hubby does not serve as it. Leave DATABASE_URL to the owner and let serve and work log in as ${APP_ROLE}, which npx hubby migrate prepares.`,
    );
}
