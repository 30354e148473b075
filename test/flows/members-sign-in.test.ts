/** How members come in by the link of a mail, what a session is, and when it is over. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { startHubby, type Answer, type Hubby } from '../harness.ts';
import {
  address,
  mailedToken,
  mailsTo,
  makeMember,
  openBrowser,
  signedIn,
  type BrowserPage,
} from '../support/members.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
let hubby: Hubby;
/** how far the clock is ahead of real time, in milliseconds */
let ahead = 0;
before(async () => {
  hubby = await startHubby({ clock: { now: () => new Date(Date.now() + ahead) } });
});
beforeEach(() => hubby.sql('delete from abuse_counters'));
after(() => hubby.close());

async function later<T>(ms: number, work: () => Promise<T>): Promise<T> {
  ahead = ms;
  try {
    return await work();
  } finally {
    ahead = 0;
  }
}

const viewer = (email = address()) =>
  makeMember(hubby, { email, roles: { [hubby.partner.partner_id]: 'viewer' } });

async function asked(email: string): Promise<BrowserPage> {
  const browser = openBrowser(hubby);
  const answer = await browser.call('POST', '/sign-in/mail', { email });
  assert.equal(answer.status, 202, answer.text);
  return browser;
}
/** Without what every answer has of its own. */
const bare = ({ status, text, body }: Answer): string =>
  `${status} ${text.replace(body.error?.request_id ?? '', '')}`;
const who = (browser: BrowserPage): Promise<Answer> => browser.call('GET', '/session');

describe('the link of a mail', () => {
  it('opens a session in the browser that asked, once, however often it is used at once', async () => {
    const { email } = await viewer();
    const browser = await asked(email.toUpperCase());
    const token = await mailedToken(hubby, email);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => browser.call('POST', '/sign-in/link', { token })),
    );
    const opened = answers.filter(({ status }) => status === 200);
    assert.equal(opened.length, 1);
    assert.deepEqual(opened[0]!.body.data, { stage: 'full' });
    const sessions = await hubby.sql(
      'select 1 from member_sessions s join members m on m.id = s.member_id where m.email = $1',
      [email],
    );
    assert.equal(sessions.length, 1);
  });

  it('sets a cookie that no script reads, and says who came', async () => {
    const { id, email } = await viewer();
    const browser = await asked(email);
    const answer = await browser.call('POST', '/sign-in/link', {
      token: await mailedToken(hubby, email),
    });
    const cookie = [answer.headers['set-cookie']!]
      .flat()
      .find((c) => c.startsWith('hubby-session'));
    assert.match(
      cookie!,
      /^hubby-session=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/,
    );
    const { data } = (await who(browser)).body;
    assert.equal(data.member.id, id);
    assert.equal(data.stage, 'full');
    assert.equal(data.signed_in_by, 'mail');
    assert.equal(data.operator, null);
    assert.deepEqual(
      data.memberships.map((m: { role: string; slug: string }) => [m.role, m.slug]),
      [['viewer', hubby.partner.slug]],
    );
    assert.ok(data.memberships[0].permissions.includes('bookings.read'));
    assert.ok(!data.memberships[0].permissions.includes('bookings.act'));
    const [row] = await hubby.sql('select token_hash from member_sessions where member_id = $1', [
      id,
    ]);
    assert.ok(!row.token_hash.toString('latin1').includes(browser.cookies.get('hubby-session')!));
  });

  it('is refused alike when it was used, has run out, is of another browser, or is none', async () => {
    const { email } = await viewer();
    const used = await asked(email);
    const usedToken = await mailedToken(hubby, email);
    assert.equal((await used.call('POST', '/sign-in/link', { token: usedToken })).status, 200);
    const late = await asked(email);
    const lateToken = await mailedToken(hubby, email);
    const other = await asked(email);
    const otherToken = await mailedToken(hubby, email);
    const answers = [
      await used.call('POST', '/sign-in/link', { token: usedToken }),
      await later(15 * MINUTE + 1_000, () =>
        late.call('POST', '/sign-in/link', { token: lateToken }),
      ),
      await late.call('POST', '/sign-in/link', { token: otherToken }),
      await openBrowser(hubby).call('POST', '/sign-in/link', { token: otherToken }),
      await other.call('POST', '/sign-in/link', { token: 'x'.repeat(43) }),
      await other.call('POST', '/sign-in/link', { token: 'no token' }),
    ];
    assert.equal(answers[0]!.body.error.type, 'sign_in_link_invalid');
    assert.deepEqual([...new Set(answers.map(bare))], [bare(answers[0]!)]);
    const good = await other.call('POST', '/sign-in/link', { token: otherToken });
    assert.equal(good.status, 200, 'what others tried with it does not use it up');
  });

  it('is answered alike for addresses that nobody has, and mailed to members alone', async () => {
    const { email } = await viewer();
    const gone = await makeMember(hubby);
    const stranger = address();
    const answers = [];
    for (const to of [email, gone.email, stranger])
      answers.push(await openBrowser(hubby).call('POST', '/sign-in/mail', { email: to }));
    assert.deepEqual([...new Set(answers.map(bare))], ['202 {"success":true,"data":{}}']);
    const counts = [];
    for (const to of [email, gone.email, stranger]) counts.push((await mailsTo(hubby, to)).length);
    assert.deepEqual(counts, [1, 0, 0]);
  });

  it('is mailed so often to one mailbox only, known or not', async () => {
    const { email } = await viewer();
    for (const to of [email, address()]) {
      const answers = [];
      for (let i = 0; i < 11; i++)
        answers.push(await openBrowser(hubby).call('POST', '/sign-in/mail', { email: to }));
      assert.deepEqual(
        answers.map(({ status }) => status),
        [...Array.from({ length: 10 }, () => 202), 429],
      );
      assert.ok(Number(answers.at(-1)!.headers['retry-after']) > 0);
      await hubby.sql('delete from abuse_counters');
    }
  });

  it('cannot be guessed at for long', async () => {
    const browser = openBrowser(hubby);
    const statuses = [];
    for (let i = 0; i < 21; i++)
      statuses.push(
        (await browser.call('POST', '/sign-in/link', { token: 'x'.repeat(43) })).status,
      );
    assert.deepEqual([...new Set(statuses.slice(0, 20)), statuses[20]], [401, 429]);
    const { email } = await viewer();
    const known = await asked(email);
    const good = await known.call('POST', '/sign-in/link', {
      token: await mailedToken(hubby, email),
    });
    assert.equal(good.status, 200, 'a good one opens at the same address all the same');
  });

  it('wakes who sends the mail', async () => {
    const { email } = await viewer();
    assert.deepEqual(await hubby.woken(() => asked(email)), ['member_mails']);
  });
});

describe('a mailbox alone', () => {
  const stageBy = async (memberId: string) =>
    (await who(await signedIn(hubby, memberId, { by: 'mail' }))).body.data.stage;
  const addPasskey = (memberId: string) =>
    hubby.sql(`insert into passkeys (id, member_id, public_key) values ($1, $2, '\\x00')`, [
      `key-of-${memberId}`,
      memberId,
    ]);

  it('is not enough for whoever may do harm, and never adds a factor beside one that is there', async () => {
    const { partner_id } = hubby.partner;
    for (const role of ['owner', 'admin', 'finance'] as const) {
      const { id } = await makeMember(hubby, { roles: { [partner_id]: role } });
      assert.equal(await stageBy(id), 'enrol', role);
      await addPasskey(id);
      assert.equal(await stageBy(id), 'second_factor', role);
    }
    for (const role of ['developer', 'support', 'viewer'] as const) {
      const { id } = await makeMember(hubby, { roles: { [partner_id]: role } });
      assert.equal(await stageBy(id), 'full', role);
      await hubby.sql(`update members set totp_since = now() where id = $1`, [id]);
      assert.equal(await stageBy(id), 'second_factor', role);
    }
    const { id } = await makeMember(hubby, { operatorRole: 'support' });
    assert.equal(await stageBy(id), 'enrol');
  });

  it('opens nothing beyond what is missing', async () => {
    const { id } = await makeMember(hubby, { operatorRole: 'operator' });
    const browser = await signedIn(hubby, id, { by: 'mail' });
    const { data } = (await who(browser)).body;
    assert.equal(data.fresh_until, null);
    assert.equal((await browser.call('DELETE', '/session')).status, 200);
    assert.equal((await who(browser)).status, 401);
  });
});

describe('a session', () => {
  it('ends when its member signs out, after 12 idle hours, and after 14 days', async () => {
    const { id } = await viewer();
    const out = await signedIn(hubby, id);
    const before = new Map(out.cookies);
    assert.equal((await out.call('DELETE', '/session')).status, 200);
    assert.equal(out.cookies.get('hubby-session'), undefined, 'the cookie is taken back');
    for (const [name, value] of before) out.cookies.set(name, value);
    assert.equal((await who(out)).body.error.type, 'session_ended');

    const idle = await signedIn(hubby, id);
    assert.equal((await later(11 * HOUR, () => who(idle))).status, 200);
    assert.equal((await later(22 * HOUR, () => who(idle))).status, 200, 'it was seen meanwhile');
    assert.equal((await later(34 * HOUR + MINUTE, () => who(idle))).status, 401);

    const long = await signedIn(hubby, id);
    for (let hours = 11; hours < 14 * 24; hours += 11)
      assert.equal((await later(hours * HOUR, () => who(long))).status, 200, `${hours} h`);
    assert.equal((await later(14 * 24 * HOUR + 1_000, () => who(long))).status, 401);
  });

  it('takes the place of the one that this browser had', async () => {
    const { email } = await viewer();
    const browser = await asked(email);
    await browser.call('POST', '/sign-in/link', { token: await mailedToken(hubby, email) });
    const former = browser.cookies.get('hubby-session')!;
    await browser.call('POST', '/sign-in/mail', { email });
    await browser.call('POST', '/sign-in/link', { token: await mailedToken(hubby, email) });
    assert.notEqual(browser.cookies.get('hubby-session'), former);
    assert.equal((await who(browser)).status, 200);
    browser.cookies.set('hubby-session', former);
    assert.equal((await who(browser)).status, 401);
  });

  it('is none by a cookie that is none, or comes twice', async () => {
    const { id } = await viewer();
    const browser = await signedIn(hubby, id);
    const token = browser.cookies.get('hubby-session')!;
    const other = (await signedIn(hubby, id)).cookies.get('hubby-session')!;
    const cookies = [
      '',
      'hubby-session=',
      'hubby-session=x',
      `hubby-session=${token}x`,
      `xhubby-session=${token}`,
      `hubby-session=${token}; hubby-session=${other}`,
      `__Host-hubby=${token}`,
    ];
    const answers = [];
    for (const cookie of cookies)
      answers.push(await hubby.bare('GET', '/web-api/session', { headers: { cookie } }));
    assert.deepEqual([...new Set(answers.map(bare))], [bare(answers[0]!)]);
    assert.equal(answers[0]!.body.error.type, 'session_ended');
  });
});

describe('what changes something', () => {
  it('has to come from our own page', async () => {
    const { port } = new URL(hubby.url);
    const { id } = await viewer();
    const site = async (headers: Record<string, string>): Promise<number> => {
      const browser = await signedIn(hubby, id);
      const cookie = `hubby-session=${browser.cookies.get('hubby-session')}`;
      const url = '/web-api/session';
      const answer = await hubby.bare('DELETE', url, { headers: { cookie, ...headers } });
      if (answer.status !== 200) assert.equal(answer.body.error.type, 'forbidden_origin');
      return answer.status;
    };
    assert.equal(await site({ 'sec-fetch-site': 'same-origin' }), 200);
    assert.equal(await site({ origin: `http://localhost:${port}` }), 200);
    assert.equal(await site({ origin: hubby.url }), 200);
    assert.equal(await site({}), 403);
    assert.equal(await site({ 'sec-fetch-site': 'same-site', origin: hubby.url }), 403);
    assert.equal(await site({ 'sec-fetch-site': 'cross-site' }), 403);
    assert.equal(await site({ 'sec-fetch-site': 'none' }), 403);
    assert.equal(await site({ origin: 'https://evil.example' }), 403);
    assert.equal(await site({ origin: 'null' }), 403);
    assert.equal(await site({ origin: `http://localhost:${port}.evil.example` }), 403);
  });
});

describe('an installation by https', () => {
  it('keeps its cookies to its host, and takes no other', async () => {
    const secure = await startHubby({
      env: { HUBBY_DASHBOARD_URL: 'https://desk.travel.example' },
    });
    try {
      const { id, email } = await makeMember(secure, {
        roles: { [secure.partner.partner_id]: 'viewer' },
      });
      const browser = openBrowser(secure);
      const refused = await browser.call(
        'POST',
        '/sign-in/mail',
        { email },
        { 'sec-fetch-site': 'cross-site', origin: 'https://desk.travel.example' },
      );
      assert.equal(refused.status, 403);
      const answer = await browser.call('POST', '/sign-in/mail', { email });
      assert.match(
        [answer.headers['set-cookie']!].flat()[0]!,
        /^__Host-hubby-browser=[\w-]{43}; Path=\/; Max-Age=3600; HttpOnly; SameSite=Lax; Secure$/,
      );
      const [mail] = await mailsTo(secure, email);
      assert.match(mail!.text, /https:\/\/desk\.travel\.example\/d\/sign-in\/link#[\w-]{43}/);
      const other = await signedIn(secure, id);
      assert.equal((await who(other)).status, 401, 'a cookie by plain http opens nothing');
    } finally {
      await secure.close();
    }
  });
});
