/** The release before this one: the newest tag `v…` below HEAD, with its files. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { sharePackages } from '../../scripts/share-packages.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
const NEEDED = ['bin', 'docs', 'migrations', 'package.json', 'packages', 'src'];

// A checkout may belong to another account than the one that runs the tests.
const git = (args: string[]): Buffer =>
  execFileSync('git', ['-C', ROOT, '-c', 'safe.directory=*', ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 256 * 1024 * 1024,
  });

/** Its tag; null where nothing is released yet, or this is no checkout with tags. */
export function lastRelease(): string | null {
  try {
    return git(['describe', '--tags', '--abbrev=0', '--match', 'v*', 'HEAD^']).toString().trim();
  } catch {
    return null;
  }
}

/** One of its files, null when it had none of this name. */
export function fileOf(tag: string, file: string): string | null {
  try {
    return git(['show', `${tag}:${file}`]).toString();
  } catch {
    return null;
  }
}

/** Puts its code into an empty folder, beside our packages; without a tag, this very code. */
export function putCode(tag: string | null, folder: string): void {
  mkdirSync(folder, { recursive: true });
  if (tag === null)
    for (const name of NEEDED.filter((one) => existsSync(path.join(ROOT, one))))
      cpSync(path.join(ROOT, name), path.join(folder, name), { recursive: true });
  else
    execFileSync('tar', ['-x', '-C', folder], {
      input: git(['archive', tag, '--', ...NEEDED.filter((one) => fileOf(tag, one) !== null)]),
    });
  sharePackages(ROOT, folder);
}
