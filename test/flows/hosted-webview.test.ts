/** Partners without an app: codes lead into the WebView, and to the plain pages without scripts. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fail } from '../faults/steps.ts';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { exchange } from '../support/webview.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const JSON_BODY = { 'content-type': 'application/json' };
let counter = 0;
const address = (): string => `hosted_webview_${process.pid}_${++counter}@example.com`;

describe('a promo code of a partner without an app', () => {
  let hubby: Hubby;
  before(async () => {
    hubby = await startHubby();
    await hubby.operator('PUT', '/limits', { mail_sign_ins_per_address_per_minute: 0 });
  });
  after(() => hubby.close());

  async function book(entry: Json): Promise<Json> {
    const { status, body, text } = await hubby.call('POST', '/api/bookings', {
      departure_date: IN_A_YEAR,
      package_specifications: [{ destination: 'GR', size: '1GB', ...entry }],
    });
    assert.equal(status, 201, text);
    return body.data;
  }
  /** A code that was claimed with an address. */
  async function claimed(): Promise<{ code: Json; email: string; path: string }> {
    const [code] = (await book({})).promo_codes;
    const email = address();
    const { status, text } = await hubby.bare('POST', `/api/promo-codes/claim/${code.uuid}`, {
      headers: JSON_BODY,
      body: JSON.stringify({ email }),
    });
    assert.equal(status, 200, text);
    return { code, email, path: `/starter/?promoCode=${code.promo_code}` };
  }
  const submit = (path: string, fields: Record<string, string> = {}): Promise<Answer> =>
    hubby.bare('POST', path, {
      headers: FORM,
      body: new URLSearchParams(fields).toString(),
    });
  const locationOf = ({ status, headers, text }: Answer): string => {
    assert.equal(status, 303, text);
    return String(headers['location']);
  };
  async function iccidOf(code: Json): Promise<string> {
    const [row] = await hubby.sql<{ iccid: string }>(
      `select e.iccid
       from promo_codes c
       join packages k on k.partner_id = c.partner_id and k.queue_id = c.queue_id
       join esims e on e.partner_id = k.partner_id and e.id = k.esim_id
       where c.code = $1`,
      [code.promo_code],
    );
    return row!.iccid;
  }

  it('is redeemed, and its eSIM installed on the screens of its booking alone', async () => {
    const { code, email, path } = await claimed();
    const [page, query] = locationOf(await submit(path)).split('?');
    assert.equal(page, '/w/test-travel/');
    const { redirect_token, to } = Object.fromEntries(new URLSearchParams(query));
    const iccid = await iccidOf(code);
    assert.equal(to, `install/${iccid}`);
    // What its traveler gets elsewhere is not shown to whoever has the code.
    await book({ external_user_id: user(), email });
    const { status, body, text } = await exchange(hubby, redirect_token);
    assert.equal(status, 200, text);
    const { esims, package_queues } = body.data.dashboard;
    assert.deepEqual([esims.map((esim: Json) => esim.iccid), package_queues], [[iccid], []]);
    assert.equal((await exchange(hubby, redirect_token)).status, 401);
    const funnel = await hubby.sql(
      `select 1
       from opened_packages o
       join promo_codes c on c.partner_id = o.partner_id and c.queue_id = o.queue_id
       where c.code = $1`,
      [code.promo_code],
    );
    assert.equal(funnel.length, 1);
  });

  it('is redeemed on its own page without scripts', async () => {
    const { path } = await claimed();
    const form = await hubby.bare('GET', `${path}&view=phone`);
    assert.match(form.text, /<noscript><input type="hidden" name="plain" value="1"><\/noscript>/);
    const page = await hubby.bare('GET', locationOf(await submit(path, { plain: '1' })));
    assert.equal(page.status, 200);
    assert.match(page.text, /LPA:1/);
  });

  it('that was imported without a booking is installed on its own page', async () => {
    const { code, path } = await claimed();
    await hubby.sql(
      `update package_queues q
       set booking_id = null
       from promo_codes c
       where c.partner_id = q.partner_id and c.queue_id = q.id and c.code = $1`,
      [code.promo_code],
    );
    assert.match(locationOf(await submit(path)), /&mine=/);
  });

  it('whose telco does not answer is waited for on its own page', async () => {
    const { path } = await claimed();
    await fail(hubby, 'timeout', 5);
    const page = await hubby.bare('GET', locationOf(await submit(path)));
    assert.doesNotMatch(page.text, /LPA:1/);
    assert.ok(page.headers['refresh'], page.text.slice(0, 2_000));
  });

  it('is led to the screens of its claimer by their mail, without scripts to its page', async () => {
    const { code, email } = await claimed();
    await hubby.drain();
    const [mail] = await hubby.sql(
      "select text, html from messages where recipient = $1 and kind = 'promo_code_claim'",
      [email],
    );
    assert.doesNotMatch(mail.text + mail.html, /starter/);
    const [, link, token] = /(\/w\/test-travel\/m\/([\w-]{43}))/.exec(mail.text)!;
    const opened = await hubby.bare('POST', '/api/webapp/auth/mail', {
      headers: JSON_BODY,
      body: JSON.stringify({ mail_token: token, email }),
    });
    assert.equal(opened.status, 200, opened.text);
    assert.equal(opened.body.data.to, `claim/${code.uuid}`);
    const page = await hubby.bare('GET', locationOf(await submit(link!, { email })));
    assert.ok(page.text.includes(`/starter/?promoCode=${code.promo_code}`), page.text);
  });
});
