/**
 * Which account delivers: one that has a source for everything that has to go onto one eSIM. Pure,
 * and the same everywhere: accounts that nothing is against come first, then the operator's policy
 * decides, then health, cost and the id of the first source.
 */
import { createHash } from 'node:crypto';
import type { Source } from '../catalog/types.ts';
import type { RoutableAccount } from '../suppliers/routable-accounts.ts';
import type { RoutingPolicy } from './policy.ts';

/** What can be ordered for one package: sources of any accounts. */
export type Wanted = readonly Source[];

/** What one is chosen by. */
export type Terms = {
  accounts: readonly RoutableAccount[];
  policy: RoutingPolicy;
  /** of one source, in the catalog's currency */
  costOf(source: Source): number;
};

/**
 * One account with its cheapest source of everything that is wanted, in the order of that, and what
 * they cost together in the catalog's currency.
 */
export type Candidate = { account: RoutableAccount; sources: Source[]; cost: number };

/**
 * The candidates, the one to be taken first; empty where no account can deliver everything. `seed`:
 * what the shares of `weights` are dealt by, the same for one traveler at every time.
 */
export function rankCandidates(
  wanted: readonly Wanted[],
  { accounts, policy, costOf }: Terms,
  seed: string,
): Candidate[] {
  const candidates = accounts.flatMap((account) => candidateOf(wanted, account, costOf));
  if (candidates.length < 2) return candidates;
  return candidates
    .map((candidate) => ({ candidate, key: keyOf(candidate, policy, seed) }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ candidate }) => candidate);
}

function candidateOf(
  wanted: readonly Wanted[],
  account: RoutableAccount,
  costOf: Terms['costOf'],
): Candidate[] {
  const sources: Source[] = [];
  let cost = 0;
  for (const all of wanted) {
    const cheapest = cheapestOf(all, account.name, costOf);
    if (cheapest === null) return [];
    sources.push(cheapest);
    cost += costOf(cheapest);
  }
  return [{ account, sources, cost }];
}

function cheapestOf(sources: Wanted, account: string, costOf: Terms['costOf']): Source | null {
  let best: Source | null = null;
  for (const source of sources) {
    if (source.account !== account) continue;
    const less = best === null ? -1 : costOf(source) - costOf(best);
    if (best === null || less < 0 || (less === 0 && source.id < best.id)) best = source;
  }
  return best;
}

/** Why a candidate comes after the first, for people. */
export function whyAfter(candidate: Candidate, first: Candidate, policy: RoutingPolicy): string {
  const { account, cost } = candidate;
  if (account.outBecause !== null) return `its account is out of routing: ${account.outBecause}`;
  if (policy.name === 'weights') return `the weights give this one to ${first.account.name}`;
  if (policy.name === 'priority' && account.priority !== first.account.priority)
    return `${first.account.name} comes first by priority`;
  if (policy.name === 'cost' && cost !== first.cost) return `${first.account.name} costs less`;
  if (account.health !== first.account.health)
    return `more of the latest calls to ${first.account.name} succeeded`;
  return cost === first.cost
    ? `it is as good as that of ${first.account.name}, whose id comes first`
    : `${first.account.name} costs less`;
}

type Key = readonly (number | string)[];

const keyOf = ({ account, sources, cost }: Candidate, policy: RoutingPolicy, seed: string): Key => [
  account.outBecause === null ? 0 : 1,
  byPolicy(policy, account, cost, seed),
  -account.health,
  cost,
  sources[0]?.id ?? account.name,
];

function byPolicy(
  policy: RoutingPolicy,
  account: RoutableAccount,
  cost: number,
  seed: string,
): number {
  if (policy.name === 'cost') return cost;
  if (policy.name === 'priority') return account.priority;
  const weight = policy.weights[account.name] ?? 0;
  return weight <= 0 ? Infinity : -Math.log(chance(`${seed} ${account.name}`)) / weight;
}

/**
 * A number between 0 and 1 that a text stands for. Exponential ones made of them, divided by the
 * weights, are smallest as often as the weights say, and a change of one weight moves nobody
 * between two others.
 */
const chance = (text: string): number =>
  (createHash('sha256').update(text).digest().readUIntBE(0, 6) + 1) / 2 ** 48;

function compare(a: Key, b: Key): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! < b[i]! ? -1 : 1;
  return 0;
}
