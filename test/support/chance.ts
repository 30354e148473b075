/**
 * Chance that can be had again: every run prints its seed, `TEST_SEED=<seed> npm test -- <part>`
 * repeats it.
 */
import { randomInt } from 'node:crypto';
import { seeded } from './seeded.ts';

const SEED = Number(process.env['TEST_SEED'] ?? randomInt(2 ** 31));
console.log(`chance: TEST_SEED=${SEED} repeats it`);

/** From 0 to 1, without 1. */
export const random = seeded(SEED);

export const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;

/** The same members in another order. */
export function shuffled<T>(of: readonly T[]): T[] {
  const list = [...of];
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [list[i], list[j]] = [list[j]!, list[i]!];
  }
  return list;
}
