/** Processes that the bench starts and ends, each by its own id. */
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { EngineOrder, EngineReply } from './engine.ts';
import type { LimitOptions } from './limit.ts';
import type { Figures, Reply, Round } from './round.ts';

const QUIET = '--disable-warning=ExperimentalWarning';
const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 25_000;
/** of one order, such as a pass over everything due */
const PASS_LIMIT_MS = 180_000;
const fileOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** Settings of the person who runs the bench reach none of its processes. */
const bareEnv = (): Record<string, string> =>
  Object.fromEntries(
    ['PATH', 'HOME', 'TMPDIR', 'LANG'].flatMap((name) =>
      process.env[name] === undefined ? [] : [[name, process.env[name]]],
    ),
  );

const profiling = (folder: string | null): string[] =>
  folder === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=500'];

export type Engine = {
  child: ChildProcess;
  /**
   * Runs a kind of due work as the worker does, until nothing is due; milliseconds of each pass.
   */
  run(kind: Extract<EngineOrder, { run: string }>['run'], times?: number): Promise<number[]>;
};

export class Children {
  readonly #running = new Set<ChildProcess>();
  #isClosing = false;

  #keep<C extends ChildProcess>(child: C): C {
    this.#running.add(child);
    child.on('exit', () => this.#running.delete(child));
    child.on('error', () => this.#running.delete(child));
    if (this.#isClosing) child.kill('SIGTERM');
    return child;
  }

  fork(file: string, profileDir: string | null = null): ChildProcess {
    return this.#keep(
      fork(fileOf(file), [], {
        execArgv: [QUIET, ...profiling(profileDir)],
        env: bareEnv(),
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      }),
    );
  }

  /**
   * The product's API alone, as `hubby serve`, on a port of its choice; its log goes to `logFile`.
   */
  async serve(
    env: Record<string, string>,
    logFile: string,
    profileDir: string | null,
  ): Promise<{ url: string; child: ChildProcess }> {
    const { child, said } = await this.#command(
      'serve',
      env,
      logFile,
      profileDir,
      /"url":"(http:\/\/127\.0\.0\.1:\d+)"/,
    );
    return { child, url: said };
  }

  /** The product's worker alone, as `hubby work`. */
  async work(
    env: Record<string, string>,
    logFile: string,
    profileDir: string | null = null,
  ): Promise<ChildProcess> {
    return (await this.#command('work', env, logFile, profileDir, /"msg":"(working)"/)).child;
  }

  async #command(
    name: 'serve' | 'work',
    env: Record<string, string>,
    logFile: string,
    profileDir: string | null,
    ready: RegExp,
  ): Promise<{ child: ChildProcess; said: string }> {
    const output = openSync(logFile, 'w');
    const child = this.#keep(
      spawn(process.execPath, [QUIET, ...profiling(profileDir), fileOf('../src/main.ts'), name], {
        env: { ...bareEnv(), ...env, HOST: '127.0.0.1', PORT: '0' },
        stdio: ['ignore', output, output],
      }),
    );
    closeSync(output);
    for (
      const begun = performance.now();
      performance.now() - begun < START_LIMIT_MS &&
      child.exitCode === null &&
      child.signalCode === null;
    ) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      const said = ready.exec(readFileSync(logFile, 'utf8'))?.[1];
      if (said !== undefined) return { child, said };
    }
    throw new Error(`the product did not start:\n${readFileSync(logFile, 'utf8').slice(-2000)}`);
  }

  /** A process that runs the product's engines. */
  async engine(
    open: Extract<EngineOrder, { open: object }>['open'],
    profileDir: string | null,
  ): Promise<Engine> {
    const child = this.fork('./engine.ts', profileDir);
    const tell = async (message: EngineOrder): Promise<number[]> => {
      const { passes, complaints } = await order<Extract<EngineReply, { passes: number[] }>>(
        child,
        message,
      );
      if (complaints.length > 0) throw new Error(`the engine complained: ${complaints.join('\n')}`);
      return passes;
    };
    await tell({ open });
    return { child, run: (kind, times = 1) => tell({ run: kind, times }) };
  }

  async limit(options: LimitOptions): Promise<{ url: string; child: ChildProcess }> {
    const child = this.fork('./limit.ts');
    const { url, error } = await ask<{ url?: string; error?: string }>(
      child,
      options,
      START_LIMIT_MS,
    );
    if (url === undefined) throw new Error(`the limit ${options.kind} did not start: ${error}`);
    return { url, child };
  }

  /** The output of a script that runs for itself. */
  output(file: string, args: string[]): Promise<string> {
    const child = this.#keep(
      spawn(process.execPath, [QUIET, fileOf(file), ...args], {
        env: bareEnv(),
        stdio: ['ignore', 'pipe', 'inherit'],
      }),
    );
    return new Promise((resolve, reject) => {
      let text = '';
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      child.on('error', reject);
      child.on('close', (code, signal) => {
        if (code === 0) resolve(text);
        else reject(new Error(`${file} ended with ${code ?? signal}`));
      });
    });
  }

  /** Ends one, or all, and waits until they are gone. */
  async stop(...children: ChildProcess[]): Promise<void> {
    if (children.length === 0) this.#isClosing = true;
    await Promise.all(
      (children.length === 0 ? [...this.#running] : children).map(
        (child) =>
          new Promise<void>((resolve) => {
            if (!this.#running.has(child)) return resolve();
            const timer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
            child.on('exit', () => {
              clearTimeout(timer);
              resolve();
            });
            child.kill('SIGTERM');
          }),
      ),
    );
  }
}

export function ask<T>(child: ChildProcess, message: object | string, limitMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      child.off('message', onMessage);
      child.off('exit', onExit);
      act();
    };
    const onMessage = (answer: unknown): void => settle(() => resolve(answer as T));
    const onExit = (code: number | null, signal: string | null): void =>
      settle(() => reject(new Error(`a process of the bench ended with ${code ?? signal}`)));
    const timer = setTimeout(
      () =>
        settle(() => reject(new Error(`a process of the bench did not answer in ${limitMs} ms`))),
      limitMs,
    );
    child.on('message', onMessage);
    child.on('exit', onExit);
    child.send(message);
  });
}

/** For processes that answer an order with what they did, or `{ error }`. */
export async function order<T extends object>(child: ChildProcess, message: object): Promise<T> {
  const reply = await ask<T | { error: string }>(child, message, PASS_LIMIT_MS);
  if ('error' in reply) throw new Error(`a process of the bench failed: ${reply.error}`);
  return reply as T;
}

export async function playRound(load: ChildProcess, round: Round): Promise<Figures> {
  const reply = await ask<Reply>(load, round, round.seconds * 1000 + 30_000);
  if ('error' in reply) throw new Error(reply.error);
  return reply.figures;
}
