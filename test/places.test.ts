/** Places of what is not signed, by pool; those of partners are in partner-places.test.ts. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AppError } from '../src/errors.ts';
import { makePlaces } from '../src/http/places.ts';

const isFull = (error: unknown): boolean =>
  error instanceof AppError && error.type === 'overloaded';

describe('places of what is not signed', () => {
  it('are bounded by pool, given back once, and nobody else’s', async () => {
    const places = makePlaces(() => 0);
    const [small, other] = [{ size: 32 }, { size: 32 }];
    const leave = Array.from({ length: 32 }, () => places.enter(small));
    assert.throws(() => places.enter(small), isFull);
    places.enter(other);
    await places.enterAs('a', 0);
    leave[0]!();
    leave[0]!();
    places.enter(small);
    assert.throws(() => places.enter(small), isFull);
  });
});
