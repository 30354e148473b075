/**
 * What is shipped in every language: the same keys and arguments, every plural form, nothing left
 * in English, no sign that turns a text around.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { IntlMessageFormat } from 'intl-messageformat';
import { directionOf, shippedLocale, SUPPORTED_LOCALES } from '../src/domain/catalog/locales.ts';
import { en as noteTexts } from '../src/domain/device-models/notes/en.ts';
import { noteIn } from '../src/domain/device-models/notes/index.ts';
import { languageOf as kbOf } from '../src/domain/instructions/kb/languages.ts';
import { richText } from '../src/domain/messages/mail/rich-text.ts';
import { textsOf as mailTextsOf } from '../src/domain/messages/mail/texts/index.ts';
import { legalLinks } from '../src/domain/partners/branding/legal-links.ts';
import { languageOf, LANGUAGES, negotiate, textsOf } from '../src/pages/frame/languages.ts';
import { installTextsOf } from '../src/pages/texts/install/index.ts';
import { tripTextsOf } from '../src/pages/texts/trip/index.ts';

const WEBVIEW = new URL('../web/webview/texts/', import.meta.url);
/** Of a locale's own, else its language's. */
function webviewTextsOf(locale: string): Record<string, string> {
  const own = new URL(`${locale}.json`, WEBVIEW);
  const file = existsSync(own) ? own : new URL(`${locale.split('-')[0]}.json`, WEBVIEW);
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
}
const LEGAL = Object.fromEntries(
  ['help', 'terms', 'privacy'].map((name) => [name, `https://a.example/${name}`]),
);
/** Everything a traveler reads, by set and key. */
function everythingIn(locale: string): Map<string, string> {
  const kb = kbOf(locale);
  const sets: Record<string, Record<string, string>> = {
    mail: mailTextsOf(locale),
    pages: textsOf(locale),
    install: installTextsOf(locale),
    trip: tripTextsOf(locale),
    webview: webviewTextsOf(locale),
    steps: kb.steps,
    words: kb.words,
    notes: Object.fromEntries(
      Object.entries(noteTexts).map(([key, note]) => [key, noteIn(note, locale)]),
    ),
    legal: Object.fromEntries(legalLinks(LEGAL, locale).map(({ url, label }) => [url, label])),
  };
  return new Map(
    Object.entries(sets).flatMap(([set, texts]) =>
      Object.entries(texts).map(([key, text]): [string, string] => [`${set}.${key}`, text]),
    ),
  );
}

type Element = { type: number; value: string; options?: Record<string, { value: Element[] }> };
const PLURAL = 6;
const parsed = new Map<string, Element[]>();
const elementsOf = (text: string): Element[] => {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const walk = (elements: Element[]): Element[] =>
    elements.flatMap((e) => [
      e,
      ...Object.values(e.options ?? {}).flatMap((option) => walk(option.value)),
    ]);
  const message = new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true });
  const elements = walk(message.getAst() as unknown as Element[]);
  parsed.set(text, elements);
  return elements;
};
const literalsOf = (text: string): string =>
  elementsOf(text)
    .filter(({ type }) => type === 0)
    .map(({ value }) => value)
    .join(' ');
const argumentsOf = (text: string): string[] =>
  [
    ...new Set(
      elementsOf(text)
        .filter(({ type }) => type >= 1 && type <= PLURAL)
        .map(({ value }) => value),
    ),
  ].sort();

/** Of letters that are none of Latin's, and none of each other's. */
const SCRIPTS: Record<string, RegExp> = {
  ar: /\p{Script=Arabic}/u,
  he: /\p{Script=Hebrew}/u,
  el: /\p{Script=Greek}/u,
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u,
  th: /\p{Script=Thai}/u,
  ko: /\p{Script=Hangul}/u,
  zh: /\p{Script=Han}/u,
  bg: /\p{Script=Cyrillic}/u,
  mk: /\p{Script=Cyrillic}/u,
  uk: /\p{Script=Cyrillic}/u,
};
/** Names, and what phones call it in Latin letters everywhere. */
const LATIN =
  /^(e?SIM|EID|QR|SM|DP|Wi|Fi|WLAN|Wlan|iPhone|iPad|OS|JavaScript|iOS|Air|Code|Android|Galaxy|Google|Verizon|Pro|S|T|LTE|G|APN|name|ime|example|com|e|mail|email|USA|MB|GB|PIN)$/;
const ENGLISH = /\b(the|your|you|with|this|from|please|open the|can be)\b/i;

describe('every language', () => {
  const english = everythingIn('en');
  const LOCALES = SUPPORTED_LOCALES.filter((tag) => !tag.startsWith('en'));

  it('is one of 31, each in the switch of the pages', () => {
    assert.equal(new Set(SUPPORTED_LOCALES.map((tag) => languageOf(tag).slice(0, 2))).size, 30);
    assert.equal(LANGUAGES.length, 32, '30 languages, two of them twice: pt-BR and zh-TW');
    for (const tag of SUPPORTED_LOCALES)
      assert.ok(
        LANGUAGES.some((language) => language.tag === languageOf(tag)),
        tag,
      );
    assert.equal(readdirSync(WEBVIEW).length, 31, 'Chinese in both scripts');
    assert.ok(english.size > 440);
  });

  it('has the keys and the arguments of the English texts', () => {
    for (const locale of LOCALES) {
      const own = everythingIn(locale);
      assert.deepEqual([...own.keys()].sort(), [...english.keys()].sort(), locale);
      for (const [key, text] of own)
        assert.deepEqual(argumentsOf(text), argumentsOf(english.get(key)!), `${locale} ${key}`);
    }
  });

  it('has every plural form that whole numbers up to 1000 need, and no other', () => {
    let plurals = 0;
    for (const locale of LOCALES) {
      const rules = new Intl.PluralRules(locale);
      const all: string[] = rules.resolvedOptions().pluralCategories;
      const needed = new Set(Array.from({ length: 1001 }, (_, n) => rules.select(n)));
      for (const [key, text] of everythingIn(locale))
        for (const { options } of elementsOf(text).filter(({ type }) => type === PLURAL)) {
          plurals++;
          const forms = Object.keys(options!);
          for (const form of forms)
            assert.ok(all.includes(form) || /^=\d+$/.test(form), `${locale} ${key} ${form}`);
          // Without a number in it, one text may stand for several.
          const isCounted = Object.values(options!).some(({ value }) =>
            value.some(({ type }) => type === 7),
          );
          if (isCounted)
            for (const form of needed) assert.ok(forms.includes(form), `${locale} ${key} ${form}`);
        }
    }
    assert.ok(plurals > 200);
  });

  it('has nothing left in English', () => {
    const left: string[] = [];
    for (const locale of LOCALES) {
      const script = SCRIPTS[locale.slice(0, 2)];
      for (const [key, text] of everythingIn(locale)) {
        const words = literalsOf(text);
        if (!/\p{L}/u.test(words)) continue;
        const latin = [...words.matchAll(/\p{Script=Latin}+/gu)].map(([word]) => word);
        const isForeign =
          script === undefined
            ? ENGLISH.test(words)
            : latin.some((word) => !LATIN.test(word)) ||
              (!script.test(words) && latin.length !== 1);
        if (isForeign) left.push(`${locale} ${key}: ${text}`);
      }
    }
    assert.deepEqual(left, []);
  });

  it('turns nothing around but what it isolates, and only where it is written from the right', () => {
    for (const locale of SUPPORTED_LOCALES)
      for (const [key, text] of everythingIn(locale)) {
        const rest = literalsOf(text).replace(/\u2068[\u0020-\u007e]+\u2069/g, '');
        assert.doesNotMatch(
          directionOf(locale) === 'rtl' ? rest : text,
          /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/,
          `${locale} ${key}`,
        );
        if (directionOf(locale) === 'rtl')
          assert.doesNotMatch(rest, /[*#+]/, `${key} has a sign that would change sides`);
      }
  });

  it('keeps codes to be dialled from left to right where texts are not', () => {
    for (const locale of ['ar', 'he-IL'])
      assert.match(richText(kbOf(locale).steps.checkEid), /<bdi dir="ltr">\*#06#<\/bdi>/, locale);
    assert.equal(richText('a \u2068b\u2069'), 'a <bdi>b</bdi>');
  });

  it('is found by every name that devices have for it', () => {
    for (const [asked, shipped] of [
      ['iw', 'he-IL'],
      ['iw-IL', 'he-IL'],
      ['in', 'id-ID'],
      ['in_ID', 'id-ID'],
      ['ar-EG', 'ar'],
      ['ar-SA-u-nu-arab', 'ar'],
      ['ja_JP.UTF-8', 'ja-JP'],
      ['th-TH-u-ca-buddhist', 'th-TH'],
      ['el-CY', 'el-GR'],
      ['ro-MD', 'ro-RO'],
      ['mo', 'ro-RO'],
      ['nn', 'no-NO'],
      ['uk-Latn', null],
      ['ru', null],
    ] as const)
      assert.equal(shippedLocale(asked), shipped, asked);
    assert.equal(negotiate(undefined, 'iw-IL,iw;q=0.9,en;q=0.8', null), 'he-IL');
    assert.equal(negotiate('in', 'de', null), 'id-ID');
  });
});
