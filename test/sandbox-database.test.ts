/**
 * HUBBY_SANDBOX_DATABASE_URL: the sandbox telco in a database of its own, so that a drill that
 * loses ours sees what it has.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { loadConfig } from '../src/config.ts';
import type { Log } from '../src/context.ts';
import { openRuntime } from '../src/runtime.ts';
import { makeSecrets } from '../src/secrets.ts';
import { dataFolder, run, urlOf } from './faults/processes.ts';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby } from './harness.ts';
import { cloneTemplate } from './support/template.ts';

const GB = 1024 ** 3;
/** Nobody listens there. */
const NOWHERE = { host: '127.0.0.1', port: 1 };

async function within<T>(config: pg.ClientConfig, work: (client: pg.Client) => Promise<T>) {
  const client = new pg.Client(config);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
const count = (config: pg.ClientConfig, table: string): Promise<number> =>
  within(config, async (client) => (await client.query(`select 1 from ${table}`)).rowCount!);

describe("the sandbox telco's own database", () => {
  let telco: Awaited<ReturnType<typeof cloneTemplate>>;
  let hubby: Hubby;
  before(async () => {
    telco = await cloneTemplate();
    hubby = await startHubby({ sandbox: telco.app });
    // Whoever looks for the telco in our database finds nothing at all.
    await hubby.sql('drop schema telco cascade');
  });
  after(async () => {
    await hubby.close();
    await telco.drop();
  });

  it('holds all that the telco has, through a whole journey, and is emptied by a reset', async () => {
    const external_user_id = user();
    const send = async (path: string, body?: object): Promise<Answer['body']> => {
      const answer = await hubby.call('POST', path, body);
      assert.ok(answer.status < 300, `${path}: ${answer.text}`);
      return answer.body.data;
    };
    const booking = await send('/api/bookings', {
      departure_date: IN_A_YEAR,
      package_specifications: [{ external_user_id, destination: 'GR', size: '1GB' }],
    });
    await hubby.drain();
    const [{ id: package_queue_id }] = booking.package_queues;
    const { current_esim } = await send('/api/native/redeem-package', {
      external_user_id,
      package_queue_id,
    });
    await send('/api/esims/topup', { external_user_id, size: '3GB' });
    const { iccid } = current_esim;
    for (const action of ['install', 'enable'])
      await send(`/api/sandbox/esims/${iccid}/${action}`, {});
    await send(`/api/sandbox/esims/${iccid}/consume`, { bytes: GB / 2 });
    const dashboard = `/api/native/user-dashboard?external_user_id=${external_user_id}`;
    const { data } = (await hubby.call('GET', dashboard)).body;
    assert.deepEqual(
      [data.current_esim.status, data.current_esim.data_left],
      ['ENABLED', 3.5 * GB],
    );
    const books = { orders: 3, profiles: 1, packages: 2 };
    for (const [table, rows] of Object.entries(books))
      assert.equal(await count(telco.config, `telco.${table}`), rows, table);
    assert.equal((await hubby.ledger()).orders.length, books.orders);
    const reconciled = await hubby.operator('POST', '/reconcile', { provider: 'sandbox-one' });
    assert.deepEqual(reconciled.body.data.findings, []);
    assert.equal(await count(telco.config, 'bookings'), 0, 'ours is none of its business');

    await send('/api/sandbox/reset');
    for (const table of Object.keys(books))
      assert.equal(await count(telco.config, `telco.${table}`), 0, table);
    for (const table of ['bookings', 'esims', 'packages', 'provider_orders'])
      assert.equal(await count(hubby.adminConfig, table), 0, table);
    assert.equal((await hubby.call('GET', dashboard)).status, 404);
  });

  it('is asked for at the start, and named where it is away or not prepared', async () => {
    const config = loadConfig({ HUBBY_SECRET_KEY: hubby.secretKey });
    const open = (sandbox: pg.ClientConfig): Promise<unknown> => {
      const log: Log = { info() {}, warn() {}, error() {} };
      const secrets = makeSecrets(config.secretKey!);
      return openRuntime(config, hubby.databaseConfig, secrets, log, { sandbox });
    };
    await assert.rejects(
      open({ ...telco.app, ...NOWHERE }),
      /sandbox telco's database cannot be reached \(.*ECONNREFUSED.*\): is HUBBY_SANDBOX_DATABASE_URL right\?/,
    );
    // Ours lost the telco's tables above.
    await assert.rejects(
      open(hubby.databaseConfig),
      /HUBBY_SANDBOX_DATABASE_URL, is not prepared .* run npx hubby migrate first/,
    );
  });
});

describe('hubby migrate', () => {
  const server = JSON.parse(process.env['TEST_PG']!) as pg.ClientConfig;
  const names = ['ours', 'telco'].map((name) => `t_${name}_${randomBytes(6).toString('hex')}`);
  const [ours, telco] = names.map((database) => urlOf(server, { database })) as [string, string];
  const folder = dataFolder();
  const migrate = (sandbox: string) =>
    run(['migrate'], {
      HUBBY_DATA_DIR: folder.dir,
      DATABASE_URL: ours,
      HUBBY_SANDBOX_DATABASE_URL: sandbox,
    });
  before(() =>
    within(server, async (admin) => {
      for (const name of names) await admin.query(`create database ${name}`);
    }),
  );
  after(async () => {
    await within(server, async (admin) => {
      for (const name of names) await admin.query(`drop database if exists ${name} with (force)`);
    });
    await folder.remove();
  });

  it('prepares both databases', async () => {
    const { code, output } = await migrate(telco);
    assert.equal(code, 0, output);
    for (const connectionString of [ours, telco])
      assert.equal(await count({ connectionString }, 'telco.accounts'), 3);
  });

  it('says which one it cannot reach', async () => {
    const { code, output } = await migrate('postgres://nobody@127.0.0.1:1/telco');
    assert.equal(code, 1);
    assert.match(output, /sandbox telco's database cannot be reached .*HUBBY_SANDBOX_DATABASE_URL/);
    assert.doesNotMatch(output, /\n\s+at /);
  });
});
