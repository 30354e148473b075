/** What the owner of the database does before anybody serves from it: schema, role, login. */
import { inSandboxDatabase } from './check-database.ts';
import type { Config } from '../config.ts';
import { loginKeys, type Database } from './database.ts';
import type { Address } from '../db/address.ts';
import { giveLogin, prepareLogin } from '../db/app-login.ts';
import { asOwner } from '../db/as-owner.ts';
import { refuseStranger } from '../db/identity.ts';
import { migrate } from '../db/migrate.ts';
import type { Secrets } from '../secrets.ts';

/**
 * Brings the database, and the sandbox telco's own, to this release, and lets the application log
 * in there. Answers the version reached, and what an administrator still has to do, null when
 * nothing.
 */
export async function prepareDatabase(
  config: Config,
  database: Database,
  secrets: Secrets,
): Promise<{ version: number; toDo: string | null }> {
  const { owner, app, sandbox } = database;
  if (owner === null)
    throw new Error(
      'Preparing the database needs DATABASE_URL, the address of its owner, beside HUBBY_APP_DATABASE_URL.',
    );
  await asOwner(owner, (client) =>
    refuseStranger(client, { env: config.env, fingerprints: secrets.fingerprints }),
  );
  const version = await migrate(owner);
  const isGiven = config.appDatabaseUrl !== null;
  const login = (address: Address, given: Address): Promise<string | null> =>
    asOwner(address, (client) =>
      isGiven ? prepareLogin(client, given) : giveLogin(client, address, loginKeys(secrets)),
    );
  const toDo = await login(owner, app);
  if (sandbox === null) return { version, toDo };
  const toDoThere = await inSandboxDatabase(async () => {
    await migrate(sandbox.owner);
    return login(sandbox.owner, sandbox.app);
  });
  return { version, toDo: toDo ?? toDoThere };
}
