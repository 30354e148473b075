/** What files of bookings may look like, and what is said of those that may not. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { request } from 'undici';
import { signedHeaders } from '@hubby/sdk/signing';
import { readRecords } from '../../src/domain/imports/reading/read-records.ts';
import { until } from '../faults/checks.ts';
import type { AppError } from '../../src/errors.ts';
import { IN_A_YEAR, startHubby, type Hubby, type Json } from '../harness.ts';
import {
  act,
  bookingsOf,
  checked,
  fileOf,
  goodRow,
  HEADER,
  made,
  reference,
  resultOf,
  send,
  shown,
} from '../support/imports.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const tables = async (): Promise<Json> =>
  (
    await hubby.sql(
      'select (select count(*)::int from imports) as imports, (select count(*)::int from import_rows) as rows',
    )
  )[0];

/** As bytes, which need not be UTF-8. */
async function sendBytes(bytes: Buffer, headers: Record<string, string> = {}): Promise<Json> {
  const response = await request(`${hubby.url}/api/imports`, {
    method: 'POST',
    headers: {
      ...signedHeaders(hubby.partner, 'POST', '/api/imports'),
      'content-type': 'text/csv',
      ...headers,
    } as Record<string, string>,
    body: bytes,
  });
  return { status: response.statusCode, body: await response.body.json() };
}

describe('a file that is refused', () => {
  const row = goodRow('refused-1');
  const cases: Record<string, [file: string | Buffer, field: string, issue: RegExp]> = {
    'has nothing in it': ['', 'row 1', /expected a header/],
    'has blank lines only': ['\n\n  \n', 'row 1', /expected a header/],
    'has only a header': [`${HEADER}\n`, 'row 2', /only a header/],
    'names a column twice': [`${HEADER},size\n${row},1GB\n`, 'row 1', /each name once, got "size"/],
    'leaves a quote open': [`${HEADER}\n${row}\n"open,1\n`, 'row 3', /quote/i],
    'has text behind a quote': [`${HEADER}\n"a"b,c\n`, 'row 2', /RFC 4180/],
    'has a NUL in it': [`${HEADER}\n${row}\nx,\0\n`, 'row 3', /NUL byte \(byte \d+\)/],
    'is no UTF-8': [
      Buffer.concat([Buffer.from(`${HEADER}\n${row}\nimp-é,`), Buffer.from([0xe9, 0x2c])]),
      'row 3',
      /expected UTF-8, got 0xE9 \(byte \d+\)/,
    ],
    'ends within a character': [
      Buffer.concat([Buffer.from(`${HEADER}\n${row}\nx`), Buffer.from([0xc3])]),
      'row 3',
      /expected UTF-8, got 0xC3/,
    ],
    'has a row beyond all measure': [
      `${HEADER}\n${'x'.repeat(200_000)}\n`,
      'row 2',
      /at most 131072 bytes/,
    ],
    'has too many columns': [
      `${Array.from({ length: 201 }, (_, i) => `c${i}`).join(',')}\n1\n`,
      'row 1',
      /at most 200 columns, got 201/,
    ],
  };
  for (const [name, [file, field, issue]] of Object.entries(cases))
    it(`${name}: says where, and nothing of it is kept`, async () => {
      const before = await tables();
      const { status, body } = await sendBytes(Buffer.from(file as string));
      assert.equal(status, 400, JSON.stringify(body));
      assert.equal(body.error.details[0].field, field);
      assert.match(body.error.details[0].issue, issue);
      assert.deepEqual(await tables(), before);
    });

  it('names the byte that is no UTF-8, also far inside and after a mark', async () => {
    const rows = Array.from({ length: 3_000 }, () => goodRow('far-away')).join('\r\n');
    const head = Buffer.from(`\uFEFF${HEADER}\r\n${rows}\r\n`);
    const { status, body } = await sendBytes(Buffer.concat([head, Buffer.from([0xff, 0x0a])]));
    assert.equal(status, 400);
    assert.deepEqual(body.error.details, [
      {
        field: 'row 3002',
        issue: `expected UTF-8, got 0xFF (byte ${head.length + 1}); save the file as UTF-8`,
      },
    ]);
  });

  it('has more than 32 MiB, or another type', async () => {
    const long = await sendBytes(Buffer.from('x'), { 'content-length': '33554433' }).catch(
      () => null,
    );
    assert.ok(long === null || long.status === 413);
    const json = await hubby.call('POST', '/api/imports', {});
    assert.equal(json.status, 415);
  });

  it('is mapped to what it has not, or to fields that nobody knows', async () => {
    for (const [map, issue] of [
      ['booking_id:Nothing', /expected a column of the file/],
      ['colour:size', /expected fields of a booking/],
      ['size:size,email:size', /expected a column once/],
    ] as const) {
      const answer = await send(hubby, fileOf(goodRow()), `?map=${encodeURIComponent(map)}`);
      assert.equal(answer.status, 400, map);
      assert.match(answer.body.error.details[0].issue, issue);
    }
  });
});

it('a file of 100 000 rows is read, and not one row more', async () => {
  const texts = async function* (rows: number): AsyncGenerator<string> {
    yield `${HEADER}\n`;
    for (let n = 0; n < rows; n += 1_000) yield 'a,b,c,d,e\n'.repeat(Math.min(1_000, rows - n));
  };
  const read = async (rows: number): Promise<number> => {
    let count = 0;
    for await (const one of readRecords(texts(rows))) if (!('columns' in one)) count++;
    return count;
  };
  assert.equal(await read(100_000), 100_000);
  await assert.rejects(read(100_001), ({ details }: AppError) => {
    assert.equal(details[0]!.field, 'row 100002');
    return true;
  });
});

it('a file that breaks off is not kept, and a place is free again', async () => {
  const before = await tables();
  const url = new URL(hubby.url);
  const headers = signedHeaders(hubby.partner, 'POST', '/api/imports');
  for (let n = 0; n < 6; n++) {
    const socket = connect(Number(url.port), url.hostname);
    await once(socket, 'connect');
    socket.write(
      [
        'POST /api/imports HTTP/1.1',
        'host: hubby',
        ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
        'content-type: text/csv',
        'content-length: 1000000',
        '',
        fileOf(...Array.from({ length: 100 }, () => goodRow('broken-off'))),
      ].join('\r\n'),
    );
    await until('it is being taken in', async () => (await tables()).imports > before.imports);
    socket.destroy();
    await until('it is gone', async () => (await tables()).imports === before.imports);
  }
  assert.deepEqual(await tables(), before);
});

it('more than four files at the same time are told to wait', async () => {
  await hubby.sql(
    `insert into imports (partner_id, id, columns, map, created_by)
     select $1, 'imp_waiting_' || n, '[]', '{}', 'key x' from generate_series(1, 4) n`,
    [hubby.partner.partner_id],
  );
  const answer = await send(hubby, fileOf(goodRow()));
  assert.deepEqual([answer.status, answer.body.error.type], [503, 'overloaded']);
  await hubby.sql(`delete from imports where id like 'imp_waiting_%'`);
  assert.equal((await send(hubby, fileOf(goodRow()))).status, 202);
});

describe('a file that is taken', () => {
  it('may be separated by semicolons or tabs, begin with a mark, and be quoted', async () => {
    for (const separator of [';', '\t']) {
      const id = reference();
      const cells = [id, IN_A_YEAR, 'ada, or eve', '"GR"', '1GB'];
      const file = `\uFEFF${HEADER.replaceAll(',', separator)}\r\n${cells.join(separator)}\r\n`;
      const one = await checked(hubby, file);
      assert.deepEqual([one.state, one.rows_bad], ['checked', 0], JSON.stringify(one));
    }
  });

  it('has its columns found by what people call them; others are listed', async () => {
    const id = reference();
    const file = `Booking Reference;Travel date;Customer-ID;COUNTRY;Size;E-Mail;Given name;Notes;data.seat\n${id};${IN_A_YEAR};ada;Greece;1GB;ada@example.com;Ada;"two\nlines";7A\n`;
    const one = await checked(hubby, file);
    assert.deepEqual(one.map, {
      booking_id: 'Booking Reference',
      departure_date: 'Travel date',
      external_user_id: 'Customer-ID',
      destination: 'COUNTRY',
      size: 'Size',
      email: 'E-Mail',
      first_name: 'Given name',
      'data.seat': 'data.seat',
    });
    assert.deepEqual(one.unmapped, ['Notes']);
    assert.deepEqual([one.rows_bad, one.errors], [0, []]);
    await act(hubby, one.id, 'run');
    await hubby.drain();
    const [row] = await hubby.sql('select email, data from bookings where booking_id = $1', [id]);
    assert.deepEqual(row, { email: 'ada@example.com', data: { seat: '7A' } });
  });

  it('is mapped as ?map= says, and anew afterwards; all rows are looked at again', async () => {
    const id = reference();
    const file = `Ref,When,Who,Where,How much\n${id},${IN_A_YEAR},ada,GR,1GB\n`;
    const map = 'departure_date:When,external_user_id:Who,destination:Where,size:How much';
    const one = await checked(hubby, file, `?map=${encodeURIComponent(`${map},booking_id:`)}`);
    assert.equal(one.state, 'failed');
    assert.match(one.problem, /booking_id/);
    assert.equal((await act(hubby, one.id, 'run')).body.error.type, 'import_state');
    const whole = {
      booking_id: 'Ref',
      departure_date: 'When',
      external_user_id: 'Who',
      destination: 'How much',
    };
    const again = await act(hubby, one.id, 'map', { map: whole });
    assert.deepEqual([again.status, again.body.data.state], [200, 'checking']);
    await hubby.drain();
    const bad = await shown(hubby, one.id);
    assert.deepEqual([bad.state, bad.rows_bad, bad.errors[0].field], ['checked', 1, 'destination']);
    assert.equal(bad.errors[0].column, 'How much');
    await act(hubby, one.id, 'map', { map: { ...whole, destination: 'Where', size: 'How much' } });
    await hubby.drain();
    const good = await shown(hubby, one.id);
    assert.deepEqual(
      [good.state, good.rows_checked, good.rows_bad, good.errors, good.unmapped],
      ['checked', 1, 0, [], []],
    );
    assert.equal((await act(hubby, one.id, 'map', { map: { colour: 'Ref' } })).status, 400);
  });

  it('says of a row what is wrong with it: cells, lengths, fields, and every field', async () => {
    const id = reference();
    const one = await checked(
      hubby,
      `${HEADER},pax,package_duration,email,locale\n` +
        [
          `${id},${IN_A_YEAR},ada,GR,1GB,2,30,a@example.com,en`,
          `${id},${IN_A_YEAR},ada`,
          `${id},${IN_A_YEAR},ada,GR,1GB,2,30,${'x'.repeat(4_001)},en`,
          `${reference()},${IN_A_YEAR},ada,GR,1GB,many,0,nobody,en`,
          `${reference()},${IN_A_YEAR},"two\nlines",GR,1GB,2,30,,en`,
          `${id},${IN_A_YEAR},eve,GR,1GB,2,30,other@example.com,`,
        ].join('\n'),
    );
    assert.deepEqual(
      one.errors.map(({ row, field }: Json) => `${row} ${field}`),
      ['3 ', '4 ', '5 email', '5 pax', '5 package_duration', '6 external_user_id', '8 email'],
    );
    assert.match(one.errors[0].issue, /expected 9 cells, got 3/);
    assert.match(one.errors[1].issue, /at most 4000 characters in "email"/);
    assert.match(one.errors.at(-1).issue, /same as in row 2, which is of the same booking/);
    assert.ok(!one.errors.at(-1).issue.includes('@'), 'an address stays where it is');
  });

  it('gives a result whose cells no spreadsheet runs, and which can be sent again', async () => {
    const id = reference();
    const file = `${HEADER},note\n${id},${IN_A_YEAR},ada,GR,1GB,=1+1\n${reference()},${IN_A_YEAR},ada,@nowhere,1GB,-2\n`;
    const one = await checked(hubby, file);
    await act(hubby, one.id, 'run');
    await hubby.drain();
    const answer = await hubby.call('GET', `/api/imports/${one.id}/result.csv`);
    assert.match(String(answer.headers['content-type']), /^text\/csv/);
    assert.match(String(answer.headers['content-disposition']), /attachment; filename="imp_/);
    assert.ok(!/(^|,)[=@-]/m.test(answer.text), answer.text);
    const again = await checked(hubby, answer.text);
    assert.deepEqual([again.rows_total, again.rows_bad], [2, 1]);
    await act(hubby, again.id, 'run');
    await hubby.drain();
    const rows = await resultOf(hubby, again.id);
    assert.deepEqual(
      rows.map(({ note, result }) => [note, result]),
      [
        ["'=1+1", 'booked'],
        ["'-2", 'bad'],
      ],
    );
    assert.deepEqual(
      (await bookingsOf(hubby, [id])).map(({ entries }) => entries),
      [1],
      'the same row again adds nothing',
    );
  });

  it('is one import under one Idempotency-Key; another file under it is refused', async () => {
    const file = fileOf(goodRow());
    const headers = { 'idempotency-key': `import-${process.pid}` };
    const first = await send(hubby, file, '', { headers });
    const second = await send(hubby, file, '', { headers });
    assert.equal(second.headers['idempotent-replayed'], 'true');
    assert.equal(second.body.data.id, first.body.data.id);
    const other = await send(hubby, fileOf(goodRow()), '', { headers });
    assert.deepEqual([other.status, other.body.error.type], [422, 'idempotency_mismatch']);
    const { imports } = (await hubby.call('GET', '/api/imports?limit=1')).body.data;
    assert.equal(imports[0].id, first.body.data.id);
    const id = await made(hubby, file);
    assert.notEqual(id, first.body.data.id);
  });
});
