/**
 * The works that are requests: booking, dashboard, redeem; a closed loop on the product and on a
 * bare server.
 */
import type { ChildProcess } from 'node:child_process';
import { playRound } from './children.ts';
import { inTurns, type Compared, type Side } from './figures.ts';
import type { LimitKind } from './limit.ts';
import { measure } from './processor-time.ts';
import type { Target } from './round.ts';
import {
  DEPARTURE,
  ENTRY,
  PACKAGES_OF_A_SHOWN_TRAVELER,
  QUEUES_OF_A_SHOWN_TRAVELER,
  type Stage,
} from './stage.ts';

export const HTTP_WORKS = ['booking', 'dashboard', 'redeem'] as const;
export type HttpWork = (typeof HTTP_WORKS)[number];
export const LIMIT_OF: Record<HttpWork, LimitKind> = {
  booking: 'booking',
  dashboard: 'dashboard',
  redeem: 'telco',
};
export const HTTP_NOTES: Record<HttpWork, string> = {
  booking: 'limit: bare Fastify route, HMAC checked, one single-row insert committed',
  dashboard: 'limit: bare Fastify route, HMAC checked, one select by primary key',
  redeem:
    "limit: the telco call alone (20–60 ms of latency), which a redemption waits for; the product's telco shares its process",
};
const GOALS: Partial<Record<HttpWork, number>> = { booking: 0.5, dashboard: 0.6 };
const PER_SECOND_AT_MOST = 20_000;

export const bookingTarget = (
  origin: string,
  key: Stage['key'],
  users: readonly string[],
): Target => ({
  origin,
  method: 'POST',
  paths: ['/api/bookings'],
  auth: { key },
  status: 201,
  bodies: users.map((external_user_id) =>
    JSON.stringify({
      booking_id: '{unique}',
      departure_date: DEPARTURE,
      package_specifications: [{ external_user_id, ...ENTRY }],
    }),
  ),
});
export const dashboardTarget = (
  origin: string,
  key: Stage['key'],
  users: readonly string[],
): Target => ({
  origin,
  method: 'GET',
  paths: users.map((user) => `/api/native/user-dashboard?external_user_id=${user}`),
  bodies: null,
  auth: { key },
  status: 200,
});

function targetsOf(
  work: HttpWork,
  stage: Stage,
  product: string,
  limit: string,
): Record<Side, Target> {
  if (work === 'booking')
    return {
      product: bookingTarget(product, stage.key, stage.bookers),
      limit: bookingTarget(limit, stage.key, stage.bookers),
    };
  if (work === 'dashboard')
    return {
      product: dashboardTarget(product, stage.key, stage.shown),
      limit: dashboardTarget(limit, stage.key, stage.shown),
    };
  const template = {
    id: 'bench',
    bytes: 1_073_741_824,
    duration_days: 365,
    coverage: ['GRC'],
    imsi: null,
  };
  return {
    product: {
      origin: product,
      method: 'POST',
      paths: ['/api/native/redeem-package'],
      auth: { key: stage.key },
      status: 200,
      once: true,
      bodies: stage.redeemable.map(({ user, queueId }) =>
        JSON.stringify({ external_user_id: user, package_queue_id: queueId }),
      ),
    },
    limit: {
      origin: limit,
      method: 'POST',
      paths: stage.esims.map(({ provider }) => `/v1/${provider}/orders`),
      auth: { bearer: stage.secrets.derive('sandbox-telco') },
      status: 201,
      bodies: stage.esims.map(({ iccid }) =>
        JSON.stringify({
          reference: '{unique}',
          customer: stage.partnerId,
          kind: 'add_package',
          iccid,
          template,
        }),
      ),
    },
  };
}

export type Server = { url: string; child: ChildProcess };
export type HttpSize = { rounds: number; seconds: number; warmUp: number; connections: number };

export async function benchHttp(
  work: HttpWork,
  stage: Stage,
  load: ChildProcess,
  servers: Record<Side, Server>,
  size: HttpSize,
  say: (text: string) => void,
): Promise<Compared> {
  const targets = targetsOf(work, stage, servers.product.url, servers.limit.url);
  const used = { product: 0, limit: 0 };
  const compared = await inTurns({
    work,
    rounds: size.rounds,
    goal: GOALS[work] ?? null,
    say,
    async play(side, round) {
      const target = targets[side];
      const seconds = round === 0 ? size.warmUp : size.seconds;
      const most =
        target.once === true
          ? Math.floor(target.bodies!.length / (size.rounds + 1))
          : Math.ceil(seconds * PER_SECOND_AT_MOST);
      const cpu = measure([servers[side].child.pid!], stage.postmaster);
      const figures = await playRound(load, {
        ...target,
        connections: size.connections,
        seconds,
        limit: most,
        name: `round-${round}-${side}`,
        from: target.once === true ? used[side] : 0,
      });
      used[side] += figures.requests;
      return { ...figures, cpu_us: cpu(figures.requests) };
    },
  });
  if (work === 'booking') await checkBookings(stage, used.product);
  return compared;
}

/** The figures are worth nothing if the work was not done. */
async function checkBookings(stage: Stage, acknowledged: number): Promise<void> {
  const [row] = await stage.sql<{ bookings: number; queues: number; wanted: number }>(
    `select count(distinct b.id)::int as bookings, count(q.id)::int as queues, (select count(*)::int from provider_orders where state = 'intent') as wanted
     from bookings b left join package_queues q on q.partner_id = b.partner_id and q.booking_id = b.id where b.booking_id like 'round-%-product-%'`,
  );
  if (row!.bookings !== acknowledged || row!.queues !== acknowledged || row!.wanted !== 0)
    throw new Error(
      `${acknowledged} bookings were acknowledged, the database has ${JSON.stringify(row)}`,
    );
}

export async function checkDashboard(stage: Stage): Promise<void> {
  const [row] = await stage.sql<{
    d: { esim: object | null; queues: unknown[]; packages: unknown[] };
  }>('select user_dashboard($1, $2) as d', [stage.partnerId, stage.shown[0]]);
  const d = row!.d;
  if (
    d.esim === null ||
    d.queues.length !== QUEUES_OF_A_SHOWN_TRAVELER ||
    d.packages.length !== PACKAGES_OF_A_SHOWN_TRAVELER
  )
    throw new Error(`a traveler was not prepared as announced: ${JSON.stringify(d)}`);
}
