/** What becomes of one proposal: a bundle with a price and its sources, or why there is none. */
import { bundleLabel } from '../catalog/bundle-id.ts';
import { fitsBundle } from '../catalog/fits-bundle.ts';
import type { Bundle, Source } from '../catalog/types.ts';
import { cheapestOfEach } from './covering.ts';
import { floorOf, priceOf } from './price.ts';
import { isAtHome, takes, type Proposal } from './propose.ts';
import type { PublishingRule } from './rule.ts';
import type { World } from './world.ts';

/** A source that a bundle's net price does not carry: cost and floor are above it. Minor units. */
export type TooDear = {
  bundle: string;
  rule: string;
  source: string;
  cost: number;
  /** what cost and floor come to */
  least: number;
  net: number;
};

export type Judged = {
  tooDear: TooDear[];
  /** ids of sources that fit and wait for approval */
  waiting: string[];
} & (
  | { kind: 'made'; bundle: Bundle; cost: number }
  | { kind: 'held' }
  | { kind: 'not_made'; why: string }
);

/** A source that fits, with what is known of it. */
type Fitting = { source: Source; cost: number | null; whyNot: string | null; isWaiting: boolean };

/** `isOurs`: a rule made `before`, and nobody has changed it by hand since. */
export function judge(
  world: World,
  proposal: Proposal,
  before: Bundle | null,
  isOurs: boolean,
): Judged {
  const { rule, candidates } = proposal;
  const promise = { ...proposal, coverage: [], traffic_policy: rule.traffic_policy };
  // They cover the destination, so that the many countries of a region are not looked at again.
  const alike = candidates.filter(({ all }) => fitsBundle(promise, all[0]!));
  const fitting = [
    ...cheapestOfEach(
      inOrder(
        world,
        alike.flatMap(({ cheapest }) => cheapest),
      ),
    ),
    ...alike.flatMap(({ resting }) => resting),
  ]
    .filter((source) => takes(rule, source))
    .map((source) => ({ source, ...world.standingOf(source) }));
  const waiting = fitting.filter((f) => f.isWaiting).map(({ source }) => source.id);
  const attached = new Set(before?.sources.map(({ id }) => id));
  const behind = (bundle: Bundle): TooDear[] =>
    tooDear(
      proposal,
      fitting.filter(({ source }) => attached.has(source.id)),
      bundle.b2b_price,
    );

  if (before !== null && !isOurs && !rule.takes_over)
    return { kind: 'not_made', why: BY_HAND, waiting, tooDear: behind(before) };
  if (before?.is_active && waiting.some((id) => attached.has(id)))
    return { kind: 'held', waiting, tooDear: behind(before) };
  return { ...price(world, proposal, fitting, attached), waiting };
}

const inOrder = (world: World, sources: readonly Source[]): Source[] =>
  sources.toSorted(
    (a, b) => world.standingOf(a).cost! - world.standingOf(b).cost! || (a.id < b.id ? -1 : 1),
  );

const BY_HAND = 'there is one that was made or changed by hand; takes_over lets the rule have it';

type Priced = Omit<Extract<Judged, { kind: 'made' }>, 'waiting'>;
type Unpriced = Omit<Extract<Judged, { kind: 'not_made' }>, 'waiting'>;

function price(
  world: World,
  proposal: Proposal,
  fitting: readonly Fitting[],
  attached: ReadonlySet<string>,
): Priced | Unpriced {
  const { rule, destination, bytes, duration_days } = proposal;
  const usable = fitting.filter(({ whyNot }) => whyNot === null);
  if (usable.length === 0)
    return { kind: 'not_made', why: 'the cost of its sources waits for approval', tooDear: [] };
  const costs = usable.map(({ cost }) => cost!);
  const cost =
    rule.priced_from === 'dearest'
      ? costs.reduce((a, b) => Math.max(a, b))
      : costs.reduce((a, b) => Math.min(a, b));
  const figures = world.figuresOf(destination.id, bytes, duration_days);
  const prices = priceOf(rule, destination.tier, cost, figures);
  if (prices === null)
    return { kind: 'not_made', why: 'its price would be more than a price can be', tooDear: [] };
  // What rests for a while (a paused account, an article not seen today) keeps its place.
  const resting = fitting.filter(
    (f) => f.whyNot !== null && !f.isWaiting && f.cost !== null && attached.has(f.source.id),
  );
  const able = [...usable, ...resting];
  const sources = able.filter((f) => carries(rule, f, prices.net)).map(({ source }) => source);
  return {
    kind: 'made',
    cost,
    bundle: bundleOf(proposal, prices, sources),
    tooDear: tooDear(
      proposal,
      able.filter((f) => attached.has(f.source.id) || isAtHome(f.source, destination)),
      prices.net,
    ),
  };
}

const leastFor = (rule: PublishingRule, cost: number): number => cost + floorOf(rule, cost);

const carries = (rule: PublishingRule, { cost }: Fitting, net: number): boolean =>
  leastFor(rule, cost!) <= net;

const tooDear = ({ id, rule }: Proposal, fitting: readonly Fitting[], net: number): TooDear[] =>
  fitting
    .filter((f) => f.cost !== null && !carries(rule, f, net))
    .map(({ source, cost }) => ({
      bundle: id,
      rule: rule.name,
      source: source.id,
      cost: cost!,
      least: leastFor(rule, cost!),
      net,
    }))
    .sort((a, b) => (a.source < b.source ? -1 : 1));

function bundleOf(
  { id, rule, destination, type, bytes, duration_days }: Proposal,
  { net, recommended }: { net: number; recommended: number },
  sources: readonly Source[],
): Bundle {
  const { traffic_policy } = rule;
  return {
    id,
    destination: destination.id,
    type,
    label: bundleLabel(type, bytes, duration_days),
    bytes,
    duration_days,
    coverage: [...destination.iso3s],
    traffic_policy,
    throttling: /then (.+)$/.exec(traffic_policy ?? '')?.[1] ?? null,
    b2b_price: net,
    b2c_price: recommended,
    currency: rule.currency,
    priority: rule.bundle_priority,
    is_active: true,
    sources: sources.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
}
