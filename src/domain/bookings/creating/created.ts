/** What making a booking is told beside the request, and what it answers. */
import type { Problem } from '../../../errors.ts';
import type { FoundKey, KeyRow } from '../../partners/idempotency/keyed-request.ts';
import type { BookingView } from '../booking-view.ts';

export type CreateOptions = {
  /** problems the schema found, with the entries they touch */
  schemaProblems?: Problem[];
  broken?: ReadonlySet<number>;
  /** makes a retry under the same Idempotency-Key find the booking again */
  requestKey?: string | null;
  /** of one whose key is begun with the booking: by the statement that makes it */
  once?: OwnKey | null;
  kind?: 'booking' | 'topup';
};
/** As `Once` of the API, for what was made. */
export type OwnKey = {
  begin(): Promise<string>;
  rowFor(made: Created): KeyRow;
  took(found: FoundKey): void;
};
/** `warnings`: what entries got otherwise than is usual. */
export type Created = { created: boolean; booking: BookingView; warnings?: Problem[] };
