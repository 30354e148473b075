/**
 * Two calls to the sandbox telco at once about one thing: the second waits for the first, and goes
 * by what it did.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { until } from './faults/checks.ts';
import { cloneTemplate } from './support/template.ts';

const CUSTOMER = 'prt_locks';
const AT = '2027-05-01T12:00:00Z';
let clone: Awaited<ReturnType<typeof cloneTemplate>>;
let first: pg.Client;
let second: pg.Client;
before(async () => {
  clone = await cloneTemplate();
  [first, second] = [new pg.Client(clone.config), new pg.Client(clone.config)];
  await Promise.all([first.connect(), second.connect()]);
  // A call gives up after a while, as its client does; here it waits for as long as the test takes.
  for (const name of ['place_order', 'cancel_package'])
    await first.query(`alter function telco.${name} set lock_timeout = '5min'`);
});
after(async () => {
  await Promise.all([first.end(), second.end()]);
  await clone.drop();
});

type Outcome = { refusal: string | null; fault?: string | null; replayed?: boolean; placed?: any };
const TEMPLATE = { id: 'tpl', bytes: 1_000, duration_days: 7, coverage: ['GRC'], imsi: null };
const call = async (client: pg.Client, text: string, values: unknown[]): Promise<any> =>
  (await client.query(text, values)).rows[0];
let references = 0;
const reference = (): string => `ref-${++references}`;
const place = (client: pg.Client, ref: string, iccid: string | null = null): Promise<Outcome> =>
  call(client, 'select * from telco.place_order($1, $2, $3, $4, $5, $6, $7)', [
    'sandbox-one',
    CUSTOMER,
    ref,
    iccid === null ? 'create_esim' : 'add_package',
    iccid,
    JSON.stringify(TEMPLATE),
    AT,
  ]);
const cancel = (client: pg.Client, id: string): Promise<Outcome> =>
  call(client, 'select * from telco.cancel_package($1, $2, $3, $4)', [
    'sandbox-one',
    CUSTOMER,
    id,
    AT,
  ]);
const consume = (client: pg.Client, iccid: string, id: string): Promise<Outcome> =>
  call(client, 'select * from telco.consume($1, $2, 10, $3, $4, $5)', [
    'sandbox-one',
    iccid,
    'GRC',
    id,
    AT,
  ]);
const move = (client: pg.Client, iccid: string, to: string, from: string[]): Promise<Outcome> =>
  call(client, 'select * from telco.change_state($1, $2, $3, $4, $5)', [
    'sandbox-one',
    iccid,
    to,
    from,
    AT,
  ]);
const setFault = (next: string, count: number): Promise<unknown> =>
  first.query(
    `insert into telco.faults (customer, next, count) values ($1, $2, $3)
     on conflict (customer) do update set next = excluded.next, count = excluded.count`,
    [CUSTOMER, next, count],
  );
const faultsLeft = async (): Promise<number> =>
  (await call(first, 'select count from telco.faults where customer = $1', [CUSTOMER])).count;

/** The second call begins while the first is not committed yet, and is seen to wait for it. */
async function meanwhile(
  one: () => Promise<Outcome>,
  other: () => Promise<Outcome>,
): Promise<[Outcome, Outcome]> {
  const {
    rows: [{ pid }],
  } = await second.query('select pg_backend_pid() as pid');
  await first.query('begin');
  const done = await one();
  const waiting = other();
  try {
    await until('the second call waits', async () => {
      const { rows } = await first.query('select pg_blocking_pids($1) as by', [pid]);
      return rows[0].by.length > 0;
    });
  } finally {
    await first.query('commit');
  }
  return [done, await waiting];
}
/** A profile in use with one package. */
async function inUse(): Promise<{ iccid: string; packageId: string }> {
  const { placed } = await place(first, reference());
  const { iccid } = placed.profile;
  await move(first, iccid, 'ENABLED', ['RELEASED']);
  return { iccid, packageId: placed.package_id };
}

describe('an order that is repeated while the first is being made', () => {
  it('is the same order, and meets no fault', async () => {
    const ref = reference();
    await setFault('out_of_stock', 0);
    const [made, again] = await meanwhile(
      async () => {
        const order = await place(first, ref);
        await setFault('out_of_stock', 1);
        return order;
      },
      () => place(second, ref),
    );
    assert.deepEqual([again.refusal, again.replayed], [null, true]);
    assert.equal(again.placed.id, made.placed.id);
    assert.equal(await faultsLeft(), 1);
    await setFault('out_of_stock', 0);
  });
});

describe('a package', () => {
  it('does not come onto a profile that is being deleted', async () => {
    const { iccid } = await inUse();
    const [, order] = await meanwhile(
      () => move(first, iccid, 'DELETED', ['ENABLED']),
      () => place(second, reference(), iccid),
    );
    assert.equal(order.refusal, 'profile_deleted');
  });

  it('is not used while it is being cancelled', async () => {
    const { iccid, packageId } = await inUse();
    const [cancelled, used] = await meanwhile(
      () => cancel(first, packageId),
      () => consume(second, iccid, packageId),
    );
    assert.deepEqual([cancelled.refusal, used.refusal], [null, 'package_not_active']);
  });

  it('is not cancelled while it is being used', async () => {
    const { iccid, packageId } = await inUse();
    const [used, cancelled] = await meanwhile(
      () => consume(first, iccid, packageId),
      () => cancel(second, packageId),
    );
    assert.deepEqual([used.refusal, cancelled.refusal], [null, 'package_in_use']);
  });
});

describe('a profile', () => {
  it('is deleted once, and not used while it is', async () => {
    const { iccid, packageId } = await inUse();
    const [gone, used] = await meanwhile(
      () => move(first, iccid, 'DELETED', ['ENABLED']),
      () => consume(second, iccid, packageId),
    );
    assert.deepEqual([gone.refusal, used.refusal], [null, 'profile_not_enabled']);
  });

  it('goes through one of two changes at once', async () => {
    const { iccid } = await inUse();
    const [off, gone] = await meanwhile(
      () => move(first, iccid, 'DISABLED', ['ENABLED']),
      () => move(second, iccid, 'DELETED', ['ENABLED']),
    );
    assert.deepEqual([off.refusal, gone.refusal], [null, 'illegal_transition']);
  });
});
