/** Who the processes of this machine are, as far as a cluster is concerned. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

type Who = 'postmaster' | 'other' | 'gone' | 'unclear';

/**
 * Who the process with this id is. `other` is said only when it is certain that it does not serve
 * `dataDir`; `gone` and `other` differ in that PostgreSQL overrules a pid file of its own accord
 * only for `gone`.
 */
export function whoIs(pid: number, dataDir: string): Who {
  try {
    process.kill(pid, 0);
  } catch {
    return 'gone'; // or of another account, which PostgreSQL takes for gone as well
  }
  if (!fs.existsSync('/proc/self/stat')) return whoIsByPs(pid, dataDir);
  const state = readProcess(pid, 'stat');
  if (state === undefined) return 'unclear';
  // A zombie (nobody reaps in many containers) looks alive to PostgreSQL; it has no folder and no
  // command line left
  if (/^[ZX]/.test(state.slice(state.lastIndexOf(')') + 2))) return 'other';
  const command = readProcess(pid, 'cmdline')?.split('\0') ?? [''];
  // The one who writes postmaster.pid has made the data folder its working folder before, and stays
  // there
  const there = worksIn(pid, dataDir);
  if (there === false) return 'other';
  if (there === true)
    return command.some((word) => word.includes('postgres')) ? 'postmaster' : 'unclear';
  // empty while the process exits
  return /^(postgres\b|postmaster\b|$)/.test(path.basename(command[0] ?? '')) ? 'unclear' : 'other';
}

export function mayServe(pid: number, dataDir: string): boolean {
  const who = whoIs(pid, dataDir);
  return who === 'postmaster' || who === 'unclear';
}

/** Without /proc (macOS). */
function whoIsByPs(pid: number, dataDir: string): Who {
  const ps = spawnSync('ps', ['-ww', '-o', 'stat=,command=', '-p', String(pid)], {
    encoding: 'utf8',
  });
  if (ps.error) return 'unclear';
  const [, state = '', command = ''] = /^\s*(\S+)\s+(.*)/.exec(ps.stdout) ?? [];
  if (state === '') return 'gone';
  if (state.startsWith('Z')) return 'other';
  if (!command.includes('postgres') && !command.includes('postmaster')) return 'other';
  return command.includes(` ${dataDir} `) || command.endsWith(` ${dataDir}`)
    ? 'postmaster'
    : 'unclear';
}

function readProcess(pid: number | string, what: 'stat' | 'cmdline'): string | undefined {
  try {
    return fs.readFileSync(`/proc/${pid}/${what}`, 'utf8');
  } catch {
    return undefined;
  }
}

/** Compared by inode, so that links and mounts do not matter; undefined when it may not be seen. */
function worksIn(pid: number | string, dataDir: string): boolean | undefined {
  try {
    const there = fs.statSync(`/proc/${pid}/cwd`);
    const wanted = fs.statSync(dataDir);
    return there.ino === wanted.ino && there.dev === wanted.dev;
  } catch {
    return undefined;
  }
}

/**
 * After a kill -9 of the postmaster a backend in the middle of a long computation runs on, and no
 * new server starts beside it. It can no longer commit safely, so it is told to quit; one whose
 * parent serves the same data is left alone.
 */
export function endOrphanedBackends(dataDir: string, log: (message: string) => void): void {
  if (process.platform !== 'linux') return;
  for (const pid of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (!readProcess(pid, 'cmdline')?.startsWith('postgres: ') || worksIn(pid, dataDir) !== true)
      continue;
    const stat = readProcess(pid, 'stat') ?? '';
    const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
    // a parent that may not be looked at is of another account, so no postmaster of this data
    if (parent === undefined || worksIn(parent, dataDir) === true) continue;
    log(`ending process ${pid}, left over by a killed server`);
    signal(Number(pid), 'SIGQUIT');
  }
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    /* it has ended meanwhile */
  }
}
