/** Which statements are prepared without having been given a name. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { nameOftenUsed } from '../src/db/name-often-used.ts';
import { startHubby, type Hubby } from './harness.ts';

const usedOften = (nameOf: (text: string) => string | undefined, text: string) =>
  Array.from({ length: 16 }, () => nameOf(text)).at(-1);

describe('a statement that is used often', () => {
  it('has a name of its own from its sixteenth use on', () => {
    const nameOf = nameOftenUsed();
    const names = Array.from({ length: 40 }, () => [nameOf('select 1'), nameOf('select 2')]);
    assert.deepEqual(new Set(names.slice(0, 15).flat()), new Set([undefined]));
    const [one, two] = names[15]!;
    assert.ok(one !== undefined && two !== undefined && one !== two);
    assert.deepEqual(
      names.slice(15),
      Array.from({ length: 25 }, () => [one, two]),
    );
  });

  it('is one of 300 at most, and of a bounded number that are counted', () => {
    const nameOf = nameOftenUsed();
    const names = Array.from({ length: 400 }, (_, n) => usedOften(nameOf, `select ${n}`));
    assert.equal(new Set(names.slice(0, 300)).size, 300);
    assert.deepEqual(new Set(names.slice(300)), new Set([undefined]));
    assert.equal(usedOften(nameOf, 'select 7'), names[7], 'those that have one keep it');
    const other = nameOftenUsed();
    for (let n = 0; n < 3_000; n++) other(`select ${n}`);
    assert.equal(usedOften(other, 'select now()'), undefined, 'too many were seen before');
    assert.ok(usedOften(other, 'select 7') !== undefined);
  });
});

describe('a connection', () => {
  let hubby: Hubby;
  before(async () => {
    hubby = await startHubby();
  });
  after(() => hubby.close());

  const PREPARED = `select statement from pg_prepared_statements where statement like '%-- mine'`;

  it('keeps the plan of what its transactions write often, and of nothing that only reads', async () => {
    const { db } = hubby.ctx;
    const id = hubby.partner.partner_id;
    const kept = await db.partnerTx(id, async (tx) => {
      for (let n = 0; n < 20; n++) await tx.rows('select $1::int -- mine', [n]);
      return tx.rows(PREPARED);
    });
    assert.deepEqual(kept, [{ statement: 'select $1::int -- mine' }]);
    const read = await db.partnerRead(id, async (tx) => {
      for (let n = 0; n < 20; n++) await tx.rows('select $1::text -- mine', [String(n)]);
      return tx.rows(`${PREPARED} and statement like '%text%'`);
    });
    assert.deepEqual(read, []);
  });
});
