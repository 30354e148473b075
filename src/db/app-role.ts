/**
 * The role that the application acts as. It owns none of our tables, is no superuser and is bound
 * by row-level security.
 */
import type pg from 'pg';
import { APP_ROLE } from './session.ts';
import { SQLSTATE } from './sqlstate.ts';

/** Makes the role where it is missing, and lets the account of `client` act as it. */
export async function ensureRole(client: pg.Client): Promise<void> {
  const {
    rows: [{ account }],
  } = await client.query('select quote_ident(current_user) as account');
  const exists = await client.query('select 1 from pg_roles where rolname = $1', [APP_ROLE]);
  if (exists.rowCount === 0) {
    try {
      await client.query(
        `create role ${APP_ROLE} nologin nosuperuser nobypassrls nocreatedb nocreaterole`,
      );
    } catch (error) {
      // Roles are shared by all databases of a server, the lock above is not: another database's
      // migration may have won.
      const code = (error as { code?: string }).code;
      if (code === SQLSTATE.insufficientPrivilege)
        throw new Error(
          `The role ${APP_ROLE} does not exist and this account may not create it. Let an administrator run: create role ${APP_ROLE} nologin; grant ${APP_ROLE} to ${account};`,
        );
      if (code !== SQLSTATE.duplicateObject && code !== SQLSTATE.uniqueViolation) throw error;
    }
  }
  // Since PostgreSQL 16 whoever made a role administers it without being able to act as it, so ask
  // for just that.
  const canAct = await client.query(`begin; set local role ${APP_ROLE}; rollback`).then(
    () => true,
    () => client.query('rollback').then(() => false),
  );
  if (!canAct) {
    await client.query(`grant ${APP_ROLE} to current_user`).catch((error: { code?: string }) => {
      throw error.code === SQLSTATE.insufficientPrivilege
        ? new Error(
            `This account may not act as the role ${APP_ROLE}. Let an administrator run: grant ${APP_ROLE} to ${account};`,
          )
        : error;
    });
  }
  const safe = await client.query(
    'select rolsuper or rolbypassrls as bad from pg_roles where rolname = $1',
    [APP_ROLE],
  );
  if (safe.rows[0].bad === true)
    throw new Error(
      `The role ${APP_ROLE} must be neither superuser nor allowed to bypass row-level security.`,
    );
}
