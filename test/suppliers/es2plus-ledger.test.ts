/** The ledger in the database: what of several calls at once only one may do. */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { createDb, type Db } from '../../src/db/pool.ts';
import { es2plusLedger } from '../../src/domain/suppliers/es2plus/ledger.ts';
import { countStock, importStock } from '../../src/domain/suppliers/es2plus/stock.ts';
import { AppError } from '../../src/errors.ts';
import type { Ledger, LedgerOrder } from '../../src/providers/es2plus/ledger.ts';
import { makeSecrets } from '../../src/secrets.ts';
import { iccid, makeAccount, stockOf, TYPE } from '../support/suppliers/es2plus/account.ts';
import { startEs2plus } from '../../packages/standins/src/es2plus/server.ts';
import { cloneTemplate } from '../support/template.ts';

let database: Awaited<ReturnType<typeof cloneTemplate>>;
/** Two, as two processes have. */
let dbs: [Db, Db];
const secrets = makeSecrets(randomBytes(32));
let counter = 0;

before(async () => {
  database = await cloneTemplate();
  dbs = [createDb(database.app, { max: 8 }), createDb(database.app, { max: 8 })];
});
after(async () => {
  await Promise.all(dbs.map((db) => db.end()));
  await database.drop();
});

/** An account of its own, with a stock, as two processes see it. */
async function account(
  stock: number,
  plan = 'plan-a',
): Promise<{ name: string; ledgers: [Ledger, Ledger] }> {
  const name = `smdp-${++counter}`;
  if (stock > 0)
    await importStock(
      dbs[0],
      name,
      `iccid,profile_type,imsi,plan\n${stockOf(stock)
        .map((one, i) => `${one},${TYPE},00101000000${String(i).padStart(4, '0')},${plan}`)
        .join('\n')}`,
    );
  return {
    name,
    ledgers: [
      es2plusLedger({ db: dbs[0], secrets }, name),
      es2plusLedger({ db: dbs[1], secrets }, name),
    ],
  };
}
const open = (
  ledger: Ledger,
  reference: string,
  imsi: string | null = null,
): Promise<LedgerOrder> =>
  ledger.open({
    reference,
    kind: 'create_esim',
    iccid: null,
    template: imsi === null ? null : { id: 'x', bytes: 1, imsi },
  });
const times = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const nth = <T>(two: [T, T], i: number): T => two[i % 2]!;

describe('the ledger', () => {
  it('gives each profile to one order, and each order one profile', async () => {
    const { name, ledgers } = await account(20);
    const references = times(30, () => randomUUID());
    await Promise.all(references.map((reference, i) => open(nth(ledgers, i), reference)));
    const got = await Promise.all(
      references.flatMap((reference) => times(4, (i) => nth(ledgers, i).reserve(reference))),
    );
    const pairs = new Set(
      got.flatMap((one) => (one === null ? [] : [`${one.reference} ${one.profile!.iccid}`])),
    );
    assert.equal(pairs.size, 20);
    assert.equal(new Set([...pairs].map((pair) => pair.split(' ')[1])).size, 20);
    assert.equal(new Set([...pairs].map((pair) => pair.split(' ')[0])).size, 20);
    assert.deepEqual(await countStock(dbs[0], name), { free: 0, taken: 20, lost: 0 });
  });

  it('gives a profile of the IMSI plan that is asked for, or none', async () => {
    const { ledgers } = await account(2);
    const [fits, none] = [randomUUID(), randomUUID()];
    await open(ledgers[0], fits, 'plan-a');
    await open(ledgers[0], none, 'plan-b');
    assert.equal((await ledgers[0].reserve(fits))?.profile?.imsi, 'plan-a');
    assert.equal(await ledgers[0].reserve(none), null);
  });

  it('chooses one matching id per reference, sealed', async () => {
    const { name, ledgers } = await account(0);
    const reference = randomUUID();
    const all = await Promise.all(times(8, (i) => open(nth(ledgers, i), reference)));
    assert.equal(new Set(all.map((one) => one.matchingId)).size, 1);
    assert.match(all[0]!.matchingId!, /^HB-[A-Z2-9]{26}$/);
    const [row] = await dbs[0].rows<{ text: string }>(
      'select o::text as text from es2plus_orders o where account = $1',
      [name],
    );
    assert.ok(!row!.text.includes(all[0]!.matchingId!));
    assert.notEqual((await open(ledgers[0], randomUUID())).matchingId, all[0]!.matchingId);
  });

  it('counts a call of several that read the same count', async () => {
    const { ledgers } = await account(0);
    const reference = randomUUID();
    await open(ledgers[0], reference);
    for (const tries of [0, 1, 2]) {
      const begun = await Promise.all(
        times(6, (i) => nth(ledgers, i).begin(reference, 'plan', tries)),
      );
      assert.equal(begun.filter(Boolean).length, 1);
    }
    await ledgers[0].unsent(reference, 'plan', 2);
    assert.equal((await ledgers[0].find(reference))!.steps.plan.tries, 3);
    await ledgers[0].unsent(reference, 'plan', 3);
    assert.equal((await ledgers[0].find(reference))!.steps.plan.tries, 2);
    assert.equal(await ledgers[0].begin(randomUUID(), 'plan', 0), false);
  });

  it('lets an order be finished or refused, never both', async () => {
    const { ledgers } = await account(0);
    for (let round = 0; round < 20; round++) {
      const reference = randomUUID();
      await open(ledgers[0], reference);
      await ledgers[0].begin(reference, 'release', 0);
      const finish = ledgers[0].finish(reference, 'release', {}).then(async () => {
        const order = await ledgers[0].find(reference);
        return order!.refusal === null;
      });
      const refuse = ledgers[1].refuse(reference, {
        reason: 'rejected',
        message: 'no',
        concerns: 'order',
      });
      const [isFinished, isRefused] = await Promise.all([finish, refuse]);
      assert.notEqual(isFinished, isRefused);
      if (isRefused) assert.equal(await ledgers[0].begin(reference, 'confirm', 0), false);
    }
  });

  it('forgets an order of which nothing was sent, or counts the call, never both', async () => {
    const { name, ledgers } = await account(20);
    for (let round = 0; round < 20; round++) {
      const reference = randomUUID();
      await open(ledgers[0], reference);
      await ledgers[0].reserve(reference);
      const [isForgotten, isBegun] = await Promise.all([
        ledgers[0].forget(reference),
        ledgers[1].begin(reference, 'download', 0),
      ]);
      assert.notEqual(isForgotten, isBegun);
      assert.equal((await ledgers[0].find(reference)) === null, isForgotten);
    }
    const { free, taken } = await countStock(dbs[0], name);
    assert.equal(free + taken, 20);
  });

  it('takes a profile that the SM-DP+ chose, once', async () => {
    const { name, ledgers } = await account(0);
    const references = times(4, () => randomUUID());
    await Promise.all(references.map((reference) => open(ledgers[0], reference)));
    const took = await Promise.all(
      references.map((reference, i) => nth(ledgers, i).take(reference, iccid(7))),
    );
    assert.equal(took.filter(Boolean).length, 1);
    const winner = references[took.indexOf(true)]!;
    assert.equal(await ledgers[0].take(winner, iccid(7)), true);
    await ledgers[0].undone(winner, 'free');
    assert.deepEqual(await countStock(dbs[0], name), { free: 0, taken: 0, lost: 0 });
  });

  it('begins with another profile where one is discarded, whoever says so twice', async () => {
    const { name, ledgers } = await account(3);
    const reference = randomUUID();
    await open(ledgers[0], reference);
    await ledgers[0].reserve(reference);
    await ledgers[0].begin(reference, 'download', 0);
    await Promise.all(ledgers.map((ledger) => ledger.discard(reference, iccid(1))));
    const next = await ledgers[0].reserve(reference);
    assert.deepEqual([next?.profile?.iccid, next?.steps.download.tries], [iccid(2), 0]);
    // Who read the order before has no call about the old one, whatever count it saw.
    for (const tries of [0, 1])
      assert.equal(await ledgers[1].begin(reference, 'download', tries, iccid(1)), false);
    assert.equal(await ledgers[1].begin(reference, 'download', 0, iccid(2)), true);
    await ledgers[1].discard(reference, iccid(1));
    await ledgers[1].restore([iccid(1), iccid(2)]);
    assert.deepEqual(await countStock(dbs[0], name), { free: 2, taken: 1, lost: 0 });
    assert.equal((await ledgers[0].find(reference))?.profile?.iccid, iccid(2));
    await ledgers[0].discard(reference, iccid(2));
    assert.deepEqual(await countStock(dbs[0], name), { free: 2, taken: 0, lost: 1 });
  });

  it('keeps what was told last by the time of who told it', async () => {
    const { ledgers } = await account(2);
    const reference = randomUUID();
    await open(ledgers[0], reference);
    await ledgers[0].reserve(reference);
    const told: [state: 'INSTALLED' | 'ENABLED' | 'DELETED', at: string, state: string][] = [
      ['INSTALLED', '2026-11-28T12:30:00.000Z', 'INSTALLED'],
      ['DELETED', '2026-11-28T12:29:59.000Z', 'INSTALLED'],
      ['ENABLED', '2026-11-28T12:30:00.000Z', 'ENABLED'],
      ['INSTALLED', '2026-11-28T12:30:00.000Z', 'ENABLED'],
      ['DELETED', '2026-11-28T13:00:00.000Z', 'DELETED'],
    ];
    for (const [state, at, holds] of told) {
      assert.equal(await ledgers[0].tell(iccid(1), { state, at }), true);
      assert.equal((await ledgers[1].profile(iccid(1)))?.told?.state, holds);
    }
    assert.equal(await ledgers[0].tell(iccid(2), { state: 'DELETED', at: told[0]![1] }), false);
    assert.equal(await ledgers[0].profile(iccid(2)), null);
  });

  it('lists orders page by page, without those that are taken back', async () => {
    const { ledgers } = await account(0);
    const since = new Date(Date.now() - 1_000).toISOString();
    const references = times(403, () => randomUUID());
    await Promise.all(references.map((reference, i) => open(nth(ledgers, i), reference)));
    await ledgers[0].refuse(references[0]!, { reason: 'rejected', message: '', concerns: 'order' });
    const found: string[] = [];
    for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null;) {
      const page: Awaited<ReturnType<Ledger['list']>> = await ledgers[0].list({ since, cursor });
      found.push(...page.orders.map((order) => order.reference));
      [cursor, isFirst] = [page.cursor, false];
    }
    assert.deepEqual(found.toSorted(), references.slice(1).toSorted());
    const later = new Date(Date.now() + 60_000).toISOString();
    assert.deepEqual((await ledgers[0].list({ since: later, cursor: null })).orders, []);
  });
});

describe('a stock list', () => {
  it('is imported, and imported again', async () => {
    const { name, ledgers } = await account(0);
    const file = `iccid,profile_type,imsi,plan\n${iccid(1)}F,ES,001010000000001,a\n${iccid(2)},,,\n`;
    const taken = { added: 2, changed: 0, skipped: 0 };
    assert.deepEqual(await importStock(dbs[0], name, file), taken);
    assert.deepEqual(await importStock(dbs[0], name, file), { added: 0, changed: 0, skipped: 2 });
    const reference = randomUUID();
    await open(ledgers[0], reference);
    const order = await ledgers[0].reserve(reference);
    assert.deepEqual(order!.profile, {
      iccid: iccid(1),
      subscriberImsi: '001010000000001',
      imsi: 'a',
    });
    assert.deepEqual(
      await importStock(dbs[0], name, `iccid,plan\n${iccid(1)},b\n${iccid(2)},b\n${iccid(3)},b`),
      { added: 1, changed: 1, skipped: 1 },
    );
    assert.equal((await ledgers[0].find(reference))!.profile!.imsi, 'a');
    await ledgers[0].discard(reference, iccid(1));
    assert.deepEqual(await countStock(dbs[0], name), { free: 2, taken: 0, lost: 1 });
    assert.deepEqual(await importStock(dbs[0], name, file), { added: 0, changed: 2, skipped: 0 });
    assert.deepEqual(await countStock(dbs[0], name), { free: 3, taken: 0, lost: 0 });
  });

  it('with a bad line is refused whole, each named', async () => {
    const { name } = await account(0);
    const file = `iccid,imsi,plan\n${iccid(1)},,\n123,12,a b\n${iccid(1)}F,,\n`;
    await assert.rejects(importStock(dbs[0], name, file), (error) => {
      assert.ok(error instanceof AppError);
      assert.deepEqual(
        error.details.map(({ field }) => field),
        ['row 3, iccid', 'row 3, imsi', 'row 3, plan', 'row 4, iccid'],
      );
      return true;
    });
    await assert.rejects(importStock(dbs[0], name, 'iccid;plan\n1;2'), AppError);
    assert.deepEqual(await countStock(dbs[0], name), { free: 0, taken: 0, lost: 0 });
  });
});

describe('two processes with one ledger', () => {
  it('make one eSIM per reference, whatever the SM-DP+ does', async () => {
    const smdp = await startEs2plus();
    const { name, ledgers } = await account(60);
    smdp.control.addStock(stockOf(60).map((one) => ({ iccid: one, profileType: TYPE })));
    const providers = ledgers.map((ledger) => makeAccount(smdp, ledger)) as [
      ReturnType<typeof makeAccount>,
      ReturnType<typeof makeAccount>,
    ];
    try {
      smdp.control.repeat = 'in_use';
      const references = times(25, () => randomUUID());
      for (const fault of ['cut', 'broken_before', 'broken_after', 'busy', 'malformed'] as const)
        smdp.control.faults.next(fault, { count: 6 });
      const input = (reference: string) => ({ template: null, reference, customer: 'prt_1' });
      for (let round = 0; round < 6; round++)
        await Promise.allSettled(
          references.flatMap((reference) =>
            providers.map((provider) => provider.createEsim(input(reference))),
          ),
        );
      const made = await Promise.all(
        references.map((reference, i) => nth(providers, i).createEsim(input(reference))),
      );
      assert.ok(made.every(({ status }) => status === 'confirmed'));
      assert.equal(new Set(made.map((order) => order.iccid)).size, 25);
      const spent = smdp.ledger().profiles.filter(({ state }) => state !== 'Available');
      assert.equal(spent.length, 25);
      assert.ok(spent.every(({ allocations }) => allocations === 1));
      assert.deepEqual(await countStock(dbs[0], name), { free: 35, taken: 25, lost: 0 });
    } finally {
      await Promise.all(providers.map((provider) => provider.close()));
      await smdp.close();
    }
  });
});
