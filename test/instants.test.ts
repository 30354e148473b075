/** Instants as the server writes them are read as the driver reads them. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import pg from 'pg';
import { readInstant } from '../src/db/instants.ts';
import { cloneTemplate } from './support/template.ts';

let clone: Awaited<ReturnType<typeof cloneTemplate>>;
let client: pg.Client;
before(async () => {
  clone = await cloneTemplate();
  client = new pg.Client(clone.config);
  await client.connect();
});
after(async () => {
  await client.end();
  await clone.drop();
});

const YEAR_MS = 366 * 86_400_000;

describe('an instant', () => {
  it('of any year, in a session in any zone, is the one that was stored', async () => {
    const ms = fc.integer({ min: -1_900 * YEAR_MS, max: 7_900 * YEAR_MS });
    const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'Pacific/Kiritimati', 'Asia/Kathmandu');
    await fc.assert(
      fc.asyncProperty(fc.array(ms, { minLength: 1, maxLength: 50 }), zone, async (all, name) => {
        await client.query(`select set_config('timezone', $1, false)`, [name]);
        const { rows } = await client.query(
          `select (to_timestamp(0) + x / 1000 * interval '1 s' + x % 1000 * interval '1 ms')::text
             as text
           from unnest($1::bigint[]) as x`,
          [all],
        );
        assert.deepEqual(
          rows.map((row) => Number(readInstant(row.text))),
          all,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('loses what is finer than a millisecond, and may be endless', () => {
    const at = Date.UTC(2026, 10, 29, 2, 30, 0, 123);
    assert.equal(Number(readInstant('2026-11-29 02:30:00.123999+00')), at);
    assert.equal(Number(readInstant('2026-11-29 02:30:00.12+00')), at - 3);
    assert.equal(Number(readInstant('2026-11-29 02:30:00.1+00')), at - 23);
    assert.equal(Number(readInstant('2026-11-29 02:30:00+00')), at - 123);
    assert.equal(readInstant('infinity'), Infinity);
    assert.equal(readInstant('-infinity'), -Infinity);
  });
});
