/** A package queue as those who order for it read it. */
import type { TemplateOrder } from '../../../providers/provider.ts';
import type { OpenQueue } from '../../planning/equal-bundle.ts';

/** A queue under its lock, with a bundle chosen. `esim_type` says what it is to be put on. */
export type Queue = OpenQueue & {
  traveler_id: string;
  esim_type: 'universal' | 'classic';
  provider: string;
  template_id: string;
  coverage: string[];
  imsi: string | null;
  redeemed_at: Date | null;
  cancelled_at: Date | null;
  /** orders that a provider had accepted and then gave up */
  failed_orders: number;
};
export const QUEUE_FIELDS =
  'id, traveler_id, esim_type, provider, template_id, destination_id, package_type, bytes, duration_days, covers, coverage, imsi, redeemed_at, cancelled_at, failed_orders';

export const templateOf = (queue: Queue): TemplateOrder => ({
  id: queue.template_id,
  bytes: queue.bytes,
  duration_days: queue.duration_days,
  coverage: queue.coverage,
  imsi: queue.imsi,
});
