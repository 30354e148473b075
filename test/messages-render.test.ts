/**
 * What travelers read: every mail in every language, whatever partners and travelers are called.
 */
import assert from 'node:assert/strict';
import { globSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { generate, correction } from 'lean-qr';
import sharp from 'sharp';
import { staleSkeletons } from '../scripts/mail-templates.ts';
import { directionOf, SUPPORTED_LOCALES } from '../src/domain/catalog/locales.ts';
import { cut, oneLine, paragraphsOf, safeUrl } from '../src/domain/messages/mail/clean.ts';
import { TRAVELER_KINDS } from '../src/domain/message.ts';
import { PREVIEW_FACTS, exampleFacts } from '../src/domain/messages/mail/example-facts.ts';
import type { Item, MessageFacts } from '../src/domain/messages/mail/facts.ts';
import { lookOf } from '../src/domain/messages/mail/model.ts';
import { renderMail } from '../src/domain/messages/mail/render.ts';
import { legalLinks } from '../src/domain/partners/branding/legal-links.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LOCALES = ['en', ...SUPPORTED_LOCALES];
const unescape = (html: string): string =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
const bodyOf = (html: string): string => html.slice(html.indexOf('<body'));
/** What a reader sees: the text between the tags. */
const visible = (html: string): string =>
  unescape(
    bodyOf(html)
      .replace(/<!--[\s\S]*?-->/g, '')
      .replace(/<[^>]*>/g, ' '),
  );
const hrefs = (html: string): string[] =>
  [...html.matchAll(/ href="([^"]*)"/g)].map((m) => unescape(m[1]!));
/**
 * The tags in order with the names of their attributes: what no value may change, but for the
 * elements around its own right-to-left text.
 */
const skeletonOf = (html: string): string =>
  [
    ...html
      .replace(/<title>[^<]*<\/title>/, '')
      .replace(/<bdi(?: dir="ltr")?>([^<]*)<\/bdi>/g, '$1')
      .matchAll(/<[^>]*>/g),
  ]
    .map((m) => m[0].replace(/="[^"]*"/g, '=""'))
    .join('\n');

describe('mails', () => {
  for (const locale of LOCALES) {
    it(`read well in ${locale}: no gap, no placeholder, the same codes and links in both forms`, () => {
      for (const example of PREVIEW_FACTS) {
        const facts = example.facts(locale);
        const { subject, text, html, attachments } = renderMail(facts);
        const where = `${example.name} ${locale}`;
        assert.ok(subject.length > 8 && subject.length <= 200 && !/[\r\n]/.test(subject), where);
        for (const part of [subject, text, visible(html)])
          assert.doesNotMatch(part, /[{}<>]|undefined|null|NaN|Invalid|\[object/, where);
        assert.doesNotMatch(html, /<%|%>|\{\{|undefined/, where);
        assert.match(
          html,
          new RegExp(`^<!doctype html>\\s<html lang="${locale}" dir="${directionOf(locale)}"`),
          where,
        );
        assert.ok(unescape(/<title>([^<]*)/.exec(html)![1]!) === subject, where);
        for (const shown of [text, visible(html)])
          assert.ok(shown.includes(facts.brand.name), where);
        for (const line of text.split('\n'))
          assert.ok(line.length <= 78 || line.startsWith('https://'), `${where}: ${line}`);
        // Without an app, whoever claimed goes the way of the mail.
        const isOwn = facts.isHosted && facts.kind === 'promo_code_claim';
        const links = facts.items.flatMap(({ code, claimUrl, deepLinkUrl }) =>
          [code === null ? claimUrl : isOwn ? facts.appUrl : deepLinkUrl].filter(
            (url) => url !== null,
          ),
        );
        for (const url of links.length > 0 ? links : [facts.appUrl]) {
          assert.ok(text.split('\n').includes(url), `${where}: ${url} is not in the text`);
          assert.ok(hrefs(html).includes(url), `${where}: ${url} is not in the HTML`);
        }
        for (const { code } of facts.items)
          if (code !== null)
            for (const shown of [text, visible(html)])
              assert.ok(shown.includes(code), `${where}: ${code}`);
        for (const image of html.match(/<img[^>]*>/g) ?? [])
          assert.match(image, / alt="[^"]+"/, where);
        assert.deepEqual(
          [...html.matchAll(/cid:([^"]+)"/g)].map((m) => m[1]),
          attachments.map((a) => a.cid),
          where,
        );
      }
    });
  }

  it('exist in both forms of every kind', () => {
    assert.deepEqual([...new Set(PREVIEW_FACTS.map((x) => x.kind))], [...TRAVELER_KINDS]);
    for (const kind of TRAVELER_KINDS) assert.equal(exampleFacts(kind, 'sv-SE').kind, kind);
  });

  it('say what the kind is about', () => {
    const of = (
      name: string,
      locale = 'en-GB',
      change: Partial<MessageFacts> = {},
    ): { subject: string; text: string } =>
      renderMail({ ...PREVIEW_FACTS.find((x) => x.name === name)!.facts(locale), ...change });
    assert.equal(of('booking_confirmation').subject, 'Your mobile data is ready – Türkiye');
    assert.match(
      of('booking_confirmation').text,
      /^Hello Sanne,\n\nA data package for your trip is waiting for you\.\n[\s\S]*install your eSIM before you leave[\s\S]*Departure: 15 July 2027/,
    );
    assert.match(
      of('booking_confirmation-codes').text,
      /\n2 data packages [\s\S]*For someone travelling with you\?[\s\S]*uuid=550e8400/,
    );
    assert.match(
      of('booking_confirmation-mixed').text,
      /Unlimited data · 14 days[\s\S]*500 MB · 1 day from[\s\S]*For Spain, France and Italy[\s\S]*Destination of your choice[\s\S]*Get the code:\nhttps/,
    );
    assert.match(of('promo_code_claim').text, /Your code: K7QX2M9TB4RW\nValid until 14 July 2028/);
    assert.match(
      of('departure_reminder').text,
      /trip starts on 15 July 2027\.[\s\S]*not on your phone yet/,
    );
    assert.match(of('departure_reminder-installed').text, /already on your phone/);
    assert.doesNotMatch(of('departure_reminder-installed').text, /not on your phone yet/);
    assert.match(
      of('departure_reminder', 'en-GB', { departureDate: null }).text,
      /Your trip starts soon\./,
    );
    assert.match(of('departure_reminder-codes').text, /Your code has not been used yet/);
    assert.match(
      of('running_low').text,
      /used 80% of your data package\.\n\nStill available: 204\.8 MB\./,
    );
    assert.doesNotMatch(of('running_low-by_time').text, /Still available/);
    assert.equal(of('running_low-used_up').subject, 'Your data package is used up – Türkiye');
    assert.match(of('package_expiring').text, /until 14 August 2027 at 14:30 CEST\./);
    assert.match(
      of('package_expiring', 'en-GB', { timeZone: 'Asia/Tokyo' }).text,
      /until 14 August 2027 at 21:30 GMT\+9\./,
    );
    assert.match(
      of('promo_code_claim', 'en-GB', { timeZone: 'Asia/Tokyo' }).text,
      /Valid until 15 July 2028/,
    );
    assert.match(
      of('promo_code_claim', 'en-GB').text,
      /because\s+a\s+code\s+was\s+requested\s+with\s+this\s+address/,
    );
    // A package in use came from a code once; that is over.
    const used = of('running_low', 'en-GB', {
      items: PREVIEW_FACTS.find((x) => x.name === 'promo_code_claim')!.facts('en-GB').items,
    });
    assert.doesNotMatch(used.text, /K7QX2M9TB4RW/);
  });

  it("take the partner's own subject and first paragraph", () => {
    const facts = {
      ...exampleFacts('booking_confirmation', 'de-DE'),
      custom: {
        subject: 'Ihr Datenpaket\r\nBcc: x',
        intro: 'Erste Zeile\nzweite & <b>\r\n\r\nNeuer Absatz',
      },
    };
    const { subject, text, html } = renderMail(facts);
    assert.equal(subject, 'Ihr Datenpaket Bcc: x');
    assert.match(
      text,
      /^Guten Tag Sanne,\n\nErste Zeile\nzweite & <b>\n\nNeuer Absatz\n\nÖffnen Sie die App/,
    );
    assert.match(html, /Erste Zeile<br>zweite &amp; &lt;b&gt;<\/p>/);
    assert.doesNotMatch(text, /liegt für Sie bereit/);
    assert.match(
      renderMail({ ...facts, custom: { subject: ' \n', intro: '  ' } }).text,
      /liegt für Sie bereit/,
      'empty words replace nothing',
    );
  });

  it('isolate right-to-left names: as elements in HTML, by characters where there are none', () => {
    const example = exampleFacts('booking_confirmation', 'en-GB');
    const brand = { ...example.brand, name: 'شركة الأفق' };
    const custom = { subject: 'رحلتك', intro: null };
    const items = [{ ...example.items[0]!, countries: ['عُمان', 'Spain'] }];
    const facts = { ...example, name: 'أحمد', brand, items };
    const { subject, text, html } = renderMail({ ...facts, custom });
    assert.equal(subject, '\u2068رحلتك\u2069');
    assert.ok(html.includes('<title>\u2068رحلتك\u2069</title>'));
    assert.ok(text.startsWith('Hello \u2068أحمد\u2069,\n'));
    for (const shown of [
      '>Hello <bdi>أحمد</bdi>,</p>',
      '><bdi>رحلتك</bdi></h1>',
      'For <bdi>عُمان</bdi> and Spain',
      '<br><bdi>شركة الأفق</bdi></p>',
      'this e-mail from <bdi>شركة الأفق</bdi> because',
    ])
      assert.ok(html.includes(shown), shown);
    assert.doesNotMatch(visible(html), /[\u2066-\u2069]/);
    // The picture of a logo is followed by no sentence.
    const withLogo = { ...brand, logoUrl: 'https://hubby.example.com/brand/x/default.png' };
    assert.match(renderMail({ ...facts, brand: withLogo }).html, / alt="شركة الأفق"/);
    assert.match(
      renderMail({ ...facts, brand: { ...brand, name: '<b> שלום' } }).html,
      /from <bdi>&lt;b&gt; שלום<\/bdi> because/,
    );
  });

  it("end with the partner's terms, privacy statement and help, in the reader's words", () => {
    const example = exampleFacts('booking_confirmation', 'de-DE');
    const { html, text } = renderMail(example);
    assert.match(
      text,
      /\n\nHilfe: help@blue-horizon.example.com\nNutzungsbedingungen: https:\/\/blue-horizon.example.com\/terms\nDatenschutz: https:\/\/blue-horizon.example.com\/privacy\n$/,
    );
    const foot = html.slice(html.indexOf('class="foot"'));
    assert.deepEqual(
      [...foot.matchAll(/ href="([^"]*)"[^>]*>([^<]*)</g)].map((m) => [m[2], m[1]]),
      [
        ['Hilfe', 'mailto:help@blue-horizon.example.com'],
        ['Nutzungsbedingungen', 'https://blue-horizon.example.com/terms'],
        ['Datenschutz', 'https://blue-horizon.example.com/privacy'],
      ],
    );
    const none = renderMail({ ...example, brand: { ...example.brand, legal: {} } });
    assert.doesNotMatch(none.html.slice(none.html.indexOf('class="foot"')), / href=/);
    assert.ok(none.text.endsWith('aufgrund Ihrer Reise.\n'), none.text.slice(-200));
    for (const locale of LOCALES.filter((tag) => !tag.startsWith('en')))
      assert.notEqual(legalLinks({ terms: 'x' }, locale)[0]!.label, 'Terms', locale);
  });

  it('refuse a usage mail without usage', () =>
    assert.throws(
      () => renderMail({ ...exampleFacts('running_low', 'en'), usage: null }),
      /needs usage/,
    ));
});

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='x",
  '\r\nBcc: a@b.example\r\n',
  '\u202egnp.exe',
  'שלום',
  '👩‍👩‍👧‍👦'.repeat(20),
  '{count, plural}',
  '<%= it %>',
  '{{ it }}',
  '$&$1',
  '\u0000',
  '\ud800',
  ']]>',
  '-->',
  '</title>',
  '&lt;',
  'a'.repeat(200),
  '%00',
  '`${1}`',
  '\u2028',
  'cid:x',
];
const nasty = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 30 })), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => parts.join(''));
const url = fc.oneof(
  nasty,
  nasty.map((part) => `https://app.example.com/?a=${part}`),
  fc.constantFrom(
    'javascript:alert(1)',
    'JAVASCRIPT:alert(1)',
    ' javascript:x',
    'java\nscript:x',
    'data:text/html,x',
    'vbscript:x',
    'blueapp://open?code=X',
    '//evil.example',
  ),
);
const item: fc.Arbitrary<Item> = fc.record({
  destination: fc.option(nasty),
  countries: fc.array(nasty, { maxLength: 3 }),
  bytes: fc.option(fc.integer({ min: 1, max: 2 ** 43 })),
  isUnlimited: fc.boolean(),
  days: fc.option(fc.integer({ min: 1, max: 400 })),
  code: fc.option(nasty),
  claimUrl: fc.option(url),
  deepLinkUrl: fc.option(url),
  validUntil: fc.option(
    fc.date({ min: new Date('2026-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
  ),
});
const hostileFacts: fc.Arbitrary<MessageFacts> = fc.record({
  kind: fc.constantFrom(...TRAVELER_KINDS),
  locale: fc.constantFrom(...LOCALES),
  name: fc.option(nasty),
  timeZone: fc.constantFrom('UTC', 'Asia/Tokyo', 'America/St_Johns'),
  brand: fc.record({
    name: nasty,
    logoUrl: fc.option(url),
    primaryColor: fc.oneof(nasty, fc.constant('#ffffff')),
    secondaryColor: nasty,
    legal: fc.record(
      { terms: url, privacy: url, help: fc.oneof(url, fc.constant('mailto:help@example.com')) },
      { requiredKeys: [] },
    ),
  }),
  departureDate: fc.constantFrom(null, '2027-07-15'),
  items: fc.array(item, { maxLength: 3 }),
  appUrl: url,
  isHosted: fc.boolean(),
  isInstalled: fc.constantFrom(null, true, false),
  usage: fc.constant({ percent: 80, leftBytes: 12 }),
  expiresAt: fc.constantFrom(null, new Date(0)),
  purchase: fc.record({
    number: fc.constant('pur_01'),
    paid: fc.constant({ minor: 1_250, currency: 'EUR' }),
    seller: nasty,
  }),
  custom: fc.record({ subject: fc.option(nasty), intro: fc.option(nasty) }),
});

describe('hostile names, texts and URLs', () => {
  it('stay text: the tags of the mail are those of an innocent one', () => {
    // Each value as another mail would have it, so that what depends on a value being there is the
    // same.
    const tame = (text: string): string => (oneLine(text, 2000) === '' ? '' : 'x');
    // A link keeps its length: one that is too long for a QR code stays without its picture.
    const tameUrl = (value: string | null, app: string | null = null): string | null => {
      const url = safeUrl(value, app);
      return url === null ? null : 'https://example.com/'.padEnd(Buffer.byteLength(url), 'x');
    };
    fc.assert(
      fc.property(hostileFacts, (facts) => {
        const innocent: MessageFacts = {
          ...facts,
          name: facts.name && tame(facts.name),
          brand: {
            name: tame(facts.brand.name),
            logoUrl: tameUrl(facts.brand.logoUrl),
            primaryColor: '#112233',
            secondaryColor: '#445566',
            legal: Object.fromEntries(
              Object.entries(facts.brand.legal).map(([name, url]) => [
                name,
                tameUrl(url, 'mailto:') ?? 'javascript:',
              ]),
            ),
          },
          appUrl: tameUrl(facts.appUrl, facts.appUrl) ?? 'javascript:',
          purchase: facts.purchase && { ...facts.purchase, seller: tame(facts.purchase.seller) },
          items: facts.items.map((i) => ({
            ...i,
            destination: i.destination && tame(i.destination),
            countries: i.countries.map(tame),
            code: i.code === null ? null : 'CODE',
            claimUrl: tameUrl(i.claimUrl),
            deepLinkUrl: tameUrl(i.deepLinkUrl, facts.appUrl),
          })),
          custom: {
            subject: facts.custom.subject && tame(facts.custom.subject),
            intro:
              facts.custom.intro &&
              paragraphsOf(facts.custom.intro)
                .map((lines) => lines.map(() => 'x').join('\n'))
                .join('\n\n'),
          },
        };
        assert.equal(skeletonOf(renderMail(facts).html), skeletonOf(renderMail(innocent).html));
      }),
      { numRuns: 400 },
    );
  });

  it('leave the subject one line of at most 200 characters, and no control or direction character anywhere', () => {
    fc.assert(
      fc.property(hostileFacts, (facts) => {
        const { subject, text, html, attachments } = renderMail(facts);
        assert.ok(subject.length > 0 && subject.length <= 200);
        assert.doesNotMatch(subject, /[\p{Cc}\u2028\u2029]/u);
        for (const part of [text, html])
          assert.doesNotMatch(
            part.replaceAll('\n', ''),
            /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066\u2067\u2028]/u,
          );
        assert.doesNotMatch(visible(html), /[\u2068\u2069]/);
        assert.equal(html.match(/<bdi>/g)?.length, html.match(/<bdi>[^<]*<\/bdi>/g)?.length);
        assert.match(subject, /^[^\u2068\u2069]*(\u2068[^\u2068\u2069]*\u2069[^\u2068\u2069]*)*$/);
        for (const part of [subject, text, html]) assert.ok(part.isWellFormed());
        for (const { cid, contentType, content } of attachments)
          assert.ok(
            contentType === 'image/png' && content.length > 100 && html.includes(`cid:${cid}"`),
          );
      }),
      { numRuns: 400 },
    );
  });

  it('lead nowhere but to http, https and the app', () => {
    fc.assert(
      fc.property(hostileFacts, (facts) => {
        const { html, text } = renderMail(facts);
        const allowed = [
          'http:',
          'https:',
          ...(safeUrl(facts.appUrl, facts.appUrl) === null ? [] : [new URL(facts.appUrl).protocol]),
        ];
        const lines = text.split('\n');
        for (const href of hrefs(html)) {
          const { protocol } = new URL(href);
          const isHelp = protocol === 'mailto:' && facts.brand.legal.help?.startsWith(protocol);
          assert.ok(isHelp || allowed.includes(protocol), href);
          const shown = isHelp ? href.slice(protocol.length) : href;
          const isIn = lines.some((line) => line === shown || line.endsWith(` ${shown}`));
          assert.ok(isIn, `${href} is in the HTML only`);
        }
        for (const [, src] of html.matchAll(/ src="([^"]*)"/g))
          assert.match(src!, /^(https?:|cid:qr-\d+@hubby$)/i);
      }),
      { numRuns: 400 },
    );
  });

  it('leave out the QR code of a link that none holds, and keep the link', () => {
    const claim = exampleFacts('promo_code_claim', 'en');
    const withLink = (length: number): MessageFacts => {
      const start = `${claim.appUrl}/?code=`;
      const deepLinkUrl = start + 'x'.repeat(length - start.length);
      return { ...claim, items: [{ ...claim.items[0]!, code: 'ABC', deepLinkUrl }] };
    };
    for (const [length, codes] of [
      [2_331, 1],
      [2_332, 0],
    ] as const) {
      const { attachments, text } = renderMail(withLink(length));
      assert.equal(attachments.filter(({ cid }) => cid.startsWith('qr-')).length, codes);
      assert.ok(text.includes('x'.repeat(length - 100)));
    }
  });

  it('never reach the style sheet: colors are #rrggbb or ours', () => {
    fc.assert(
      fc.property(nasty, (color) => {
        for (const value of Object.values(
          lookOf({ name: 'x', logoUrl: null, primaryColor: color, secondaryColor: color }).colors,
        ))
          assert.match(value, /^#[0-9a-f]{6}$/i);
      }),
    );
  });

  it('are cleaned by these rules', () => {
    assert.equal(oneLine(' a\r\n\tb\u202e c\u0000 ', 99), 'a b c');
    assert.equal(oneLine('שלום', 99), '\u2068שלום\u2069');
    assert.equal(cut('👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 12), '👩‍👩‍👧‍👦…');
    assert.equal(cut('of \u2068שלום\u2069 x', 8), 'of \u2068של…\u2069');
    assert.equal(cut('of \u2068של\u2069 and more', 9), 'of \u2068של\u2069…');
    assert.deepEqual(paragraphsOf('a\r\nb\n \n\nc\r\rd\n'), [['a', 'b'], ['c'], ['d']]);
    assert.equal(safeUrl('https://a.example/x?y=1&z=2#f'), 'https://a.example/x?y=1&z=2#f');
    assert.equal(safeUrl('https://a.example/"onx="'), 'https://a.example/%22onx=%22');
    assert.equal(safeUrl('blueapp://open?code=X', 'blueapp://home'), 'blueapp://open?code=X');
    for (const bad of [
      'javascript:alert(1)',
      ' javascript:alert(1)',
      'java\nscript:x',
      'data:text/html,x',
      'blueapp://x',
      '/starter',
      '',
    ])
      assert.equal(safeUrl(bad, 'https://app.example.com'), null, bad);
    assert.equal(safeUrl('javascript:1', 'javascript:2'), null);
  });
});

describe('the QR code of a claim', () => {
  it('is the deep link: every module of the image, and the white around it', async () => {
    const facts = exampleFacts('promo_code_claim', 'it-IT');
    const { attachments, html } = renderMail(facts);
    assert.equal(attachments.length, 1);
    const { data, info } = await sharp(attachments[0]!.content)
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const expected = generate(facts.items[0]!.deepLinkUrl!, { minCorrectionLevel: correction.M });
    const other = generate(`${facts.items[0]!.deepLinkUrl!}2`, {
      minCorrectionLevel: correction.M,
    });
    const scale = info.width / (expected.size + 8);
    assert.ok(Number.isInteger(scale) && scale >= 4 && info.width === info.height);
    const seen = (x: number, y: number): boolean =>
      data[
        (Math.floor((y + 4.5) * scale) * info.width + Math.floor((x + 4.5) * scale)) * info.channels
      ]! < 128;
    let [differences, foreign] = [0, 0];
    for (let y = -4; y < expected.size + 4; y++)
      for (let x = -4; x < expected.size + 4; x++) {
        if (seen(x, y) !== expected.get(x, y)) differences++;
        if (seen(x, y) !== other.get(x, y)) foreign++;
      }
    assert.equal(differences, 0);
    assert.ok(foreign > 50, 'another link would be seen');
    assert.match(html, /alt="Codice QR[^"]*K7QX2M9TB4RW"/);
  });

  it('is in no other mail', () => {
    for (const example of PREVIEW_FACTS.filter((x) => x.kind !== 'promo_code_claim'))
      assert.deepEqual(renderMail(example.facts('en')).attachments, []);
  });
});

describe('the skeletons of the mails', () => {
  it('are what their MJML sources say', async () =>
    assert.deepEqual(await staleSkeletons(), [], 'run: npm run mails'));

  it('need no MJML at run time, and fetch nothing', () => {
    for (const file of globSync('src/**/*.ts', { cwd: ROOT }))
      assert.doesNotMatch(readFileSync(join(ROOT, file), 'utf8'), /from 'mjml|import\('mjml/, file);
    const html = renderMail(exampleFacts('promo_code_claim', 'en')).html;
    assert.doesNotMatch(html, /<link|<script|@import|url\(/);
    assert.match(
      html,
      /<meta name="color-scheme" content="light dark">[\s\S]*prefers-color-scheme: dark|prefers-color-scheme: dark[\s\S]*<meta name="color-scheme" content="light dark">/,
    );
  });
});

describe('hubby mail preview', () => {
  const preview = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(
      process.execPath,
      [
        '--disable-warning=ExperimentalWarning',
        join(ROOT, 'bin/hubby.mjs'),
        'mail',
        'preview',
        ...args,
      ],
      {
        encoding: 'utf8',
        env: { PATH: process.env['PATH'] ?? '', HUBBY_DATA_DIR: '/nonexistent' },
      },
    );

  it('writes every mail in every language, with the images in the pages, and needs no server', () => {
    const out = mkdtempSync(join(tmpdir(), 'hubby-mails-'));
    const { status, stdout, stderr } = preview('--out', out, '--json');
    assert.equal(status, 0, stderr);
    assert.deepEqual(JSON.parse(stdout), {
      folder: out,
      index: join(out, 'index.html'),
      mails: PREVIEW_FACTS.length * LOCALES.length,
    });
    const index = readFileSync(join(out, 'index.html'), 'utf8');
    const files = readdirSync(out);
    assert.equal(files.length, 1 + 2 * PREVIEW_FACTS.length * LOCALES.length);
    assert.deepEqual(hrefs(index).sort(), files.filter((file) => file !== 'index.html').sort());
    const claim = readFileSync(join(out, 'promo_code_claim.mk-MK.html'), 'utf8');
    assert.match(claim, /src="data:image\/png;base64,/);
    assert.doesNotMatch(claim, /cid:/);
    rmSync(out, { recursive: true });
  });

  it('can be narrowed down and recolored', () => {
    const out = mkdtempSync(join(tmpdir(), 'hubby-mails-'));
    assert.equal(
      preview('--kind', 'running_low', '--locale', 'pt', '--brand-color', '#ABCDEF', '--out', out)
        .status,
      0,
    );
    assert.deepEqual(
      readdirSync(out)
        .filter((file) => file.endsWith('.html'))
        .sort(),
      [
        'index.html',
        ...PREVIEW_FACTS.filter((x) => x.kind === 'running_low').map((x) => `${x.name}.pt-PT.html`),
      ].sort(),
    );
    assert.match(readFileSync(join(out, 'running_low.pt-PT.html'), 'utf8'), /#ABCDEF/);
    rmSync(out, { recursive: true });
  });

  it('says what is wrong with an option', () => {
    for (const [args, says] of [
      [['--kind', 'spam'], /--kind is one of booking_confirmation, /],
      [['--locale', 'en--US'], /--locale is a language tag/],
      [['--brand-color', 'red'], /--brand-color is a colou?r/],
    ] as const) {
      const { status, stderr } = preview(...args);
      assert.equal(status, 1);
      assert.match(stderr, says);
    }
  });
});
