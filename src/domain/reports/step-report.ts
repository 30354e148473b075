/**
 * GET /api/reports/funnel/steps: how far packages came, how long each step took, and by destination.
 * docs/reports.md defines every figure.
 */
import type { Context } from '../../context.ts';
import { iso2Of } from '../catalog/places/countries.ts';
import type { Partner } from '../partners/partner.ts';
import { readCounts } from './counting/read-counts.ts';
import {
  STEPS,
  sumOf,
  timesOf,
  type DayCounts,
  type Step,
  type Times,
} from './counting/day-counts.ts';
import type { DaysQuery } from './days.ts';
import { daysOf, type Figures } from './funnel.ts';

export type StepFigure = { step: Step; count: number } & Times;
export type PlaceFigures = {
  place: string;
  /** English; null where none is chosen */
  name: string | null;
  /** null: no country */
  iso2: string | null;
  steps: StepFigure[];
};
export type StepReport = {
  from: string;
  to: string;
  time_zone: string;
  counted_at: string | null;
  uncounted_days: number;
  totals: Figures;
  days: ({ date: string } & Figures)[];
  steps: StepFigure[];
  /** with the most packages first; '' where none is chosen yet */
  places: PlaceFigures[];
};

/** Throws 400 for days that are none. */
export async function stepReport(
  ctx: Context,
  partner: Partner,
  query: DaysQuery,
): Promise<StepReport> {
  const { from, to, zone, dates } = daysOf(ctx, partner, query);
  const { days, ...counted } = await readCounts(ctx, partner, dates);
  const sum = sumOf(days);
  const byPlace = Map.groupBy(sum.steps, ([place]) => place);
  const places = [...byPlace].map(([place, steps]) => ({
    place,
    name: ctx.catalog.current().byIso3(place)?.name ?? null,
    iso2: iso2Of(place),
    steps: stepsOf(steps),
  }));
  return {
    from,
    to,
    time_zone: zone,
    ...counted,
    totals: sum.figures,
    days: days.map(({ figures }, i) => ({ date: dates[i]!, ...figures })),
    steps: stepsOf(sum.steps),
    places: places.toSorted(
      (a, b) => b.steps[0]!.count - a.steps[0]!.count || (a.place < b.place ? -1 : 1),
    ),
  };
}

/** Every step, in order; nothing comes before the first, so it takes no time. */
function stepsOf(counts: DayCounts['steps']): StepFigure[] {
  const byStep = Map.groupBy(counts, ([, step]) => step);
  return STEPS.map((step) => {
    const own = byStep.get(step) ?? [];
    const count = own.reduce((sum, [, , , one]) => sum + one, 0);
    const times = timesOf(step === 'issued' ? [] : own.map(([, , bucket, one]) => [bucket, one]));
    return { step, count, ...times };
  });
}
