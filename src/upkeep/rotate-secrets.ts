/**
 * `hubby secrets rotate`: from one secret key to another, while processes run that hold both. Run
 * again it goes on.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig, type Config } from '../config.ts';
import { loginKeys, openDatabase, type Database } from '../start/database.ts';
import type { Address } from '../db/address.ts';
import { changePassword, type LoginKey } from '../db/app-login.ts';
import { asOwner } from '../db/as-owner.ts';
import { keyInForce, putInForce, refuseStranger } from '../db/identity.ts';
import { createDb } from '../db/pool.ts';
import { countSessions } from '../db/session.ts';
import { reseal } from '../domain/secrets/reseal.ts';
import { finishKeyFile, makeNextKeyFile, openSecrets } from '../start/open-secrets.ts';
import { makeLog } from '../runtime.ts';
import type { Secrets } from '../secrets.ts';

/** Until every process has seen which key is in force; they look every two seconds. */
const HEARD_MS = 5_000;

export async function rotateSecrets(): Promise<string> {
  const config = loadConfig();
  const isNew = makeNextKeyFile(config);
  const secrets = openSecrets(config);
  const database = await openDatabase(config, secrets, makeLog('warn'));
  try {
    if (database.owner === null)
      throw new Error('Changing the key needs DATABASE_URL, the address of the database’s owner.');
    const sessions = await asOwner(database.owner, countSessions);
    if (isNew && sessions > 0)
      return 'A new key lies beside the old one in the data folder. Restart the processes that run, so that they know both, and run this again.';
    return await rotate(config, { ...database, owner: database.owner }, secrets, sessions > 0);
  } finally {
    await database.stop();
  }
}

async function rotate(
  config: Config,
  database: Database & { owner: Address },
  secrets: Secrets,
  isServed: boolean,
): Promise<string> {
  // As given, before the database says which one is in force: the new key first.
  const [next, previous] = loginKeys(secrets);
  const inForce = await asOwner(database.owner, (client) =>
    refuseStranger(client, { env: config.env, fingerprints: secrets.fingerprints }),
  );
  if (inForce === null)
    return 'Nothing is sealed in this database yet: start with the new key alone.';
  if (previous === undefined)
    throw new Error(
      'There is one key only. Give the new one as HUBBY_SECRET_KEY and the one in use as HUBBY_SECRET_KEY_PREVIOUS, here and to every process, and restart those first.',
    );
  if (config.appDatabaseUrl === null)
    for (const owner of [database.owner, database.sandbox?.owner ?? null])
      if (owner !== null) await changeLogin(owner, previous, next!);
  await asOwner(database.owner, (client) => putInForce(client, next!.fingerprint));
  if (isServed && inForce !== next!.fingerprint) await sleep(HEARD_MS);
  const count = await resealAll(database.app, secrets);
  finishKeyFile(config);
  const whatNext =
    config.secretKey === null
      ? 'The old key is gone from the data folder.'
      : 'Run this once more before HUBBY_SECRET_KEY_PREVIOUS goes from all processes: when it says 0, nothing needs it any more.';
  return `${count} secrets were sealed anew under the new key, which is in force. ${whatNext}`;
}

async function changeLogin(owner: Address, from: LoginKey, to: LoginKey): Promise<void> {
  const toDo = await asOwner(owner, (client) => changePassword(client, owner, from, to));
  if (toDo !== null) throw new Error(toDo);
}

async function resealAll(app: Address, secrets: Secrets): Promise<number> {
  const db = createDb(app, { max: 2 });
  try {
    secrets.use(await keyInForce(db.pool));
    let count = 0;
    // Once more after a pass that found something: a process may have stored under the old key
    // meanwhile.
    for (let found = -1; found !== 0; count += found) found = await reseal({ db, secrets });
    return count;
  } finally {
    await db.end();
  }
}
