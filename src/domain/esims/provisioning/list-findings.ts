/**
 * Differences between a provider's books and ours that nobody has resolved, newest first, page by
 * page.
 */
import type { Context } from '../../../context.ts';
import { pageOf, placeOf, type Paging } from '../../../input/paging.ts';
import { parseIso } from '../../time.ts';

export const MAX_FINDINGS = 1_000;

type Finding = {
  provider: string;
  kind: string;
  provider_order_id: string;
  order_id: string;
  details: unknown;
  found_at: string;
};
type Row = { finding: Finding; place: string[] };
export type Findings = { findings: Finding[]; next_cursor: string | null; total: number };

/** `total`: how many are open in all. */
export async function listFindings(ctx: Context, query: Paging): Promise<Findings> {
  const limit = query.limit ?? MAX_FINDINGS;
  const after = placeOf(
    query.cursor,
    readPlace,
    'the cursor of the next page of an earlier answer',
  );
  // To the microsecond, as it is stored: a place between two of one moment must not be lost.
  const { rows, total } = await ctx.db.operatorRead(async (db) => ({
    rows: await db.rows<Row>(
      `select json_build_object('provider', provider, 'kind', kind, 'provider_order_id',
         provider_order_id, 'order_id', order_id, 'details', details, 'found_at',
         to_json(found_at)) as finding,
         array[found_at::text, provider, kind, provider_order_id, order_id] as place
       from reconcile_findings
       where resolved_at is null
         and found_at <= coalesce(($1::text[])[1]::timestamptz, 'infinity')
         and ($1::text[] is null
           or found_at < ($1::text[])[1]::timestamptz
           or (found_at = ($1::text[])[1]::timestamptz
             and (provider, kind, provider_order_id, order_id) > (($1::text[])[2], ($1::text[])[3],
               ($1::text[])[4], ($1::text[])[5])))
       order by found_at desc, provider, kind, provider_order_id, order_id
       limit $2`,
      [after, limit + 1],
    ),
    ...(await db.one<{ total: number }>(
      'select count(*) as total from reconcile_findings where resolved_at is null',
    ))!,
  }));
  const { page, next_cursor } = pageOf(rows, limit, (row) => JSON.stringify(row.place));
  return {
    findings: page.map((row) => row.finding),
    next_cursor,
    total,
  };
}

function readPlace(text: string): string[] | null {
  try {
    const place: unknown = JSON.parse(text);
    return Array.isArray(place) &&
      place.length === 5 &&
      place.every((part) => typeof part === 'string' && !part.includes('\0')) &&
      parseIso((place[0] as string).replace(' ', 'T'))?.at != null
      ? (place as string[])
      : null;
  } catch {
    return null;
  }
}
