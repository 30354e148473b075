/** Every list of the dashboard, asked one after the other of a partner with very many rows. */
import { join } from 'node:path';
import { signedHeaders } from '@hubby/sdk/signing';
import { Pool } from 'undici';
import { webApi } from '../src/web-api/index.ts';
import type { Children } from './children.ts';
import { insertDashboardRows, RARE, type DashboardRows } from './dashboard-rows.ts';
import { columns, met, percentile } from './figures.ts';
import { memberCookie } from './member-cookie.ts';
import { makeStage, type Stage } from './stage.ts';

/** Milliseconds: of the server from a request's being there whole, and of the client. */
export type DashboardRow = {
  path: string;
  p50: number;
  p95: number;
  client_p50: number;
  /** null: nothing is asked of it */
  is_met: boolean | null;
};

const GOAL_MS = 100;
/** The first ones plan and read from the disk; they are not counted. */
const WARM_UP = 3;
const CALLS = 30;
const OF_PARTNER = '/web-api/partners/:partner';

export const DASHBOARD_NOTE = `each list ${CALLS} times, one call at a time, the slowest first; p50 and p95 of the server's own time, and what the client waited beside it; goal: p95 ≤ ${GOAL_MS} ms; anchor: a bare route that reads one row`;

const dayAgo = (days: number): string =>
  new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

/** Filters of each list, besides none at all: common ones, and those that little fits. */
const filtersOf = (): Record<string, string[]> => ({
  '/requests': [
    'status=error',
    'status=server_error',
    'status=success&operation=createBooking',
    'code=404',
    'error_type=booking_not_found',
    `error_type=${RARE.error}`,
    `operation=${RARE.operation}`,
    `operation=none`,
    `key=${RARE.key}`,
    `request_id=${RARE.clientId}`,
    'request_id=none',
    `from=${dayAgo(20)}&to=${dayAgo(19)}`,
    `from=${dayAgo(20)}&to=${dayAgo(19)}&error_type=${RARE.error}`,
    'limit=100',
  ],
  '/requests/errors': [`from=${dayAgo(30)}`, `from=${dayAgo(2)}&to=${dayAgo(1)}`],
  '/events': ['type=booking.created', 'type=esim.removed', 'q=none', `to=${dayAgo(20)}`],
  '/deliveries': ['state=pending', 'state=exhausted', 'state=delivered', 'type=esim.removed'],
  '/bookings': [
    'status=CANCELLED',
    'status=CONFIRMED',
    'booking_id=trip-5',
    'from=2020-01-01',
    'kind=purchase',
    `made_from=${dayAgo(20)}&made_to=${dayAgo(19)}`,
    `made_from=${dayAgo(20)}&made_to=${dayAgo(19)}&kind=purchase`,
  ],
  '/messages': ['channel=SMS', `made_from=${dayAgo(20)}&made_to=${dayAgo(19)}`],
  '/travelers': ['q=trip-5', 'q=none', 'q=0005'],
  '/search': ['q=trip-5', 'q=none', 'q=0005'],
  '/audit': ['action=key.made', 'actor=nobody'],
});

/** Those that this release has: lists that page, and what is named above. */
function listPaths(): string[] {
  const filters = filtersOf();
  return webApi
    .filter(
      ({ method, url, produces }) =>
        method === 'GET' && produces === undefined && url.startsWith(`${OF_PARTNER}/`),
    )
    .flatMap(({ url, query }) => {
      const list = url.slice(OF_PARTNER.length);
      const own = filters[list];
      const isPaged = Object.hasOwn(
        (query as { properties?: object } | undefined)?.properties ?? {},
        'cursor',
      );
      if (list.includes(':') || (own === undefined && !isPaged)) return [];
      const queries = (own ?? []).map((one) => `${list}?${one}`);
      return list === '/search' ? queries : [list, ...queries];
    });
}

export async function benchDashboardLists(
  rows: DashboardRows,
  children: Children,
  onUndo: (undo: () => Promise<void>) => void,
  say: (text: string) => void,
): Promise<DashboardRow[]> {
  const stage = await makeStage({ bookers: 1, shown: 1, queuesEach: 1, log: say }, onUndo);
  onUndo(() => children.stop());
  await insertDashboardRows(stage, rows, say);
  const cookie = await memberCookie(stage);
  const { url, child } = await children.serve(stage.env, join(stage.dir, 'dashboard.log'), null);
  const pool = new Pool(url, { connections: 1 });
  const found: DashboardRow[] = [];
  for (const path of listPaths()) {
    const target = OF_PARTNER.replace(':partner', stage.partnerId) + path;
    const { server, client } = await timesOf(pool, target, () => ({ cookie }));
    const p95 = percentile(server, 0.95);
    found.push({
      path,
      p50: percentile(server, 0.5),
      p95,
      client_p50: percentile(client, 0.5),
      is_met: p95 <= GOAL_MS,
    });
  }
  await pool.close();
  await children.stop(child);
  say(`dashboard-lists: ${found.length} asked`);
  return [await anchor(stage, children), ...found.sort((a, b) => b.p95 - a.p95)];
}

async function timesOf(
  pool: Pool,
  path: string,
  headers: () => Record<string, string>,
): Promise<{ server: number[]; client: number[] }> {
  const server: number[] = [];
  const client: number[] = [];
  for (let i = 0; i < WARM_UP + CALLS; i++) {
    const begun = performance.now();
    const answer = await pool.request({ method: 'GET', path, headers: headers() });
    const text = await answer.body.text();
    if (answer.statusCode !== 200)
      throw new Error(`GET ${path} answered ${answer.statusCode}: ${text.slice(0, 500)}`);
    if (i < WARM_UP) continue;
    client.push(performance.now() - begun);
    const told = /total;dur=([\d.]+)/.exec(String(answer.headers['server-timing']))?.[1];
    server.push(told === undefined ? client.at(-1)! : Number(told));
  }
  return { server, client };
}

/** It tells no time of its own: what its client waited stands for it. */
async function anchor(stage: Stage, children: Children): Promise<DashboardRow> {
  const { url, child } = await children.limit({
    kind: 'dashboard',
    database: stage.database,
    poolSize: 1,
    key: stage.key,
    telcoSecret: stage.secrets.derive('sandbox-telco'),
  });
  const pool = new Pool(url, { connections: 1 });
  const path = `/api/native/user-dashboard?external_user_id=${stage.shown[0]!}`;
  const { client } = await timesOf(pool, path, () => signedHeaders(stage.key, 'GET', path));
  await pool.close();
  await children.stop(child);
  const p50 = percentile(client, 0.5);
  return { path: 'anchor', p50, p95: percentile(client, 0.95), client_p50: p50, is_met: null };
}

export const dashboardTable = (rows: readonly DashboardRow[]): string =>
  columns([
    ['', 'p50', 'p95 ms', 'client p50', `≤ ${GOAL_MS}`],
    ...rows.map((row) => [
      row.path,
      row.p50.toFixed(1),
      row.p95.toFixed(1),
      row.client_p50.toFixed(1),
      row.is_met === null ? '' : met(row.is_met),
    ]),
  ]);
