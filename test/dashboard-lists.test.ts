/** Rules of the dashboard's lists that need no browser: pages that stay, addresses that are filters. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { beginOf, endOf, localOf } from '../web/dashboard/src/data/days.ts';
import { queryFor, searchOf, spanMs } from '../web/dashboard/src/data/lists.ts';
import { newIn, putOnTop, renew, type Pages } from '../web/dashboard/src/lists/pages.ts';
import { curlOf } from '../web/dashboard/src/screens/requests/curl.ts';
import { isSame } from '../web/dashboard/src/lists/views.ts';

type Row = { id: string; state?: string };
const idOf = ({ id }: Row): string => id;
const row = (id: string, state = 'old'): Row => ({ id, state });
const pages = (...all: string[][]): Pages<Row> => ({
  pages: all.map((ids, at) => ({
    rows: ids.map((id) => row(id)),
    next: at === all.length - 1 ? 'further' : `page ${at + 1}`,
  })),
  pageParams: all.map((_, at) => (at === 0 ? undefined : `page ${at}`)),
});
const idsIn = ({ pages: all }: Pages<Row>): string[] => all.flatMap(({ rows }) => rows.map(idOf));
const head = (...ids: string[]) => ({ rows: ids.map((id) => row(id, 'new')), next: 'of the head' });

describe('the newest page of a list', () => {
  it('is put in place of what it is about; what lies below stays, with its cursor', () => {
    const known = pages(['c', 'b', 'a'], ['9', '8']);
    const after = putOnTop(known, head('e', 'd', 'c'), idOf);
    assert.deepEqual(idsIn(after), ['e', 'd', 'c', 'b', 'a', '9', '8']);
    assert.deepEqual(
      after.pages.map(({ next }) => next),
      ['page 1', 'further'],
    );
  });

  it('takes away what fits its filters no more', () => {
    assert.deepEqual(idsIn(putOnTop(pages(['c', 'b', 'a']), head('d', 'c', 'a'), idOf)), [
      'd',
      'c',
      'a',
    ]);
  });

  it('stands alone where something would be missing between', () => {
    const after = putOnTop(pages(['b', 'a'], ['9']), head('z', 'y'), idOf);
    assert.deepEqual(idsIn(after), ['z', 'y']);
    assert.equal(after.pages[0]?.next, 'of the head');
    assert.equal(after.pageParams.length, 1);
  });

  it('renews rows at their place and counts those that are not there yet', () => {
    const known = pages(['c', 'b'], ['a']);
    const newest = head('d', 'c', 'b');
    const after = renew(known, newest, idOf);
    assert.deepEqual(idsIn(after), ['c', 'b', 'a']);
    assert.deepEqual(
      after.pages.flatMap(({ rows }) => rows.map(({ state }) => state)),
      ['new', 'new', 'old'],
    );
    assert.deepEqual(newIn(known, newest, idOf).map(idOf), ['d']);
  });
});

describe('an address of a list', () => {
  it('says what its filters are, as text, and nothing else', () => {
    assert.deepEqual(searchOf('requests')({ code: 409, status: '', entry: 'x', key: 'k' }), {
      code: '409',
      key: 'k',
    });
  });

  it('asks for instants: a span before now, moments and days of a zone, each with its end', () => {
    const now = Date.parse('2026-11-30T12:00:00Z');
    assert.equal(queryFor({ since: '24h' }, 'UTC', now)['from'], '2026-11-29T12:00:00.000Z');
    const asked = queryFor({ from: '2026-11-30T14:05', to: '2026-11-30' }, 'Europe/Berlin', now);
    assert.equal(asked['from'], '2026-11-30T13:05:00.000Z');
    assert.equal(asked['to'], '2026-11-30T23:00:00.000Z');
    assert.equal(spanMs('7d'), 604_800_000);
    assert.equal(spanMs('soon'), null);
  });

  it('has moments on both sides of a change of the clocks', () => {
    assert.equal(beginOf('2026-10-25T01:30', 'Europe/Berlin'), '2026-10-24T23:30:00.000Z');
    assert.equal(endOf('2026-10-25T04:30', 'Europe/Berlin'), '2026-10-25T03:31:00.000Z');
    assert.equal(beginOf('nonsense', 'UTC'), undefined);
    assert.equal(localOf(Date.parse('2026-11-30T23:30:00Z'), 'Europe/Berlin'), '2026-12-01T00:30');
  });

  it('is the same whatever the order of its filters', () => {
    assert.ok(isSame({ a: '1', b: '2' }, { b: '2', a: '1' }));
    assert.ok(!isSame({ a: '1' }, { a: '1', b: '2' }));
  });
});

describe('the command that asks once more', () => {
  const body = { state: 'none', text: null, is_cut: false, is_masked: false } as const;
  const request = {
    id: 'req_1',
    request_id: 'req_1',
    at: '2026-11-30T12:00:00Z',
    method: 'POST',
    path: '/api/bookings',
    query: 'x=1',
    operation_id: null,
    route: null,
    status: 400,
    error_type: null,
    duration_ms: 1,
    key_id: null,
    ip: null,
    request_bytes: 1,
    response_bytes: 1,
    user_agent: null,
    doc_url: null,
    response_body: body,
    request_body: body,
    made: { bookings: [], package_queues: [], events: [], imports: [] },
  };

  it('is quoted for a shell, whatever is in it', () => {
    const text = `{"name":"O'Hara $(rm -rf /)"}`;
    const command = curlOf({ ...request, request_body: { ...body, state: 'shown', text } });
    assert.match(command!, /npx hubby sign POST '\/api\/bookings\?x=1'/);
    assert.ok(command!.includes(`-d '{"name":"O'\\''Hara $(rm -rf /)"}'`), command!);
  });

  it('is none where the body is not wholly at hand', () => {
    for (const change of [{ is_cut: true }, { is_masked: true }, { state: 'secret' as const }])
      assert.equal(
        curlOf({ ...request, request_body: { ...body, state: 'shown', text: '{}', ...change } }),
        null,
      );
  });
});
