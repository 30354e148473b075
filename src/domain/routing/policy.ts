/**
 * What the operator wants of the choice between sources that all fit: one row of `shared_values`,
 * in force everywhere within 5 s.
 */
import { invalid, type Problem } from '../../errors.ts';
import type { Db } from '../../db/pool.ts';
import { mismatch } from '../../input/sentences.ts';
import type { Actor } from '../actor.ts';
import { setShared } from '../audit/set-shared.ts';

/**
 * `cost`: the cheapest. `priority`: the account that comes first. `weights`: each account gets its
 * share of the travelers; one without a weight gets none while another can.
 */
export type RoutingPolicy =
  { name: 'cost' } | { name: 'priority' } | { name: 'weights'; weights: Record<string, number> };

export const POLICIES = ['cost', 'priority', 'weights'] as const;
export const DEFAULT_POLICY: RoutingPolicy = { name: 'cost' };
export const MAX_WEIGHT = 1_000_000;

/** As the operator sends it, its shape checked. */
export type PolicyInput = {
  policy: (typeof POLICIES)[number];
  weights?: Record<string, number> | undefined;
};

export type PolicyStore = {
  /** from memory */
  current(): RoutingPolicy;
  /** Reads it anew. */
  refresh(): Promise<void>;
  /** Throws `invalid_request` naming what does not go together. */
  set(actor: Actor, input: PolicyInput, accounts: readonly string[]): Promise<RoutingPolicy>;
};

const ROW = 'routing_policy';

export function makePolicyStore(db: Db): PolicyStore {
  let policy = DEFAULT_POLICY;
  return {
    current: () => policy,
    async refresh() {
      const row = await db.one<{ value: string }>(
        'select value from shared_values where key = $1',
        [ROW],
      );
      policy = row === undefined ? DEFAULT_POLICY : (JSON.parse(row.value) as RoutingPolicy);
    },
    async set(actor, input, accounts) {
      const next = readPolicy(input, accounts);
      const act = { key: ROW, action: 'routing.changed', default: DEFAULT_POLICY, next };
      await db.tx((tx) => setShared(tx, actor, act));
      return (policy = next);
    },
  };
}

function readPolicy({ policy, weights }: PolicyInput, accounts: readonly string[]): RoutingPolicy {
  const problems: Problem[] = [];
  if (policy !== 'weights') {
    if (weights !== undefined)
      problems.push({ field: 'weights', issue: 'only for the policy weights; leave it out' });
    if (problems.length > 0) throw invalid(problems);
    return { name: policy };
  }
  const given = Object.entries(weights ?? {});
  for (const [name, weight] of given) {
    const field = `weights.${name}`;
    if (!accounts.includes(name))
      problems.push({
        field,
        issue: `there is no supplier account "${name}"; there are: ${accounts.join(', ')}`,
      });
    else if (!Number.isFinite(weight) || weight < 0 || weight > MAX_WEIGHT)
      problems.push({ field, issue: mismatch(`a number from 0 to ${MAX_WEIGHT}`, weight) });
  }
  if (problems.length === 0 && !given.some(([, weight]) => weight > 0))
    problems.push({ field: 'weights', issue: 'expected a weight above 0 of at least one account' });
  if (problems.length > 0) throw invalid(problems);
  return { name: 'weights', weights: Object.fromEntries(given) };
}
