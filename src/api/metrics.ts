/** /metrics: for Prometheus, with an operator token. No label names a partner or a traveler. */
import { Type } from 'typebox';
import { overdueWork, secondsSinceSchedule } from '../domain/reports/overdue-work.ts';
import { operatorRoute } from './callers/operator.ts';
import type { Route } from './route/route.ts';

type Sample = { value: number; labels?: Record<string, string> };

/** One metric in Prometheus' text format; label values are our own words and need no escaping. */
const metric = (name: string, help: string, samples: Sample[]): string =>
  [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...samples.map(({ value, labels = {} }) => {
      const pairs = Object.entries(labels).map(([key, text]) => `${key}="${text}"`);
      return `${name}${pairs.length === 0 ? '' : `{${pairs.join()}}`} ${value}`;
    }),
    '',
  ].join('\n');

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
        metric('process_start_time_seconds', 'Start of this process.', [
          { value: Date.now() / 1_000 - process.uptime() },
        ]),
        metric('process_resident_memory_bytes', 'Memory of this process.', [
          { value: process.memoryUsage.rss() },
        ]),
      ].join('');
      return { raw };
    },
  }),
];
