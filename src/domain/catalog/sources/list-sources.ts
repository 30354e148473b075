/** Articles of supplier accounts as they are stored, by id. */
import type { Context } from '../../../context.ts';
import { pageOf, placeOf, type PageSize, type Paging } from '../../../input/paging.ts';
import { toMajor } from '../../money.ts';
import type { EsimType, Source } from '../types.ts';

export const SOURCES_PAGE: PageSize = { most: 500, usual: 100 };
export const SOURCE_STATES = ['fresh', 'stale', 'waiting'] as const;
export type SourceQuery = Paging & {
  account?: string | undefined;
  bundle?: string | undefined;
  /** only this one */
  id?: string | undefined;
  /** waiting: a cost waits for approval */
  state?: (typeof SOURCE_STATES)[number] | undefined;
};

/** in major units */
type Cost = { cost: number; currency: string };
export type SourceView = {
  id: string;
  account: string;
  article: string;
  name: string | null;
  topup_article: string | null;
  esim_types: EsimType[];
  bytes: number | null;
  daily_bytes: number | null;
  throttle_kbps: number | null;
  duration_days: number;
  coverage: string[];
  cost: number;
  currency: string;
  /** null: it never changed */
  previous: (Cost & { changed_at: string }) | null;
  /** null: nothing waits for approval */
  offered: (Cost & { since: string }) | null;
  is_held: boolean;
  starts: Source['starts'];
  needs_kyc: boolean;
  can_top_up: boolean | null;
  imsi: string | null;
  activation_window_days: number;
  last_seen_at: string | null;
  is_stale: boolean;
  bundles: string[];
};

type Row = Source & {
  name: string | null;
  can_top_up: boolean | null;
  previous_cost: number | null;
  previous_currency: string | null;
  cost_changed_at: Date | null;
  offered_cost: number | null;
  offered_currency: string | null;
  offered_at: Date | null;
  seen_at: Date | null;
  bundles: string[] | null;
};

/** Planned with its parameters, so that the few that are stale or wait are found by their index. */
const PAGE = `select s.id, s.account, s.article, s.name, s.topup_article, s.esim_types, s.bytes, s.daily_bytes,
     s.throttle_kbps, s.duration_days, s.coverage, s.cost, s.currency, s.starts, s.needs_kyc,
     s.can_top_up, s.imsi, s.activation_window_days, s.is_stale, s.is_held, s.previous_cost,
     s.previous_currency, s.cost_changed_at, s.offered_cost, s.offered_currency, s.offered_at,
     case when s.is_stale or s.last_seen_at is null then s.last_seen_at
       else greatest(s.last_seen_at, c.completed_at) end as seen_at,
     (select array_agg(b.bundle_id order by b.bundle_id)
       from bundle_sources b
       where b.source_id = s.id) as bundles
   from sources s
   left join catalog_syncs c on c.account = s.account
   where s.id > $1 and ($2::text is null or s.account = $2)
     and ($3::text is null
       or exists (select 1 from bundle_sources b where b.source_id = s.id and b.bundle_id = $3))
     and ($5::text is null or ($5 = 'fresh' and not s.is_stale) or ($5 = 'stale' and s.is_stale)
       or ($5 = 'waiting' and s.offered_cost is not null))
     and ($6::text is null or s.id = $6)
   order by s.id
   limit $4`;

export async function listSources(
  { db }: Pick<Context, 'db'>,
  query: SourceQuery,
): Promise<{ sources: SourceView[]; next_cursor: string | null }> {
  const {
    limit = SOURCES_PAGE.usual,
    account = null,
    bundle = null,
    state = null,
    id = null,
  } = query;
  const after = placeOf(query.cursor, (text) => (/^src_[!-~]{1,300}$/.test(text) ? text : null));
  const rows = await db.rows<Row>(PAGE, [after ?? '', account, bundle, limit + 1, state, id]);
  const { page: shown, next_cursor } = pageOf(rows, limit, ({ id }) => id);
  return { sources: shown.map(view), next_cursor };
}

function view(row: Row): SourceView {
  const { previous_cost, previous_currency, cost_changed_at } = row;
  const { offered_cost, offered_currency, offered_at, seen_at, ...source } = row;
  const previous = costOf(previous_cost, previous_currency);
  const offered = costOf(offered_cost, offered_currency);
  return {
    id: source.id,
    account: source.account,
    article: source.article,
    name: source.name,
    topup_article: source.topup_article,
    esim_types: source.esim_types,
    bytes: source.bytes,
    daily_bytes: source.daily_bytes,
    throttle_kbps: source.throttle_kbps,
    duration_days: source.duration_days,
    coverage: source.coverage,
    cost: toMajor({ minor: source.cost, currency: source.currency }),
    currency: source.currency,
    previous:
      previous === null || cost_changed_at === null
        ? null
        : { ...previous, changed_at: cost_changed_at.toISOString() },
    offered:
      offered === null || offered_at === null
        ? null
        : { ...offered, since: offered_at.toISOString() },
    is_held: source.is_held,
    starts: source.starts,
    needs_kyc: source.needs_kyc,
    can_top_up: source.can_top_up,
    imsi: source.imsi,
    activation_window_days: source.activation_window_days,
    last_seen_at: seen_at?.toISOString() ?? null,
    is_stale: source.is_stale,
    bundles: source.bundles ?? [],
  };
}

const costOf = (minor: number | null, currency: string | null): Cost | null =>
  minor === null || currency === null ? null : { cost: toMajor({ minor, currency }), currency };
