/**
 * Transaction numbers that stepped back, after a restore or a fail-over that lost something: no
 * event is skipped.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { advanceFeed } from '../src/domain/webhooks/feed/advance-feed.ts';
import { readPlace, writePlace } from '../src/domain/webhooks/feed/feed-cursor.ts';
import { readCursor, writeCursor } from '../src/input/paging.ts';
import { readCeiling } from '../src/domain/webhooks/feed/feed-ceiling.ts';
import { until } from './faults/checks.ts';
import { firstOfFeed, IN_A_YEAR, startHubby, user, type Hubby, type Json } from './harness.ts';

describe('a feed on a restored server', () => {
  let hubby: Hubby;
  let cursor: string;
  before(async () => {
    hubby = await startHubby();
    await book();
    cursor = (await firstOfFeed(hubby)).next_cursor;
  });
  after(() => hubby.close());
  const book = (): Promise<Json> =>
    hubby.call('POST', '/api/bookings', {
      departure_date: IN_A_YEAR,
      booking_id: user(),
      package_specifications: [{ external_user_id: user(), destination: 'GR', size: '1GB' }],
    });
  const place = () => readPlace(readCursor(cursor))!;
  const later = (numbers: bigint): string =>
    writeCursor(writePlace({ ...place(), tx: String(BigInt(place().tx) + numbers) }));
  /** Other files' transactions on the same server may hold events back for a moment. */
  const shows = (at: string, count: number): Promise<unknown> =>
    until(`${count} events`, async () => (await read(at)).body.data.events.length === count);
  const read = (at: string) => hubby.call('GET', `/api/events?cursor=${at}`);

  it('refuses a cursor that the server has not reached, and says what to do', async () => {
    const answer = await read(later(50_000n));
    assert.deepEqual([answer.status, answer.body.error.type], [409, 'cursor_ahead']);
    assert.match(answer.body.error.message, /from the start/);
    assert.equal((await read(cursor)).status, 200);
  });

  it('knows a number that no cursor has reached, and writes nothing to read on', async () => {
    const ceiling = await readCeiling(hubby.ctx.db);
    assert.ok(ceiling > BigInt(place().tx));
    const versions = () => hubby.sql('select xmin::text, ctid::text from feed_ceiling');
    const stood = await versions();
    for (let n = 0; n < 3; n++) await firstOfFeed(hubby);
    assert.deepEqual(await versions(), stood);
  });

  it('advance moves past all that was handed out or stored: old cursors hold, and new events lie behind them', async () => {
    // As read from a dump of a server that was further: nobody would see this event for a long
    // time.
    const hidden = String(BigInt(place().tx) + 150_000n);
    await book();
    await hubby.sql(
      `update events set tx = $1::xid8 where id = (select id from events order by id desc limit 1)`,
      [hidden],
    );
    const ceiling = await readCeiling(hubby.ctx.db);
    const { from, to } = await advanceFeed(hubby.ctx.db, null);
    assert.ok(from < to && to > ceiling && to > BigInt(hidden), `${from} ${to}`);
    const old = later(140_000n);
    await shows(old, 1);
    await book();
    await shows(old, 2);
  });

  it('advance takes a number or a cursor from elsewhere, and refuses what is neither', async () => {
    const beyond = later(600_000n);
    assert.equal((await read(beyond)).status, 409);
    await advanceFeed(hubby.ctx.db, beyond);
    await shows(beyond, 0);
    await book();
    await shows(beyond, 1);
    await assert.rejects(advanceFeed(hubby.ctx.db, 'x'), /expected a transaction number or a cur/);
    await assert.rejects(advanceFeed(hubby.ctx.db, '9'.repeat(18)), /Nothing was moved/);
  });
});
