/** What a command does with the installation itself, beside its running processes. */
import { userInfo } from 'node:os';
import { readCredentials } from '@hubby/sdk/environment';
import { loadConfig } from '../config.ts';
import type { Context } from '../context.ts';
import { byCommand, type Actor } from '../domain/actor.ts';
import { makeLog, openRuntime } from '../runtime.ts';
import { openDatabase } from '../start/database.ts';
import { openSecrets } from '../start/open-secrets.ts';

/** Answers what is printed. */
export async function onInstallation(
  work: (ctx: Context, actor: Actor) => Promise<string>,
): Promise<string> {
  const config = loadConfig();
  const secrets = openSecrets(config);
  const log = makeLog('warn');
  const database = await openDatabase(config, secrets, log);
  try {
    const runtime = await openRuntime(config, database.app, secrets, log, {
      sandbox: database.sandbox?.app,
      onlyLooks: true,
      poolSize: 2,
      telcoPool: 2,
    });
    try {
      const { ctx } = runtime;
      // Links lead to the server that runs, whatever its port is.
      const running = readCredentials(config.dataDir)?.base_url;
      if (config.publicUrl === null && running !== undefined) ctx.baseUrl = running;
      return await work(ctx, byCommand(userInfo().username));
    } finally {
      await runtime.close();
    }
  } finally {
    await database.stop();
  }
}
