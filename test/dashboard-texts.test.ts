/** The dashboard's words: the same in every language it has, and nothing left in English. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { IntlMessageFormat } from 'intl-messageformat';
import { EVENT_TYPES, flagOf } from '../src/domain/webhooks/events.ts';
import { EVENT_TEXTS, groupOf } from '../web/dashboard/src/screens/webhooks/event-texts.ts';
import { readTexts } from '../web/shared/build/texts.ts';

const FOLDER = new URL('../web/dashboard/texts/', import.meta.url);
const LANGUAGES = ['de', 'en', 'es', 'fr', 'nl'];
/** Words that two languages share. */
const SHARED_SHARE = 0.12;

type Texts = Record<string, string>;
const textsOf = (language: string): Texts => readTexts(fileURLToPath(new URL(language, FOLDER)));
const argumentsOf = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name!))].sort();

describe('the texts of the dashboard', () => {
  const english = textsOf('en');
  it('are shipped in five languages', () => {
    assert.deepEqual(readdirSync(FOLDER).sort(), LANGUAGES);
    const subjects = (tag: string): string[] => readdirSync(new URL(tag, FOLDER)).sort();
    for (const language of LANGUAGES) assert.deepEqual(subjects(language), subjects('en'));
  });

  it('tell of every event what it is', () => {
    assert.deepEqual(Object.keys(EVENT_TEXTS).sort(), EVENT_TYPES.map(flagOf).sort());
    assert.deepEqual(
      EVENT_TYPES.filter((event) => groupOf(event) === 'other'),
      [],
    );
  });

  for (const language of LANGUAGES)
    it(`${language} has every key with the arguments of the English one, in its plural forms`, () => {
      const texts = textsOf(language);
      assert.deepEqual(Object.keys(texts), Object.keys(english));
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      for (const [key, text] of Object.entries(texts)) {
        assert.notEqual(text.trim(), '', key);
        assert.deepEqual(argumentsOf(text), argumentsOf(english[key]!), key);
        const values = Object.fromEntries(argumentsOf(text).map((name) => [name, 2]));
        assert.doesNotThrow(() => new IntlMessageFormat(text, language).format(values), key);
        if (text.includes(', plural,'))
          for (const form of forms) assert.match(text, new RegExp(` ${form} \\{`), key);
      }
      if (language === 'en') return;
      const same = Object.keys(texts).filter((key) => texts[key] === english[key]);
      assert.ok(same.length / Object.keys(texts).length < SHARED_SHARE, same.join(', '));
    });
});
