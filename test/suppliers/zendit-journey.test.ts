/** Hubby with Zendit as its only telco, from the booking to the top-up, on good days and bad ones. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { SupplierProvider } from '../../src/providers/kind.ts';
import type { TemplateOrder } from '../../src/providers/provider.ts';
import { pollEsims } from '../../src/domain/esims/usage/poll-esims.ts';
import { assertUnavailable, book, dashboard, orderOf, redeem, short } from '../faults/steps.ts';
import { startHubby, user, type Hubby, type Json } from '../harness.ts';
import { pick } from '../support/chance.ts';
import type { Fault } from '../../packages/standins/src/zendit/faults.ts';
import { makeOffer } from '../../packages/standins/src/zendit/offers.ts';
import { startZendit, type ZenditStandIn } from '../../packages/standins/src/zendit/server.ts';
import { HEADER, providerAt } from './zendit-subject.ts';

const GIB = 2 ** 30;

let hubby: Hubby;
let zendit: ZenditStandIn;
let provider: SupplierProvider;
before(async () => {
  hubby = await startHubby();
  zendit = await startZendit({ stepMs: 1 });
  provider = sellingAll(
    providerAt(zendit.url, zendit.credentials.api_key, { name: 'sandbox-one' }),
  );
  hubby.ctx.providers = new Map([['sandbox-one', provider]]);
});
after(async () => {
  await hubby.close();
  await provider.close();
  await zendit.close();
});
beforeEach(() => {
  zendit.control.heal();
  zendit.control.flow();
  zendit.control.setBalance(1_000_000);
});

/** Zendit sells whatever is ordered of it. */
function sellingAll(real: SupplierProvider): SupplierProvider {
  const sell = (template: TemplateOrder | null): void => {
    if (template === null || zendit.ledger().offers.has(template.id)) return;
    const { id: offerId, bytes, duration_days: durationDays } = template;
    zendit.control.setOffer(
      makeOffer({
        offerId,
        country: 'GR',
        dataGB: (bytes ?? 0) / 1e9,
        dataUnlimited: bytes === null,
        durationDays,
        costMinor: 150,
      }),
    );
  };
  return {
    ...real,
    createEsim(input) {
      sell(input.template);
      return real.createEsim(input);
    },
    addPackage(input) {
      sell(input.template);
      return real.addPackage(input);
    },
  };
}

const redeemed = async (external_user_id: string, queueId: string): Promise<Json> => {
  const answer = await redeem(hubby, external_user_id, queueId);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.data;
};
/** Asks about everything that is not asked for often enough. */
async function look(): Promise<void> {
  await hubby.sql('update iccids set poll_at = now(), polled_at = null');
  await hubby.sql("update esims set last_updated = last_updated - interval '1 day'");
  await hubby.sql("update packages set reported_at = reported_at - interval '1 day'");
  await pollEsims(hubby.ctx);
  await hubby.drain();
}
const eventsOf = async (iccid: string): Promise<string[]> =>
  (
    await hubby.sql<{ type: string }>(
      `select type from events where data->>'esim_iccid' = $1 or data->>'iccid' = $1 order by id`,
      [iccid],
    )
  ).map(({ type }) => type);

/** What is ours is Zendit's, and the other way round. */
async function assertAgreed(): Promise<void> {
  const ours = await hubby.sql<{ id: string; iccid: string }>(
    `select k.provider_package_id as id, e.iccid
     from packages k
     join esims e on e.partner_id = k.partner_id and e.id = k.esim_id`,
  );
  const theirs = zendit.ledger().purchases.filter((one) => one.status === 'DONE');
  const sorted = (all: string[]): string[] => all.toSorted();
  assert.deepEqual(
    sorted(ours.map(({ id, iccid }) => `${id} ${iccid}`)),
    sorted(theirs.map(({ transactionId, iccid }) => `${transactionId} ${iccid}`)),
  );
}

describe('with Zendit', () => {
  it('a traveler books, redeems, installs, uses data, tops up, and nothing is bought twice', async () => {
    const external_user_id = user();
    const { queues } = await book(hubby, external_user_id);
    await hubby.drain();
    // There is no eSIM without a package.
    assert.equal((await dashboard(hubby, external_user_id)).body.data.current_esim, null);
    assert.equal(zendit.ledger().purchases.length, 0);
    const { current_esim } = await redeemed(external_user_id, queues[0]!.id);
    assert.match(current_esim.qr, /^LPA:1\$rsp\.example\.com\$K2-\d+$/);
    assert.equal(current_esim.total_data, GIB);
    const { iccid } = current_esim;
    zendit.control.phone.install(iccid);
    zendit.control.phone.use(iccid, 0.6 * GIB);
    await look();
    const used = (await dashboard(hubby, external_user_id)).body.data.current_esim;
    assert.equal(used.data_left, GIB - Math.floor(0.6 * GIB));
    zendit.control.phone.use(iccid, GIB);
    await look();
    const empty = (await dashboard(hubby, external_user_id)).body.data.current_esim;
    assert.equal(empty.data_left, 0);
    const more = await hubby.call('POST', '/api/esims/topup', { external_user_id, size: '3GB' });
    assert.equal(more.status, 201, more.text);
    assert.equal(more.body.data.current_esim.iccid, iccid);
    const { purchases } = zendit.ledger();
    assert.deepEqual(
      purchases.map((one) => [one.status, one.iccid, one.onto]),
      [
        ['DONE', iccid, null],
        ['DONE', iccid, iccid],
      ],
    );
    const events = await eventsOf(iccid);
    for (const type of ['package.activated', 'package.provisioned'])
      assert.ok(events.includes(type), `${type} of ${events}`);
    await assertAgreed();
  });

  it('a purchase that hangs wakes up by its callback', async () => {
    const external_user_id = user();
    const { queues } = await book(hubby, external_user_id);
    zendit.control.hold();
    assertUnavailable(await redeem(hubby, external_user_id, queues[0]!.id), 'pending');
    zendit.control.release();
    const { iccid } = zendit.ledger().purchases.at(-1)!;
    await hubby.sql(
      `update provider_orders
       set next_attempt_at = now() + interval '1 hour', updated_at = now() - interval '2 minutes'
       where state = 'pending'`,
    );
    const callback = (value: string) =>
      hubby.bare('POST', '/api/providers/sandbox-one/callbacks', {
        headers: { [HEADER.name]: value, 'content-type': 'application/json' },
        body: zendit.control.callbackAbout(iccid!),
      });
    assert.equal((await callback('a guess')).status, 401);
    await hubby.drain();
    assert.equal((await orderOf(hubby, queues[0]!.id)).state, 'pending');
    assert.ok((await callback(HEADER.value)).status < 300);
    await hubby.drain();
    assert.equal((await orderOf(hubby, queues[0]!.id)).state, 'confirmed');
  });

  it('a purchase that fails after it was accepted frees its queue, also where the answer was lost', async () => {
    for (const lost of [false, true]) {
      const external_user_id = user();
      const { queues } = await book(hubby, external_user_id);
      const id = queues[0]!.id;
      zendit.control.setBalance(0);
      if (lost) zendit.control.breakNext({ kind: 'cut_after' });
      const refused = await redeem(hubby, external_user_id, id);
      assert.equal(refused.status, 503, refused.text);
      await hubby.drain('hurry');
      zendit.control.setBalance(1_000_000);
      await redeemed(external_user_id, id);
    }
    await assertAgreed();
  });

  it('a bad day loses nothing, and buys nothing twice', async () => {
    const faults: Fault[] = [
      ...(['cut_after', 'error_after', 'cut_before', 'error_before', 'malformed'] as const).map(
        (kind) => ({ kind }),
      ),
      { kind: 'busy', retryAfter: '1' },
    ];
    zendit.control.rules.duplicates = 'buy_again';
    const before = zendit.ledger().purchases.length;
    const travelers = Array.from({ length: 30 }, () => user());
    await Promise.all(
      travelers.map(async (external_user_id) => {
        const { queues } = await book(hubby, external_user_id, { count: 2 });
        for (const { id } of queues) {
          if (pick([true, false])) zendit.control.breakNext(pick(faults));
          const said = short(await redeem(hubby, external_user_id, id));
          assert.match(said, /^(200|503 provider_unavailable|409 redeem_in_progress)$/);
        }
      }),
    );
    zendit.control.heal();
    await hubby.drain('hurry');
    const waiting = await hubby.sql<{ id: string; external_user_id: string }>(
      `select q.id, t.external_user_id
       from package_queues q
       join travelers t on t.partner_id = q.partner_id and t.id = q.traveler_id
       where q.redeemed_at is null and t.external_user_id = any($1)`,
      [travelers],
    );
    for (const { id, external_user_id } of waiting) await redeemed(external_user_id, id);
    const bought = zendit.ledger().purchases.slice(before);
    assert.equal(bought.filter((one) => one.status === 'DONE').length, 60);
    assert.equal(new Set(bought.map((one) => one.transactionId)).size, bought.length);
    await assertAgreed();
  });
});
