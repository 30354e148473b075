/**
 * What a process remembers stands in the Context, so that two runtimes share nothing. In modules
 * stand only memos of pure functions and what belongs to no runtime.
 */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const HELD =
  /^(?:export )?(?:let (\w+)|const (\w+)[^=]*= new (?:Weak)?(?:Map|Set|LRUCache)\s*(?:<(?:(?!\);)[\s\S])*?>)?\(\s*(?:\{[^)]*\})?\s*\);)/gm;

const heldIn = (text: string): string[] => [...text.matchAll(HELD)].map((m) => (m[1] ?? m[2])!);

/** Why each may stand where it stands. */
const ALLOWED: Record<string, string> = {
  'src/channels/model/openai.ts sdk': 'a library, loaded once',
  'src/domain/catalog/csv/cells.ts amountCells': 'by currency',
  'src/domain/catalog/locales.ts byReading': 'by language tag',
  'src/domain/catalog/places/airports.ts countryOf': 'shipped data, read when first needed',
  'src/domain/catalog/places/countries.ts displayNames': 'by locale',
  'src/domain/device-models/shipped.ts devices': 'shipped data, read when first needed',
  'src/domain/device-models/shipped.ts index': 'shipped data, read when first needed',
  'src/domain/catalog/locales.ts canonicals': 'by language tag',
  'src/domain/messages/mail/format.ts formatters': 'by locale and options',
  'src/domain/messages/mail/format.ts luminances': 'by colour',
  'src/domain/money.ts inUse': 'the list of currencies, asked of Intl once',
  'src/domain/planning/cover/bounds.ts gains': 'scratch room of one synchronous call',
  'src/domain/suppliers/managing/form.ts made': 'variants of schemas, which are constants',
  'src/domain/time.ts formatters': 'by time zone',
  'src/domain/time.ts instants': 'by wall-clock time and zone',
  'src/domain/time.ts lastDate': 'by time zone, of the minute',
  'src/ids.ts lastMs': 'the head of an id, by millisecond',
  'src/ids.ts lastTail': 'the head of an id, by millisecond',
  'src/ids.ts used': 'random bytes, drawn in advance',
  'src/input/check.ts compiled': 'validators by their schema, a constant',
};

describe('modules', () => {
  it('remember nothing of a runtime', () => {
    const found = globSync('src/**/*.ts').flatMap((file) =>
      heldIn(readFileSync(file, 'utf8')).map((name) => `${file.replaceAll('\\', '/')} ${name}`),
    );
    assert.deepEqual(
      found.sort(),
      Object.keys(ALLOWED).sort(),
      'put it into the Context (src/start/make-state.ts), or say here why it is a memo',
    );
  });

  it('would be caught', () => {
    for (const text of [
      'const cache = new Map<string, PriceBook>();',
      "const limiters = new WeakMap<\n  Context['db'],\n  Map<string, { points: number; at: Date }>\n>();",
      'export const held = new LRUCache<string, T>({ max: 10_000 });',
      'let thread: Worker | null = null;',
    ])
      assert.equal(heldIn(text).length, 1, text);
    assert.deepEqual(heldIn("const NAMES = new Set(['a']);\n  let inner = 1;"), []);
  });
});
