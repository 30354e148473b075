import type { Tx } from '../../db/pool.ts';
import { raiseCatalogVersion } from './raise-version.ts';
import type { Bundle, Destination } from './types.ts';

/**
 * Replaces the stored catalog whole. Bookings keep what they froze; a bundle that is gone can no
 * longer be ordered. Sources that their supplier's catalog has named stay, whoever sells them.
 */
export async function replaceCatalog(
  tx: Tx,
  catalog: { destinations: Destination[]; bundles: Bundle[] },
): Promise<number> {
  const version = await raiseCatalogVersion(tx);
  await tx.rows('delete from bundles');
  await tx.rows('delete from destinations');
  await tx.rows(
    'insert into destinations select * from json_populate_recordset(null::destinations, $1)',
    [JSON.stringify(catalog.destinations)],
  );
  await tx.rows('insert into bundles select * from json_populate_recordset(null::bundles, $1)', [
    JSON.stringify(
      catalog.bundles.map(({ sources: _sources, destination, ...b }) => ({
        ...b,
        destination_id: destination,
      })),
    ),
  ]);
  await putSources(tx, catalog.bundles);
  return version;
}

async function putSources(tx: Tx, bundles: readonly Bundle[]): Promise<void> {
  const sources = new Map(bundles.flatMap((b) => b.sources.map((s) => [s.id, s])));
  await tx.rows('delete from sources where last_seen_at is null');
  await tx.rows(
    `insert into sources (id, account, article, topup_article, esim_types, bytes, daily_bytes,
       throttle_kbps, duration_days, coverage, cost, currency, starts, needs_kyc, imsi,
       activation_window_days, is_stale)
     select id, account, article, topup_article, esim_types, bytes, daily_bytes, throttle_kbps,
       duration_days, coverage, cost, currency, starts, needs_kyc, imsi, activation_window_days,
       is_stale
     from json_populate_recordset(null::sources, $1)
     on conflict (id) do update
     set topup_article = excluded.topup_article, esim_types = excluded.esim_types,
       bytes = excluded.bytes, daily_bytes = excluded.daily_bytes,
       throttle_kbps = excluded.throttle_kbps, duration_days = excluded.duration_days,
       coverage = excluded.coverage, cost = excluded.cost, currency = excluded.currency,
       starts = excluded.starts, needs_kyc = excluded.needs_kyc, imsi = excluded.imsi,
       activation_window_days = excluded.activation_window_days`,
    [JSON.stringify([...sources.values()])],
  );
  await tx.rows(
    `insert into bundle_sources (bundle_id, source_id)
     select bundle_id, source_id from json_populate_recordset(null::bundle_sources, $1)`,
    [
      JSON.stringify(
        bundles.flatMap((b) => b.sources.map((s) => ({ bundle_id: b.id, source_id: s.id }))),
      ),
    ],
  );
}
