/** The long-running commands: serve, work, and start, which is both with everything prepared. */
import type { AddressInfo } from 'node:net';
import { loadConfig } from './config.ts';
import type { App } from './app.ts';
import { awaitDatabase } from './start/await-database.ts';
import { openDatabase, type Database } from './start/database.ts';
import { stopServing } from './graceful-stop.ts';
import { openSecrets } from './start/open-secrets.ts';
import { prepareDatabase } from './start/prepare-database.ts';
import { missingParts } from './domain/doctor/examine-parts.ts';
import { mailboxLink } from './domain/sandbox/mailbox.ts';
import { banner } from './start/banner.ts';
import { firstLinks } from './start/first-members.ts';
import { makeLog, openRuntime, type Runtime } from './runtime.ts';
import type { Config } from './config.ts';
import type { Log } from './context.ts';
import type { Secrets } from './secrets.ts';
import { listenToProgress } from './start/listen-to-progress.ts';
import { seed } from './start/seed.ts';
import { startWorker, type Worker } from './worker.ts';

type Part = { stop(): Promise<void> };

/**
 * A ctrl-C under npm arrives twice: from the terminal and passed on by npm. Only a later one means
 * "at once".
 */
const SAME_SIGNAL_MS = 2_000;

/** Runs `stop` once at the first signal; another one, later, ends at once. */
function onStop(stop: () => Promise<void>): void {
  let stoppingSince: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stoppingSince !== undefined) {
        if (performance.now() - stoppingSince > SAME_SIGNAL_MS) process.exit(1);
        return;
      }
      stoppingSince = performance.now();
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
    });
  }
}

async function listen(runtime: Runtime): Promise<{ app: App } & Part> {
  const { ctx } = runtime;
  // A worker does without the API, which is half of the program.
  const { buildApp } = await import('./app.ts');
  const app = await buildApp(ctx);
  try {
    await app.listen({ host: ctx.config.host, port: ctx.config.port });
  } catch (error) {
    if ((error as { code?: string }).code === 'EADDRINUSE')
      throw new Error(`Port ${ctx.config.port} is in use. Choose another: PORT=3001 npm start`);
    throw error;
  }
  // Not waited for: whoever asks before it is done gets what is asked for made at once.
  void app.warmUp();
  const { port, address, family } = app.server.address() as AddressInfo;
  const own = address === '0.0.0.0' ? '127.0.0.1' : address === '::' ? '::1' : address;
  runtime.listening(`http://${family === 'IPv6' && own.includes(':') ? `[${own}]` : own}:${port}`);
  if (ctx.config.publicUrl === null) ctx.baseUrl = ctx.baseUrl.replace(/:\d+$/, `:${port}`);
  const progress = await listenToProgress(ctx);
  return {
    app,
    async stop() {
      await Promise.all([stopServing(app), progress?.close()]);
    },
  };
}

const open = (config: Config, database: Database, secrets: Secrets, log: Log): Promise<Runtime> =>
  openRuntime(config, database.app, secrets, log, { sandbox: database.sandbox?.app });

async function prepareToServe(config: Config, database: Database, secrets: Secrets): Promise<void> {
  const { toDo } = await prepareDatabase(config, database, secrets);
  if (toDo !== null) throw new Error(toDo);
}

/** `hubby start`: database, migrations, seed, API and worker in one process. */
export async function start(): Promise<void> {
  const config = loadConfig();
  const log = makeLog(config.logLevel ?? 'warn');
  const secrets = openSecrets(config);
  const database = await openDatabase(config, secrets, log);
  let runtime: Runtime | undefined;
  let server: ({ app: App } & Part) | undefined;
  let worker: Worker | undefined;
  const stop = async (): Promise<void> => {
    await server?.stop();
    await worker?.stop();
    await runtime?.close();
    await database.stop();
  };
  onStop(stop);
  try {
    await prepareToServe(config, database, secrets);
    runtime = await open(config, database, secrets, log);
    const { isNewToken } = await seed(runtime.ctx);
    server = await listen(runtime);
    // Once more: only now the port is known.
    const { credentials, keeps } = await seed(runtime.ctx);
    worker = await startWorker(runtime.ctx);
    const mailbox =
      credentials.partner_id === undefined
        ? null
        : mailboxLink(runtime.ctx, credentials.partner_id).url;
    banner(config, credentials, {
      isNewToken,
      keeps,
      database: database.how,
      notice: database.notice,
      mailbox,
      links: await firstLinks(runtime.ctx),
      missing: missingParts(runtime.ctx),
    });
  } catch (error) {
    await stop();
    throw error;
  }
}

/** One role against a migrated database. */
async function role(make: (runtime: Runtime) => Promise<Part>): Promise<void> {
  const config = loadConfig();
  const log = makeLog(config.logLevel ?? 'info');
  const secrets = openSecrets(config);
  const database = await openDatabase(config, secrets, log);
  let runtime: Runtime | undefined;
  try {
    runtime = await awaitDatabase(log, () => open(config, database, secrets, log));
    const part = await make(runtime);
    for (const { check, message, remedy } of missingParts(runtime.ctx))
      log.warn({ check, remedy }, message);
    onStop(async () => {
      await part.stop();
      await runtime!.close();
      await database.stop();
    });
  } catch (error) {
    await runtime?.close();
    await database.stop();
    throw error;
  }
}

export const serve = (): Promise<void> =>
  role(async (runtime) => {
    const server = await listen(runtime);
    runtime.ctx.log.info({ url: runtime.ctx.baseUrl }, 'listening');
    return server;
  });

export const work = (): Promise<void> =>
  role(async (runtime) => {
    const worker = await startWorker(runtime.ctx);
    runtime.ctx.log.info({}, 'working');
    return worker;
  });

/** Prepares a database without serving. */
export async function prepare(withSeed: boolean): Promise<string> {
  const config = loadConfig();
  const log = makeLog('warn');
  const secrets = openSecrets(config);
  const database = await openDatabase(config, secrets, log);
  try {
    const { version, toDo } = await prepareDatabase(config, database, secrets);
    const done = `The schema is at version ${version}`;
    if (!withSeed) return `${done}.${toDo === null ? '' : `\nStill to do: ${toDo}`}`;
    if (toDo !== null) throw new Error(toDo);
    const runtime = await open(config, database, secrets, log);
    try {
      const { credentials, isNewToken } = await seed(runtime.ctx);
      const token =
        config.env === 'production' && isNewToken
          ? `\nOperator token (shown once): ${credentials.operator_token}`
          : '';
      const links = Object.entries(await firstLinks(runtime.ctx))
        .filter(([, link]) => link !== null)
        .map(([who, link]) => `\nDashboard as ${who}, once, within 15 minutes: ${link}`);
      const gaps = missingParts(runtime.ctx).map(({ message }) => `\nMissing: ${message}`);
      return `${done}; catalog and credentials are in place (${config.dataDir}/credentials.json).${token}${links.join('')}${gaps.join('')}`;
    } finally {
      await runtime.close();
    }
  } finally {
    await database.stop();
  }
}
