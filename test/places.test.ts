/** Places for requests: who is refused first, and that a place is given back once. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AppError } from '../src/errors.ts';
import { makePlaces } from '../src/http/places.ts';

const isFull = (error: unknown): boolean =>
  error instanceof AppError && error.type === 'overloaded';

describe('places of partners', () => {
  it('are all of one partner who is alone, and no more than there are', () => {
    const places = makePlaces(8);
    for (let n = 0; n < 8; n++) places.enterAs('a');
    assert.throws(() => places.enterAs('a'), isFull);
    assert.throws(() => places.enterAs('b'), isFull, 'the pool is bounded for everybody');
  });

  it('are refused first to the partner who is over its share, once half of them are taken', () => {
    const places = makePlaces(8);
    const leave = Array.from({ length: 4 }, () => places.enterAs('a'));
    places.enterAs('b');
    assert.throws(() => places.enterAs('a'), isFull, 'it holds its half');
    for (let n = 0; n < 2; n++) places.enterAs('b');
    leave[0]!();
    places.enterAs('a');
    places.enterAs('b');
    assert.throws(() => places.enterAs('c'), isFull);
  });

  it('are shared with who comes anew: the share shrinks, nobody is thrown out', () => {
    const places = makePlaces(9);
    for (let n = 0; n < 4; n++) places.enterAs('a');
    places.enterAs('b');
    places.enterAs('c');
    assert.throws(() => places.enterAs('a'), isFull, 'a third of nine is three');
    for (let n = 0; n < 2; n++) places.enterAs('b');
    assert.throws(() => places.enterAs('b'), isFull);
    places.enterAs('c');
  });

  it('are open to everybody while less than half are taken', () => {
    const places = makePlaces(8);
    places.enterAs('b');
    for (let n = 0; n < 3; n++) places.enterAs('a');
    places.enterAs('b');
  });

  it('are refused at the half, not after it', () => {
    const places = makePlaces(8);
    for (const partner of ['a', 'a', 'b']) places.enterAs(partner);
    places.enterAs('c');
    assert.throws(() => places.enterAs('a'), isFull, 'a third of eight is two');
  });

  it('have at least one for each, however many share them', () => {
    const places = makePlaces(4);
    for (const partner of ['a', 'b', 'c']) places.enterAs(partner);
    assert.throws(() => places.enterAs('a'), isFull);
    places.enterAs('d');
  });

  it('count once when they are given back twice', () => {
    const places = makePlaces(2);
    const leave = places.enterAs('a');
    places.enterAs('b');
    leave();
    leave();
    places.enterAs('c');
    assert.throws(() => places.enterAs('d'), isFull);
  });

  it("count as their holder's until he gives them back", () => {
    const places = makePlaces(8);
    const leave = Array.from({ length: 4 }, () => places.enterAs('a'));
    places.enterAs('b');
    leave[0]!();
    leave[0]!();
    places.enterAs('a');
    assert.throws(() => places.enterAs('a'), isFull, 'he holds four again');
  });
});

describe('places of what is not signed', () => {
  it('are bounded by pool, given back once, and nobody else’s', () => {
    const places = makePlaces(1);
    const [small, other] = [{ size: 32 }, { size: 32 }];
    const leave = Array.from({ length: 32 }, () => places.enter(small));
    assert.throws(() => places.enter(small), isFull);
    places.enter(other);
    places.enterAs('a');
    leave[0]!();
    leave[0]!();
    places.enter(small);
    assert.throws(() => places.enter(small), isFull);
  });
});
