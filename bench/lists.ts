/** Every list with every filter, asked one after the other of a partner with very many rows. */
import { join } from 'node:path';
import { signedHeaders } from '@hubby/sdk/signing';
import { request, Pool } from 'undici';
import { createDb } from '../src/db/pool.ts';
import { createOperatorToken } from '../src/domain/partners/keys/operator-tokens.ts';
import { listQueries, type ListQuery } from '../test/support/lists/list-queries.ts';
import { insertMany } from '../test/support/lists/many-rows.ts';
import type { Children } from './children.ts';
import { memberCookie } from './member-cookie.ts';
import { columns, met, percentile } from './figures.ts';
import { asApplication, makeStage, type Stage } from './stage.ts';

export type ListRow = ListQuery & { p50: number; p99: number; is_met: boolean };

const GOAL_MS = 50;
/** The first ones plan and read from the disk; they are not counted. */
const WARM_UP = 3;
const CALLS = 40;

export const LISTS_NOTE = `each list ${CALLS} times, one call at a time, with a page of its usual size; the slowest first; deep = a cursor from the middle`;

export async function benchLists(
  count: number,
  children: Children,
  onUndo: (undo: () => Promise<void>) => void,
  say: (text: string) => void,
): Promise<ListRow[]> {
  const stage = await makeStage({ bookers: 1, shown: 1, queuesEach: 1, log: say }, onUndo);
  onUndo(() => children.stop());
  await store(stage, count, say);
  const queries = await listQueries(stage.sql, { partnerId: stage.partnerId, from: 0, count });
  const cookie = await memberCookie(stage);
  const authorization = `Bearer ${await operatorToken(stage)}`;
  const { url, child } = await children.serve(stage.env, join(stage.dir, 'lists.log'), null);
  const pool = new Pool(url, { connections: 1 });
  const rows: ListRow[] = [];
  for (const { caller, path } of queries) {
    const target = targetOf({ caller, path });
    const times: number[] = [];
    for (let i = 0; i < WARM_UP + CALLS; i++) {
      const headers = {
        operator: () => ({ authorization }),
        member: () => ({ cookie }),
        partner: () => signedHeaders(stage.key, 'GET', target),
      }[caller]();
      const begun = performance.now();
      const { statusCode, body } = await request(url + target, { headers, dispatcher: pool });
      const text = await body.text();
      if (statusCode !== 200) throw new Error(`GET ${target} answered ${statusCode}: ${text}`);
      if (i >= WARM_UP) times.push(performance.now() - begun);
    }
    const p99 = percentile(times, 0.99);
    rows.push({ caller, path, p50: percentile(times, 0.5), p99, is_met: p99 <= GOAL_MS });
  }
  await pool.close();
  await children.stop(child);
  say(`lists: ${rows.length} asked`);
  return rows.sort((a, b) => b.p50 - a.p50);
}

/** Two halves at a time: the machine has more cores than one insert uses. */
async function store(stage: Stage, count: number, say: (text: string) => void): Promise<void> {
  const { database, partnerId, sql, shown } = stage;
  const pattern = { partnerId, externalUserId: shown[0]! };
  const half = Math.ceil(count / 2);
  await Promise.all(
    [0, half].map((from) =>
      insertMany(database, { partnerId, from, count: Math.min(half, count - from), pattern }),
    ),
  );
  await sql('vacuum analyze');
  await sql('checkpoint');
  say(`lists: ${count} bookings of one partner are stored, and as much of everything else`);
}

async function operatorToken({ database, secrets }: Stage): Promise<string> {
  const db = createDb(asApplication(database, secrets), { max: 1 });
  try {
    return await createOperatorToken(db);
  } finally {
    await db.end();
  }
}

const ROOT: Record<ListQuery['caller'], string> = {
  operator: '/api/operator',
  member: '/web-api',
  partner: '',
};
const targetOf = ({ caller, path }: ListQuery): string => ROOT[caller] + path;

export const listsTable = (rows: readonly ListRow[]): string =>
  columns([
    ['', 'p50', 'p99 ms', `≤ ${GOAL_MS}`],
    ...rows.map((row) => [
      targetOf(row).replace(/cursor=[^&]+/, 'deep'),
      row.p50.toFixed(2),
      row.p99.toFixed(2),
      met(row.is_met),
    ]),
  ]);
