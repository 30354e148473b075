/**
 * Covers that cannot be proven in time: answered honestly, the same everywhere, and without holding
 * up anybody.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { exportCsv } from '../../src/domain/catalog/csv/csv.ts';
import { cover } from '../../src/domain/planning/cover/cover.ts';
import type { CoverCandidate } from '../../src/domain/planning/cover/problem.ts';
import { makeCoverThread } from '../../src/domain/planning/cover/in-thread.ts';
import { makeCovers } from '../../src/domain/planning/covers.ts';
import { seedCatalog } from '../../src/domain/catalog/seed.ts';
import { catalogue, countryCode, sample } from '../support/cover-oracle.ts';
import { seeded } from '../support/seeded.ts';
import { IN_A_YEAR, startHubby, user, type Hubby, type Json } from '../harness.ts';
import { bundleAt } from '../support/market.ts';

/** 60 countries, and bundles of one size and nearly one price that each cover a few of them. */
function hard(codes: readonly string[], count = 300): CoverCandidate[] {
  const random = seeded(5);
  return Array.from({ length: count }, (_, i) => ({
    id: `pkg_hard_${String(i).padStart(3, '0')}`,
    coverage: sample(random, codes.length, 2 + Math.floor(random() * 5)).map((at) => codes[at]!),
    price: 100,
  }));
}
const CODES = Array.from({ length: 60 }, (_, i) => countryCode(i));
const covered = (result: ReturnType<typeof cover>): string[] =>
  result.ok ? [...new Set(result.chosen.flatMap((c) => c.covers))].sort() : [];

describe('a cover with a budget', () => {
  it('is the best found, and says that it is not proven', () => {
    const candidates = hard(CODES);
    const results = [50, 500, 3_000].map((budget) => cover(CODES, candidates, budget));
    for (const [i, result] of results.entries()) {
      assert.ok(result.ok && !result.proven && result.nodes <= [50, 500, 3_000][i]!);
      assert.deepEqual(covered(result), [...CODES].sort());
    }
    const counts = results.map((r) => (r.ok ? r.chosen.length : NaN));
    assert.ok(counts[2]! <= counts[0]!, String(counts));
  });

  it('is the same whatever the order of countries and bundles', () => {
    const candidates = hard(CODES);
    const result = cover(CODES, candidates, 500);
    assert.deepEqual(cover(CODES, candidates.toReversed(), 500), result);
    const turned = cover(CODES.toReversed(), candidates, 500);
    assert.ok(result.ok && turned.ok);
    assert.deepEqual(turned.chosen.map((c) => c.id).sort(), result.chosen.map((c) => c.id).sort());
  });

  it('is proven wherever the search ended by itself', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { requested, candidates } = catalogue(seed, 20, 300);
      const whole = cover(requested, candidates);
      assert.ok(whole.ok && whole.proven);
      assert.deepEqual(cover(requested, candidates, whole.nodes * 16 + 16), whole);
    }
  });
});

describe('a long search', () => {
  const thread = makeCoverThread();
  after(() => thread.close());
  it('goes on in a thread, with the same result', async () => {
    const candidates = hard(CODES);
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const found = await thread.cover(CODES, candidates, 2_000);
    clearInterval(timer);
    assert.deepEqual(found, cover(CODES, candidates, 2_000));
    assert.ok(turns >= 3, 'others had their turns meanwhile');
  });

  // Whoever is not told waits for ever.
  const END = { timeout: 60_000 };
  it('that is cut off is told to whoever waits, and the next one begins anew', END, async () => {
    const own = makeCoverThread();
    const candidates = hard(CODES);
    const cut = own.cover(CODES, candidates, 1_000_000);
    await Promise.all([assert.rejects(cut, { type: 'overloaded' }), own.close()]);
    assert.deepEqual(await own.cover(CODES, candidates, 200), cover(CODES, candidates, 200));
    await own.close();
  });

  it('is made once for a set of countries, however they are named', async () => {
    const covers = makeCovers(thread);
    let asked = 0;
    const candidates = (): CoverCandidate[] => {
      asked++;
      return hard(CODES);
    };
    const first = covers.solve(CODES, 'x', candidates);
    assert.ok(first.ok && !first.proven);
    assert.equal(await covers.settle(), true);
    const final = covers.solve([...CODES, ...CODES].reverse(), 'x', candidates);
    assert.deepEqual([asked, await covers.settle()], [1, false]);
    assert.ok(final.ok && final.nodes > first.nodes);
    covers.solve(CODES, 'y', candidates);
    assert.equal(asked, 2);
  });
});

describe('bookings of hard destinations', () => {
  let hubby: Hubby;
  let iso3s: string[];
  before(async () => {
    hubby = await startHubby();
    const { destinations, bundles } = seedCatalog();
    iso3s = destinations
      .filter((d) => d.iso3s.length === 1 && d.id.length === 2)
      .map((d) => d.iso3s[0]!)
      .slice(0, 60);
    const model = bundles.find((b) => b.id === 'pkg_mlt_1gb_365d')!;
    const idOf = new Map(destinations.map((d) => [d.iso3, d.id]));
    const csv = exportCsv({
      destinations,
      bundles: hard(iso3s).map(({ id, coverage, price }) =>
        bundleAt(model, id, 'sandbox-one', {
          destination: idOf.get(coverage[0]!)!,
          b2b_price: price,
          coverage: [...coverage],
        }),
      ),
    });
    const imported = await hubby.operator('POST', '/catalog/import', csv);
    assert.equal(imported.status, 200, imported.text.slice(0, 500));
  });
  after(() => hubby.close());

  const preview = (entries: Json[]) =>
    hubby.call('POST', '/api/bookings/preview', {
      departure_date: IN_A_YEAR,
      package_specifications: entries,
    });

  it('say in the preview that the choice is not proven, twice the same', async () => {
    const entry = { external_user_id: user(), destination: iso3s, size: '1GB' };
    let answered = 0;
    const others = setInterval(
      () => void hubby.call('GET', '/api/bookings').then(() => answered++),
      20,
    );
    const [first, second] = [await preview([entry]), await preview([entry])];
    clearInterval(others);
    assert.equal(first.status, 200, first.text);
    const chosen = first.body.data.package_specifications;
    assert.ok(chosen.length > 5 && chosen.every((c: Json) => c.proven === false));
    assert.match(chosen[0].reason, /not proven/);
    assert.deepEqual(new Set(chosen.flatMap((c: Json) => c.covers)), new Set(iso3s));
    assert.deepEqual(second.body, first.body);
    assert.ok(answered >= 3, 'others were answered meanwhile');
  });

  it('may be 500 of 60 countries, all different, with everybody served meanwhile', async () => {
    const random = seeded(9);
    let turns = 0;
    let isDone = false;
    const turn = (): void => {
      turns++;
      if (!isDone) setImmediate(turn);
    };
    setImmediate(turn);
    const answer = await preview(
      Array.from({ length: 500 }, () => ({
        external_user_id: user(),
        destination: sample(random, 60, 50).map((at) => iso3s[at]!),
        size: '1GB',
      })),
    );
    isDone = true;
    assert.equal(answer.status, 200, answer.text.slice(0, 300));
    assert.equal(
      new Set(answer.body.data.package_specifications.map((c: Json) => c.entry)).size,
      500,
    );
    assert.ok(turns > 100, `${turns} turns of the event loop`);
  });

  it('may name so many countries in all and no more', async () => {
    const entry = { external_user_id: user(), destination: Array(300).fill('GR'), size: '1GB' };
    const answer = await preview(Array(101).fill(entry));
    assert.equal(answer.status, 400);
    assert.deepEqual(answer.body.error.details, [
      {
        field: 'package_specifications',
        issue: 'expected at most 30000 countries in all destinations together, got 30300',
      },
    ]);
  });
});
