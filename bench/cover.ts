import { monitorEventLoopDelay } from 'node:perf_hooks';
import { cover } from '../src/domain/planning/cover/cover.ts';
import { makeCovers } from '../src/domain/planning/covers.ts';
import {
  catalogue,
  countryCode,
  idsOf,
  loadIlp,
  objectiveOf,
  sample,
} from '../test/support/cover-oracle.ts';
import { seeded } from '../test/support/seeded.ts';

const DESTINATIONS = 30;
const BUNDLES = 1000;
const INSTANCES = 300;
/** HiGHS takes seconds for each. */
const ILP_INSTANCES = 6;
const WARM_UP = 40;

type Spread = { p50: number; p95: number; max: number };

export type CoverFigures = {
  destinations: number;
  bundles: number;
  /** milliseconds, warmed up, as in a running server */
  cover_ms: Spread & { instances: number };
  /** the same in processor time of the thread, which neighbours lengthen less */
  cover_cpu_ms: Spread;
  /**
   * milliseconds of the very first call in this process, or the first since the caller used `cover`
   */
  first_call_ms: number;
  /** the same in processor time of the thread */
  first_call_cpu_ms: number;
  /** milliseconds for three staged integer programmes, on the first of the same instances */
  highs_ms: Spread & { instances: number };
  /** milliseconds of ours on the instances HiGHS was given */
  cover_ms_on_highs_instances: Spread;
  /** whether count, price and surplus were equal on all of those */
  optima_agree: boolean;
  /**
   * longest time that the event loop stood still while a cover that cannot be proven was looked
   * for; goal 50
   */
  longest_stall_ms: number;
};

/** 60 countries from 300 bundles of one price: a thread of its own goes on with it. */
async function longestStall(): Promise<number> {
  const random = seeded(5);
  const codes = Array.from({ length: 60 }, (_, i) => countryCode(i));
  const candidates = Array.from({ length: 300 }, (_, i) => ({
    id: `pkg_${i}`,
    coverage: sample(random, 60, 2 + Math.floor(random() * 5)).map(countryCode),
    price: 100,
  }));
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const covers = makeCovers(null);
  await new Promise((resolve) => setTimeout(resolve, 50));
  delay.enable();
  await new Promise((resolve) => setTimeout(resolve, 50));
  covers.solve(codes, '', () => candidates);
  await covers.settle();
  await new Promise((resolve) => setTimeout(resolve, 50));
  delay.disable();
  return Number((delay.max / 1e6).toFixed(1));
}

function spread(times: readonly number[]): Spread {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number =>
    Number(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!.toFixed(2));
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
}

export type CoverOptions = { instances?: number; ilpInstances?: number };

/**
 * Our exact cover against HiGHS (WebAssembly) on random catalogues: 30 destinations from 1 000
 * bundles.
 */
export async function benchCover({
  instances: count = INSTANCES,
  ilpInstances = ILP_INSTANCES,
}: CoverOptions = {}): Promise<CoverFigures> {
  const timed = <T>(work: () => T): [T, ms: number, cpuMs: number] => {
    const cpu = process.threadCpuUsage();
    const start = performance.now();
    const result = work();
    const ms = performance.now() - start;
    const { user, system } = process.threadCpuUsage(cpu);
    return [result, ms, (user + system) / 1000];
  };
  const first = catalogue(0, DESTINATIONS, BUNDLES);
  const [, firstCall, firstCpu] = timed(() => cover(first.requested, first.candidates));
  for (let i = 0; i < WARM_UP; i++) {
    const { requested, candidates } = catalogue(100_000 + i, DESTINATIONS, BUNDLES);
    cover(requested, candidates);
  }

  const instances = Array.from({ length: count }, (_, i) =>
    catalogue(1 + i, DESTINATIONS, BUNDLES),
  );
  const ours = instances.map(({ requested, candidates }) =>
    timed(() => cover(requested, candidates)),
  );
  const ilp = await loadIlp();
  const theirs: number[] = [];
  let agree = true;
  for (const [i, { requested, candidates }] of instances.slice(0, ilpInstances).entries()) {
    const [best, ms] = timed(() => ilp(requested, candidates));
    theirs.push(ms);
    const mine = objectiveOf(requested, candidates, idsOf(ours[i]![0]));
    agree &&=
      best?.count === mine.count && best.price === mine.price && best.surplus === mine.surplus;
  }
  const times = ours.map(([, ms]) => ms);
  return {
    destinations: DESTINATIONS,
    bundles: BUNDLES,
    cover_ms: { ...spread(times), instances: count },
    cover_cpu_ms: spread(ours.map(([, , cpuMs]) => cpuMs)),
    first_call_ms: Number(firstCall.toFixed(2)),
    first_call_cpu_ms: Number(firstCpu.toFixed(2)),
    highs_ms: { ...spread(theirs), instances: ilpInstances },
    cover_ms_on_highs_instances: spread(times.slice(0, ilpInstances)),
    optima_agree: agree,
    longest_stall_ms: await longestStall(),
  };
}

if (import.meta.main) {
  const [instances, ilpInstances] = process.argv.slice(2).map(Number);
  console.log(
    JSON.stringify(
      await benchCover({
        ...(instances === undefined ? {} : { instances }),
        ...(ilpInstances === undefined ? {} : { ilpInstances }),
      }),
      null,
      2,
    ),
  );
}
