/** Articles of a supplier become rows of `sources`: some hundred at a time, unchanged ones not written. */
import type { Db } from '../../../db/pool.ts';
import type { Article } from '../../../providers/article.ts';
import type { Rates } from '../../catalog/rates/rates.ts';
import { sourceId } from '../../catalog/source-id.ts';
import { noteIfSold } from './note-if-sold.ts';
import { takeArticle, type SyncedSource } from './take-article.ts';

export type Stored = { added: number; changed: number; waiting: number };

/** `articles` make sense, each once. Each call is a short transaction of its own. */
export async function storeArticles(
  db: Db,
  account: string,
  articles: readonly Article[],
  rates: Rates,
): Promise<Stored> {
  const known = await readKnown(
    db,
    articles.map(({ id }) => sourceId(account, id)),
  );
  const taken = articles.map((article) =>
    takeArticle(known.get(sourceId(account, article.id)), account, article, rates),
  );
  const written = taken.filter(({ what }) => what !== 'same');
  if (written.length > 0)
    await write(
      db,
      account,
      written.map(({ source }) => source),
    );
  return {
    added: written.filter(({ what }) => what === 'added').length,
    changed: written.filter(({ what }) => what === 'changed').length,
    waiting: written.filter(({ isJump }) => isJump).length,
  };
}

async function readKnown(db: Db, ids: readonly string[]): Promise<Map<string, SyncedSource>> {
  const rows = await db.rows<SyncedSource>(
    `select id, account, article, name, topup_article, esim_types, bytes, daily_bytes,
       throttle_kbps, duration_days, coverage, cost, currency, starts, needs_kyc, can_top_up, imsi,
       activation_window_days, is_stale, offered_cost, offered_currency, is_held
     from sources
     where id = any($1)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** In the order of their ids, as everybody who writes several of them. */
const write = (db: Db, account: string, sources: readonly SyncedSource[]): Promise<void> =>
  db.tx(async (tx) => {
    const sorted = sources.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    await tx.rows(
      `insert into sources as s (id, account, article, name, topup_article, esim_types, bytes,
         daily_bytes, throttle_kbps, duration_days, coverage, cost, currency, starts, needs_kyc,
         can_top_up, imsi, activation_window_days, is_stale, offered_cost, offered_currency,
         offered_at, is_held, last_seen_at)
       select id, account, article, name, topup_article, esim_types, bytes, daily_bytes,
         throttle_kbps, duration_days, coverage, cost, currency, starts, needs_kyc, can_top_up,
         imsi, activation_window_days, is_stale, offered_cost, offered_currency,
         case when offered_cost is not null then now() end, is_held, now()
       from json_populate_recordset(null::sources, $1)
       on conflict (id) do update
       set name = excluded.name, topup_article = excluded.topup_article,
         esim_types = excluded.esim_types, bytes = excluded.bytes,
         daily_bytes = excluded.daily_bytes, throttle_kbps = excluded.throttle_kbps,
         duration_days = excluded.duration_days, coverage = excluded.coverage,
         previous_cost = case when (s.cost, s.currency) = (excluded.cost, excluded.currency)
           then s.previous_cost else s.cost end,
         previous_currency = case when (s.cost, s.currency) = (excluded.cost, excluded.currency)
           then s.previous_currency else s.currency end,
         cost_changed_at = case when (s.cost, s.currency) = (excluded.cost, excluded.currency)
           then s.cost_changed_at else now() end,
         cost = excluded.cost, currency = excluded.currency, starts = excluded.starts,
         needs_kyc = excluded.needs_kyc, can_top_up = excluded.can_top_up, imsi = excluded.imsi,
         activation_window_days = excluded.activation_window_days, is_stale = excluded.is_stale,
         offered_at = case
           when (s.offered_cost, s.offered_currency)
             = (excluded.offered_cost, excluded.offered_currency) then s.offered_at
           else excluded.offered_at end,
         offered_cost = excluded.offered_cost, offered_currency = excluded.offered_currency,
         is_held = excluded.is_held, last_seen_at = excluded.last_seen_at`,
      [JSON.stringify(sorted)],
    );
    await noteIfSold(
      tx,
      account,
      sorted.map(({ id }) => id),
    );
  });
