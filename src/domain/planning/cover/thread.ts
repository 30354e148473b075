/** The thread that long searches run in, so that they hold up nobody else. */
import { parentPort } from 'node:worker_threads';
import { cover } from './cover.ts';
import type { CoverCandidate } from './problem.ts';

export type Job = {
  id: number;
  requested: readonly string[];
  candidates: readonly CoverCandidate[];
  budget: number;
};

parentPort?.on('message', ({ id, requested, candidates, budget }: Job) => {
  parentPort!.postMessage({ id, result: cover(requested, candidates, budget) });
});
