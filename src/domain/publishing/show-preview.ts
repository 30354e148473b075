/** A preview as people read it: amounts in major units, long lists cut. */
import type { Bundle } from '../catalog/types.ts';
import { toMajor } from '../money.ts';
import type { TooDear } from './judge.ts';
import type { Changed, Made, Plan } from './plan.ts';
import type { Preview } from './preview.ts';

/** Longer lists are cut; `counts` has them all. */
const MAX_LISTED = 500;

type Line = { id: string; destination: string; label: string; rule: string };
type Prices = { b2b_price: number; b2c_price: number };
/** `cost`: what the price is made from; `margin_percent`: of the cost, null where that is zero */
type Priced = Line & Prices & { cost: number; margin_percent: number | null; sources: string[] };
export type PreviewView = {
  /** what `publish` takes, so that what was looked at is what is published */
  digest: string;
  currency: string;
  counts: Record<keyof Omit<Plan, 'currency'>, number>;
  appear: Priced[];
  change: (Priced & { before: Prices & { label: string; sources: string[] } })[];
  vanish: (Line & { why: string })[];
  below_floor: {
    bundle: string;
    rule: string;
    source: string;
    cost: number;
    least: number;
    b2b_price: number;
    margin_percent: number | null;
  }[];
  waiting: Plan['waiting'];
  not_made: Plan['not_made'];
};

export function showPreview({ digest, plan }: Preview): PreviewView {
  const { currency, appear, change, vanish, unchanged, held, below_floor, waiting, not_made } =
    plan;
  const show = shower(currency);
  const first = <T>(list: readonly T[]): T[] => list.slice(0, MAX_LISTED);
  const lists = { appear, change, vanish, unchanged, held, below_floor, waiting, not_made };
  return {
    digest,
    currency,
    counts: Object.fromEntries(
      Object.entries(lists).map(([name, list]) => [name, list.length]),
    ) as PreviewView['counts'],
    appear: first(appear).map(show.made),
    change: first(change).map(show.changed),
    vanish: first(vanish).map(({ bundle, rule, why }) => ({ ...lineOf(bundle, rule), why })),
    below_floor: first(below_floor).map(show.tooDear),
    waiting: first(waiting).map(({ source, bundles }) => ({ source, bundles: first(bundles) })),
    not_made: first(not_made),
  };
}

const lineOf = ({ id, destination, label }: Bundle, rule: string): Line => ({
  id,
  destination,
  label,
  rule,
});
const idsOf = ({ sources }: Bundle): string[] => sources.map(({ id }) => id);

/** One decimal: 12.5 is an eighth of the cost more than it. */
const marginOf = (net: number, cost: number): number | null =>
  cost === 0 ? null : Math.round(((net - cost) / cost) * 1_000) / 10;

function shower(currency: string) {
  const major = (minor: number): number => toMajor({ minor, currency });
  const prices = ({ b2b_price, b2c_price }: Bundle): Prices => ({
    b2b_price: major(b2b_price),
    b2c_price: major(b2c_price),
  });
  const made = ({ bundle, rule, cost }: Made): Priced => ({
    ...lineOf(bundle, rule),
    ...prices(bundle),
    cost: major(cost),
    margin_percent: marginOf(bundle.b2b_price, cost),
    sources: idsOf(bundle),
  });
  return {
    made,
    changed: (change: Changed) => ({
      ...made(change),
      before: {
        ...prices(change.before),
        label: change.before.label,
        sources: idsOf(change.before),
      },
    }),
    tooDear: ({ net, cost, least, ...of }: TooDear) => ({
      ...of,
      cost: major(cost),
      least: major(least),
      b2b_price: major(net),
      margin_percent: marginOf(net, cost),
    }),
  };
}
