/** The pool's connections are lent in turns. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type pg from 'pg';
import { after, before } from 'node:test';
import { lendFairly } from '../src/db/lend.ts';
import { startHubby, type Hubby } from './harness.ts';
import { gate, until } from './faults/checks.ts';

/** Of the twelve of the harness's pool. */
const OF_ONE_PARTNER = 9;

describe('connections', () => {
  let hubby: Hubby;
  before(async () => {
    hubby = await startHubby();
  });
  after(() => hubby.close());

  it('of a pool are never all in the hands of one partner', async () => {
    const { db } = hubby.ctx;
    const [a, b] = [hubby.partner.partner_id, (await hubby.newPartner()).partner_id];
    const door = gate();
    const order: string[] = [];
    const hold = (who: string): Promise<void> =>
      db.partnerTx(who, async () => {
        order.push(who);
        await door.wait();
      });
    const all = Array.from({ length: 40 }, () => hold(a));
    try {
      await until('it has its part', async () => order.length === OF_ONE_PARTNER);
      assert.equal((await db.partnerRead(b, (tx) => tx.rows('select 1'))).length, 1);
      await db.rows('select 1');
      assert.equal(order.length, OF_ONE_PARTNER);
      const nobody = Array.from({ length: 3 }, () => db.tx((tx) => tx.rows('select 1')));
      assert.equal((await Promise.all(nobody)).length, 3);
    } finally {
      door.open();
      await Promise.all(all);
    }
    assert.equal(order.length, 40);
  });

  it('go to partners in turn', async () => {
    const order: string[] = [];
    const pool = {
      connect: async () => ({ release() {} }),
    } as unknown as pg.Pool;
    const lend = lendFairly(pool, 1);
    const use = async (who: string): Promise<void> => {
      const { release } = await lend.connect(who);
      order.push(who);
      release();
    };
    await Promise.all(['a', 'a', 'a', 'a', 'b', 'c', 'b'].map(use));
    assert.equal(order.join(''), 'aabcaba');
  });

  it('that cannot be had give their turn back', async () => {
    let tries = 0;
    const pool = {
      async connect() {
        tries++;
        await turn();
        throw new Error('refused');
      },
    } as unknown as pg.Pool;
    const lend = lendFairly(pool, 2);
    for (let n = 0; n < 6; n++) await assert.rejects(lend.connect('a'), /refused/);
    assert.equal(tries, 6);
  });
});
