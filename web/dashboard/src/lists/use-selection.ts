/** Which rows are chosen. */
import { useCallback, useMemo, useState } from 'react';

export type Selection = {
  ids: ReadonlySet<string>;
  toggle(id: string, isRange?: boolean): void;
  /** all of them, or none where all are chosen */
  toggleAll(): void;
  set(ids: readonly string[]): void;
};

/** `ids`: of all rows that are there; what is there no more is not chosen either. */
export function useSelection(ids: readonly string[]): Selection {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [last, setLast] = useState<string | null>(null);
  const present = useMemo(() => {
    const there = new Set(ids);
    return new Set(chosen.filter((id) => there.has(id)));
  }, [ids, chosen]);
  const toggle = useCallback(
    (id: string, isRange = false) => {
      const from = last === null ? -1 : ids.indexOf(last);
      const to = ids.indexOf(id);
      setLast(id);
      const isAdding = !present.has(id);
      const meant =
        isRange && from !== -1 ? ids.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
      const others = [...present].filter((one) => !meant.includes(one));
      setChosen(isAdding ? [...others, ...meant] : others);
    },
    [ids, last, present],
  );
  return {
    ids: present,
    toggle,
    toggleAll: () => setChosen(present.size === ids.length ? [] : ids),
    set: setChosen,
  };
}
