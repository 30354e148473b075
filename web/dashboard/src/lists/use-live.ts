/**
 * Keeps the newest rows of a list as they are. Nothing moves under somebody's eyes: while they look
 * at a row, have chosen some, or are further down, new rows are counted, and shown when they ask.
 */
import type { List } from '../data/lists.ts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { queryClient } from '../data/queries.ts';
import { listenTo, type StreamState } from '../data/stream.ts';

import { newIn, putOnTop, renew, type Page, type Pages } from './pages.ts';

/** Not more often, however much happens. */
const PACE_MS = 1_000;

type Watched<Row> = {
  list: List<Row>;
  path: string;
  queryKey: readonly unknown[];
  fetchHead(): Promise<Page<Row>>;
  /** nobody would lose their place */
  isCalm(): boolean;
};

export type Live = {
  /** null: there is no stream of this list */
  state: StreamState | 'paused' | null;
  /** rows that are kept back */
  waiting: number;
  setPaused(isPaused: boolean): void;
  /** what is kept back */
  show(): void;
};

export function useLive<Row>(watched: Watched<Row>): Live {
  const [state, setState] = useState<StreamState>('waiting');
  const [isPaused, setPaused] = useState(false);
  const [waiting, setWaiting] = useState(0);
  const now = useRef({ ...watched, isPaused });
  now.current = { ...watched, isPaused };
  const filters = JSON.stringify(watched.queryKey);
  useEffect(() => setWaiting(0), [filters]);

  const look = useCallback(async (isAsked: boolean): Promise<void> => {
    const { list, queryKey, fetchHead, isCalm, isPaused: isStopped } = now.current;
    const key = JSON.stringify(queryKey);
    if ((isStopped && !isAsked) || queryClient.getQueryData(queryKey) === undefined) return;
    // What could not be had is asked for with the next hint.
    const head = await fetchHead().catch(() => null);
    const known = queryClient.getQueryData<Pages<Row>>(queryKey);
    if (head === null || known === undefined || key !== JSON.stringify(now.current.queryKey))
      return;
    const mayMove = isAsked || isCalm();
    queryClient.setQueryData<Pages<Row>>(
      queryKey,
      (mayMove ? putOnTop : renew)(known, head, list.idOf),
    );
    setWaiting(mayMove ? 0 : newIn(known, head, list.idOf).length);
  }, []);
  const lookSoon = usePaced(look);

  const hasStream = watched.list.hints.length > 0;
  useEffect(() => {
    if (!hasStream) return;
    return listenTo(watched.path, ({ hint, state: is }) => {
      setState(is);
      if (hint !== undefined && (hint === 'hello' || watched.list.hints.includes(hint))) lookSoon();
    });
  }, [hasStream, watched.path, watched.list, lookSoon]);
  // What is kept from before may be old.
  useEffect(() => lookSoon(), [filters, lookSoon]);
  useEffect(() => {
    const listen = (): void => {
      if (!document.hidden) lookSoon();
    };
    document.addEventListener('visibilitychange', listen);
    return () => document.removeEventListener('visibilitychange', listen);
  }, [lookSoon]);

  return {
    state: !hasStream ? null : isPaused ? 'paused' : state,
    waiting,
    setPaused(to) {
      setPaused(to);
      if (!to) void look(true);
    },
    show: () => void look(true),
  };
}

/** At once, then not before the pace is over; in a tab that nobody sees, not at all. */
function usePaced(look: (isAsked: boolean) => Promise<void>): () => void {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const last = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(() => {
    if (document.hidden) return;
    clearTimeout(timer.current);
    const wait = Math.max(0, last.current + PACE_MS - Date.now());
    timer.current = setTimeout(() => {
      last.current = Date.now();
      void look(false);
    }, wait);
  }, [look]);
}
