/**
 * What of a catalog can be sold and delivered with certain supplier accounts. Worked out once per
 * catalog and state of the accounts: planning a booking looks it up.
 */
import { fitsBundle, whyNoFit } from './fits-bundle.ts';
import type { Rates } from './rates/rates.ts';
import type { Money } from '../money.ts';
import { ESIM_TYPES, type Bundle, type EsimType, type Source } from './types.ts';

/** A supplier account as far as the catalog has to know it. */
export type SellingAccount = {
  name: string;
  /** whether eSIMs may be ordered there; else it serves those that it has made */
  takesNew: boolean;
};

export type OnSale = {
  /** tells two states of the accounts, and of the rates, apart */
  key: string;
  accounts: readonly SellingAccount[];
  /** active ones of a destination that somebody delivers to new travelers, in the catalog's order */
  bundlesOf(destinationId: string): readonly Bundle[];
  /**
   * What a bundle can be ordered from, for a kind of eSIM (null = any). With an account: its own
   * only, for an eSIM that it has made or is to make.
   */
  sourcesOf(bundle: Bundle, esimType: EsimType | null, account?: string | null): readonly Source[];
  /** whether there is any of them */
  isSold(bundle: Bundle, esimType: EsimType | null, account: string | null): boolean;
  /** of which kinds an eSIM may be that it is put on */
  typesOf(bundle: Bundle): readonly EsimType[];
  /** what a source costs, in minor units of the catalog's currency; Infinity where no rate says it */
  costOf(source: Source): number;
};

/** Why nothing can be ordered from a source, whichever account it is of; null: it can. */
export function whyUnusable(bundle: Bundle, source: Source, rates: Rates): string | null {
  if (source.is_stale) return 'the supplier no longer lists it';
  if (source.is_held) return 'its cost has risen by much, which waits for approval';
  if (rates.costOf(moneyOf(source)) === null)
    return `there is no rate from ${source.currency} to ${rates.to}`;
  return whyNoFit(bundle, source);
}

const isUsable = (bundle: Bundle, source: Source, rates: Rates): boolean =>
  !source.is_stale &&
  !source.is_held &&
  rates.costOf(moneyOf(source)) !== null &&
  fitsBundle(bundle, source);

const moneyOf = ({ cost, currency }: Source): Money => ({ minor: cost, currency });

export const keyOf = (accounts: readonly SellingAccount[], rates: Rates): string =>
  [...accounts.map(({ name, takesNew }) => `${name}${takesNew ? '' : '-'}`), rates.key].join(' ');

type Usable = Record<EsimType | 'any', readonly Source[]>;
const NONE: Usable = { universal: [], classic: [], any: [] };
const NO_SOURCES: readonly Source[] = [];

export function workOutOnSale(
  bundles: readonly Bundle[],
  accounts: readonly SellingAccount[],
  rates: Rates,
): OnSale {
  const serving = new Set(accounts.map(({ name }) => name));
  const taking = new Set(accounts.filter((a) => a.takesNew).map(({ name }) => name));
  const usable = new Map<Bundle, { served: Usable; taken: Usable }>();
  const costs = new Map<Source, number>();
  const byDestination = new Map<string, Bundle[]>();
  for (const bundle of bundles) {
    const served = bundle.sources.filter(
      (s) => serving.has(s.account) && isUsable(bundle, s, rates),
    );
    if (served.length === 0) continue;
    for (const source of served) costs.set(source, rates.costOf(moneyOf(source))!);
    const taken = served.filter((s) => taking.has(s.account));
    usable.set(bundle, { served: byType(served), taken: byType(taken) });
    if (!bundle.is_active || taken.length === 0) continue;
    const list = byDestination.get(bundle.destination);
    if (list === undefined) byDestination.set(bundle.destination, [bundle]);
    else list.push(bundle);
  }
  return {
    key: keyOf(accounts, rates),
    accounts,
    bundlesOf: (id) => byDestination.get(id) ?? [],
    sourcesOf(bundle, esimType, account = null) {
      const of = usable.get(bundle);
      if (of === undefined) return NO_SOURCES;
      const type = esimType ?? 'any';
      return account === null
        ? of.taken[type]
        : of.served[type].filter((s) => s.account === account);
    },
    isSold(bundle, esimType, account) {
      const of = usable.get(bundle);
      if (of === undefined) return false;
      const type = esimType ?? 'any';
      return account === null
        ? of.taken[type].length > 0
        : of.served[type].some((s) => s.account === account);
    },
    typesOf: (bundle) => {
      const { taken } = usable.get(bundle) ?? { taken: NONE };
      return ESIM_TYPES.filter((type) => taken[type].length > 0);
    },
    costOf: (source) => costs.get(source) ?? rates.costOf(moneyOf(source)) ?? Infinity,
  };
}

const byType = (sources: readonly Source[]): Usable => ({
  any: sources,
  universal: sources.filter((s) => s.esim_types.includes('universal')),
  classic: sources.filter((s) => s.esim_types.includes('classic')),
});
