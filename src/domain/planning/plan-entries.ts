/**
 * What the entries of a booking become, planned together: a universal eSIM belongs to one provider,
 * so the entries of a traveler whose provider is still open get the one that serves them all best,
 * whatever their order.
 */
import type { Market } from './market.ts';
import type { EntryInput } from './entry/entry.ts';
import { kindOf } from './entry/entry.ts';
import { planEntry, type EntryPlan, type PlanContext } from './plan-entry.ts';

type Indexed = { entry: EntryInput; index: number };

/** So long the event loop may be held up. */
const AT_A_STRETCH_MS = 10;

/**
 * `fixed`: what is known of travelers' providers, by external user id. In the order of `entries`.
 */
export async function planEntries(
  market: Market,
  entries: readonly Indexed[],
  fixed: ReadonlyMap<string, string>,
  context: Omit<PlanContext, 'provider'>,
): Promise<EntryPlan[]> {
  let since = performance.now();
  const plan = async ({ entry, index }: Indexed, provider: string | null): Promise<EntryPlan> => {
    if (performance.now() - since > AT_A_STRETCH_MS) {
      await new Promise((resolve) => setImmediate(resolve));
      since = performance.now();
    }
    let planned = planEntry(market, entry, index, { ...context, provider });
    // Until every hard cover that it asks for has its final answer.
    while (market.covers !== undefined && (await market.covers.settle()))
      planned = planEntry(market, entry, index, { ...context, provider });
    return planned;
  };
  const plans = new Map<number, EntryPlan>();
  for (const one of entries) {
    const user = kindOf(one.entry) === 'queue' ? one.entry.external_user_id! : null;
    plans.set(one.index, await plan(one, user === null ? null : (fixed.get(user) ?? null)));
  }
  for (const [user, own] of Map.groupBy(plans.values(), userOf))
    if (user !== null && !fixed.has(user) && providersOf(own).size > 1)
      for (const better of await planTogether(market, own, plan)) plans.set(better.index, better);
  return [...plans.values()];
}

const userOf = ({ kind, entry }: EntryPlan): string | null =>
  kind === 'queue' ? entry.external_user_id! : null;
const providersOf = (plans: readonly EntryPlan[]): Set<string> =>
  new Set(plans.flatMap((p) => p.choices.map((c) => c.bundle.template.provider)));

/**
 * With each provider in turn: the fewest refusals, then the fewest bundles, the lowest net price,
 * the provider's name.
 */
async function planTogether(
  market: Market,
  own: readonly EntryPlan[],
  plan: (one: Indexed, provider: string) => Promise<EntryPlan>,
): Promise<EntryPlan[]> {
  const bundlesOf = (plans: readonly EntryPlan[]) => plans.flatMap((p) => p.choices);
  let best: { plans: EntryPlan[]; key: number[] } | undefined;
  for (const provider of [...market.providers].sort()) {
    const plans: EntryPlan[] = [];
    // What no provider has is refused in the words that say so.
    for (const one of own) plans.push(one.problems.length > 0 ? one : await plan(one, provider));
    const chosen = bundlesOf(plans);
    const key = [
      plans.filter((p) => p.problems.length > 0).length,
      chosen.length,
      chosen.reduce((sum, { bundle }) => sum + market.priceOf(bundle).b2b, 0),
    ];
    if (best === undefined || isLower(key, best.key)) best = { plans, key };
  }
  return best?.plans ?? [];
}

function isLower(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at !== -1 && a[at]! < b[at]!;
}
