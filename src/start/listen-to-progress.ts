/** The entrance for progress notifications of SM-DP+, where it is configured. */
import { readFileSync } from 'node:fs';
import type { Context } from '../context.ts';
import { receiveProgress } from '../domain/esims/usage/receive-progress.ts';
import { progressAccounts } from '../domain/suppliers/es2plus/progress-accounts.ts';
import { startListener, type Listener } from '../providers/es2plus/progress/listener.ts';

/** Null: nobody is listened to. Throws where a file cannot be read or the port is taken. */
export async function listenToProgress(ctx: Context): Promise<Listener | null> {
  const { es2plus: given, host } = ctx.config;
  if (given === null) return null;
  return startListener({
    host,
    port: given.port,
    tls: {
      cert: read('HUBBY_ES2PLUS_CERT', given.cert),
      key: read('HUBBY_ES2PLUS_KEY', given.key),
      ca: read('HUBBY_ES2PLUS_CA', given.ca),
    },
    accounts: () => progressAccounts(ctx.db),
    tell: (account, told) => receiveProgress(ctx, account, told),
    onError: (error) =>
      ctx.log.error({ message: (error as Error).message }, 'a progress notification failed'),
  });
}

function read(variable: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`${variable}: the file cannot be read: ${(error as { code?: string }).code}`, {
      cause: error,
    });
  }
}
