/** What only a person decides, and what partners and travelers do by themselves. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sharp from 'sharp';
import { ProviderUnclear } from '../../src/providers/provider.ts';
import { book, orderOf, redeem, replaceProvider } from '../faults/steps.ts';
import { IN_A_YEAR, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { entriesOf, makeShows, type Shows } from '../support/audited.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { withPackages } from '../support/usage-steps.ts';
import { openPage } from '../support/webview.ts';

let shop: Shop;
let hubby: Hubby;
let shows: Shows;
before(async () => {
  shop = await openShop();
  ({ hubby } = shop);
  shows = makeShows(hubby);
});
after(() => shop.close());

const op: Hubby['operator'] = (...call) => hubby.operator(...call);
const call = (method: string, path: string, body?: object): Promise<Answer> =>
  hubby.call(method, path, body);
const again = { isRepeatable: true };

/** A redemption that waits for review; `isMade`: the telco did its work. */
async function inReview(isMade: boolean): Promise<string> {
  const external_user_id = user();
  const { queues } = await book(hubby, external_user_id);
  await hubby.drain();
  const restore = replaceProvider(hubby, 'sandbox-one', (real) => ({
    addPackage: async (input) => {
      if (isMade) await real.addPackage(input);
      throw new ProviderUnclear('no answer');
    },
    findByReference: async () => {
      throw new ProviderUnclear('no answer');
    },
  }));
  await redeem(hubby, external_user_id, queues[0]!.id);
  await hubby.drain('hurry');
  restore();
  return (await orderOf(hubby, queues[0]!.id)).id;
}

/** Bought, on the eSIM, and disputed. */
async function inDoubt(): Promise<string> {
  const { purchase_id: id } = await (await shop.traveler()).buy();
  assert.equal((await shop.send(shop.tellPaid(id))).status, 200);
  await shop.look();
  await hubby.sql(
    `update checkouts set doubt = 'disputed', doubted_at = now() where purchase_id = $1`,
    [id],
  );
  return id;
}

describe('the operator', () => {
  it('decides orders that no machine could', async () => {
    const made = await inReview(true);
    const adopted = await shows('adoptOrder', () => op('POST', `/orders/${made}/adopt`, {}));
    assert.deepEqual([adopted.subject, adopted.partner_id], [made, null]);
    assert.deepEqual(adopted.before, { state: 'needs_review' });
    assert.equal(adopted.after.state, 'confirmed');
    const unmade = await inReview(false);
    const retried = await shows('retryOrder', () => op('POST', `/orders/${unmade}/retry`));
    assert.equal(retried.after.state, 'unknown');
    const count = (await entriesOf(hubby)).length;
    assert.equal((await op('POST', `/orders/${made}/adopt`, {})).status, 409);
    assert.equal((await entriesOf(hubby)).length, count);
  });

  it('decides purchases, and gives money back', async () => {
    const kept = await inDoubt();
    const decide = (id: string, action: string) => () =>
      op('POST', `/purchases/${id}/decide`, { action });
    const entry = await shows('decidePurchase', decide(kept, 'dismiss'));
    assert.deepEqual([entry.subject, entry.before], [kept, { doubt: 'disputed' }]);
    assert.deepEqual(entry.after, { doubt: null, action: 'dismiss' });
    const returned = await inDoubt();
    await shows('decidePurchase', decide(returned, 'refund'));
    const refunds = async (): Promise<Json[]> =>
      (await entriesOf(hubby)).filter(({ action }) => action === 'purchase.refunded');
    assert.deepEqual(
      (await refunds()).map(({ subject, after: { state } }) => [subject, state]),
      [[returned, 'refunded']],
    );
    assert.equal((await decide(returned, 'refund')()).status, 200);
    assert.equal((await refunds()).length, 1);
  });

  it('looks at events of the pay desk that fit nothing', async () => {
    await hubby.sql(
      `insert into payment_events (id, type, is_live, at, next_attempt_at, unfit)
       values ('evt_1', 'charge.refunded', false, now(), null, 'no purchase')`,
    );
    await shows('markPaymentEventSeen', () => op('POST', '/payment-events/evt_1/seen'), again);
  });

  it('puts eSIMs away and closes requests', async () => {
    const { iccid, external_user_id } = await withPackages(hubby, [{}]);
    const archived = await shows('archiveEsim', () => op('POST', `/esims/${iccid}/archive`), again);
    assert.deepEqual([archived.subject, archived.partner_id], [iccid, hubby.partner.partner_id]);
    const asked = { external_user_id, symptom: 'slow', body: 'It is slow.' };
    const { body, text } = await call('POST', '/api/native/support-requests', asked);
    assert.equal(body.success, true, text);
    await shows(
      'closeSupportRequest',
      () => op('POST', `/support-requests/${body.data.id}/close`),
      again,
    );
  });
});

describe('a partner', () => {
  it('changes its settings, and sends a logo', async () => {
    const key = await hubby.newPartner();
    const changed = await shows(
      'changeSettings',
      () => hubby.call('PATCH', '/api/settings', { time_zone: 'Asia/Tokyo' }, { key }),
      again,
    );
    assert.deepEqual([changed.actor_kind, changed.after], ['key', { time_zone: 'Asia/Tokyo' }]);
    const png = await sharp({
      create: { width: 8, height: 4, channels: 3, background: '#3366cc' },
    })
      .png()
      .toBuffer();
    const sent = await shows(
      'uploadLogo',
      () => hubby.call('POST', '/api/settings/logos', { image: png.toString('base64') }, { key }),
      again,
    );
    assert.match(sent.subject!, /^upload:[0-9a-f]{16}$/);
    assert.deepEqual(sent.after, { width: 8, height: 4 });
  });

  it('sets its endpoint and has a new secret, which is nowhere', async () => {
    const endpoint = { enabled: false, api_key: 'canary-of-the-endpoint', key_prefix: 'Bearer ' };
    const put = () => call('PUT', '/api/webhooks/settings', endpoint);
    const entry = await shows('putWebhookSettings', put, again);
    assert.deepEqual([entry.actor_kind, entry.actor_id], ['key', hubby.partner.api_key]);
    assert.equal(entry.after.api_key, '[secret]');
    let secret = '';
    await shows('rotateWebhookSecret', async () => {
      const answer = await call('POST', '/api/webhooks/rotate-secret');
      secret = answer.body.data.signing_secret;
      return answer;
    });
    const all = JSON.stringify(await entriesOf(hubby));
    assert.ok(!all.includes(secret) && !all.includes('canary'));
  });

  it('tries its endpoint and has events sent again', async () => {
    const tested = await shows('testWebhook', () =>
      call('POST', '/api/webhooks/test', { event: 'esim.removed' }),
    );
    assert.deepEqual(tested.after, { event: 'esim.removed' });
    await hubby.sql(
      `insert into webhook_endpoints (partner_id, url) values ($1, 'https://hooks.example.com/')
       on conflict (partner_id) do update set url = excluded.url, is_enabled = true`,
      [hubby.partner.partner_id],
    );
    const id = tested.subject!;
    const one = await shows('redeliverEvent', () => call('POST', `/api/events/${id}/redeliver`));
    assert.deepEqual([one.subject, one.after], [id, { event_ids: [id] }]);
    await shows('redeliverEvents', () =>
      call('POST', '/api/events/redeliver', { event_ids: [id] }),
    );
    const { body } = await call('POST', '/api/bookings', {
      departure_date: IN_A_YEAR,
      package_specifications: [{ destination: 'GRC', size: '1GB' }],
    });
    assert.equal(body.success, true);
    const range = { from: '2020-01-01', to: '2099-01-01', types: ['booking.created'] };
    const counted = await call('POST', '/api/events/replay', { ...range, dry_run: true });
    const { after } = await shows('replayEvents', () => call('POST', '/api/events/replay', range));
    assert.deepEqual(
      [after.only, after.types, after.events],
      ['all', ['booking.created'], counted.body.data.events],
    );
    assert.equal(after.from, '2020-01-01T00:00:00.000Z');
  });

  it('makes and revokes keys', async () => {
    await hubby.sql('update api_keys set scopes = $1 where id = $2', [
      ['bookings', 'travelers', 'settings', 'keys'],
      hubby.partner.api_key,
    ]);
    hubby.ctx.keys.clear();
    const made = await shows('createOwnKey', () => call('POST', '/api/keys', { label: 'two' }));
    assert.equal(made.after.label, 'two');
    const changed = await shows(
      'changeOwnKey',
      () => call('PATCH', `/api/keys/${made.subject}`, { allowed_ips: ['203.0.113.7'] }),
      again,
    );
    assert.deepEqual(changed.after, { allowed_ips: ['203.0.113.7/32'] });
    await shows('revokeOwnKey', () => call('DELETE', `/api/keys/${made.subject}`), again);
  });

  it('gives out and erases a traveler: nobody is named', async () => {
    const email = 'charles.babbage@example.com';
    await call('POST', '/api/bookings', {
      departure_date: IN_A_YEAR,
      package_specifications: [
        { external_user_id: 'babbage', email, destination: 'GRC', size: '1GB' },
      ],
    });
    const [{ id }] = await hubby.sql(
      `select id from travelers where partner_id = $1 and external_user_id = 'babbage'`,
      [hubby.partner.partner_id],
    );
    await hubby.sql(`update api_keys set scopes = scopes || '{erase}' where id = $1`, [
      hubby.partner.api_key,
    ]);
    hubby.ctx.keys.clear();
    await shows('exportTraveler', () => call('POST', `/api/travelers/${id}/export`));
    const erased = await shows(
      'eraseTraveler',
      () => call('POST', `/api/travelers/${id}/erase`),
      again,
    );
    assert.deepEqual([erased.subject, erased.after.bookings], [id, 1]);
    assert.ok(!JSON.stringify(await entriesOf(hubby)).includes('babbage'));
  });

  it('issues a code anew and lifts a suppression: nobody is named', async () => {
    const { body } = await call('POST', '/api/bookings', {
      departure_date: IN_A_YEAR,
      package_specifications: [{ destination: 'GRC', size: '1GB' }],
    });
    const { promo_code } = body.data.promo_codes[0];
    const email = 'ada.lovelace@example.com';
    const reissued = await shows('reissuePromoCode', () =>
      call('POST', `/api/promo-codes/${promo_code}/reissue`, { reason: 'typo', email }),
    );
    assert.deepEqual(reissued.after, { reason: 'typo', email: 'a…@example.com' });
    await hubby.sql(
      `insert into suppressed_recipients (partner_id, recipient, reason, suppressed_at)
       values ($1, $2, 'bounced', now())`,
      [hubby.partner.partner_id, email],
    );
    await shows('liftSuppression', () => call('DELETE', `/api/messages/suppressions/${email}`));
    assert.ok(!JSON.stringify(await entriesOf(hubby)).includes('lovelace'));
  });

  it('replaces an eSIM and ends the sessions of a traveler; a traveler replaces their own', async () => {
    const first = await withPackages(hubby, [{}]);
    const replaced = await shows(
      'replaceEsim',
      () => call('POST', '/api/native/replace-esim', { iccid: first.iccid, reason: 'deleted' }),
      again,
    );
    assert.deepEqual([replaced.subject, replaced.after.reason], [first.iccid, 'deleted']);
    const second = await withPackages(hubby, [{}]);
    const page = await openPage(hubby, { external_user_id: second.external_user_id });
    const own = await shows('replaceOwnEsim', () =>
      page.call('POST', '/me/replace-esim', { iccid: second.iccid }),
    );
    assert.equal(own.actor_kind, 'visitor');
    await shows(
      'revokeSessions',
      () =>
        call('POST', '/api/webapp/sessions/revoke', { external_user_id: second.external_user_id }),
      again,
    );
  });
});
