/**
 * What a redemption or claim under way means for everything else that would touch the same package,
 * code or eSIM.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { archiveOwnEsim } from '../../src/domain/grants/archive-own-esim.ts';
import { claimGrant } from '../../src/domain/grants/claim-grant.ts';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { findAppUser, type AppUser } from '../../src/domain/travelers/app-user.ts';
import { AppError } from '../../src/errors.ts';
import { assertSound } from '../faults/checks.ts';
import { book, dashboard, fail, orderOf, redeem, short } from '../faults/steps.ts';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { holdProvider } from '../support/hold-provider.ts';
import { report } from '../support/usage-steps.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(async () => {
  await assertSound(hubby.sql);
  await hubby.close();
});

const dayIn = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const isBusy = (answer: Answer): void => {
  assert.equal(short(answer), '409 redeem_in_progress', answer.text);
  assert.match(String(answer.headers['retry-after']), /^[1-9]\d*$/);
};
const refusal =
  (type: string) =>
  (error: unknown): boolean =>
    error instanceof AppError && error.type === type;
const make = async (key: CreatedPartner, body: object): Promise<Json> => {
  const answer = await hubby.call(
    'POST',
    '/api/bookings',
    { departure_date: IN_A_YEAR, ...body },
    { key },
  );
  assert.equal(answer.status, 201, answer.text);
  return answer.body.data;
};
const pass = async (key: CreatedPartner, advance: string): Promise<void> => {
  const answer = await hubby.call('POST', '/api/sandbox/clock', { advance }, { key });
  assert.equal(answer.status, 200, answer.text);
};
const archive = (iccid: string): Promise<Answer> =>
  hubby.operator('POST', `/esims/${iccid}/archive`);

/** A traveler with an eSIM that holds one package, and a second package that waits. */
async function withOneWaiting(key = hubby.partner) {
  const external_user_id = user();
  const { queues } = await book(hubby, external_user_id, { count: 2, key });
  await hubby.drain();
  const first = await redeem(hubby, external_user_id, queues[0]!.id, key);
  assert.equal(first.status, 200, first.text);
  const { iccid } = first.body.data.current_esim;
  return { key, external_user_id, iccid, waiting: queues[1]!.id };
}

describe('a redemption whose order is on lease', () => {
  it('makes the next of the same traveler wait, and say so', async (t) => {
    const external_user_id = user();
    const { queues } = await book(hubby, external_user_id, { count: 2 });
    await hubby.drain();
    const held = holdProvider(hubby, 'addPackage', { times: 1 });
    t.after(held.release);
    const first = redeem(hubby, external_user_id, queues[0]!.id);
    await held.reached;
    await hubby.sql(
      `update provider_orders set lease_until = clock_timestamp() + interval '5 min' where queue_id = $1`,
      [queues[0]!.id],
    );
    const others = [queues[1]!, queues[0]!].map((q) => redeem(hubby, external_user_id, q.id));
    for (const answer of await Promise.all(others)) isBusy(answer);
    assert.equal(held.calls(), 1);
    held.release();
    assert.equal((await first).status, 200);
    assert.equal((await redeem(hubby, external_user_id, queues[1]!.id)).status, 200);
  });
});

describe('a redemption begun in time', () => {
  /** Two codes of one day of validity, the first of them begun by `who`, and the day over. */
  async function begunCode(who: string) {
    const key = await hubby.newPartner(undefined, { promo_code_validity_days: 1 });
    const entry = { destination: 'TUR', size: '1GB' };
    const { promo_codes } = await make(key, {
      departure_date: dayIn(3),
      package_specifications: [entry, entry],
    });
    const [begun, late] = promo_codes.map((c: Json) => c.promo_code);
    const redeemCode = (code: string, external_user_id: string): Promise<Answer> =>
      hubby.call('POST', `/api/promo-codes/${code}/redeem`, { external_user_id }, { key });
    await fail(hubby, 'error', 1, key);
    assert.equal(short(await redeemCode(begun, who)), '503 provider_unavailable');
    await pass(key, '10d');
    return { key, begun, late, redeemCode };
  }

  it('ends well after the validity of its code, when it is asked for once more', async () => {
    const who = user();
    const { begun, late, redeemCode } = await begunCode(who);
    assert.equal(short(await redeemCode(late, who)), '400 promo_code_invalid');
    assert.equal((await redeemCode(begun, who)).status, 200);
  });

  it('keeps its code from everybody else', async () => {
    const { begun, redeemCode } = await begunCode(user());
    isBusy(await redeemCode(begun, user()));
  });

  it('keeps its code from being issued anew', async () => {
    const who = user();
    const key = await hubby.newPartner();
    const entry = { destination: 'TUR', size: '1GB' };
    const [{ promo_code: code }] = (await make(key, { package_specifications: [entry] }))
      .promo_codes;
    const path = `/api/promo-codes/${code}`;
    await fail(hubby, 'error', 1, key);
    const body = { external_user_id: who };
    assert.equal((await hubby.call('POST', `${path}/redeem`, body, { key })).status, 503);
    isBusy(await hubby.call('POST', `${path}/reissue`, {}, { key }));
    assert.equal((await hubby.call('POST', `${path}/redeem`, body, { key })).status, 200);
  });

  it('keeps its booking from being cancelled', async () => {
    const key = await hubby.newPartner();
    const external_user_id = user();
    const { id, queues } = await book(hubby, external_user_id, { key });
    await hubby.drain();
    await fail(hubby, 'error', 1, key);
    assert.equal((await redeem(hubby, external_user_id, queues[0]!.id, key)).status, 503);
    const locked = await hubby.call('DELETE', `/api/bookings/${id}`, undefined, { key });
    assert.equal(short(locked), '409 booking_locked');
    await hubby.drain('hurry');
  });
});

describe('a claim begun in time', () => {
  it('ends well after the expiry of its grant', async () => {
    const key = await hubby.newPartner();
    const who = user();
    const grant = {
      external_user_id: who,
      esim_type: 'classic',
      destination: 'ESP',
      size: '1GB',
      expires_at: dayIn(3),
    };
    const { package_queues } = await make(key, { package_specifications: [grant, grant] });
    const [begun, late] = package_queues.map((q: Json) => q.uuid);
    const me = await findAppUser(hubby.ctx, {
      partnerId: key.partner_id,
      externalUserId: who,
      email: null,
    });
    await fail(hubby, 'error', 1, key);
    await assert.rejects(claimGrant(hubby.ctx, me, begun), refusal('provider_unavailable'));
    await pass(key, '10d');
    await assert.rejects(claimGrant(hubby.ctx, me, late), refusal('grant_expired'));
    const { data } = await claimGrant(hubby.ctx, me, begun);
    assert.match(data.esim_iccid, /^89\d+$/);
  });
});

describe('an eSIM that is being filled', () => {
  it('is not put away by the operator until that is over', async () => {
    const { key, external_user_id, iccid, waiting } = await withOneWaiting();
    await fail(hubby, 'error', 1, key);
    assert.equal((await redeem(hubby, external_user_id, waiting, key)).status, 503);
    isBusy(await archive(iccid));
    assert.equal((await redeem(hubby, external_user_id, waiting, key)).status, 200);
    assert.equal((await archive(iccid)).status, 200);
  });

  /** A traveler's classic eSIM, and a grant whose claim was begun on it. */
  async function classicBeingFilled(): Promise<{ me: AppUser; iccid: string; uuid: string }> {
    const key = await hubby.newPartner();
    const who = user();
    const bundle = hubby.ctx.catalog
      .current()
      .bundles.find(
        (b) =>
          b.is_active &&
          b.bytes !== null &&
          b.sources.every(
            (s) =>
              s.esim_types.includes('classic') && s.imsi !== null && s.account === 'sandbox-one',
          ),
      )!;
    const grant = { external_user_id: who, esim_type: 'classic', package_id: bundle.id };
    const { package_queues } = await make(key, { package_specifications: [grant, grant] });
    const me = await findAppUser(hubby.ctx, {
      partnerId: key.partner_id,
      externalUserId: who,
      email: null,
    });
    const { data } = await claimGrant(hubby.ctx, me, package_queues[0].uuid);
    await fail(hubby, 'error', 1, key);
    const { uuid } = package_queues[1];
    await assert.rejects(claimGrant(hubby.ctx, me, uuid), refusal('provider_unavailable'));
    return { me, iccid: data.esim_iccid, uuid };
  }

  it('is not put away by its traveler until that is over', async () => {
    const { me, iccid, uuid } = await classicBeingFilled();
    await assert.rejects(archiveOwnEsim(hubby.ctx, me, iccid), refusal('redeem_in_progress'));
    assert.equal((await claimGrant(hubby.ctx, me, uuid)).data.esim_iccid, iccid);
    assert.equal((await archiveOwnEsim(hubby.ctx, me, iccid)).esim_iccid, iccid);
  });

  it('is not put away because it left its device', async () => {
    const { iccid } = await classicBeingFilled();
    await hubby.sql(
      `update packages k set status = 'EXPIRED' from esims e where e.iccid = $1 and k.esim_id = e.id`,
      [iccid],
    );
    const removed = { state: 'DELETED', state_changed_at: new Date().toISOString() };
    await report(hubby, iccid, removed);
    const [row] = await hubby.sql('select status, archived_at from esims where iccid = $1', [
      iccid,
    ]);
    assert.deepEqual(row, { status: 'DELETED', archived_at: null });
    await hubby.drain('hurry');
  });

  it('is replaced, not forgotten, when it is deleted meanwhile', async () => {
    const { key, external_user_id, iccid, waiting } = await withOneWaiting();
    await fail(hubby, 'error', 1, key);
    assert.equal((await redeem(hubby, external_user_id, waiting, key)).status, 503);
    // All that it holds is over; what is on its way to it is not.
    await hubby.sql(
      `update packages k set status = 'EXPIRED' from esims e where e.iccid = $1 and k.esim_id = e.id`,
      [iccid],
    );
    await hubby.sql(`update esims set status = 'DELETED' where iccid = $1`, [iccid]);
    const { queues } = await book(hubby, external_user_id, { key });
    await redeem(hubby, external_user_id, queues[0]!.id, key);
    const replaced = await hubby.sql(
      'select r.reason from esim_replacements r join esims e on e.id = r.old_esim_id where e.iccid = $1',
      [iccid],
    );
    assert.deepEqual(replaced, [{ reason: 'deleted' }]);
    await hubby.drain('hurry');
    assert.equal((await orderOf(hubby, waiting)).state, 'confirmed');
  });
});

describe('a universal eSIM that was put away', () => {
  it('is followed by a new one, at the next booking as at the next redemption', async () => {
    for (const next of ['booking', 'redemption'] as const) {
      const key = await hubby.newPartner(undefined, { esim_assignment: next });
      const external_user_id = user();
      const old = await book(hubby, external_user_id, { key, count: 2 });
      await hubby.drain();
      const first = await redeem(hubby, external_user_id, old.queues[0]!.id, key);
      const { iccid } = first.body.data.current_esim;
      assert.equal((await archive(iccid)).status, 200);
      const shown = async (): Promise<Json> =>
        (await dashboard(hubby, external_user_id, key)).body.data;
      const gone = await shown();
      assert.deepEqual([gone.current_esim, gone.user.has_universal_esim], [null, false]);
      assert.deepEqual(gone.current_esim_packages, []);
      if (next === 'booking') {
        await book(hubby, external_user_id, { key });
        await hubby.drain();
        assert.equal((await shown()).user.has_universal_esim, true);
      }
      const second = await redeem(hubby, external_user_id, old.queues[1]!.id, key);
      assert.equal(second.status, 200, second.text);
      assert.notEqual(second.body.data.current_esim.iccid, iccid);
      assert.equal((await shown()).current_esim_packages.length, 1);
      const { orders } = await hubby.ledger(key.partner_id);
      const made = orders.filter(({ order }) => order.kind === 'create_esim');
      assert.equal(made.length, 2);
    }
  });
});
