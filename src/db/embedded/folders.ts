/** Folders made, renamed and removed while other starts may be at the same. */
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { canEnter, giveTo, type Account } from './account.ts';

/**
 * Makes the folder with all above it and gives its real path; what it makes as root is open to be
 * entered, whatever the umask.
 */
export function makeFolder(dir: string): string {
  const firstMade = fs.mkdirSync(dir, { recursive: true });
  if (firstMade !== undefined && process.getuid?.() === 0) {
    for (let made = path.resolve(dir); made.length >= firstMade.length; made = path.dirname(made))
      fs.chmodSync(made, 0o711);
  }
  return fs.realpathSync(dir);
}

/**
 * The folder of the socket, short since a socket's path is limited to 103 bytes. Its name need not
 * be predictable, for others read it from postmaster.pid; so a folder that somebody else has put in
 * its place is just passed by.
 */
export function makeSocketFolder(dataDir: string, account: Account): string {
  const usual = fs.realpathSync(os.tmpdir());
  // the server reads a list here, so no comma and no quote; the folder may also be closed to its
  // account (pam_tmpdir)
  const base =
    usual.length <= 60 && /^[\w./+-]+$/.test(usual) && canEnter(usual, account) ? usual : '/tmp';
  let folder = path.join(base, `hubby-${shortHash(dataDir)}`);
  try {
    fs.mkdirSync(folder, { mode: 0o700 });
    giveTo(account, folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const stat = fs.lstatSync(folder, { throwIfNoEntry: false });
    const owner = account.uid ?? process.getuid?.();
    if (!stat?.isDirectory() || stat.uid !== owner || (stat.mode & 0o077) !== 0) {
      folder = fs.mkdtempSync(`${folder}-`);
      giveTo(account, folder);
    }
  }
  return folder;
}

export function removeIfEmpty(folder: string): void {
  try {
    fs.rmdirSync(folder);
  } catch {
    /* another start is using it already */
  }
}

/** @returns whether it was renamed; false when another start was faster. */
export function renameUnlessTaken(from: string, to: string): boolean {
  try {
    fs.renameSync(from, to);
    return true;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

export function shortHash(text: string): string {
  return crypto.createHash('sha256').update(text).digest('hex').slice(0, 12);
}
