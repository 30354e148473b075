/**
 * What is done a little later, so that it can be undone. Going to another screen changes nothing,
 * since it is shown on all of them; whoever leaves the page, or signs out, has it done at once, so
 * that nothing they asked for is lost without a word.
 */
import { useSyncExternalStore } from 'react';

export const UNDO_MS = 10_000;

type Asked = {
  text: string;
  run(how: { isLeaving: boolean }): Promise<unknown>;
  undone(): void;
};
export type Deferred = Asked & { id: number; until: number };

let waiting: readonly Deferred[] = [];
const listeners = new Set<() => void>();
const timers = new Map<number, ReturnType<typeof setTimeout>>();
let next = 0;

const set = (to: readonly Deferred[]): void => {
  waiting = to;
  for (const listener of listeners) listener();
};

/** Out of those that wait; undefined where it was undone or done. */
function take(id: number): Deferred | undefined {
  const found = waiting.find((one) => one.id === id);
  clearTimeout(timers.get(id));
  timers.delete(id);
  set(waiting.filter((one) => one.id !== id));
  return found;
}

export function defer(asked: Asked): void {
  const id = ++next;
  set([...waiting, { ...asked, id, until: Date.now() + UNDO_MS }]);
  timers.set(
    id,
    setTimeout(() => void doNow(id), UNDO_MS),
  );
}

export const doNow = async (id: number): Promise<unknown> => take(id)?.run({ isLeaving: false });

export const undo = (id: number): void => take(id)?.undone();
export const undoLast = (): void => {
  const last = waiting.at(-1);
  if (last !== undefined) undo(last.id);
};

export const doAllNow = (isLeaving: boolean): Promise<unknown> =>
  Promise.all(waiting.map(({ id }) => take(id)?.run({ isLeaving })));

// A phone says no more than this before it ends a page.
document.addEventListener('visibilitychange', () => {
  if (document.hidden) void doAllNow(true);
});
addEventListener('pagehide', () => void doAllNow(true));

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};
export const useDeferred = (): readonly Deferred[] =>
  useSyncExternalStore(subscribe, () => waiting);
