/** A package queue as those who order for it read it. */
import { SOURCED_FIELDS, type SourcedQueue } from './source-of-queue.ts';

/** A queue under its lock, with a bundle chosen. `esim_type` says what it is to be put on. */
export type Queue = SourcedQueue & {
  traveler_id: string;
  esim_type: 'universal' | 'classic';
  destination_id: string;
  redeemed_at: Date | null;
  cancelled_at: Date | null;
  /** orders that a provider had accepted and then gave up */
  failed_orders: number;
};
export const QUEUE_FIELDS = `${SOURCED_FIELDS}, traveler_id, esim_type, destination_id, redeemed_at, cancelled_at, failed_orders`;
