/** Which source of a bundle would be taken now, and what is against each of the others. */
import { invalid } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { whyUnusable } from '../catalog/on-sale.ts';
import type { Rates } from '../catalog/rates/rates.ts';
import type { Bundle, EsimType, Source } from '../catalog/types.ts';
import { toMajor } from '../money.ts';
import { isFor } from './accounts-serving.ts';
import { whyAfter } from './choose-source.ts';
import { rankAccounts, supplyOf, type Supply } from './supply.ts';

export type ExplainedSource = {
  id: string;
  account: string;
  article: string;
  esim_types: EsimType[];
  /** major units of `currency` */
  cost: number;
  currency: string;
  /** major units of the catalog's currency, which sources are compared in; null without a rate */
  cost_here: number | null;
  is_taken: boolean;
  /** null of the one that is taken */
  why_not: string | null;
};

export function explainRouting(
  ctx: Pick<Context, 'catalog' | 'suppliers' | 'routing'>,
  bundleId: string,
  esimType: EsimType | null,
) {
  const bundle = ctx.catalog.current().bundle(bundleId);
  if (bundle === null)
    throw invalid([{ field: 'bundle', issue: `there is no bundle "${bundleId}" in the catalog` }]);
  const supply = supplyOf(ctx, null);
  const rates = ctx.catalog.current().rates();
  const ranked = rankAccounts(supply, [bundle], { esimType, account: null }, bundle.id);
  const taken = ranked[0]?.sources[0] ?? null;
  const sources = bundle.sources.map((source): ExplainedSource => ({
    id: source.id,
    account: source.account,
    article: source.article,
    esim_types: source.esim_types,
    cost: toMajor({ minor: source.cost, currency: source.currency }),
    currency: source.currency,
    cost_here: costHere(rates, source),
    is_taken: source === taken,
    why_not:
      source === taken ? null : whyNot({ ...supply, rates }, bundle, source, esimType, ranked),
  }));
  return {
    bundle: bundle.id,
    esim_type: esimType,
    policy: supply.policy.name,
    currency: rates.to,
    is_on_sale: bundle.is_active && supply.onSale.typesOf(bundle).length > 0,
    sources: sources.toSorted((a, b) => Number(b.is_taken) - Number(a.is_taken)),
  };
}

function costHere(rates: Rates, { cost, currency }: Source): number | null {
  const minor = rates.costOf({ minor: cost, currency });
  return minor === null ? null : toMajor({ minor, currency: rates.to });
}

/** The first of what is against it. */
function whyNot(
  { accounts, policy, rates }: Supply & { rates: Rates },
  bundle: Bundle,
  source: Source,
  esimType: EsimType | null,
  ranked: ReturnType<typeof rankAccounts>,
): string {
  const account = accounts.find(({ name }) => name === source.account);
  if (account === undefined) return `there is no supplier account "${source.account}" in force`;
  const unusable = whyUnusable(bundle, source, rates);
  if (unusable !== null) return unusable;
  if (esimType !== null && !source.esim_types.includes(esimType))
    return `it is for ${source.esim_types.join(' and ')} eSIMs`;
  if (!isFor(null, account))
    return 'its account serves only partners with the setting sandbox_telco, and those alone';
  if (!account.takesNew) return 'its account takes no new orders';
  const own = ranked.find((candidate) => candidate.account === account);
  if (own === undefined || own.sources[0] !== source)
    return 'its account has a cheaper source of the bundle';
  return whyAfter(own, ranked[0]!, policy);
}
