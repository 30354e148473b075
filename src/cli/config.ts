/** What the commands that call a running server read of the environment. */
import { resolve } from 'node:path';

/** Null where not set. */
export type ClientConfig = {
  dataDir: string;
  url: string | null;
  apiKey: string | null;
  apiSecret: string | null;
};

/** The server ignores them. */
export const CLIENT_VARIABLES = ['HUBBY_URL', 'HUBBY_API_KEY', 'HUBBY_API_SECRET'] as const;

export const loadClientConfig = (
  env: Readonly<Record<string, string | undefined>> = process.env,
): ClientConfig => ({
  dataDir: resolve(env['HUBBY_DATA_DIR'] || '.hubby'),
  url: env['HUBBY_URL'] || null,
  apiKey: env['HUBBY_API_KEY'] || null,
  apiSecret: env['HUBBY_API_SECRET'] || null,
});
