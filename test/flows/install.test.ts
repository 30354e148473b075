/** QR codes, install links and the page behind them, over HTTP. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { signedHeaders } from '@hubby/sdk/signing';
import sharp from 'sharp';
import { SUPPORTED_LOCALES } from '../../src/domain/catalog/locales.ts';
import { qrPath, qrSvg } from '../../src/domain/esims/qr.ts';
import { SCHEDULED } from '../../src/jobs/index.ts';
import { installTextsOf } from '../../src/pages/texts/install/index.ts';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { book, dashboard, short } from '../faults/steps.ts';
import { startHubby, user, type Answer, type Hubby } from '../harness.ts';
import { withPackages } from '../support/usage-steps.ts';

const STRICT =
  /^default-src 'none'; style-src 'self' 'nonce-[A-Za-z0-9+/=]{24}'; img-src 'self' data:; (script-src 'self'; )?form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/;
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1';
const OLD_IPHONE = IPHONE.replace('17_4', '17_3').replace('Version/17.4', 'Version/17.3');
const INSTAGRAM =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 330.0.0';
const ANDROID =
  'Mozilla/5.0 (Linux; Android 15; Pixel 10) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36';
const FACEBOOK =
  'Mozilla/5.0 (Linux; Android 15; SM-S921B; wv) AppleWebKit/537.36 Version/4.0 Chrome/130.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/480.0.0;]';
const NONCE = /nonce="[^"]+"|nonce-[A-Za-z0-9+/=]+/g;

describe('installing', () => {
  let hubby: Hubby;
  const logged: string[] = [];
  before(async () => {
    const log = (fields: object, message: string): void => {
      logged.push(`${JSON.stringify(fields)} ${message}`);
    };
    hubby = await startHubby({ context: { log: { info: log, warn: log, error: log } } });
  });
  after(() => hubby.close());

  /** A traveler with an eSIM that is not installed yet. */
  async function traveler(
    key: CreatedPartner = hubby.partner,
  ): Promise<{ id: string; iccid: string; lpa: string; host: string; matchingId: string }> {
    const id = user();
    await book(hubby, id, { key });
    await hubby.drain();
    const { iccid, qr, status } = (await dashboard(hubby, id, key)).body.data.current_esim;
    assert.equal(status, 'RELEASED');
    const [, host, matchingId] = qr.split('$');
    return { id, iccid, lpa: qr, host, matchingId };
  }
  const link = (body: object, key: CreatedPartner = hubby.partner): Promise<Answer> =>
    hubby.call('POST', '/api/native/install-links', body, { key });
  async function pathFor(id: string, key?: CreatedPartner): Promise<string> {
    const answer = await link({ external_user_id: id }, key);
    assert.equal(answer.status, 201, answer.text);
    return new URL(answer.body.data.url).pathname;
  }
  const open = (path: string, agent = '', headers: Record<string, string> = {}): Promise<Answer> =>
    hubby.bare('GET', path, { headers: { 'user-agent': agent, ...headers } });
  const escaped = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
  const setup = (platform: 'apple' | 'android', lpa: string): string =>
    `href="https://esimsetup.${platform}.com/esim_qrcode_provisioning?carddata=${encodeURIComponent(lpa)}"`;

  describe('QR codes', () => {
    it('are pictures of the activation code: SVG, and PNG of the wanted size', async () => {
      const { iccid, lpa } = await traveler();
      const svg = await hubby.call('GET', `/api/native/esims/${iccid}/qr.svg`);
      assert.deepEqual(
        [
          svg.status,
          svg.headers['content-type'],
          svg.headers['cache-control'],
          svg.headers['content-disposition'],
          svg.headers['x-content-type-options'],
        ],
        [200, 'image/svg+xml', 'no-store', 'inline; filename="esim.svg"', 'nosniff'],
      );
      assert.equal(svg.text, qrSvg(lpa));
      for (const size of [undefined, 200, 999, 2000]) {
        const path = `/api/native/esims/${iccid}/qr.png${size === undefined ? '' : `?size=${size}`}`;
        const answer = await fetch(hubby.url + path, {
          headers: signedHeaders(hubby.partner, 'GET', path),
        });
        assert.deepEqual(
          [
            answer.status,
            answer.headers.get('content-type'),
            answer.headers.get('cache-control'),
            answer.headers.get('content-disposition'),
          ],
          [200, 'image/png', 'no-store', 'inline; filename="esim.png"'],
        );
        const { format, width, height } = await sharp(
          Buffer.from(await answer.arrayBuffer()),
        ).metadata();
        assert.deepEqual([format, width, height], ['png', size ?? 1000, size ?? 1000]);
      }
    });

    it("are refused: sizes out of range, no signature, unknown and others' alike", async () => {
      const { iccid } = await traveler();
      const other = await hubby.newPartner();
      for (const size of ['199', '2001', 'x', '', '300.5', '-1'])
        assert.equal(
          short(await hubby.call('GET', `/api/native/esims/${iccid}/qr.png?size=${size}`)),
          '400 invalid_request',
          size,
        );
      for (const file of ['qr.svg', 'qr.png']) {
        assert.equal(
          short(await hubby.bare('GET', `/api/native/esims/${iccid}/${file}`)),
          '401 signature_missing',
        );
        const answers = [
          await hubby.call('GET', `/api/native/esims/${iccid}/${file}`, undefined, { key: other }),
          await hubby.call('GET', `/api/native/esims/8999901000000000008/${file}`),
          await hubby.call('GET', `/api/native/esims/nonsense/${file}`),
        ];
        const bodies = new Set(
          answers.map((a) =>
            JSON.stringify({ ...a.body, error: { ...a.body.error, request_id: '' } }),
          ),
        );
        assert.deepEqual(
          [answers.map(short), bodies.size],
          [['404 esim_not_found', '404 esim_not_found', '404 esim_not_found'], 1],
        );
      }
    });
  });

  describe('install links', () => {
    it('are made for a user or an ICCID; only the hash is stored; several live; a week', async () => {
      const { id, iccid } = await traveler();
      const answers = await Promise.all([
        link({ external_user_id: id }),
        link({ iccid }),
        link({ iccid, external_user_id: null }),
      ]);
      const urls = answers.map((a) => a.body.data.url as string);
      assert.equal(new Set(urls).size, 3);
      for (const [i, url] of urls.entries()) {
        const token = /^http:\/\/[^/]+\/install\/([\w-]{43})$/.exec(url)![1]!;
        assert.equal((await open(`/install/${token}`)).status, 200);
        const [row] = await hubby.sql(
          'select *, expires_at - created_at as life from install_tokens where token_hash = $1',
          [createHash('sha256').update(token).digest()],
        );
        assert.equal(row.life.days, 7);
        assert.equal(row.expires_at.toISOString(), answers[i]!.body.data.expires_at);
        assert.ok(!JSON.stringify(await hubby.sql('select * from install_tokens')).includes(token));
      }
    });

    it("are refused: neither or both, unknown, others', without an eSIM, unsigned", async () => {
      const { id, iccid } = await traveler();
      const waiting = user();
      await hubby.call('POST', '/api/bookings', {
        package_specifications: [
          { external_user_id: waiting, destination: 'GR', size: '1GB', esim_type: 'classic' },
        ],
      });
      const other = await hubby.newPartner();
      const cases: [object, CreatedPartner, string][] = [
        [{}, hubby.partner, '400 invalid_request'],
        [{ external_user_id: id, iccid }, hubby.partner, '400 invalid_request'],
        [{ external_user_id: 5.5 }, hubby.partner, '400 invalid_request'],
        [{ external_user_id: 'nobody' }, hubby.partner, '404 user_not_found'],
        [{ external_user_id: waiting }, hubby.partner, '404 esim_not_found'],
        [{ iccid: '8999901000000000008' }, hubby.partner, '404 esim_not_found'],
        [{ iccid }, other, '404 esim_not_found'],
        [{ external_user_id: id }, other, '404 user_not_found'],
      ];
      for (const [body, key, expected] of cases)
        assert.equal(short(await link(body, key)), expected, JSON.stringify(body));
      assert.equal(
        short(
          await hubby.bare('POST', '/api/native/install-links', {
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ iccid }),
          }),
        ),
        '401 signature_missing',
      );
    });

    it('are the same link again under an Idempotency-Key', async () => {
      const { iccid } = await traveler();
      const options = { headers: { 'idempotency-key': user() } };
      const [first, again] = [
        await hubby.call('POST', '/api/native/install-links', { iccid }, options),
        await hubby.call('POST', '/api/native/install-links', { iccid }, options),
      ];
      assert.deepEqual(
        [again.status, again.body, again.headers['idempotent-replayed']],
        [201, first.body, 'true'],
      );
    });

    it('expire into the page of a link that never was, and are cleared', async () => {
      const { id } = await traveler();
      const path = await pathFor(id);
      const token = path.split('/').at(-1)!;
      await hubby.sql(
        `update install_tokens set expires_at = clock_timestamp() where token_hash = $1`,
        [createHash('sha256').update(token).digest()],
      );
      const never = `${token.slice(0, -2)}xx`;
      const pages = await Promise.all(
        [path, `/install/${never}`, '/install/short', `/install/${'a'.repeat(200)}`].map((p) =>
          open(p, IPHONE),
        ),
      );
      const plain = pages.map((p) =>
        p.text.replace(NONCE, '').replaceAll(/\/install\/[^?]+/g, '/install/'),
      );
      assert.deepEqual(
        pages.map((p) => p.status),
        [404, 404, 404, 404],
      );
      assert.equal(new Set(plain).size, 1);
      assert.match(plain[0]!, /We do not know this link/);
      assert.ok(!plain[0]!.includes('Test Travel'));
      const living = await pathFor(id);
      await SCHEDULED['install_links']!.run(hubby.ctx);
      assert.deepEqual(
        await hubby.sql('select 1 from install_tokens where expires_at < clock_timestamp()'),
        [],
      );
      assert.equal((await open(living)).status, 200);
    });
  });

  describe('the install page', () => {
    it('shows the right way first: one tap, by hand on an older iPhone, a QR code beside a computer', async () => {
      const { id, lpa, host, matchingId } = await traveler();
      const path = await pathFor(id);
      const { path: qr } = qrPath(lpa);
      const [iphone, old, android, computer] = await Promise.all(
        [IPHONE, OLD_IPHONE, ANDROID, ''].map((agent) => open(path, agent)),
      );
      const tap = /class="button"[^>]*href="https:\/\/esimsetup/;
      assert.ok(
        tap.test(iphone!.text) &&
          iphone!.text.includes(setup('apple', lpa)) &&
          !iphone!.text.includes('esimsetup.android'),
      );
      assert.ok(
        tap.test(android!.text) &&
          android!.text.includes(setup('android', lpa)) &&
          !android!.text.includes('esimsetup.apple'),
      );
      assert.ok(
        !old!.text.includes('esimsetup') &&
          old!.text.includes('From iOS 17.4 on') &&
          /id="by-hand" open/.test(old!.text),
      );
      assert.ok(
        !computer!.text.includes('esimsetup') &&
          computer!.text.indexOf('class="qr"') < computer!.text.indexOf('Step by step'),
      );
      for (const page of [iphone!, old!, android!, computer!]) {
        assert.equal(page.status, 200);
        assert.ok(page.text.includes(qr), 'for another device');
        for (const code of [host, matchingId, lpa])
          assert.ok(page.text.includes(`translate="no">${escaped(code)}</code>`), code);
        assert.equal(page.text.match(/<h1/g)?.length, 1);
        assert.match(page.text, /Test Travel has an eSIM for you/);
        assert.match(
          page.text,
          /<button type="button"[^>]* hidden>Copy<\/button>/,
          'buttons that need a script wait for it',
        );
        assert.doesNotMatch(page.text, /class="inside"/);
      }
      assert.match(
        old!.text,
        /Settings › Cellular › Add eSIM[\s\S]*Enter Details Manually[\s\S]*id="by-hand" open/,
        'the menus of this very device',
      );
      assert.match(android!.text, /id="by-hand">[\s\S]*Settings › Network &amp; internet › SIMs/);
      assert.match(
        (await open(path, ANDROID.replace('Pixel 10', 'SM-S921B'))).text,
        /Settings › Connections › SIM manager/,
      );
      assert.ok((await open(`${path}?view=android`, IPHONE)).text.includes(setup('android', lpa)));
      assert.ok((await open(`${path}?view=apple`)).text.includes(setup('apple', lpa)));
      assert.ok(
        !(await open(`${path}?view=apple`, OLD_IPHONE)).text.includes('esimsetup'),
        'a choice of what it is changes nothing',
      );
      assert.match((await open(`${path}?view=%3Cscript%3E`)).text, /class="qr"/);
    });

    it('says what to do inside an app in which links die', async () => {
      const path = await pathFor((await traveler()).id);
      const [instagram, facebook] = [await open(path, INSTAGRAM), await open(path, FACEBOOK)];
      assert.match(
        instagram.text,
        /class="inside"[\s\S]*Open this page in Safari[\s\S]*inside Instagram/,
      );
      assert.doesNotMatch(instagram.text, /intent:/);
      assert.match(facebook.text, /Open this page in Chrome[\s\S]*inside Facebook/);
      assert.ok(
        facebook.text.includes(
          `href="intent://${new URL(hubby.url).host}${path}#Intent;scheme=http;package=com.android.chrome;end"`,
        ),
      );
      assert.match(
        (await open(path, INSTAGRAM.replace(' Instagram 330.0.0', ''))).text,
        /inside another app/,
      );
    });

    it('is strict, private and kept nowhere; opening it in any way changes nothing', async () => {
      const { id } = await traveler();
      const path = await pathFor(id);
      const before = await hubby.sql(
        'select (select count(*)::int from events) as events, (select count(*)::int from install_tokens) as tokens',
      );
      for (const page of [
        await open(path, IPHONE),
        await open(path),
        await open('/install/unknown'),
        await hubby.bare('HEAD', path),
      ]) {
        assert.match(String(page.headers['content-security-policy']), STRICT);
        assert.deepEqual(
          [
            'referrer-policy',
            'x-content-type-options',
            'cache-control',
            'x-robots-tag',
            'x-frame-options',
            'set-cookie',
            'content-type',
          ].map((h) => page.headers[h]),
          [
            'no-referrer',
            'nosniff',
            'no-store',
            'noindex',
            'DENY',
            undefined,
            'text/html; charset=utf-8',
          ],
        );
      }
      assert.match(String((await open(path)).headers['vary']), /user-agent/);
      assert.deepEqual(
        await hubby.sql(
          'select (select count(*)::int from events) as events, (select count(*)::int from install_tokens) as tokens',
        ),
        before,
      );
      assert.equal((await hubby.bare('POST', path)).status, 404);
    });

    it('follows the eSIM: what next when it is installed, on or removed, and no code then', async () => {
      const made = await withPackages(hubby);
      const path = await pathFor(made.external_user_id);
      const { qr } = (await dashboard(hubby, made.external_user_id)).body.data.current_esim;
      assert.ok((await open(path)).text.includes(escaped(qr)));
      const steps: [string, RegExp][] = [
        ['install', /Your eSIM is installed[\s\S]*Settings › Cellular/],
        ['enable', /Your eSIM is on[\s\S]*Data Roaming/],
        ['disable', /Your eSIM is installed/],
        ['remove', /can no longer be installed/],
      ];
      for (const [state, words] of steps) {
        assert.equal(
          short(await hubby.call('POST', `/api/sandbox/esims/${made.iccid}/${state}`)),
          '200',
        );
        const page = await open(path, IPHONE);
        assert.equal(page.status, 200);
        assert.match(page.text, words, state);
        const beside = (await open(path)).text;
        assert.match(beside, new RegExp(words.source.split('[')[0]!), state);
        assert.match(beside, /Test Travel can help you/);
        assert.match(page.text, /[Aa]sk Test Travel/);
        for (const code of [qr, qr.split('$')[2]!, 'esimsetup', 'class="qr"', '<script'])
          assert.ok(!page.text.includes(code), `${state}: ${code}`);
      }
    });

    it("speaks every language, the partner's where the browser says none, in the partner's colours", async () => {
      const key = await hubby.newPartner('Café <b>"Reisen" & Söhne</b>', {
        locale: 'de-CH',
        visual_identity: { default: { primary_color: '#e6007e' } },
      });
      const { id } = await traveler(key);
      const path = await pathFor(id, key);
      for (const locale of SUPPORTED_LOCALES) {
        const page = await open(path, IPHONE, { 'accept-language': locale });
        assert.equal(page.headers['content-language'], locale);
        assert.ok(page.text.includes(escaped(installTextsOf(locale).title)), locale);
        assert.ok(
          page.text.includes('Café &lt;b&gt;&quot;Reisen&quot; &amp; Söhne&lt;/b&gt;') &&
            !page.text.includes('<b>'),
          locale,
        );
      }
      const own = await open(path, IPHONE);
      assert.equal(own.headers['content-language'], 'de-CH');
      assert.match(own.text, /#e6007e/i);
      assert.equal(
        (await open(`${path}?lang=mk`, IPHONE, { 'accept-language': 'de' })).headers[
          'content-language'
        ],
        'mk-MK',
      );
    });

    it('asks for a confirmation code where the profile wants one, and takes an empty matching id', async () => {
      const { id, iccid } = await traveler();
      const path = await pathFor(id);
      const [row] = await hubby.sql<{ id: string }>('select id from esims where iccid = $1', [
        iccid,
      ]);
      const lpa = 'LPA:1$smdp.example.com$$$1';
      await hubby.sql('update esims set lpa_sealed = $2 where id = $1', [
        row!.id,
        hubby.ctx.secrets.seal(lpa, `esim:${row!.id}`),
      ]);
      const page = await open(path, IPHONE);
      assert.match(page.text, /confirmation code. You get it from Test Travel/);
      assert.match(page.text, /Leave this field empty/);
      assert.ok(page.text.includes(setup('apple', lpa)));
    });
  });

  it('leaves no code and no token in the log', async () => {
    const { id, lpa, matchingId } = await traveler();
    const path = await pathFor(id);
    await open(path, IPHONE);
    await open(`${path}x`);
    const all = logged.join('\n');
    assert.match(all, /\/install\/:token/);
    for (const secret of [lpa, matchingId, path.split('/').at(-1)!])
      assert.ok(!all.includes(secret));
  });
});
