/**
 * What was booked and redeemed after the last backup is sent again, and nothing is bought twice for
 * it.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { assertSound } from '../faults/checks.ts';
import { fail, replaceProvider, short } from '../faults/steps.ts';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { backUp } from '../support/restore.ts';
import { tiersOf } from '../support/about-orders.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(async () => {
  try {
    await assertSound(hubby.sql);
  } finally {
    await hubby.close();
  }
});

const send = async (
  key: CreatedPartner,
  entries: Json[],
  booking_id?: string,
  departure_date = IN_A_YEAR,
): Promise<Json> => {
  const answer = await hubby.call(
    'POST',
    '/api/bookings',
    { departure_date, booking_id, package_specifications: entries },
    { key },
  );
  assert.ok(answer.body.success, answer.text);
  return answer.body.data;
};
const redeem = (key: CreatedPartner, who: string, queue: string): Promise<Answer> =>
  hubby.call(
    'POST',
    '/api/native/redeem-package',
    { external_user_id: who, package_queue_id: queue },
    { key },
  );
const iccidOf = (answer: Answer): string => answer.body.data.current_esim.iccid;
/** What the telco was paid for. */
const ordersOf = async ({ partner_id }: CreatedPartner): Promise<Json> => {
  const [row] = await hubby.sql(
    `select count(*) filter (where kind = 'create_esim')::int as esims, count(package_id)::int as packages from telco.orders where customer = $1`,
    [partner_id],
  );
  return row;
};

const entryOf = (who: string): Json => ({ external_user_id: who, destination: 'GR', size: '1GB' });

/** T1 knows a reference that it is sent again, T2 has to be asked for it. */
for (const tier of ['T1', 'T2'] as const)
  describe(`a booking that is lost and sent again, at a provider of ${tier}`, () => {
    let undo: () => void;
    before(async () => {
      undo = replaceProvider(hubby, 'sandbox-one', () => tiersOf(tier));
      await hubby.sql(`update telco.accounts set idempotent = $1 where name = 'sandbox-one'`, [
        tier === 'T1',
      ]);
    });
    after(async () => {
      undo();
      await hubby.sql(`update telco.accounts set idempotent = true where name = 'sandbox-one'`);
    });

    it('has its old queues, eSIM and packages', async () => {
      const [key, who] = [await hubby.newPartner(), user()];
      const restore = await backUp(hubby, key.partner_id);
      const entries = [entryOf(who), entryOf(who)];
      const journey = async () => {
        const { package_queues } = await send(key, entries, 'LOST-1');
        await hubby.drain();
        const ids = package_queues.map((q: Json) => q.id);
        const answers: Answer[] = [];
        for (const id of ids) answers.push(await redeem(key, who, id));
        assert.deepEqual(answers.map(short), ['200', '200']);
        return { ids, iccid: iccidOf(answers[1]!) };
      };
      const first = await journey();
      await restore();
      assert.deepEqual(await journey(), first);
      assert.deepEqual(await ordersOf(key), { esims: 1, packages: 2 });
    });

    it('finds the package alone where the eSIM was not lost', async () => {
      const [key, who] = [await hubby.newPartner(), user()];
      await send(key, [entryOf(who)], 'KEPT-1');
      await hubby.drain();
      const restore = await backUp(hubby, key.partner_id);
      const journey = async () => {
        const [queue] = (await send(key, [entryOf(who)], 'LOST-1')).package_queues;
        const answer = await redeem(key, who, queue.id);
        assert.equal(short(answer), '200');
        return [queue.id, iccidOf(answer)];
      };
      const first = await journey();
      await restore();
      assert.deepEqual(await journey(), first);
      assert.deepEqual(await ordersOf(key), { esims: 1, packages: 1 });
    });

    it('finds also what was ordered without an answer', async () => {
      const [key, who] = [await hubby.newPartner(), user()];
      await send(key, [entryOf(who)], 'KEPT-1');
      await hubby.drain();
      const restore = await backUp(hubby, key.partner_id);
      const [queue] = (await send(key, [entryOf(who)], 'LOST-1')).package_queues;
      await fail(hubby, 'timeout', 1, key);
      assert.equal((await redeem(key, who, queue.id)).status, 503);
      await restore();
      await send(key, [entryOf(who)], 'LOST-1');
      assert.equal(short(await redeem(key, who, queue.id)), '200');
      assert.deepEqual(await ordersOf(key), { esims: 1, packages: 1 });
    });

    it('finds the eSIM that took the place of another', async () => {
      const [key, who] = [await hubby.newPartner(), user()];
      await send(key, [entryOf(who)], 'KEPT-1');
      await hubby.drain();
      const restore = await backUp(hubby, key.partner_id);
      const replace = async (): Promise<string> => {
        const body = { external_user_id: who, reason: 'broken' };
        const answer = await hubby.call('POST', '/api/native/replace-esim', body, { key });
        assert.equal(short(answer), '200');
        return iccidOf(answer);
      };
      const first = await replace();
      await restore();
      assert.equal(await replace(), first);
      assert.deepEqual(await ordersOf(key), { esims: 2, packages: 0 });
    });
  });

describe('a promo code that is lost and made again', () => {
  it('is another code for the same package', async () => {
    const [key, who] = [await hubby.newPartner(), user()];
    const restore = await backUp(hubby, key.partner_id);
    const journey = async () => {
      const [made] = (await send(key, [{ destination: 'GR', size: '1GB' }], 'LOST-1')).promo_codes;
      const path = `/api/promo-codes/${made.promo_code}/redeem`;
      const answer = await hubby.call('POST', path, { external_user_id: who }, { key });
      assert.equal(short(answer), '200');
      return { code: made.promo_code, iccid: iccidOf(answer) };
    };
    const first = await journey();
    await restore();
    const again = await journey();
    assert.notEqual(again.code, first.code);
    assert.equal(again.iccid, first.iccid);
    assert.equal((await ordersOf(key)).packages, 1);
  });
});

describe('what is no lost booking', () => {
  it('without a reference of the partner’s is a booking of its own', async () => {
    const [key, who] = [await hubby.newPartner(), user()];
    const made = [await send(key, [entryOf(who)]), await send(key, [entryOf(who)])];
    for (const { package_queues } of made)
      assert.equal(short(await redeem(key, who, package_queues[0].id)), '200');
    assert.deepEqual(await ordersOf(key), { esims: 1, packages: 2 });
  });

  it('under another reference, departure, traveler or partner has other queues', async () => {
    const [key, other] = [await hubby.newPartner(), await hubby.newPartner()];
    const who = user();
    const made = [
      await send(key, [entryOf(who)], 'TRIP-A'),
      await send(
        key,
        [entryOf(who)],
        'TRIP-A',
        IN_A_YEAR.replace(/^\d+/, (year) => `${+year + 1}`),
      ),
      await send(key, [entryOf(who)], 'TRIP-B'),
      await send(key, [entryOf(user())], 'TRIP-C'),
      await send(other, [entryOf(who)], 'TRIP-A'),
    ];
    const ids = made.flatMap((b) => b.package_queues.map((q: Json) => q.id));
    assert.equal(new Set(ids).size, 5);
  });

  it('a cancelled booking that is sent again is a new one, as often as that happens', async () => {
    const [key, who] = [await hubby.newPartner(), user()];
    const ids = new Set<string>();
    for (let n = 0; n < 8; n++) {
      const { id, package_queues } = await send(key, [entryOf(who), entryOf(who)], 'AGAIN');
      for (const queue of package_queues) ids.add(queue.id);
      const gone = await hubby.call('DELETE', `/api/bookings/${id}`, undefined, { key });
      assert.equal(short(gone), '200');
    }
    assert.equal(ids.size, 16);
    const [queue] = (await send(key, [entryOf(who)], 'AGAIN')).package_queues;
    assert.equal(short(await redeem(key, who, queue.id)), '200');
  });

  it('after a reset of the sandbox begins anew', async () => {
    const [key, who] = [await hubby.newPartner(), user()];
    const journey = async (): Promise<string> => {
      const [queue] = (await send(key, [entryOf(who)], 'TRIP')).package_queues;
      const answer = await redeem(key, who, queue.id);
      assert.equal(short(answer), '200');
      return iccidOf(answer);
    };
    const first = await journey();
    assert.equal((await hubby.call('POST', '/api/sandbox/reset', {}, { key })).status, 200);
    assert.notEqual(await journey(), first);
    assert.deepEqual(await ordersOf(key), { esims: 1, packages: 1 });
  });

  it('an archived eSIM is followed by another one', async () => {
    const [key, who] = [await hubby.newPartner(), user()];
    await send(key, [entryOf(who)], 'ONE');
    await hubby.drain();
    await hubby.sql(
      `with gone as (update esims set archived_at = now() where partner_id = $1 returning id)
       update provider_orders set is_archived = true where esim_id in (select id from gone)`,
      [key.partner_id],
    );
    await send(key, [entryOf(who)], 'TWO');
    await hubby.drain();
    assert.deepEqual(await ordersOf(key), { esims: 2, packages: 0 });
  });
});
