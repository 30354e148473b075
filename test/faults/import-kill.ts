/**
 * A file of bookings taken in, checked and run while its workers are killed with -9 in the middle:
 * every good row is in exactly one booking, none twice, and the counters say so. Prints what the
 * processes took up of memory.
 *   node test/faults/import-kill.ts --rows 100000 --kills 4
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { signedHeaders } from '@hubby/sdk/signing';
import { parse } from 'csv-parse/sync';
import { IN_A_YEAR } from '../support/in-a-year.ts';
import { until } from './checks.ts';
import { makeArena, type Arena } from './crash.ts';
import { address, call, hubby, type Process } from './processes.ts';

type Seconds = { send: number; check: number; run: number };
type Mib = { api: number; afterSending: number; apiMost: number; workerMost: number };
export type ImportReport = {
  rows: number;
  bad: number;
  kills: number;
  bookings: number;
  seconds: Seconds;
  mib: Mib;
};

/** Of a process: what it takes up now, and took up at the most; MiB. */
function memoryOf({ child }: Process): { now: number; most: number } {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  const kib = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  return { now: Math.round(kib('VmRSS') / 1024), most: Math.round(kib('VmHWM') / 1024) };
}

/** Each tenth cannot be booked; two and two of the others are one booking. */
const isBad = (n: number): boolean => n % 10 === 9;
const rowOf = (n: number): string =>
  `k-${Math.floor(n / 2)},${IN_A_YEAR},u-${n},${isBad(n) ? 'Atlantis' : 'GR'},1GB`;
const fileOf = (rows: number): string =>
  `booking_id,departure_date,external_user_id,destination,size\n${Array.from({ length: rows }, (_, n) => rowOf(n)).join('\n')}\n`;

async function send(url: string, arena: Arena, file: string): Promise<string> {
  const response = await fetch(`${url}/api/imports`, {
    method: 'POST',
    headers: { ...signedHeaders(arena.key, 'POST', '/api/imports'), 'content-type': 'text/csv' },
    body: file,
  });
  const text = await response.text();
  assert.equal(response.status, 202, text);
  return (JSON.parse(text) as { data: { id: string } }).data.id;
}

export async function importKill(options: { rows: number; kills: number }): Promise<ImportReport> {
  const { rows, kills } = options;
  const arena = await makeArena();
  const server = hubby(['serve'], { ...arena.env, LOG_LEVEL: 'info' });
  let workers: Process[] = [];
  const most: number[] = [];
  try {
    const url = await address(server);
    const api = memoryOf(server).now;
    const began = performance.now();
    const seconds = (since: number): number => Math.round((performance.now() - since) / 100) / 10;
    const id = await send(url, arena, fileOf(rows));
    const sent = seconds(began);
    const afterSending = memoryOf(server);

    const shown = async () => (await call(url, arena.key, 'GET', `/api/imports/${id}`)).body.data;
    const worker = (): Process => hubby(['work'], arena.env);
    const isAt = (state: string, counter: string, goal: number) =>
      until(
        `${goal} ${counter}`,
        async () => {
          const one = await shown();
          return one.state === state || one[counter] >= goal ? one : null;
        },
        900_000,
      );
    let killed = 0;
    /** Kills workers as it goes on, and sees it end. */
    const see = async (state: string, counter: string): Promise<number> => {
      const since = performance.now();
      for (let n = 1; n <= kills / 2; n++) {
        await isAt(state, counter, (rows * n) / (kills + 2));
        // One of them has it.
        for (const one of workers) {
          most.push(memoryOf(one).most);
          await one.kill();
        }
        workers = [worker(), worker()];
        killed++;
      }
      await isAt(state, counter, Infinity);
      return seconds(since);
    };
    workers = [worker(), worker()];
    const check = await see('checked', 'rows_checked');
    const bad = Array.from({ length: rows }, (_, n) => n).filter(isBad).length;
    const dry = await shown();
    assert.deepEqual([dry.rows_total, dry.rows_checked, dry.rows_bad], [rows, rows, bad]);
    assert.equal(await countOf(arena, 'bookings'), 0, 'a dry run books nothing');

    assert.equal((await call(url, arena.key, 'POST', `/api/imports/${id}/run`)).status, 200);
    const run = await see('done', 'rows_done');
    const bookings = await assertBooked(arena, url, id, rows);
    for (const one of workers) most.push(memoryOf(one).most);
    return {
      rows,
      bad,
      kills: killed,
      bookings,
      seconds: { send: sent, check, run },
      mib: {
        api,
        afterSending: afterSending.now,
        apiMost: memoryOf(server).most,
        workerMost: Math.max(...most),
      },
    };
  } finally {
    await Promise.all([server, ...workers].map((one) => one.kill()));
    await arena.close();
  }
}

const countOf = async (arena: Arena, table: 'bookings' | 'package_queues'): Promise<number> =>
  (
    await arena.sql<{ count: number }>(
      `select count(*)::int as count from ${table} where partner_id = $1`,
      [arena.key.partner_id],
    )
  )[0]!.count;

/** Every good row in its one booking, and the counters and the result file say so. */
async function assertBooked(arena: Arena, url: string, id: string, rows: number): Promise<number> {
  const good = Array.from({ length: rows }, (_, n) => n).filter((n) => !isBad(n));
  const references = new Set(good.map((n) => Math.floor(n / 2)));
  const { body } = await call(url, arena.key, 'GET', `/api/imports/${id}`);
  assert.deepEqual(
    [body.data.state, body.data.rows_done, body.data.rows_failed],
    ['done', good.length, 0],
  );
  assert.equal(await countOf(arena, 'bookings'), references.size);
  assert.equal(await countOf(arena, 'package_queues'), good.length);
  const file = await call(url, arena.key, 'GET', `/api/imports/${id}/result.csv`);
  const results = parse(file.body as string, { columns: true }) as Record<string, string>[];
  assert.equal(results.length, rows);
  const booked = await arena.sql<{ id: string; booking_id: string }>(
    'select id, booking_id from bookings where partner_id = $1',
    [arena.key.partner_id],
  );
  const idOf = new Map(booked.map((one) => [one.booking_id, one.id]));
  for (const [
    n,
    { result, hubby_booking_id: bookingId, booking_id: reference },
  ] of results.entries())
    assert.deepEqual(
      [result, bookingId],
      isBad(n) ? ['bad', ''] : ['booked', idOf.get(reference!)],
      `row ${n + 2}`,
    );
  return booked.length;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '100000' },
      kills: { type: 'string', default: '4' },
    },
  });
  console.log(
    JSON.stringify(await importKill({ rows: Number(values.rows), kills: Number(values.kills) })),
  );
}
