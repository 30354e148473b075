/**
 * Taking deliveries, by claim-deliveries.sql, and giving them back. Not the common one of due work
 * (db/due-work/lease.ts): what it takes is decided by the partner's clock and its endpoint, which
 * it reads in the same round trip, as it does the events.
 */
import type { Context } from '../../../context.ts';
import type { Queryable } from '../../../db/pool.ts';

export type Endpoint = {
  url: string;
  key_header: string;
  key_prefix: string;
  key_sealed: Buffer | null;
  /** null = not signed */
  secret_sealed: Buffer | null;
  /** null = none that is still valid */
  previous_secret_sealed: Buffer | null;
};
export type StoredEvent = {
  event_id: string;
  type: string;
  occurred_at: Date;
  /** JSON */ data: string;
};

export type Claimed = StoredEvent & {
  /** made since it was last started */
  tries: number;
  fence: number;
  /** partner's time, like `touched_at`: when it was last changed */
  due_at: Date;
  touched_at: Date;
};
export type Claim = {
  endpoint: Endpoint;
  deliveries: Claimed[];
  /** the partner's time ahead of ours */ offsetMs: number;
};

/** Real time; an attempt takes at most 15 s of it, the rest is for waiting in line. */
export const LEASE_S = 60;
const EPOCH = new Date(0);

/**
 * `until` null: at the partner's present time. `from`: where an earlier look has come to. Null =
 * nothing was there.
 */
export async function claimDue(
  ctx: Context,
  partnerId: string,
  limit: number,
  until: Date | null,
  from: Date | null,
): Promise<Claim | null> {
  const rows = await ctx.db.rows<Claimed & Endpoint & { offset_ms: number }>(
    `select * from claim_deliveries($1, $2, $3, $4, $5, ${LEASE_S})`,
    [partnerId, ctx.clock.now(), until, from ?? EPOCH, limit],
    'claim-deliveries',
  );
  const first = rows.find((row) => row.url !== null);
  if (first === undefined) return null;
  rows.sort(
    (a, b) => a.due_at.getTime() - b.due_at.getTime() || (a.event_id < b.event_id ? -1 : 1),
  );
  const {
    url,
    key_header,
    key_prefix,
    key_sealed,
    secret_sealed,
    previous_secret_sealed,
    offset_ms,
  } = first;
  return {
    endpoint: { url, key_header, key_prefix, key_sealed, secret_sealed, previous_secret_sealed },
    deliveries: rows,
    offsetMs: offset_ms,
  };
}

/** For somebody else to take at once. */
export const giveBack = (
  db: Queryable,
  partnerId: string,
  claimed: readonly Claimed[],
): Promise<unknown> =>
  db.rows(
    `update deliveries d
     set lease_until = null
     from unnest($2::text[], $3::int[]) as w(event_id, fence)
     where d.partner_id = $1 and d.event_id = w.event_id and d.fence = w.fence`,
    [partnerId, claimed.map((c) => c.event_id), claimed.map((c) => c.fence)],
  );
