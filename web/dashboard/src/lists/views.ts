/** Filters that somebody keeps under a name, in this browser, for each partner of their own. */
import { useState } from 'react';
import type { Search } from '../data/lists.ts';
import type { View } from './list.ts';

export const isSame = (one: Search, other: Search): boolean => {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length && names.every((name) => one[name] === other[name])
  );
};

const isView = (value: unknown): value is View => {
  const { name, search } = (value ?? {}) as Partial<View>;
  return (
    typeof name === 'string' &&
    typeof search === 'object' &&
    Object.values(search).every((one) => typeof one === 'string')
  );
};

/** What another version of the dashboard kept, or nobody of ours, is not there. */
function read(place: string): View[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isView) : [];
  } catch {
    return [];
  }
}

export type Kept = { views: readonly View[]; keep(view: View): void; drop(name: string): void };

/** `path`: the partner's */
export function useKeptViews(path: string, list: string): Kept {
  const place = `hubby-views ${path} ${list}`;
  const [views, setViews] = useState(() => ({ place, all: read(place) }));
  const all = views.place === place ? views.all : read(place);
  const set = (next: View[]): void => {
    localStorage.setItem(place, JSON.stringify(next));
    setViews({ place, all: next });
  };
  return {
    views: all,
    keep: (view) => set([...all.filter(({ name }) => name !== view.name), view]),
    drop: (name) => set(all.filter((one) => one.name !== name)),
  };
}
