/** Bookings from a file: sent, checked, run. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import { forgetOldImports } from '../../src/domain/imports/forget-imports.ts';
import { runDueImports, takeDueImports } from '../../src/domain/imports/run-due-imports.ts';
import { holdOn, Lost } from '../../src/domain/imports/work.ts';
import { until } from '../faults/checks.ts';
import { IN_A_YEAR, startHubby, type Hubby, type Json } from '../harness.ts';
import {
  act,
  bookingsOf,
  checked,
  fileOf,
  goodRow,
  made,
  reference,
  resultOf,
  shown,
} from '../support/imports.ts';
import { memberAt } from '../support/members.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const countersOf = ({ rows_total, rows_checked, rows_bad, rows_done, rows_failed }: Json) => [
  rows_total,
  rows_checked,
  rows_bad,
  rows_done,
  rows_failed,
];

describe('a file of bookings', () => {
  it('is checked without booking anything, and run, row by row', async () => {
    const [one, two, three] = [reference(), reference(), reference()];
    const file = fileOf(
      goodRow(one, 'ada'),
      `${two},${IN_A_YEAR},bob,Atlantis,1GB`,
      goodRow(one, 'eve', 'IT'),
      `,${IN_A_YEAR},bob,GR,1GB`,
      goodRow(three, 'bob'),
      `${three},not a day,bob,GR,1GB`,
    );
    const before = await made(hubby, file, '?filename=trips.csv');
    const first = await shown(hubby, before);
    assert.deepEqual([first.state, first.filename], ['checking', 'trips.csv']);
    await hubby.drain();
    const dry = await shown(hubby, before);
    assert.equal(dry.state, 'checked', JSON.stringify(dry));
    assert.deepEqual(countersOf(dry), [6, 6, 3, 0, 0]);
    assert.deepEqual(
      dry.errors.map(({ row, field, column }: Json) => [row, field, column]),
      [
        [3, 'destination', 'destination'],
        [5, 'booking_id', 'booking_id'],
        [7, 'departure_date', 'departure_date'],
      ],
    );
    assert.deepEqual(await bookingsOf(hubby, [one, two, three]), []);

    const running = await act(hubby, before, 'run');
    assert.deepEqual([running.status, running.body.data.state], [200, 'running']);
    await hubby.drain();
    const done = await shown(hubby, before);
    assert.equal(done.state, 'done');
    assert.deepEqual(countersOf(done), [6, 6, 3, 3, 0]);
    const booked = await bookingsOf(hubby, [one, two, three]);
    assert.deepEqual(
      booked.map(({ booking_id, entries }) => [booking_id, entries]),
      [
        [one, 2],
        [three, 1],
      ].sort(),
    );
    const rows = await resultOf(hubby, before);
    assert.deepEqual(
      rows.map(({ result }) => result),
      ['booked', 'bad', 'booked', 'bad', 'booked', 'bad'],
    );
    const id = booked.find(({ booking_id }) => booking_id === one).id;
    assert.deepEqual([rows[0]!['hubby_booking_id'], rows[2]!['hubby_booking_id']], [id, id]);
    assert.match(rows[1]!['error']!, /^destination: expected/);
    assert.equal(rows[1]!['destination'], 'Atlantis');
  });

  it('is booked the same whether its rows of a booking stand together or not, and only once', async () => {
    const [one, two] = [reference(), reference()];
    const rows = [
      goodRow(one, 'ada'),
      goodRow(two, 'bob'),
      goodRow(one, 'ada'),
      goodRow(one, 'eve'),
    ];
    const entries = async (): Promise<number[]> =>
      (await bookingsOf(hubby, [one, two])).map((booking) => booking.entries);
    for (let round = 0; round < 2; round++) {
      const { id } = await checked(hubby, fileOf(...rows));
      await act(hubby, id, 'run');
      await hubby.drain();
      assert.deepEqual((await shown(hubby, id)).rows_done, 4);
      assert.deepEqual(
        await entries(),
        [3, 1],
        'two equal rows are two packages; again they are none',
      );
      rows.reverse();
    }
  });

  it('has the row refused that is refused when it is booked, and the rest of its booking made', async () => {
    const one = reference();
    const { id, rows_bad } = await checked(
      hubby,
      fileOf(goodRow(one, 'ada'), goodRow(one, 'eve', 'IT'), goodRow(one, 'bob')),
    );
    assert.equal(rows_bad, 0);
    // What was there when it was checked is gone by now.
    await hubby.sql(
      `update import_rows set cells = jsonb_set(cells, '{3}', '"Atlantis"') where row = 3`,
    );
    await act(hubby, id, 'run');
    await hubby.drain();
    const done = await shown(hubby, id);
    assert.deepEqual([done.state, ...countersOf(done)], ['done', 3, 3, 0, 2, 1]);
    assert.deepEqual(
      done.errors.map(({ row, field }: Json) => [row, field]),
      [[3, 'destination']],
    );
    assert.deepEqual((await bookingsOf(hubby, [one]))[0].entries, 2);
    assert.deepEqual(
      (await resultOf(hubby, id)).map(({ result }) => result),
      ['booked', 'failed', 'booked'],
    );
  });

  it('is run once: of two at once one is told so, and one booking comes of each row', async () => {
    const rows = Array.from({ length: 40 }, () => reference());
    const { id } = await checked(hubby, fileOf(...rows.map((one) => goodRow(one))));
    const answers = await Promise.all([1, 2, 3].map(() => act(hubby, id, 'run')));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409]);
    const refused = answers.find(({ status }) => status === 409)!;
    assert.deepEqual(
      [refused.body.error.type, refused.body.error.state],
      ['import_state', 'running'],
    );
    await Promise.all([runDueImports(hubby.ctx), runDueImports(hubby.ctx)]);
    await hubby.drain();
    const done = await shown(hubby, id);
    assert.deepEqual([done.state, done.rows_done], ['done', 40]);
    assert.equal((await bookingsOf(hubby, rows)).length, 40);
    assert.equal((await act(hubby, id, 'run')).status, 409);
    assert.equal((await act(hubby, id, 'cancel')).status, 409);
  });

  it('is cancelled in the middle: what is booked stays, the rest is not booked', async () => {
    const rows = Array.from({ length: 400 }, () => reference());
    const { id } = await checked(hubby, fileOf(...rows.map((one) => goodRow(one))));
    await act(hubby, id, 'run');
    const worker = runDueImports(hubby.ctx);
    await until('some are booked', async () => (await shown(hubby, id)).rows_done > 0);
    const cancelled = await act(hubby, id, 'cancel');
    assert.deepEqual([cancelled.status, cancelled.body.data.state], [200, 'cancelled']);
    await worker;
    await hubby.drain();
    const ended = await shown(hubby, id);
    assert.equal(ended.state, 'cancelled');
    assert.ok(ended.rows_done > 0 && ended.rows_done < 400, String(ended.rows_done));
    assert.equal((await bookingsOf(hubby, rows)).length, ended.rows_done);
    const results = (await resultOf(hubby, id)).map(({ result }) => result);
    assert.equal(results.filter((result) => result === 'booked').length, ended.rows_done);
    assert.equal(results.filter((result) => result === 'not_booked').length, 400 - ended.rows_done);
    assert.equal((await act(hubby, id, 'run')).status, 409);
  });

  it('is taken over from a worker that holds it no more, whose word is void', async () => {
    const { id } = await checked(hubby, fileOf(goodRow(), goodRow()));
    await act(hubby, id, 'run');
    const [held] = await takeDueImports(hubby.ctx, { free: 2, ofOnePartner: 1, active: new Map() });
    assert.equal(held!.import_id, id);
    assert.equal(await runDueImports(hubby.ctx), 0, 'somebody has it');
    await hubby.sql("update import_work set lease_until = now() - interval '1 s'");
    await hubby.drain();
    const { partner_id } = hubby.partner;
    await assert.rejects(
      hubby.ctx.db.partnerTx(partner_id, (tx) => holdOn(tx, held!)),
      Lost,
    );
    assert.deepEqual((await shown(hubby, id)).state, 'done');
  });
});

describe('imports of a partner', () => {
  it('are listed newest first, page by page, without what is still coming in', async () => {
    const own = await hubby.newPartner();
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) ids.unshift(await made(hubby, fileOf(goodRow()), '', own));
    await hubby.sql(`update imports set state = 'receiving' where id = $1`, [ids[2]]);
    const list = async (query: string): Promise<Json> =>
      (await hubby.call('GET', `/api/imports${query}`, undefined, { key: own })).body.data;
    const first = await list('?limit=1');
    assert.deepEqual(
      first.imports.map(({ id }: Json) => id),
      [ids[0]],
    );
    const second = await list(`?limit=1&cursor=${first.next_cursor}`);
    assert.deepEqual(
      second.imports.map(({ id }: Json) => id),
      [ids[1]],
    );
    assert.equal(second.next_cursor, null);
    const hidden = await hubby.call('GET', `/api/imports/${ids[2]}`, undefined, { key: own });
    assert.deepEqual([hidden.status, hidden.body.error.type], [404, 'import_not_found']);
    assert.equal((await hubby.call('GET', '/api/imports?cursor=x')).status, 400);
  });

  it('are asked for with a good key only', async () => {
    assert.equal((await hubby.bare('GET', '/api/imports')).status, 401);
    assert.equal((await hubby.bare('POST', '/api/imports', { body: 'a' })).status, 401);
  });

  it('are forgotten with their rows after thirty days, and what never came whole after an hour', async () => {
    const one = reference();
    const { id } = await checked(hubby, fileOf(goodRow(one)));
    await act(hubby, id, 'run');
    await hubby.drain();
    const half = await made(hubby, fileOf(goodRow()));
    await hubby.drain();
    await hubby.sql(`update imports set state = 'receiving' where id = $1`, [half]);
    await hubby.sql(
      `update import_work
       set created_at = now() - case when import_id = $1 then interval '31 days' else interval '61 minutes' end,
         received_at = case when import_id = $1 then received_at end
       where import_id = any($2)`,
      [id, [id, half]],
    );
    assert.equal(await forgetOldImports(hubby.ctx), 2);
    assert.deepEqual(
      await hubby.sql(
        `select import_id from import_rows where import_id = any($1)
         union all select import_id from import_work where import_id = any($1)`,
        [[id, half]],
      ),
      [],
    );
    assert.equal((await hubby.call('GET', `/api/imports/${id}`)).status, 404);
    assert.equal((await bookingsOf(hubby, [one])).length, 1, 'bookings stay');
  });

  it('go with a reset of the sandbox', async () => {
    const own = await hubby.newPartner();
    const id = await made(hubby, fileOf(goodRow()), '', own);
    const reset = await hubby.call('POST', '/api/sandbox/reset', {}, { key: own });
    assert.equal(reset.status, 200, reset.text);
    assert.deepEqual(await hubby.sql('select 1 from import_rows where import_id = $1', [id]), []);
    assert.deepEqual(await hubby.sql('select 1 from import_work where import_id = $1', [id]), []);
  });

  it('wait while it is suspended', async () => {
    const own = await hubby.newPartner();
    const id = await made(hubby, fileOf(goodRow()), '', own);
    await hubby.sql('update partners set suspended_at = now() where id = $1', [own.partner_id]);
    await hubby.drain();
    const rows = () => hubby.sql('select state, rows_checked from imports where id = $1', [id]);
    assert.deepEqual(await rows(), [{ state: 'checking', rows_checked: 0 }]);
    await hubby.sql('update partners set suspended_at = null where id = $1', [own.partner_id]);
    await hubby.sql('update import_work set next_attempt_at = now() where import_id = $1', [id]);
    await hubby.drain();
    assert.deepEqual(await rows(), [{ state: 'checked', rows_checked: 1 }]);
  });

  it('that are sent and run wake a worker', async () => {
    let id = '';
    assert.deepEqual(
      await hubby.woken(async () => {
        id = await made(hubby, fileOf(goodRow()));
      }),
      ['imports'],
    );
    await hubby.drain();
    assert.deepEqual(await hubby.woken(() => act(hubby, id, 'run')), ['imports']);
  });
});

describe('bookings as a file', () => {
  it('are those of the list, a row for each package', async () => {
    const own = await hubby.newPartner();
    const [one, two] = [reference(), reference()];
    for (const [id, users] of [
      [one, ['ada', '=eve']],
      [two, ['bob']],
    ] as const) {
      const booked = await hubby.call(
        'POST',
        '/api/bookings',
        {
          booking_id: id,
          departure_date: IN_A_YEAR,
          package_specifications: users.map((external_user_id) => ({
            external_user_id,
            destination: ['GR', 'IT'],
            size: '1GB',
          })),
        },
        { key: own },
      );
      assert.equal(booked.status, 201, booked.text);
    }
    const all = await hubby.call('GET', '/api/exports/bookings.csv', undefined, { key: own });
    assert.equal(all.status, 200);
    assert.match(String(all.headers['content-type']), /^text\/csv/);
    const rows: Json[] = parse(all.text, { columns: true });
    assert.deepEqual(
      rows.map((row) => [row.booking_id, row.external_user_id, row.destination]),
      [
        [two, 'bob', 'GR|IT'],
        [one, 'ada', 'GR|IT'],
        [one, "'=eve", 'GR|IT'],
      ],
    );
    const some = await hubby.call(
      'GET',
      `/api/exports/bookings.csv?booking_id=${two}&from=${IN_A_YEAR}`,
      undefined,
      { key: own },
    );
    assert.deepEqual(
      parse(some.text, { columns: true }).map((row: Json) => row.booking_id),
      [two],
    );
    const bad = await hubby.call('GET', '/api/exports/bookings.csv?from=soon', undefined, {
      key: own,
    });
    assert.equal(bad.status, 400);
    const again = await made(hubby, all.text, '', own);
    const unmapped = await shown(hubby, again, own);
    assert.deepEqual(
      [unmapped.state, unmapped.map],
      ['failed', {}],
      'nothing is booked again by accident',
    );
  });

  it('are sent page by page', async () => {
    const own = await hubby.newPartner();
    await hubby.sql(
      `insert into bookings (partner_id, id, booking_id, departure_date, departure_at, ends_at, contact, communication_options, created_at, updated_at, kind, is_departure_defaulted)
       select $1, 'bkg_' || lpad(n::text, 26, '0'), 'many-' || n, '2031-01-01', '2031-01-01', '2031-01-01', '{}', '{}', now(), now(), 'booking', false
       from generate_series(1, 250) n`,
      [own.partner_id],
    );
    const all = await hubby.call('GET', '/api/exports/bookings.csv', undefined, { key: own });
    const rows: Json[] = parse(all.text, { columns: true });
    assert.equal(new Set(rows.map((row) => row.booking_id)).size, 250);
  });
});

describe('imports on the screens', () => {
  it('are for whoever may act on bookings', async () => {
    const { partner_id } = hubby.partner;
    const base = `/web-api/partners/${partner_id}`;
    const as = async (role: 'support' | 'viewer' | 'finance') => {
      const browser = await memberAt(hubby, { roles: { [partner_id]: role } });
      const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      return (method: string, path: string, type?: string, body?: string) =>
        hubby.bare(method, `${base}${path}`, {
          headers: {
            cookie,
            'sec-fetch-site': 'same-origin',
            ...(type === undefined ? {} : { 'content-type': type }),
          },
          ...(body === undefined ? {} : { body }),
        });
    };
    const support = await as('support');
    const one = reference();
    const sent = await support('POST', '/imports?filename=x.csv', 'text/csv', fileOf(goodRow(one)));
    assert.equal(sent.status, 202, sent.text);
    const { id } = sent.body.data;
    await hubby.drain();
    const map = { map: (await support('GET', `/imports/${id}`)).body.data.map };
    const mapped = await support(
      'POST',
      `/imports/${id}/map`,
      'application/json',
      JSON.stringify(map),
    );
    assert.equal(mapped.status, 200, mapped.text);
    await hubby.drain();
    assert.equal((await support('POST', `/imports/${id}/run`)).status, 200);
    await hubby.drain();
    const done = (await support('GET', `/imports/${id}`)).body.data;
    assert.deepEqual([done.state, done.rows_done], ['done', 1]);
    assert.match(done.created_by, /^member mem_/);
    assert.match((await support('GET', `/imports/${id}/result.csv`)).text, /booked,bkg_/);
    assert.equal((await support('GET', '/imports?limit=1')).body.data.imports[0].id, id);
    const file = await support('GET', `/exports/bookings.csv?booking_id=${one}`);
    assert.match(file.text, new RegExp(one));
    for (const role of ['viewer', 'finance'] as const) {
      const other = await as(role);
      const refused = await other('POST', '/imports', 'text/csv', fileOf(goodRow()));
      assert.deepEqual([refused.status, refused.body.error.type], [403, 'permission_denied']);
      assert.equal((await other('GET', `/imports/${id}/result.csv`)).status, 403);
      assert.equal((await other('GET', '/exports/bookings.csv')).status, 403);
    }
  });
});
