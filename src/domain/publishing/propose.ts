/** Which bundles rules ask for, before anybody looks at prices. */
import { bundleId } from '../catalog/bundle-id.ts';
import { fitsBundle } from '../catalog/fits-bundle.ts';
import type { Destination, PackageType, Source } from '../catalog/types.ts';
import type { Covering } from './covering.ts';
import { nominalSize } from './nominal-size.ts';
import { byPosition, GROUPS, typeFor, type PublishingRule } from './rule.ts';
import type { World } from './world.ts';

/** What a bundle promises, wherever it is sold. */
type Shape = { type: PackageType; bytes: number | null; duration_days: number };

export type Proposal = Shape & {
  id: string;
  rule: PublishingRule;
  destination: Destination;
  /** as in `Covering`; they need not fit, nor be of the accounts of the rule */
  candidates: ReturnType<Covering>;
};

/** One proposal for each id, of the first rule that makes it. */
export function propose(world: World, covering: Covering): Map<string, Proposal> {
  const proposals = new Map<string, Proposal>();
  const active = new Set(world.bundles.filter((b) => b.is_active).map(({ id }) => id));
  for (const rule of [...world.rules].sort(byPosition)) {
    for (const { destination, isNamed } of destinationsOf(rule, world.destinations)) {
      const candidates = covering(destination);
      for (const { all } of candidates) {
        const shape = shapeOf(rule, all[0]!);
        if (shape === null) continue;
        const id = bundleId(destination, shape.type, shape.bytes, shape.duration_days);
        if (proposals.has(id)) continue;
        // What is there stays, whoever it was that brought it about.
        const isThere = active.has(id) && world.owners.get(id)?.rule === rule.name;
        const brings = (source: Source): boolean =>
          (isNamed || isThere || isAtHome(source, destination)) && isOffered(world, rule, source);
        if (all.some(brings)) proposals.set(id, { ...shape, id, rule, destination, candidates });
      }
    }
  }
  return proposals;
}

type Asked = { destination: Destination; isNamed: boolean };

function destinationsOf(rule: PublishingRule, all: readonly Destination[]): Asked[] {
  const named = new Set(rule.destinations);
  const except = new Set(rule.except);
  return all.flatMap((destination) => {
    const { id, type } = destination;
    const isNamed = named.has(id);
    const isMeant =
      isNamed ||
      named.has(GROUPS.ALL) ||
      named.has(type === 'country' ? GROUPS.COUNTRIES : GROUPS.REGIONS);
    return isMeant && !except.has(id) ? [{ destination, isNamed }] : [];
  });
}

/** Whether a rule takes sources of this account. */
export const takes = ({ accounts }: PublishingRule, { account }: Source): boolean =>
  accounts === null || accounts.includes(account);

/** What waits for its approval makes no price, and keeps the bundle that it is behind. */
function isOffered(world: World, rule: PublishingRule, source: Source): boolean {
  if (!takes(rule, source)) return false;
  const { whyNot, isWaiting } = world.standingOf(source);
  return whyNot === null || isWaiting;
}

const AT_HOME = 2;

/**
 * Whether a source is an article for this destination: one for half the world would bring about the
 * same bundle in each of its countries, so it does that only where a rule names the destination.
 * Behind bundles that others bring about it stands everywhere.
 */
export const isAtHome = (source: Source, { iso3s }: Destination): boolean =>
  source.coverage.length <= iso3s.length * AT_HOME;

/** What a rule makes of a source; null: nothing. */
function shapeOf(rule: PublishingRule, source: Source): Shape | null {
  const type = typeFor(rule, source.bytes);
  const duration_days = longest(rule.durations, source.duration_days);
  if (type === null || duration_days === undefined) return null;
  const { traffic_policy } = rule;
  const fits = (bytes: number | null): boolean =>
    fitsBundle({ bytes, duration_days, coverage: [], traffic_policy }, source);
  if (source.bytes === null) return fits(null) ? { type, bytes: null, duration_days } : null;
  const nominal = nominalSize(source.bytes);
  const sizes = rule.sizes ?? (nominal === null ? [] : [nominal]);
  const fitting = sizes.filter(fits);
  return fitting.length === 0 ? null : { type, bytes: Math.max(...fitting), duration_days };
}

/** A year's article is no week's bundle too: it makes the longest one that it lasts for. */
function longest(durations: readonly number[] | null, days: number): number | undefined {
  if (durations === null) return days;
  const within = durations.filter((duration) => duration <= days);
  return within.length === 0 ? undefined : Math.max(...within);
}
