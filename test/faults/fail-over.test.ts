/**
 * The quick form of the fail-over drill; where Debian's PostgreSQL is not installed there is
 * nothing to try it on.
 */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { canFailOver, failOver } from './fail-over.ts';

it('a fail-over to a synchronous standby loses and doubles nothing', async (t) => {
  if (!canFailOver()) return t.skip("needs Debian's PostgreSQL 15");
  const { bookings, redeemed } = await failOver({ rounds: 1, seconds: 1 });
  assert.ok(bookings > 0 && redeemed > 0);
  return undefined;
});
