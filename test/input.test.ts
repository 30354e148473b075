/** How what comes in is judged: addresses, sentences, names that were meant. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { clip } from '../src/input/clip.ts';
import { localeOf, textsOf } from '../src/app-api/input.ts';
import { AppError } from '../src/errors.ts';
import { problemsOf } from '../src/input/check.ts';
import { isTooDeep } from '../src/input/depth.ts';
import { asciiEmail, isEmail, typedEmail } from '../src/input/email.ts';
import { near } from '../src/input/near.ts';
import { KEYWORDS, mismatch, missing, secretMismatch } from '../src/input/sentences.ts';
import { shown } from '../src/input/shown.ts';
import { nodesOf, taken } from './policy/schemas.ts';

describe('an e-mail address', () => {
  it('is one that mail can be sent to', () => {
    for (const email of [
      'a@example.com',
      'Ana.Maria+trip_1@sub.example.co.uk',
      "o'neil@example.ie",
      '1@2.example',
      `${'x'.repeat(64)}@example.com`,
      `a@${'b'.repeat(63)}.com`,
      'info@bücher.example',
      'info@例え.jp',
      'x@xn--bcher-kva.xn--p1ai',
      'a@123.456.museum',
    ])
      assert.ok(isEmail(email), email);
  });

  it('is nothing else', () => {
    for (const email of [
      '',
      'a',
      '@',
      'a@b',
      'a@localhost',
      '@example.com',
      'a@',
      'a@b@example.com',
      '"a b"@example.com',
      '"a"@example.com',
      'a b@example.com',
      'jürgen@example.com',
      '.a@example.com',
      'a.@example.com',
      'a..b@example.com',
      `${'x'.repeat(65)}@example.com`,
      `a@${'b'.repeat(64)}.com`,
      `a@${'b.'.repeat(130)}com`,
      'a@127.0.0.1',
      'a@[127.0.0.1]',
      'a@[IPv6:::1]',
      'a@example.123',
      'a@example.c',
      'a@example.com.',
      'a@.example.com',
      'a@example..com',
      'a@-example.com',
      'a@example-.com',
      'a@exa_mple.com',
      'a@ex%61mple.com',
      'a@example.com,b@example.com',
      'Ana <a@example.com>',
      'a@example.com\r\nbcc: b@example.com',
      'a\u200b@example.com',
      'a@exam\u00adple.com',
      'a@bücher',
      ' a@example.com',
    ])
      assert.ok(!isEmail(email), email);
  });

  it('is read as meant from a form, and travels in ASCII', () => {
    assert.equal(typedEmail(' \u200bａｎａ＠example.com\u00ad\ufeff '), 'ana@example.com');
    assert.equal(asciiEmail('Ana@Bücher.example'), 'Ana@xn--bcher-kva.example');
    assert.equal(asciiEmail('Ana@Example.com'), 'Ana@example.com');
  });

  it('has no line end and one @, whatever is tried', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        const email = `${a}@${b}`;
        if (isEmail(email))
          assert.match(asciiEmail(email), /^[!-?A-~]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/);
      }),
    );
  });
});

describe('a refusal', () => {
  it('has a sentence for every keyword of every schema', () => {
    const silent = new Set(
      'title description default examples format items properties patternProperties additionalProperties propertyNames required x-schema writeOnly allOf minLength'.split(
        ' ',
      ),
    );
    const used = new Set(
      taken.flatMap(({ schema }) => nodesOf(schema).flatMap((node) => Object.keys(node.schema))),
    );
    assert.ok(used.size > 12);
    assert.deepEqual(
      [...used].filter((keyword) => !KEYWORDS.has(keyword) && !silent.has(keyword)),
      [],
    );
  });

  it('says in words what a pattern takes', () => {
    const bare = taken.flatMap(({ name, schema }) =>
      nodesOf(schema)
        .filter((node) => node.schema['pattern'] !== undefined)
        .filter((node) => !/^\S.{5,}/.test(String(node.schema['description'] ?? '')))
        .map(({ path }) => `${name} ${path.join('.')}`),
    );
    assert.deepEqual(bare, []);
  });

  it('is a sentence for people', () => {
    const schema = {
      type: 'object',
      required: ['must'],
      minProperties: 1,
      additionalProperties: false,
      properties: {
        must: { type: 'string', maxLength: 5 },
        few: { type: 'array', minItems: 1, items: { type: 'integer' } },
        many: { type: 'array', maxItems: 2, uniqueItems: true, items: { type: 'string' } },
        part: { type: 'number', exclusiveMinimum: 0, multipleOf: 0.5 },
        one: { const: 'x' },
        choice: { anyOf: [{ type: 'string', maxLength: 3 }, { type: 'null' }] },
        either: { type: ['string', 'array'], minLength: 1, maxItems: 3 },
        record: { type: 'object', maxProperties: 1, minProperties: 1 },
      },
    };
    const issues = (value: unknown): Record<string, string> =>
      Object.fromEntries(problemsOf(schema, value, 'at').map(({ field, issue }) => [field, issue]));
    assert.deepEqual(
      issues({ few: [], many: ['a', 'a'], part: 0, one: 'y', choice: 7, Must: 'a' }),
      {
        'at.must': 'required: expected text of at most 5 characters, got nothing',
        'at.Must': 'unknown here; did you mean `must`?',
        'at.few': 'expected at least 1 item, got none',
        'at.many': 'expected every item once, got "a" at 1 and 0',
        'at.part': 'expected a number above 0 in steps of 0.5, got 0',
        'at.one': 'expected "x", got "y"',
        'at.choice': 'expected text of at most 3 characters or null, got 7',
      },
    );
    assert.deepEqual(
      issues({ must: '123456', many: ['a', 'b', 'c'], choice: 'long', either: '', record: {} }),
      {
        'at.must': 'expected text of at most 5 characters, got "123456"',
        'at.many': 'expected at most 2 items, got 3 items',
        'at.choice': 'expected text of at most 3 characters, got "long"',
        'at.either': 'expected text of at least 1 character or a list of at most 3 items, got ""',
        'at.record': 'expected at least 1 member, got none',
      },
    );
    assert.deepEqual(issues(7), { at: 'expected an object, got 7' });
    assert.deepEqual(
      issues({ must: 'a', zzz: 1 })['at.zzz'],
      `unknown here; expected one of ${Object.keys(schema.properties).join(', ')}`,
    );
  });

  it('shows what came in few characters, whatever it is', () => {
    assert.equal(shown(undefined), 'nothing');
    assert.equal(shown({ a: [1, 2, 3, 4, 5], b: null }), '{"a":[1,2,3,4,…],"b":null}');
    fc.assert(
      fc.property(fc.anything(), (value) => {
        assert.ok(shown(value).length <= 81);
      }),
    );
  });
});

describe('clipping', () => {
  const schema = {
    properties: {
      text: { type: 'string', maxLength: 3 },
      list: { type: 'array', maxItems: 2, items: { type: 'string', maxLength: 1 } },
      or: { anyOf: [{ type: 'string', maxLength: 2 }, { type: 'null' }] },
      record: { maxProperties: 1, patternProperties: { '^.*$': { type: 'string', maxLength: 1 } } },
    },
  };

  it('leaves what fits as it is, and one more of what does not', () => {
    const fits = { text: '😀😀😀', list: ['a', '😀'], or: 'ab', record: { a: 'b' }, other: 'long' };
    assert.equal(clip(fits, schema), fits);
    const over = {
      text: 'abcdef',
      list: ['abc', 'b', 'c', 'd'],
      or: 'abcd',
      record: { a: 'abc', b: '', c: '' },
      other: 'as it is',
    };
    const before = structuredClone(over);
    assert.deepEqual(clip(over, schema), {
      text: 'abcd',
      list: ['ab', 'b', 'c'],
      or: 'abc',
      record: { a: 'ab', b: '' },
      other: 'as it is',
    });
    assert.deepEqual(over, before);
  });
});

describe('nesting', () => {
  it('is counted outside of texts only', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    assert.deepEqual([isTooDeep(nested(100)), isTooDeep(nested(101))], [false, true]);
    assert.equal(isTooDeep(JSON.stringify({ a: `${nested(300)}\\"${'{'.repeat(300)}` })), false);
    assert.equal(isTooDeep(`["\\\\",${nested(101)}]`), true);
    assert.equal(isTooDeep('[],'.repeat(500)), false);
  });
});

describe('the name that was meant', () => {
  const KNOWN = [
    'external_user_id',
    'package_type',
    'esim_type',
    'size',
    'destination',
    'booking_id',
  ];
  it('differs in case, separators, a slip or two, or is the only one with it', () => {
    for (const [name, meant] of [
      ['externalUserId', 'external_user_id'],
      ['External-User-Id', 'external_user_id'],
      ['extrenal_user_id', 'external_user_id'],
      ['destnation', 'destination'],
      ['sise', 'size'],
      ['siez', 'size'],
      ['user_id', 'external_user_id'],
      ['bookingId', 'booking_id'],
      ['type', null],
      ['iso', null],
      ['zzz', null],
      ['', null],
      ['_', null],
      ['x'.repeat(5_000), null],
    ] as const)
      assert.equal(near(name, KNOWN), meant, name);
  });
});

describe('a refusal', () => {
  const issues = (ask: () => unknown): string[] => {
    try {
      ask();
    } catch (error) {
      assert.ok(error instanceof AppError);
      return error.details.map(({ field, issue }) => `${field}: ${issue}`);
    }
    return [];
  };

  it('of an app’s call is in the words that a schema’s has', () => {
    const text = { type: 'string', minLength: 1, maxLength: 64 };
    const schema = { type: 'object', properties: { a: text, b: text }, required: ['a', 'b'] };
    for (const data of [{ a: 5 }, { a: '', b: 'x'.repeat(65) }, { a: 'x', b: ['y'] }])
      assert.deepEqual(
        issues(() => textsOf(data, { a: 64, b: 64 })).toSorted(),
        problemsOf(schema, data, '')
          .map(({ field, issue }) => `${field}: ${issue}`)
          .toSorted(),
      );
    assert.deepEqual(
      issues(() => localeOf({ locale: 7 })),
      ['locale: expected a language tag such as "es", got 7'],
    );
    assert.deepEqual(
      issues(() => localeOf([])),
      ['data: expected an object, got []'],
    );
  });

  it('says what was expected and what came, of a secret its length only', () => {
    assert.equal(mismatch('a date', { a: 1 }), 'expected a date, got {"a":1}');
    assert.equal(missing('a date'), 'required: expected a date, got nothing');
    fc.assert(
      fc.property(fc.string({ minLength: 12, unit: 'grapheme-ascii' }), (secret) => {
        assert.ok(!secretMismatch('a token', secret).includes(secret));
        assert.match(secretMismatch('a token', secret), /^expected a token, got text of \d+ char/);
      }),
    );
    assert.equal(secretMismatch('a token', [1]), 'expected a token, got something else');
  });
});
