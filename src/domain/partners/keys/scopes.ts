/** What a key may do: each route of partners names the scope that it asks for. */
import { AppError } from '../../../errors.ts';

/**
 * `bookings`: bookings, packages, eSIMs and codes. `travelers`: who travelers are, their messages,
 * sessions and support. `settings`: how Hubby works for the partner, its endpoint and events, and
 * the audit log. `keys`: keys themselves. `erase`: travelers are erased.
 */
export const KEY_SCOPES = ['bookings', 'travelers', 'settings', 'keys', 'erase'] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

/** The others are given where they are asked for. */
export const USUAL_SCOPES: readonly KeyScope[] = ['bookings', 'travelers', 'settings'];

/** In the order of the list, each once. */
export const inOrder = (scopes: readonly KeyScope[]): KeyScope[] =>
  KEY_SCOPES.filter((scope) => scopes.includes(scope));

/** Throws 403 `scope_missing` where somebody would hold a key that may do more than they. */
export function refuseMore(scopes: readonly KeyScope[], own: ReadonlySet<KeyScope>): void {
  const missing = scopes.find((scope) => !own.has(scope));
  if (missing !== undefined)
    throw new AppError(
      'scope_missing',
      `Nobody gets a key that may do more than they: the scope ${missing} is not yours to give.`,
      { extra: { scope: missing } },
    );
}
