import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { DEPRECATIONS, headersOf, isUsed } from '../src/api/route/deprecations.ts';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby } from './harness.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const YEARS_4 = 4 * 365.25 * 86_400_000;
const document = JSON.parse(readFileSync('docs/reference/openapi.json', 'utf8')) as {
  paths: Record<
    string,
    Record<
      string,
      {
        operationId: string;
        deprecated?: boolean;
        parameters?: { name: string; deprecated?: boolean }[];
      }
    >
  >;
};
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));

describe('the table of what is deprecated', () => {
  for (const one of DEPRECATIONS)
    it(`${one.operationId} ${one.header?.name ?? ''}: days, a sunset in four years or later, a mark in the document`, () => {
      assert.match(one.since, DAY);
      if (one.sunset !== null) {
        assert.match(one.sunset, DAY);
        assert.ok(Date.parse(one.sunset) - Date.parse(one.since) >= YEARS_4);
      }
      const operation = operations.find(({ operationId }) => operationId === one.operationId);
      const marked =
        one.header === undefined
          ? operation?.deprecated
          : operation?.parameters?.find(({ name }) => name === one.header!.name)?.deprecated;
      assert.equal(marked, true);
    });

  it('marks nothing else in the document', () => {
    const marks = operations.flatMap((o) => [
      ...(o.deprecated === true ? [o.operationId] : []),
      ...(o.parameters ?? []).filter((p) => p.deprecated).map((p) => `${o.operationId} ${p.name}`),
    ]);
    assert.deepEqual(
      marks.sort(),
      DEPRECATIONS.map((one) =>
        one.header === undefined ? one.operationId : `${one.operationId} ${one.header.name}`,
      ).sort(),
    );
  });

  it('says a sunset as an HTTP date, and a whole operation is used by every request', () => {
    const whole = { operationId: 'x', since: '2027-01-01', sunset: '2031-06-01', instead: '' };
    assert.deepEqual(headersOf(whole, 'https://hubby.example'), {
      deprecation: '@1798761600',
      sunset: 'Sun, 01 Jun 2031 00:00:00 GMT',
      link: '<https://hubby.example/docs/guides/contract>; rel="deprecation"; type="text/html"',
    });
    assert.equal(isUsed(whole, { headers: {} } as never), true);
  });
});

describe('a request that uses what is deprecated', () => {
  let hubby: Hubby;
  const book = (version: string | undefined, body: object = {}): Promise<Answer> =>
    hubby.call(
      'POST',
      '/api/bookings',
      {
        departure_date: IN_A_YEAR,
        package_specifications: [{ external_user_id: user(), destination: 'GR', size: '1GB' }],
        ...body,
      },
      version === undefined ? {} : { headers: { 'x-api-version': version } },
    );
  before(async () => {
    hubby = await startHubby();
  });
  after(() => hubby.close());

  it('hears of it, whether it succeeds or is refused, and where to read on', async () => {
    for (const [body, status] of [
      [{}, 201],
      [{ departure_date: 'tomorrow' }, 400],
    ] as const) {
      const { status: came, headers } = await book('1.3', body);
      assert.equal(came, status);
      assert.equal(headers['deprecation'], `@${Date.parse('2026-11-28') / 1000}`);
      assert.equal(headers['sunset'], undefined);
      const [, url] = /^<([^>]+)>; rel="deprecation"/.exec(String(headers['link']))!;
      assert.match(await (await fetch(url!)).text(), /x-api-version: 1\.3/);
    }
  });

  it('is the only one that does', async () => {
    for (const version of [undefined, '1.4', '2'])
      assert.equal((await book(version)).headers['deprecation'], undefined);
  });
});
