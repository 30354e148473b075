/** What a supplier's article makes of the source that is stored of it. Pure. */
import { isDeepStrictEqual } from 'node:util';
import type { Article } from '../../../providers/article.ts';
import { costChange } from '../../catalog/sources/cost-jump.ts';
import type { Rates } from '../../catalog/rates/rates.ts';
import { sourceId } from '../../catalog/source-id.ts';
import type { EsimType, Source } from '../../catalog/types.ts';
import { isCurrency, MAX_MINOR } from '../../money.ts';

/** A source as a reading writes it. */
export type SyncedSource = Source & {
  name: string | null;
  can_top_up: boolean | null;
  /** what waits for approval, null = nothing */
  offered_cost: number | null;
  offered_currency: string | null;
};

export type Taken = {
  source: SyncedSource;
  what: 'added' | 'changed' | 'same';
  /** its cost has come to wait for approval by this */
  isJump: boolean;
};

/** Where a supplier does not say it: what the usual ones give at least. */
const ACTIVATION_DAYS = 180;
const MAX_DAYS = 3_660;
const MAX_NAME = 300;
const ID = /^[!-~]{1,200}$/;

/** What stays of a later article of the same eSIM: nothing, where packages cannot follow. */
const typesOf = ({ can_top_up }: Article): EsimType[] =>
  can_top_up ? ['universal', 'classic'] : ['classic'];

const isWhole = (value: number | null, least: number, most = Number.MAX_SAFE_INTEGER): boolean =>
  value === null || (Number.isInteger(value) && value >= least && value <= most);

/** Adapters distrust what they read; this is what a row could not hold, or nothing can be made of. */
export const makesSense = (a: Article): boolean =>
  ID.test(a.id) &&
  (a.topup_id === null || ID.test(a.topup_id)) &&
  isWhole(a.bytes, 1) &&
  isWhole(a.daily_bytes, 1) &&
  isWhole(a.throttle_kbps, 0, MAX_MINOR) &&
  isWhole(a.activation_window_days, 1, MAX_DAYS) &&
  Number.isInteger(a.duration_days) &&
  isWhole(a.duration_days, 1, MAX_DAYS) &&
  a.coverage.length > 0 &&
  Number.isInteger(a.cost.minor) &&
  isWhole(a.cost.minor, 1, MAX_MINOR) &&
  isCurrency(a.cost.currency);

/** `known`: the row of the same id. `article` makes sense. */
export function takeArticle(
  known: SyncedSource | undefined,
  account: string,
  article: Article,
  rates: Rates,
): Taken {
  const source: SyncedSource = {
    id: sourceId(account, article.id),
    account,
    article: article.id,
    name: plain(article.name),
    topup_article: article.topup_id,
    esim_types: typesOf(article),
    bytes: article.bytes,
    daily_bytes: article.daily_bytes,
    throttle_kbps: article.throttle_kbps,
    duration_days: article.duration_days,
    coverage: [...new Set(article.coverage)].sort(),
    starts: article.starts,
    needs_kyc: article.needs_kyc,
    can_top_up: article.can_top_up,
    imsi: article.imsi,
    activation_window_days: article.activation_window_days ?? ACTIVATION_DAYS,
    is_stale: false,
    ...costsOf(known, article, rates),
  };
  if (known === undefined) return { source, what: 'added', isJump: false };
  const isSame = isDeepStrictEqual({ ...known, coverage: known.coverage.toSorted() }, source);
  const isJump =
    source.offered_cost !== null &&
    (known.offered_cost !== source.offered_cost ||
      known.offered_currency !== source.offered_currency);
  return { source, what: isSame ? 'same' : 'changed', isJump };
}

type Costs = Pick<
  SyncedSource,
  'cost' | 'currency' | 'offered_cost' | 'offered_currency' | 'is_held'
>;

/** A jump leaves the cost in force; only a rise keeps orders away. */
function costsOf(known: SyncedSource | undefined, { cost: listed }: Article, rates: Rates): Costs {
  const taken: Costs = {
    cost: listed.minor,
    currency: listed.currency,
    offered_cost: null,
    offered_currency: null,
    is_held: false,
  };
  if (known === undefined) return taken;
  const change = costChange({ minor: known.cost, currency: known.currency }, listed, rates);
  if (change === 'small') return taken;
  return {
    cost: known.cost,
    currency: known.currency,
    offered_cost: listed.minor,
    offered_currency: listed.currency,
    is_held: change === 'rise',
  };
}

/** Of a name nothing but its look is of use. */
const plain = (name: string): string =>
  name
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .slice(0, MAX_NAME)
    .toWellFormed();
