/**
 * A server that waits for a standby which is away holds every commit; callers hear of it, and
 * reading goes on.
 */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { startEmbedded, type Embedded } from '../src/db/embedded.ts';
import { until } from './faults/checks.ts';
import { dataFolder } from './faults/processes.ts';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby } from './harness.ts';
import { makeTemplate } from './support/template.ts';

describe('while commits hang', () => {
  const folder = dataFolder();
  let server: Embedded;
  let hubby: Hubby;
  before(async () => {
    server = await startEmbedded(folder.dir, { settings: { fsync: 'off' } });
    const template = await makeTemplate(server.config('postgres'));
    process.env['TEST_PG'] = JSON.stringify(server.config('postgres'));
    process.env['TEST_TEMPLATE'] = template.name;
    process.env['TEST_APP_PASSWORD'] = template.appPassword;
    hubby = await startHubby();
  });
  after(async () => {
    try {
      await waitForStandby(null);
      await hubby.close();
    } finally {
      await server.stop();
      await folder.remove();
    }
  });

  const waitForStandby = async (name: string | null): Promise<void> => {
    await hubby.sql(
      name === null
        ? 'alter system reset synchronous_standby_names'
        : `alter system set synchronous_standby_names = '${name}'`,
    );
    await hubby.sql('select pg_reload_conf()');
    await until('the setting to count', async () => (await isCommitHeld()) === (name !== null));
  };
  /** The checkpointer puts the setting in force for all, later than a session shows it. */
  const isCommitHeld = async (): Promise<boolean> => {
    const client = new pg.Client(server.config('postgres'));
    await client.connect();
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    let isCommitted = false;
    const commit = client
      .query("select pg_logical_emit_message(true, 'test', '')")
      .finally(() => (isCommitted = true));
    const waiting = `select 1 from pg_stat_activity where pid = $1 and wait_event = 'SyncRep'`;
    const pid = [rows[0]!.pid];
    const held = await until('a commit to end, or to wait', async () =>
      isCommitted ? 'no' : (await hubby.sql(waiting, pid)).length > 0 ? 'yes' : null,
    );
    if (held === 'yes') await hubby.sql('select pg_cancel_backend($1)', pid);
    await commit;
    await client.end();
    return held === 'yes';
  };
  const booking = (id: string) => ({
    departure_date: IN_A_YEAR,
    booking_id: id,
    package_specifications: [{ external_user_id: id, destination: 'GR', size: '1GB' }],
  });
  const book = (id: string): Promise<Answer> => hubby.call('POST', '/api/bookings', booking(id));
  const known = user();
  const ids = Array.from({ length: 8 }, () => user());
  let first: Answer;

  it('bookings and changes are 503, which says that they may be stored', async () => {
    first = await book(known);
    await waitForStandby('nobody');
    const calls: Promise<Answer>[] = [];
    for (const id of ids) {
      calls.push(book(id));
      // Apart, so that every place is taken and the rest waits behind them.
      await sleep(50);
    }
    calls.push(hubby.call('PATCH', `/api/bookings/${first.body.data.id}`, { locale: 'de' }));
    calls.push(hubby.operator('POST', '/partners', { name: 'Late' }));
    for (const answer of await Promise.all(calls)) {
      assert.deepEqual([answer.status, answer.body.error.type], [503, 'overloaded'], answer.text);
      assert.match(answer.body.error.message, /may be stored/);
      assert.ok(Number(answer.headers['retry-after']) > 0);
    }
  });

  it('reading goes on, and what would only wait too is refused at once, stored by nobody', async () => {
    const id = user();
    const refused = await until('a booking to be refused at once', async () => {
      const answer = await book(id);
      return /Nothing of this was stored/.test(answer.body.error.message) ? answer : null;
    });
    assert.equal(refused.status, 503);
    const list = await hubby.call('GET', '/api/bookings');
    assert.equal(list.status, 200);
    assert.equal(
      (await hubby.call('GET', `/api/native/user-dashboard?external_user_id=${known}`)).status,
      200,
    );
    assert.equal((await hubby.bare('GET', '/readyz')).status, 200);
    const changed = await hubby.call('PATCH', `/api/bookings/${first.body.data.id}`, {
      locale: 'fr',
    });
    assert.equal(changed.status, 503);
    assert.deepEqual(await hubby.sql('select 1 from bookings where booking_id = $1', [id]), []);
  });

  it('when the standby is back everything is: what is sent again is stored once', async () => {
    await waitForStandby(null);
    for (const id of ids) {
      const answer = await until(`${id} to be taken`, async () => {
        const again = await book(id);
        return again.status === 503 ? null : again;
      });
      assert.ok([200, 201].includes(answer.status), answer.text);
      assert.equal(answer.body.data.package_queues.length, 1);
    }
    const stored = await hubby.sql(
      'select booking_id as id, count(*)::int as count from bookings where booking_id = any($1) group by 1',
      [ids],
    );
    assert.deepEqual(
      stored.map((row) => row.count),
      ids.map(() => 1),
    );
  });
});
