/** Commands of the CLI as people run them: processes of their own against a running server. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { until } from '../faults/checks.ts';
import type { Hubby } from '../harness.ts';

const BIN = fileURLToPath(new URL('../../bin/hubby.mjs', import.meta.url));
/** Those of a failed test end with the file. */
const running = new Set<ChildProcessWithoutNullStreams>();
after(() => {
  for (const child of running) child.kill('SIGKILL');
});

export type Ended = { code: number | null; out: string; err: string };
export type Running = {
  child: ChildProcessWithoutNullStreams;
  out(): string;
  err(): string;
  ended: Promise<Ended>;
  /** Waits until it has printed this. */ said(what: RegExp): Promise<RegExpExecArray>;
};

/** As the partner of the file, unless `env` says otherwise. */
export function start(hubby: Hubby, args: string[], env: Record<string, string> = {}): Running {
  const { api_key, api_secret } = hubby.partner;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', BIN, ...args], {
    env: {
      PATH: process.env['PATH'] ?? '',
      HUBBY_DATA_DIR: '/nonexistent',
      HUBBY_URL: hubby.url,
      HUBBY_API_KEY: api_key,
      HUBBY_API_SECRET: api_secret,
      ...env,
    },
  });
  running.add(child);
  let [out, err] = ['', ''];
  // A letter of several bytes may come in two chunks.
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    err += chunk;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      running.delete(child);
      resolve({ code, out, err });
    });
  });
  const said = (what: RegExp): Promise<RegExpExecArray> =>
    until(`hubby ${args[0]} to say ${what}`, async () => what.exec(out + err), 90_000).catch(
      (error: Error) => {
        throw new Error(`${error.message}; it said: ${out}${err}`);
      },
    );
  return { child, ended, out: () => out, err: () => err, said };
}

/** One that does not end by itself is ended, so that its test fails instead of hanging. */
export async function run(
  hubby: Hubby,
  args: string[],
  env?: Record<string, string>,
): Promise<Ended> {
  const { child, ended } = start(hubby, args, env);
  const limit = setTimeout(() => child.kill('SIGKILL'), 90_000);
  return ended.finally(() => clearTimeout(limit));
}
