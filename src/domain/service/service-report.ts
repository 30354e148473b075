/** How well the installation served, day by day in UTC, beside what it promises. */
import type { Queryable } from '../../db/pool.ts';
import { DEFINITIONS, FIGURES, SERVICE_DAYS, type Figure } from './figures.ts';

type Row = {
  day: string;
  figure: Figure;
  total: number;
  good: number;
  timed: number;
  total_ms: number;
  slowest_ms: number;
};
/** `share`: null where there was nothing to count. */
export type Measured = {
  total: number;
  share: number | null;
  mean_ms: number | null;
  slowest_ms: number | null;
};
export type ServiceFigure = {
  figure: Figure;
  title: string;
  definition: string;
  promise: number;
  within_ms: number | null;
  /** of all days together */
  overall: Measured;
  days: ({ date: string } & Measured)[];
};
export type ServiceReport = { from: string | null; to: string; figures: ServiceFigure[] };

const BY_DAY = `select to_char(at at time zone 'UTC', 'YYYY-MM-DD') as day, figure, sum(total)::int as total,
    sum(good)::float8 as good, sum(timed)::int as timed, sum(total_ms)::float8 as total_ms,
    max(slowest_ms)::float8 as slowest_ms
  from service_hours
  where at >= date_trunc('day', $1::timestamptz at time zone 'UTC') at time zone 'UTC'
    - interval '${SERVICE_DAYS - 1} days'
  group by 1, figure
  order by 1`;

/** The last 90 days, the oldest first; `now` is real time. */
export async function serviceReport(db: Queryable, now: Date): Promise<ServiceReport> {
  const rows = await db.rows<Row>(BY_DAY, [now]);
  const byFigure = Map.groupBy(rows, ({ figure }) => figure);
  return {
    from: rows[0]?.day ?? null,
    to: now.toISOString().slice(0, 10),
    figures: FIGURES.map((figure) => {
      const days = byFigure.get(figure) ?? [];
      return {
        figure,
        ...DEFINITIONS[figure],
        overall: measured(days),
        days: days.map((row) => ({ date: row.day, ...measured([row]) })),
      };
    }),
  };
}

function measured(rows: readonly Row[]): Measured {
  const sum = (of: 'total' | 'good' | 'timed' | 'total_ms'): number =>
    rows.reduce((all, row) => all + row[of], 0);
  const [total, timed] = [sum('total'), sum('timed')];
  return {
    total,
    share: total === 0 ? null : sum('good') / total,
    mean_ms: timed === 0 ? null : sum('total_ms') / timed,
    slowest_ms: timed === 0 ? null : Math.max(...rows.map((row) => row.slowest_ms)),
  };
}
