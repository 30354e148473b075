/**
 * The works that are requests: booking, dashboard, redeem; a closed loop on the product and on a
 * bare server.
 */
import type { ChildProcess } from 'node:child_process';
import { call } from './call.ts';
import { playRound } from './children.ts';
import { inTurns, type Compared, type Side } from './figures.ts';
import type { LimitKind } from './limit.ts';
import { measureApart } from './processor-time.ts';
import type { Target } from './round.ts';
import {
  DEPARTURE,
  ENTRY,
  PACKAGES_OF_A_SHOWN_TRAVELER,
  QUEUES_OF_A_SHOWN_TRAVELER,
  type Stage,
} from './stage.ts';
import { READ_WORKS } from './read-works.ts';

/** Either side of a work: a server, and what is asked of it. */
type Sides = (
  stage: Stage,
  product: string,
  limit: string,
  size: HttpSize,
) => Record<Side, Target> | Promise<Record<Side, Target>>;
export type Work = {
  /** the bare server beside the product; `product`: the product itself, asked for less */
  limit: LimitKind | 'product';
  note: string;
  goal: number | null;
  cpuGoal: number | null;
  targets: Sides;
  /** what the product's process is told besides, which is one of its own then */
  env?: Record<string, string>;
  /** the same of the process beside it, where that is the product too */
  limitEnv?: Record<string, string>;
  /** so many times as many rounds: what is asked for is less than what rounds differ by */
  times?: number;
  /** before a side's round */
  prepare?(stage: Stage, product: string, side: Side): Promise<void>;
};
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

function redemptions(stage: Stage, product: string, limit: string): Record<Side, Target> {
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

const bookings = (stage: Stage, product: string, limit: string): Record<Side, Target> => ({
  product: bookingTarget(product, stage.key, stage.bookers),
  limit: bookingTarget(limit, stage.key, stage.bookers),
});

/** Nothing is delivered: only a worker would, and none runs beside this. */
const setEndpoint = (stage: Stage, product: string, enabled: boolean): Promise<void> =>
  call(product, stage.key, 'PUT', '/api/webhooks/settings', {
    url: 'http://127.0.0.1:9/never-asked',
    api_key: 'bench-endpoint-key',
    events: {},
    enabled,
  });

export const HTTP_WORKS = {
  booking: {
    limit: 'booking',
    note: 'limit: bare Fastify route, HMAC checked, one single-row insert committed',
    goal: 0.55,
    cpuGoal: 0.5,
    targets: bookings,
  },
  'booking-rows': {
    limit: 'rows',
    note: 'limit: the same bare route, the five rows of a booking by one prepared statement, into copies with the indexes and without checks and foreign keys',
    goal: null,
    cpuGoal: 0.75,
    targets: bookings,
  },
  'booking-key': {
    limit: 'product',
    note: 'limit: the same bookings without an Idempotency-Key',
    goal: 0.7,
    cpuGoal: null,
    targets: (stage, product) => ({
      product: { ...bookingTarget(product, stage.key, stage.bookers), withKey: true },
      limit: bookingTarget(product, stage.key, stage.bookers),
    }),
  },
  'booking-endpoint': {
    limit: 'product',
    note: 'the partner has a webhook endpoint; limit: the same bookings, the endpoint switched off',
    goal: 0.9,
    cpuGoal: null,
    targets: (stage, product) => bookings(stage, product, product),
    prepare: (stage, product, side) => setEndpoint(stage, product, side === 'product'),
  },
  'booking-log': {
    limit: 'product',
    note: 'limit: the same bookings at a process that keeps no requests for partners to read (HUBBY_REQUEST_LOG_DAYS=0)',
    goal: 0.97,
    cpuGoal: 0.97,
    targets: bookings,
    limitEnv: { HUBBY_REQUEST_LOG_DAYS: '0' },
    times: 6,
  },
  dashboard: {
    limit: 'dashboard',
    note: 'limit: bare Fastify route, HMAC checked, one select by primary key',
    goal: 0.7,
    cpuGoal: 0.6,
    targets: (stage, product, limit) => ({
      product: dashboardTarget(product, stage.key, stage.shown),
      limit: dashboardTarget(limit, stage.key, stage.shown),
    }),
  },
  redeem: {
    limit: 'telco',
    note: "limit: the telco call alone (20–60 ms of latency), which a redemption waits for; the product's telco shares its process",
    goal: null,
    cpuGoal: null,
    targets: redemptions,
  },
  ...READ_WORKS,
} as const satisfies Record<string, Work>;
export type HttpWork = keyof typeof HTTP_WORKS;

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
  const { targets: sides, goal, cpuGoal, prepare, times = 1 }: Work = HTTP_WORKS[work];
  const rounds = size.rounds * times;
  const targets = await sides(stage, servers.product.url, servers.limit.url, size);
  const used = { product: 0, limit: 0 };
  const compared = await inTurns({
    work,
    rounds,
    goal,
    cpuGoal,
    say,
    async play(side, round) {
      await prepare?.(stage, servers.product.url, side);
      const target = targets[side];
      const seconds = round === 0 ? size.warmUp : size.seconds;
      const most =
        target.once === true
          ? Math.floor(goodForOne(target) / (rounds + 1))
          : Math.ceil(seconds * PER_SECOND_AT_MOST);
      const cpu = measureApart(servers[side].child.pid!, stage.postmaster);
      const figures = await playRound(load, {
        ...target,
        connections: size.connections,
        seconds,
        limit: most,
        name: `${work}-${round}-${side}`,
        from: target.once === true ? used[side] : 0,
      });
      used[side] += figures.requests;
      return { ...figures, ...cpu(figures.requests) };
    },
  });
  if (work.startsWith('booking')) await checkBookings(stage, work, used.product);
  if (work === 'booking-endpoint') await forgetEndpoint(stage, servers.product.url);
  return compared;
}

/** Of what is good for one request each, bodies or addresses, there are so many. */
const goodForOne = ({ paths, bodies }: Target): number =>
  Math.max(paths.length, bodies?.length ?? 0);

/** The figures are worth nothing if the work was not done. */
async function checkBookings(stage: Stage, work: HttpWork, acknowledged: number): Promise<void> {
  const [row] = await stage.sql<{ bookings: number; queues: number; wanted: number }>(
    `select count(distinct b.id)::int as bookings, count(q.id)::int as queues, (select count(*)::int from provider_orders where state = 'intent') as wanted
     from bookings b left join package_queues q on q.partner_id = b.partner_id and q.booking_id = b.id where b.booking_id ~ $1`,
    [`^${work}-\\d+-product-`],
  );
  if (row!.bookings !== acknowledged || row!.queues !== acknowledged || row!.wanted !== 0)
    throw new Error(
      `${acknowledged} bookings were acknowledged, the database has ${JSON.stringify(row)}`,
    );
}

/** So that whatever is measured next has nothing to deliver. */
async function forgetEndpoint(stage: Stage, product: string): Promise<void> {
  await setEndpoint(stage, product, false);
  await stage.sql('delete from deliveries');
}

export async function checkDashboard(stage: Stage): Promise<void> {
  const [row] = await stage.sql<{
    d: { esim: object | null; queues: unknown[]; packages: unknown[] };
  }>('select r as d from user_dashboards(array[$1], array[$2])', [stage.partnerId, stage.shown[0]]);
  const d = row!.d;
  if (
    d.esim === null ||
    d.queues.length !== QUEUES_OF_A_SHOWN_TRAVELER ||
    d.packages.length !== PACKAGES_OF_A_SHOWN_TRAVELER
  )
    throw new Error(`a traveler was not prepared as announced: ${JSON.stringify(d)}`);
}
