/** Reading a list page by page: every row once, and a cursor that is none of its own is told. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readPlace, writePlace } from '../src/domain/webhooks/feed/feed-cursor.ts';
import { AppError, type Problem } from '../src/errors.ts';
import { isId, isUuid, newId, newQueueId, queueUuid, readId } from '../src/ids.ts';
import { pageOf, placeIn, placeOf, writeCursor, type Page } from '../src/input/paging.ts';

const problemOf = (ask: () => unknown): Problem => {
  try {
    ask();
  } catch (error) {
    assert.ok(error instanceof AppError);
    assert.equal(error.type, 'invalid_request');
    return error.details![0]!;
  }
  throw new Error('nothing was refused');
};

describe('pages', () => {
  it('show every row once, in order, and end with a cursor of null', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ unit: 'grapheme', minLength: 1 }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 12 }),
        (names, limit) => {
          const seen: string[] = [];
          let cursor: string | null = null;
          do {
            const after: string | null = placeOf(cursor ?? undefined, (text) => text);
            const from: number = after === null ? 0 : names.indexOf(after) + 1;
            const { page, next_cursor }: Page<string> = pageOf(
              names.slice(from, from + limit + 1),
              limit,
              (name) => name,
            );
            assert.ok(page.length <= limit);
            seen.push(...page);
            cursor = next_cursor;
          } while (cursor !== null);
          assert.deepEqual(seen, names);
        },
      ),
    );
  });

  it('say of a cursor what was expected and what came', () => {
    assert.deepEqual(
      problemOf(() => placeOf('abc', readId('bkg'))),
      { field: 'cursor', issue: 'expected next_cursor of an earlier answer, got "abc"' },
    );
    assert.deepEqual(
      problemOf(() => placeOf('abc', readId(), 'one of ours')),
      { field: 'cursor', issue: 'expected one of ours, got "abc"' },
    );
    const long = problemOf(() => placeOf('x'.repeat(5_000), readId()));
    assert.ok(long.issue.length < 200);
  });

  it('begin without a cursor, and keep a bad one among other problems', () => {
    const problems: Problem[] = [];
    assert.equal(placeIn(undefined, readId('bkg'), problems), null);
    assert.equal(placeIn(writeCursor(newId('evt')), readId('bkg'), problems), null);
    const id = newId('bkg');
    assert.equal(placeIn(writeCursor(id), readId('bkg'), problems), id);
    assert.deepEqual(
      problems.map((problem) => problem.field),
      ['cursor'],
    );
  });
});

describe('places', () => {
  it('of ids are ids of their own kind', () => {
    const id = newId('evt');
    assert.deepEqual([isId(id), isId(id, 'evt'), isId(id, 'bkg')], [true, true, false]);
    for (const text of ['', 'evt_', `${id}0`, ` ${id}`, `${id}\n`, id.toUpperCase(), id.slice(1)])
      assert.equal(readId()(text), null, JSON.stringify(text));
  });

  it('of the feed come back as they were written, and nothing else does', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 19n - 1n }), (tx) => {
        const place = { tx: String(tx), id: newId('evt') };
        assert.deepEqual(readPlace(writePlace(place)), place);
      }),
    );
    const id = newId('evt');
    for (const text of [
      id,
      `1  ${id}`,
      `1 ${id} `,
      `-1 ${id}`,
      `${'9'.repeat(20)} ${id}`,
      `1 ${newId('bkg')}`,
    ])
      assert.equal(readPlace(text), null, text);
  });

  it('a UUID is one in any case, whole', () => {
    const uuid = queueUuid(newQueueId());
    assert.deepEqual([isUuid(uuid), isUuid(uuid.toUpperCase())], [true, true]);
    for (const text of [`${uuid}0`, `${uuid}\n`, uuid.replaceAll('-', ''), `{${uuid}}`])
      assert.equal(isUuid(text), false, text);
  });
});
