/** Files that nobody should import, through the API: a clear no by line, and the catalog stays. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { startHubby, type Hubby } from '../harness.ts';

let hubby: Hubby;
/** a file of one line, and its cells by column */
let header: string[];
let good: Record<string, string>;
before(async () => {
  hubby = await startHubby();
  const [names, cells] = parse(await exported()) as [string[], string[]];
  header = names;
  good = Object.fromEntries(names.map((name, i) => [name, cells[i]!]));
});
after(() => hubby.close());

const exported = async (): Promise<string> =>
  (await hubby.operator('GET', '/catalog/export')).body.data.csv;
const file = (...rows: Record<string, string>[]): string =>
  stringify([header, ...rows.map((row) => header.map((name) => ({ ...good, ...row })[name]!))]);
const second = { bundle_id: 'pkg_second', template_id: 'second' };

/** Columns that hold one of few words or figures. */
const STRICT = [
  'bundle_id',
  'destination',
  'type',
  'size',
  'duration_in_days',
  'esim_types',
  'b2b_price',
  'b2c_price',
  'currency',
  'priority',
  'is_active',
  'provider',
  'coverage',
  'cost',
  'starts',
  'activation_window_days',
  'destination_tier',
  'delivered_bytes',
  'delivered_days',
  'daily_bytes',
  'throttle_kbps',
  'needs_kyc',
  'cost_currency',
  'bundle_coverage',
];
/** Columns of names that somebody else gives. */
const NAMES = ['template_id', 'topup_template_id', 'imsi'];
const NO_NAME = [
  '=HYPERLINK("http://x.example","1")',
  '@SUM(A1)',
  '-1',
  '\u202E1',
  '1\u2066',
  '\ud800',
  '１',
  'a"b',
  "'; drop table sources; --",
  'no such',
  'x'.repeat(3_999),
  '1\t1',
  '1\u00a01',
];
const NONSENSE = [...NO_NAME, '1e309', 'NaN', 'Infinity', '0x10', '9'.repeat(99)];

test('nonsense in any column is refused by line and column, and nothing is changed', async () => {
  const before = await exported();
  for (const column of [...STRICT, ...NAMES]) {
    const values = NAMES.includes(column) ? NO_NAME : NONSENSE;
    const rows = values.map((value, i) => ({
      bundle_id: `pkg_${i}`,
      template_id: `t-${i}`,
      [column]: value,
    }));
    const answer = await hubby.operator('POST', '/catalog/import', file({}, ...rows));
    assert.deepEqual([answer.status, answer.body.error?.type], [400, 'invalid_catalog'], column);
    const fields = (answer.body.error.details as { field: string }[]).map(({ field }) => field);
    for (const i of rows.keys())
      assert.ok(
        fields.includes(`row ${i + 3}, ${column}`),
        `${column} ${values[i]} ${answer.text}`,
      );
    assert.ok(!fields.some((field) => field.startsWith('row 2,')), `${column} ${answer.text}`);
  }
  assert.equal(await exported(), before);
});

test('so are files that are none', async () => {
  const before = await exported();
  const files: Record<string, string> = {
    'a line of 10 MB': file({ label: 'x'.repeat(10 * 2 ** 20) }),
    '10 MB in quotes that never end': `${file({})}"${'x\n'.repeat(5 * 2 ** 20)}`,
    'quotes within': `${file({})}pkg_x,"F"R\n`,
    NUL: file({ label: 'a\0b' }),
    'two header lines': file({}) + file({}),
    'a page of HTML': '<html><body>502 Bad Gateway</body></html>',
    JSON: '[{"bundle_id":"pkg_a"}]',
    nothing: '\ufeff\r\n\r\n',
    'the same id twice': file({}, {}),
    'an account that is not here': file({ provider: 'nobody' }),
    'two currencies': file({}, { ...second, currency: 'USD' }),
    'two labels for one bundle': file({}, { template_id: 'second', label: 'Other' }),
  };
  for (const [name, content] of Object.entries(files)) {
    const answer = await hubby.operator('POST', '/catalog/import', content);
    assert.deepEqual([answer.status, answer.body.error?.type], [400, 'invalid_catalog'], name);
    assert.match(answer.body.error.details[0].field, /^row \d+/, name);
    assert.ok(answer.text.length < 400_000, name);
  }
  assert.equal(await exported(), before);
});

test('with a byte order mark, line ends of Windows and all in quotes it is the same file', async () => {
  const before = await exported();
  const quoted = stringify(parse(before) as string[][], {
    bom: true,
    quoted: true,
    record_delimiter: 'windows',
  });
  const answer = await hubby.operator('POST', '/catalog/import', quoted);
  assert.equal(answer.status, 200, answer.text.slice(0, 400));
  assert.equal(await exported(), before);
});
