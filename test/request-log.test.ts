/** The log of requests gives way first: it is bounded, and what fails or does not fit is counted. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Db } from '../src/db/pool.ts';
import { countByHour } from '../src/domain/requests/count-by-hour.ts';
import { NO_BODY, type KeptRequest } from '../src/domain/requests/kept-request.ts';
import { makeRequestLog } from '../src/domain/requests/request-log.ts';
import { createOperatorToken as operatorToken } from '../src/domain/partners/keys/operator-tokens.ts';
import { firstIdAt, newId } from '../src/ids.ts';
import { startHubby } from './harness.ts';
import { until } from './faults/checks.ts';

const request = (more: Partial<KeptRequest> = {}): KeptRequest => ({
  partnerId: 'prt_1',
  id: newId('req'),
  clientId: null,
  method: 'GET',
  path: '/api/bookings',
  query: null,
  userAgent: null,
  operationId: 'listBookings',
  status: 200,
  errorType: null,
  durationMs: 1,
  keyId: 'hk_test_1',
  ip: '127.0.0.1',
  requestBytes: 0,
  responseBytes: 0,
  request: NO_BODY,
  response: NO_BODY,
  ...more,
});

/** A database that answers when it is told to. */
function openDatabase() {
  const asked: { rows: number; answer(error?: Error): void }[] = [];
  const db = {
    rows: (_text: string, params: unknown[]) =>
      new Promise((resolve, reject) => {
        const answer = (error?: Error): void => (error === undefined ? resolve([]) : reject(error));
        asked.push({ rows: (params[3] as string).split(',').length, answer });
      }),
  };
  return { db: db as unknown as Db, asked };
}

describe('the log of requests', () => {
  it('writes one batch at a time, of at most 400, and the rest a second later', async () => {
    const { db, asked } = openDatabase();
    const log = makeRequestLog(db, { warn() {} });
    for (let n = 0; n < 850; n++) log.keep(request());
    await until('a batch is under way', async () => asked.length === 1);
    assert.equal(asked[0]!.rows, 400);
    asked[0]!.answer();
    await until('the next is under way', async () => asked.length === 2);
    asked[1]!.answer();
    await until('two are written', async () => log.written() === 800);
    await until('the rest is under way', async () => asked.length === 3);
    assert.equal(asked[2]!.rows, 50);
    asked[2]!.answer();
    await log.close();
    assert.equal(log.written(), 850);
  });

  it('holds so many rows and bytes and no more, and says once what it dropped', async () => {
    for (const text of ['', 'x'.repeat(8_000)]) {
      const { db, asked } = openDatabase();
      const warnings: object[] = [];
      const log = makeRequestLog(db, { warn: (fields) => warnings.push(fields) });
      const body = { state: 'kept', text } as const;
      for (let n = 0; n < 10_100; n++) log.keep(request({ request: body }));
      const { full } = log.dropped();
      assert.ok(text === '' ? full === 100 : full > 5_000, String(full));
      assert.equal(warnings.length, 1);
      const closing = log.close();
      while (log.written() < 10_100 - full) {
        await until('a batch', async () => asked.length > 0);
        asked.shift()!.answer();
        await new Promise(setImmediate);
      }
      await closing;
      log.keep(request());
      assert.equal(log.dropped().full, full);
    }
  });

  it('drops a batch that the database does not take, and goes on', async () => {
    const { db, asked } = openDatabase();
    const log = makeRequestLog(db, { warn() {} });
    log.keep(request());
    const flushed = log.flush();
    await until('it is under way', async () => asked.length === 1);
    asked[0]!.answer(new Error('gone'));
    await flushed;
    assert.deepEqual(log.dropped(), { full: 0, late: 0, failed: 1 });
    log.keep(request());
    const again = log.flush();
    await until('it is under way', async () => asked.length === 2);
    asked[1]!.answer();
    await again;
    assert.equal(log.written(), 1);
  });
});

describe('its timer', () => {
  it('that finds nothing to write keeps nobody from writing', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const { db, asked } = openDatabase();
    const log = makeRequestLog(db, { warn() {} });
    for (let n = 1; n <= 2; n++) {
      log.keep(request());
      const flushed = log.flush();
      await new Promise(setImmediate);
      assert.equal(asked.length, n);
      asked[n - 1]!.answer();
      await flushed;
      t.mock.timers.tick(1_000);
    }
    assert.equal(log.written(), 2);
  });
});

describe('an installation', () => {
  it('answers whatever becomes of the log, shows what was dropped, and writes what waits when it stops', async () => {
    const lag = { ms: 0 };
    const hubby = await startHubby({
      env: { HUBBY_REQUEST_LOG_DAYS: '30' },
      context: { loopLag: { ms: () => lag.ms, close() {} } },
    });
    const kept = async (): Promise<number> =>
      (await hubby.sql('select count(*)::int as n from api_requests'))[0].n;
    const ask = async (): Promise<void> => {
      assert.equal((await hubby.call('GET', '/api/bookings')).status, 200);
    };
    try {
      await hubby.sql('alter table api_requests rename to api_requests_away');
      await ask();
      await until('it was dropped', async () => {
        await hubby.ctx.requestLog.flush();
        return hubby.ctx.requestLog.dropped().failed === 1;
      });
      await hubby.sql('alter table api_requests_away rename to api_requests');
      lag.ms = 501;
      await ask();
      await until('it was skipped', async () => hubby.ctx.requestLog.dropped().late === 1);
      lag.ms = 0;
      const { text } = await hubby.bare('GET', '/metrics', {
        headers: { authorization: `Bearer ${await operatorToken(hubby.ctx.db)}` },
      });
      for (const line of ['{reason="full"} 0', '{reason="late"} 1', '{reason="failed"} 1'])
        assert.ok(text.includes(`hubby_request_log_dropped_total${line}\n`), line);
      await ask();
      await hubby.ctx.requestLog.close();
      await until('it is written', async () => (await kept()) === 1);
    } finally {
      await hubby.close();
    }
  });

  it('keeps nothing where it is told to', async () => {
    const hubby = await startHubby();
    try {
      assert.equal((await hubby.call('GET', '/api/bookings')).status, 200);
      await hubby.ctx.requestLog.flush();
      assert.deepEqual(await hubby.sql('select 1 from api_requests'), []);
      assert.equal((await hubby.call('GET', '/api/requests')).status, 200);
    } finally {
      await hubby.close();
    }
  });
});

const HOUR = 3_600_000;
const START = Date.UTC(2026, 10, 30, 12);
const anyRequest = fc.record({
  partnerId: fc.constantFrom('prt_1', 'prt_2'),
  operationId: fc.constantFrom('listBookings', 'createBooking'),
  status: fc.constantFrom(200, 404, 500),
  errorType: fc.constantFrom(null, 'not_found'),
  // Also the last and the first moment of an hour.
  ms: fc.oneof(fc.integer({ min: -HOUR, max: HOUR }), fc.constantFrom(-1, 0, HOUR - 1, HOUR)),
});

it('requests are counted by hour, in any order, as one after the other is', () => {
  fc.assert(
    fc.property(fc.array(anyRequest, { maxLength: 40 }), (asked) => {
      const requests = asked.map(({ ms, ...more }, n) =>
        request({ ...more, id: `${firstIdAt('req', START + ms)}${String(n).padStart(16, '0')}` }),
      );
      const counts = countByHour(requests);
      const places = counts.map((one) =>
        [one.partnerId, one.hour.toISOString(), one.operationId, one.errorType, one.status].join(
          ' ',
        ),
      );
      assert.equal(new Set(places).size, places.length);
      for (const one of counts) {
        const [from, to] = [0, HOUR].map((ms) => firstIdAt('req', one.hour.getTime() + ms));
        const ids = requests
          .filter((r) => r.partnerId === one.partnerId && r.operationId === one.operationId)
          .filter((r) => r.status === one.status && (r.errorType ?? '') === one.errorType)
          .map(({ id }) => id)
          .filter((id) => id >= from! && id < to!)
          .sort();
        assert.deepEqual([one.count, one.firstId, one.lastId], [ids.length, ids[0], ids.at(-1)]);
      }
      assert.equal(
        counts.reduce((sum, { count }) => sum + count, 0),
        requests.length,
      );
    }),
  );
});
