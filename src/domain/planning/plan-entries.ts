/**
 * What the entries of a booking become, planned together: a universal eSIM belongs to one supplier
 * account, so the entries of a traveler whose account is still open get the one that serves them
 * all best, whatever their order.
 */
import { rankAccounts } from '../routing/supply.ts';
import type { SourcedChoice } from './frozen.ts';
import type { Market } from './market.ts';
import type { EntryInput } from './entry/entry.ts';
import { kindOf } from './entry/entry.ts';
import { ESIM_TYPE, planEntry, type EntryPlan, type PlanContext } from './plan-entry.ts';
import { withSource } from './with-source.ts';

/** With the sources that would deliver it now. */
export type PlannedEntry = Omit<EntryPlan, 'choices'> & { choices: SourcedChoice[] };

type Indexed = { entry: EntryInput; index: number };

/** So long the event loop may be held up. */
const AT_A_STRETCH_MS = 10;

/**
 * `fixed`: what is known of travelers' accounts, by external user id. In the order of `entries`.
 */
export async function planEntries(
  market: Market,
  entries: readonly Indexed[],
  fixed: ReadonlyMap<string, string>,
  context: Omit<PlanContext, 'provider'>,
): Promise<PlannedEntry[]> {
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
    if (user !== null && !fixed.has(user) && accountOf(market, own, user) === null)
      for (const better of await planTogether(market, own, plan)) plans.set(better.index, better);
  return withSources(market, [...plans.values()], fixed);
}

/** All packages of a traveler from one account, the others each by itself. */
function withSources(
  market: Market,
  plans: readonly EntryPlan[],
  fixed: ReadonlyMap<string, string>,
): PlannedEntry[] {
  const accounts = new Map<string, string | null>(fixed);
  for (const [user, own] of Map.groupBy(plans, userOf))
    if (user !== null && !fixed.has(user)) accounts.set(user, accountOf(market, own, user));
  return plans.map((plan) => {
    const user = userOf(plan);
    const how = {
      account: user === null ? null : accounts.get(user)!,
      seed: plan.entry.external_user_id ?? plan.entry.email ?? String(plan.index),
    };
    const esimType = ESIM_TYPE[plan.kind];
    return { ...plan, choices: plan.choices.map((c) => withSource(market, c, esimType, how)) };
  });
}

/** The account to deliver all that these plans have chosen, null where none can. */
const accountOf = (market: Market, own: readonly EntryPlan[], user: string): string | null => {
  const bundles = own.flatMap(({ choices }) => choices.map(({ bundle }) => bundle));
  const onto = { esimType: 'universal', account: null } as const;
  return rankAccounts(market, bundles, onto, user)[0]?.account.name ?? null;
};

const userOf = ({ kind, entry }: EntryPlan): string | null =>
  kind === 'queue' ? entry.external_user_id! : null;

/**
 * With each account in turn: the fewest refusals, then the fewest bundles, the lowest net price,
 * the account's name.
 */
async function planTogether(
  market: Market,
  own: readonly EntryPlan[],
  plan: (one: Indexed, account: string) => Promise<EntryPlan>,
): Promise<EntryPlan[]> {
  const bundlesOf = (plans: readonly EntryPlan[]) => plans.flatMap((p) => p.choices);
  let best: { plans: EntryPlan[]; key: number[] } | undefined;
  for (const account of market.accounts.map(({ name }) => name).sort()) {
    const plans: EntryPlan[] = [];
    // What no account has is refused in the words that say so.
    for (const one of own) plans.push(one.problems.length > 0 ? one : await plan(one, account));
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
