/** What a partner's setting makes of the WebView's pages: their policy, colours and words. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { contrastRatio } from '../src/domain/messages/mail/format.ts';
import { FONTS, RADII, SCHEMES, type WebviewSettings } from '../src/domain/settings/webview.ts';
import { contentPolicy, framePolicy } from '../src/domain/webview/frame-policy.ts';
import { webviewTexts } from '../src/domain/webview/texts.ts';
import { webviewTheme } from '../src/domain/webview/theme.ts';

const hex = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`);

describe('who may frame the WebView', () => {
  it('is nobody unless the partner names sites', () => {
    const nobody = { ancestors: "'none'", xFrameOptions: 'DENY' };
    assert.deepEqual(framePolicy(null), nobody);
    assert.deepEqual(framePolicy({}), nobody);
    assert.deepEqual(framePolicy({ webview: { origins: [] } }), nobody);
  });

  it('is who the partner names, without the header that knows no list', () => {
    const origins = ['https://www.sky.example', 'https://app.sky.example:8443'];
    assert.deepEqual(framePolicy({ webview: { origins } }), {
      ancestors: 'https://www.sky.example https://app.sky.example:8443',
      xFrameOptions: null,
    });
  });

  it('stands in a policy that allows nothing inline but the one style, and nothing of others', () => {
    const policy = contentPolicy(
      'abc',
      framePolicy({ webview: { origins: ['https://a.example'] } }),
    );
    assert.deepEqual(policy.split('; '), [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'nonce-abc'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      'frame-ancestors https://a.example',
      "require-trusted-types-for 'script'",
    ]);
  });
});

describe('the theme', () => {
  const colors = { primaryColor: '#0b5cad', secondaryColor: '#ff8800' };
  const look = (webview: WebviewSettings): string => webviewTheme(colors, { webview });
  const of = (part: string, name: string): string =>
    new RegExp(`--${name}:(#[0-9a-f]{6})`).exec(part)![1]!;

  it('can be read on every ground, whatever colours a partner sets', () => {
    fc.assert(
      fc.property(hex, hex, (primaryColor, secondaryColor) => {
        const css = webviewTheme({ primaryColor, secondaryColor }, {});
        const parts = css.split('@media');
        assert.equal(parts.length, 2);
        for (const part of parts) {
          for (const ground of ['page', 'card', 'shade'])
            for (const text of ['ink', 'quiet', 'accent', 'good', 'warn', 'bad'])
              assert.ok(
                contrastRatio(of(part, ground), of(part, text)) >= 4.5,
                `${text} on ${ground}: ${part}`,
              );
          for (const [a, b] of [
            ['brand', 'on-brand'],
            ['button', 'on-button'],
          ] as const)
            assert.ok(contrastRatio(of(part, a), of(part, b)) >= 4.5, `${b} on ${a}: ${part}`);
          assert.ok(contrastRatio(of(part, 'card'), of(part, 'field')) >= 3, part);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is light, dark, or as the device', () => {
    const auto = look({});
    assert.match(auto, /^:root\{color-scheme:light dark;--page:#eef1f5;/);
    assert.match(auto, /@media \(prefers-color-scheme:dark\)\{:root\{--page:#12171c;/);
    assert.equal(look({ scheme: 'auto' }), auto);
    assert.match(look({ scheme: 'light' }), /^:root\{color-scheme:light;--page:#eef1f5;[^@]+\}$/);
    assert.match(look({ scheme: 'dark' }), /^:root\{color-scheme:dark;--page:#12171c;[^@]+\}$/);
  });

  it('has corners and a font of the lists', () => {
    const all = RADII.map((radius) => /--radius:([^;}]+)/.exec(look({ radius }))![1]);
    assert.deepEqual(all, ['0', '.375rem', '.75rem', '1.25rem']);
    const fonts = FONTS.map((font) => /--font:([^;}]+)/.exec(look({ font }))![1]!);
    assert.equal(new Set(fonts).size, FONTS.length);
    for (const font of fonts) assert.match(font, /, (?:sans-serif|serif)$/);
    assert.match(look({}), /--radius:\.75rem;--font:system-ui/);
  });

  it('is text in which nothing has to be escaped, whatever comes in', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        fc.constantFrom(...SCHEMES),
        fc.constantFrom(...RADII),
        fc.constantFrom(...FONTS),
        (primaryColor, secondaryColor, scheme, radius, font) =>
          /^[-:;{}()@#\w\s.,]+$/.test(
            webviewTheme({ primaryColor, secondaryColor }, { webview: { scheme, radius, font } }),
          ),
      ),
    );
  });
});

describe("a partner's own words", () => {
  it('are those of the locale, else of its language, else none', () => {
    const webview = {
      texts: {
        welcome: { de: 'Willkommen an Bord', 'de-AT': 'Servus', fr: 'Bienvenue à bord' },
        help: { en: 'Ask our desk at gate 3' },
      },
    };
    const help = 'Ask our desk at gate 3';
    assert.deepEqual(webviewTexts({ webview }, 'de-AT'), { welcome: 'Servus' });
    assert.deepEqual(webviewTexts({ webview }, 'de-DE'), { welcome: 'Willkommen an Bord' });
    assert.deepEqual(webviewTexts({ webview }, 'en-GB'), { help });
    assert.deepEqual(webviewTexts({ webview }, 'nl'), {});
    assert.deepEqual(webviewTexts({}, 'nl'), {});
  });
});
