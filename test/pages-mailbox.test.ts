/** The sandbox mailbox: who gets in, what is shown, and that a mail can do nothing there. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { randomBytes } from 'node:crypto';
import { listMailbox } from '../src/domain/sandbox/mailbox.ts';
import { IN_A_YEAR, startHubby, type Answer, type CallOptions, type Hubby } from './harness.ts';

const HOME = '/sandbox/mailbox';

describe('the sandbox mailbox', () => {
  let hubby: Hubby;
  before(async () => {
    hubby = await startHubby();
  });
  after(() => hubby.close());

  /** The cookie that a fresh link gives. */
  async function enter(key?: CallOptions['key']): Promise<string> {
    const { status, body } = await hubby.call(
      'POST',
      '/api/sandbox/mailbox-links',
      undefined,
      key === undefined ? {} : { key },
    );
    assert.equal(status, 200);
    assert.ok(Math.abs(Date.parse(body.data.expires_at) - Date.now() - 12 * 3_600_000) < 60_000);
    const page = await hubby.bare('GET', new URL(body.data.url).pathname);
    assert.equal(page.status, 200);
    assert.match(page.text, new RegExp(`http-equiv="refresh" content="0; url=${HOME}"`));
    const cookie = String(page.headers['set-cookie']);
    assert.match(
      cookie,
      /^hubby_mailbox=[\w.-]+; Path=\/sandbox\/mailbox; Max-Age=\d+; HttpOnly; SameSite=Strict$/,
    );
    return cookie.split(';')[0]!;
  }
  const get = (path: string, cookie?: string): Promise<Answer> =>
    hubby.bare('GET', path, cookie === undefined ? {} : { headers: { cookie } });

  async function claim(email: string, key?: CallOptions['key']): Promise<{ code: string }> {
    const { body } = await hubby.call(
      'POST',
      '/api/bookings',
      { departure_date: IN_A_YEAR, package_specifications: [{ destination: 'GR', size: '1GB' }] },
      key === undefined ? {} : { key },
    );
    const [code] = body.data.promo_codes;
    const answer = await hubby.bare('POST', `/api/promo-codes/claim/${code.uuid}`, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email }),
    });
    assert.equal(answer.status, 200, answer.text);
    await hubby.drain();
    return { code: code.promo_code };
  }

  it('is empty at first, and says what to do', async () => {
    const key = await hubby.newPartner();
    const page = await get(HOME, await enter(key));
    assert.equal(page.status, 200);
    assert.match(page.text, /Nothing yet/);
  });

  it('lists the messages of this partner, newest first, and shows one as it looks', async () => {
    const key = await hubby.newPartner('Blue "Sky" <Air>');
    const { code } = await claim('first@example.com', key);
    await claim('second@example.com', key);
    const cookie = await enter(key);
    const list = await get(HOME, cookie);
    assert.ok(list.text.indexOf('second@example.com') < list.text.indexOf('first@example.com'));
    assert.match(list.text, /Blue &quot;Sky&quot; &lt;Air&gt;/);
    assert.match(list.text, /status-delivered/);
    const href = [...list.text.matchAll(/href="(\/sandbox\/mailbox\/msg_[0-9a-z]+)"/g)].at(-1)![1]!;
    const letter = await get(href, cookie);
    assert.equal(letter.status, 200);
    for (const words of [
      'first@example.com',
      'Promo code',
      code,
      '<iframe',
      `src="${href}/html"`,
      'sandbox="allow-popups',
    ])
      assert.ok(letter.text.includes(words), words);
    const mail = await get(`${href}/html`, cookie);
    assert.match(
      String(mail.headers['content-security-policy']),
      /^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data: 'self' http:\/\/127\.0\.0\.1:\d+; form-action 'none'; base-uri 'none'; frame-ancestors 'self'$/,
    );
    assert.ok(mail.text.includes(code));
    assert.ok(mail.text.includes('src="data:image/png;base64,'), 'the QR code is shown');
    assert.doesNotMatch(mail.text, /cid:/);
    const picture = await get(`${href}/pictures/0`, cookie);
    assert.deepEqual([picture.status, picture.headers['content-type']], [200, 'image/png']);
    assert.equal((await get(`${href}/pictures/1`, cookie)).status, 404);
  });

  it('shows what was not sent too, and what is not made yet', async () => {
    const key = await hubby.newPartner();
    await hubby.sql(
      `insert into messages (partner_id, id, channel, kind, subject_id, recipient, locale, data, status, reason, created_at)
      values ($1, 'msg_00000000000000000000000001', 'SMS', 'booking_confirmation', 'x', '+31600000000', 'nl', '{}', 'skipped', 'no_sender', now())`,
      [key.partner_id],
    );
    const cookie = await enter(key);
    assert.match((await get(HOME, cookie)).text, /skipped \(no_sender\)/);
    const letter = await get(`${HOME}/msg_00000000000000000000000001`, cookie);
    assert.match(letter.text, /not made yet/);
    assert.equal((await get(`${HOME}/msg_00000000000000000000000001/html`, cookie)).status, 404);
  });

  it('finds messages by address, subject, text or kind', async () => {
    const key = await hubby.newPartner();
    const one = await claim('ann_100%@example.com', key);
    const two = await claim('bob@example.com', key);
    const cookie = await enter(key);
    for (const [q, there, gone] of [
      ['ANN_100%', 'ann_100%@', 'bob@'],
      ['bob@example', 'bob@', 'ann_100%@'],
      [two.code, 'bob@', 'ann_100%@'],
      [one.code.toLowerCase(), 'ann_100%@', 'bob@'],
    ] as const) {
      const page = await get(`${HOME}?q=${encodeURIComponent(q)}`, cookie);
      const list = /<ul class="mails">[\s\S]*<\/ul>/.exec(page.text)?.[0] ?? '';
      assert.ok(list.includes(there) && !list.includes(gone), q);
    }
    assert.match((await get(`${HOME}?q=promo+code`, cookie)).text, /bob@[\s\S]*ann_100%@/);
    assert.match((await get(`${HOME}?q=%3Cb%3E`, cookie)).text, /Nothing has “&lt;b&gt;” in it/);
  });

  it('lets a hostile mail and recipient do nothing', async () => {
    const key = await hubby.newPartner();
    const evil = '<script>alert(1)</script>';
    await hubby.sql(
      `insert into messages (partner_id, id, channel, kind, subject_id, recipient, locale, data, status, subject, text, html, created_at)
      values ($1, 'msg_00000000000000000000000002', 'EMAIL', 'x"><img>', 'x', $2, 'en', '{}', 'sent', $2, $2, $3, now())`,
      [
        key.partner_id,
        evil,
        `<html><head></head><body>${evil}<img src="cid:qr-1@hubby"><img src="cid:qr-2@hubby"><a href="https://x.example/?promoCode=A">x</a></body></html>`,
      ],
    );
    const cookie = await enter(key);
    for (const path of [HOME, `${HOME}/msg_00000000000000000000000002`]) {
      const page = await get(path, cookie);
      assert.doesNotMatch(page.text, /<script|<img/);
      assert.match(page.text, /&lt;script&gt;/);
      assert.match(
        String(page.headers['content-security-policy']),
        /^default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'/,
      );
    }
    const mail = await get(`${HOME}/msg_00000000000000000000000002/html`, cookie);
    assert.match(
      String(mail.headers['content-security-policy']),
      /^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'/,
    );
    assert.doesNotMatch(
      String(mail.headers['content-security-policy']),
      /allow-scripts|allow-same-origin|script-src/,
    );
    assert.ok(
      mail.text.includes('cid:qr-2@hubby'),
      'a picture that there is no link for stays as it was',
    );
  });

  it('opens to nobody else', async () => {
    const [mine, theirs] = [await hubby.newPartner(), await hubby.newPartner()];
    await claim('secret@example.com', mine);
    const {
      entries: [entry],
    } = await listMailbox(hubby.ctx, mine.partner_id, null);
    const paths = [
      HOME,
      `${HOME}/${entry!.id}`,
      `${HOME}/${entry!.id}/html`,
      `${HOME}/${entry!.id}/pictures/0`,
    ];
    const good = await enter(mine);
    const [head, until, sealed] = good.slice('hubby_mailbox='.length).split('.') as [
      string,
      string,
      string,
    ];
    const cookies = [
      undefined,
      'hubby_mailbox=',
      'hubby_mailbox=x',
      `hubby_mailbox=${head}.${(Number.parseInt(until, 36) + 1).toString(36)}.${sealed}`,
      `hubby_mailbox=${theirs.partner_id}.${until}.${sealed}`,
      `hubby_mailbox=${head}.${until}.${randomBytes(32).toString('base64url')}`,
      `xhubby_mailbox=${head}.${until}.${sealed}`,
    ];
    for (const cookie of cookies)
      for (const path of paths) {
        const page = await get(path, cookie);
        assert.equal(page.status, 401, `${path} ${cookie}`);
        assert.doesNotMatch(page.text, /secret@/);
      }
    const other = await enter(theirs);
    for (const path of paths.slice(1)) {
      const page = await get(path, other);
      assert.equal(page.status, 404);
      assert.equal(
        page.text,
        (await get(`${HOME}/msg_00000000000000000000000099`, other)).text,
        'not yours looks like not there',
      );
    }
    assert.doesNotMatch((await get(HOME, other)).text, /secret@/);
    for (const token of ['x', `${head}.${until}.${sealed.slice(1)}A`]) {
      const page = await get(`${HOME}/enter/${token}`);
      assert.deepEqual([page.status, page.headers['set-cookie']], [401, undefined]);
    }
    assert.equal((await hubby.bare('POST', '/api/sandbox/mailbox-links')).status, 401);
  });

  it('closes after twelve hours', async () => {
    const now = Date.now;
    const cookie = await enter();
    try {
      Date.now = () => now() + 12 * 3_600_000 + 1_000;
      assert.equal((await get(HOME, cookie)).status, 401);
    } finally {
      Date.now = now;
    }
    assert.equal((await get(HOME, cookie)).status, 200);
  });

  it('has pages where there is much', async () => {
    const key = await hubby.newPartner();
    await hubby.sql(
      `insert into messages (partner_id, id, channel, kind, subject_id, recipient, locale, data, status, subject, created_at)
      select $1, 'msg_1' || lpad(n::text, 25, '0'), 'EMAIL', 'running_low', n::text, 'n' || n || '@example.com', 'en', '{}', 'sent', 'Mail ' || n, now() from generate_series(1, 60) n`,
      [key.partner_id],
    );
    const cookie = await enter(key);
    const first = await get(HOME, cookie);
    assert.match(first.text, /Mail 60</);
    assert.doesNotMatch(first.text, /Mail 10</);
    const older = await get(/href="([^"]+before=[^"]+)"/.exec(first.text)![1]!, cookie);
    assert.match(older.text, /Mail 10</);
    assert.doesNotMatch(older.text, /Mail 60<|Older messages/);
    assert.equal((await get(`${HOME}?before=nonsense`, cookie)).status, 200);
  });

  it('is not there in production', async () => {
    const production = await startHubby({ env: { HUBBY_ENV: 'production' } });
    try {
      for (const path of [HOME, `${HOME}/enter/x`, `${HOME}/msg_1`])
        assert.equal((await production.bare('GET', path)).status, 404);
      assert.equal((await production.call('POST', '/api/sandbox/mailbox-links')).status, 404);
    } finally {
      await production.close();
    }
  });
});
