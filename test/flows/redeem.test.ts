/** Redeeming: exactly once under concurrency, with every fault, and against a cancellation. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { assertSound } from '../faults/checks.ts';
import {
  assertUnavailable,
  book,
  dashboard,
  fail,
  FAULTS,
  redeem,
  short,
  tally,
} from '../faults/steps.ts';
import { startHubby, user, type Hubby } from '../harness.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const packagesOf = (queueId: string) =>
  hubby.sql('select * from packages where queue_id = $1', [queueId]);
const ordersAtTelco = (uuid: string) =>
  hubby.sql('select * from telco.orders where reference = $1', [uuid]);
const IN_TIME = new Set(['409 already_redeemed', '409 redeem_in_progress']);

describe('redeeming one queue many times at once', () => {
  for (const ready of [true, false]) {
    it(`provisions once when the eSIM ${ready ? 'is there' : 'has yet to be made'}`, async () => {
      const external_user_id = user();
      const {
        queues: [queue],
      } = await book(hubby, external_user_id);
      if (ready) await hubby.drain();
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, i) =>
          redeem(hubby, external_user_id, i % 2 ? queue!.id : queue!.uuid),
        ),
      );
      const counts = tally(answers);
      assert.equal(counts['200'], 1, JSON.stringify(counts));
      assert.equal(
        Object.entries(counts)
          .filter(([k]) => IN_TIME.has(k))
          .reduce((n, [, c]) => n + c, 0),
        49,
        JSON.stringify(counts),
      );
      assert.equal((await packagesOf(queue!.id)).length, 1);
      assert.equal((await ordersAtTelco(queue!.uuid)).length, 1);
      await hubby.drain('hurry');
      assert.equal(
        (
          await hubby.sql(
            'select 1 from telco.orders where customer = $1 and reference in (select reference::text from provider_orders o join travelers t on t.id = o.traveler_id where t.external_user_id = $2)',
            [hubby.partner.partner_id, external_user_id],
          )
        ).length,
        2,
      );
      await assertSound(hubby.sql);
    });
  }

  for (const idempotent of [true, false]) {
    it(`never provisions twice whatever fails, at a telco that ${idempotent ? 'knows' : 'does not know'} a repeated reference`, async () => {
      await hubby.sql(`update telco.accounts set idempotent = $1 where name = 'sandbox-one'`, [
        idempotent,
      ]);
      const runs = await Promise.all(
        FAULTS.map(async (fault) => {
          const key = await hubby.newPartner();
          const external_user_id = user();
          const {
            queues: [queue],
          } = await book(hubby, external_user_id, { key });
          return { fault, key, external_user_id, queue: queue! };
        }),
      );
      await hubby.drain();
      await Promise.all(
        runs.map(async ({ fault, key, external_user_id, queue }) => {
          await fail(hubby, fault, 1, key);
          const answers = await Promise.all(
            Array.from({ length: 50 }, () => redeem(hubby, external_user_id, queue.id, key)),
          );
          const counts = tally(answers);
          assert.ok((counts['200'] ?? 0) <= 1, `${fault}: ${JSON.stringify(counts)}`);
          assert.ok(
            Object.keys(counts).every(
              (k) => k === '200' || k === '503 provider_unavailable' || IN_TIME.has(k),
            ),
            `${fault}: ${JSON.stringify(counts)}`,
          );
          assert.ok(
            (counts['503 provider_unavailable'] ?? 0) >= 1,
            `${fault}: the fault met somebody, ${JSON.stringify(counts)}`,
          );
        }),
      );
      await hubby.drain('hurry');
      for (const { fault, key, external_user_id, queue } of runs) {
        // A clean refusal leaves the queue redeemable; of 50 callers a later one will usually have
        // redeemed it already.
        const last = await redeem(hubby, external_user_id, queue.id, key);
        assert.ok(
          ['200', '409 already_redeemed'].includes(short(last)),
          `${fault}: ${short(last)}`,
        );
        assert.equal((await packagesOf(queue.id)).length, 1, fault);
        assert.equal((await ordersAtTelco(queue.uuid)).length, 1, fault);
      }
      await assertSound(hubby.sql);
      await hubby.sql(`update telco.accounts set idempotent = true where name = 'sandbox-one'`);
    });

    it(`makes one eSIM whatever fails while it is made, at a telco that ${idempotent ? 'knows' : 'does not know'} a repeated reference`, async () => {
      await hubby.sql(`update telco.accounts set idempotent = $1 where name = 'sandbox-one'`, [
        idempotent,
      ]);
      const runs = await Promise.all(
        FAULTS.map(async (fault) => {
          const key = await hubby.newPartner();
          await fail(hubby, fault, 2, key);
          const external_user_id = user();
          const { queues } = await book(hubby, external_user_id, { key, count: 5 });
          return { fault, key, external_user_id, queues };
        }),
      );
      await Promise.all([
        hubby.drain(),
        ...runs.map(async ({ fault, key, external_user_id, queues }) => {
          const answers = await Promise.all(
            queues.map((queue) => redeem(hubby, external_user_id, queue.id, key)),
          );
          assert.ok(
            answers.every((a) =>
              ['200', '503 provider_unavailable', '409 redeem_in_progress'].includes(short(a)),
            ),
            `${fault}: ${JSON.stringify(tally(answers))}`,
          );
        }),
      ]);
      await hubby.drain('hurry');
      for (const { fault, key, external_user_id, queues } of runs) {
        for (const queue of queues) {
          const answer = await redeem(hubby, external_user_id, queue.id, key);
          assert.ok(
            ['200', '409 already_redeemed'].includes(short(answer)),
            `${fault}: ${answer.text}`,
          );
        }
        const {
          body: { data },
        } = await dashboard(hubby, external_user_id, key);
        assert.equal(data.current_esim_packages.length, 5, fault);
        assert.equal((await hubby.ledger(key.partner_id)).orders.length, 6, fault);
      }
      await assertSound(hubby.sql);
      await hubby.sql(`update telco.accounts set idempotent = true where name = 'sandbox-one'`);
    });
  }

  it('keeps a cleanly refused queue redeemable', async () => {
    const external_user_id = user();
    const {
      queues: [queue],
    } = await book(hubby, external_user_id);
    await hubby.drain();
    await fail(hubby, 'out_of_stock');
    assertUnavailable(await redeem(hubby, external_user_id, queue!.id), 'out_of_stock');
    await hubby.drain('hurry');
    const {
      body: { data: waiting },
    } = await dashboard(hubby, external_user_id);
    assert.equal(waiting.package_queues[0].redeemed_at, null);
    assert.deepEqual(waiting.current_esim_packages, []);
    assert.equal((await redeem(hubby, external_user_id, queue!.id)).status, 200);
    assert.equal((await ordersAtTelco(queue!.uuid)).length, 1);
    await assertSound(hubby.sql);
  });
});

describe('redeeming fifty queues of one traveler at once', () => {
  it('puts fifty packages on one universal eSIM', async () => {
    const external_user_id = user();
    const { queues } = await book(hubby, external_user_id, { count: 50 });
    let open = queues;
    for (let round = 0; open.length > 0; round++) {
      assert.ok(round < 20, `${open.length} are still not redeemed`);
      const answers = await Promise.all(
        open.map((queue) => redeem(hubby, external_user_id, queue.id)),
      );
      assert.ok(
        answers.every((a) => ['200', '409 redeem_in_progress'].includes(short(a))),
        JSON.stringify(tally(answers)),
      );
      open = open.filter((_, i) => answers[i]!.status !== 200);
    }
    const {
      body: { data },
    } = await dashboard(hubby, external_user_id);
    assert.equal(data.current_esim_packages.length, 50);
    assert.equal(data.current_esim.total_data, 50 * 1_073_741_824);
    assert.equal(
      (
        await hubby.sql('select distinct iccid from telco.packages where reference = any($1)', [
          queues.map((q) => q.uuid),
        ])
      ).length,
      1,
    );
    assert.equal(
      (
        await hubby.sql(
          `select 1 from esims e join travelers t on t.partner_id = e.partner_id and t.id = e.traveler_id where t.external_user_id = $1`,
          [external_user_id],
        )
      ).length,
      1,
    );
    await assertSound(hubby.sql);
  });
});

describe('what may be redeemed by whom', () => {
  it('takes the id and the uuid, and shows the same objects', async () => {
    const external_user_id = user();
    const {
      queues: [one, two],
    } = await book(hubby, external_user_id, { count: 2 });
    const first = await redeem(hubby, external_user_id, one!.id);
    const second = await redeem(hubby, external_user_id, two!.uuid);
    assert.deepEqual([first.status, second.status], [200, 200]);
    assert.equal(second.body.data.package_queue.id, two!.id);
    assert.equal(second.body.data.package_queue.uuid, two!.uuid);
    assert.equal(first.body.data.current_esim.iccid, second.body.data.current_esim.iccid);
    assert.deepEqual(Object.keys(first.body.data).sort(), [
      'current_esim',
      'current_esim_packages',
      'package_queue',
    ]);
    assert.ok(
      Math.abs(Date.parse(first.body.data.package_queue.redeemed_at) - Date.now()) < 60_000,
    );
    for (const id of [one!.id, one!.uuid])
      assert.equal(short(await redeem(hubby, external_user_id, id)), '409 already_redeemed');
  });

  it("answers 404 alike for unknown, another user's and another partner's queues", async () => {
    const [mine, theirs] = [user(), user()];
    const key = await hubby.newPartner();
    const {
      queues: [ours],
    } = await book(hubby, theirs);
    const {
      queues: [foreign],
    } = await book(hubby, mine, { key });
    await book(hubby, mine);
    const unknown = randomUUID();
    const answers = [];
    for (const id of [
      ours!.id,
      ours!.uuid,
      foreign!.id,
      foreign!.uuid,
      unknown,
      `pq_${unknown.replaceAll('-', '')}`,
      'nonsense',
      'pq_',
      `${ours!.id} `,
      'pq_%',
    ])
      answers.push(await redeem(hubby, mine, id));
    answers.push(await redeem(hubby, user(), ours!.id));
    assert.deepEqual([...new Set(answers.map(short))], ['404 package_queue_not_found']);
    const bodies = new Set(
      answers.map((a) => JSON.stringify({ ...a.body, error: { ...a.body.error, request_id: '' } })),
    );
    assert.equal(bodies.size, 1);
    assert.equal((await packagesOf(ours!.id)).length + (await packagesOf(foreign!.id)).length, 0);
  });

  it('answers 400 without its fields', async () => {
    for (const body of [
      {},
      { external_user_id: user() },
      { package_queue_id: randomUUID() },
      { external_user_id: '', package_queue_id: '' },
      { external_user_id: 1, package_queue_id: null },
      [],
    ]) {
      assert.equal(
        short(await hubby.call('POST', '/api/native/redeem-package', body)),
        '400 invalid_request',
      );
    }
  });

  it('answers 409 booking_cancelled for a cancelled booking', async () => {
    const external_user_id = user();
    const booking = await book(hubby, external_user_id);
    assert.equal((await hubby.call('DELETE', `/api/bookings/${booking.id}`)).status, 200);
    assert.equal(
      short(await redeem(hubby, external_user_id, booking.queues[0]!.id)),
      '409 booking_cancelled',
    );
    await hubby.drain();
    const {
      body: { data },
    } = await dashboard(hubby, external_user_id);
    assert.deepEqual(data.package_queues, []);
    assert.equal(data.user.has_universal_esim, true, 'the eSIM stays');
    assert.equal((await ordersAtTelco(booking.queues[0]!.uuid)).length, 0);
  });
});

describe('redeeming against cancelling', () => {
  it('lets exactly one of the two win', async (t) => {
    const seen = { redeemed: 0, cancelled: 0 };
    const round = async (
      ready: boolean,
      redeemAfter: number,
      cancelAfter: number,
    ): Promise<void> => {
      const external_user_id = user();
      if (ready) {
        await book(hubby, external_user_id);
        await hubby.drain();
      }
      const booking = await book(hubby, external_user_id);
      const [redeemed, cancelled] = await Promise.all([
        sleep(redeemAfter).then(() => redeem(hubby, external_user_id, booking.queues[0]!.id)),
        sleep(cancelAfter).then(() => hubby.call('DELETE', `/api/bookings/${booking.id}`)),
      ]);
      const outcome = `${short(redeemed)} / ${short(cancelled)}`;
      assert.ok(
        ['200 / 409 booking_locked', '409 booking_cancelled / 200'].includes(outcome),
        outcome,
      );
      seen[redeemed.status === 200 ? 'redeemed' : 'cancelled']++;
      const provisioned = redeemed.status === 200 ? 1 : 0;
      assert.equal((await packagesOf(booking.queues[0]!.id)).length, provisioned);
      assert.equal((await ordersAtTelco(booking.queues[0]!.uuid)).length, provisioned);
    };
    const delay = fc.integer({ min: 0, max: 12 });
    await fc.assert(fc.asyncProperty(fc.boolean(), delay, delay, round), {
      numRuns: 50,
      examples: [
        [true, 0, 0],
        [false, 0, 0],
        [true, 12, 0],
        [true, 0, 12],
        [false, 12, 0],
        [false, 0, 12],
      ],
    });
    t.diagnostic(JSON.stringify(seen));
    await assertSound(hubby.sql);
  });

  it('does not cancel while the outcome of a redemption is open', async () => {
    const key = await hubby.newPartner();
    const external_user_id = user();
    const booking = await book(hubby, external_user_id, { key });
    await hubby.drain();
    await fail(hubby, 'timeout', 1, key);
    assertUnavailable(await redeem(hubby, external_user_id, booking.queues[0]!.id, key), 'unknown');
    assert.equal(
      short(await hubby.call('DELETE', `/api/bookings/${booking.id}`, undefined, { key })),
      '409 booking_locked',
    );
    await hubby.drain('hurry');
    assert.equal((await packagesOf(booking.queues[0]!.id)).length, 1);
    await assertSound(hubby.sql);
  });
});
