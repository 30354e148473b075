/**
 * Answers made of several statements are of one moment: what is committed between two of them is in
 * none of them.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import pg from 'pg';
import type { Db, Queryable } from '../../src/db/pool.ts';
import { newId } from '../../src/ids.ts';
import { firstOfFeed, IN_A_YEAR, startHubby, user, type Hubby, type Json } from '../harness.ts';

let hubby: Hubby;
let plain: Db;
before(async () => {
  hubby = await startHubby();
  plain = hubby.ctx.db;
});
afterEach(() => {
  hubby.ctx.db = plain;
});
after(() => hubby.close());

/**
 * From now on `happens` when a statement like `statement` was answered for the first time; counts
 * how often it was asked.
 */
function afterFirst(statement: RegExp, happens: () => Promise<unknown>): { asked: number } {
  const seen = { asked: 0 };
  const watched = (db: Queryable): Queryable => ({
    async rows<T>(text: string, params?: readonly unknown[], name?: string) {
      const rows = await db.rows<T>(text, params, name);
      if (statement.test(text) && ++seen.asked === 1) await happens();
      return rows;
    },
    async one<T>(text: string, params?: readonly unknown[], name?: string) {
      return (await this.rows<T>(text, params, name))[0];
    },
  });
  hubby.ctx.db = {
    ...plain,
    ...watched(plain),
    tx: (work) => plain.tx((tx) => work(watched(tx) as typeof tx)),
    partnerTx: (id, work) => plain.partnerTx(id, (tx) => work(watched(tx) as typeof tx)),
    partnerRead: (id, work) => plain.partnerRead(id, (db) => work(watched(db))),
    operatorRead: (work) => plain.operatorRead((db, actAs) => work(watched(db), actAs)),
  };
  return seen;
}

describe('an answer of several statements', () => {
  it('lists support requests of all partners in the status that was asked for', async () => {
    const partners = [await hubby.newPartner(), await hubby.newPartner()];
    const ids: string[] = [];
    for (const key of partners) {
      const asked = await hubby.call(
        'POST',
        '/api/native/support-requests',
        { body: 'No internet', external_user_id: await bookedUser(key) },
        { key },
      );
      ids.push(asked.body.data.id);
      await hubby.call(
        'POST',
        `/api/native/support-requests/${ids.at(-1)}/escalate`,
        { to: 'operator' },
        { key },
      );
    }
    const close = (id: string) => hubby.operator('POST', `/support-requests/${id}/close`);
    const seen = afterFirst(/from support_queue/, () => Promise.all(ids.map(close)));
    const list = async (): Promise<Json[]> =>
      (await hubby.operator('GET', '/support-requests?status=escalated')).body.data
        .support_requests;
    assert.deepEqual(
      (await list()).map((r) => [r.id, r.status, r.partner_id]),
      ids.map((id, i) => [id, 'escalated', partners[i]!.partner_id]).toReversed(),
    );
    assert.ok(seen.asked > 0);
    assert.deepEqual(await list(), []);
  });

  it('counts the open differences that it pages through', async () => {
    await hubby.sql(
      `insert into reconcile_findings (provider, kind, provider_order_id, details)
       select 'sandbox-one', 'only_at_provider', 'lost-' || n, '{}' from generate_series(1, 12) n`,
    );
    const seen = afterFirst(/from reconcile_findings/, () =>
      hubby.sql('update reconcile_findings set resolved_at = now()'),
    );
    const { body } = await hubby.operator('GET', '/findings?limit=5');
    assert.equal(body.data.length, 5);
    assert.match(body.message, /of 12 open differences/);
    assert.ok(seen.asked > 0);
  });

  it('looks for an event that was held back while the feed was read', async () => {
    const key = await hubby.newPartner();
    const writer = new pg.Client(hubby.adminConfig);
    await writer.connect();
    try {
      await writer.query('begin');
      await writer.query(
        `insert into events (partner_id, id, type, entity_id, sequence, occurred_at, data) values ($1, $2, 'booking.created', 'bkg_1', 1, now(), '{}')`,
        [key.partner_id, newId('evt')],
      );
      const event = { event: 'booking.updated' };
      const made = await hubby.call('POST', '/api/webhooks/test', event, { key });
      const seen = afterFirst(/select type, id, occurred_at/, () => writer.query('rollback'));
      await hubby.call('GET', '/api/events', undefined, { key });
      assert.ok(seen.asked > 1, 'it was taken for the end of the feed');
      const { events } = await firstOfFeed(hubby, key);
      assert.equal(events[0].event_id, made.body.data.event_id);
    } finally {
      await writer.end();
    }
  });
});

async function bookedUser(key: { api_key: string; api_secret: string }): Promise<string> {
  const id = user();
  const booking = {
    departure_date: IN_A_YEAR,
    package_specifications: [{ external_user_id: id, destination: 'GR', size: '1GB' }],
  };
  assert.equal((await hubby.call('POST', '/api/bookings', booking, { key })).status, 201);
  return id;
}
