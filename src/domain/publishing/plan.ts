/** What publishing would do, before it does: a pure function of the world, the same every time. */
import type { Bundle, Source } from '../catalog/types.ts';
import { makeCovering } from './covering.ts';
import { fingerprint } from './fingerprint.ts';
import { judge, type Judged, type TooDear } from './judge.ts';
import { propose, type Proposal } from './propose.ts';
import type { Standing, World } from './world.ts';

/** A bundle as it would be; `cost`: what its price is made from, in minor units. */
export type Made = { bundle: Bundle; rule: string; cost: number };
export type Changed = Made & { before: Bundle };
export type Vanishing = { bundle: Bundle; rule: string; why: string };
/** A source whose cost waits for approval, and the bundles that it fits. */
export type Waiting = { source: string; bundles: string[] };
export type NotMade = { id: string; rule: string; why: string };

/** Every list by id. */
export type Plan = {
  currency: string;
  appear: Made[];
  change: Changed[];
  vanish: Vanishing[];
  unchanged: string[];
  /** left as they are, since a source behind them waits for approval */
  held: string[];
  below_floor: TooDear[];
  waiting: Waiting[];
  not_made: NotMade[];
};

export function plan(given: World): Plan {
  const world = { ...given, standingOf: remembered(given.standingOf) };
  const proposals = propose(world, makeCovering(world.sources, world.standingOf));
  const present = new Map(world.bundles.map((bundle) => [bundle.id, bundle]));
  const result: Plan = {
    currency: world.currency,
    appear: [],
    change: [],
    vanish: [],
    unchanged: [],
    held: [],
    below_floor: [],
    waiting: [],
    not_made: [],
  };
  const waiting = new Map<string, string[]>();
  for (const proposal of inOrder(proposals)) {
    const before = present.get(proposal.id) ?? null;
    const isOurs = before !== null && isOwned(world, before);
    const judged = judge(world, proposal, before, isOurs);
    note(result, proposal, before, judged, isOurs && ruleOf(world, proposal.id));
    result.below_floor.push(...judged.tooDear);
    for (const source of judged.waiting)
      waiting.set(source, [...(waiting.get(source) ?? []), proposal.id]);
  }
  result.waiting = [...waiting]
    .map(([source, bundles]) => ({ source, bundles }))
    .sort((a, b) => (a.source < b.source ? -1 : 1));
  result.vanish = vanishing(world, proposals, result);
  return result;
}

/** Asked again for every bundle that a source fits. */
function remembered(standingOf: World['standingOf']): World['standingOf'] {
  const known = new Map<Source, Standing>();
  return (source) => {
    const before = known.get(source);
    if (before !== undefined) return before;
    const standing = standingOf(source);
    known.set(source, standing);
    return standing;
  };
}

const inOrder = (proposals: ReadonlyMap<string, Proposal>): Proposal[] =>
  [...proposals.values()].sort((a, b) => (a.id < b.id ? -1 : 1));

const ruleOf = (world: World, id: string): string => world.owners.get(id)!.rule;

/** Whether a rule made it and nobody has changed it by hand since. */
const isOwned = (world: World, bundle: Bundle): boolean =>
  world.owners.get(bundle.id)?.fingerprint === fingerprint(bundle);

/** `owner`: the rule that made what is there; false where none did. */
function note(
  result: Plan,
  { id, rule }: Proposal,
  before: Bundle | null,
  judged: Judged,
  owner: string | false,
): void {
  if (judged.kind === 'held') result.held.push(id);
  else if (judged.kind === 'not_made')
    result.not_made.push({ id, rule: rule.name, why: judged.why });
  else {
    const { bundle, cost } = judged;
    const made = { bundle, rule: rule.name, cost };
    if (before === null || !before.is_active) result.appear.push(made);
    else if (owner === rule.name && isSame(before, bundle)) result.unchanged.push(id);
    else result.change.push({ ...made, before });
  }
}

const isSame = (a: Bundle, b: Bundle): boolean =>
  fingerprint(a) === fingerprint(b) &&
  a.sources.map(({ id }) => id).join() === b.sources.map(({ id }) => id).join();

/** What rules made, nobody changed, and no rule makes any longer. */
function vanishing(
  world: World,
  proposals: ReadonlyMap<string, Proposal>,
  { not_made }: Plan,
): Vanishing[] {
  const rules = new Set(world.rules.map(({ name }) => name));
  const why = new Map(not_made.map((one) => [one.id, one.why]));
  return world.bundles
    .filter((b) => b.is_active && isOwned(world, b) && (!proposals.has(b.id) || why.has(b.id)))
    .map((bundle) => {
      const rule = ruleOf(world, bundle.id);
      const reason = rules.has(rule)
        ? (why.get(bundle.id) ?? 'the rule no longer asks for it, or no source is left for it')
        : 'the rule is gone';
      return { bundle, rule, why: reason };
    })
    .sort((a, b) => (a.bundle.id < b.bundle.id ? -1 : 1));
}
