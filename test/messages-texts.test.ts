/** The texts of the mails in every language, and how figures and colors are shown. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { IntlMessageFormat } from 'intl-messageformat';
import { SUPPORTED_LOCALES } from '../src/domain/catalog/locales.ts';
import {
  contrastColor,
  contrastRatio,
  formatBytes,
  formatDate,
  formatDay,
  formatMoment,
  readableOn,
} from '../src/domain/messages/mail/format.ts';
import { lookOf } from '../src/domain/messages/mail/model.ts';
import type { Texts } from '../src/domain/messages/mail/texts/en.ts';
import { speaker, textsOf } from '../src/domain/messages/mail/texts/index.ts';
import { wrap } from '../src/domain/messages/mail/write-text.ts';

const LOCALES = ['en', ...SUPPORTED_LOCALES];

type Element = { type: number; value: string; options?: Record<string, { value: Element[] }> };
const PLURAL = 6;
const astOf = (text: string, locale: string): Element[] =>
  new IntlMessageFormat(text, locale, undefined, {
    ignoreTag: true,
  }).getAst() as unknown as Element[];
const walk = (elements: Element[]): Element[] =>
  elements.flatMap((e) => [
    e,
    ...Object.values(e.options ?? {}).flatMap((option) => walk(option.value)),
  ]);
const placeholders = (text: string, locale: string): string[] =>
  [
    ...new Set(
      walk(astOf(text, locale))
        .filter((e) => e.type >= 1 && e.type <= PLURAL)
        .map((e) => e.value),
    ),
  ].sort();

describe('texts', () => {
  const english = textsOf('en');

  it('have the placeholders of the English ones', () => {
    for (const locale of LOCALES)
      for (const [key, text] of Object.entries(textsOf(locale)))
        assert.deepEqual(
          placeholders(text, locale),
          placeholders(english[key as keyof Texts], 'en'),
          `${locale} ${key}: ${text}`,
        );
  });

  it('have every plural form that whole numbers up to 1000 need', () => {
    let plurals = 0;
    for (const locale of LOCALES) {
      const rules = new Intl.PluralRules(locale);
      const needed = new Set(Array.from({ length: 1001 }, (_, n) => rules.select(n)));
      for (const [key, text] of Object.entries(textsOf(locale))) {
        for (const { options } of walk(astOf(text, locale)).filter((e) => e.type === PLURAL)) {
          plurals++;
          const forms = Object.keys(options!);
          // These say nothing that changes with it.
          const missing = [...needed].filter(
            (form) =>
              !forms.includes(form) &&
              !(form === 'few' || form === 'many'
                ? !walk(options!['other']!.value).some((e) => e.type === 7)
                : false),
          );
          assert.deepEqual(missing, [], `${locale} ${key}`);
        }
      }
    }
    assert.ok(plurals > 100);
  });

  it('decline as Poles and Czechs do', () => {
    const days = (locale: string): string[] =>
      [1, 2, 5, 12, 22, 25].map((n) =>
        speaker(locale)('days', { days: n }).split(' ').slice(0, 2).join(' '),
      );
    assert.deepEqual(days('pl-PL'), ['1 dzień', '2 dni', '5 dni', '12 dni', '22 dni', '25 dni']);
    assert.deepEqual(days('cs-CZ'), ['1 den', '2 dny', '5 dní', '12 dní', '22 dní', '25 dní']);
    const packages = (locale: string, word: RegExp): string[] =>
      [1, 3, 5, 22].map((n) => word.exec(speaker(locale)('confirmationIntro', { count: n }))![0]);
    assert.deepEqual(packages('pl-PL', /czeka\S* .*(?=\.)/), [
      'czeka pakiet danych',
      'czekają 3 pakiety danych',
      'czeka 5 pakietów danych',
      'czekają 22 pakiety danych',
    ]);
    assert.deepEqual(packages('cs-CZ', /datov\S+ balíč\S+(?=\.)/), [
      'datový balíček',
      'datové balíčky',
      'datových balíčků',
      'datových balíčků',
    ]);
  });

  it('are translated, all of them', () => {
    for (const locale of SUPPORTED_LOCALES.filter((tag) => !tag.startsWith('en'))) {
      const same = Object.entries(textsOf(locale))
        .filter(
          ([key, text]) =>
            text === english[key as keyof Texts] && !['colon', 'countries'].includes(key),
        )
        .map(([key]) => key);
      assert.deepEqual(same, [], locale);
    }
  });

  it('follow the spelling of the region', () => {
    assert.doesNotMatch(Object.values(textsOf('de-CH')).join(), /ß/);
    assert.match(Object.values(textsOf('de-DE')).join(), /Öffnen|Grüß|schließ/);
    assert.match(textsOf('fr-CA').whyTrip, /ce courriel/);
    assert.doesNotMatch(Object.values(textsOf('fr-CA')).join(), /e-mail|cet courriel/);
    assert.match(textsOf('fr-FR').closing, /Bon voyage\u00a0!/);
    assert.match(textsOf('pt-BR').openApp, /aplicativo/);
    assert.match(textsOf('pt-PT').openApp, /aplicação/);
    assert.doesNotMatch(Object.values(textsOf('pt-BR')).join(), /telemóvel|aplicação|ligação/);
    assert.match(textsOf('en-US').passOn, /traveling/);
  });
});

describe('figures and colors', () => {
  it('sizes are those of the wire, in the words of the language', () => {
    const GB = 1024 ** 3;
    const cases: [number, string, string][] = [
      [GB, 'en', '1 GB'],
      [1.5 * GB, 'de-DE', '1,5 GB'],
      [500 * 1024 ** 2, 'en', '500 MB'],
      [0.5 * GB, 'en', '512 MB'],
      [GB, 'fr-FR', '1 Go'],
      [1.125 * GB, 'en', '1.125 GB'],
      [1_999_999_999, 'en', '1.86 GB'],
      [217_348_123, 'en', '207 MB'],
      [1_500_000, 'en', '1.4 MB'],
      [0, 'en', '0 MB'],
      [20 * GB, 'ko-KR', '20GB'],
    ];
    for (const [bytes, locale, text] of cases)
      assert.equal(formatBytes(bytes, locale).replace(/[\u00a0\u202f]/g, ' '), text);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 45 }), (bytes) => {
        const [number, unit] = formatBytes(bytes, 'en').replaceAll(',', '').split(/\s/) as [
          string,
          string,
        ];
        assert.ok(
          Number(number) * (unit === 'GB' ? GB : 1024 ** 2) <= bytes + 1,
          'never more than there is',
        );
      }),
    );
  });

  it("dates are the locale's; English of the European Union says the day first", () => {
    assert.equal(formatDate('2027-07-15', 'en-US'), 'July 15, 2027');
    assert.equal(formatDate('2027-07-15', 'en-EU'), '15 July 2027');
    assert.equal(formatDate('2027-07-15', 'zh-CN'), '2027年7月15日');
    assert.equal(
      formatDay(new Date('2027-07-14T23:30:00Z'), 'nl-NL', 'Europe/Amsterdam'),
      '15 juli 2027',
    );
    assert.equal(
      formatMoment(new Date('2027-07-14T23:30:00Z'), 'nl-NL', 'Europe/Amsterdam'),
      '15 juli 2027 om 01:30 CEST',
    );
  });

  const color = fc
    .integer({ min: 0, max: 0xffffff })
    .map((n) => `#${n.toString(16).padStart(6, '0')}`);
  it('text has a contrast of 4.5:1 or more on every color', () => {
    assert.equal(contrastRatio('#000000', '#ffffff'), 21);
    fc.assert(
      fc.property(color, color, (background, wish) => {
        assert.ok(contrastRatio(background, contrastColor(background)) >= 4.5);
        assert.ok(contrastRatio(background, readableOn(background, wish)) >= 4.5);
      }),
      { numRuns: 2000 },
    );
    assert.equal(readableOn('#ffffff', '#0b5cad'), '#0b5cad', 'what reads well is left alone');
  });

  it('so has everything of a partner in a mail, light and dark', () => {
    fc.assert(
      fc.property(
        color,
        color,
        fc.constantFrom(null, 'https://a.example/l.png'),
        (primaryColor, secondaryColor, logoUrl) => {
          const { colors } = lookOf({ name: 'x', logoUrl, primaryColor, secondaryColor });
          for (const [text, behind] of [
            [colors.onHeader, colors.header],
            [colors.onButton, colors.button],
            [colors.onButtonOnDark, colors.buttonOnDark],
            [colors.link, '#f7f8fa'],
            [colors.linkOnDark, '#272d33'],
          ] as const) {
            assert.ok(contrastRatio(text, behind) >= 4.5, `${text} on ${behind}`);
          }
        },
      ),
    );
  });

  it('the layout stands on the backgrounds that the colors are made for', () => {
    const layout = readFileSync(
      new URL('../src/domain/messages/mail/templates/mail.mjml', import.meta.url),
      'utf8',
    );
    for (const behind of ['#f7f8fa', '#272d33']) assert.ok(layout.includes(behind), behind);
    for (const [text, behind] of [
      ['#1f2933', '#ffffff'],
      ['#52606d', '#f7f8fa'],
      ['#52606d', '#eef0f3'],
      ['#f0f2f4', '#1e2328'],
      ['#b3bcc5', '#272d33'],
      ['#b3bcc5', '#14171a'],
    ] as const) {
      assert.ok(
        layout.includes(text) && layout.includes(behind) && contrastRatio(text, behind) >= 4.5,
        `${text} on ${behind}`,
      );
    }
  });

  it('lines of text are broken at spaces, and at Chinese punctuation', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc
            .string({ minLength: 1, maxLength: 20, unit: 'grapheme-ascii' })
            .map((w) => w.replaceAll(' ', 'x')),
          { minLength: 1, maxLength: 60 },
        ),
        (words) => {
          const lines = wrap(words.join(' ')).split('\n');
          assert.ok(lines.every((line) => line.length <= 78));
          assert.equal(lines.join(' '), words.join(' '));
        },
      ),
    );
    assert.deepEqual(
      wrap(`${'字'.repeat(50)}，${'字'.repeat(50)}。`)
        .split('\n')
        .map((line) => line.length),
      [51, 51],
    );
  });
});
