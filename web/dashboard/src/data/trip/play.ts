/**
 * Plays a trip, step by step. It is kept outside of the screens: whoever looks at an event meanwhile
 * and comes back finds it where it is; after a reload it stands where the server knows it to be.
 */
import { queryOptions } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { happenedQuery, sandboxMoved } from '../sandbox.ts';
import { queryClient } from '../queries.ts';
import type { EventRow } from '../types.ts';
import { SCENES } from './scenes.ts';
import { readTrip } from './restore.ts';
import { nextOf, USER, type Facts, type Step, type Trip } from './trip.ts';

/** So long is waited for what a step has to be told of. */
const EVENTS_MS = 15_000;
const LOOK_AGAIN_MS = 300;
/** Between two steps, so that one can see what came of each. */
const PACE_MS = 900;

const trips = new Map<string, Trip>();
const listeners = new Set<() => void>();

/** Undefined: there is none of this partner. */
export const useTrip = (path: string): Trip | undefined =>
  useSyncExternalStore(subscribe, () => trips.get(path));

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

function set(path: string, trip: Trip | undefined): void {
  if (trip === undefined) trips.delete(path);
  else trips.set(path, trip);
  for (const listener of listeners) listener();
}

/** Of the trip that is there; false where another has begun, or none is there. */
function change(path: string, user: string, to: (trip: Trip) => Trip): boolean {
  const trip = trips.get(path);
  if (trip?.user !== user) return false;
  set(path, to(trip));
  return true;
}

export function beginTrip(path: string, destination: string, isPlaying: boolean): void {
  const user = `${USER}${crypto.getRandomValues(new Uint32Array(1))[0]!.toString(36)}`;
  const steps = SCENES.map(({ name }): Step => ({
    name,
    state: 'todo',
    events: [],
    missing: [],
    error: null,
  }));
  set(path, { user, destination, steps, isPlaying, facts: { subjects: [] } });
  void go(path, user);
}

/** Once for each time that the page is loaded: a trip that this page did not begin. */
export const restoreQuery = (path: string) =>
  queryOptions({
    queryKey: [path, 'trip'],
    staleTime: Infinity,
    gcTime: Infinity,
    async queryFn(): Promise<boolean> {
      const found = await readTrip(path);
      // One that was begun meanwhile is the one that is shown.
      if (found !== null && !trips.has(path)) set(path, found);
      return found !== null;
    },
  });

export const forgetTrip = (path: string): void => set(path, undefined);

export function pauseTrip(path: string): void {
  const trip = trips.get(path);
  if (trip !== undefined) set(path, { ...trip, isPlaying: false });
}

/** The next step alone, or all that are left. */
export function goOn(path: string, isPlaying: boolean): void {
  const trip = trips.get(path);
  if (trip === undefined || nextOf(trip)?.state === 'doing') {
    if (trip !== undefined && isPlaying) set(path, { ...trip, isPlaying });
    return;
  }
  set(path, { ...trip, isPlaying });
  void go(path, trip.user);
}

async function go(path: string, user: string): Promise<void> {
  for (;;) {
    const trip = trips.get(path);
    const step = trip?.user === user ? nextOf(trip) : undefined;
    if (trip === undefined || step === undefined || step.state === 'doing') break;
    const isDone = await playStep(path, trip, step);
    if (!isDone || trips.get(path)?.isPlaying !== true) break;
    await sleep(PACE_MS);
    if (trips.get(path)?.isPlaying !== true) break;
  }
  change(path, user, (trip) => ({ ...trip, isPlaying: false }));
}

async function playStep(path: string, trip: Trip, { name }: Step): Promise<boolean> {
  const { user } = trip;
  const put = (part: Partial<Step>, facts: Partial<Facts> = {}): boolean =>
    change(path, user, (is) => ({
      ...is,
      facts: { ...is.facts, ...facts },
      steps: is.steps.map((one) => (one.name === name ? { ...one, ...part } : one)),
    }));
  const { play, expects } = SCENES.find((one) => one.name === name)!;
  put({ state: 'doing', error: null, missing: [] });
  try {
    const facts = await play(path, trip);
    if (!put({}, facts)) return false;
    void sandboxMoved(path);
    const missing = await awaitEvents(path, user, expects, (events) => put({ events }));
    return put({ state: 'done', missing });
  } catch (error) {
    put({ state: 'failed', error });
    void sandboxMoved(path);
    return false;
  }
}

/** Tells of those of this trip that no step before has led to. Answers what did not come in time. */
async function awaitEvents(
  path: string,
  user: string,
  expects: readonly string[],
  tell: (events: EventRow[]) => void,
): Promise<string[]> {
  for (const end = Date.now() + EVENTS_MS; ; await sleep(LOOK_AGAIN_MS)) {
    const all = await queryClient.fetchQuery({ ...happenedQuery(path), staleTime: 0 });
    const trip = trips.get(path);
    if (trip?.user !== user) return [];
    const known = new Set(
      trip.steps
        .filter(({ state }) => state === 'done')
        .flatMap(({ events }) => events.map(({ event_id: id }) => id)),
    );
    const own = all
      .filter(
        ({ event_id: id, entity_id: about }) =>
          !known.has(id) && trip.facts.subjects.includes(about),
      )
      .toReversed();
    tell(own);
    const missing = expects.filter((type) => own.every(({ event }) => event !== type));
    if (missing.length === 0 || Date.now() > end) return missing;
  }
}

const sleep = (ms: number): Promise<void> =>
  new Promise((done) => {
    setTimeout(done, ms);
  });
