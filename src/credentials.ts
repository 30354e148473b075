/** `credentials.json` in the data folder: what `start` and `seed` write, and what the CLI reads. */
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Credentials = {
  base_url: string;
  api_key?: string;
  api_secret?: string;
  partner_id?: string;
  operator_token: string;
};

export const credentialsFile = (dataDir: string): string => join(dataDir, 'credentials.json');

export function readCredentials(dataDir: string): Partial<Credentials> | null {
  try {
    return JSON.parse(readFileSync(credentialsFile(dataDir), 'utf8')) as Partial<Credentials>;
  } catch {
    return null;
  }
}

export function writeCredentials(dataDir: string, credentials: Partial<Credentials>): void {
  // With a database and a key of one's own nothing else has made the folder.
  mkdirSync(dataDir, { recursive: true });
  const file = credentialsFile(dataDir);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, file);
}
