/** Hostile input in place of right input, and what no answer to it may be. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Answer, Json } from '../harness.ts';

const TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800',
  '__proto__',
  'constructor',
  'toString',
  "'; drop table bookings; --",
  "' or '1'='1",
  '$1',
  '%s%n',
  '\r\nSet-Cookie: a=b',
  '\u202eevil',
  '\u200b',
  '😀',
  'e\u0301',
  'ß',
  'İ',
  '../../etc/passwd',
  '<script>',
  '{{7*7}}',
  '${x}',
  'null',
  'NaN',
  '1e999',
  '-0',
  '9'.repeat(400),
  '0'.repeat(13),
  '2027-02-30',
  '0000-00-00',
  '9999-12-31T23:59:59-14:00',
  '-271821-04-20',
  '2027-07-15T14:30:00+02:00',
  '1GB',
  '0GB',
  '99999999GB',
  'EU',
  'GLOBAL',
  'pkg_grc_1gb_365d',
  'en-US-x-private',
  'Europe/Amsterdam',
  'Infinity',
  '\\',
  '"',
  '%',
  '%00',
  '[',
  '{}',
  'x'.repeat(256),
  '€'.repeat(100_000),
];
/** Texts that have broken something somewhere, and any others. */
export const text = fc.oneof(
  fc.constantFrom(...TEXTS),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({
    unit: fc.integer({ min: 0, max: 0xffff }).map((c) => String.fromCharCode(c)),
    maxLength: 20,
  }),
);
const number = fc.constantFrom(
  0,
  -1,
  1,
  0.5,
  1e21,
  -1e308,
  2 ** 31,
  2 ** 53,
  2 ** 63,
  Number.MIN_VALUE,
  500,
  366,
);
/** Any JSON. */
export const hostile: fc.Arbitrary<Json> = fc.letrec<{ any: Json }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    text,
    number,
    fc.constantFrom(null, true, false),
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(
        fc.constantFrom(
          'id',
          'size',
          'length',
          'constructor',
          'package_specifications',
          'channels',
        ),
        text,
      ),
      tie('any'),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
})).any;

/**
 * `body` with `by` in place of the part that `path` leads to (numbers choose among the members
 * there are).
 */
export function planted(body: Json, path: number[], by: Json): Json {
  if (path.length === 0 || typeof body !== 'object' || body === null) return by;
  const [step, ...rest] = path as [number, ...number[]];
  const keys = Object.keys(body);
  if (keys.length === 0) return by;
  const key = keys[step % keys.length]!;
  if (Array.isArray(body))
    return body.map((x, i) => (String(i) === key ? planted(x, rest, by) : x));
  return { ...body, [key]: planted(body[key], rest, by) };
}

/** What the URL can carry: undici refuses some of it, a lone surrogate cannot be encoded. */
export const encoded = (t: string): string =>
  encodeURIComponent(t.toWellFormed().slice(0, 2_000)).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
const LEAKS =
  /\bat .*\.ts:\d+|SQLSTATE|syntax error at or near|pg_catalog|node_modules|violates|relation "|hs_test_|Cannot read propert|is not a function/;

/** An error is one of ours, says nothing of what is inside, and is not of the server's making. */
export function judgeAnswer(answer: Answer, what: string): void {
  assert.ok(
    answer.status < 500 ||
      (answer.status === 503 && answer.body.error.type === 'provider_unavailable'),
    `${what} → ${answer.status} ${answer.text.slice(0, 300)}`,
  );
  if (answer.status >= 400) {
    assert.equal(answer.body?.success, false, what);
    assert.equal(answer.body.error.code, answer.status);
    const { message } = answer.body.error;
    assert.ok(!LEAKS.test(message), `${what} → ${message}`);
    assert.ok(answer.text.length < 400_000);
  }
  assert.match(String(answer.headers['x-request-id']), /^[A-Za-z0-9._:-]{1,128}$/);
}
