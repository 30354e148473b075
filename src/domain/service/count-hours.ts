/**
 * The hours of every figure, counted from the facts: the present hour and the one before at each
 * run, those of the last day once an hour, since what was begun settles later, and whatever hour
 * nobody counted because nothing ran.
 */
import type { Context } from '../../context.ts';
import { forget, forgetAll } from '../../db/forget.ts';
import { FIGURES, SERVICE_DAYS, type Figure } from './figures.ts';
import { countFacts, type Counted } from './count-facts.ts';

export const HOUR_MS = 3_600_000;
/** Orders and deliveries have an end by then; an endpoint that is down for long is told of. */
const SETTLED_AFTER_HOURS = 25;

const hourOf = (ms: number): number => Math.floor(ms / HOUR_MS) * HOUR_MS;

/** Answers how many hours were counted. */
export async function countHours(ctx: Context, now = new Date()): Promise<number> {
  const first = await firstMinute(ctx);
  if (first === null) return 0;
  const present = hourOf(now.getTime());
  const oldest = Math.max(hourOf(first.getTime()), present - SERVICE_DAYS * 24 * HOUR_MS);
  const known = await countedHours(ctx, new Date(oldest));
  const isNewHour = !known.has(present);
  const recount = isNewHour ? SETTLED_AFTER_HOURS : 1;
  let count = 0;
  for (let at = oldest; at <= present; at += HOUR_MS)
    if (!known.has(at) || at >= present - recount * HOUR_MS) {
      await countHour(ctx, new Date(at), { first, now });
      count++;
    }
  return count;
}

/** Since when there are any figures; null: nobody has served yet. */
const firstMinute = async (ctx: Context): Promise<Date | null> =>
  (await ctx.db.one<{ at: Date }>('select at from service_minutes order by at limit 1'))?.at ??
  null;

const countedHours = async (ctx: Context, from: Date): Promise<Set<number>> => {
  const rows = await ctx.db.rows<{ at: Date }>(
    `select at from service_hours where figure = 'availability' and at >= $1`,
    [from],
  );
  return new Set(rows.map(({ at }) => at.getTime()));
};

const STORE = `insert into service_hours (at, figure, total, good, timed, total_ms, slowest_ms)
  select $1, figure, total, good, timed, total_ms, slowest_ms
  from jsonb_to_recordset($2::jsonb) as h(figure text, total integer, good double precision,
    timed integer, total_ms double precision, slowest_ms double precision)
  order by figure
  on conflict (at, figure) do update
  set total = excluded.total, good = excluded.good, timed = excluded.timed,
    total_ms = excluded.total_ms, slowest_ms = excluded.slowest_ms`;

async function countHour(
  ctx: Context,
  at: Date,
  { first, now }: { first: Date; now: Date },
): Promise<void> {
  const to = new Date(at.getTime() + HOUR_MS);
  const facts: Record<Figure, Counted> = {
    ...(await countFacts(ctx, at, to, now)),
    availability: await countMinutes(ctx, at, to, { first, now }),
  };
  await ctx.db.rows(STORE, [
    at,
    JSON.stringify(FIGURES.map((figure) => ({ figure, ...facts[figure] }))),
  ]);
}

const MINUTES = `select count(*)::int as there, coalesce(sum(share), 0)::float8 as good
  from (select at, 1 - sum(failed)::float8 / greatest(sum(requests), 1) as share
    from service_minutes
    where at >= $1 and at < $2
    group by at) m`;

/** Minutes that are over, from the first one in which anybody served. */
async function countMinutes(
  ctx: Context,
  at: Date,
  hourEnd: Date,
  { first, now }: { first: Date; now: Date },
): Promise<Counted> {
  const minute = Math.floor(now.getTime() / 60_000) * 60_000;
  const from = Math.max(at.getTime(), first.getTime());
  const to = Math.min(hourEnd.getTime(), minute);
  const total = Math.max(0, (to - from) / 60_000);
  const row = await ctx.db.one<{ good: number }>(MINUTES, [new Date(from), new Date(to)]);
  return { total, good: row!.good, timed: 0, total_ms: 0, slowest_ms: 0 };
}

/** Answers how many rows are gone. */
export async function forgetOldFigures(ctx: Context): Promise<number> {
  const old = `at < now() - interval '${SERVICE_DAYS} days'`;
  return (
    (await forgetAll(ctx.db, forget('service_minutes', old, 'at'))) +
    (await forgetAll(ctx.db, forget('service_hours', old, 'at')))
  );
}
