/**
 * From a Config to a running Context: database, keys, catalog, providers; and the way down again.
 */
import { pino } from 'pino';
import type { Config } from './config.ts';
import type { Context, Log } from './context.ts';
import { checkDatabase, checkSandboxDatabase } from './start/check-database.ts';
import type { Address } from './db/address.ts';
import { keyInForce } from './db/identity.ts';
import { createDb } from './db/pool.ts';
import { makeWake } from './db/wake.ts';
import { cachedKeys } from './domain/app-tokens/cached-keys.ts';
import { publicKeys } from './domain/app-tokens/issuer-keys.ts';
import { makeCatalogStore } from './domain/catalog/store.ts';
import { listen } from './db/listen.ts';
import { makeImageFetcher } from './channels/images.ts';
import { fetchJwks } from './channels/jwks.ts';
import { makeIntercom } from './channels/intercom/contacts.ts';
import { makeModel } from './channels/model/openai.ts';
import { makeFcm } from './channels/fcm/sender.ts';
import { mailCallbacks } from './channels/mail-callbacks.ts';
import { makeMailSenders } from './channels/mail-senders.ts';
import { makePushMailbox } from './channels/mailbox/push.ts';
import { makeWebhookSender } from './channels/webhook/sender.ts';
import { CLOCK_CHANNEL, makeClockStore, type ClockStore } from './domain/partners/clocks.ts';
import { makeKeyStore } from './domain/partners/keys/key-store.ts';
import { makeProviders } from './providers/index.ts';
import { startTelco } from './sandbox-telco/server.ts';
import type { Secrets } from './secrets.ts';

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
  /** Where this process itself can be reached, for its sandbox telco's callbacks. */
  listening(url: string): void;
  close(): Promise<void>;
};

const POLL_MS = 2_000;
/** Where nothing can be heard: of sandbox partners' clocks. */
const CLOCK_POLL_MS = 250;

/** `database`: with the application's login. */
export async function openRuntime(
  config: Config,
  database: Address,
  secrets: Secrets,
  log: Log,
  options: {
    poolSize?: number;
    telcoPool?: number;
    /** the sandbox telco's own database; without one it shares ours */
    sandbox?: Address | undefined;
    /** leaves a database that belongs to nobody yet alone */
    onlyLooks?: boolean;
  } = {},
): Promise<Runtime> {
  const onError = (error: Error): void =>
    log.warn({ message: error.message }, 'database connection');
  const db = createDb(database, { max: options.poolSize ?? 16, onError });
  const telcoDb = createDb(options.sandbox ?? database, { max: options.telcoPool ?? 8, onError });
  try {
    await checkDatabase(db, config.env, secrets, options.onlyLooks);
    if (options.sandbox !== undefined) await checkSandboxDatabase(telcoDb);
  } catch (error) {
    await Promise.all([db.end(), telcoDb.end()]);
    throw error;
  }
  const secret = secrets.derive('sandbox-telco');
  let listensAt: string | null = null;
  const callbackUrl = (account: string): string | null =>
    listensAt === null ? null : `${listensAt}/api/providers/${account}/callbacks`;
  const telco =
    config.env === 'staging' ? await startTelco({ pool: telcoDb.pool, secret, callbackUrl }) : null;
  const providers = makeProviders(config, telco === null ? null : { url: telco.url, secret });
  const catalog = await makeCatalogStore(db);
  const poll = setInterval(() => {
    catalog.refresh().catch(onError);
    if (secrets.fingerprints.length > 1)
      keyInForce(db.pool).then((fingerprint) => secrets.use(fingerprint), onError);
  }, POLL_MS);
  poll.unref();
  const wake = makeWake(db, onError);
  const clocks = makeClockStore(db);
  const clockChanges =
    config.env === 'staging' ? await hearClocks(database, clocks, onError) : null;
  const webhooks = makeWebhookSender({
    allowPrivate: config.allowPrivateWebhooks,
    httpsOnly: config.env === 'production',
  });
  const images = makeImageFetcher({
    allowPrivate: config.allowPrivateWebhooks,
    httpsOnly: config.env === 'production',
  });
  const mail = makeMailSenders(config);
  const push = config.fcm === null ? makePushMailbox() : makeFcm(config.fcm);
  const intercom = makeIntercom(config.intercom);
  const model = config.llm === null ? null : makeModel(config.llm);
  const keySets = {
    firebase: cachedKeys(() => fetchJwks(config.firebaseJwksUrl)),
    appCheck: cachedKeys(() => fetchJwks(config.appCheckJwksUrl)),
    own: cachedKeys(async () => ({ keys: await publicKeys(db), freshMs: 60_000 }), {
      looksPerMinute: 60,
      pauseMs: 0,
    }),
  };
  const ctx: Context = {
    config,
    baseUrl:
      config.publicUrl ??
      `http://${config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host}:${config.port}`,
    db,
    secrets,
    providers: providers.byName,
    sandbox: providers.sandbox,
    catalog,
    keys: makeKeyStore(db, secrets),
    clock: { now: () => new Date() },
    clocks,
    webhooks,
    images,
    mail: mail.byName,
    mailCallbacks,
    keySets,
    push,
    intercom,
    model,
    log,
    wake,
  };
  return {
    ctx,
    listening(url) {
      listensAt = url;
    },
    async close() {
      clearInterval(poll);
      await clockChanges?.close();
      await webhooks.close();
      await images.close();
      await mail.close();
      await push.close();
      await intercom.close();
      await model?.close();
      await providers.close();
      await telco?.close();
      await telcoDb.end();
      await db.end();
    },
  };
}

/** A session behind a pooler hears nothing, so there the clocks are looked at. */
async function hearClocks(
  database: Address,
  clocks: ClockStore,
  onError: (error: Error) => void,
): Promise<{ close(): Promise<void> }> {
  if (!database.isPooled) return listen(database, CLOCK_CHANNEL, clocks.refresh, clocks.hear);
  await clocks.refresh();
  const look = setInterval(() => {
    clocks.refresh().catch(onError);
  }, CLOCK_POLL_MS);
  look.unref();
  return { close: async () => clearInterval(look) };
}
