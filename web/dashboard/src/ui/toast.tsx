/** What was done, said in passing; what will be, with the time to undo it. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { useWords } from '../words.tsx';
import { doNow, undo, useDeferred, type Deferred } from './deferred.ts';

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

const box = 'menu-in max-w-full rounded-lg bg-ink px-4 py-2 text-canvas shadow-raised';

export function Toasts() {
  const all = useSyncExternalStore(subscribe, () => shown);
  const deferred = useDeferred();
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-4 bottom-4 z-50 flex flex-col items-center gap-2"
    >
      {all.map(({ id, text }) => (
        <p key={id} className={box}>
          {text}
        </p>
      ))}
      {deferred.map((one) => (
        <Waiting key={one.id} deferred={one} />
      ))}
    </div>
  );
}

const action =
  'min-h-8 cursor-default rounded-md px-2 font-medium underline underline-offset-2 outline-offset-0 outline-canvas! pointer-coarse:min-h-11';

function Waiting({ deferred: { id, text, until } }: { deferred: Deferred }) {
  const { say } = useWords();
  const seconds = useSecondsTo(until);
  return (
    <div
      className={`${box} pointer-events-auto flex flex-wrap items-center justify-center gap-x-2 py-1.5`}
    >
      <p>{text}</p>
      {/* Not for who listens: they would hear every second. */}
      <span aria-hidden className="min-w-[3ch] text-end tabular-nums opacity-80">
        {seconds} s
      </span>
      <AriaButton className={action} onPress={() => undo(id)}>
        {say('undo')}
      </AriaButton>
      <AriaButton className={action} onPress={() => void doNow(id)}>
        {say('doNow')}
      </AriaButton>
    </div>
  );
}

function useSecondsTo(until: number): number {
  const left = (): number => Math.max(0, Math.ceil((until - Date.now()) / 1_000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(left()), 250);
    return () => clearInterval(timer);
  }, [until]);
  return seconds;
}
