/** Writes `credentials.json` into the data folder: what clients on this machine read of it. */
import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { credentialsFile, type Credentials } from '@hubby/sdk/environment';

export function writeCredentials(dataDir: string, credentials: Partial<Credentials>): void {
  // With a database and a key of one's own nothing else has made the folder.
  mkdirSync(dataDir, { recursive: true });
  const file = credentialsFile(dataDir);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, file);
}
