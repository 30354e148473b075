/** How a booking stands. */
import type { BookingStatus } from '../../data/types.ts';
import { Badge } from '../../ui/said.tsx';
import { useWords, type Key, type Words } from '../../words.tsx';

const LOOKS = {
  CONFIRMED: ['bookingConfirmed', 'good'],
  COMPLETED: ['bookingCompleted', 'plain'],
  CANCELLED: ['bookingCancelled', 'danger'],
} as const satisfies Record<BookingStatus, readonly [Key, string]>;

export const BOOKING_STATUSES = Object.keys(LOOKS) as BookingStatus[];
export const bookingStateText = (status: BookingStatus, say: Words['say']): string =>
  say(LOOKS[status][0]);

export function BookingState({ status }: { status: BookingStatus }) {
  const { say } = useWords();
  return <Badge tone={LOOKS[status][1]}>{bookingStateText(status, say)}</Badge>;
}
