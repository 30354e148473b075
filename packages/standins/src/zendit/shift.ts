/** The stand-in's working day: purchases and refunds go from status to status, by timers or by hand. */
import type { Status, Work } from './books.ts';

const STEPS: readonly Status[] = ['ACCEPTED', 'PENDING', 'AUTHORIZED', 'IN_PROGRESS'];

export type Shift = {
  /** milliseconds from one status to the next */
  stepMs: number;
  /** While true nothing new goes on by itself. */
  isHeld: boolean;
  /** Has work go through the statuses; `finish` then decides between DONE and FAILED. */
  start(id: string, work: Work, finish: () => Status): void;
  /** Finishes what was held: one, or all. Answers how many. */
  release(id?: string): number;
  close(): void;
};

type Held = { work: Work; finish: () => Status };

export function startShift(stepMs: number, now: () => Date, onStep: (id: string) => void): Shift {
  const timers = new Set<NodeJS.Timeout>();
  const held = new Map<string, Held>();
  const enter = (id: string, work: Work, status: Status): void => {
    const at = now().toISOString();
    work.status = status;
    work.updatedAt = at;
    work.log.push({ dateTime: at, status, statusMessage: '' });
    onStep(id);
  };
  const shift: Shift = {
    stepMs,
    isHeld: false,
    start(id, work, finish) {
      if (shift.isHeld) {
        held.set(id, { work, finish });
        return;
      }
      const timer = setTimeout(() => {
        timers.delete(timer);
        const next = STEPS[STEPS.indexOf(work.status) + 1];
        enter(id, work, next ?? finish());
        if (next !== undefined) shift.start(id, work, finish);
      }, shift.stepMs);
      timers.add(timer);
    },
    release(id) {
      const some = [...held].filter(([one]) => id === undefined || one === id);
      for (const [one, { work, finish }] of some) {
        held.delete(one);
        enter(one, work, finish());
      }
      return some.length;
    },
    close() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      held.clear();
    },
  };
  return shift;
}
