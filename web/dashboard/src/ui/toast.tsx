/** What was done, said in passing. */
import { useSyncExternalStore } from 'react';

const SHOWN_MS = 5_000;
let shown: { id: number; text: string }[] = [];
const listeners = new Set<() => void>();
let next = 0;

const set = (to: typeof shown): void => {
  shown = to;
  for (const listener of listeners) listener();
};

export function toast(text: string): void {
  const id = ++next;
  set([...shown, { id, text }]);
  setTimeout(() => set(shown.filter((one) => one.id !== id)), SHOWN_MS);
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export function Toasts() {
  const all = useSyncExternalStore(subscribe, () => shown);
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-4 bottom-4 z-50 flex flex-col items-center gap-2"
    >
      {all.map(({ id, text }) => (
        <p
          key={id}
          className="menu-in max-w-full rounded-lg bg-ink px-4 py-2 text-canvas shadow-raised"
        >
          {text}
        </p>
      ))}
    </div>
  );
}
