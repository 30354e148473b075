/**
 * /status: how well the installation serves, for everybody: each figure of the last 90 days with
 * what it counts and what is promised, and the counts themselves as files. In English.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { exportHours, exportMinutes } from '../../domain/service/export-figures.ts';
import { SERVICE_DAYS } from '../../domain/service/figures.ts';
import {
  serviceReport,
  type Measured,
  type ServiceFigure,
} from '../../domain/service/service-report.ts';
import { AppError } from '../../errors.ts';
import { ANSWER, CSV_TYPE } from '../../http/media-type.ts';
import type { Places } from '../../http/places.ts';
import { pageHeaders, renderTool } from '../frame/page.ts';
import { takePagePlace } from '../frame/take-page-place.ts';

const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export async function statusPage(
  app: FastifyInstance,
  ctx: Context,
  places: Places,
): Promise<void> {
  await app.register(async (scope) => {
    scope.addHook('preValidation', takePagePlace(places));
    const hidden = { schema: { hide: true } };
    scope.get('/status', hidden, async (_req, reply) => show(ctx, reply));
    scope.get('/status/hours.csv', hidden, async (_req, reply) =>
      file(reply, 'hours', await exportHours(ctx.db)),
    );
    scope.get('/status/minutes.csv', hidden, async (req, reply) =>
      file(reply, 'minutes', await exportMinutes(ctx.db, dayOf(req))),
    );
  });
}

const file = (reply: FastifyReply, name: string, text: string): FastifyReply =>
  reply
    .type(CSV_TYPE)
    .header('content-disposition', `attachment; filename="hubby-${name}.csv"`)
    .send(text);

/** `?day=2027-07-15`, else today. */
function dayOf({ query }: FastifyRequest): Date {
  const { day = new Date().toISOString().slice(0, 10) } = query as { day?: unknown };
  const at =
    typeof day === 'string' && /^\d{4}-\d\d-\d\d$/.test(day) ? new Date(day) : new Date('');
  if (Number.isNaN(at.getTime()))
    throw new AppError('invalid_request', 'The day is not one.', {
      details: [{ field: 'day', issue: `expected a date such as 2027-07-15` }],
    });
  return at;
}

async function show(ctx: Context, reply: FastifyReply): Promise<FastifyReply> {
  const now = new Date();
  const report = await serviceReport(ctx.db, now);
  return pageHeaders(reply, POLICY)
    .type(ANSWER.html)
    .header('content-language', 'en')
    .header('cache-control', 'public, max-age=60')
    .send(
      renderTool('status', {
        since: report.from,
        days: SERVICE_DAYS,
        today: report.to,
        figures: report.figures.map((figure) => shown(figure, report.to)),
      }),
    );
}

/** `99.99 %`; never more than it was: 99.996 % is not 100 %. */
export function percent(share: number | null): string {
  if (share === null) return 'nothing to count';
  const hundredths = Math.floor(share * 10_000 + 1e-7);
  return `${(hundredths / 100).toFixed(2)} %`;
}

/** `850 ms`, `4.2 s`, `12 min`, `3.1 h` */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  return ms < 3_600_000 ? `${(ms / 60_000).toFixed(1)} min` : `${(ms / 3_600_000).toFixed(1)} h`;
}

type Look = 'kept' | 'missed' | 'none';

const lookOf = ({ share }: Measured, promise: number): Look =>
  share === null ? 'none' : share >= promise ? 'kept' : 'missed';

/** A bar a day, the last 90; days before the first figure stay empty. */
function shown(figure: ServiceFigure, today: string) {
  const byDate = new Map(figure.days.map((day) => [day.date, day]));
  const last = Date.parse(today);
  const dates = Array.from({ length: SERVICE_DAYS }, (_, i) =>
    new Date(last - (SERVICE_DAYS - 1 - i) * 86_400_000).toISOString().slice(0, 10),
  );
  const { overall, promise } = figure;
  return {
    ...figure,
    share: percent(overall.share),
    look: lookOf(overall, promise),
    promised: `${Number((promise * 100).toFixed(2))} %`,
    mean: overall.mean_ms === null ? null : duration(overall.mean_ms),
    slowest: overall.slowest_ms === null ? null : duration(overall.slowest_ms),
    bars: dates.map((date) => {
      const day = byDate.get(date);
      return {
        date,
        look: day === undefined ? 'none' : lookOf(day, promise),
        text: `${date}: ${day === undefined ? 'nothing to count' : percent(day.share)}`,
      };
    }),
    recent: figure.days.slice(-7).map((day) => ({
      date: day.date,
      share: percent(day.share),
      total: day.total.toLocaleString('en'),
      mean: day.mean_ms === null ? '–' : duration(day.mean_ms),
    })),
  };
}
