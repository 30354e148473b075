/**
 * Partners without an app: mails lead to our page, where eSIMs are installed, packages taken and
 * codes redeemed.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openMailLink } from '../../src/domain/hosted/open-mail-link.ts';
import { runDueRedemptions } from '../../src/domain/hosted/redemptions.ts';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const IPHONE = {
  'user-agent':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
};
let counter = 0;
const address = (): string => `hosted_${process.pid}_${++counter}@example.com`;
const DAY = 86_400_000;
const inDays = (n: number): string => new Date(Date.now() + n * DAY).toISOString().slice(0, 10);

describe('partners without an app', () => {
  let hubby: Hubby;
  before(async () => {
    hubby = await startHubby({ env: { HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1' } });
    await hubby.operator('PUT', '/limits', { mail_sign_ins_per_address_per_minute: 0 });
  });
  after(() => hubby.close());

  const book = async (
    entries: Json[],
    more: Record<string, unknown> = {},
    key = hubby.partner,
  ): Promise<Json> => {
    const { status, body, text } = await hubby.call(
      'POST',
      '/api/bookings',
      { departure_date: IN_A_YEAR, package_specifications: entries, ...more },
      { key },
    );
    assert.equal(status, 201, text);
    return body.data;
  };
  const MAILS = { communication_options: { should_send_message: true, channels: ['EMAIL'] } };
  const mailsTo = async (to: string): Promise<Json[]> => {
    await hubby.drain();
    return hubby.sql('select * from messages where recipient = $1 order by id', [to]);
  };
  const linkIn = (mail: Json): string => {
    const [link] = /https?:\/\/[^\s"]+\/w\/[^\s"]+/.exec(mail.text) ?? [];
    assert.ok(link, mail.text);
    assert.ok(mail.html.includes(link));
    return new URL(link!).pathname;
  };
  const get = (path: string): Promise<Answer> => hubby.bare('GET', path, { headers: IPHONE });
  /** As a browser that runs no scripts. */
  const post = (path: string, fields: Record<string, string>): Promise<Answer> =>
    hubby.bare('POST', path, {
      headers: { ...FORM, ...IPHONE },
      body: new URLSearchParams({ plain: '1', ...fields }).toString(),
    });
  /** The page behind the link of a mail, as it is for whoever gives the mail's address. */
  const openedBy = async (mail: Json): Promise<string> => {
    const answer = await post(linkIn(mail), { email: mail.recipient });
    assert.equal(answer.status, 303, answer.text);
    return String(answer.headers['location']);
  };
  const universal = (email: string) => ({
    destination: 'GR',
    size: '1GB',
    external_user_id: user(),
    email,
  });
  /** A traveler's booking, the link in its mail, and the path of what that opens. */
  async function booked(more: Record<string, unknown> = {}, key = hubby.partner) {
    const email = address();
    const entry = universal(email);
    const booking = await book([entry], { email, ...MAILS, ...more }, key);
    const [mail] = await mailsTo(email);
    return { email, entry, booking, mail, link: linkIn(mail), path: await openedBy(mail) };
  }
  const codeFor = async (more: Record<string, unknown> = {}, key = hubby.partner): Promise<Json> =>
    (await book([{ destination: 'GR', size: '1GB', ...more }], {}, key)).promo_codes[0];
  const starter = (code: Json): string => `/starter/?promoCode=${code.promo_code}`;
  const claim = async (code: Json, email: string): Promise<void> => {
    const { status, text } = await hubby.bare('POST', `/api/promo-codes/claim/${code.uuid}`, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email }),
    });
    assert.equal(status, 200, text);
  };
  describe('the link in a mail', () => {
    it('leads to the eSIM, with what was booked and the way to install it', async () => {
      const { path, link, mail } = await booked();
      assert.match(link, /^\/w\/test-travel\/m\/[\w-]{43}$/);
      assert.doesNotMatch(mail.text, /\bapp\b/i);
      const page = await get(path);
      assert.equal(page.status, 200);
      for (const words of ['Greece', '1 GB', 'Install eSIM', 'esimsetup.apple.com', 'Test Travel'])
        assert.ok(page.text.includes(words), words);
      assert.doesNotMatch(page.text, /\/docs\//);
    });

    it('keeps nothing of the token but its hash, and consumes nothing when it is opened', async () => {
      const { path, link } = await booked();
      const token = link.split('/').at(-1)!;
      const rows = await hubby.sql<{ row: string }>(
        'select to_jsonb(t)::text as row from mail_tokens t',
      );
      assert.ok(rows.length > 0 && rows.every(({ row }) => !row.includes(token)));
      for (let i = 0; i < 3; i++) assert.equal((await get(path)).status, 200);
      assert.equal((await hubby.bare('HEAD', path)).status, 200);
    });

    it('brings a waiting package onto the eSIM, once', async () => {
      const { path, entry } = await booked();
      const page = await get(path);
      const queue = /name="queue" value="(pq_[0-9a-f]+)"/.exec(page.text)![1]!;
      const answers = await Promise.all([1, 2, 3].map(() => post(path, { queue })));
      for (const { status, headers } of answers)
        assert.deepEqual([status, headers['location']], [303, path]);
      const { body } = await hubby.call(
        'GET',
        `/api/native/user-dashboard?external_user_id=${entry.external_user_id}`,
      );
      assert.equal(body.data.current_esim_packages.length, 1);
      const after = await get(path);
      assert.doesNotMatch(after.text, /name="queue"/);
    });

    it('gives nothing of another booking', async () => {
      const [one, two] = [await booked(), await booked()];
      const queue = /name="queue" value="(pq_[0-9a-f]+)"/.exec((await get(two.path)).text)![1]!;
      await post(one.path, { queue });
      const [row] = await hubby.sql('select redeemed_at from package_queues where id = $1', [
        queue,
      ]);
      assert.equal(row.redeemed_at, null);
      const other = await hubby.newPartner();
      assert.equal((await get(one.path.replace('test-travel', other.slug))).status, 404);
      assert.equal((await get(`${one.link.slice(0, -1)}_`)).status, 404);
    });

    it('shows what is left, and no troubleshooting, once the eSIM is in use', async () => {
      const { path, entry } = await booked();
      const queue = /name="queue" value="(pq_[0-9a-f]+)"/.exec((await get(path)).text)![1]!;
      await post(path, { queue });
      const { body } = await hubby.call(
        'GET',
        `/api/native/user-dashboard?external_user_id=${entry.external_user_id}`,
      );
      const { iccid } = body.data.current_esim;
      for (const step of ['install', 'enable'])
        await hubby.call('POST', `/api/sandbox/esims/${iccid}/${step}`);
      await hubby.call('POST', `/api/sandbox/esims/${iccid}/consume`, { percent: 50 });
      const page = await get(path);
      assert.match(page.text, /512 MB of 1 GB left/);
      assert.match(page.text, /<details class="fold" id="trouble">/);
      assert.doesNotMatch(page.text, /LPA:1|esimsetup/);
    });

    it('lists what belongs to several people, each with their own next step', async () => {
      const email = address();
      const [one, two] = [user(), user()];
      const booking = await book(
        [
          { destination: 'GR', size: '1GB', external_user_id: one },
          { destination: 'IT', size: '1GB', external_user_id: two },
          { destination: 'ES', size: '1GB' },
        ],
        { email, ...MAILS },
      );
      const [mail] = await mailsTo(email);
      const path = await openedBy(mail);
      const page = await get(path);
      for (const words of ['Greece', 'Italy', 'Spain', booking.promo_codes[0].uuid])
        assert.ok(page.text.includes(words), words);
      assert.doesNotMatch(page.text, /LPA:1|esimsetup/);
      const queues = [...page.text.matchAll(/name="queue" value="(pq_[0-9a-f]+)"/g)];
      assert.equal(queues.length, 2);
      for (const [, queue] of queues) await post(path, { queue: queue! });
      const after = await get(path);
      const esims = [...after.text.matchAll(/esim=(esm_[0-9a-z]+)/g)].map(([, id]) => id!);
      assert.equal(new Set(esims).size, 2);
      const first = await get(`${path}&esim=${esims[0]}`);
      assert.match(first.text, /esimsetup\.apple\.com/);
      assert.match(first.text, /All of your data/);
    });

    it('knows each package as it stands: waiting, to claim, to use, too late', async () => {
      const key = await hubby.newPartner();
      const email = address();
      const grant = { ...universal(email), esim_type: 'classic', expires_at: inDays(3) };
      const code = { destination: 'GR', size: '1GB' };
      const booking = await book([universal(email), grant, code, code], { email, ...MAILS }, key);
      const link = linkIn((await mailsTo(email))[0]);
      await claim(booking.promo_codes[1], address());
      const standings = async (): Promise<string[]> => {
        const token = link.split('/').at(-1)!;
        const trip = await openMailLink(hubby.ctx, key.slug, token);
        assert.equal(trip?.state, 'open');
        return trip.items.map(({ standing }) => standing);
      };
      assert.deepEqual(await standings(), ['waiting', 'waiting', 'to_claim', 'to_use']);
      await hubby.call('POST', '/api/sandbox/clock', { advance: '5d' }, { key });
      assert.deepEqual(await standings(), ['waiting', 'ended', 'to_claim', 'to_use']);
      await hubby.operator('POST', `/partners/${key.partner_id}/suspend`);
      assert.deepEqual(await standings(), ['ended', 'ended', 'ended', 'ended']);
    });

    it('tells whoever booked that a code is used, and nothing of the eSIM of who used it', async () => {
      const key = await hubby.newPartner();
      const email = address();
      const code = { destination: 'GR', size: '1GB' };
      const booking = await book([universal(email), code], { email, ...MAILS }, key);
      const [mail] = await mailsTo(email);
      const path = await openedBy(mail);
      const { promo_code } = booking.promo_codes[0];
      const { status, text } = await hubby.call(
        'POST',
        `/api/promo-codes/${promo_code}/redeem`,
        { external_user_id: user() },
        { key },
      );
      assert.equal(status, 200, text);
      const [used] = await hubby.sql(
        'select k.esim_id from packages k join promo_codes c on c.queue_id = k.queue_id where c.code = $1',
        [promo_code],
      );
      const page = await get(path);
      assert.match(page.text, /This code has already been used/);
      assert.ok(!page.text.includes(used.esim_id));
      assert.equal((await get(`${path}&esim=${used.esim_id}`)).text.includes('LPA:1'), false);
      const trip = await openMailLink(hubby.ctx, key.slug, linkIn(mail).split('/').at(-1)!);
      assert.equal(trip?.state, 'open');
      assert.deepEqual(
        trip.items.map(({ standing }) => standing),
        ['waiting', 'used'],
      );
      assert.ok(trip.esims.every(({ id }) => id !== used.esim_id));
    });

    it('ends, and sends a fresh one to the same address, three a day, saying the same always', async () => {
      const key = await hubby.newPartner();
      const call = (method: string, path: string, body?: unknown) =>
        hubby.call(method, path, body, { key });
      const { path, link, email } = await booked({ departure_date: inDays(100) }, key);
      await call('POST', '/api/sandbox/clock', { advance: '129d' });
      assert.equal((await get(path)).status, 200, 'until 30 days after the departure');
      await call('POST', '/api/sandbox/clock', { advance: '3d' });
      const ended = await get(path);
      assert.equal(ended.status, 410);
      assert.match(ended.text, /name="fresh"/);
      const before = (await mailsTo(email)).length;
      const texts = new Set<string>();
      for (let i = 0; i < 5; i++) {
        const page = await post(path, { fresh: '1' });
        assert.equal(page.status, 200);
        texts.add(/<main[\s\S]*<\/main>/.exec(page.text)![0]);
      }
      const unknown = await post(`${link.slice(0, -43)}${'x'.repeat(43)}`, { fresh: '1' });
      texts.add(/<main[\s\S]*<\/main>/.exec(unknown.text)![0]);
      assert.equal(texts.size, 1);
      const mails = await mailsTo(email);
      assert.equal(mails.length - before, 3);
      const fresh = linkIn(mails.at(-1));
      assert.notEqual(fresh, link);
      assert.equal((await get(await openedBy(mails.at(-1)!))).status, 200);
    });

    it('works for 90 days at least, and longer when the departure moves', async () => {
      const key = await hubby.newPartner();
      const { path, booking } = await booked({ departure_date: inDays(5) }, key);
      const call = (method: string, at: string, body?: unknown) =>
        hubby.call(method, at, body, { key });
      await call('POST', '/api/sandbox/clock', { advance: '4d' });
      const later = await call('PATCH', `/api/bookings/${booking.id}`, {
        departure_date: inDays(200),
      });
      assert.equal(later.status, 200, later.text);
      await call('POST', '/api/sandbox/clock', { advance: '200d' });
      assert.equal((await get(path)).status, 200);
      await call('POST', '/api/sandbox/clock', { advance: '40d' });
      assert.equal((await get(path)).status, 410);
    });

    it("leaves mails as they were where the partner has an app, with that app's address", async () => {
      const key = await hubby.newPartner('App Travel', { app_url: 'https://app.example.com' });
      const email = address();
      await book([universal(email)], { email, ...MAILS }, key);
      const [mail] = await mailsTo(email);
      assert.match(mail.text, /https:\/\/app\.example\.com/);
      assert.match(mail.text, /Open the app/);
      assert.doesNotMatch(mail.text, /\/w\//);
    });
  });

  describe('a promo code', () => {
    it('claimed before: one tap, then the eSIM, and its link by mail', async () => {
      const code = await codeFor();
      const email = address();
      await claim(code, email);
      const page = await get(starter(code));
      assert.match(page.text, /Greece/);
      assert.match(page.text, /Get my eSIM/);
      const answer = await post(starter(code), {});
      assert.equal(answer.status, 303);
      const esim = await get(String(answer.headers['location']));
      assert.match(esim.text, /esimsetup\.apple\.com/);
      const mail = (await mailsTo(email)).find(({ kind }) => kind === 'esim_link');
      assert.match((await get(await openedBy(mail))).text, /esimsetup\.apple\.com/);
      const [order] = await hubby.sql(
        `select e.type from esims e join packages k on k.partner_id = e.partner_id and k.esim_id = e.id join promo_codes c on c.queue_id = k.queue_id where c.code = $1`,
        [code.promo_code],
      );
      assert.equal(order.type, 'classic');
    });

    it('opens its eSIM to nobody who is sent the address later', async () => {
      const code = await codeFor();
      await claim(code, address());
      await post(starter(code), {});
      const again = await get(starter(code));
      assert.equal(again.status, 409);
      assert.doesNotMatch(again.text, /esimsetup|LPA:1/);
      const forged = await get(`${starter(code)}&mine=zzzzzzzz.${'a'.repeat(22)}`);
      assert.doesNotMatch(forged.text, /esimsetup|LPA:1/);
    });

    it('goes by mail to an address that is not its own, known or not, with the same words', async () => {
      const known = address();
      const first = await codeFor();
      await claim(first, known);
      await post(starter(first), {});
      await hubby.drain();
      const seen: string[] = [];
      for (const email of [known, address()]) {
        const code = await codeFor();
        const answer = await post(starter(code), { email });
        assert.equal(answer.status, 303);
        assert.match(String(answer.headers['location']), /&mailed=/);
        const page = await get(String(answer.headers['location']));
        assert.doesNotMatch(page.text, /esimsetup|LPA:1/);
        seen.push(/<main[\s\S]*<\/main>/.exec(page.text)![0].replaceAll(email, 'ADDRESS'));
        await hubby.drain();
        const mail = (await mailsTo(email)).filter(({ kind }) => kind === 'esim_link').at(-1);
        assert.match((await get(await openedBy(mail))).text, /esimsetup\.apple\.com/);
      }
      assert.equal(seen[0], seen[1]);
    });

    it('goes by mail to its own address too, once a traveler has it', async () => {
      const email = address();
      const first = await codeFor({ email });
      const here = await post(starter(first), { email: email.toUpperCase() });
      assert.match(String(here.headers['location']), /&mine=/);
      const second = await codeFor({ email });
      const mailed = await post(starter(second), { email });
      assert.match(String(mailed.headers['location']), /&mailed=/);
    });

    it('is redeemed once, whoever asks at the same moment', async () => {
      const code = await codeFor();
      const emails = [1, 2, 3, 4, 5].map(address);
      const answers = await Promise.all(emails.map((email) => post(starter(code), { email })));
      assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 409, 409, 409, 409]);
      await hubby.drain();
      const mails = (await Promise.all(emails.map(mailsTo))).flat();
      assert.equal(mails.filter(({ kind }) => kind === 'esim_link').length, 1);
    });

    it('waits honestly while the telco is out, and ends by itself', async () => {
      const key = await hubby.newPartner();
      const code = await codeFor({}, key);
      await claim(code, address());
      // Of both suppliers.
      await hubby.call('POST', '/api/sandbox/fail', { next: 'out_of_stock', count: 2 }, { key });
      const answer = await post(starter(code), {});
      const mine = String(answer.headers['location']);
      const waiting = await get(mine);
      assert.equal(waiting.headers['refresh'], '5');
      assert.match(waiting.text, /We are preparing your eSIM/);
      await hubby.sql('update hosted_redemptions set next_attempt_at = now()');
      await hubby.drain();
      assert.match((await get(mine)).text, /esimsetup\.apple\.com/);
      assert.deepEqual(await hubby.sql('select * from hosted_redemptions'), []);
    });

    it('is looked up, not ordered twice, when the answer of the telco was lost', async () => {
      const key = await hubby.newPartner();
      const code = await codeFor({}, key);
      await claim(code, address());
      await hubby.call('POST', '/api/sandbox/fail', { next: 'timeout', count: 1 }, { key });
      const answer = await post(starter(code), {});
      await hubby.sql('update hosted_redemptions set next_attempt_at = now()');
      await hubby.drain('hurry');
      await runDueRedemptions(hubby.ctx);
      assert.match((await get(String(answer.headers['location']))).text, /esimsetup/);
      const { orders } = await hubby.ledger(key.partner_id);
      assert.equal(orders.length, 1);
    });

    it('asks where to, for a code that was booked without a destination', async () => {
      const code = await codeFor({ destination: undefined });
      const email = address();
      await claim(code, email);
      const page = await get(starter(code));
      assert.match(page.text, /<option value="GR">Greece<\/option>/);
      const missing = await post(starter(code), { email });
      assert.equal(missing.status, 400);
      assert.match(missing.text, /Choose where you are going/);
      const unsold = await post(starter(code), { email, destination: 'ATA' });
      assert.equal(unsold.status, 400);
      const answer = await post(starter(code), { email, destination: 'GR' });
      assert.equal(answer.status, 303, answer.text);
      assert.match((await get(String(answer.headers['location']))).text, /Greece/);
    });

    it('wants an address, and says what is wrong with one', async () => {
      const code = await codeFor();
      for (const [email, words] of [
        ['', /Enter your e-mail address/],
        ['nobody@', /not a complete e-mail address/],
      ] as const) {
        const page = await post(starter(code), { email });
        assert.equal(page.status, 400);
        assert.match(page.text, words);
      }
      const [row] = await hubby.sql('select hosted_email from promo_codes where code = $1', [
        code.promo_code,
      ]);
      assert.equal(row.hosted_email, null);
    });

    it('meets the limit of wrong codes, whatever the code', async () => {
      const code = await codeFor();
      await hubby.operator('PUT', '/limits', { unknown_codes_per_address_per_minute: 2 });
      for (let i = 0; i < 3; i++)
        await post('/starter/?promoCode=NOSUCHCODE99', { email: address() });
      for (const path of [starter(code), '/starter/?promoCode=NOSUCHCODE99']) {
        const over = await post(path, { email: address() });
        assert.equal(over.status, 429);
        assert.match(over.text, /data-challenge/);
        assert.doesNotMatch(over.text, /Test Travel/);
      }
      await hubby.operator('PUT', '/limits', { unknown_codes_per_address_per_minute: 0 });
      assert.equal((await post(starter(code), { email: address() })).status, 303);
      await hubby.operator('PUT', '/limits', { unknown_codes_per_address_per_minute: null });
    });

    it('sends the link of a used one again, to the address it was redeemed for', async () => {
      const code = await codeFor();
      const email = address();
      await claim(code, email);
      await post(starter(code), {});
      const before = (await mailsTo(email)).length;
      assert.equal((await post(starter(code), { fresh: '1' })).status, 200);
      assert.equal((await mailsTo(email)).length, before + 1);
    });

    it('is nobody’s once it is issued anew', async () => {
      const key = await hubby.newPartner();
      const code = await codeFor({}, key);
      await hubby.call('POST', '/api/sandbox/fail', { next: 'out_of_stock', count: 2 }, { key });
      await post(starter(code), { email: address() });
      await hubby.drain();
      const { status, text } = await hubby.call(
        'POST',
        `/api/promo-codes/${code.promo_code}/reissue`,
        {},
        { key },
      );
      assert.equal(status, 200, text);
      await hubby.drain();
      const [row] = await hubby.sql(
        'select c.hosted_email, q.traveler_id from promo_codes c join package_queues q on q.id = c.queue_id where c.uuid <> $1 and q.id in (select queue_id from promo_code_lookups where uuid = $1)',
        [code.uuid],
      );
      assert.deepEqual([row.hosted_email, row.traveler_id], [null, null]);
      assert.deepEqual(await hubby.sql('select * from hosted_redemptions'), []);
    });
  });

  it('leaves nothing behind after a reset', async () => {
    const key = await hubby.newPartner();
    await booked({}, key);
    assert.equal((await hubby.call('POST', '/api/sandbox/reset', undefined, { key })).status, 200);
    const left = await hubby.sql('select 1 from mail_tokens where partner_id = $1', [
      key.partner_id,
    ]);
    assert.deepEqual(left, []);
  });
});
