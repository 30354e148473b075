/** The link of a mail and its address open a session: whose, how often, and how it is refused. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { pageWith } from '../support/webview.ts';

const MAILS = { communication_options: { should_send_message: true, channels: ['EMAIL'] } };
let counter = 0;
const address = (): string => `webview_mail_${process.pid}_${++counter}@example.com`;

describe('a session by the link of a mail', () => {
  let hubby: Hubby;
  before(async () => {
    hubby = await startHubby();
    await hubby.operator('PUT', '/limits', { mail_sign_ins_per_address_per_minute: 0 });
  });
  after(() => hubby.close());

  async function book(entries: object[], email?: string, key = hubby.partner): Promise<Json> {
    const { status, body, text } = await hubby.call(
      'POST',
      '/api/bookings',
      {
        departure_date: IN_A_YEAR,
        package_specifications: entries,
        ...(email === undefined ? {} : { email, ...MAILS }),
      },
      { key },
    );
    assert.equal(status, 201, text);
    return body.data;
  }
  async function tokenTo(email: string, kind?: string): Promise<string> {
    await hubby.drain();
    const mails = await hubby.sql(
      'select kind, text from messages where recipient = $1 order by id',
      [email],
    );
    const mail = mails.findLast((one: Json) => kind === undefined || one.kind === kind)!;
    return /\/w\/\S+\/m\/([\w-]{43})/.exec(mail.text)![1]!;
  }
  const signIn = (mail_token: string, email: string, more: object = {}): Promise<Answer> =>
    hubby.bare('POST', '/api/webapp/auth/mail', {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ mail_token, email, ...more }),
    });
  const entry = (more: object = {}): object => ({ destination: 'GR', size: '1GB', ...more });
  /** Status and body without what every answer has of its own. */
  const bare = ({ status, body, text }: Answer): string =>
    `${status} ${text.replace(body.error.request_id, '')}`;

  it("of the traveler's own address opens all that is theirs, again and again", async () => {
    const [email, external_user_id] = [address(), user()];
    await book([entry({ external_user_id, email })], email);
    await book([entry({ external_user_id, destination: 'IT' })]);
    const token = await tokenTo(email);
    const answers = [await signIn(token, email.toUpperCase()), await signIn(token, email)];
    for (const { status, body, text } of answers) {
      assert.equal(status, 200, text);
      const { scope, to, dashboard, session_token } = body.data;
      assert.deepEqual([scope, to], ['traveler', 'home']);
      assert.equal(dashboard.user.external_user_id, external_user_id);
      assert.equal(dashboard.package_queues.length, 2);
      assert.equal((await pageWith(hubby, session_token)('GET', '/me/dashboard')).status, 200);
    }
    const rows = await hubby.sql(
      `select s.opened_by from webview_sessions s
       join travelers t on t.partner_id = s.partner_id and t.id = s.traveler_id
       where t.external_user_id = $1`,
      [external_user_id],
    );
    assert.deepEqual(rows, [{ opened_by: 'mail' }, { opened_by: 'mail' }]);
  });

  it('of whoever booked for somebody else opens that booking alone', async () => {
    const [email, external_user_id] = [address(), user()];
    await book([entry({ external_user_id, destination: 'IT' })]);
    await book([entry({ external_user_id })], email);
    // The booker has an account too, of which this mail is not.
    await book([entry({ external_user_id: user(), email, destination: 'ES' })]);
    const { status, body, text } = await signIn(
      await tokenTo(email, 'booking_confirmation'),
      email,
    );
    assert.equal(status, 200, text);
    const { scope, dashboard, session_token } = body.data;
    assert.equal(scope, 'booking');
    assert.deepEqual(
      dashboard.package_queues.map((queue: Json) => queue.package_specification.iso3),
      ['GRC'],
    );
    assert.equal((await pageWith(hubby, session_token)('GET', '/me/dashboard')).status, 200);
  });

  it('of a claimed code opens the account of its claimer, who is made, on its code', async () => {
    const { promo_codes } = await book([entry()]);
    const [code] = promo_codes;
    const email = address();
    await hubby.bare('POST', `/api/promo-codes/claim/${code.uuid}`, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email }),
    });
    const token = await tokenTo(email, 'promo_code_claim');
    const { status, body, text } = await signIn(token, email);
    assert.equal(status, 200, text);
    const { scope, to, dashboard, session_token } = body.data;
    assert.deepEqual([scope, to], ['traveler', `claim/${code.uuid}`]);
    assert.match(dashboard.user.external_user_id, /^gen_/);
    assert.deepEqual(
      dashboard.promo_codes.map((one: Json) => one.code),
      [code.promo_code],
    );
    const redeemed = await pageWith(hubby, session_token)('POST', '/me/promo-codes/redeem', {
      code: code.promo_code,
    });
    assert.equal(redeemed.status, 200, redeemed.text);
    const [row] = await hubby.sql(
      `select t.external_user_id from package_queues q
       join promo_codes c on c.partner_id = q.partner_id and c.queue_id = q.id
       join travelers t on t.partner_id = q.partner_id and t.id = q.traveler_id
       where c.code = $1`,
      [code.promo_code],
    );
    assert.equal(row.external_user_id, dashboard.user.external_user_id);
  });

  it('is none where the mail is about several travelers: the page of the link has them', async () => {
    const email = address();
    await book([entry({ external_user_id: user() }), entry({ external_user_id: user() })], email);
    const token = await tokenTo(email);
    const answer = await signIn(token, email);
    assert.deepEqual([answer.status, answer.body.error.type], [409, 'conflict']);
    const wrong = await signIn(token, address());
    assert.equal(wrong.status, 401);
  });

  it('is refused alike for a token that is none, has ended, and another address', async () => {
    const email = address();
    await book([entry({ external_user_id: user(), email })], email);
    const token = await tokenTo(email);
    const refusals = [await signIn('x'.repeat(43), email), await signIn('?', email)];
    for (let i = 0; i < 5; i++) refusals.push(await signIn(token, address()));
    refusals.push(await signIn(token, email));
    assert.equal(refusals[0]!.body.error.type, 'mail_token_invalid');
    assert.deepEqual([...new Set(refusals.map(bare))], [bare(refusals[0]!)]);
    const page = await hubby.bare('GET', `/w/test-travel/m/${token}`);
    assert.equal(page.status, 410);
    assert.match(page.text, /name="fresh"/);
  });

  it('is refused at a suspended partner, and asks for an address', async () => {
    const key = await hubby.newPartner();
    const email = address();
    await book([entry({ external_user_id: user(), email })], email, key);
    const token = await tokenTo(email);
    assert.equal((await signIn(token, 'nobody@')).status, 400);
    await hubby.operator('POST', `/partners/${key.partner_id}/suspend`);
    const refused = await signIn(token, email);
    assert.deepEqual([refused.status, refused.body.error.type], [401, 'mail_token_invalid']);
  });

  it('is not refused for what others try at once, up to the fifth', async () => {
    const email = address();
    await book([entry({ external_user_id: user(), email })], email);
    const token = await tokenTo(email);
    const wrong = await Promise.all(Array.from({ length: 4 }, () => signIn(token, address())));
    assert.deepEqual(
      wrong.map(({ status }) => status),
      [401, 401, 401, 401],
    );
    assert.equal((await signIn(token, email)).status, 200);
    await Promise.all(Array.from({ length: 12 }, () => signIn(token, address())));
    assert.equal((await signIn(token, email)).status, 401);
  });

  it('counts its packages as opened, once, as a redirect token does', async () => {
    const key = await hubby.newPartner();
    const [email, external_user_id] = [address(), user()];
    await book([entry({ external_user_id, email })], email, key);
    await book([entry({ external_user_id: user() })], undefined, key);
    const opened = async (): Promise<number> =>
      (await hubby.call('GET', '/api/reports/funnel', undefined, { key })).body.data.totals.opened;
    const token = await tokenTo(email);
    assert.equal(await opened(), 0);
    for (let i = 0; i < 2; i++) assert.equal((await signIn(token, email)).status, 200);
    assert.equal(await opened(), 1);
  });

  it('is limited by address', async () => {
    const email = address();
    await book([entry({ external_user_id: user(), email })], email);
    const token = await tokenTo(email);
    await hubby.operator('PUT', '/limits', { mail_sign_ins_per_address_per_minute: 1 });
    await signIn(token, email);
    const over = await signIn(token, email);
    assert.deepEqual([over.status, over.body.error.type], [429, 'too_many_requests']);
    assert.ok(Number(over.headers['retry-after']) > 0);
    await hubby.operator('PUT', '/limits', { mail_sign_ins_per_address_per_minute: 0 });
  });
});
