/**
 * Version N−1 runs on version N's database: its processes go on serving while an upgrade goes from
 * node to node. Until there is a tag, this very code stands in for it, which only shows that what
 * follows works.
 */
import assert from 'node:assert/strict';
import { globSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { sqlFunctions } from '../src/db/functions.ts';
import { until } from './faults/checks.ts';
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
import { IN_A_YEAR, type Json } from './harness.ts';
import { fileOf, lastRelease, putCode } from './support/last-release.ts';
import { startReceiver, type Receiver } from './support/receiver.ts';

const server = JSON.parse(process.env['TEST_PG']!) as pg.ClientConfig;
const database = `last_${process.pid}`;
const tag = lastRelease();
const folder = dataFolder();
const code = path.join(folder.dir, 'last-release');
const running: Process[] = [];
let receiver: Receiver;

const asOwner = async (sql: string): Promise<void> => {
  const client = new pg.Client(server);
  await client.connect();
  await client.query(sql).finally(() => client.end());
};
before(async () => {
  receiver = await startReceiver();
  putCode(tag, code);
  await asOwner(`create database ${database} template template0`);
});
after(async () => {
  for (const one of running) if (one.isRunning()) await one.kill();
  await asOwner(`drop database if exists ${database} with (force)`);
  await receiver.close();
  rmSync(code, { recursive: true, force: true });
  await folder.remove();
});

describe(`the last release (${tag ?? 'none is tagged yet: this very code'})`, () => {
  it('books, orders, redeems, counts usage, tells partners and people on the database of this release', async () => {
    const env = {
      HUBBY_DATA_DIR: folder.dir,
      DATABASE_URL: urlOf(server, { database }),
      PORT: '0',
      HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1',
    };
    const seeded = await run(['seed'], env);
    assert.equal(seeded.code, 0, seeded.output);
    for (const command of ['serve', 'work']) running.push(hubby([command], env, code));
    const url = await address(running[0]!);
    const file = path.join(folder.dir, 'credentials.json');
    await trip(url, JSON.parse(readFileSync(file, 'utf8')) as Key);
  });

  it('finds every function that it calls, with the arguments and the result it knows', () => {
    const now = new Map(sqlFunctions().map(({ name, text }) => [name, headOf(text)]));
    const files = globSync('src/**/*.sql', { cwd: code });
    assert.ok(files.length > 25, `${files.length} functions`);
    for (const file of files) {
      const name = path.basename(file, '.sql').replaceAll('-', '_');
      assert.equal(
        now.get(name),
        headOf(readFileSync(path.join(code, file), 'utf8')),
        `${name}: what changes gets a new name, and this one stays for a release`,
      );
    }
  });

  it('finds its migrations as they were', () => {
    const list = 'migrations/checksums.txt';
    const present = readFileSync(path.join(import.meta.dirname, '..', list), 'utf8').split('\n');
    const before = (tag === null ? null : fileOf(tag, list)) ?? present.join('\n');
    assert.deepEqual(
      before.split('\n').filter((line) => !present.includes(line)),
      [],
    );
  });
});

/** Every SQL function that a payload goes into is called on the way. */
async function trip(url: string, key: Key): Promise<void> {
  const ask = asking(url, key);
  await ask('PUT', '/api/webhooks/settings', { url: `${receiver.url}/hook` });
  const booking = await ask('POST', '/api/bookings', {
    departure_date: IN_A_YEAR,
    booking_id: 'TRIP-1',
    email: 'ada@example.com',
    package_specifications: [
      { external_user_id: 'ada', destination: 'GR', size: '1GB' },
      { destination: 'GR', size: '1GB' },
    ],
    communication_options: { should_send_message: true, channels: ['EMAIL'] },
  });
  assert.equal(booking.promo_codes.length, 1);
  const dashboard = (): Promise<Json> =>
    ask('GET', '/api/native/user-dashboard?external_user_id=ada');
  await until('the eSIM', async () => (await dashboard()).user.has_universal_esim);
  const { id } = booking.package_queues[0];
  const redeemed = await until('the package', async () => {
    await ask('POST', '/api/native/redeem-package', {
      external_user_id: 'ada',
      package_queue_id: id,
    });
    const { current_esim } = await dashboard();
    return current_esim.data_left > 0 && current_esim;
  });
  for (const step of ['install', 'enable', 'consume'])
    await ask('POST', `/api/sandbox/esims/${redeemed.iccid}/${step}`, { percent: 25 });
  await until(
    'the usage',
    async () => (await dashboard()).current_esim.data_left < redeemed.data_left,
  );
  const told = (): string[] => receiver.received.map(({ json }) => json.event);
  for (const type of ['booking.created', 'package.activated', 'package.usage.20_percent'])
    await until(type, async () => told().includes(type));
  await until('the mail', async () => {
    const { messages } = await ask('GET', `/api/bookings/${booking.id}/messages`);
    return messages.some((one: Json) => one.kind === 'booking_confirmation');
  });
}

/**
 * Asks until there is an answer: what is busy or done already is asked again, or is good enough.
 */
const asking =
  (url: string, key: Key) =>
  (method: string, target: string, body?: unknown): Promise<Json> =>
    until(`${method} ${target}`, async () => {
      const { status, body: answer } = await call(url, key, method, target, body);
      if (status === 429 || status === 503) return null;
      const said = `${method} ${target}: ${status} ${JSON.stringify(answer)}`;
      assert.ok(status < 300 || status === 409, said);
      return answer.data ?? answer;
    });

/** From the name to the body, in one line: arguments and result. */
function headOf(text: string): string {
  const head = /create or replace function\s+([^$]+?)\s+language\s/.exec(text)?.[1];
  assert.ok(head, text.slice(0, 200));
  return head.replace(/\s+/g, ' ');
}
