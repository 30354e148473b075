/**
 * Replacing eSIMs at the stand-in of every kind of supplier: what comes over by what it takes back,
 * and, by its own books, nothing that is bought twice.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { importCatalog } from '../../src/domain/catalog/csv/import-catalog.ts';
import { until } from '../faults/checks.ts';
import {
  bundleOf,
  catalogOf,
  KINDS,
  startSupplier,
  type Supplier,
} from '../faults/drill/suppliers.ts';
import { redeem, short } from '../faults/steps.ts';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { bySystem } from '../../src/domain/actor.ts';

let hubby: Hubby;
const suppliers = new Map<string, Supplier>();
before(async () => {
  hubby = await startHubby();
  for (const kind of KINDS) {
    const supplier = await startSupplier(kind, 1, 20);
    suppliers.set(kind, supplier);
    const { name, standIn, stock } = supplier;
    const { url: base_url, credentials, settings } = standIn;
    const form = { name, kind, mode: 'test', base_url, credentials, settings };
    const added = await hubby.operator('POST', '/suppliers', form);
    assert.equal(added.status, 201, added.text);
    await hubby.sql(
      `insert into es2plus_profiles (account, iccid, is_listed, status)
       select $1, unnest($2::text[]), true, 'free'`,
      [name, stock],
    );
    standIn.desk.heal();
    const tested = await hubby.operator('POST', `/suppliers/${name}/test`);
    assert.equal(tested.body.data.ok, true, tested.text);
  }
  await importCatalog(hubby.ctx, bySystem('test'), catalogOf([...suppliers.values()]));
});
after(async () => {
  await hubby.close();
  await Promise.all([...suppliers.values()].map(({ standIn }) => standIn.close()));
});

const again = (what: string, call: () => Promise<Answer>): Promise<Answer> =>
  until(what, async () => {
    await hubby.drain('hurry');
    const answer = await call();
    return answer.status === 503 || answer.body.error?.type === 'redeem_in_progress'
      ? null
      : answer;
  });

/** A traveler with so many packages that were never used, all on one eSIM. */
async function traveler(
  kind: string,
  count: number,
): Promise<{ who: string; queues: Json[]; iccid: string }> {
  const who = user();
  const booked = await hubby.call('POST', '/api/bookings', {
    departure_date: IN_A_YEAR,
    package_specifications: Array.from({ length: count }, () => ({
      external_user_id: who,
      package_id: bundleOf(kind),
    })),
  });
  assert.equal(booked.status, 201, booked.text);
  const queues = booked.body.data.package_queues;
  for (const { id } of queues) {
    const answer = await again('it is redeemed', () => redeem(hubby, who, id));
    assert.match(short(answer), /^(200|409 already_redeemed)$/, answer.text);
  }
  const [{ iccid }] = (await hubby.sql(
    `select distinct e.iccid from packages k join esims e on e.id = k.esim_id where k.queue_id = any($1)`,
    [queues.map((q: Json) => q.id)],
  )) as [Json];
  return { who, queues, iccid };
}
const replace = (iccid: string): Promise<Answer> =>
  again('it is replaced', () =>
    hubby.call('POST', '/api/native/replace-esim', { iccid, reason: 'broken' }),
  );
/** Where the moved ones are, once all of them are somewhere. */
const whereTo = (queues: Json[], iccid: string): Promise<Json[]> =>
  until('all have come over', async () => {
    await hubby.drain('hurry');
    const rows = await hubby.sql(
      `select e.iccid, e.type from packages k join esims e on e.id = k.esim_id
       where k.queue_id = any($1) and k.status <> 'CANCELLED' and e.iccid <> $2`,
      [queues.map((q: Json) => q.id), iccid],
    );
    return rows.length === queues.length && rows;
  });
function assertBoughtOnce(kind: string): void {
  const references = suppliers
    .get(kind)!
    .standIn.desk.sold()
    .flatMap(({ reference }) => reference ?? []);
  assert.ok(references.length > 0);
  assert.deepEqual(
    references.filter((one, i) => references.indexOf(one) !== i),
    [],
    `${kind} sold something twice`,
  );
}

/** Of an eSIM with one package that was never used. */
const OUTCOMES: Record<string, { answer: string; left: string[]; moved: number }> = {
  airalo: { answer: '409 nothing_to_move', left: [], moved: 0 },
  'esim-access': { answer: '200', left: [], moved: 1 },
  'esim-go': { answer: '200', left: [], moved: 1 },
  zendit: { answer: '409 nothing_to_move', left: [], moved: 0 },
  es2plus: { answer: '200', left: ['cancel_requested'], moved: 0 },
};

for (const kind of KINDS)
  describe(`at ${kind}`, () => {
    it('what the supplier takes back comes over, and nothing else', async () => {
      const expected = OUTCOMES[kind]!;
      const { queues, iccid } = await traveler(kind, 1);
      const answer = await replace(iccid);
      assert.equal(short(answer), expected.answer, answer.text);
      if (answer.status === 200) {
        const { moved, left, current_esim } = answer.body.data;
        assert.equal(moved.length, expected.moved);
        assert.deepEqual(
          left.map((one: Json) => one.reason),
          expected.left,
        );
        assert.notEqual(current_esim.iccid, iccid);
        if (expected.moved > 0)
          assert.equal((await whereTo(queues, iccid))[0].iccid, current_esim.iccid);
      }
      assertBoughtOnce(kind);
    });

    it('everything unused comes over where the operator pays twice', async (t) => {
      await hubby.operator('PUT', '/replacing', { pay_twice: true });
      t.after(() => hubby.operator('PUT', '/replacing', { pay_twice: false }));
      const { who, queues, iccid } = await traveler(kind, 2);
      const answer = await replace(iccid);
      assert.equal(short(answer), '200', answer.text);
      assert.equal(answer.body.data.moved.length, 2, answer.text);
      const there = await whereTo(queues, iccid);
      assert.ok(there.some((one) => one.iccid === answer.body.data.current_esim.iccid));
      const universal = await hubby.sql(
        `select e.iccid from esims e join travelers t on t.id = e.traveler_id
         where t.external_user_id = $1 and e.type = 'universal' and e.archived_at is null`,
        [who],
      );
      assert.equal(universal.length, 1);
      assertBoughtOnce(kind);
    });
  });
