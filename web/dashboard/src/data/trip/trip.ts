/** A trip that is played: what it is of, how far it has come, and what each step led to. */
import type { EventRow } from '../types.ts';

export type StepState = 'todo' | 'doing' | 'done' | 'failed';
export type StepName =
  | 'book'
  | 'redeem'
  | 'cutoff'
  | 'install'
  | 'depart'
  | 'firstBytes'
  | 'half'
  | 'most'
  | 'lastByte'
  | 'home';

export type Step = {
  name: StepName;
  state: StepState;
  /** what it led to, oldest first */
  events: EventRow[];
  /** what it should have led to and was not seen in time */
  missing: string[];
  error: unknown;
};

/** How the travelers of trips begin, by whom one is known from others' bookings. */
export const USER = 'trip-';

export type Trip = {
  user: string;
  destination: string;
  steps: Step[];
  /** goes on by itself from step to step */
  isPlaying: boolean;
  facts: Facts;
};

/** Found out on the way. */
export type Facts = {
  departure?: Date;
  bookingId?: string;
  queueId?: string;
  iccid?: string;
  packageId?: string;
  /** what events of this trip are about */
  subjects: string[];
};

export const nextOf = ({ steps }: Trip): Step | undefined =>
  steps.find(({ state }) => state !== 'done');
export const isOver = (trip: Trip): boolean => nextOf(trip) === undefined;
