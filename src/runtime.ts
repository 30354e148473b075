/**
 * From a Config to a running Context: database, keys, catalog, providers; and the way down again.
 */
import { pino } from 'pino';
import type { Config } from './config.ts';
import type { Context, Log } from './context.ts';
import { checkDatabase, checkSandboxDatabase } from './start/check-database.ts';
import type { Address } from './db/address.ts';
import { keyInForce } from './db/identity.ts';
import { createDb, type Db } from './db/pool.ts';
import { makeWake } from './db/wake.ts';
import { cachedKeys } from './domain/app-tokens/cached-keys.ts';
import type { IssuerKeys } from './domain/app-tokens/issuer-keys.ts';
import { makeCatalogStore, type CatalogStore } from './domain/catalog/store.ts';
import { makeDirectory } from './channels/directory.ts';
import { makeImageFetcher } from './channels/images.ts';
import { fetchJwks } from './channels/jwks.ts';
import { makeIntercom } from './channels/intercom/contacts.ts';
import { makeModel } from './channels/model/openai.ts';
import type { StripeAccount } from './channels/payments/config.ts';
import { makeStripe } from './channels/payments/stripe.ts';
import { makeFcm } from './channels/fcm/sender.ts';
import { mailCallbacks } from './channels/mail-callbacks.ts';
import { makeMailSenders } from './channels/mail-senders.ts';
import { makePushMailbox } from './channels/mailbox/push.ts';
import { makeWebhookSender } from './channels/webhook/sender.ts';
import { makeClockStore } from './domain/partners/clocks.ts';
import { makeSupplierAddress } from './channels/supplier-address.ts';
import { es2plusLedger } from './domain/suppliers/es2plus/ledger.ts';
import { makePace } from './domain/suppliers/pace.ts';
import { ensureSandboxAccounts } from './domain/suppliers/sandbox-accounts.ts';
import { makeSupplierStore, type SupplierStore } from './domain/suppliers/store.ts';
import { makeSupply, type Supply } from './providers/index.ts';
import type { SupplierKind } from './providers/kind.ts';
import { makeRegistry } from './providers/registry.ts';
import { SANDBOX_ACCOUNTS } from './providers/sandbox/kind.ts';
import type { Secrets } from './secrets.ts';
import { hearClocks } from './start/hear-clocks.ts';
import { makeState } from './start/make-state.ts';
import { openSandboxes } from './start/open-sandboxes.ts';

/**
 * JSON lines on standard output, gathered for up to a second: one write per request would cost a
 * tenth of the server's time. Errors go out at once, and so does everything when the process ends
 * in an orderly way.
 */
export function makeLog(level: string): Log {
  const out = pino.destination({ dest: 1, sync: false, minLength: 8_192 });
  setInterval(() => {
    out.flush();
  }, 1_000).unref();
  process.on('exit', () => {
    try {
      out.flushSync();
    } catch {
      /* not open yet: nothing was written */
    }
  });
  const log = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, out);
  return {
    info: (fields, message) => {
      log.info(fields, message);
    },
    warn: (fields, message) => {
      log.warn(fields, message);
    },
    error: (fields, message) => {
      log.error(fields, message);
      out.flush();
    },
  };
}

export type Runtime = {
  ctx: Context;
  /** Where this process itself can be reached, for what its sandbox telco and pay desk report. */
  listening(url: string): void;
  close(): Promise<void>;
};

const SANDBOX_NAMES = SANDBOX_ACCOUNTS.map(({ name }) => name);

const POLL_MS = 2_000;

export type RuntimeOptions = {
  poolSize?: number;
  telcoPool?: number;
  /** the sandbox telco's own database; without one it shares ours */
  sandbox?: Address | undefined;
  /** leaves a database that belongs to nobody yet alone */
  onlyLooks?: boolean;
  /** of suppliers, beside those of this release */
  kinds?: readonly SupplierKind[];
};

/** `database`: with the application's login. */
export async function openRuntime(
  config: Config,
  database: Address,
  secrets: Secrets,
  log: Log,
  options: RuntimeOptions = {},
): Promise<Runtime> {
  const onError = (error: Error): void =>
    log.warn({ message: error.message }, 'database connection');
  const { db, telcoDb } = await openDatabases(config, database, secrets, options, onError);
  const requestDb = createDb(database, { max: 1, onError });
  const beside = await openSandboxes(config, telcoDb.pool, secrets, () => ctx.baseUrl);
  const catalog = await makeCatalogStore(db);
  const given = { config, db, secrets, log, catalog, onError };
  const { suppliers, sandbox } = await openSuppliers(given, beside?.telco ?? null, options);
  const clocks = makeClockStore(db);
  const clockChanges =
    config.env === 'staging' ? await hearClocks(database, clocks, onError) : null;
  const { channels, close: closeChannels } = makeChannels(config, beside?.payDesk ?? null);
  const state = makeState(db, requestDb, given);
  const operators = await readStores(state.routing, state.replacing);
  const stopPolling = pollChanges(db, [catalog, suppliers, ...operators], secrets, onError);
  const ctx: Context = {
    config,
    baseUrl: baseUrlOf(config),
    db,
    causedBy: null,
    secrets,
    providers: suppliers.registry.byName,
    suppliers,
    sandbox,
    payDesk: beside?.payDesk ?? null,
    catalog,
    clock: { now: () => new Date() },
    clocks,
    ...channels,
    ...state,
    keySets: keySetsOf(config, state.issuerKeys),
    log,
    wake: makeWake(db, onError),
  };
  return {
    ctx,
    listening: (url) => beside?.listening(url),
    async close() {
      stopPolling();
      await clockChanges?.close();
      await closeChannels();
      await Promise.all([state.requestMinutes.end(), state.requestLog.close()]);
      await state.watches.close();
      state.loopLag.close();
      await state.coverThread.close();
      await suppliers.registry.close();
      await sandbox?.close();
      await beside?.close();
      await Promise.all([telcoDb.end(), requestDb.end(), db.end()]);
    },
  };
}

/** Ours and the sandbox telco's, each known to be what it should be. */
async function openDatabases(
  config: Config,
  database: Address,
  secrets: Secrets,
  options: RuntimeOptions,
  onError: (error: Error) => void,
): Promise<{ db: Db; telcoDb: Db }> {
  const db = createDb(database, { max: options.poolSize ?? 16, onError });
  const telcoDb = createDb(options.sandbox ?? database, { max: options.telcoPool ?? 8, onError });
  try {
    await checkDatabase(db, config.env, secrets, options.onlyLooks);
    if (options.sandbox !== undefined) await checkSandboxDatabase(telcoDb);
    return { db, telcoDb };
  } catch (error) {
    await Promise.all([db.end(), telcoDb.end()]);
    throw error;
  }
}

type SupplyParts = {
  config: Config;
  db: Db;
  secrets: Secrets;
  log: Log;
  catalog: CatalogStore;
  onError(error: Error): void;
};

/** The accounts of the database, with their adapters running. `telco`: the sandbox's, if any. */
async function openSuppliers(
  { config, catalog, onError, ...given }: SupplyParts,
  telco: { url: string; secret: string } | null,
  options: RuntimeOptions,
): Promise<{ suppliers: SupplierStore; sandbox: Supply['sandbox'] }> {
  const { db } = given;
  const supply = makeSupply(telco, { ledgerOf: (account) => es2plusLedger(given, account) });
  if (supply.sandbox !== null && options.onlyLooks !== true)
    await ensureSandboxAccounts(db, SANDBOX_NAMES);
  const kinds = [...supply.kinds, ...(options.kinds ?? [])];
  const suppliers = makeSupplierStore({
    ...given,
    makeRegistry: (own) => makeRegistry({ kinds, pace: makePace(db), onError, ...own }),
    checkAddress: makeSupplierAddress({
      allowPrivate: config.allowPrivateWebhooks,
      allowLoopback: config.env === 'staging',
    }),
    rates: () => catalog.current().rates(),
  });
  await suppliers.refresh();
  return { suppliers, sandbox: supply.sandbox };
}

type Store = { refresh(): Promise<void> };

async function readStores(...stores: Store[]): Promise<Store[]> {
  await Promise.all(stores.map((store) => store.refresh()));
  return stores;
}

/** Looks for what other processes change: in these stores, and the secret key in force. */
function pollChanges(
  db: Db,
  stores: readonly Store[],
  secrets: Secrets,
  onError: (error: Error) => void,
): () => void {
  const poll = setInterval(() => {
    for (const store of stores) store.refresh().catch(onError);
    if (secrets.fingerprints.length > 1)
      keyInForce(db.pool).then((fingerprint) => secrets.use(fingerprint), onError);
  }, POLL_MS);
  poll.unref();
  return () => clearInterval(poll);
}

const baseUrlOf = ({ publicUrl, host, port }: Config): string =>
  publicUrl ?? `http://${host === '0.0.0.0' || host === '::' ? 'localhost' : host}:${port}`;

type Channels = Pick<
  Context,
  | 'webhooks'
  | 'directory'
  | 'images'
  | 'mail'
  | 'mailCallbacks'
  | 'push'
  | 'intercom'
  | 'model'
  | 'payments'
>;

/** Everything by which something goes out to partners and people. `payDesk`: the sandbox's. */
function makeChannels(
  config: Config,
  payDesk: StripeAccount | null,
): { channels: Channels; close(): Promise<void> } {
  const reach = {
    allowPrivate: config.allowPrivateWebhooks,
    httpsOnly: config.env === 'production',
  };
  const webhooks = makeWebhookSender(reach);
  const directory = makeDirectory(reach);
  const images = makeImageFetcher(reach);
  const mail = makeMailSenders(config);
  const push = config.fcm === null ? makePushMailbox() : makeFcm(config.fcm);
  const intercom = makeIntercom(config.intercom);
  const model = config.llm === null ? null : makeModel(config.llm);
  const account = config.stripe ?? payDesk;
  const payments = account === null ? null : makeStripe(account);
  return {
    channels: {
      webhooks,
      directory,
      images,
      mail: mail.byName,
      mailCallbacks,
      push,
      intercom,
      model,
      payments,
    },
    async close() {
      await webhooks.close();
      await directory.close();
      await images.close();
      await mail.close();
      await push.close();
      await intercom.close();
      await model?.close();
    },
  };
}

const keySetsOf = (config: Config, issuerKeys: IssuerKeys): Context['keySets'] => ({
  firebase: cachedKeys(() => fetchJwks(config.firebaseJwksUrl)),
  appCheck: cachedKeys(() => fetchJwks(config.appCheckJwksUrl)),
  own: cachedKeys(async () => ({ keys: await issuerKeys.published(), freshMs: 60_000 }), {
    looksPerMinute: 60,
    pauseMs: 0,
  }),
});
