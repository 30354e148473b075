/**
 * Where this process finds its database, and as whom: the owner prepares it, the application serves
 * from it.
 */
import type { Config } from '../config.ts';
import type { Log } from '../context.ts';
import { asUser, readAddress, type Address } from '../db/address.ts';
import { possibleLogins, type LoginKey } from '../db/app-login.ts';
import { Ways } from '../db/ways.ts';
import type { Secrets } from '../secrets.ts';

export type Database = {
  /** null where only the application's address is known */
  owner: Address | null;
  /** with the login that `prepareDatabase` has given */
  app: Address;
  /** the sandbox telco's, null = it shares ours */
  sandbox: { owner: Address; app: Address } | null;
  how: string;
  notice: string | null;
  stop(): Promise<void>;
};

/** The database of DATABASE_URL, or the embedded server in the data folder. */
export async function openDatabase(config: Config, secrets: Secrets, log: Log): Promise<Database> {
  const isPooled = !config.prepared;
  const given = config.appDatabaseUrl === null ? null : readAddress(config.appDatabaseUrl);
  const appOf = (owner: Address): Address =>
    given === null
      ? { ...owner, isPooled, ways: new Ways(owner, possibleLogins(loginKeys(secrets))) }
      : { ...asUser(owner, given.user ?? '', String(given.password ?? '')), isPooled };
  const sandboxOwner =
    config.sandboxDatabaseUrl === null ? null : reach(readAddress(config.sandboxDatabaseUrl));
  const sandbox = sandboxOwner === null ? null : { owner: sandboxOwner, app: appOf(sandboxOwner) };
  const app = given === null ? null : { ...reach(given), isPooled };

  if (config.databaseUrl !== null || app !== null) {
    const owner = config.databaseUrl === null ? null : reach(readAddress(config.databaseUrl));
    return {
      owner,
      app: app ?? appOf(owner!),
      sandbox,
      how: config.databaseUrl === null ? 'HUBBY_APP_DATABASE_URL' : 'DATABASE_URL',
      notice: null,
      stop: async () => {},
    };
  }
  const { openEmbedded } = await import('../db/embedded-database.ts');
  const { config: owner, how, notice, stop } = await openEmbedded(config.dataDir, log);
  return { owner, app: appOf(owner), sandbox, how, notice, stop };
}

/** Of several hosts, the one that takes writes. */
const reach = (address: Address): Address =>
  address.hosts === undefined ? address : { ...address, ways: new Ways(address) };

/** What logins are made of, of every key at hand. */
export function loginKeys(secrets: Secrets): LoginKey[] {
  const passwords = secrets.deriveAll('database-login');
  return secrets.fingerprints.map((fingerprint, i) => ({ fingerprint, password: passwords[i]! }));
}
