/**
 * Crash loop: API and worker under load, killed with -9 at random instants, also while they start.
 *   node test/faults/crash-loop.ts --kills 200 [--seed 1]
 */
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeArena, makeLoad, settleAndCheck, start, type Report } from './crash.ts';
import { address, type Process } from './processes.ts';

export async function crashLoop(options: {
  kills: number;
  seed: number;
  onKill?: (n: number) => void;
}): Promise<Report> {
  const arena = await makeArena();
  const load = makeLoad(arena, options.seed);
  let current: Process | null = null;
  let slowest = 0;
  try {
    for (let n = 1; n <= options.kills; n++) {
      const launched = performance.now();
      current = arena.launch();
      // Every fourth life ends before it has begun to serve.
      if (n % 4 === 0) await sleep(load.random() * 800);
      else {
        load.point(await address(current));
        const answered = await load.firstAnswer();
        slowest = Math.max(slowest, answered - launched);
        await sleep(load.random() * 1_000);
      }
      await current.kill();
      load.point(null);
      options.onKill?.(n);
    }
    // Every holder of a lease is dead; in the rounds before, leases ran out by themselves.
    await arena.sql('update provider_orders set lease_until = null');
    await arena.sql('update replacement_work set lease_until = null');
    const last = await start(arena);
    current = last.process;
    load.point(last.url);
    await load.firstAnswer();
    await load.stop();
    const { provisioned } = await settleAndCheck(arena, load, last.url, options.seed);
    return {
      kills: options.kills,
      acknowledged: load.acknowledged.length,
      redeemed: load.redeemed.size,
      provisioned,
      replaced: load.replaced(),
      slowestFirstAnswerMs: Math.round(slowest),
    };
  } finally {
    await Promise.all([load.stop(), current?.kill()]);
    await arena.close();
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '200' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    },
  });
  console.log(`crash loop: ${values.kills} kills, --seed ${values.seed}`);
  console.log(
    await crashLoop({
      kills: Number(values.kills),
      seed: Number(values.seed),
      onKill: (n) => {
        if (n % 10 === 0) console.log(`${n} kills`);
      },
    }),
  );
}
