/**
 * The grammar of activation codes, check digits, QR codes, links, and what browsers say of
 * themselves: pure rules.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import sharp from 'sharp';
import { SUPPORTED_LOCALES } from '../src/domain/catalog/locales.ts';
import { installationOf, setupLink } from '../src/domain/esims/activation-code.ts';
import { qrPath, qrPng, qrSvg } from '../src/domain/esims/qr.ts';
import { installTranslator } from '../src/pages/install/install.ts';
import { en } from '../src/pages/texts/install/en.ts';
import { installTextsOf, type InstallTexts } from '../src/pages/texts/install/index.ts';
import { takesLinks, visitorOf, type Visitor } from '../src/pages/frame/visitor.ts';
import {
  buildLpa,
  eidCheckDigits,
  isEid,
  isIccid,
  lpaProblems,
  makeIccid,
  MAX_ACTIVATION_CODE,
  parseActivationCode,
  parseLpa,
  type Lpa,
} from '../src/providers/identifiers.ts';

const LPA = 'LPA:1$smdp.gsma.com$04386-AGYFT-A74Y8-3F815';
const of = (
  host: string,
  matchingId: string,
  oid: string | null = null,
  confirmationRequired = false,
): Lpa => ({ host, matchingId, oid, confirmationRequired });

const chars = (set: string, min: number, max: number) =>
  fc.array(fc.constantFrom(...set), { minLength: min, maxLength: max }).map((c) => c.join(''));
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const label = chars(`${LETTERS}0123456789`, 1, 20);
const host = fc
  .tuple(fc.array(label, { minLength: 1, maxLength: 3 }), chars(LETTERS, 2, 10))
  .map(([labels, top]) => [...labels, top].join('.'));
const arc = fc.oneof(fc.constantFrom('0', '1', '31746'), fc.nat().map(String));
const oid = fc
  .tuple(fc.constantFrom('1.3', '0.39', '2.999', '2.16'), fc.array(arc, { maxLength: 6 }))
  .map(([root, arcs]) => [root, ...arcs].join('.'));
const lpa: fc.Arbitrary<Lpa> = fc.record(
  {
    host,
    matchingId: chars('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-', 0, 60),
    oid: fc.option(oid),
    confirmationRequired: fc.boolean(),
  },
  { noNullPrototype: true },
);

describe('activation codes', () => {
  it('are read back as they were built, in every form that devices take', () => {
    fc.assert(
      fc.property(
        lpa,
        fc.constantFrom('LPA:', 'lpa:', 'Lpa:', ''),
        fc.constantFrom('', ' ', '\n'),
        (parts, prefix, space) => {
          const built = buildLpa(parts);
          assert.deepEqual(parseLpa(built), parts);
          assert.deepEqual(parseActivationCode(space + prefix + built.slice(4) + space), parts);
          assert.deepEqual(
            parseActivationCode(
              `${built}${parts.confirmationRequired ? '' : '$'.repeat(parts.oid === null ? 2 : 1)}$whatever$comes`,
            ),
            parts,
            'what follows is passed over',
          );
        },
      ),
    );
  });

  it('are written in one way: an OID only where there is one, an empty one before the flag', () => {
    assert.equal(buildLpa(of('smdp.example.com', 'A-1')), 'LPA:1$smdp.example.com$A-1');
    assert.equal(buildLpa(of('smdp.example.com', '')), 'LPA:1$smdp.example.com$');
    assert.equal(buildLpa(of('smdp.example.com', 'A', null, true)), 'LPA:1$smdp.example.com$A$$1');
    assert.equal(
      buildLpa(of('smdp.example.com', 'A', '1.3.6.1.4.1.31746')),
      'LPA:1$smdp.example.com$A$1.3.6.1.4.1.31746',
    );
    assert.equal(
      buildLpa(of('smdp.example.com', '', '1.3.6.1.4.1.31746', true)),
      'LPA:1$smdp.example.com$$1.3.6.1.4.1.31746$1',
    );
  });

  it('that are none are none', () => {
    const bad = [
      '',
      'LPA:',
      'LPA:1',
      'LPA:1$',
      'LPA:1$a.b',
      'LPA:2$a.b$C',
      '1$a$C',
      'LPA:1$$C',
      'LPA:1$a.b$c',
      'LPA:1$a.b$C D',
      'LPA:1$a.b$C_1',
      'LPA:1$a.b$Ä',
      'LPA:1$a.b$C$x',
      'LPA:1$a.b$C$1',
      'LPA:1$a.b$C$3.1',
      'LPA:1$a.b$C$1.40',
      'LPA:1$a.b$C$1.03',
      'LPA:1$a.b$C$1..3',
      'LPA:1$a.b$C$$2',
      'LPA:1$a.b$C$$true',
      'LPA:1$-a.b$C',
      'LPA:1$a-.b$C',
      'LPA:1$a..b$C',
      'LPA:1$a.b.$C',
      'LPA:1$1.2.3.4$C',
      'LPA:1$a.b:443$C',
      'LPA:1$https://a.b$C',
      'LPA:1$a b.c$C',
      'LPA 1$a.b$C',
      'LPA:LPA:1$a.b$C',
      `LPA:1$${'a'.repeat(64)}.b$C`,
    ];
    for (const text of bad) assert.equal(parseActivationCode(text), null, text);
    fc.assert(
      fc.property(fc.string(), (text) => {
        const parts = parseActivationCode(text);
        if (parts !== null) assert.deepEqual(parseLpa(buildLpa(parts)), parts);
      }),
    );
  });

  it('have at most 255 characters, the prefix not counted', () => {
    const longest = of('a.example', 'X'.repeat(MAX_ACTIVATION_CODE - '1$a.example$'.length));
    assert.equal(buildLpa(longest).length, MAX_ACTIVATION_CODE + 4);
    assert.deepEqual(parseLpa(buildLpa(longest)), longest);
    const longer = { ...longest, matchingId: `${longest.matchingId}X` };
    assert.deepEqual(lpaProblems(longer), ['length']);
    assert.equal(parseActivationCode(`1$${longer.host}$${longer.matchingId}`), null);
  });

  it('are not built of wrong parts, and the error keeps the secret', () => {
    assert.deepEqual(lpaProblems(of('a', 'secret', '9')), ['host', 'matchingId', 'oid']);
    assert.throws(
      () => buildLpa(of('a.b', 'secret')),
      (error: Error) =>
        error instanceof RangeError &&
        /matchingId/.test(error.message) &&
        !error.message.includes('secret'),
    );
    for (const part of ['$', 'A$1', 'A\n']) assert.throws(() => buildLpa(of('a.b', part)));
  });

  it('make links that carry them whole', () => {
    fc.assert(
      fc.property(lpa, (parts) => {
        const text = buildLpa(parts);
        const made = installationOf(text);
        for (const [url, at] of [
          [made.apple_url, 'esimsetup.apple.com'],
          [made.android_url, 'esimsetup.android.com'],
        ] as const) {
          const { origin, pathname, searchParams } = new URL(url);
          assert.deepEqual(
            [origin, pathname, searchParams.get('carddata')],
            [`https://${at}`, '/esim_qrcode_provisioning', text],
          );
        }
        assert.deepEqual(
          [made.smdp_address, made.matching_id, made.confirmation_code_required],
          [parts.host, parts.matchingId, parts.confirmationRequired],
        );
      }),
    );
    assert.equal(
      setupLink('apple', LPA),
      'https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=LPA%3A1%24smdp.gsma.com%2404386-AGYFT-A74Y8-3F815',
    );
  });
});

describe('check digits', () => {
  it('of an EID find every wrong digit and every swap of neighbours', () => {
    assert.ok(isEid('89049032123451234512345678901235'));
    fc.assert(
      fc.property(
        chars('0123456789', 30, 30),
        fc.nat(31),
        fc.integer({ min: 1, max: 9 }),
        (digits, at, by) => {
          const eid = digits + eidCheckDigits(digits);
          assert.ok(isEid(eid), eid);
          assert.equal(
            isEid(eid.slice(0, at) + ((Number(eid[at]) + by) % 10) + eid.slice(at + 1)),
            false,
          );
          if (at < 31 && eid[at] !== eid[at + 1])
            assert.equal(
              isEid(eid.slice(0, at) + eid[at + 1] + eid[at] + eid.slice(at + 2)),
              false,
            );
        },
      ),
    );
    for (const bad of [
      '',
      '8904903212345123451234567890123',
      '890490321234512345123456789012350',
      '8904903212345123451234567890123x',
      '89049032123451234512345678901235\n',
    ])
      assert.equal(isEid(bad), false);
  });

  it('of an ICCID find every wrong digit', () => {
    fc.assert(
      fc.property(fc.nat(18), fc.integer({ min: 1, max: 9 }), (at, by) => {
        const iccid = makeIccid('8988');
        assert.ok(isIccid(iccid));
        assert.equal(
          isIccid(iccid.slice(0, at) + ((Number(iccid[at]) + by) % 10) + iccid.slice(at + 1)),
          false,
        );
      }),
    );
  });
});

/** Dark modules of a QR code's path, quiet zone included. */
function darkOf(path: string): Set<string> {
  const dark = new Set<string>();
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g))
    for (let i = 0; i < Number(width); i++) dark.add(`${Number(x) + i},${y}`);
  return dark;
}

describe('QR codes', () => {
  it('have a quiet zone of four modules and error correction M or better, as the symbol itself says', () => {
    for (const content of [
      LPA,
      buildLpa(of('smdp.example.com', 'X'.repeat(200), '1.3.6', true)),
      'https://example.com/install/x',
    ]) {
      const { size, path } = qrPath(content);
      const dark = darkOf(path);
      for (const at of dark)
        for (const n of at.split(',').map(Number)) assert.ok(n >= 4 && n < size - 4, at);
      // The first two bits of the format, beside the upper left finder: masked with 10; 01 = L, 00
      // = M, 11 = Q, 10 = H.
      const level = [4, 5].map((x) => Number(dark.has(`${x},12`)) ^ (x === 4 ? 1 : 0)).join('');
      assert.ok(['00', '11', '10'].includes(level), `${content}: ${level}`);
    }
  });

  it('are one picture as SVG and as PNG of exactly the wanted size', async () => {
    const { size: modules, path } = qrPath(LPA);
    const dark = darkOf(path);
    assert.match(
      qrSvg(LPA),
      new RegExp(
        `^<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${modules} ${modules}"[^>]*><rect [^>]*fill="#fff"/><path d="[M0-9 hvHz]+" fill="#000"/></svg>$`,
      ),
    );
    for (const size of [200, 333, 1000, 2000]) {
      const { data, info } = await sharp(qrPng(LPA, size))
        .flatten({ background: '#f00' })
        .greyscale()
        .raw()
        .toBuffer({ resolveWithObject: true });
      assert.deepEqual([info.width, info.height], [size, size]);
      const scale = Math.floor(size / modules);
      const start = Math.floor((size - (modules - 8) * scale) / 2) - 4 * scale;
      for (let y = 0; y < modules; y++)
        for (let x = 0; x < modules; x++) {
          const pixel = data[(start + y * scale) * size + start + x * scale];
          assert.equal(pixel, dark.has(`${x},${y}`) ? 0 : 255, `${size}: ${x},${y}`);
        }
    }
    assert.equal((await sharp(qrPng(LPA)).metadata()).width, 1000);
  });
});

const IPHONE = (os: string, rest = 'Version/17.4 Mobile/15E148 Safari/604.1'): string =>
  `Mozilla/5.0 (iPhone; CPU iPhone OS ${os} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) ${rest}`;
const ANDROID = (
  rest = 'Chrome/130.0.0.0 Mobile Safari/537.36',
  device = 'Android 15; Pixel 10',
): string => `Mozilla/5.0 (Linux; ${device}) AppleWebKit/537.36 (KHTML, like Gecko) ${rest}`;
const visitor = (agent: string): Visitor => visitorOf({ 'user-agent': agent });

describe("a visitor's browser", () => {
  it('decides the way: one tap from iOS 17.4 on and on Android', () => {
    const ways: [string, Visitor['platform'], boolean][] = [
      [IPHONE('17_4', 'Version/17.4 Mobile/15E148 Safari/604.1'), 'apple', true],
      [IPHONE('17_3_1', 'Version/17.3.1 Mobile/15E148 Safari/604.1'), 'apple', false],
      [IPHONE('17_3', 'CriOS/120.0 Mobile/15E148 Safari/604.1'), 'apple', false],
      [IPHONE('16_7', 'Version/16.6 Mobile/15E148 Safari/604.1'), 'apple', false],
      [IPHONE('18_6', 'Version/26.0 Mobile/15E148 Safari/604.1'), 'apple', true],
      ['Mozilla/5.0 (iPad) Safari/604.1', 'apple', true],
      [ANDROID(), 'android', true],
      [
        'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15',
        'computer',
        false,
      ],
      [
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36',
        'computer',
        false,
      ],
      ['', 'computer', false],
      ['curl/8', 'computer', false],
    ];
    for (const [agent, platform, link] of ways)
      assert.deepEqual(
        [visitor(agent).platform, takesLinks(visitor(agent)), visitor(agent).app],
        [platform, link, null],
        agent,
      );
    assert.equal(
      visitorOf({
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)',
        'sec-ch-ua-platform': '"Android"',
      }).platform,
      'android',
    );
  });

  it('is told from an app that shows pages itself', () => {
    const web = 'Mobile/15E148';
    const apps: [string, string][] = [
      [IPHONE('17_5', `${web} [FBAN/FBIOS;FBAV/480.0.0;FBDV/iPhone14,5]`), 'Facebook'],
      [IPHONE('17_5', `${web} [FBAN/MessengerForiOS;FBAV/480.0.0]`), 'Messenger'],
      [IPHONE('17_5', `${web} Instagram 330.0.0 (iPhone14,5; iOS 17_5)`), 'Instagram'],
      [
        ANDROID(
          'Version/4.0 Chrome/130.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/480.0.0;]',
          'Android 15; SM-S921B Build/X; wv',
        ),
        'Facebook',
      ],
      [
        ANDROID(
          'Version/4.0 Chrome/130.0 Mobile Safari/537.36 musical_ly_2023 BytedanceWebview/d8a21c6',
          'Android 15; Pixel 10; wv',
        ),
        'TikTok',
      ],
      [IPHONE('17_5', `${web} MicroMessenger/8.0.49`), 'WeChat'],
      [IPHONE('17_5', `${web} Safari Line/14.5.0`), 'LINE'],
      [IPHONE('17_5', `${web} GSA/314.0 Safari/604.1`), 'Google'],
      [IPHONE('17_5', `${web} Gmail/6.0`), 'Gmail'],
      [IPHONE('17_5', web), ''],
      [
        ANDROID(
          'Version/4.0 Chrome/130.0 Mobile Safari/537.36',
          'Android 15; Pixel 10 Build/X; wv',
        ),
        '',
      ],
    ];
    for (const [agent, app] of apps) assert.equal(visitor(agent).app, app, agent);
    fc.assert(
      fc.property(fc.string({ maxLength: 3000 }), (agent) => {
        visitor(agent);
      }),
    );
  });

  it('says which device it is, where it says so', () => {
    const known: [string, Visitor['version'], string | null][] = [
      [ANDROID(), [15, 0], 'Pixel 10'],
      [
        ANDROID(
          'Version/4.0 Chrome/130.0 Mobile Safari/537.36',
          'Android 14; SM-S921B Build/UP1A.231005.007; wv',
        ),
        [14, 0],
        'SM-S921B',
      ],
      [ANDROID(undefined, 'Android 10; K'), null, null],
      [ANDROID(undefined, 'Android 8.1.0; Nexus 5X'), [8, 1], 'Nexus 5X'],
      [IPHONE('17_4'), [17, 4], null],
      [IPHONE('16_7').replace('(iPhone; CPU iPhone OS', '(iPad; CPU OS'), [17, 4], 'iPad'],
      ['Mozilla/5.0 (X11)', null, null],
    ];
    for (const [agent, version, model] of known)
      assert.deepEqual([visitor(agent).version, visitor(agent).model], [version, model], agent);
  });
});

describe('words of the install page', () => {
  it('are whole in every locale, with every value in its place', () => {
    const keys = Object.keys(en) as (keyof InstallTexts)[];
    const values = { partner: 'PARTNER', app: 'APP', browser: 'BROWSER' };
    const named = (text: string): string[] =>
      [...new Set([...text.matchAll(/PARTNER|APP|BROWSER/g)].map((m) => m[0]))].sort();
    const english = installTranslator('en');
    for (const locale of SUPPORTED_LOCALES) {
      const texts = installTextsOf(locale);
      assert.deepEqual(Object.keys(texts).sort(), [...keys].sort(), locale);
      const w = installTranslator(locale);
      for (const key of keys) {
        assert.notEqual(texts[key].trim(), '', `${locale} ${key}`);
        assert.deepEqual(named(w(key, values)), named(english(key, values)), `${locale} ${key}`);
        if (!locale.startsWith('en') && texts[key].length > 25)
          assert.notEqual(texts[key], en[key], `${locale} ${key} is not translated`);
      }
    }
    assert.ok(!Object.values(installTextsOf('de-CH')).some((text) => text.includes('ß')));
    assert.notEqual(installTextsOf('pt-BR').scan, installTextsOf('pt-PT').scan);
  });
});
