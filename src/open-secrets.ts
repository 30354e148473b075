/** The secret key of this installation, from the environment or, in staging, from the data folder. */
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { makeSecrets, type Secrets } from './secrets.ts';

/** HUBBY_SECRET_KEY, or in staging the key in the data folder, made at the first start. */
export function openSecrets(config: Config): Secrets {
  if (config.secretKey !== null) return makeSecrets(config.secretKey, config.previousSecretKey);
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
