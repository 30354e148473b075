/**
 * Public claims: exactly one wins, with its mail and event; the documented texts; what is over the
 * limits.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { IN_A_YEAR, startHubby, type Hubby, type Json } from '../harness.ts';

let hubby: Hubby;
// Behind a proxy of ours, so that visitors can come from different addresses.
before(async () => {
  hubby = await startHubby({ env: { HUBBY_TRUSTED_PROXIES: '127.0.0.1' } });
});
after(() => hubby.close());

const entry = { destination: 'TUR', size: '1GB' };
const codes = async (n = 1, body = {}, options = {}): Promise<Json[]> =>
  (
    await hubby.call(
      'POST',
      '/api/bookings',
      { departure_date: IN_A_YEAR, package_specifications: Array(n).fill(entry), ...body },
      options,
    )
  ).body.data.promo_codes;
let visitor = 0;
const claim = (uuid: string, body: object | string, headers = {}) =>
  hubby.bare('POST', `/api/promo-codes/claim/${uuid}`, {
    headers: {
      'content-type': 'application/json',
      'x-forwarded-for': `198.51.${++visitor >> 8}.${visitor & 255}`,
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
let counter = 0;
const someone = (): string => `someone${++counter}@example.com`;
const messages = (uuid: string): Promise<Json[]> =>
  hubby.sql(
    `select m.* from messages m join promo_codes c on m.subject_id like c.queue_id || ':%' where c.uuid = $1 and m.kind = 'promo_code_claim' order by m.id`,
    [uuid],
  );

describe('POST /api/promo-codes/claim/{uuid}', () => {
  it('answers as documented, once, and sends the code', async () => {
    const [code] = await codes();
    const email = someone();
    const first = await claim(code.uuid, { email: email.toUpperCase() });
    assert.deepEqual(
      [first.status, { ...first.body }],
      [200, { success: true, message: 'Promo code claimed and email sent successfully', data: {} }],
    );
    const again = await claim(code.uuid, { email });
    assert.deepEqual(
      [again.status, again.body.error.code, again.body.error.message],
      [400, 400, 'Promo code has already been claimed'],
    );
    await hubby.drain();
    const [mail] = await messages(code.uuid);
    assert.deepEqual([mail.recipient, mail.channel], [email, 'EMAIL']);
    assert.ok(
      mail.text.includes(code.promo_code) && mail.html.includes(code.promo_code),
      'the mail carries the code',
    );
    // Without an app the mail leads to the screens of whoever claimed it.
    assert.match(mail.text, /\/w\/[a-z0-9-]+\/m\/[\w-]{43}/);
    assert.notEqual(
      (await hubby.call('GET', `/api/promo-codes/${code.promo_code}`)).body.data.claimed_at,
      null,
    );
    const [event] = await hubby.sql(
      `select data from events where type = 'promo_code.claimed' and data->>'uuid' = $1`,
      [code.uuid],
    );
    assert.equal(event.data.promo_code, code.promo_code);
  });

  it('lets exactly one of fifty win', async () => {
    const [code] = await codes();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => claim(code.uuid, { email: someone() })),
    );
    assert.deepEqual(answers.map((a) => a.status).sort(), [200, ...Array(49).fill(400)]);
    assert.equal((await messages(code.uuid)).length, 1);
    assert.equal(
      (
        await hubby.sql(
          `select 1 from events where type = 'promo_code.claimed' and data->>'uuid' = $1`,
          [code.uuid],
        )
      ).length,
      1,
    );
  });

  it('knows links only by their whole uuid, and says the same of all others', async () => {
    for (const uuid of [
      randomUUID(),
      'nonsense',
      `${randomUUID()}x`,
      '00000000-0000-0000-0000-000000000000',
    ]) {
      const { status, body } = await claim(uuid, { email: someone() });
      assert.deepEqual(
        [status, body.error.code, body.error.message],
        [404, 404, 'UUID not found'],
        uuid,
      );
    }
    const [code] = await codes();
    assert.equal((await claim(code.uuid.toUpperCase(), { email: someone() })).status, 200);
  });

  it('ends with its validity', async () => {
    const key = await hubby.newPartner(undefined, { promo_code_validity_days: 1 });
    const [code] = await codes(
      1,
      { departure_date: new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10) },
      { key },
    );
    await hubby.call('POST', '/api/sandbox/clock', { advance: '8d' }, { key });
    const { status, body } = await claim(code.uuid, { email: someone() });
    assert.deepEqual([status, body.error.message], [400, 'Promo code is no longer valid']);
    assert.equal((await messages(code.uuid)).length, 0);
  });

  it('refuses what is no address, and consumes nothing by it', async () => {
    const [code] = await codes();
    for (const email of [
      '',
      'a',
      'a@',
      'a b@example.com',
      'a@example.com\r\nbcc: b@example.com',
      'a@example.com\n',
      `${'x'.repeat(250)}@example.com`,
      5,
      null,
      ['a@example.com'],
    ]) {
      const { status, body } = await claim(code.uuid, { email });
      assert.deepEqual(
        [status, body.error.type, body.error.details[0].field],
        [400, 'invalid_request', 'email'],
        JSON.stringify(email),
      );
    }
    assert.equal((await claim(code.uuid, '{')).status, 400);
    assert.equal(
      (
        await claim(code.uuid, 'email=a%40example.com', {
          'content-type': 'application/x-www-form-urlencoded',
        })
      ).status,
      415,
    );
    assert.equal((await claim(code.uuid, { email: someone() })).status, 200);
  });

  it('speaks the language of the booking, else of who claims', async () => {
    const [dutch] = await codes(1, { locale: 'nl' });
    const [open] = await codes();
    await claim(dutch.uuid, { email: someone(), locale: 'de' });
    await claim(
      open.uuid,
      { email: someone() },
      { 'accept-language': 'fr-CH, fr;q=0.9, en;q=0.8' },
    );
    await hubby.drain();
    assert.match((await messages(dutch.uuid))[0].html, /<html[^>]* lang="nl-NL"/);
    assert.match((await messages(open.uuid))[0].html, /<html[^>]* lang="fr-CH"/);
  });

  it('never stops a good link for what others do at the same address; only who tries things out', async () => {
    await hubby.operator('PUT', '/limits', { claims_per_address_per_minute: 10 });
    const all = await codes(3);
    const noisy = { 'x-forwarded-for': '203.0.113.9' };
    const tries = await Promise.all(
      Array.from({ length: 30 }, () => claim(randomUUID(), { email: someone() }, noisy)),
    );
    const over = tries.filter((t) => t.status === 429);
    assert.ok(
      over.length >= 15 && tries.some((t) => t.status === 404),
      `${over.length} of 30 over`,
    );
    assert.ok(Number(over[0]!.headers['retry-after']) > 0);
    assert.equal(typeof over[0]!.body.error.challenge, 'object');
    for (const code of all)
      assert.equal((await claim(code.uuid, { email: someone() }, noisy)).status, 200);
    await hubby.operator('PUT', '/limits', { claims_per_address_per_minute: 0 });
  });

  it('sends one person no more than five codes an hour, however the address is written', async () => {
    const all = await codes(7);
    const spellings = [
      'dave@gmail.com',
      'd.ave@gmail.com',
      'dave+a@gmail.com',
      'DAVE@googlemail.com',
      'dave@gmail.com',
      'da.ve+x@gmail.com',
    ];
    const answers = [];
    for (const [i, email] of spellings.entries())
      answers.push((await claim(all[i].uuid, { email })).status);
    assert.deepEqual(answers, [200, 200, 200, 200, 200, 429]);
    assert.equal(
      (await hubby.call('GET', `/api/promo-codes/${all[5].promo_code}`)).body.data.claimed_at,
      null,
      'nothing of the refused one is stored',
    );
    assert.equal((await claim(all[5].uuid, { email: someone() })).status, 200);
  });
});

describe('POST /api/promo-codes/{code}/reissue', () => {
  const reissue = (code: string, body: object, options = {}) =>
    hubby.call('POST', `/api/promo-codes/${code}/reissue`, body, options);

  it('replaces code and link, and keeps what they were', async () => {
    const [old] = await codes();
    await claim(old.uuid, { email: 'typo@exmaple.com' });
    const { status, body } = await reissue(old.promo_code, { reason: 'mistyped' });
    assert.equal(status, 200);
    const fresh = body.data;
    assert.notEqual(fresh.promo_code, old.promo_code);
    assert.notEqual(fresh.uuid, old.uuid);
    assert.equal(fresh.claimed_at, null);
    const dead = await claim(old.uuid, { email: someone() });
    assert.deepEqual(
      [dead.status, dead.body.error.message],
      [400, 'Promo code is no longer valid'],
    );
    assert.equal((await hubby.call('GET', `/api/promo-codes/${old.promo_code}`)).status, 404);
    assert.equal(
      (
        await hubby.call('POST', `/api/promo-codes/${old.promo_code}/redeem`, {
          external_user_id: 'thief',
        })
      ).status,
      404,
    );
    const [kept] = await hubby.sql('select * from promo_code_reissues where old_code = $1', [
      old.promo_code,
    ]);
    assert.deepEqual(
      [kept.number, kept.old_uuid, kept.old_claimed_email, kept.reason, kept.api_key],
      [1, old.uuid, 'typo@exmaple.com', 'mistyped', hubby.partner.api_key],
    );
    await claim(fresh.uuid, { email: someone() });
    await hubby.drain();
    const mails = await messages(fresh.uuid);
    assert.equal(mails.length, 2);
    assert.ok(mails[1].text.includes(fresh.promo_code) && !mails[1].text.includes(old.promo_code));
  });

  it('sends it to the right address at once, and not to the wrong one any more', async () => {
    const [old] = await codes();
    await claim(old.uuid, { email: 'typo@exmaple.com' });
    const email = someone();
    const { body } = await reissue(old.promo_code, { email });
    assert.notEqual(body.data.claimed_at, null);
    await hubby.drain();
    const mails = await messages(body.data.uuid);
    assert.deepEqual(
      mails.map((m) => [m.recipient, m.status]),
      [
        ['typo@exmaple.com', 'cancelled'],
        [email, 'delivered'],
      ],
    );
  });

  it('goes once when asked twice at once, and refuses what is redeemed, cancelled or unknown', async () => {
    const [a] = await codes();
    const answers = await Promise.all([reissue(a.promo_code, {}), reissue(a.promo_code, {})]);
    assert.deepEqual(answers.map((x) => x.status).sort(), [200, 404]);
    const [b] = await codes();
    assert.equal(
      (
        await hubby.call('POST', `/api/promo-codes/${b.promo_code}/redeem`, {
          external_user_id: `r${counter}`,
        })
      ).status,
      200,
    );
    const redeemed = await reissue(b.promo_code, {});
    assert.deepEqual([redeemed.status, redeemed.body.error.type], [409, 'already_redeemed']);
    assert.equal((await reissue(b.promo_code, {}, { key: await hubby.newPartner() })).status, 404);
    assert.equal((await reissue(b.promo_code, { email: 'no' })).status, 400);
  });
});
