/**
 * What was backed up beside a running installation serves again elsewhere, and no order of its is
 * placed twice.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { assertSound, until } from './faults/checks.ts';
import {
  address,
  call,
  dataFolder,
  hubby,
  run,
  urlOf,
  type Key,
  type Process,
} from './faults/processes.ts';
import { IN_A_YEAR } from './harness.ts';

const server = (): pg.ClientConfig => JSON.parse(process.env['TEST_PG']!) as pg.ClientConfig;
const running: Process[] = [];
after(async () => {
  for (const one of running) if (one.isRunning()) await one.kill();
});
async function start(env: Record<string, string>): Promise<{ one: Process; url: string }> {
  const one = hubby(['start'], env);
  running.push(one);
  return { one, url: await address(one) };
}
const credentials = (dir: string): Key =>
  JSON.parse(fs.readFileSync(path.join(dir, 'credentials.json'), 'utf8')) as Key;
const booking = (traveler: string) => ({
  departure_date: IN_A_YEAR,
  booking_id: `TRIP-${traveler}`,
  package_specifications: [{ external_user_id: traveler, destination: 'GR', size: '1GB' }],
});
async function sql<T>(config: pg.ClientConfig, text: string, params: unknown[] = []): Promise<T[]> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    return (await client.query(text, params)).rows as T[];
  } finally {
    await client.end();
  }
}

type Kept = { id: string; qr: string; queue: string };

/** A booking whose package is redeemed, and what its traveler was shown. */
async function bookAndRedeem(url: string, key: Key): Promise<Kept> {
  const booked = await call(url, key, 'POST', '/api/bookings', booking('kept'));
  assert.equal(booked.status, 201);
  const queue = booked.body.data.package_queues[0].id as string;
  const redeemed = await until('the redemption', async () => {
    const reply = await call(url, key, 'POST', '/api/native/redeem-package', {
      external_user_id: 'kept',
      package_queue_id: queue,
    });
    return reply.status === 200 ? reply : null;
  });
  assert.equal(redeemed.status, 200);
  return { id: booked.body.data.id, qr: (await shown(url, key)).current_esim.qr, queue };
}
const shown = async (url: string, key: Key) =>
  (await call(url, key, 'GET', '/api/native/user-dashboard?external_user_id=kept')).body.data;

/** The same booking, the same eSIM, and nothing twice. */
async function servesTheSame(url: string, key: Key, kept: Kept): Promise<void> {
  assert.equal((await shown(url, key)).current_esim.qr, kept.qr);
  const again = await call(url, key, 'POST', '/api/bookings', booking('kept'));
  assert.deepEqual([again.status, again.body.data.id], [200, kept.id]);
  const twice = await call(url, key, 'POST', '/api/native/redeem-package', {
    external_user_id: 'kept',
    package_queue_id: kept.queue,
  });
  assert.equal(twice.body.error.type, 'already_redeemed');
  const { orders } = (await call(url, key, 'GET', '/api/sandbox/ledger')).body.data;
  const kinds = orders.map((o: { order: { kind: string } }) => o.order.kind).sort();
  assert.deepEqual(kinds, ['add_package', 'create_esim'], 'no order is placed twice');
  const events = (await call(url, key, 'GET', '/api/events?limit=100')).body.data.events;
  assert.ok(events.some((event: { event: string }) => event.event === 'booking.created'));
  assert.equal((await call(url, key, 'POST', '/api/bookings', booking('new'))).status, 201);
}

describe('the embedded database', () => {
  const [from, to] = [dataFolder(), dataFolder()];
  const file = path.join(from.dir, 'kept', 'hubby.backup');
  const envOf = ({ dir }: { dir: string }) => ({ HUBBY_DATA_DIR: dir, PORT: '0' });
  after(async () => {
    for (const one of running) if (one.isRunning()) await one.kill();
    await from.remove();
    await to.remove();
  });

  it('is backed up while it serves, and restored elsewhere', async () => {
    const { url, one } = await start(envOf(from));
    const key = credentials(from.dir);
    const kept = await bookAndRedeem(url, key);
    const made = await run(['backup', file], envOf(from));
    assert.equal(made.code, 0, made.output);
    assert.equal(fs.statSync(file).mode & 0o777, 0o600);
    assert.equal((await fetch(`${url}/readyz`)).status, 200, 'and serves on');
    const taken = await run(['backup', file], envOf(from));
    assert.deepEqual([taken.code, /is there already/.test(taken.output)], [1, true]);

    const onto = await run(['restore', file], envOf(from));
    assert.deepEqual([onto.code, /There is a database in/.test(onto.output)], [1, true]);
    const wrongKey = await run(['restore', file], {
      ...envOf(to),
      HUBBY_SECRET_KEY: randomBytes(32).toString('base64'),
    });
    assert.deepEqual([wrongKey.code, /is not the key/.test(wrongKey.output)], [1, true]);
    const restored = await run(['restore', file], envOf(to));
    assert.equal(restored.code, 0, restored.output);
    assert.deepEqual(
      fs.readdirSync(from.dir).filter((name) => /making|restoring/.test(name)),
      [],
    );

    const second = await start(envOf(to));
    assert.notEqual(second.url, url);
    const restoredKey = credentials(to.dir) as Key & { base_url: string };
    assert.equal(restoredKey.base_url, second.url, 'not that of the first, which still answers');
    await servesTheSame(second.url, restoredKey, kept);
    assert.equal(await second.one.kill('SIGTERM'), 0);
    assert.equal(await one.kill('SIGTERM'), 0);
  });

  it('what is no backup is refused', async () => {
    const { code, output } = await run(['restore', '/nonexistent'], envOf(to));
    assert.deepEqual([code, /is not there/.test(output)], [1, true]);
  });
});

describe("a database of one's own", () => {
  const [from, to] = [dataFolder(), dataFolder()];
  const [one, two] = [`b1_${process.pid}`, `b2_${process.pid}`];
  const HUBBY_SECRET_KEY = randomBytes(32).toString('base64');
  const envOf = ({ dir }: { dir: string }, database: string) => ({
    HUBBY_DATA_DIR: dir,
    PORT: '0',
    HUBBY_SECRET_KEY,
    DATABASE_URL: urlOf(server(), { database }),
  });
  const file = path.join(from.dir, 'hubby.backup');
  /** Debian's pg_dump is of 15, and reads no newer server. */
  const fits = async (): Promise<boolean> => {
    const [row] = await sql<{ v: number }>(
      server(),
      `select current_setting('server_version_num')::int as v`,
    );
    return row!.v < 160_000;
  };
  before(async () => {
    for (const name of [one, two]) await sql(server(), `create database ${name}`);
  });
  after(async () => {
    for (const process_ of running) if (process_.isRunning()) await process_.kill();
    for (const name of [one, two])
      await sql(server(), `drop database if exists ${name} with (force)`);
    await from.remove();
    await to.remove();
  });

  it('is backed up by pg_dump where it fits the server, and restored into an empty one', async () => {
    const first = await start(envOf(from, one));
    const key = credentials(from.dir);
    const kept = await bookAndRedeem(first.url, key);
    const made = await run(['backup', file], envOf(from, one));
    if (!(await fits())) {
      assert.deepEqual([made.code, /pg_dump/.test(made.output)], [1, true], made.output);
      assert.doesNotMatch(made.output, /\n\s+at /);
      return;
    }
    assert.equal(made.code, 0, made.output);
    await first.one.kill('SIGTERM');
    const full = await run(['restore', file], envOf(to, one));
    assert.deepEqual([full.code, /is not empty/.test(full.output)], [1, true]);
    const restored = await run(['restore', file], envOf(to, two));
    assert.equal(restored.code, 0, restored.output);
    const second = await start(envOf(to, two));
    await servesTheSame(second.url, key, kept);
    await assertSound((text, params) => sql({ ...server(), database: two }, text, params) as never);
    await second.one.kill('SIGTERM');
  });
});
