/** Scopes of keys as they are said. */
import type { KeyScope } from '../../data/types.ts';
import type { Key } from '../../words.tsx';

export const SCOPE_TEXTS: Record<KeyScope, Key> = {
  bookings: 'scopeBookings',
  travelers: 'scopeTravelers',
  settings: 'scopeSettings',
  keys: 'scopeKeys',
  erase: 'scopeErase',
};

/** What a key of this scope may do. */
export const SCOPE_MAY: Record<KeyScope, Key> = {
  bookings: 'scopeBookingsMay',
  travelers: 'scopeTravelersMay',
  settings: 'scopeSettingsMay',
  keys: 'scopeKeysMay',
  erase: 'scopeEraseMay',
};
