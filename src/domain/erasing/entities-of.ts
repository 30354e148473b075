/** What events about a traveler's things are events of. */
import type { Known } from './known.ts';

export const entitiesOf = (known: Known): string[] => [
  ...known.bookings.map(({ id }) => id),
  ...known.queueIds,
  ...known.esims.map(({ id }) => id),
  ...known.packageIds,
  ...known.purchaseIds,
  ...known.supportIds,
];
