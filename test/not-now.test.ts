/** What says "not now" is 503 with Retry-After wherever it comes up, and nothing else is. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { toAppError } from '../src/api/route/envelope.ts';
import { createDb } from '../src/db/pool.ts';
import { isNotNow } from '../src/db/not-now.ts';
import { until } from './faults/checks.ts';
import { IN_A_YEAR, startHubby, user, type Hubby } from './harness.ts';

const state = (code: string): Error =>
  Object.assign(new pg.DatabaseError('said by the server', 1, 'error'), { code });
const network = (code: string, syscall = 'connect'): Error =>
  Object.assign(new Error(`${syscall} ${code}`), { code, syscall });

describe('the classification', () => {
  it('knows what PostgreSQL, the network and the driver say', () => {
    const states =
      '08000 08001 08003 08004 08006 08007 25006 25P03 25P04 40001 40P01 53000 53100 53200 53300 53400 55P03 57014 57P01 57P02 57P03 57P05 58030';
    const codes =
      'ECONNREFUSED ECONNRESET ECONNABORTED EPIPE ETIMEDOUT ENOTFOUND EAI_AGAIN EHOSTDOWN EHOSTUNREACH ENETDOWN ENETUNREACH EADDRNOTAVAIL ENOENT';
    const words = [
      'timeout exceeded when trying to connect',
      'timeout expired',
      'Connection terminated',
      'Connection terminated unexpectedly',
      'Connection terminated due to connection timeout',
      'Query read timeout',
      'Client has encountered a connection error and is not queryable',
      'Client was closed and is not queryable',
      'Cannot use a pool after calling end on the pool',
    ];
    const all = [
      ...states.split(' ').map(state),
      ...codes.split(' ').map((code) => network(code)),
      ...words.map((text) => new Error(text)),
      new AggregateError([network('ECONNREFUSED')], 'all addresses'),
    ];
    Object.assign(all.at(-1)!, { code: 'ECONNREFUSED' });
    for (const error of all) {
      const told = toAppError(error);
      const what = `${(error as { code?: string }).code} ${error.message}`;
      assert.deepEqual([told.status, told.type], [503, 'overloaded'], what);
      assert.ok(told.retryAfter! > 0, what);
    }
  });

  it('leaves the rest alone', () => {
    const others = [
      ...['22P02', '23505', '42501', '42P01', '25001', '25P02', '28P01', 'XX000', 'HB001'].map(
        state,
      ),
      network('ENOENT', 'open'),
      network('EACCES', 'open'),
      new TypeError('x is not a function'),
      { code: '57014' },
      null,
    ];
    for (const error of others) assert.equal(isNotNow(error), false, String(error));
  });
});

describe('a server that takes no writes', () => {
  let hubby: Hubby;
  /** As after a fail-over: all connections are new, and lead to a server of the other kind. */
  const setReadOnly = async (value: 'on' | 'off'): Promise<void> => {
    await hubby.sql(
      `begin; set transaction read write;
       do $$ begin execute format('alter database %I set default_transaction_read_only = ${value}', current_database()); end $$;
       commit`,
    );
    await hubby.sql(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    );
  };
  before(async () => {
    hubby = await startHubby();
  });
  after(async () => {
    await hubby.close();
  });
  const booking = () => ({
    departure_date: IN_A_YEAR,
    booking_id: user(),
    package_specifications: [{ external_user_id: user(), destination: 'GR', size: '1GB' }],
  });

  it('is 503 with Retry-After on every kind of route, seen by /readyz, and over when it is over', async () => {
    const { body } = await hubby.call('POST', '/api/bookings', booking());
    await setReadOnly('on');
    await until('/readyz to see it', async () => {
      const answer = await hubby.bare('GET', '/readyz');
      return answer.status === 503 && answer.body.reason === 'read_only';
    });
    const refused = [
      await hubby.call('POST', '/api/bookings', booking()),
      await hubby.call('POST', '/api/bookings', booking(), {
        headers: { 'idempotency-key': user() },
      }),
      await hubby.call('PATCH', `/api/bookings/${body.data.id}`, { locale: 'de' }),
      await hubby.call('DELETE', `/api/bookings/${body.data.id}`),
      await hubby.operator('POST', '/partners', { name: 'New' }),
    ];
    for (const answer of refused) {
      assert.deepEqual([answer.status, answer.body.error.type], [503, 'overloaded'], answer.text);
      assert.ok(Number(answer.headers['retry-after']) > 0);
    }
    assert.equal((await hubby.call('GET', `/api/bookings/${body.data.id}`)).status, 200);
    await setReadOnly('off');
    await until('bookings to be taken again', async () =>
      [200, 201].includes((await hubby.call('POST', '/api/bookings', booking())).status),
    );
    assert.equal((await hubby.bare('GET', '/readyz')).status, 200);
  });
});

describe('a connection', () => {
  let hubby: Hubby;
  before(async () => {
    hubby = await startHubby();
  });
  after(() => hubby.close());

  it('that turned read-only is not used again', async () => {
    const db = createDb(hubby.databaseConfig, { max: 1 });
    const pid = async () => (await db.one<{ pid: number }>('select pg_backend_pid() as pid'))!.pid;
    const first = await pid();
    const write = db.tx(async (tx) => {
      await tx.rows('set transaction read only');
      await tx.rows('create temporary table t ()');
      await tx.rows("update meta set value = value where key = 'none'");
    });
    await assert.rejects(write, { code: '25006' });
    assert.notEqual(await pid(), first);
    await db.end();
  });

  it('that does not answer in time is ended, and the next question has another', async () => {
    const db = createDb({ ...hubby.databaseConfig, query_timeout: 300 }, { max: 1 });
    await assert.rejects(
      db.tx((tx) => tx.rows('select pg_sleep(30)')),
      /Query read timeout/,
    );
    await assert.rejects(db.rows('select pg_sleep(30)'), /Query read timeout/);
    assert.deepEqual(await db.rows('select 1 as one'), [{ one: 1 }]);
    await db.end();
  });

  it('asks a silent peer whether it is still there after ten seconds', async () => {
    const db = createDb(hubby.databaseConfig, { max: 1 });
    const client = await db.pool.connect();
    const { connection } = client as unknown as {
      connection: { _keepAlive: boolean; _keepAliveInitialDelayMillis: number };
    };
    assert.deepEqual(
      [connection._keepAlive, connection._keepAliveInitialDelayMillis],
      [true, 10_000],
    );
    client.release();
    await db.end();
  });
});
