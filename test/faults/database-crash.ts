/**
 * Database crash: the postmaster killed -9, or stopped immediately, under load; Hubby's process
 * lives on.
 *   node test/faults/database-crash.ts --rounds 60 [--seed 1]
 */
import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from './checks.ts';
import { makeArena, makeLoad, settleAndCheck, start, type Report } from './crash.ts';

export async function databaseCrash(options: {
  rounds: number;
  seed: number;
  onRound?: (n: number) => void;
}): Promise<Report> {
  const arena = await makeArena();
  const load = makeLoad(arena, options.seed);
  const { process: under, url } = await start(arena);
  let slowest = 0;
  load.point(url);
  try {
    await load.firstAnswer();
    for (let n = 1; n <= options.rounds; n++) {
      await sleep(200 + load.random() * 1_000);
      const pid = arena.postmaster();
      // SIGQUIT is PostgreSQL's "immediate": no checkpoint, recovery at the next start.
      process.kill(pid, n % 2 ? 'SIGKILL' : 'SIGQUIT');
      await until('the server to be gone', async () => arena.postmaster() !== pid);
      const crashed = performance.now();
      await arena.restartDatabase();
      load.point(url);
      const answered = await load.firstAnswer();
      slowest = Math.max(slowest, answered - crashed);
      assert.ok(under.isRunning(), `Hubby ended:\n${under.output().slice(-4_000)}`);
      options.onRound?.(n);
    }
    await load.stop();
    const { provisioned } = await settleAndCheck(arena, load, url, options.seed);
    assert.equal(await under.kill('SIGTERM'), 0, under.output().slice(-4_000));
    return {
      kills: options.rounds,
      acknowledged: load.acknowledged.length,
      redeemed: load.redeemed.size,
      provisioned,
      replaced: load.replaced(),
      slowestFirstAnswerMs: Math.round(slowest),
    };
  } finally {
    await Promise.all([load.stop(), under.kill()]);
    await arena.close();
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '60' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    },
  });
  console.log(`database crash: ${values.rounds} rounds, --seed ${values.seed}`);
  console.log(
    await databaseCrash({
      rounds: Number(values.rounds),
      seed: Number(values.seed),
      onRound: (n) => {
        if (n % 10 === 0) console.log(`${n} rounds`);
      },
    }),
  );
}
