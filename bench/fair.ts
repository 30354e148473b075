/**
 * What a partner notices of another at many times its share: A in closed loops over hundreds of
 * connections, B at ten requests a second, each from a process of its own.
 */
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { order, type Children } from './children.ts';
import type { FairFigures, FairReply, FairRound } from './fair-load.ts';
import { columns, median, percentile, rounded, type Goal } from './figures.ts';
import { asOperator } from './operator.ts';
import type { Key } from './round.ts';
import { makeStage, type Stage } from './stage.ts';

const CONNECTIONS = [300, 1_500];
const PER_SECOND = 10;
const WARM_UP_S = 1.5;
/** `seconds` has to show a 99th percentile of B */
const SIZE = { rounds: 5, seconds: 10 };
const QUICK = { rounds: 3, seconds: 4 };
const P99_TIMES = 1.2;
const P99_MORE_MS = 5;
const A_SHARE = 0.7;

export const FAIR_NOTE = `fair: A has so many connections in closed loops (no Retry-After is heeded), B sends ${PER_SECOND}/s; bookings and dashboards by turns; from the body's end to the answer in the server, in brackets as B's client sees it; medians of the rounds`;

type Seen = {
  p50: number;
  p99: number;
  client_p50: number;
  client_p99: number;
  refused: number;
  lag: number;
};
export type FairRow = {
  connections: number;
  alone: Seen;
  beside: Seen;
  a_alone: number;
  a_beside: number;
  a_share: number;
  a_refused: number;
  goals: Goal[];
};

type Load = { a: ChildProcess; b: ChildProcess };
type Parties = {
  origin: string;
  a: Pick<FairRound, 'key' | 'users'>;
  b: Pick<FairRound, 'key' | 'users'>;
};

export async function benchFair(
  children: Children,
  onUndo: (undo: () => Promise<void>) => void,
  isQuick: boolean,
  say: (text: string) => void,
): Promise<FairRow[]> {
  const size = isQuick ? QUICK : SIZE;
  say('fair: preparing PostgreSQL and two partners');
  const stage = await makeStage({ bookers: 200, shown: 1, queuesEach: 1, log: say }, onUndo);
  onUndo(() => children.stop());
  const product = await children.serve(stage.env, join(stage.dir, 'fair.log'), null);
  const load: Load = { a: children.fork('./fair-load.ts'), b: children.fork('./fair-load.ts') };
  const parties: Parties = {
    origin: product.url,
    a: { key: stage.key, users: stage.bookers },
    b: {
      key: await anotherPartner(stage, product.url),
      users: Array.from({ length: 10 }, (_, i) => `other-${i}`),
    },
  };
  // Everybody's travelers are there, and everything is compiled.
  await playB(load, parties, 'first', 1);
  await both(load, parties, 50, 'warm', 2 * WARM_UP_S);
  const rows: FairRow[] = [];
  for (const connections of CONNECTIONS)
    rows.push(await compare(load, parties, connections, size, say));
  await children.stop(product.child, load.a, load.b);
  return rows;
}

async function compare(
  load: Load,
  parties: Parties,
  connections: number,
  { rounds, seconds }: typeof SIZE,
  say: (text: string) => void,
): Promise<FairRow> {
  const aAlone: FairFigures[] = [];
  const bAlone: FairFigures[] = [];
  const beside: { a: FairFigures; b: FairFigures }[] = [];
  for (let round = 1; round <= rounds; round++) {
    const name = `fair-${connections}-${round}`;
    bAlone.push(await playB(load, parties, `${name}-b`, seconds));
    aAlone.push(await playA(load, parties, connections, `${name}-a`, seconds));
    beside.push(await both(load, parties, connections, name, seconds));
    const [b, a] = [beside.at(-1)!.b, beside.at(-1)!.a];
    say(
      `fair ${connections} ${round}/${rounds}: B alone p99 ${seenBy(bAlone.at(-1)!).p99}, beside A ${seenBy(b).p99} ms (${b.refused} refused); A ${a.throughput}/s of ${aAlone.at(-1)!.throughput}/s alone, ${a.refused} refused`,
    );
  }
  const alone = across(bAlone.map(seenBy));
  const seen = across(beside.map(({ b }) => seenBy(b)));
  const share = rounded(median(beside.map(({ a }, i) => a.throughput / aAlone[i]!.throughput)), 2);
  return {
    connections,
    alone,
    beside: seen,
    a_alone: median(aAlone.map((a) => a.throughput)),
    a_beside: median(beside.map(({ a }) => a.throughput)),
    a_share: share,
    a_refused: median(beside.map(({ a }) => a.refused)),
    goals: [
      {
        goal: `${connections}: B's p99 at most ${P99_TIMES} times what it is alone, or ${P99_MORE_MS} ms more`,
        is_met: seen.p99 <= Math.max(alone.p99 * P99_TIMES, alone.p99 + P99_MORE_MS),
      },
      {
        goal: `${connections}: none of B refused`,
        is_met: beside.every(({ b }) => b.refused === 0),
      },
      {
        goal: `${connections}: A gets at least ${A_SHARE} of what it gets alone`,
        is_met: share >= A_SHARE,
      },
    ],
  };
}

async function playOn(child: ChildProcess, round: FairRound): Promise<FairFigures> {
  return (await order<Extract<FairReply, { figures: FairFigures }>>(child, round)).figures;
}
const playA = (
  load: Load,
  { origin, a }: Parties,
  connections: number,
  name: string,
  seconds: number,
): Promise<FairFigures> =>
  playOn(load.a, { origin, ...a, connections, name, seconds, warmUp: WARM_UP_S });
const playB = (
  load: Load,
  { origin, b }: Parties,
  name: string,
  seconds: number,
): Promise<FairFigures> =>
  playOn(load.b, { origin, ...b, perSecond: PER_SECOND, name, seconds, warmUp: WARM_UP_S });

async function both(
  load: Load,
  parties: Parties,
  connections: number,
  name: string,
  seconds: number,
): Promise<{ a: FairFigures; b: FairFigures }> {
  const [a, b] = await Promise.all([
    playA(load, parties, connections, `${name}-ab`, seconds),
    playB(load, parties, `${name}-ba`, seconds),
  ]);
  return { a, b };
}

/** What the server says where it says it (in staging), else what the client saw. */
function seenBy({ client_ms, server_ms, lag_ms, refused }: FairFigures): Seen {
  const own = server_ms.length > 0 ? server_ms : client_ms;
  return {
    p50: percentile(own, 0.5),
    p99: percentile(own, 0.99),
    client_p50: percentile(client_ms, 0.5),
    client_p99: percentile(client_ms, 0.99),
    refused,
    lag: lag_ms.length === 0 ? 0 : percentile(lag_ms, 0.99),
  };
}

const across = (all: Seen[]): Seen => {
  const middle = (field: keyof Seen): number => rounded(median(all.map((s) => s[field])), 2);
  return {
    p50: middle('p50'),
    p99: middle('p99'),
    client_p50: middle('client_p50'),
    client_p99: middle('client_p99'),
    refused: all.reduce((sum, s) => sum + s.refused, 0),
    lag: middle('lag'),
  };
};

const anotherPartner = (stage: Stage, origin: string): Promise<Key> =>
  asOperator<Key>(stage, origin, '/partners', { name: 'Quiet Travel' });

export function fairTable(rows: readonly FairRow[]): string {
  const shown = (own: number, client: number): string => `${own.toFixed(1)} (${client.toFixed(1)})`;
  const line = (name: string, s: Seen): string[] => [
    name,
    shown(s.p50, s.client_p50),
    shown(s.p99, s.client_p99),
    String(s.refused),
    s.lag.toFixed(1),
  ];
  return columns([
    ['', 'B p50 ms', 'B p99 ms', 'refused', 'loop lag ms', 'A per second', 'of alone', 'refused'],
    ...rows.flatMap((r) => [
      [...line(`${r.connections}: alone`, r.alone), String(r.a_alone), '', ''],
      [...line('  both', r.beside), String(r.a_beside), r.a_share.toFixed(2), String(r.a_refused)],
    ]),
  ]);
}
