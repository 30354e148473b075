/**
 * How a program finds its server and key: HUBBY_URL, HUBBY_API_KEY and HUBBY_API_SECRET, else what
 * an installation on this machine has left in `credentials.json` of its data folder.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export type Credentials = {
  base_url: string;
  api_key?: string;
  api_secret?: string;
  partner_id?: string;
  operator_token: string;
};

export const credentialsFile = (dataDir: string): string => join(dataDir, 'credentials.json');

/** Null where there are none, or none that can be read. */
export function readCredentials(dataDir: string): Partial<Credentials> | null {
  try {
    return JSON.parse(readFileSync(credentialsFile(dataDir), 'utf8')) as Partial<Credentials>;
  } catch {
    return null;
  }
}

/** null = not set */
export type ClientEnvironment = {
  dataDir: string;
  url: string | null;
  apiKey: string | null;
  apiSecret: string | null;
  /** JSON, for adding an account at a supplier */
  supplierCredentials: string | null;
};

/** What the server ignores of them: everything but HUBBY_DATA_DIR. */
export const CLIENT_VARIABLES = [
  'HUBBY_URL',
  'HUBBY_API_KEY',
  'HUBBY_API_SECRET',
  'HUBBY_SUPPLIER_CREDENTIALS',
] as const;

export const readEnvironment = (
  env: Readonly<Record<string, string | undefined>> = process.env,
): ClientEnvironment => ({
  dataDir: resolve(env['HUBBY_DATA_DIR'] || '.hubby'),
  url: env['HUBBY_URL'] || null,
  apiKey: env['HUBBY_API_KEY'] || null,
  apiSecret: env['HUBBY_API_SECRET'] || null,
  supplierCredentials: env['HUBBY_SUPPLIER_CREDENTIALS'] || null,
});
