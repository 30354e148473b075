/**
 * The pages that travelers see, over HTTP: every state, every language, nothing that a hostile name
 * could do.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import pg from 'pg';
import { SUPPORTED_LOCALES } from '../src/domain/catalog/locales.ts';
import { contrastRatio } from '../src/domain/messages/mail/format.ts';
import {
  LANGUAGES,
  negotiate,
  textsOf,
  translator,
  type Texts,
} from '../src/pages/frame/languages.ts';
import { wantedLanguages } from '../src/domain/catalog/accept-language.ts';
import { DARK_SHADE, LIGHT_SHADE, themeCss } from '../src/pages/frame/theme.ts';
import { isPhone } from '../src/pages/redeem/asked.ts';
import { richText } from '../src/domain/messages/mail/rich-text.ts';
import { en } from '../src/pages/texts/en.ts';
import { tripTextsOf } from '../src/pages/texts/trip/index.ts';
import { IN_A_YEAR, startHubby, type Answer, type CallOptions, type Hubby } from './harness.ts';

const STRICT =
  /^default-src 'none'; style-src 'self' 'nonce-[A-Za-z0-9+/=]{24}'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/;
const KEYS = Object.keys(en) as (keyof Texts)[];
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const email = (): string => `visitor_${Math.random().toString(36).slice(2)}@example.com`;
const form = (
  fields: Record<string, string>,
): { headers: Record<string, string>; body: string } => ({
  headers: FORM,
  body: new URLSearchParams(fields).toString(),
});
const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
const pathOf = (url: string): string => new URL(url).pathname + new URL(url).search;

describe('pages for travelers', () => {
  let hubby: Hubby;
  before(async () => {
    hubby = await startHubby();
  });
  after(() => hubby.close());

  /** A code, and the path of its claim page. */
  async function offer(
    entry: Record<string, unknown> = { destination: 'GR', size: '1GB' },
    options: CallOptions = {},
    booking: Record<string, unknown> = {},
  ): Promise<{ path: string; uuid: string; code: string; bookingId: string; deep: string }> {
    const { status, body, text } = await hubby.call(
      'POST',
      '/api/bookings',
      { departure_date: IN_A_YEAR, package_specifications: [entry], ...booking },
      options,
    );
    assert.equal(status, 201, text);
    const [code] = body.data.promo_codes;
    return {
      path: pathOf(code.claim_url),
      uuid: code.uuid,
      code: code.promo_code,
      bookingId: body.data.id,
      deep: pathOf(code.deep_link_url),
    };
  }
  const get = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
    hubby.bare('GET', path, { headers });
  const post = (
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const { body } = form(fields);
    return hubby.bare('POST', path, { headers: { ...FORM, ...headers }, body });
  };
  const partnerNamed = async (name: string, settings?: Record<string, unknown>) =>
    hubby.newPartner(name, settings);
  const counted = async (): Promise<unknown[]> =>
    hubby.sql(`select (select count(*)::int from messages) as messages, (select count(*)::int from promo_codes where claimed_at is not null) as claimed,
    (select count(*)::int from events) as events, (select coalesce(sum(sequence), 0)::int from promo_codes) as sequences`);

  describe('the claim page', () => {
    it('says what is offered, with a form that works without a script', async () => {
      const { path } = await offer();
      const page = await get(path);
      assert.equal(page.status, 200);
      assert.equal(page.headers['content-type'], 'text/html; charset=utf-8');
      for (const words of [
        'Test Travel',
        'Greece',
        '1 GB',
        '365 days',
        'from first use',
        'name="email"',
        'type="email"',
        'autocomplete="email"',
        `action="${escaped(path)}"`,
        'method="post"',
      ])
        assert.ok(page.text.includes(words), words);
      assert.doesNotMatch(page.text, /<script/);
      assert.equal(page.text.match(/<h1/g)?.length, 1);
      assert.match(page.text, /<html lang="en">/);
    });

    it('has strict headers and sets no cookie', async () => {
      const { path, deep } = await offer();
      const pages = [
        await get(path),
        await get('/free-esim/nobody?uuid=x'),
        await get(deep),
        await post(path, { email: 'x' }),
      ];
      for (const { headers } of pages) {
        assert.match(String(headers['content-security-policy']), STRICT);
        assert.equal(headers['referrer-policy'], 'no-referrer');
        assert.equal(headers['x-content-type-options'], 'nosniff');
        assert.equal(headers['cache-control'], 'no-store');
        assert.equal(headers['set-cookie'], undefined);
      }
      const nonces = new Set(
        pages.map(
          ({ headers }) => /nonce-([^']+)/.exec(String(headers['content-security-policy']))![1],
        ),
      );
      assert.equal(nonces.size, pages.length);
      for (const { text, headers } of pages)
        assert.ok(
          text.includes(
            `<style nonce="${/nonce-([^']+)/.exec(String(headers['content-security-policy']))![1]}"`,
          ),
        );
    });

    it('consumes nothing when it is opened, in any way', async () => {
      const { path } = await offer();
      const start = await counted();
      for (let i = 0; i < 5; i++) await get(path);
      const head = await hubby.bare('HEAD', path);
      assert.deepEqual(
        [head.status, head.text, head.headers['content-type']],
        [200, '', 'text/html; charset=utf-8'],
      );
      await get(`${path}&lang=nl`);
      assert.deepEqual(await counted(), start);
    });

    it('takes an address once: 303, the success, and later the link is used', async () => {
      const { path, uuid } = await offer();
      const to = email();
      const claimed = await post(path, { email: ` ${to} ` });
      assert.deepEqual([claimed.status, claimed.text], [303, '']);
      const after = await get(String(claimed.headers['location']));
      assert.equal(after.status, 200);
      assert.match(after.text, /Check your inbox/);
      assert.ok(after.text.includes(to), 'whoever typed it sees where the code went');
      const later = await get(path);
      assert.ok(!later.text.includes(to), 'an address does not stand on a page that a link opens');
      assert.equal(later.status, 400);
      assert.match(later.text, /already been used/);
      assert.match(later.text, /Test Travel can help you/);
      const again = await post(path, { email: email() });
      assert.deepEqual([again.status, /already been used/.test(again.text)], [400, true]);
      const rows = await hubby.sql<{ recipient: string; kind: string }>(
        "select m.recipient, m.kind from messages m join promo_codes c on c.queue_id = m.data->>'queue_id' where c.uuid = $1",
        [uuid],
      );
      assert.deepEqual(rows, [{ recipient: to, kind: 'promo_code_claim' }]);
    });

    it('lets the claimer correct the address, once; the code that went before is dead', async () => {
      const { path, uuid, code } = await offer();
      const [wrong, right] = [email(), email()];
      const claimed = await post(path, { email: wrong });
      const sent = await get(String(claimed.headers['location']));
      const done = /name="done" value="([^"]+)"/.exec(sent.text)![1]!;
      const invalid = await post(path, { email: 'nobody@', done });
      assert.equal(invalid.status, 400);
      assert.match(invalid.text, /id="email-error"/);
      const answers = await Promise.all([1, 2, 3].map(() => post(path, { email: right, done })));
      const won = answers.filter(({ status }) => status === 303);
      assert.equal(won.length, 1);
      const after = await get(String(won[0]!.headers['location']));
      assert.ok(after.text.includes(right));
      assert.doesNotMatch(after.text, /name="done"/, 'once');
      const [row] = await hubby.sql(
        'select code, claimed_email from promo_codes where queue_id = (select queue_id from promo_code_lookups where uuid = $1)',
        [uuid],
      );
      assert.equal(row.claimed_email, right);
      assert.notEqual(row.code, code);
      await hubby.drain();
      const mails = await hubby.sql(
        `select recipient, status, text from messages where recipient = any($1) order by id`,
        [[wrong, right]],
      );
      const delivered = mails.filter(({ text }) => text !== null && text.includes(row.code));
      assert.deepEqual(
        delivered.map(({ recipient }) => recipient),
        [right],
      );
      const again = await post(path, { email: email(), done });
      assert.notEqual(again.status, 303);
    });

    it('corrects to no address that had enough codes, and leaves the claim as it is', async () => {
      const full = email();
      for (let n = 0; n < 5; n++)
        assert.equal((await post((await offer()).path, { email: full })).status, 303);
      const { path, uuid, code } = await offer();
      const wrong = email();
      const claimed = await post(path, { email: wrong });
      const sent = await get(String(claimed.headers['location']));
      const done = /name="done" value="([^"]+)"/.exec(sent.text)![1]!;
      assert.equal((await post(path, { email: full, done })).status, 429);
      const [row] = await hubby.sql('select code, claimed_email from promo_codes where uuid = $1', [
        uuid,
      ]);
      assert.deepEqual(row, { code, claimed_email: wrong });
      assert.equal((await post(path, { email: email(), done })).status, 303, 'another one is free');
    });

    it('corrects nothing for whoever did not claim', async () => {
      const { path, uuid } = await offer();
      const to = email();
      await post(path, { email: to });
      for (const done of ['x', `zzzzzzzz.${'a'.repeat(22)}`])
        assert.notEqual((await post(path, { email: email(), done })).status, 303);
      const [row] = await hubby.sql('select claimed_email from promo_codes where uuid = $1', [
        uuid,
      ]);
      assert.equal(row.claimed_email, to);
    });

    it('says what an eSIM is and what comes next, and looks a phone up in the list', async () => {
      const { path } = await offer();
      const page = await get(path);
      for (const words of ['What is an eSIM?', 'Does it work on my phone?', 'What happens next'])
        assert.ok(page.text.includes(words), words);
      for (const [device, words] of [
        ['iPhone 15', /iPhone 15: supports eSIM/],
        ['iPhone 6', /iPhone 6: does not support eSIM/],
        ['<b>Brick</b> 9000', /We do not know “&lt;b&gt;Brick&lt;\/b&gt; 9000”/],
      ] as const)
        assert.match((await get(`${path}&device=${encodeURIComponent(device)}`)).text, words);
    });

    it("says what is special about a phone, the visitor's own included, in the visitor's language", async () => {
      const { path } = await offer();
      for (const [query, agent, words] of [
        ['&device=SM-G991U', '', /S21 5G: does not support eSIM[^]*>This one was sold in the USA/],
        ['&lang=de&device=iPhone%2015', '', /unterstützt eSIM[^]*>Auf dem chinesischen Festland/],
        ['&lang=zh-TW&device=SM-G991N', '', /不支援 eSIM[^]*>這台裝置在南韓銷售/],
        ['&lang=nl', 'Android 14; SM-S921B)', /value="SM-S921B"[^]*Galaxy S24: ondersteunt eSIM/],
        ['&lang=nl', 'Android 14; SM-S921B)', />Telefoons die op het Chinese vasteland/],
        ['&device=iPhone%206', 'Android 14; SM-S921B)', /iPhone 6: does not support eSIM/],
      ] as const) {
        const headers = { 'user-agent': `Mozilla/5.0 (Linux; ${agent} AppleWebKit/537.36` };
        assert.match((await get(path + query, headers)).text, words, query + agent);
      }
      const unknown = { 'user-agent': 'Mozilla/5.0 (Linux; Android 14; Brick 9000) Chrome/120' };
      assert.doesNotMatch((await get(path, unknown)).text, /Brick|device-result/);
    });

    it("links to the partner's terms, privacy statement and help, as its mail does, where there are such", async () => {
      const partner = await partnerNamed('Legal Tours', {
        legal: { terms: 'https://l.example/t', privacy: 'https://l.example/p' },
        support: { email: 'help@l.example' },
      });
      const { path } = await offer(undefined, { key: partner });
      const page = await get(path);
      await post(path, { email: email() });
      await hubby.drain();
      const mails = await hubby.call('GET', '/api/sandbox/messages', undefined, { key: partner });
      const { html } = mails.body.data.messages[0];
      for (const href of ['https://l.example/t', 'https://l.example/p', 'mailto:help@l.example'])
        for (const shown of [page.text, html]) assert.ok(shown.includes(`href="${href}"`), href);
      const bad = await hubby.operator('PATCH', `/partners/${partner.partner_id}/settings`, {
        legal: { terms: 'javascript:alert(1)', privacy: 7, imprint: 'https://x.example' },
      });
      assert.equal(bad.status, 400);
      for (const field of ['legal.terms', 'legal.privacy'])
        assert.ok(
          bad.body.error.details.some((d: { field: string }) => d.field === field),
          bad.text,
        );
    });

    it('shows the success only to whoever claimed, and for a while', async () => {
      const [one, other] = [await offer(), await offer()];
      const location = String((await post(one.path, { email: email() })).headers['location']);
      await post(other.path, { email: email() });
      const mark = new URL(location, 'http://x').searchParams.get('done')!;
      assert.match(
        (await get(`${other.path}&done=${mark}`)).text,
        /already been used/,
        'a mark is of one link',
      );
      const [until, sealed] = mark.split('.') as [string, string];
      assert.match(
        (await get(`${one.path}&done=${(Number.parseInt(until, 36) + 1).toString(36)}.${sealed}`))
          .text,
        /already been used/,
        'its time is sealed',
      );
      assert.match((await get(`${one.path}&done=x`)).text, /already been used/);
      const open = await offer();
      assert.match((await get(`${open.path}&done=${mark}`)).text, /name="email"/);
    });

    it('shows the success for fifteen minutes, and then a link that was used', async (t) => {
      const { path } = await offer();
      const before = Date.now();
      const location = String((await post(path, { email: email() })).headers['location']);
      const after = Date.now();
      const minutes = 60_000;
      const textAt = async (now: number): Promise<string> => {
        t.mock.timers.enable({ apis: ['Date'], now });
        try {
          return (await get(location)).text;
        } finally {
          t.mock.timers.reset();
        }
      };
      assert.doesNotMatch(await textAt(before + 15 * minutes - 1), /already been used/);
      assert.match(await textAt(after + 15 * minutes), /already been used/);
    });

    it('lets exactly one of many at once win', async () => {
      const { path } = await offer();
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => post(path, { email: email() })),
      );
      assert.equal(answers.filter((a) => a.status === 303).length, 1);
      for (const a of answers) assert.ok([303, 400, 429].includes(a.status), String(a.status));
    });

    it('says beside the field what is wrong with an address, and keeps it', async () => {
      const { path } = await offer();
      const start = await counted();
      const junk = [
        '',
        '   ',
        'nobody',
        'a@b',
        'a b@example.com',
        'a@@example.com',
        'x@example.com\r\nbcc: y@example.com',
        'x@example.com\n',
        `${'a'.repeat(300)}@example.com`,
        '"><script>alert(1)</script>',
        'a@example.com,b@example.com',
        'me@exämple',
        'x@example.com\u0000',
      ];
      for (const typed of junk) {
        const page = await post(path, { email: typed });
        assert.equal(page.status, 400, JSON.stringify(typed));
        assert.match(page.text, /<title>Error: /);
        assert.match(page.text, /id="email-error"/);
        assert.match(page.text, /aria-invalid="true"[^>]* autofocus/);
        assert.match(page.text, /aria-describedby="email-error email-hint"/);
        assert.match(
          page.text,
          typed.trim() === '' ? /Enter your e-mail address/ : /not a complete e-mail address/,
        );
        assert.doesNotMatch(page.text, /<script/);
      }
      assert.ok((await post(path, { email: 'jo"hn@' })).text.includes('value="jo&quot;hn@"'));
      assert.deepEqual(await counted(), start);
    });

    it("takes forms only, of a form's size", async () => {
      const { path } = await offer();
      const send = (headers: Record<string, string>, body: string): Promise<Answer> =>
        hubby.bare('POST', path, { headers, body });
      const answers = [
        await send(FORM, `email=${'a'.repeat(20_000)}`),
        await send({ 'content-type': 'application/json' }, '{"email":"a@example.com"}'),
        await send({ 'content-type': 'text/csv' }, 'a'),
        await send({ 'content-type': 'multipart/form-data; boundary=x' }, '--x--'),
      ];
      assert.deepEqual(
        answers.map((a) => a.status),
        [413, 415, 415, 415],
      );
      for (const a of answers) assert.match(a.text, /^<!doctype html>/);
      for (const body of [
        '',
        'email=a&email=b@example.com',
        'email[]=a@example.com',
        '__proto__=x',
        '&&&=',
        '%',
      ])
        assert.equal((await send(FORM, body)).status, 400, body);
      assert.equal((await hubby.bare('POST', path)).status, 400);
      assert.match((await get(path)).text, /name="email"/);
    });

    it('knows one page for every link that is none', async () => {
      const { path, uuid } = await offer();
      const other = await partnerNamed('Other Tours');
      const paths = [
        '/free-esim/test-travel',
        '/free-esim/test-travel?uuid=',
        '/free-esim/test-travel?uuid=x',
        '/free-esim/test-travel?uuid=00000000-0000-4000-8000-000000000000',
        `/free-esim/${other.slug}?uuid=${uuid}`,
        `/free-esim/TEST-TRAVEL?uuid=${uuid}`,
        `${path}&uuid=${uuid}`,
        `/free-esim/%00?uuid=${uuid}`,
        `/free-esim/${encodeURIComponent('\'"<>')}?uuid=${uuid}`,
        `/free-esim/test-travel?uuid=${uuid}%00`,
      ];
      for (const p of paths) {
        for (const page of [await get(p), await post(p, { email: email() })]) {
          assert.ok(page.status === 404 || page.status === 429, `${p} ${page.status}`);
          if (page.status === 404) assert.match(page.text, /We do not know this link/);
          assert.doesNotMatch(page.text, /Test Travel|Other Tours|Greece/, p);
        }
      }
      assert.match((await get(path)).text, /name="email"/, 'nothing was claimed by any of them');
    });

    it('tells a link that was cancelled, issued anew or has expired', async () => {
      const [cancelled, expired] = [await offer(), await offer()];
      assert.equal(
        (await hubby.call('DELETE', `/api/bookings/${cancelled.bookingId}`)).status,
        200,
      );
      await hubby.sql(
        `update promo_codes set valid_until = now() - interval '1 minute' where uuid = $1`,
        [expired.uuid],
      );
      const replaced = await offer();
      assert.equal(
        (await hubby.call('POST', `/api/promo-codes/${replaced.code}/reissue`, { reason: 'test' }))
          .status,
        200,
      );
      for (const { path } of [cancelled, expired, replaced]) {
        const pages = [
          await get(path),
          await post(path, { email: email() }),
          await post(path, { email: 'junk' }),
        ];
        for (const page of pages) {
          assert.equal(page.status, 400);
          assert.match(page.text, /no longer valid/);
        }
      }
    });

    it('shows a choice of several countries, one that comes later, and no limit', async () => {
      const many = await get((await offer({ destination: ['FR', 'IT', 'ES'], size: '1GB' })).path);
      for (const country of ['France', 'Italy', 'Spain'])
        assert.ok(many.text.includes(country), country);
      const later = await offer({ size: '1GB' });
      assert.match((await get(later.path)).text, /You choose it later, in the app/);
    });

    it('shows the branding of the booking, else the default one', async () => {
      const partner = await partnerNamed('Plain Name Ltd', {
        visual_identity: {
          default: { name: 'Sunny Days', primary_color: '#AA0044' },
          winter: { name: 'Winter Fun', secondary_color: '#00ff00' },
        },
      });
      const key = { key: partner };
      const standard = await get((await offer(undefined, key)).path);
      assert.match(standard.text, /Sunny Days/);
      assert.match(standard.text, /--brand:#aa0044/);
      const winter = await get((await offer(undefined, key, { custom_branding: 'winter' })).path);
      assert.match(winter.text, /Winter Fun/);
      assert.match(winter.text, /--second:#00ff00/);
      assert.doesNotMatch(standard.text + winter.text, /Plain Name/);
    });

    it('lets no name of a destination out of its place either', async () => {
      const { path } = await offer();
      const { current } = hubby.ctx.catalog;
      const name = '<img src=x onerror=alert(1)>"\'';
      try {
        hubby.ctx.catalog.current = () => ({
          ...current(),
          byId: () => ({ ...current().byId('GR')!, id: 'OWN-REGION', type: 'region', name }),
        });
        const page = await get(path);
        assert.ok(page.text.includes(escaped(name)));
        assert.doesNotMatch(page.text, /<img/);
      } finally {
        hubby.ctx.catalog.current = current;
      }
    });

    it('lets no name out of its place', async () => {
      const names = [
        '<script>alert(1)</script>',
        '"><img src=x onerror=alert(1)>',
        "' onfocus=alert(1) x='",
        '</title><svg/onload=alert(1)>',
        '${alert(1)}',
        '<%= process.exit() %>',
        '{partner, plural, other {x}}',
        "it's {0} '{x}'",
        '\u202Eevil',
        '&lt;b&gt;',
        '日本 <b>旅行</b>',
      ];
      for (const name of names) {
        const partner = await partnerNamed('Hostile', { visual_identity: { default: { name } } });
        const { path, deep } = await offer(undefined, { key: partner });
        for (const page of [
          await get(path),
          await post(path, { email: '<b>' }),
          await get(`${deep}&view=phone`),
        ]) {
          assert.ok(
            page.text.includes(escaped(name)) ||
              page.text.includes(name.replace(/[<>&"']/g, (c) => `&#${c.charCodeAt(0)};`)),
            name,
          );
          assert.doesNotMatch(page.text, /<(script|img|svg\/|b>)/, name);
          assert.doesNotMatch(
            page.text.replaceAll(/"[^"]*"/g, ''),
            /<[^>]*(onerror|onfocus|onload)/,
            name,
          );
        }
      }
    });
  });

  describe('too many tries', () => {
    it('gets a challenge once the limit of the address is passed, and a plain page when one was solved', async () => {
      const own = await startHubby();
      try {
        const send = (uuid: string, fields: Record<string, string>): Promise<Answer> =>
          own.bare('POST', `/free-esim/test-travel?uuid=${uuid}`, form(fields));
        const nobody = '00000000-0000-4000-8000-000000000000';
        let last = await send(nobody, { email: 'a@example.com' });
        for (let i = 0; i < 80 && last.status === 404; i++)
          last = await send(nobody.replace(/^0+/, String(i).padStart(8, '0')), {
            email: 'a"b@example.com',
          });
        assert.equal(last.status, 429);
        assert.ok(Number(last.headers['retry-after']) > 0);
        assert.match(last.text, /Please try again in 1 minute\./);
        assert.match(
          last.text,
          /<script type="module" src="\/assets\/[0-9a-f]{12}\/prove\.js"><\/script>/,
        );
        assert.match(
          String(last.headers['content-security-policy']),
          /script-src 'self'; form-action/,
        );
        assert.ok(last.text.includes('value="a&quot;b@example.com"'), 'what was typed goes on');
        const given = JSON.parse(
          /data-challenge="([^"]+)"/.exec(last.text)![1]!.replaceAll('&quot;', '"'),
        );
        assert.deepEqual(Object.keys(given).sort(), ['parameters', 'signature']);
        const second = await send(nobody, { email: 'a@example.com', proof: 'not solved' });
        assert.equal(second.status, 429);
        assert.doesNotMatch(second.text, /<script/, 'no page that sends itself for ever');
        const { body } = await own.call('POST', '/api/bookings', {
          departure_date: IN_A_YEAR,
          package_specifications: [{ destination: 'GR', size: '1GB' }],
        });
        const good = await own.bare(
          'POST',
          pathOf(body.data.promo_codes[0].claim_url),
          form({ email: email() }),
        );
        assert.equal(good.status, 303, 'a good link opens whatever others do at the same address');
      } finally {
        await own.close();
      }
    });

    it('serves the script and what it loads, to be kept', async () => {
      const { ALL_ASSETS, ASSETS } = await import('../src/pages/frame/page.ts');
      for (const { url, type, body } of ALL_ASSETS) {
        const file = await get(url);
        assert.deepEqual([file.status, file.headers['content-type'], file.text], [200, type, body]);
        assert.match(String(file.headers['cache-control']), /immutable/);
        assert.equal(file.headers['x-content-type-options'], 'nosniff');
      }
      const loaded = [...ASSETS.prove.body.matchAll(/from '([^']+)'/g)].map((m) => m[1]!);
      assert.equal(loaded.length, 2);
      for (const url of loaded) assert.equal((await get(url)).status, 200, url);
      assert.equal((await get('/assets/000000000000/page.css')).status, 404);
    });
  });

  describe('languages', () => {
    it("speak the browser's, by weight, and every one there is", async () => {
      const { path } = await offer();
      for (const locale of [...SUPPORTED_LOCALES, 'en', 'zh', 'mk']) {
        const page = await get(path, { 'accept-language': locale });
        const t = translator(negotiate(undefined, locale, null));
        assert.ok(page.text.includes(escaped(t('claimTitle'))), locale);
        assert.ok(
          page.text.includes(
            `<html lang="${page.headers['content-language']}"${/^(ar|he)/.test(locale) ? ' dir="rtl"' : ''}>`,
          ),
          locale,
        );
        assert.equal(page.headers['vary'], 'accept-language');
      }
      const de = await get(path, { 'accept-language': 'xx, en;q=0.4, de-DE;q=0.9, fr;q=0.1' });
      assert.equal(de.headers['content-language'], 'de-DE');
      assert.match(de.text, /Griechenland/);
      assert.match((await get(path, { 'accept-language': 'fr' })).text, /1\sGo/u);
    });

    it('can be chosen on every state, and the choice stays', async () => {
      const { path } = await offer();
      const page = await get(`${path}&lang=nl`, { 'accept-language': 'de' });
      assert.equal(page.headers['content-language'], 'nl-NL');
      for (const { tag } of LANGUAGES)
        assert.ok(page.text.includes(`href="${escaped(`${path}&lang=${tag}`)}"`), tag);
      assert.equal(page.text.match(/aria-current="true"/g)?.length, 1);
      assert.ok(page.text.includes(`action="${escaped(`${path}&lang=nl-NL`)}"`));
      const claimed = await post(`${path}&lang=nl-NL`, { email: email() });
      const done = await get(String(claimed.headers['location']), { 'accept-language': 'de' });
      assert.match(done.text, /Kijk in je inbox/);
      const unknown = await get('/free-esim/x?uuid=1&lang=ko');
      assert.match(unknown.text, /알 수 없는 링크입니다/);
      for (const odd of ['', 'xx', 'en--US', '../etc', 'a'.repeat(500), '%3Cscript%3E'])
        assert.equal((await get(`${path}&lang=${odd}`)).headers['content-language'], 'en', odd);
    });

    it("is the partner's where the browser says none that there is", async () => {
      const partner = await partnerNamed('Reise GmbH', { locale: 'de-CH' });
      const { path } = await offer(undefined, { key: partner });
      assert.equal((await get(path)).headers['content-language'], 'de-CH');
      assert.equal(
        (await get(path, { 'accept-language': 'ka, *;q=0.5' })).headers['content-language'],
        'de-CH',
      );
      assert.equal(
        (await get(path, { 'accept-language': 'da' })).headers['content-language'],
        'da-DK',
      );
    });
  });

  describe('the page of a deep link', () => {
    const PHONE = {
      'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148',
    };
    const DESKTOP = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140' };

    it('shows a QR code on a desktop and the steps on a phone, each with the way to the other', async () => {
      const key = await partnerNamed('Test Travel', { app_url: 'https://app.travel.example' });
      const { code } = await offer(undefined, { key });
      const deep = `/starter/?promoCode=${code}`;
      const desktop = await get(deep, DESKTOP);
      assert.equal(desktop.status, 200);
      for (const words of [
        'Continue on your phone',
        'role="img"',
        'Test Travel',
        code,
        'view=phone',
      ])
        assert.ok(desktop.text.includes(words), words);
      const phone = await get(deep, PHONE);
      for (const words of ['Use your code', 'Open the app of Test Travel.', code, 'view=desktop'])
        assert.ok(phone.text.includes(words), words);
      assert.doesNotMatch(phone.text, /role="img"/);
      assert.match((await get(`${deep}&view=desktop`, PHONE)).text, /role="img"/);
      assert.match((await get(`${deep}&view=phone`, DESKTOP)).text, /Use your code/);
    });

    it('has a button where the partner has an app', async () => {
      const partner = await partnerNamed('Appy', { app_url: 'https://app.appy.example/' });
      const { code } = await offer(undefined, { key: partner });
      const page = await get(`/starter/?promoCode=${code}`, PHONE);
      assert.ok(page.text.includes(`href="https://app.appy.example/starter/?promoCode=${code}"`));
      assert.doesNotMatch((await get((await offer()).deep, PHONE)).text, /Open the app<\/a>/);
    });

    it("looks the same for a code that nobody has, with nobody's name", async () => {
      const page = await get('/starter/?promoCode=NOBODYHAS123', PHONE);
      assert.equal(page.status, 200);
      assert.match(page.text, /Open the app of your travel company\./);
      for (const bad of ['', 'a', '%3Cb%3E', 'CALL%20ME', 'x'.repeat(65), '..', '%F0%9F%98%80'])
        assert.equal((await get(`/starter/?promoCode=${bad}`)).status, 404, bad);
      assert.equal((await get('/starter/')).status, 404);
    });

    it('names neither of two partners with one code', async () => {
      const [one, two] = [await partnerNamed('Two Names'), await partnerNamed('Two Names Else')];
      const load = async (key: typeof one): Promise<void> => {
        const { status, text } = await hubby.operator(
          'POST',
          `/partners/${key.partner_id}/promo-codes/import`,
          'code,valid_until,destination,size\nBOTHHAVE1,2099-01-01,GR,1GB\n',
        );
        assert.equal(status, 200, text);
      };
      await load(one);
      assert.match((await get('/starter/?promoCode=BOTHHAVE1', PHONE)).text, /Two Names/);
      await load(two);
      const page = await get('/starter/?promoCode=BOTHHAVE1', PHONE);
      assert.doesNotMatch(page.text, /Two Names/);
      assert.match(page.text, /Open the app of your travel company\./);
    });

    it('names nobody to whoever tries out codes', async () => {
      const own = await startHubby();
      try {
        const { body } = await own.call('POST', '/api/bookings', {
          departure_date: IN_A_YEAR,
          package_specifications: [{ destination: 'GR', size: '1GB' }],
        });
        const path = `/starter/?promoCode=${body.data.promo_codes[0].promo_code}&view=phone`;
        assert.match((await own.bare('GET', path)).text, /Test Travel/);
        for (let i = 0; i < 100; i++)
          assert.equal((await own.bare('GET', `/starter/?promoCode=GUESS${i}`)).status, 200);
        const page = await own.bare('GET', path);
        assert.equal(page.status, 200);
        assert.doesNotMatch(page.text, /Test Travel/);
      } finally {
        await own.close();
      }
    });

    it("tells a phone by the browser's hint, else by its name", () => {
      assert.equal(isPhone({ ...PHONE }), true);
      assert.equal(isPhone({ ...DESKTOP }), false);
      assert.equal(isPhone({ ...DESKTOP, 'sec-ch-ua-mobile': '?1' }), true);
      assert.equal(isPhone({ ...PHONE, 'sec-ch-ua-mobile': '?0' }), false);
      assert.equal(isPhone({}), false);
    });
  });

  it('answers trouble with a page too', async () => {
    const { path } = await offer();
    const broken = await startHubby();
    const { batched } = broken.ctx.db;
    let asked = '';
    try {
      broken.ctx.db.batched = async ({ name }) => {
        asked = name;
        throw Object.assign(new pg.DatabaseError('terminating connection', 0, 'error'), {
          code: '57P01',
        });
      };
      const page = await broken.bare('GET', path, { headers: { 'accept-language': 'it' } });
      assert.equal(asked, 'claim-offers');
      assert.equal(page.status, 503);
      assert.match(page.text, /Qualcosa è andato storto/);
      assert.ok(page.headers['retry-after']);
      assert.match(String(page.headers['content-security-policy']), STRICT);
      assert.doesNotMatch(page.text, /57P01|terminating/);
    } finally {
      broken.ctx.db.batched = batched;
      await broken.close();
    }
  });
});

describe('the words of the pages', () => {
  it('are there in every language, with the same places to fill', () => {
    const places = (text: string): string[] =>
      [
        ...new Set([...text.matchAll(/\{(partner|days|count|minutes|title)\b/g)].map((m) => m[1]!)),
      ].sort();
    const values = { partner: 'Blue Sky', title: 'A title' };
    for (const locale of [...SUPPORTED_LOCALES, 'en']) {
      const texts = textsOf(locale);
      assert.deepEqual(Object.keys(texts).sort(), [...KEYS].sort(), locale);
      const t = translator(locale);
      for (const key of KEYS) {
        assert.deepEqual(places(texts[key]), places(en[key]), `${locale} ${key}`);
        for (const n of [0, 1, 2, 3, 4, 5, 11, 21, 22, 25, 365, 1_000_000]) {
          const words = t(key, { ...values, days: n, count: n, minutes: n });
          assert.ok(words.trim().length > 0 && !/[{}]/.test(words), `${locale} ${key}: ${words}`);
        }
      }
      if (!locale.startsWith('en'))
        for (const key of ['claimTitle', 'send', 'emailInvalid', 'sentText', 'endedText'] as const)
          assert.notEqual(texts[key], en[key], `${locale} ${key}`);
    }
    assert.ok(!Object.values(textsOf('de-CH')).some((text) => text.includes('ß')));
    assert.notEqual(textsOf('pt-BR').phoneTitle, textsOf('pt-PT').phoneTitle);
  });

  it('of the way to an eSIM are there in every language too', () => {
    const places = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
    const english = tripTextsOf('en');
    for (const locale of SUPPORTED_LOCALES) {
      const texts = tripTextsOf(locale);
      for (const key of Object.keys(english) as (keyof typeof english)[]) {
        assert.ok(texts[key].trim() !== '', `${locale} ${key}`);
        assert.deepEqual(places(texts[key]), places(english[key]), `${locale} ${key}`);
      }
      if (!locale.startsWith('en')) assert.notEqual(texts.endedText, english.endedText, locale);
    }
    assert.ok(!Object.values(tripTextsOf('de-CH')).some((text) => text.includes('ß')));
    assert.ok(!Object.values(tripTextsOf('fr-CA')).some((text) => text.includes('e-mail')));
  });

  it('keep a right-to-left name apart, and the sentence in its own direction', async () => {
    assert.equal(
      richText(translator('en')('claimIntro', { partner: 'شركة <b>' })).split(' gives')[0],
      '<bdi>شركة &lt;b&gt;</bdi>',
    );
    assert.equal(translator('en')('claimIntro', { partner: 'A\u202eB' }).split(' ')[0], 'AB');
  });

  it('fill in whatever a partner is called', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...SUPPORTED_LOCALES), (partner, locale) =>
        translator(locale)('claimIntro', { partner }).includes(partner),
      ),
    );
  });

  it('read any header of languages', () => {
    assert.deepEqual(wantedLanguages('fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5'), [
      'fr-CH',
      'fr',
      'en',
      'de',
    ]);
    assert.deepEqual(wantedLanguages('en;q=0, nl; q=0.3, da;q=1.000, x;q=2, y;q=abc'), [
      'da',
      'nl',
    ]);
    assert.equal(negotiate(undefined, 'nn-NO, en;q=0.5', null), 'no-NO');
    assert.equal(negotiate(undefined, 'zh-Hant-TW', null), 'zh-TW');
    assert.equal(negotiate('pt-BR', 'pt-PT', null), 'pt-BR');
    fc.assert(
      fc.property(fc.string(), fc.string(), (chosen, header) =>
        ['en', ...SUPPORTED_LOCALES].includes(negotiate(chosen, header, 'nonsense') as never),
      ),
    );
  });
});

describe('the colours of the pages', () => {
  const hex = fc
    .integer({ min: 0, max: 0xffffff })
    .map((n) => `#${n.toString(16).padStart(6, '0')}`);
  it('can be read whatever a partner sets', () => {
    fc.assert(
      fc.property(hex, hex, (primary, secondary) => {
        const css = themeCss(primary, secondary);
        assert.match(
          css,
          /^:root\{(--[a-z-]+:#[0-9a-f]{6};?)+\}@media \(prefers-color-scheme:dark\)\{:root\{(--[a-z-]+:#[0-9a-f]{6};?)+\}\}$/,
        );
        const [light, dark] = css.split('@media') as [string, string];
        const of = (part: string, name: string): string =>
          new RegExp(`--${name}:(#[0-9a-f]{6})`).exec(part)![1]!;
        const pairs = [
          [of(light, 'brand'), of(light, 'on-brand')],
          [LIGHT_SHADE, of(light, 'accent')],
          ['#ffffff', of(light, 'accent')],
          [of(light, 'button'), of(light, 'on-button')],
          [DARK_SHADE, of(dark, 'accent')],
          ['#12171c', of(dark, 'accent')],
          [of(dark, 'button'), of(dark, 'on-button')],
        ];
        for (const [a, b] of pairs) assert.ok(contrastRatio(a!, b!) >= 4.5, `${css}: ${a} ${b}`);
      }),
      { numRuns: 500 },
    );
  });

  it('are colours and nothing else', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => !/[^-:;{}()@#\w\s.]/.test(themeCss(a, b))),
    );
  });
});
