import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { exportCsv, parseCsv } from '../src/domain/catalog/csv/csv.ts';
import { COLUMNS, OPTIONAL_COLUMNS } from '../src/domain/catalog/csv/format.ts';
import {
  type CatalogData,
  regionDestination,
  shippedDestinations,
} from '../src/domain/catalog/destinations.ts';
import { seedCatalog } from '../src/domain/catalog/seed.ts';
import { parseSize } from '../src/domain/catalog/size.ts';
import { type Bundle, ESIM_TYPES, PACKAGE_TYPES } from '../src/domain/catalog/types.ts';

const PROVIDERS = ['sandbox-one', 'sandbox-two'];
const ROW: Record<string, string> = {
  bundle_id: 'pkg_a',
  destination: 'FR',
  type: 'data-limited',
  size: '1GB',
  duration_in_days: '365',
  label: 'A',
  esim_types: 'classic',
  traffic_policy: '',
  throttling: '',
  b2b_price: '2.5',
  b2c_price: '4',
  currency: 'EUR',
  priority: '100',
  is_active: 'true',
  template_id: 't-a',
  provider: 'sandbox-one',
  coverage: 'FRA',
  imsi: '',
  cost: '1.99',
  activation_window_days: '365',
  destination_tier: '',
  destination_name: '',
  destination_countries: '',
};
type Row = Partial<Record<string, string>>;
/** A file of the good row with changes, one line per argument; ids differ unless set. */
const file = (...rows: Row[]) =>
  stringify([
    COLUMNS,
    ...rows.map((row, i) =>
      COLUMNS.map(
        (c) => ({ ...ROW, bundle_id: `pkg_${i}`, template_id: `t-${i}`, ...row })[c] ?? '',
      ),
    ),
  ]);
const problemsOf = (text: string) => {
  const result = parseCsv(text, PROVIDERS);
  assert.ok('problems' in result && result.problems.length > 0, 'taken');
  return result.problems;
};
const catalogOf = (text: string): CatalogData => {
  const result = parseCsv(text, PROVIDERS);
  assert.ok('catalog' in result, JSON.stringify(result));
  return result.catalog;
};
const region = (id: string, name: string, countries: string): Row => ({
  destination: id,
  destination_name: name,
  destination_countries: countries,
});

test('the shipped catalog survives export and import', () => {
  const seed = seedCatalog();
  const text = exportCsv(seed);
  assert.deepEqual(catalogOf(text), seed);
  assert.deepEqual(catalogOf(`\ufeff${text.replaceAll('\n', '\r\n')}`), seed);
});

const text = (max: number) =>
  fc
    .string({ minLength: 1, maxLength: max, unit: 'grapheme' })
    .filter(
      (s) =>
        s === s.trim() &&
        !/[\p{Cc}\p{Zl}\p{Zp}\uFFFD]/u.test(s) &&
        s.isWellFormed() &&
        s.length > 0,
    );
const label = fc.oneof(
  text(60),
  fc.constantFrom('=1+1', "'=1", "''@x", '-5', '+', "'t", 'a"b', 'a,b', '@SUM(A1)', "'"),
);
const sizes = ['500MB', '1GB', '1.125GB', '20GB', '10240GB', '1100MB'].map((s) => parseSize(s)!);

/**
 * Bundles by random parts of what the format can say, of countries, shipped regions and one own
 * region.
 */
const parts = fc.record({
  title: label.filter((s) => /\p{L}{6}/u.test(s) === false && s.length > 3).map((s) => `Own ${s}`),
  tiers: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 4, maxLength: 4 }),
  bundles: fc.array(
    fc.record({
      at: fc.nat({ max: 3 }),
      type: fc.constantFrom(...PACKAGE_TYPES),
      bytes: fc.constantFrom(...sizes),
      duration_days: fc.integer({ min: 1, max: 3650 }),
      label,
      esim_types: fc.shuffledSubarray([...ESIM_TYPES], { minLength: 1 }),
      traffic_policy: fc.option(label),
      throttling: fc.option(label),
      b2b_price: fc.nat({ max: 99_999_999 }),
      margin: fc.integer({ min: 1, max: 10_000 }),
      priority: fc.nat({ max: 1_000_000 }),
      is_active: fc.boolean(),
      provider: fc.constantFrom(...PROVIDERS),
      extra: fc.subarray(['ITA', 'XKX', 'NAM']),
      imsi: fc.option(fc.constantFrom('p1', 'eu.2')),
      cost: fc.nat({ max: 99_999_999 }),
      activation_window_days: fc.integer({ min: 1, max: 3650 }),
    }),
    { minLength: 1, maxLength: 20 },
  ),
});
function build({
  title,
  tiers,
  bundles,
}: typeof parts extends fc.Arbitrary<infer T> ? T : never): CatalogData {
  const at = ['FR', 'TR', 'EUROPE', 'OWN-REGION'];
  const all = bundles.map((bundle, i): Bundle => {
    const {
      at: place,
      margin,
      provider,
      extra,
      imsi,
      cost,
      activation_window_days,
      ...rest
    } = bundle;
    const coverage = [['FRA'], ['TUR'], ['FRA', 'DEU'], ['FRA', 'TUR']][place]!.concat(extra);
    return {
      ...rest,
      id: `pkg_${i}`,
      destination: at[place]!,
      bytes: rest.type === 'unlimited' ? null : rest.bytes,
      b2b_price: rest.b2b_price,
      b2c_price: Math.min(rest.b2b_price + margin, 999_999_999),
      currency: 'USD',
      template: { id: `t-${i}`, provider, coverage, imsi, cost, activation_window_days },
    };
  });
  const used = new Set(all.map((bundle) => bundle.destination));
  const onSale = new Set(
    all.filter((bundle) => bundle.is_active).map((bundle) => bundle.destination),
  );
  const own = used.has('OWN-REGION')
    ? [regionDestination('OWN-REGION', title, ['FRA', 'TUR'])]
    : [];
  const destinations = [...shippedDestinations(), ...own].map((destination) => ({
    ...destination,
    is_active: onSale.has(destination.id),
    tier: used.has(destination.id) ? tiers[at.indexOf(destination.id)]! : destination.tier,
  }));
  return { destinations, bundles: all };
}

test('any catalog survives export and import, and no exported cell is a formula', () => {
  fc.assert(
    fc.property(parts, (choice) => {
      const catalog = build(choice);
      const csv = exportCsv(catalog);
      assert.deepEqual(catalogOf(csv), catalog);
      for (const cells of parse(csv))
        for (const cell of cells) assert.doesNotMatch(cell, /^[=+\-@]/);
    }),
    { numRuns: 200 },
  );
});

test('what may be left out or written otherwise', () => {
  const few = file({})
    .replace(`,${OPTIONAL_COLUMNS.join(',')}`, '')
    .replace(/,,,$/m, '');
  const { bundles, destinations } = catalogOf(few);
  assert.deepEqual(
    [bundles[0]!.b2b_price, bundles[0]!.b2c_price, bundles[0]!.template.cost],
    [250, 400, 199],
  );
  assert.deepEqual(
    destinations.filter((destination) => destination.is_active).map(({ id }) => id),
    ['FR'],
  );
  assert.equal(
    catalogOf(file({ destination: 'fra', coverage: 'fr it', label: "'=x" })).bundles[0]!.label,
    '=x',
  );
  assert.deepEqual(
    catalogOf(file({ destination: 'xkk', coverage: 'XK' })).bundles[0]!.template.coverage,
    ['XKX'],
  );
  assert.equal(catalogOf(`${file({})}\n\n,,,\n`).bundles.length, 1);
  assert.equal(
    catalogOf(file({ is_active: 'false' })).destinations.some(
      (destination) => destination.is_active,
    ),
    false,
  );
  assert.equal(
    catalogOf(file({ destination_tier: '3' })).destinations.find(({ id }) => id === 'FR')!.tier,
    3,
  );
  assert.equal(catalogOf(file({ template_id: 't' }, { template_id: 't' })).bundles.length, 2);
});

test('a region of the file: defined once, used by later lines, by case and order as it comes', () => {
  const alps = region('ALPS', 'Alpine countries', 'AT CHE fra');
  const { destinations } = catalogOf(
    file({ destination: 'alps' }, { ...alps, coverage: 'AUT' }, alps),
  );
  assert.deepEqual(destinations.at(-1), {
    id: 'ALPS',
    type: 'region',
    name: 'Alpine countries',
    iso2: null,
    iso3: 'ALPS',
    iso3s: ['AUT', 'CHE', 'FRA'],
    tier: 1,
    is_active: true,
  });
  const refused: [string, Row[]][] = [
    ['destination', [region('NA', 'My north', 'USA CAN')]],
    ['destination', [region('NAM', 'My north', 'USA CAN')]],
    ['destination', [region('EUROPE', 'My Europe', 'FRA')]],
    ['destination', [region('Q1', 'Short', 'FRA')]],
    ['destination', [region('BAD_ID', 'Bad', 'FRA')]],
    ['destination', [region('X'.repeat(41), 'Long', 'FRA')]],
    ['destination_name', [region('ALPS', '', 'FRA')]],
    ['destination_name', [region('ALPS', 'Turkey', 'FRA')]],
    ['destination_name', [region('ALPS', 'europe', 'FRA')]],
    ['destination_name', [region('ALPS', 'FRA', 'FRA')]],
    ['destination_name', [region('TURKEY', 'Mine', 'FRA')]],
    ['destination_name', [alps, region('ALPS2', 'alpine countries', 'FRA')]],
    ['destination_name', [alps, region('ALPS', 'Alps', 'AUT CHE FRA')]],
    ['destination_countries', [alps, region('ALPS', 'Alpine countries', 'AUT')]],
    ['destination_countries', [region('ALPS', 'Alps', '')]],
    ['destination_countries', [region('ALPS', 'Alps', 'FRA ZZZ')]],
    ['destination_countries', [region('ALPS', 'Alps', 'FRA FR')]],
    [
      'destination_tier',
      [
        { ...alps, destination_tier: '1' },
        { ...alps, destination_tier: '2' },
      ],
    ],
    ['destination_tier', [{ destination_tier: '5' }]],
  ];
  for (const [field, rows] of refused) {
    const problems = problemsOf(file(...rows));
    assert.ok(
      problems.some((problem) => problem.field === field && problem.row === rows.length + 1),
      `${field} ${JSON.stringify([rows, problems])}`,
    );
  }
});

test('every bad cell is named with line, column, what was expected and what came', () => {
  const bad: [string, string][] = [
    ['bundle_id', ''],
    ['bundle_id', 'fra'],
    ['bundle_id', 'pkg_ä'],
    ['destination', 'ZZ'],
    ['destination', ''],
    ['destination', '__proto__'],
    ['destination', 'France'],
    ['type', 'data'],
    ['type', 'constructor'],
    ['size', '1 GB'],
    ['size', '0GB'],
    ['size', '-1GB'],
    ['size', '99999GB'],
    ['size', 'NaN'],
    ['size', 'Infinity'],
    ['size', 'unlimited'],
    ['duration_in_days', '0'],
    ['duration_in_days', '1.5'],
    ['duration_in_days', '3651'],
    ['duration_in_days', '1e2'],
    ['label', ''],
    ['label', 'x'.repeat(201)],
    ['esim_types', ''],
    ['esim_types', 'esim'],
    ['esim_types', 'classic classic'],
    ['b2b_price', ''],
    ['b2b_price', '-1'],
    ['b2b_price', '1.234'],
    ['b2b_price', 'NaN'],
    ['b2b_price', 'Infinity'],
    ['b2b_price', '1,50'],
    ['b2b_price', '99999999'],
    ['b2b_price', '4'],
    ['b2b_price', '5'],
    ['b2c_price', '1e3'],
    ['b2c_price', '0x10'],
    ['currency', 'eur'],
    ['currency', 'DEM'],
    ['currency', 'XXQ'],
    ['priority', '-1'],
    ['priority', '1000001'],
    ['is_active', 'yes'],
    ['is_active', 'TRUE'],
    ['template_id', ''],
    ['template_id', 'a b'],
    ['provider', 'acme'],
    ['provider', ''],
    ['provider', 'toString'],
    ['coverage', ''],
    ['coverage', 'DEU'],
    ['coverage', 'FRA ZZZ'],
    ['coverage', 'FRA FR'],
    ['imsi', 'a b'],
    ['cost', '-0.01'],
    ['cost', 'free'],
    ['activation_window_days', '0'],
  ];
  for (const [field, value] of bad) {
    const problems = problemsOf(file({}, { [field]: value }));
    assert.deepEqual(
      problems.map((problem) => [problem.row, problem.field]),
      [[3, field]],
      `${field} ${value}`,
    );
    const shown = JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
    assert.ok(
      problems[0]!.issue.startsWith('expected ') && problems[0]!.issue.endsWith(`; got ${shown}`),
      problems[0]!.issue,
    );
  }
  assert.deepEqual(
    problemsOf(file({ type: 'unlimited' })).map(({ field }) => field),
    ['size'],
  );
  assert.deepEqual(
    problemsOf(file({ size: 'x', cost: 'y' }, {}, { type: 'z' }))
      .map((p) => `${p.row} ${p.field}`)
      .sort(),
    ['2 cost', '2 size', '4 type'],
  );
});

test('amounts have the decimals of their currency, and are not judged without one', () => {
  const bundle = (row: Row) => catalogOf(file(row)).bundles[0]!;
  const prices = ({ b2b_price, b2c_price, template }: Bundle) => [
    b2b_price,
    b2c_price,
    template.cost,
  ];
  const yen = { currency: 'JPY', b2b_price: '450', b2c_price: '9999999', cost: '0' };
  assert.deepEqual(prices(bundle(yen)), [450, 9_999_999, 0]);
  const dinars = { currency: 'KWD', b2b_price: '0.755', b2c_price: '2147483.647', cost: '.5' };
  assert.deepEqual(problemsOf(file(dinars)), [
    {
      row: 2,
      field: 'cost',
      issue:
        'expected an amount such as 0.450: at least 0, at most 2147483.647, at most three decimals; got ".5"',
    },
  ]);
  assert.deepEqual(prices(bundle({ ...dinars, cost: '0.5' })), [755, 2_147_483_647, 500]);
  assert.deepEqual(
    problemsOf(file({ ...dinars, b2c_price: '2147483.648' })).map(({ field }) => field),
    ['b2c_price', 'cost'],
  );
  assert.deepEqual(
    problemsOf(file({ ...dinars, currency: 'KWX' })).map(({ field }) => field),
    ['currency'],
  );
});

test('lines that contradict each other', () => {
  const named = (...rows: Row[]) =>
    problemsOf(file(...rows)).map((problem) => `${problem.row} ${problem.field}`);
  assert.deepEqual(named({ bundle_id: 'pkg_x' }, {}, { bundle_id: 'pkg_x' }), ['4 bundle_id']);
  assert.deepEqual(named({}, { currency: 'USD' }), ['3 currency']);
  assert.deepEqual(named({ template_id: 't' }, { template_id: 't', cost: '1' }), ['3 template_id']);
  assert.deepEqual(named({ template_id: 't' }, { template_id: 't', provider: 'sandbox-two' }), [
    '3 template_id',
  ]);
});

test('files with another separator are told which', () => {
  for (const [sign, name] of [
    [';', 'semicolons'],
    ['\t', 'tabs'],
    ['|', 'vertical bars'],
  ] as const)
    for (const mark of ['', '\ufeff'])
      assert.deepEqual(problemsOf(mark + file({}, {}).replaceAll(',', sign)), [
        { row: 1, field: '', issue: `expected columns separated by commas; got "${name}"` },
      ]);
});

test('files that are no catalog', () => {
  const good = file({});
  const [header, row] = good.trimEnd().split('\n') as [string, string];
  const cases: [string, number, string][] = [
    ['', 1, ''],
    ['\ufeff', 1, ''],
    ['\n\n', 1, ''],
    [header, 1, ''],
    [good.replace('b2b_price', 'b2b'), 1, 'b2b_price'],
    [good.replace('b2b_price', 'b2b'), 1, 'b2b'],
    [good.replace('label', 'type'), 1, 'type'],
    [good.replace('label', '__proto__'), 1, '__proto__'],
    [`${row}\n${row}`, 1, 'bundle_id'],
    [`${good}${row},x\n`, 3, ''],
    [`${good}pkg_b,FR\n`, 3, ''],
    [`${good}"pkg_b\n`, 3, ''],
    [`${good}${row.replace('FRA', '"FR"A')}\n`, 3, ''],
    [`${good}${row.replace('FRA', 'F"RA')}\n`, 3, ''],
    [good.replace('A,', 'A\0,'), 2, ''],
    [good.replace(',A,', ',"A\nB",'), 2, 'label'],
    [good.replace(',A,', ',\u0007,'), 2, 'label'],
    [`${good}${row.replace(',A,', ',"A\r\nB",')}\n`, 3, 'label'],
    [good.replace(',A,', ',\ud800,'), 2, 'label'],
    [good.replace(',A,', `,${'x'.repeat(5_000)},`), 2, 'label'],
    [JSON.stringify(seedCatalog().bundles[0]), 1, ''],
  ];
  for (const [content, line, field] of cases) {
    const found = parseCsv(content, PROVIDERS);
    assert.ok('problems' in found, JSON.stringify(content.slice(-400)));
    const { problems } = found;
    assert.ok(
      problems.some((problem) => problem.row === line && problem.field === field),
      `${JSON.stringify(content.slice(0, 80))} ${JSON.stringify(problems.slice(0, 3))}`,
    );
  }
});

test('at most 1 000 problems are listed, in the order of the lines', () => {
  const problems = problemsOf(file(...Array.from({ length: 1_500 }, () => ({ size: 'x' }))));
  assert.equal(problems.length, 1_000);
  assert.deepEqual(
    problems.map(({ row }) => row),
    problems.map((_, i) => i + 2),
  );
});

test('no text makes it throw', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('"', '\n', '\0', '\r', ',', "'=", '__proto__', '\ud800'),
  );
  fc.assert(
    fc.property(fc.array(fc.array(cell), { maxLength: 5 }), fc.boolean(), (rows, header) => {
      const body = rows.map((cells) => cells.join(',')).join('\n');
      problemsOf(header ? `${COLUMNS.join(',')}\n${body}` : body);
    }),
    { numRuns: 200 },
  );
});

test('the example of the documentation is a catalog', () => {
  const example = /```csv\n([\s\S]*?)```/.exec(
    readFileSync(new URL('../docs/catalog-csv.md', import.meta.url), 'utf8'),
  )![1]!;
  const { bundles, destinations } = catalogOf(example);
  assert.equal(bundles.length, 3);
  assert.equal(destinations.at(-1)!.name, 'Alpine countries');
});
