/**
 * /metrics: for Prometheus, with an operator token. Labels name partners by their ids and no traveler.
 */
import { Type } from 'typebox';
import type { Context } from '../context.ts';
import { BOUNDS_S, type RequestTimes } from '../domain/reports/request-times.ts';
import { overdueWork, secondsSinceSchedule } from '../domain/reports/overdue-work.ts';
import { routableAccounts } from '../domain/suppliers/routable-accounts.ts';
import { toMajor } from '../domain/money.ts';
import { operatorRoute } from './callers/operator.ts';
import type { Route } from './route/route.ts';

type Sample = { value: number; labels?: Record<string, string> };

/** One metric in Prometheus' text format; label values are our own words and need no escaping. */
const metric = (
  name: string,
  help: string,
  samples: Sample[],
  type: 'gauge' | 'counter' = 'gauge',
): string =>
  [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...samples.map(({ value, labels = {} }) => {
      const pairs = Object.entries(labels).map(([key, text]) => `${key}="${text}"`);
      return `${name}${pairs.length === 0 ? '' : `{${pairs.join()}}`} ${value}`;
    }),
    '',
  ].join('\n');

/** The same for a histogram per partner: counts of what took at most so long. */
const histogram = (name: string, help: string, times: RequestTimes): string =>
  [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} histogram`,
    ...[...times.read()].flatMap(([partner, { counts, sumS }]) => {
      let sum = 0;
      const buckets = counts.map((count, i) => {
        sum += count;
        return `${name}_bucket{partner="${partner}",le="${BOUNDS_S[i] ?? '+Inf'}"} ${sum}`;
      });
      return [
        ...buckets,
        `${name}_sum{partner="${partner}"} ${sumS}`,
        `${name}_count{partner="${partner}"} ${sum}`,
      ];
    }),
    '',
  ].join('\n');

/** What the operator's alarms look at; of what this process knows. */
function supplierMetrics(ctx: Pick<Context, 'suppliers'>): string {
  const accounts = ctx.suppliers.all();
  return [
    metric(
      'hubby_supplier_out',
      'Whether a supplier account takes no orders though it should.',
      routableAccounts(ctx)
        .filter(({ status }) => status === 'active')
        .map(({ name, outBecause }) => ({
          value: Number(outBecause !== null),
          labels: { account: name },
        })),
    ),
    metric(
      'hubby_supplier_balance',
      'What is left at a supplier account, in major units.',
      accounts.flatMap(({ name, balance_minor: minor, balance_currency: currency }) =>
        minor === null || currency === null
          ? []
          : [{ value: toMajor({ minor, currency }), labels: { account: name, currency } }],
      ),
    ),
    metric(
      'hubby_supplier_balance_low',
      'Whether that is below the threshold of the account.',
      accounts.map(({ name, is_low }) => ({ value: Number(is_low), labels: { account: name } })),
    ),
    metric(
      'hubby_supplier_stock_low',
      'Whether fewer profiles of its stock list are free than its stock_threshold says.',
      accounts
        .filter(({ kind }) => kind === 'es2plus')
        .map((one) => ({ value: Number(one.is_stock_low), labels: { account: one.name } })),
    ),
  ].join('');
}

const requestLogMetrics = ({ requestLog }: Pick<Context, 'requestLog'>): string =>
  [
    metric(
      'hubby_request_log_written_total',
      'Requests of partners that this process has kept for them to read.',
      [{ value: requestLog.written() }],
      'counter',
    ),
    metric(
      'hubby_request_log_dropped_total',
      'Those that it has not: too many waited, it was behind, or the database did not take them.',
      Object.entries(requestLog.dropped()).map(([reason, value]) => ({
        value,
        labels: { reason },
      })),
      'counter',
    ),
  ].join('');

export const metrics: Route[] = [
  operatorRoute({
    method: 'GET',
    url: '/metrics',
    operationId: 'getMetrics',
    tag: 'Operator',
    summary: 'Figures for Prometheus',
    description:
      'Work that is overdue in the whole installation, and this process. docs/operating.md says what is worth an alarm.',
    produces: 'text/plain; version=0.0.4; charset=utf-8',
    answers: { 200: Type.String() },
    handle: async ({ ctx }) => {
      const overdue = await overdueWork(ctx);
      const seconds = await secondsSinceSchedule(ctx);
      const raw = [
        metric(
          'hubby_overdue_work',
          'Due for more than a minute and not done.',
          overdue.map(({ work, count }) => ({ value: count, labels: { work } })),
        ),
        metric(
          'hubby_overdue_seconds',
          'Since when the oldest of it is due.',
          overdue.map((o) => ({ value: o.seconds, labels: { work: o.work } })),
        ),
        metric(
          'hubby_schedule_age_seconds',
          'Since a job was last put on by the clock.',
          seconds === null ? [] : [{ value: seconds }],
        ),
        histogram(
          'hubby_request_seconds',
          'From a request that is there whole to its answer, by partner; those of this process.',
          ctx.requestTimes,
        ),
        metric(
          'hubby_requests_refused_total',
          'Answered with 503 by this process, by partner.',
          [...ctx.requestTimes.read()].map(([partner, { refused }]) => ({
            value: refused,
            labels: { partner },
          })),
          'counter',
        ),
        requestLogMetrics(ctx),
        supplierMetrics(ctx),
        metric(
          'hubby_event_loop_lag_seconds',
          'How far this process is behind, the worst of late.',
          [{ value: ctx.loopLag.ms() / 1_000 }],
        ),
        metric('process_start_time_seconds', 'Start of this process.', [
          { value: Date.now() / 1_000 - process.uptime() },
        ]),
        metric('process_resident_memory_bytes', 'Memory of this process.', [
          { value: process.memoryUsage.rss() },
        ]),
        metric('nodejs_heap_size_used_bytes', 'Of it, what objects of JavaScript take.', [
          { value: process.memoryUsage().heapUsed },
        ]),
      ].join('');
      return { raw };
    },
  }),
];
