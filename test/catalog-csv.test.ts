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
import { sourceId } from '../src/domain/catalog/source-id.ts';
import {
  type Bundle,
  ESIM_TYPES,
  PACKAGE_TYPES,
  type Source,
  STARTS,
} from '../src/domain/catalog/types.ts';

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
const catalogOf = (text: string, providers = PROVIDERS): CatalogData => {
  const result = parseCsv(text, providers);
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
  const all = [...PROVIDERS, 'sandbox-three'];
  assert.deepEqual(catalogOf(text, all), seed);
  assert.deepEqual(catalogOf(`\ufeff${text.replaceAll('\n', '\r\n')}`, all), seed);
});

const text = (max: number) =>
  fc
    .string({ minLength: 1, maxLength: max, unit: 'grapheme' })
    .filter(
      (s) =>
        s === s.trim() &&
        !/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\uFFFD]/u.test(s) &&
        s.isWellFormed() &&
        s.length > 0,
    );
const label = fc.oneof(
  text(60),
  fc.constantFrom('=1+1', "'=1", "''@x", '-5', '+', "'t", 'a"b', 'a,b', '@SUM(A1)', "'"),
);
const GB = 2 ** 30;
/** A policy whose figures are known. */
const DAILY = '1GB/day then 512 kbps';
const sizes = ['500MB', '1GB', '1.125GB', '20GB', '10240GB', '1100MB'].map((s) => parseSize(s)!);

/** A source that fits whatever bundle: it gives as much, or more. */
const delivered = fc.record({
  account: fc.constantFrom(...PROVIDERS),
  topup_article: fc.option(fc.constantFrom('top-1', 'T:2')),
  esim_types: fc.shuffledSubarray([...ESIM_TYPES], { minLength: 1 }),
  more_percent: fc.constantFrom(0, 0, 93 - 100, 99),
  more_days: fc.constantFrom(0, 0, 7),
  daily_bytes: fc.constantFrom(null, 1, 3) as fc.Arbitrary<null | 1 | 3>,
  throttle_kbps: fc.option(fc.nat({ max: 9_999 })),
  extra: fc.subarray(['XKX', 'MLT']),
  cost: fc.nat({ max: 9_999_999 }),
  currency: fc.constantFrom('USD', 'USD', 'JPY'),
  starts: fc.constantFrom(...STARTS),
  needs_kyc: fc.boolean(),
  imsi: fc.option(fc.constantFrom('p1', 'eu.2')),
  activation_window_days: fc.integer({ min: 1, max: 3650 }),
});

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
      traffic_policy: fc.option(fc.oneof(label, fc.constant(DAILY))),
      throttling: fc.option(label),
      b2b_price: fc.nat({ max: 99_999_999 }),
      margin: fc.integer({ min: 1, max: 10_000 }),
      priority: fc.nat({ max: 1_000_000 }),
      is_active: fc.boolean(),
      promised: fc.constantFrom([], ['ITA'], ['ITA', 'NAM']),
      sources: fc.array(delivered, { minLength: 1, maxLength: 3 }),
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
    const { at: place, margin, promised, sources, ...rest } = bundle;
    const coverage = [['FRA'], ['TUR'], ['FRA', 'DEU'], ['FRA', 'TUR']][place]!.concat(promised);
    const bytes = rest.type === 'unlimited' ? null : rest.bytes;
    return {
      ...rest,
      id: `pkg_${i}`,
      destination: at[place]!,
      bytes,
      coverage,
      b2c_price: Math.min(rest.b2b_price + margin, 999_999_999),
      currency: 'USD',
      sources: sources
        .map(({ more_percent, more_days, daily_bytes, extra, ...one }, j): Source => ({
          ...one,
          id: sourceId(one.account, `t-${i}-${j}`),
          article: `t-${i}-${j}`,
          coverage: coverage.concat(extra),
          is_stale: false,
          is_held: false,
          bytes: bytes === null ? null : bytes + Math.ceil((bytes * more_percent) / 100),
          duration_days: rest.duration_days + (rest.duration_days > 3_600 ? 0 : more_days),
          ...(rest.traffic_policy === DAILY
            ? { daily_bytes: daily_bytes === null ? null : daily_bytes * GB }
            : { daily_bytes: null }),
          throttle_kbps:
            rest.traffic_policy === DAILY
              ? Math.max(one.throttle_kbps ?? 0, 512)
              : one.throttle_kbps,
        }))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
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
    .replace(/,{12}$/m, '');
  const { bundles, destinations } = catalogOf(few);
  assert.deepEqual(
    [bundles[0]!.b2b_price, bundles[0]!.b2c_price, bundles[0]!.sources[0]!.cost],
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
    catalogOf(file({ destination: 'xkk', coverage: 'XK' })).bundles[0]!.sources[0]!.coverage,
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
    ['topup_template_id', 'a b'],
    ['delivered_bytes', '1GB'],
    ['delivered_bytes', '0'],
    ['delivered_bytes', '9007199254740993'],
    ['delivered_days', '0'],
    ['daily_bytes', '0'],
    ['throttle_kbps', '-1'],
    ['starts', 'now'],
    ['needs_kyc', 'yes'],
    ['cost_currency', 'DEM'],
    ['bundle_coverage', 'ZZZ'],
    ['bundle_coverage', 'DEU'],
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
  const prices = ({ b2b_price, b2c_price, sources }: Bundle) => [
    b2b_price,
    b2c_price,
    sources[0]!.cost,
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
  const x = { bundle_id: 'pkg_x', template_id: 't' };
  assert.deepEqual(named(x, {}, x), ['4 bundle_id']);
  assert.deepEqual(named({}, { currency: 'USD' }), ['3 currency']);
  assert.deepEqual(named({ template_id: 't' }, { template_id: 't', cost: '1' }), ['3 template_id']);
});

test('what stands in two lines and is one for the whole file is named with both', () => {
  const alps = region('ALPS', 'Alpine countries', 'AT CHE FRA');
  const cases: [string, Row, Row][] = [
    ['currency', {}, { currency: 'USD' }],
    ['destination_name', alps, { ...alps, destination_name: 'Alps' }],
    ['destination_countries', alps, { ...alps, destination_countries: 'AT FRA' }],
    ['destination_tier', { destination_tier: '2' }, { destination_tier: '3' }],
    ['template_id', { template_id: 't' }, { template_id: 't', coverage: 'FRA DEU' }],
  ];
  for (const [field, first, second] of cases) {
    const [problem, ...more] = problemsOf(file({}, first, second));
    assert.deepEqual([problem!.row, problem!.field, more], [4, field, []]);
    assert.match(problem!.issue, field === 'currency' ? /in line 2\b/ : /in line 3\b/, field);
  }
});

test('articles are named as suppliers name them, scripts of all directions are texts', () => {
  const names = ['PHES1@7', 'merhaba-7days-1gb', 'esim_1GB_7D_ES_V2', 'a/b+c', 'x'.repeat(200)];
  for (const template_id of names) {
    const catalog = catalogOf(file({ template_id, label: 'إسبانيا 1GB\u200F' }));
    assert.equal(catalog.bundles[0]!.sources[0]!.article, template_id);
    assert.deepEqual(catalogOf(exportCsv(catalog)).bundles, catalog.bundles);
  }
  // What stands behind ~ tells sizes of one article apart.
  for (const template_id of ['x~2', '=1+1', '@x', 'x'.repeat(201)])
    assert.equal(problemsOf(file({ template_id }))[0]!.field, 'template_id');
});

const X = { bundle_id: 'pkg_x', label: 'X', coverage: 'FRA DEU' };
const SECOND = { ...X, provider: 'sandbox-two', template_id: 'b' };

test('lines with one bundle are its sources', () => {
  const { bundles } = catalogOf(
    file(
      { ...SECOND, esim_types: 'universal', cost: '3' },
      {},
      { ...X, coverage: 'FRA DEU ITA', delivered_bytes: '1000000000', delivered_days: '400' },
    ),
  );
  assert.deepEqual(
    bundles.map(({ id, coverage, bytes, sources }) => [id, coverage, bytes, sources.length]),
    [
      ['pkg_x', ['FRA', 'DEU'], GB, 2],
      ['pkg_1', ['FRA'], GB, 1],
    ],
  );
  assert.deepEqual(
    bundles[0]!.sources.map((s) => [s.id, s.esim_types, s.bytes, s.duration_days, s.cost]),
    [
      ['src_sandbox-one_t-2', ['classic'], 1_000_000_000, 400, 199],
      ['src_sandbox-two_b', ['universal'], GB, 365, 300],
    ],
  );
});

test('they describe it alike, else both lines are named', () => {
  const other: Row = {
    destination: 'DE',
    type: 'starter',
    size: '1.5GB',
    duration_in_days: '100',
    label: 'Y',
    traffic_policy: 'fair',
    throttling: 'slow',
    b2b_price: '2.4',
    b2c_price: '4.1',
    priority: '99',
    is_active: 'false',
  };
  for (const [field, value] of Object.entries(other)) {
    const problems = problemsOf(file(X, {}, { ...SECOND, [field]: value }));
    const named = problems.find((p) => p.field === field);
    assert.equal(named?.row, 4, `${field} ${JSON.stringify(problems)}`);
    assert.match(named.issue, new RegExp(`line 2.*got "${value!.replace('.', '\\.')}"$`));
  }
});

test('each of them delivers it', () => {
  const why = (row: Row, first: Row = {}): string => {
    const [problem, ...more] = problemsOf(file({ ...X, ...first }, { ...SECOND, ...row }));
    assert.deepEqual([problem!.row, problem!.field, more], [3, 'template_id', []]);
    return problem!.issue;
  };
  assert.match(why({ coverage: 'FRA' }), /does not cover DEU/);
  assert.match(why({ delivered_days: '364' }), /364 days/);
  assert.match(why({ delivered_bytes: '998579896' }), /less than 93 %/);
  assert.match(why({ delivered_bytes: '2147483648' }), /twice/);
  assert.match(why({ daily_bytes: '1' }), /1 bytes a day/);
  for (const fine of [
    { coverage: 'DEU FRA ITA' },
    { delivered_bytes: '998579897' },
    { delivered_bytes: '2147483647', delivered_days: '366' },
  ])
    assert.equal(catalogOf(file(X, { ...SECOND, ...fine })).bundles.length, 1);
});

test('where it is sold to work may be said of the bundle itself', () => {
  const narrow = { bundle_coverage: 'FRA' };
  const of = (...rows: Row[]): string[] => catalogOf(file(...rows)).bundles[0]!.coverage;
  assert.deepEqual(of(X, { ...SECOND, ...narrow, coverage: 'FRA' }), ['FRA']);
  const [problem] = problemsOf(
    file({ ...X, ...narrow }, { ...SECOND, bundle_coverage: 'FRA DEU' }),
  );
  assert.deepEqual([problem!.row, problem!.field], [3, 'bundle_coverage']);
  assert.match(problem!.issue, /line 2/);
});

test('an article that lines deliver in several sizes is a source for each, whatever their order', () => {
  const lines = [
    { bundle_id: 'pkg_l', template_id: 't', size: '3GB' },
    { bundle_id: 'pkg_s', template_id: 't', size: '1GB' },
    { bundle_id: 'pkg_m', template_id: 't', size: '3GB' },
  ];
  const idsOf = (rows: Row[]) =>
    new Map(catalogOf(file(...rows)).bundles.map((b) => [b.id, b.sources[0]!.id]));
  for (const rows of [lines, lines.toReversed()]) {
    const ids = idsOf(rows);
    assert.equal(ids.get('pkg_s'), 'src_sandbox-one_t');
    assert.equal(ids.get('pkg_l'), 'src_sandbox-one_t~2');
    assert.equal(ids.get('pkg_m'), 'src_sandbox-one_t~2');
  }
});

test('two accounts of one supplier may have the same articles', () => {
  const { bundles } = catalogOf(
    file({ template_id: 't' }, { template_id: 't', provider: 'sandbox-two', cost: '1' }),
  );
  assert.deepEqual(
    bundles.map((b) => b.sources[0]!.id),
    ['src_sandbox-one_t', 'src_sandbox-two_t'],
  );
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
    [good.replace(',A,', ',\u202EBG1,'), 2, 'label'],
    [good.replace(',A,', ',\u2067A\u2069,'), 2, 'label'],
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
