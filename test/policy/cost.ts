/**
 * CPU that something costs on a text, and how that grows; in proportions, so that it holds on any
 * machine.
 */
import assert from 'node:assert/strict';

const SMALL = 64 * 1024;
const LARGE = 1024 * 1024;
/** Sixteen times the text, and some for memory that is farther away. */
const MOST = 20;

const cpu = (run: () => unknown): number => {
  const before = process.threadCpuUsage();
  run();
  const { user, system } = process.threadCpuUsage(before);
  return user + system;
};
/** Best of some: whatever else the machine does only adds. Stops early once it is cheap enough. */
const best = (run: () => unknown, enough = 0, tries = 3): number => {
  let least = Infinity;
  for (let i = 0; i < tries && least > enough; i++) least = Math.min(least, cpu(run));
  return least;
};
/**
 * Of what seems too dear: a neighbour that empties the caches makes it so for many runs, growth for
 * all.
 */
const SURE = 30;

/**
 * A plain walk over a text of the small size: what costs less than some of these is not worth
 * comparing.
 */
const walked = 'x'.repeat(SMALL);
const walk = (): number => {
  let sum = 0;
  for (let i = 0; i < walked.length; i++) sum += walked.charCodeAt(i);
  return sum;
};
for (let i = 0; i < 20; i++) walk();
const FLOOR = 20 * best(walk) + 1_000;

export type Sizes = { small?: number; large?: number; most?: number };

/**
 * `make` gives the work for a text of that many characters. Null: in proportion; else how it grows
 * instead.
 */
export function growth(
  make: (size: number) => () => unknown,
  { small = SMALL, large = LARGE, most = MOST }: Sizes = {},
): string | null {
  // From a sixteenth upwards: what is quadratic shows there already, before it takes minutes.
  for (const size of [small / 16, small]) {
    const first = Math.max(best(make(size)), FLOOR);
    const second = best(make(size * (large / small)), most * first, SURE);
    if (second > most * first) return `${size} → ${Math.round(second / first)} times the cost`;
  }
  return null;
}

export function assertLinear(
  what: string,
  make: (size: number) => () => unknown,
  sizes: Sizes = {},
): void {
  assert.equal(growth(make, sizes), null, what);
}
