/** Real processes of bin/hubby.mjs, for tests that start, kill and stop them. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { signedHeaders } from '@hubby/sdk/signing';
import type pg from 'pg';
import { until } from './checks.ts';

const ROOT = path.join(import.meta.dirname, '../..');
export type Key = { api_key: string; api_secret: string };
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read what came, field by field
export type Reply = { status: number; body: any; headers: Headers };

export type Process = {
  child: ChildProcess;
  output(): string;
  /** exit code, or the signal's name */
  ended: Promise<number | string>;
  isRunning(): boolean;
  kill(signal?: NodeJS.Signals): Promise<number | string>;
};

/** `root`: where the code lies, ours unless it is another release's. */
export function hubby(args: string[], env: Record<string, string> = {}, root = ROOT): Process {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', path.join(root, 'bin/hubby.mjs'), ...args],
    {
      cwd: os.tmpdir(),
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        TMPDIR: process.env['TMPDIR'],
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  return {
    child,
    ended,
    output: () => output,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    kill(signal = 'SIGKILL') {
      child.kill(signal);
      return ended;
    },
  };
}

/** Runs a command to its end. */
export async function run(
  args: string[],
  env: Record<string, string> = {},
  root = ROOT,
): Promise<{ code: number | string; output: string }> {
  const command = hubby(args, env, root);
  return { code: await command.ended, output: command.output() };
}

/** The address that `start` prints and `serve` logs, once it answers there. */
export async function address(server: Process): Promise<string> {
  return until('the server to listen', async () => {
    if (!server.isRunning())
      throw new Error(`it ended with ${await server.ended}:\n${server.output()}`);
    const url = /(?:listening on |"url":")(http:\/\/[^\s"]+)/.exec(server.output())?.[1];
    return url !== undefined && (await fetch(`${url}/readyz`).catch(() => null))?.status === 200
      ? url
      : null;
  });
}

export async function call(
  url: string,
  key: Key | string | null,
  method: string,
  target: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const auth =
    key === null
      ? {}
      : typeof key === 'string'
        ? { authorization: `Bearer ${key}` }
        : signedHeaders(key, method, target);
  const response = await fetch(url + target, {
    method,
    headers: {
      ...auth,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    } as Record<string, string>,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (response.headers.get('content-type') ?? '').includes('json') ? JSON.parse(text) : text,
  };
}

/**
 * A data folder that the server's account can enter; `remove` ends a server that a killed process
 * has left there.
 */
export function dataFolder(): {
  dir: string;
  postmaster(): number | null;
  remove(): Promise<void>;
} {
  const dir = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'hubby-process-')));
  fs.chmodSync(dir, 0o711);
  const postmaster = (): number | null => {
    const file = path.join(dir, 'pg18/postmaster.pid');
    const pid = fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8').split('\n')[0]) : 0;
    // A stale file may name any process.
    try {
      return pid > 0 && fs.realpathSync(`/proc/${pid}/cwd`) === path.join(dir, 'pg18') ? pid : null;
    } catch {
      return null;
    }
  };
  return {
    dir,
    postmaster,
    async remove() {
      const pid = postmaster();
      if (pid !== null) process.kill(pid, 'SIGINT');
      while (postmaster() !== null) await sleep(20);
      fs.rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** DATABASE_URL of a node-postgres config, also of one that names a unix socket. */
export function urlOf(
  config: pg.ClientConfig,
  over: { user?: string; password?: string; database?: string } = {},
): string {
  const url = new URL(config.connectionString ?? 'postgres://localhost');
  if (config.connectionString === undefined) {
    url.username = config.user ?? 'postgres';
    url.password = encodeURIComponent(String(config.password ?? ''));
    if (config.host?.startsWith('/')) url.searchParams.set('host', config.host);
    else url.hostname = config.host ?? 'localhost';
    url.port = String(config.port ?? 5432);
    url.pathname = `/${config.database ?? 'postgres'}`;
  }
  if (over.user !== undefined) url.username = over.user;
  if (over.password !== undefined) url.password = over.password;
  if (over.database !== undefined) url.pathname = `/${over.database}`;
  return url.href;
}
