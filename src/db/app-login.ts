/**
 * As whom the application logs in: `hubby_app`, with a password derived from the secret key. Roles
 * belong to a server, so where another installation has given `hubby_app` its own password, this
 * one gets a login of its own that acts as `hubby_app`.
 */
import pg from 'pg';
import { asUser, type Address } from './address.ts';
import { Connection } from './connection.ts';
import { scramVerifier } from './scram.ts';
import { APP_ROLE, storeDefaults } from './session.ts';
import type { Login } from './ways.ts';
import { REFUSED_LOGIN, SQLSTATE } from './sqlstate.ts';

/** What a login is made of; both parts come from the secret key and give nothing of it away. */
export type LoginKey = { password: string; fingerprint: string };

const TRIES = 5;

/** The logins that one of these keys may have been given, in the order in which they are tried. */
export const possibleLogins = (keys: readonly LoginKey[]): Login[] => [
  ...keys.map(({ password }) => ({ user: APP_ROLE, password })),
  ...keys.map((key) => ({ user: ownName(key), password: key.password })),
];

const ownName = ({ fingerprint }: LoginKey): string => `${APP_ROLE}_${fingerprint.slice(0, 12)}`;

/**
 * Sees to it that the application can log in to the database of `owner`, and that its session
 * settings are stored with the login. Answers null when it can, else what an administrator has to
 * do.
 */
export async function giveLogin(
  client: pg.Client,
  owner: Address,
  keys: readonly LoginKey[],
): Promise<string | null> {
  for (const login of possibleLogins(keys)) if (await isGood(owner, login)) return null;
  const { rows } = await client.query<{ canLogin: boolean }>(
    `select rolcanlogin as "canLogin" from pg_roles where rolname = $1`,
    [APP_ROLE],
  );
  const [shared, own] = possibleLogins(keys.slice(0, 1)) as [Login, Login];
  // A password that is there belongs to another installation, or to an administrator.
  const login = rows[0]?.canLogin === true ? own : shared;
  try {
    await setPassword(client, login);
  } catch (error) {
    if ((error as { code?: string }).code !== SQLSTATE.insufficientPrivilege) throw error;
    return `The account of DATABASE_URL may not let ${login.user} log in. Let an administrator make a login (create role … login password '…'; grant ${APP_ROLE} to …;) and give its URL to all processes as HUBBY_APP_DATABASE_URL.`;
  }
  if (await isGood(owner, login)) return null;
  return `The role ${login.user} has a password now, but the server does not let it in (pg_hba.conf). Allow that, or set HUBBY_APP_DATABASE_URL.`;
}

/** The same for a login that an administrator has made; `url` is its own. */
export async function prepareLogin(client: pg.Client, app: Address): Promise<string | null> {
  const name = app.user ?? '';
  const { rows } = await client.query<{ can: boolean }>(
    `select pg_has_role(rolname, $2, 'MEMBER') as can from pg_roles where rolname = $1`,
    [name, APP_ROLE],
  );
  const sql = `grant ${APP_ROLE} to ${pg.escapeIdentifier(name)}`;
  if (rows[0]?.can === false)
    await client.query(sql).catch((error: { code?: string }) => {
      throw error.code === SQLSTATE.insufficientPrivilege
        ? new Error(`The account of HUBBY_APP_DATABASE_URL needs: ${sql};`)
        : error;
    });
  // By the owner where it may: a pooler keeps the session in which the account would do it for
  // itself, without them.
  await unlessChangedMeanwhile(() => storeDefaults(client, name)).catch((error: unknown) => {
    if ((error as { code?: string }).code !== SQLSTATE.insufficientPrivilege) throw error;
  });
  if (await isGood(app, { user: name, password: String(app.password ?? '') })) return null;
  return 'The account of HUBBY_APP_DATABASE_URL cannot log in.';
}

/** Tries it, and stores the session's settings with it. */
async function isGood(address: Address, { user, password }: Login): Promise<boolean> {
  const client = new Connection(asUser(address, user, password));
  try {
    await client.connect();
    await unlessChangedMeanwhile(() => storeDefaults(client));
    return true;
  } catch (error) {
    if (REFUSED_LOGIN.includes((error as { code?: string }).code ?? '')) return false;
    throw error;
  } finally {
    await client.end().catch(() => {});
  }
}

async function setPassword(client: pg.Client, { user, password }: Login): Promise<void> {
  const name = pg.escapeIdentifier(user);
  const verifier = pg.escapeLiteral(scramVerifier(password));
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [user]);
  await unlessChangedMeanwhile(() =>
    client.query(
      rowCount === 0
        ? `create role ${name} login nosuperuser nobypassrls nocreatedb nocreaterole password ${verifier} in role ${APP_ROLE}`
        : `alter role ${name} login password ${verifier}`,
    ),
  );
}

/**
 * After a change of the key: what the old one let in is let in by the new one, and no more by the
 * old. As `giveLogin`.
 */
export async function changePassword(
  client: pg.Client,
  owner: Address,
  from: LoginKey,
  to: LoginKey,
): Promise<string | null> {
  const [shared, own] = possibleLogins([from]) as [Login, Login];
  if (await isGood(owner, shared))
    await setPassword(client, { user: shared.user, password: to.password });
  const toDo = await giveLogin(client, owner, [to]);
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [own.user]);
  if (toDo === null && rowCount === 1)
    await unlessChangedMeanwhile(() =>
      client.query(`alter role ${pg.escapeIdentifier(own.user)} nologin`),
    );
  return toDo;
}

/** Rows of roles are the server's: another database's migration may be at the same one. */
async function unlessChangedMeanwhile<T>(work: () => Promise<T>): Promise<T> {
  for (let n = 1; ; n++) {
    try {
      return await work();
    } catch (error) {
      const { message = '' } = error as { message?: string };
      if (n === TRIES || !message.includes('tuple concurrently updated')) throw error;
    }
  }
}
