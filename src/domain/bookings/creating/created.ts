/** What making a booking is told beside the request, and what it answers. */
import type { Problem } from '../../../errors.ts';
import type { BookingView } from '../booking-view.ts';

export type CreateOptions = {
  /** problems the schema found, with the entries they touch */
  schemaProblems?: Problem[];
  broken?: ReadonlySet<number>;
  /** makes a retry under the same Idempotency-Key find the booking again */
  requestKey?: string | null;
  kind?: 'booking' | 'topup';
};
export type Created = { created: boolean; booking: BookingView };
