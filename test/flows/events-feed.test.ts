/** The feed that partners reconcile with: in order, whole, and never passed by a late commit. */
import assert from 'node:assert/strict';
import { advanceFeed } from '../../src/domain/webhooks/feed/advance-feed.ts';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { EVENT_TYPES } from '../../src/domain/webhooks/events.ts';
import { newId } from '../../src/ids.ts';
import { until } from '../faults/checks.ts';
import { startHubby, type Answer, type Hubby, type Json } from '../harness.ts';

type Key = { partner_id: string; api_key: string; api_secret: string };
let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const page = (key: Key, query = ''): Promise<Answer> =>
  hubby.call('GET', `/api/events${query}`, undefined, { key });
const trigger = async (key: Key, event: string): Promise<string> =>
  (await hubby.call('POST', '/api/webhooks/test', { event }, { key })).body.data.event_id;
/** All that is there, page by page. */
async function readAll(
  key: Key,
  limit: number,
  cursor: string | null = null,
): Promise<{ ids: string[]; cursor: string | null }> {
  const ids: string[] = [];
  for (;;) {
    const { events, next_cursor } = (
      await page(key, `?limit=${limit}${cursor === null ? '' : `&cursor=${cursor}`}`)
    ).body.data;
    assert.ok(events.length <= limit);
    assert.equal(next_cursor === null, events.length === 0);
    if (next_cursor === null) return { ids, cursor };
    ids.push(...events.map((e: Json) => e.event_id));
    cursor = next_cursor;
  }
}
const all = (key: Key, count: number): Promise<string[]> =>
  until(`${count} events`, async () => {
    const { ids } = await readAll(key, 100);
    return ids.length >= count ? ids : null;
  });

describe('the feed', () => {
  it('gives every event once, whatever the page size, and keeps the cursor good for what comes', async () => {
    const key = await hubby.newPartner();
    const made: string[] = [];
    for (const event of EVENT_TYPES) made.push(await trigger(key, event));
    assert.deepEqual(await all(key, made.length), made);
    for (const limit of [1, 3, 1000]) assert.deepEqual((await readAll(key, limit)).ids, made);
    const { cursor } = await readAll(key, 7);
    made.push(await trigger(key, 'esim.enabled'));
    assert.deepEqual(
      await until('the new one', async () => {
        const { ids } = await readAll(key, 7, cursor);
        return ids.length > 0 ? ids : null;
      }),
      made.slice(-1),
    );
    const some = (await page(key, '?type=esim.enabled')).body.data.events;
    assert.deepEqual(
      some.map((e: Json) => e.event),
      ['esim.enabled', 'esim.enabled'],
    );
    assert.equal(
      (await page(key, '?type=esim.enabled,booking.created')).body.data.events.length,
      3,
    );
  });

  it('refuses cursors, types and limits that are none', async () => {
    for (const [query, field] of [
      ['?cursor=nonsense', 'cursor'],
      ['?cursor=', 'cursor'],
      [`?cursor=${Buffer.from('99999999999999999999 evt_x').toString('base64url')}`, 'cursor'],
      ['?type=booking.exploded', 'type'],
      ['?limit=0', 'limit'],
      ['?limit=1001', 'limit'],
      ['?limit=x', 'limit'],
    ] as const) {
      const answer = await page(hubby.partner, query);
      assert.deepEqual([answer.status, answer.body.error.details[0].field], [400, field], query);
    }
    assert.equal((await hubby.bare('GET', '/api/events')).status, 401);
  });

  it('shows a partner its own events only', async () => {
    const [one, two] = [await hubby.newPartner(), await hubby.newPartner()];
    const id = await trigger(one, 'booking.created');
    await all(one, 1);
    assert.deepEqual((await page(two)).body.data, { events: [], next_cursor: null });
    const { next_cursor } = (await page(one)).body.data;
    assert.deepEqual((await page(two, `?cursor=${next_cursor}`)).body.data.events, []);
    assert.deepEqual(await all(one, 1), [id]);
  });

  it('never has an event appear behind a cursor that was given out, however late it is committed', async () => {
    const key = await hubby.newPartner();
    const writers = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const c = new pg.Client(hubby.adminConfig);
        await c.connect();
        return c;
      }),
    );
    const expected = new Set<string>();
    const seen: string[] = [];
    let cursor: string | null = null;
    const read = async (): Promise<void> => {
      const got = await readAll(key, 5, cursor);
      seen.push(...got.ids);
      cursor = got.cursor;
    };
    // Transactions of all lengths, held open across reads, some rolled back, finishing in another
    // order than they began.
    let n = 0;
    const write = async (client: pg.Client, rolls: boolean): Promise<() => Promise<void>> => {
      const id = newId('evt');
      await client.query('begin');
      await client.query(
        `insert into events (partner_id, id, type, entity_id, sequence, occurred_at, data) values ($1, $2, 'booking.created', $3, 1, now(), '{"partner_id":"x","sequence":1}')`,
        [key.partner_id, id, `bkg_${++n}`],
      );
      return async () => {
        await client.query(rolls ? 'rollback' : 'commit');
        if (!rolls) expected.add(id);
      };
    };
    const open: { finish: () => Promise<void>; client: pg.Client }[] = [];
    const free = [...writers];
    let random = 7;
    const next = (below: number): number => {
      random = (random * 1_103_515_245 + 12_345) % 2_147_483_648;
      return random % below;
    };
    for (let step = 0; step < 120; step++) {
      if (free.length > 0 && next(2) === 0) {
        const client = free.pop()!;
        open.push({ client, finish: await write(client, next(5) === 0) });
      } else if (open.length > 0) {
        const [one] = open.splice(next(open.length), 1);
        await one!.finish();
        free.push(one!.client);
      }
      if (step % 10 === 0) await read();
    }
    for (const { finish } of open) await finish();
    await until('all were read', async () => {
      await read();
      return seen.length >= expected.size;
    });
    assert.equal(seen.length, new Set(seen).size);
    assert.deepEqual(new Set(seen), expected);
    await Promise.all(writers.map((c) => c.end()));
  });

  it('reaches back 30 days of real time', async () => {
    const key = await hubby.newPartner();
    const ids = [await trigger(key, 'booking.created'), await trigger(key, 'booking.updated')];
    await all(key, 2);
    await hubby.sql(`update events set recorded_at = now() - interval '31 days' where id = $1`, [
      ids[0],
    ]);
    assert.deepEqual((await readAll(key, 10)).ids, [ids[1]]);
  });

  it('is whole again on a server that counts transactions from further back, after what the guide says', async () => {
    const key = await hubby.newPartner();
    const old = [
      await trigger(key, 'booking.created'),
      await trigger(key, 'booking.updated'),
      await trigger(key, 'booking.cancelled'),
    ];
    await all(key, 3);
    // As restored from a server that was far ahead.
    await hubby.sql(
      `update events set tx = (tx::text::bigint + 50000)::text::xid8 where partner_id = $1`,
      [key.partner_id],
    );
    assert.deepEqual((await readAll(key, 10)).ids, []);
    await advanceFeed(hubby.ctx.db, null);
    const fresh = await trigger(key, 'esim.enabled');
    assert.deepEqual(await all(key, 4), [...old, fresh]);
    assert.deepEqual((await readAll(key, 2)).ids, [...old, fresh]);
  });
});
