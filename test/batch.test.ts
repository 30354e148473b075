/**
 * Batches: everybody gets their own answer, one member's failure is its own, and partners stay
 * apart.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { makeBatcher, type Batch } from '../src/db/batch.ts';
import { makeConfirmation } from '../src/db/confirmation.ts';
import { until } from './faults/checks.ts';
import { IN_A_YEAR, startHubby, user, type Hubby } from './harness.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const SQUARE: Batch<number, number> = {
  name: 'square',
  text: 'select n, (100 / (x - 13)) + 0 * x + x * x as r from unnest($1::int[]) with ordinality as t(x, n) order by n desc',
  params: (items) => [items],
  partnerOf: () => 'one',
};

/** Batches of names that are answered with themselves, each when its door is opened. */
function openedByHand() {
  const sent: string[][] = [];
  const doors: (() => void)[] = [];
  const batched = makeBatcher(async ({ values }) => {
    const names = values[0] as string[];
    sent.push(names);
    await new Promise<void>((resolve) => doors.push(resolve));
    return { rows: names.map((r, i) => ({ n: i + 1, r })) };
  }, makeConfirmation(4));
  return { batched, sent, doors };
}

describe('a batch', () => {
  it('gives each caller the answer to its own question, whatever the order of rows', async () => {
    const numbers = Array.from({ length: 200 }, (_, i) => i + 20);
    const answers = await Promise.all(numbers.map((n) => hubby.ctx.db.batched(SQUARE, n)));
    assert.deepEqual(
      answers,
      numbers.map((n) => Math.trunc(100 / (n - 13)) + n * n),
    );
  });

  it('fails only the member at fault', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 60 }, (_, i) => hubby.ctx.db.batched(SQUARE, i)),
    );
    assert.deepEqual(
      results.flatMap((r, i) => (r.status === 'rejected' ? [i] : [])),
      [13],
    );
  });

  it('sends nobody again when it is not known whether the statement took effect', async () => {
    let runs = 0;
    const batched = makeBatcher(async () => {
      runs++;
      throw Object.assign(new Error('Connection terminated'), { code: 'ECONNRESET' });
    }, makeConfirmation(4));
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, i) => batched(SQUARE, i)),
    );
    assert.ok(results.every((r) => r.status === 'rejected'));
    assert.equal(runs, 1);
  });

  it('takes a newcomer along next, and then one of each partner in turn', async () => {
    const sent: string[][] = [];
    const doors: (() => void)[] = [];
    const batched = makeBatcher(async ({ name, text, values }) => {
      sent.push((values[0] as number[]).map((x) => (x < 1_000 ? 'a' : x < 2_000 ? 'b' : 'c')));
      await new Promise<void>((resolve) => doors.push(resolve));
      return hubby.ctx.db.pool.query({ name, text, values });
    }, makeConfirmation(4));
    const ofMany = { ...SQUARE, partnerOf: (x: number) => `${Math.trunc(x / 1_000)}` };
    const call = (from: number, count: number): Promise<number>[] =>
      Array.from({ length: count }, (_, i) => batched(ofMany, from + i));
    const sentSo = (count: number): Promise<unknown> =>
      until(`${count} batches are sent`, async () => sent.length === count);

    const all = call(20, 500);
    await sentSo(3);
    all.push(...call(1_000, 3));
    await sentSo(4);
    assert.deepEqual(sent[3], ['b'], 'three are under way, and b is not kept waiting by them');
    all.push(...call(2_000, 1));
    doors[0]!();
    await sentSo(5);
    const next = sent[4]!.join('');
    assert.equal(next.length, 16);
    assert.equal(next.slice(0, 5), 'cabab', 'c is new; of b what was left, in turns with a');

    const opening = setInterval(() => doors.forEach((open) => open()), 1);
    const answers = await Promise.all(all).finally(() => clearInterval(opening));
    assert.equal(answers[500], Math.trunc(100 / 987) + 1_000_000);
    assert.equal(sent.flat().length, 504);
  });

  it('leaves half of a batch to who is at it already, however many are new', async () => {
    const { batched, sent, doors } = openedByHand();
    const batch: Batch<string, string> = {
      name: 'names',
      text: '',
      params: (items) => [items],
      partnerOf: (name) => name.split(' ')[0]!,
    };
    const call = (count: number, name: (i: number) => string): Promise<string>[] =>
      Array.from({ length: count }, (_, i) => batched(batch, name(i)));
    const all = call(60, (i) => `old ${i}`);
    await until('three are sent', async () => sent.length === 3);
    all.push(...call(40, (i) => `new${i}`));
    await until('a reserved one is sent', async () => sent.length === 4);
    assert.ok(sent[3]!.every((name) => name.startsWith('new')));
    doors[0]!();
    await until('the next is sent', async () => sent.length === 5);
    assert.equal(sent[4]!.filter((name) => name.startsWith('new')).length, 8);
    assert.equal(sent[4]!.filter((name) => name.startsWith('old')).length, 8);
    const opening = setInterval(() => doors.forEach((open) => open()), 1);
    await Promise.all(all).finally(() => clearInterval(opening));
    assert.equal(new Set(sent.flat()).size, 100);
  });

  it('touches nothing that another one of the process touches at the same time', async () => {
    const { batched, sent, doors } = openedByHand();
    const batch: Batch<string, string> = {
      name: 'names',
      text: '',
      params: (items) => [items],
      partnerOf: () => 'one',
      touches: (name) => name.split(' '),
    };
    const all = [batched(batch, 'a b')];
    await until('the first is sent', async () => sent.length === 1);
    all.push(...['b c', 'c', 'd'].map((name) => batched(batch, name)));
    await until('the next is sent', async () => sent.length === 2);
    assert.deepEqual(sent[1], ['c', 'd']);
    doors[0]!();
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(sent.length, 2, 'c is under way');
    doors[1]!();
    await until('the last is sent', async () => sent.length === 3);
    doors[2]!();
    assert.deepEqual(await Promise.all(all), ['a b', 'b c', 'c', 'd']);
  });

  it('keeps partners apart: the same user ids at two partners, asked at once', async () => {
    const other = await hubby.newPartner();
    const users = Array.from({ length: 20 }, () => user());
    const body = (external_user_id: string, destination: string) => ({
      departure_date: IN_A_YEAR,
      package_specifications: [{ external_user_id, destination, size: '1GB' }],
    });
    await Promise.all(
      users.flatMap((u) => [
        hubby.call('POST', '/api/bookings', body(u, 'FR')),
        hubby.call('POST', '/api/bookings', body(u, 'GR'), { key: other }),
      ]),
    );
    const seen = await Promise.all(
      users.flatMap((u) =>
        [hubby.partner, other].map(async (key) => {
          const {
            body: { data },
          } = await hubby.call(
            'GET',
            `/api/native/user-dashboard?external_user_id=${u}`,
            undefined,
            { key },
          );
          return [
            data.partner.id,
            ...data.package_queues.map(
              (q: { package_specification: { iso3: string } }) => q.package_specification.iso3,
            ),
          ].join();
        }),
      ),
    );
    assert.deepEqual(
      seen,
      users.flatMap(() => [`${hubby.partner.partner_id},FRA`, `${other.partner_id},GRC`]),
    );
  });

  it('tells a booking that fails in the middle of others from them', async () => {
    // The same user through two providers' bundles cannot happen; a merge with nothing to merge
    // can: it fails alone.
    const past = {
      departure_date: '2020-01-01',
      booking_id: 'GONE-1',
      package_specifications: [{ external_user_id: user(), destination: 'FR', size: '1GB' }],
    };
    const good = () => ({
      departure_date: IN_A_YEAR,
      booking_id: `OK-${user()}`,
      package_specifications: [{ external_user_id: user(), destination: 'FR', size: '1GB' }],
    });
    const answers = await Promise.all(
      [...Array.from({ length: 10 }, good), past, ...Array.from({ length: 10 }, good)].map((b) =>
        hubby.call('POST', '/api/bookings', b),
      ),
    );
    assert.deepEqual(
      answers.map((a) => a.status),
      [...Array(10).fill(201), 400, ...Array(10).fill(201)],
    );
  });
});
