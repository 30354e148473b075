/**
 * The secret key of this installation, from the environment or, in staging, from the data folder.
 */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { makeSecrets, type Secrets } from '../secrets.ts';

const fileOf = (config: Config): string => join(config.dataDir, 'secret.key');
/** Lies there while the key is being changed. */
const previousOf = (config: Config): string => `${fileOf(config)}.previous`;

/** HUBBY_SECRET_KEY, or in staging the key in the data folder, made at the first start. */
export function openSecrets(config: Config): Secrets {
  if (config.secretKey !== null) return makeSecrets(config.secretKey, config.previousSecretKey);
  const file = fileOf(config);
  const previous = readKey(previousOf(config));
  const key = readKey(file);
  if (key !== null) return makeSecrets(key, previous);
  mkdirSync(config.dataDir, { recursive: true });
  // Of two first starts one wins, and both read its key.
  writeNewKey(file, linkSync);
  return makeSecrets(readKey(file)!);
}

/**
 * Puts a new key into the data folder and keeps the old one beside it; false when a change is under
 * way, or no file is used.
 */
export function makeNextKeyFile(config: Config): boolean {
  const [file, previous] = [fileOf(config), previousOf(config)];
  if (config.secretKey !== null || readKey(file) === null) return false;
  try {
    linkSync(file, previous);
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
    // Interrupted between the two steps, both names are of one key.
    if (!readKey(file)!.equals(readKey(previous)!)) return false;
  }
  writeNewKey(file, renameSync);
  return true;
}

/** Nothing lies under the old key any more. */
export function finishKeyFile(config: Config): void {
  if (config.secretKey === null) rmSync(previousOf(config), { force: true });
}

/** Written whole under another name first: nobody reads half a key. `put`: gives it its name. */
function writeNewKey(file: string, put: (draft: string, file: string) => void): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flush: true });
  try {
    put(draft, file);
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Null: there is none. */
function readKey(file: string): Buffer | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw error;
  }
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== 32) throw new Error(`${file} does not hold a key of 32 bytes in base64.`);
  return key;
}
