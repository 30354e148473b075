/** From a Config to a running Context: database, keys, catalog, providers; and the way down again. */
import { mkdirSync, readFileSync, writeFileSync, linkSync, unlinkSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { pino } from 'pino';
import type { Config } from './config.ts';
import type { Context, Log } from './context.ts';
import { createDb, type Db } from './db/pool.ts';
import { makeWake } from './db/wake.ts';
import { expectedVersion } from './db/migrate.ts';
import { cachedKeys } from './domain/app-tokens/cached-keys.ts';
import { publicKeys } from './domain/app-tokens/issuer-keys.ts';
import { makeCatalogStore } from './domain/catalog/store.ts';
import { listen } from './db/listen.ts';
import { makeImageFetcher } from './channels/images.ts';
import { fetchJwks } from './channels/jwks.ts';
import { makeIntercom } from './channels/intercom/contacts.ts';
import { makeModel } from './channels/model/openai.ts';
import { makeFcm } from './channels/fcm/sender.ts';
import { makeMailSenders } from './channels/mail-senders.ts';
import { makePushMailbox } from './channels/mailbox/push.ts';
import { makeWebhookSender } from './channels/webhook/sender.ts';
import { CLOCK_CHANNEL, makeClockStore } from './domain/partners/clocks.ts';
import { makeKeyStore } from './domain/partners/key-store.ts';
import { makeProviders } from './providers/index.ts';
import { startTelco } from './sandbox-telco/server.ts';
import { makeSecrets, type Secrets } from './secrets.ts';

export type Database = {
  config: pg.PoolConfig;
  how: string;
  notice: string | null;
  stop(): Promise<void>;
};

/** The database of DATABASE_URL, or the embedded server in the data folder. */
export async function openDatabase(config: Config, log: Log): Promise<Database> {
  if (config.databaseUrl !== null)
    return {
      config: { connectionString: config.databaseUrl },
      how: 'DATABASE_URL',
      notice: null,
      stop: async () => {},
    };
  const { startEmbedded } = await import('./db/embedded.ts');
  let server = await startEmbedded(config.dataDir);
  await ensureDatabase(server.config('postgres'));
  let isStopping = false;
  let restart: Promise<void> | undefined;
  const startAgain = async (): Promise<void> => {
    log.error({}, 'the embedded PostgreSQL is gone; starting it again');
    while (!isStopping) {
      try {
        server = await startEmbedded(config.dataDir);
        return watch();
      } catch (error) {
        log.error({ message: (error as Error).message }, 'the embedded PostgreSQL does not start');
        await sleep(RELAUNCH_MS);
      }
    }
  };
  /** Nobody else looks after the embedded server: when it dies, it is started again, and the pools find it. */
  const watch = (): void => {
    void server.lost.then(() => {
      if (!isStopping) restart = startAgain();
    });
  };
  watch();
  return {
    config: server.config('hubby'),
    how: `embedded PostgreSQL (${server.how})`,
    notice: server.notice,
    async stop() {
      isStopping = true;
      // One that is just being started again is waited for, so that it does not stay behind.
      await restart;
      log.info({ result: await server.stop() }, 'embedded PostgreSQL');
    },
  };
}

const RELAUNCH_MS = 3_000;

async function ensureDatabase(config: pg.ClientConfig): Promise<void> {
  const {
    default: { Client },
  } = await import('pg');
  const client = new Client(config);
  await client.connect();
  try {
    const there = await client.query(`select 1 from pg_database where datname = 'hubby'`);
    // Two first starts at once: the other one's database is as good as ours.
    if (there.rowCount === 0)
      await client.query('create database hubby').catch((e: { code?: string }) => {
        if (e.code !== '42P04' && e.code !== '23505') throw e;
      });
  } finally {
    await client.end();
  }
}

/** HUBBY_SECRET_KEY, or in staging the key in the data folder, made at the first start. */
export function openSecrets(config: Config): Secrets {
  if (config.secretKey !== null) return makeSecrets(config.secretKey);
  const file = join(config.dataDir, 'secret.key');
  mkdirSync(config.dataDir, { recursive: true });
  try {
    return makeSecrets(readKey(file));
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error;
  }
  // Written whole under another name and then linked: of two first starts one wins, and nobody reads half a key.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
  return makeSecrets(readKey(file));
}

function readKey(file: string): Buffer {
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
  if (key.length !== 32) throw new Error(`${file} does not hold a key of 32 bytes in base64.`);
  return key;
}

/** Refuses a database of another schema, of another key, or a role that row-level security would not bind. */
export async function checkDatabase(db: Db, secrets: Secrets): Promise<void> {
  const role = await db.one<{ name: string; free: boolean }>(
    'select rolname as name, rolsuper or rolbypassrls as free from pg_roles where rolname = current_user',
  );
  if (role?.free !== false)
    throw new Error(
      `The database role ${role?.name} could bypass row-level security; Hubby does not run under it.`,
    );
  const version = await db
    .one<{ version: number }>('select max(version)::int as version from public.schema_version')
    .catch(() => undefined);
  if ((version?.version ?? 0) < expectedVersion())
    throw new Error(
      `The database has schema version ${version?.version ?? 'none'}, this release needs ${expectedVersion()}. Run: hubby migrate`,
    );
  const check = await db.one<{ value: string }>(
    `insert into meta (key, value) values ('secret_key', $1) on conflict (key) do update set value = meta.value returning value`,
    [secrets.fingerprint],
  );
  if (check?.value !== secrets.fingerprint)
    throw new Error(
      'HUBBY_SECRET_KEY (or secret.key in the data folder) is not the key that the secrets in this database were stored with.',
    );
}

/**
 * JSON lines on standard output, gathered for up to a second: one write per request would cost a tenth of the server's
 * time. Errors go out at once, and so does everything when the process ends in an orderly way.
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

const CATALOG_POLL_MS = 2_000;

export async function openRuntime(
  config: Config,
  database: pg.PoolConfig,
  secrets: Secrets,
  log: Log,
  options: { poolSize?: number; telcoPool?: number } = {},
): Promise<Runtime> {
  const onError = (error: Error): void =>
    log.warn({ message: error.message }, 'database connection');
  const db = createDb(database, { max: options.poolSize ?? 16, onError });
  try {
    await checkDatabase(db, secrets);
  } catch (error) {
    await db.end();
    throw error;
  }
  const telcoDb = createDb(database, { max: options.telcoPool ?? 8, onError });
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
  }, CATALOG_POLL_MS);
  poll.unref();
  const wake = makeWake(db, onError);
  const clocks = makeClockStore(db);
  const clockChanges =
    config.env === 'staging'
      ? await listen(database, CLOCK_CHANNEL, clocks.refresh, clocks.hear)
      : null;
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
  const intercom = makeIntercom({ url: config.intercomUrl });
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
