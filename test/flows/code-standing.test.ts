/**
 * What a promo code, its link and its page stand for once something has happened to it: redeemed,
 * issued anew, run out.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openCode, type CodeState } from '../../src/domain/hosted/open-code.ts';
import { runDueRedemptions } from '../../src/domain/hosted/redemptions.ts';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { findPartner } from '../../src/domain/partners/managing/partners.ts';
import { fail, short } from '../faults/steps.ts';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { holdLock, untilBlocked } from '../support/hold-lock.ts';

let hubby: Hubby;
// Behind a proxy of ours, so that visitors can come from different addresses.
before(async () => {
  hubby = await startHubby({ env: { HUBBY_TRUSTED_PROXIES: '127.0.0.1' } });
});
after(() => hubby.close());

let visitor = 0;
const from = (type: string): Record<string, string> => ({
  'content-type': type,
  'x-forwarded-for': `198.51.100.${++visitor}`,
});
const address = (): string => `${user()}@example.com`;
const dayIn = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

type Code = { promo_code: string; uuid: string; claim_url: string; booking: string };
async function codeOf(
  key: CreatedPartner,
  entry: object = {},
  departure_date = IN_A_YEAR,
  email?: string,
): Promise<Code> {
  const answer = await hubby.call(
    'POST',
    '/api/bookings',
    {
      departure_date,
      email,
      package_specifications: [{ destination: 'GR', size: '1GB', ...entry }],
    },
    { key },
  );
  assert.equal(answer.status, 201, answer.text);
  return { ...answer.body.data.promo_codes[0], booking: answer.body.data.id };
}
const claim = (code: Code, email = address()): Promise<Answer> =>
  hubby.bare('POST', `/api/promo-codes/claim/${code.uuid}`, {
    headers: from('application/json'),
    body: JSON.stringify({ email }),
  });
const redeem = (key: CreatedPartner, code: Code, body: object): Promise<Answer> =>
  hubby.call('POST', `/api/promo-codes/${code.promo_code}/redeem`, body, { key });
const reissue = (key: CreatedPartner, code: Code, body: object = {}): Promise<Answer> =>
  hubby.call('POST', `/api/promo-codes/${code.promo_code}/reissue`, body, { key });
const pass = async (key: CreatedPartner, advance: string): Promise<void> => {
  const answer = await hubby.call('POST', '/api/sandbox/clock', { advance }, { key });
  assert.equal(answer.status, 200, answer.text);
};
const page = (code: Code): Promise<Answer> => {
  const { pathname, search } = new URL(code.claim_url);
  return hubby.bare('GET', pathname + search, { headers: from('text/html') });
};
/** Asks on our page for the eSIM of a code; the request is a row until it is fulfilled. */
const ask = (code: Code, fields: Record<string, string>): Promise<Answer> =>
  hubby.bare('POST', `/starter/?promoCode=${code.promo_code}`, {
    headers: from('application/x-www-form-urlencoded'),
    body: new URLSearchParams(fields).toString(),
  });
const queueOf = async (code: Code): Promise<string> =>
  (await hubby.sql('select queue_id from promo_code_lookups where uuid = $1', [code.uuid]))[0]
    .queue_id;
const stateOf = async (key: CreatedPartner, code: Code): Promise<CodeState> => {
  const partner = await findPartner(hubby.ctx, key.partner_id);
  return (await openCode(hubby.ctx, partner, await queueOf(code), false))!.state;
};

describe('the claim link of a code', () => {
  it('says that it is used once the code is redeemed, also without a claim', async () => {
    const key = await hubby.newPartner();
    const code = await codeOf(key);
    assert.equal((await page(code)).status, 200);
    assert.equal((await redeem(key, code, { external_user_id: user() })).status, 200);
    assert.equal(short(await claim(code)), '400 promo_code_claimed');
    const shown = await page(code);
    assert.equal(shown.status, 400);
    assert.match(shown.text, /already been used/);
  });

  it('opens for its own partner only', async () => {
    const [key, other] = [await hubby.newPartner(), await hubby.newPartner()];
    const code = await codeOf(key);
    const elsewhere = code.claim_url.replace(key.slug, other.slug);
    assert.notEqual(elsewhere, code.claim_url);
    assert.equal((await page({ ...code, claim_url: elsewhere })).status, 404);
  });
});

describe('a code issued anew', () => {
  const mailsOf = async (code: Code): Promise<Json[]> =>
    hubby.sql(
      `select m.recipient, m.status, m.reason, d.next_attempt_at from messages m
       join dispatches d on d.partner_id = m.partner_id and d.message_id = m.id
       where m.kind = 'promo_code_claim' and m.data->>'queue_id' = $1 order by m.id`,
      [await queueOf(code)],
    );

  it('takes the mail back that has not left, of the old code only', async () => {
    const key = await hubby.newPartner();
    const [code, other] = [await codeOf(key), await codeOf(key)];
    await claim(code, 'typo@exmaple.com');
    await claim(other);
    assert.equal((await reissue(key, code, { email: 'right@example.com' })).status, 200);
    const [old, fresh] = await mailsOf(code);
    assert.deepEqual(old, {
      recipient: 'typo@exmaple.com',
      status: 'cancelled',
      reason: 'reissued',
      next_attempt_at: null,
    });
    assert.deepEqual([fresh.recipient, fresh.status], ['right@example.com', 'pending']);
    assert.notEqual(fresh.next_attempt_at, null);
    assert.equal((await mailsOf(other))[0].status, 'pending');
  });

  it('lets the mail go that is leaving at this moment', async () => {
    const key = await hubby.newPartner();
    const code = await codeOf(key);
    await claim(code);
    const queue = await queueOf(code);
    await hubby.sql(
      `update dispatches d set lease_until = clock_timestamp() + interval '1 h' from messages m
       where m.partner_id = d.partner_id and m.id = d.message_id and m.data->>'queue_id' = $1`,
      [queue],
    );
    assert.equal((await reissue(key, code)).status, 200);
    assert.deepEqual(
      (await mailsOf(code)).map((m) => m.status),
      ['pending'],
    );
  });

  it('is told with the booking, and as claimed where it is sent at once', async () => {
    const key = await hubby.newPartner();
    const code = await codeOf(key);
    await claim(code);
    const { data } = (await reissue(key, code, { email: address() })).body;
    const events = await hubby.sql(
      `select type, sequence, data from events where partner_id = $1 and type in ('booking.updated', 'promo_code.claimed') order by type, sequence`,
      [key.partner_id],
    );
    assert.deepEqual(
      events.map((e) => [e.type, e.sequence]),
      [
        ['booking.updated', 2],
        ['promo_code.claimed', 1],
        ['promo_code.claimed', 2],
      ],
    );
    assert.deepEqual(events[0].data.promo_codes, [{ uuid: data.uuid }]);
    assert.deepEqual([events[1].data.uuid, events[2].data.uuid], [code.uuid, data.uuid]);
  });

  it('is refused once it ran out or its booking was cancelled', async () => {
    const key = await hubby.newPartner(undefined, { promo_code_validity_days: 1 });
    const cancelled = await codeOf(key);
    await hubby.call('DELETE', `/api/bookings/${cancelled.booking}`, undefined, { key });
    assert.equal(short(await reissue(key, cancelled)), '400 promo_code_invalid');
    const late = await codeOf(key, {}, dayIn(3));
    await pass(key, '10d');
    assert.equal(short(await reissue(key, late)), '400 promo_code_invalid');
  });

  it('waits for a redemption that ends at this moment, and is refused then', async (t) => {
    const key = await hubby.newPartner();
    const code = await codeOf(key);
    const lock = await holdLock(
      hubby,
      'update package_queues set redeemed_at = now() where id = $1',
      [await queueOf(code)],
    );
    t.after(lock.release);
    const asked = reissue(key, code);
    await untilBlocked(hubby);
    await lock.commit();
    assert.equal(short(await asked), '409 already_redeemed');
  });

  it('is not redeemed by the old code, not by a call that had found it just before', async (t) => {
    const key = await hubby.newPartner();
    const code = await codeOf(key);
    const lock = await holdLock(
      hubby,
      `update promo_codes set code = 'FRESH0000000' where uuid = $1`,
      [code.uuid],
    );
    t.after(lock.release);
    const redeeming = redeem(key, code, { external_user_id: user() });
    await untilBlocked(hubby);
    await lock.commit();
    assert.equal(short(await redeeming), '404 promo_code_not_found');
  });
});

describe('the departure event of a booking with codes', () => {
  it('names whoever claimed a code, not for whom it was booked', async () => {
    const key = await hubby.newPartner();
    const code = await codeOf(key, {}, dayIn(20), 'booker@example.com');
    assert.equal((await claim(code, 'carol@example.com')).status, 200);
    await pass(key, '15d');
    const [event] = await hubby.sql(
      `select data from events where type = 'booking.within_cutoff' and entity_id = $1`,
      [code.booking],
    );
    assert.deepEqual(
      event.data.travelers.map((t: Json) => t.email),
      ['carol@example.com'],
    );
  });
});

describe('the destination sent with a code', () => {
  it('has to be covered whole', async () => {
    const key = await hubby.newPartner();
    const code = await codeOf(key);
    const who = { external_user_id: user() };
    const refused = await redeem(key, code, { ...who, destination: 'EU' });
    assert.deepEqual(
      [short(refused), refused.body.error.details?.[0]?.field],
      ['400 invalid_request', 'destination'],
    );
    assert.equal((await redeem(key, code, { ...who, destination: 'GR' })).status, 200);
  });
});

describe('the page of a code', () => {
  it('says that its eSIM is being made while an app redeems it, whatever the hour', async () => {
    const key = await hubby.newPartner(undefined, { promo_code_validity_days: 1 });
    const code = await codeOf(key, {}, dayIn(3));
    const late = await codeOf(key, {}, dayIn(3));
    assert.equal(await stateOf(key, code), 'open');
    await fail(hubby, 'error', 1, key);
    const who = { external_user_id: user() };
    assert.equal((await redeem(key, code, who)).status, 503);
    assert.equal(await stateOf(key, code), 'making');
    assert.equal((await ask(code, { email: address() })).status, 409);
    await pass(key, '10d');
    assert.deepEqual([await stateOf(key, code), await stateOf(key, late)], ['making', 'ended']);
    assert.equal((await redeem(key, code, who)).status, 200);
    assert.equal(await stateOf(key, code), 'used');
  });

  it('ends with its booking and with its partner, but not what is used', async () => {
    const key = await hubby.newPartner();
    const [cancelled, open, used] = [await codeOf(key), await codeOf(key), await codeOf(key)];
    assert.equal((await redeem(key, used, { external_user_id: user() })).status, 200);
    await hubby.call('DELETE', `/api/bookings/${cancelled.booking}`, undefined, { key });
    assert.equal(await stateOf(key, cancelled), 'ended');
    assert.equal(await stateOf(key, open), 'open');
    await hubby.operator('POST', `/partners/${key.partner_id}/suspend`);
    assert.deepEqual([await stateOf(key, open), await stateOf(key, used)], ['ended', 'used']);
  });
});

describe('an eSIM asked for on a page', () => {
  /** A code whose request could not be fulfilled yet: no provider has stock. */
  async function requested() {
    const key = await hubby.newPartner();
    const code = await codeOf(key);
    const email = address();
    await claim(code, email);
    await fail(hubby, 'out_of_stock', 100, key);
    assert.equal((await ask(code, {})).status, 303);
    const queue = await queueOf(code);
    const request = async (): Promise<Json> =>
      (await hubby.sql('select * from hosted_redemptions where queue_id = $1', [queue]))[0];
    /** Tries again, as the job does when it falls due. */
    const tryAgain = async (attempts?: number): Promise<void> => {
      await hubby.sql(
        'update hosted_redemptions set next_attempt_at = now(), attempts = coalesce($2, attempts) where queue_id = $1',
        [queue, attempts ?? null],
      );
      await runDueRedemptions(hubby.ctx);
    };
    const linkMails = (): Promise<Json[]> =>
      hubby.sql(`select recipient from messages where kind = 'esim_link' and recipient = $1`, [
        email,
      ]);
    return { key, code, email, request, tryAgain, linkMails };
  }

  it('is tried again after longer and longer pauses', async () => {
    const { request, tryAgain } = await requested();
    assert.equal((await request()).attempts, 1);
    for (const [attempts, seconds] of [
      [0, 3],
      [2, 10],
      [6, 300],
      [100, 300],
    ] as const) {
      const [{ at: earliest }] = await hubby.sql('select clock_timestamp() as at');
      await tryAgain(attempts);
      const [{ at: latest }] = await hubby.sql('select clock_timestamp() as at');
      const { attempts: tried, next_attempt_at: next } = await request();
      assert.equal(tried, attempts + 1);
      const planned = next.getTime() - seconds * 1_000;
      assert.ok(planned >= earliest.getTime() && planned <= latest.getTime(), `after ${seconds} s`);
    }
  });

  it('is given up after a day of tries', async () => {
    const { request, tryAgain } = await requested();
    await tryAgain(299);
    assert.equal((await request()).attempts, 300);
    await tryAgain();
    assert.equal(await request(), undefined);
  });

  it('is given up at once where no try can help', async () => {
    const { key, request, tryAgain } = await requested();
    await hubby.operator('POST', `/partners/${key.partner_id}/suspend`);
    await tryAgain();
    assert.equal(await request(), undefined);
  });

  it('waits for a redemption of the same traveler that is under way', async () => {
    const { key, code, request, tryAgain, linkMails } = await requested();
    const [order] = await hubby.sql(
      `insert into provider_orders (id, partner_id, traveler_id, queue_id, kind, provider, reference, state, lease_until)
       select 'ord_' || q.id, q.partner_id, q.traveler_id, q.id, 'create_esim', q.provider, gen_random_uuid(), 'unknown', now() + interval '1 h'
       from package_queues q where q.id = $1 returning id`,
      [await queueOf(code)],
    );
    await tryAgain();
    assert.notEqual(await request(), undefined, 'busy is no reason to give up');
    await hubby.sql('delete from provider_orders where id = $1', [order.id]);
    await fail(hubby, 'error', 0, key);
    await tryAgain();
    assert.equal(await request(), undefined);
    assert.equal((await linkMails()).length, 1);
  });

  it('ends with its mail when the process died just after it was redeemed', async () => {
    const { key, code, email, request, tryAgain, linkMails } = await requested();
    await fail(hubby, 'error', 0, key);
    assert.equal((await redeem(key, code, { email })).status, 200);
    assert.notEqual(await request(), undefined);
    assert.deepEqual(await linkMails(), []);
    await tryAgain();
    assert.equal(await request(), undefined);
    assert.deepEqual(await linkMails(), [{ recipient: email }]);
  });

  it('ends without a mail when somebody else redeemed the code by an app meanwhile', async () => {
    const { key, code, request, tryAgain, linkMails } = await requested();
    await fail(hubby, 'error', 0, key);
    assert.equal((await redeem(key, code, { external_user_id: user() })).status, 200);
    await tryAgain();
    assert.equal(await request(), undefined);
    assert.deepEqual(await linkMails(), []);
  });
});
