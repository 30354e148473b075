/** The entrance for progress notifications of SM-DP+, where it is configured. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Context } from '../context.ts';
import { receiveProgress } from '../domain/esims/usage/receive-progress.ts';
import { progressAccounts } from '../domain/suppliers/es2plus/progress-accounts.ts';
import type { ProgressFiles } from '../providers/es2plus/progress/config.ts';
import { startListener, type Listener } from '../providers/es2plus/progress/listener.ts';

/** Null: nobody is listened to. Throws where a file is not what it should be, or the port taken. */
export async function listenToProgress(ctx: Context): Promise<Listener | null> {
  const { es2plus: given, host } = ctx.config;
  if (given === null) return null;
  return startListener({
    host,
    port: given.port,
    tls: readFiles(given),
    accounts: () => progressAccounts(ctx.db),
    tell: (account, told) => receiveProgress(ctx, account, told),
    onError: (error) =>
      ctx.log.error({ message: (error as Error).message }, 'a progress notification failed'),
    onRefused: (reason) =>
      ctx.log.warn({ reason }, 'what an SM-DP+ told of a profile was not taken'),
  });
}

/** Looked at one by one: an error then names the variable, and not only what OpenSSL says. */
export function readFiles({ cert, key, ca }: ProgressFiles): ProgressFiles {
  const files = {
    cert: read('HUBBY_ES2PLUS_CERT', cert),
    key: read('HUBBY_ES2PLUS_KEY', key),
    ca: read('HUBBY_ES2PLUS_CA', ca),
  };
  const x509 = (pem: string): X509Certificate => new X509Certificate(pem);
  const certificate = parse('HUBBY_ES2PLUS_CERT', 'certificate', () => x509(files.cert));
  const privateKey = parse('HUBBY_ES2PLUS_KEY', 'private key without a pass phrase', () =>
    createPrivateKey(files.key),
  );
  parse('HUBBY_ES2PLUS_CA', 'certificates', () => x509(files.ca));
  if (!certificate.checkPrivateKey(privateKey))
    throw new Error('HUBBY_ES2PLUS_KEY: the file holds another key than that of the certificate');
  return files;
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

function parse<T>(variable: string, expected: string, reader: () => T): T {
  try {
    return reader();
  } catch (error) {
    throw new Error(`${variable}: the file holds no ${expected} in PEM`, { cause: error });
  }
}
