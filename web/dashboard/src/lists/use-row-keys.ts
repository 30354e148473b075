/** Through a list without a mouse. Letters belong to fields and menus where one of these is in use. */
import { useEffect, useRef } from 'react';
import { undoLast } from '../ui/deferred.ts';

export type RowKeys = {
  /** another row's details, where some are open */
  isOpen: boolean;
  step(by: 1 | -1): void;
  close(): void;
  toggle(id: string): void;
  help(): void;
};

const BUSY =
  'input, select, textarea, [contenteditable], [role=dialog], [role=alertdialog], [role=menu]';

export const rowOf = (id: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`);

/** The row in which the focus is; checkboxes are fields, but of a row. */
const focused = (): HTMLElement | null =>
  document.activeElement?.closest('tr')?.querySelector<HTMLElement>('[data-row]') ?? null;

function isBusy({ target }: KeyboardEvent): boolean {
  if (!(target instanceof Element) || target.closest('[data-chooser]') !== null) return false;
  return (
    target.closest(BUSY) !== null || document.querySelector('[role=dialog], [role=menu]') !== null
  );
}

export function useRowKeys(keys: RowKeys): void {
  const now = useRef(keys);
  now.current = keys;
  const last = useRef<string | undefined>(undefined);
  useEffect(() => {
    const move = (by: 1 | -1): void => {
      if (now.current.isOpen) return now.current.step(by);
      const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
      const here = focused();
      const at = here === null ? rows.findIndex((row) => row.dataset['row'] === last.current) : -1;
      const next =
        here !== null
          ? Math.min(Math.max(rows.indexOf(here) + by, 0), rows.length - 1)
          : Math.max(at, 0);
      rows[next]?.focus();
      last.current = rows[next]?.dataset['row'];
    };
    const toggle = (): void => {
      const id = focused()?.dataset['row'];
      if (id !== undefined) now.current.toggle(id);
    };
    const actions: Record<string, () => void> = {
      j: () => move(1),
      k: () => move(-1),
      x: toggle,
      z: undoLast,
      '?': () => now.current.help(),
      Escape: () => now.current.isOpen && now.current.close(),
    };
    const listen = (event: KeyboardEvent): void => {
      const action = actions[event.key];
      if (action === undefined || event.defaultPrevented) return;
      if (event.ctrlKey || event.metaKey || event.altKey || isBusy(event)) return;
      event.preventDefault();
      action();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}
