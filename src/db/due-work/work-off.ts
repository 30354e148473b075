/**
 * Works off what is due until nothing is. Rows are taken only as there are free places and begun at
 * once, so a worker that stops has nothing to give back: it ends what it is at.
 */
import { setTimeout as sleep } from 'node:timers/promises';

export type Work<Item> = {
  /** so many at once in all */
  places: number;
  /** what `active` counts by: the provider or the partner whose share of the places is bounded */
  keyOf?(item: Item): string;
  /**
   * Takes up to `free` rows, in one or several batches. `active`: how many of each key are under
   * way at this moment; those that have none are not in it.
   */
  take(free: number, active: ReadonlyMap<string, number>): AsyncIterable<readonly Item[]>;
  run(item: Item): Promise<void>;
  /**
   * What `run` threw; its lease runs out, and it is taken again. Without it the first failure is
   * the last: nothing more is taken, and it is thrown when all has ended.
   */
  onFailure?(item: Item, error: unknown): void;
  isStopping(): boolean;
  /** while something is under way, what came meanwhile is looked for this often */
  lookAgainMs: number;
  /** also whenever one has ended, where throughput is worth more than round trips */
  looksOften?: boolean;
};

/** Returns how many were taken. */
export async function workOff<Item>(work: Work<Item>): Promise<number> {
  const { places, isStopping } = work;
  const under = new Set<Promise<void>>();
  const active = new Map<string, number>();
  const failures: unknown[] = [];
  let count = 0;

  const begin = (item: Item): void => {
    const leave = enter(active, work.keyOf?.(item) ?? '');
    const one: Promise<void> = work
      .run(item)
      .catch((error: unknown) => {
        if (work.onFailure === undefined) failures.push(error);
        else work.onFailure(item, error);
      })
      .finally(() => {
        under.delete(one);
        leave();
      });
    under.add(one);
    count++;
  };
  const pause = async (): Promise<void> => {
    if (under.size === 0) return;
    const ended = work.looksOften ? [...under] : [Promise.all(under)];
    const timer = new AbortController();
    const time = sleep(work.lookAgainMs, undefined, { signal: timer.signal }).catch(() => {});
    await Promise.race([...ended, time]);
    timer.abort();
  };

  try {
    while (!isStopping() && failures.length === 0) {
      // Beside others a look leaves out those that have no place left: they may be free by now.
      const wasAlone = under.size === 0;
      const before = count;
      if (under.size < places)
        for await (const items of work.take(places - under.size, active)) items.forEach(begin);
      const isNothing = count === before;
      if (isNothing && wasAlone) break;
      if (isNothing || under.size >= places || !work.looksOften) await pause();
    }
  } finally {
    await Promise.all(under);
  }
  if (failures.length > 0) throw failures[0];
  return count;
}

/** Counts one more; returns how it leaves again. */
function enter(active: Map<string, number>, key: string): () => void {
  active.set(key, (active.get(key) ?? 0) + 1);
  return () => {
    const left = active.get(key)! - 1;
    if (left === 0) active.delete(key);
    else active.set(key, left);
  };
}
