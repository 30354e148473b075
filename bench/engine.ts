/**
 * The product's own engines on a real Context, without a server: a process of its own that runs
 * what is due and times it.
 */
import type pg from 'pg';
import { loadConfig } from '../src/config.ts';
import type { WakeKind } from '../src/context.ts';
import { DUE } from '../src/jobs/index.ts';
import { openRuntime, type Runtime } from '../src/runtime.ts';
import { makeSecrets } from '../src/secrets.ts';
import { asApplication } from './stage.ts';

export type EngineOrder =
  | { open: { env: Record<string, string>; database: pg.PoolConfig } }
  | { run: Exclude<WakeKind, 'orders'>; times: number };
/** milliseconds of each pass; what was logged as a warning or an error */
export type EngineReply = { passes: number[]; complaints: string[] } | { error: string };

let runtime: Runtime | undefined;
let complaints: string[] = [];
const complain = (fields: object, message: string): void => {
  complaints.push(`${message} ${JSON.stringify(fields)}`);
};

async function obey(order: EngineOrder): Promise<EngineReply> {
  const passes: number[] = [];
  complaints = [];
  if ('open' in order) {
    const config = loadConfig(order.open.env);
    const secrets = makeSecrets(config.secretKey!);
    const database = asApplication(order.open.database, secrets);
    runtime = await openRuntime(config, database, secrets, {
      info() {},
      warn: complain,
      error: complain,
    });
    // What is committed here is done here: a nudge has nobody to reach.
    runtime.ctx.wake = () => {};
    return { passes, complaints };
  }
  if (runtime === undefined) throw new Error('the engine is not open');
  for (let i = 0; i < order.times; i++) {
    const begun = performance.now();
    await DUE[order.run](runtime.ctx, () => false);
    passes.push(performance.now() - begun);
  }
  return { passes, complaints: complaints.slice(0, 5) };
}

if (import.meta.main) {
  process.on('message', (order: EngineOrder) => {
    obey(order)
      .catch((error: unknown): EngineReply => ({
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }))
      .then((reply) => process.send!(reply));
  });
  for (const end of ['disconnect', 'SIGTERM'] as const)
    process.on(end, () => {
      void (runtime?.close() ?? Promise.resolve()).finally(() => process.exit());
    });
}
