/** A partner that is served by the sandbox's wholesaler: eSIMs with their first package, orders that take a while. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { sandboxTelcoProblems } from '../../src/domain/settings/settings.ts';
import { assertSound, until } from '../faults/checks.ts';
import { assertUnavailable, book, dashboard, orderOf, redeem, tally } from '../faults/steps.ts';
import { startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { eventsOf } from '../support/usage-steps.ts';

let hubby: Hubby;
let key: CreatedPartner;
before(async () => {
  hubby = await startHubby();
  key = await hubby.newPartner('Wholesale', { sandbox_telco: 'wholesaler' });
});
after(() => hubby.close());
beforeEach(() => telco('allocation_ms = 60, stock_profiles = null'));

const telco = (set: string): Promise<unknown> =>
  hubby.sql(`update telco.accounts set ${set} where name = 'sandbox-three'`);
/** Everything takes this long until `makeDue`. */
const SLOW = 'allocation_ms = 3600000';
const makeDue = (): Promise<unknown> =>
  hubby.sql(
    'update telco.orders set allocate_at = clock_timestamp() where allocate_at is not null',
  );
async function booked(count = 1) {
  const external_user_id = user();
  const { queues } = await book(hubby, external_user_id, { key, count });
  await hubby.drain();
  return { external_user_id, queues };
}
const shown = async (external_user_id: string): Promise<Json> =>
  (await dashboard(hubby, external_user_id, key)).body.data;
const play = async (iccid: string, what: string, body?: object): Promise<Json> => {
  const answer = await hubby.call('POST', `/api/sandbox/esims/${iccid}/${what}`, body, { key });
  assert.equal(answer.status, 200, answer.text);
  return answer.body.data;
};
const isPending = (queueId: string) =>
  until('the order is pending', async () => (await orderOf(hubby, queueId))?.state === 'pending');
const packageOf = async (queueId: string): Promise<Json> =>
  (await hubby.sql('select * from packages where queue_id = $1', [queueId]))[0];

describe('a partner of the wholesaler', () => {
  it('books, redeems, installs and uses, with one eSIM for all', async () => {
    const { external_user_id, queues } = await booked(2);
    assert.equal((await shown(external_user_id)).user.has_universal_esim, false);
    assert.deepEqual((await hubby.ledger(key.partner_id)).calls, []);
    const [first, second] = queues as [Json, Json];
    const redeemed = await redeem(hubby, external_user_id, first.id, key);
    assert.equal(redeemed.status, 200, redeemed.text);
    const { iccid } = redeemed.body.data.current_esim;
    assert.match(iccid, /^89999030\d{10}$/);
    assert.equal((await shown(external_user_id)).user.has_universal_esim, true);

    assert.equal((await play(iccid, 'install')).status, 'INSTALLED');
    assert.equal((await play(iccid, 'enable')).status, 'INSTALLED');
    const { id } = await packageOf(first.id);
    const used = await play(iccid, 'consume', { percent: 50, country: 'GR' });
    assert.equal(used.uncovered_bytes, 0);
    assert.deepEqual(await eventsOf(hubby, id), ['activated', '20', '50']);
    await play(iccid, 'consume', { percent: 50, package_id: first.id });
    assert.deepEqual(await eventsOf(hubby, id), ['activated', '20', '50', '80', '100']);
    const [line] = await hubby.sql(
      `select string_agg(coalesce(nullif(iso3, ''), 'nowhere'), ' ') as told
       from esim_counters c join iccids i on i.esim_id = c.esim_id
       where i.iccid = $1`,
      [iccid],
    );
    assert.equal(line.told, 'nowhere');

    const again = await redeem(hubby, external_user_id, second.id, key);
    assert.equal(again.status, 200, again.text);
    assert.equal(again.body.data.current_esim.iccid, iccid);
    assert.equal((await play(iccid, 'disable')).status, 'INSTALLED');
    assert.equal((await play(iccid, 'remove')).status, 'DELETED');
    await assertSound(hubby.sql);
  });

  it('is told to come again while it takes too long; the hint of the telco ends it', async () => {
    await telco(SLOW);
    const { external_user_id, queues } = await booked();
    const [queue] = queues as [Json];
    assertUnavailable(await redeem(hubby, external_user_id, queue.id, key), 'pending');
    const woken = await hubby.woken(async () => {
      await makeDue();
      // Whoever looks into the telco makes it finish what is due, and tell of it.
      await hubby.ledger(key.partner_id);
      await until('the hint is followed', async () => {
        const { state, next_attempt_at: at } = await orderOf(hubby, queue.id);
        return state !== 'pending' || at.getTime() <= Date.now();
      });
    });
    assert.ok(woken.includes('orders'));
    await until('the package is there', async () => {
      await hubby.drain();
      return packageOf(queue.id);
    });
    assert.equal((await shown(external_user_id)).current_esim_packages.length, 1);
    await assertSound(hubby.sql);
  });

  it('has its queue free again when the telco cannot finish the order', async () => {
    await telco(SLOW);
    const { external_user_id, queues } = await booked();
    const [queue] = queues as [Json];
    const waiting = redeem(hubby, external_user_id, queue.id, key);
    await isPending(queue.id);
    await telco('stock_profiles = 0');
    await makeDue();
    assertUnavailable(await waiting, 'out_of_stock');
    const told = await hubby.sql(
      `select type
       from events
       where data->>'package_queue_uuid' = $1 and type like 'package.provision%'`,
      [queue.uuid],
    );
    assert.deepEqual(told, [{ type: 'package.provisioning_failed' }]);
    await telco('stock_profiles = null, allocation_ms = 60');
    assert.equal((await redeem(hubby, external_user_id, queue.id, key)).status, 200);
    await assertSound(hubby.sql);
  });

  it('gets one eSIM for ten redemptions at once', async () => {
    const { external_user_id, queues } = await booked(10);
    const answers = await Promise.all(
      queues.map(({ id }) => redeem(hubby, external_user_id, id, key)),
    );
    for (const [i, { id }] of queues.entries())
      for (let answer: Answer = answers[i]!; answer.status !== 200;) {
        const { error } = answer.body;
        if (error.type === 'already_redeemed') break;
        assert.ok(['redeem_in_progress', 'provider_unavailable'].includes(error.type), answer.text);
        answer = await redeem(hubby, external_user_id, id, key);
      }
    assert.ok(tally(answers)['200']! >= 1);
    const { current_esim, current_esim_packages, esims } = await shown(external_user_id);
    assert.equal(current_esim_packages.length, 10);
    assert.ok((esims ?? [current_esim]).length === 1);
    const made = await hubby.sql(
      `select e.iccid
       from esims e
       join travelers t on t.partner_id = e.partner_id and t.id = e.traveler_id
       where t.external_user_id = $1`,
      [external_user_id],
    );
    assert.deepEqual(made, [{ iccid: current_esim.iccid }]);
    await assertSound(hubby.sql);
  });
});

describe('the setting sandbox_telco', () => {
  const bundlesFor = async (partner: CreatedPartner): Promise<Json[]> =>
    (await hubby.call('GET', '/api/destinations/GR', undefined, { key: partner })).body.data
      .bundles;
  const accountsAt = async (partner: CreatedPartner): Promise<string[]> => [
    ...new Set((await hubby.ledger(partner.partner_id)).orders.map((o: Json) => o.account)),
  ];

  it('shows and sells what the wholesaler has, and nothing else', async () => {
    const kinds = new Set((await bundlesFor(key)).map((b) => b.type));
    assert.deepEqual([...kinds].sort(), ['data-limited', 'unlimited']);
    const { status, body } = await hubby.call(
      'POST',
      '/api/bookings',
      {
        departure_date: '2099-01-01',
        package_specifications: [
          { external_user_id: user(), destination: 'GR', package_type: 'starter' },
        ],
      },
      { key },
    );
    assert.ok(status >= 400 && status < 500, JSON.stringify(body));
    assert.deepEqual(await accountsAt(key), ['sandbox-three']);
  });

  it('keeps everybody else away from it, also when all others fail', async () => {
    const other = await hubby.newPartner();
    assert.ok((await bundlesFor(other)).some((b) => b.type === 'starter'));
    const external_user_id = user();
    const { queues } = await book(hubby, external_user_id, { key: other });
    await hubby.call(
      'POST',
      '/api/sandbox/fail',
      { next: 'out_of_stock', count: 3 },
      { key: other },
    );
    await hubby.drain();
    await redeem(hubby, external_user_id, queues[0]!.id, other);
    await hubby.call(
      'POST',
      '/api/sandbox/fail',
      { next: 'out_of_stock', count: 0 },
      { key: other },
    );
    assert.equal((await redeem(hubby, external_user_id, queues[0]!.id, other)).status, 200);
    const { orders, calls } = await hubby.ledger(other.partner_id);
    for (const one of [...orders, ...calls]) assert.notEqual(one.account, 'sandbox-three');
    const { sources } = (await hubby.operator('GET', '/routing/explain?bundle=pkg_grc_1gb_7d')).body
      .data;
    const three = sources.find((s: Json) => s.account === 'sandbox-three');
    assert.match(three.why_not, /sandbox_telco/);
  });

  it('is checked, changed and taken back like others, in staging', async () => {
    const partner = await hubby.newPartner();
    const set = (value: unknown): Promise<Answer> =>
      hubby.operator('PATCH', `/partners/${partner.partner_id}/settings`, { sandbox_telco: value });
    const wrong = await set('retailer');
    assert.deepEqual([wrong.status, wrong.body.error.details[0].field], [400, 'sandbox_telco']);
    assert.equal((await set('wholesaler')).status, 200);
    assert.ok((await bundlesFor(partner)).every((b) => b.type !== 'starter'));
    assert.equal((await set(null)).status, 200);
    assert.ok((await bundlesFor(partner)).some((b) => b.type === 'starter'));
    assert.equal(sandboxTelcoProblems('production', 'wholesaler').length, 1);
    assert.equal(sandboxTelcoProblems('production', null).length, 0);
  });
});
