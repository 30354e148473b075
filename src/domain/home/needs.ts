/** What waits for somebody at a partner, the most urgent first. Each is found by an index. */
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/pool.ts';
import type { PartnerPermission, Permission } from '../members/permissions.ts';
import { partnerNow } from '../partners/now.ts';
import type { Partner } from '../partners/partner.ts';
import { endsBy, IS_UNREDEEMED, ITS_QUEUE } from '../promo-codes/list-unredeemed.ts';
import { findEndpoint } from '../webhooks/endpoint/show-endpoint.ts';

export const NEEDS = [
  'endpoint_disabled',
  'endpoint_failing',
  'deliveries_exhausted',
  'endpoint_off',
  'key_expiring',
  'support_open',
  'import_waiting',
  'codes_ending',
] as const;
export type NeedKind = (typeof NEEDS)[number];
/** What one has to be allowed to hear of each. */
export const SEEN_BY: Record<NeedKind, PartnerPermission> = {
  endpoint_disabled: 'logs.read',
  endpoint_failing: 'logs.read',
  deliveries_exhausted: 'logs.read',
  endpoint_off: 'logs.read',
  key_expiring: 'logs.read',
  support_open: 'bookings.read',
  import_waiting: 'bookings.act',
  codes_ending: 'bookings.read',
};
export type Need = {
  kind: NeedKind;
  /** what waits at an endpoint is counted whole, all else up to `MOST_COUNTED` */
  count: number;
  /** there are more than were counted, or than are named one by one */
  is_more: boolean;
  /** the key or import that it is about, where it is one */
  subject: string | null;
  /** as people call it */
  name: string | null;
  /** when it ends, or since when it is so */
  at: string | null;
};

export const MOST_COUNTED = 1_000;
export const KEY_SOON_DAYS = 30;
export const CODES_SOON_DAYS = 14;
const MOST_NAMED = 5;
/** Codes that end soon are looked at whoever redeemed them: a batch that sold well is long. */
const MOST_CODES = 10_000;

/** Of what may be seen with these permissions. */
export async function readNeeds(
  ctx: Context,
  partner: Partner,
  permissions: ReadonlySet<Permission>,
): Promise<Need[]> {
  const now = partnerNow(ctx, partner);
  const found = await ctx.db.partnerRead(partner.id, async (db) => [
    ...(permissions.has(SEEN_BY.endpoint_disabled) ? await ofEndpoint(ctx, db, partner.id) : []),
    ...(permissions.has(SEEN_BY.deliveries_exhausted) ? await exhausted(db, partner.id) : []),
    ...(permissions.has(SEEN_BY.key_expiring) ? await keys(db, partner.id) : []),
    ...(permissions.has(SEEN_BY.support_open) ? await support(db, partner.id) : []),
    ...(permissions.has(SEEN_BY.import_waiting) ? await imports(db, partner.id) : []),
    ...(permissions.has(SEEN_BY.codes_ending) ? await codes(db, partner.id, now) : []),
  ]);
  return found.toSorted((a, b) => NEEDS.indexOf(a.kind) - NEEDS.indexOf(b.kind));
}

/** `found`: up to one more than are counted. */
const counted = (kind: NeedKind, found: number, at: Date | null = null): Need[] =>
  found === 0
    ? []
    : [
        {
          kind,
          count: Math.min(found, MOST_COUNTED),
          is_more: found > MOST_COUNTED,
          subject: null,
          name: null,
          at: at?.toISOString() ?? null,
        },
      ];

/** `found`: up to one more than are named; the last that is says that there are more. */
const named = <Row extends { id: string }>(
  kind: NeedKind,
  found: readonly Row[],
  about: (row: Row) => { name: string | null; at: Date },
): Need[] =>
  found.slice(0, MOST_NAMED).map((row, i) => {
    const { name, at } = about(row);
    const isMore = i === MOST_NAMED - 1 && found.length > MOST_NAMED;
    return { kind, count: 1, is_more: isMore, subject: row.id, name, at: at.toISOString() };
  });

async function ofEndpoint(ctx: Context, db: Queryable, partnerId: string): Promise<Need[]> {
  const endpoint = await findEndpoint(ctx, db, partnerId);
  if (endpoint === null || endpoint.url === null) return [];
  const { status, pending, failing_since: since, disables_at: ends } = endpoint.health;
  const about = { count: pending, is_more: false, subject: null, name: endpoint.url };
  if (status === 'disabled') return [{ kind: 'endpoint_disabled', ...about, at: since }];
  if (status === 'failing') return [{ kind: 'endpoint_failing', ...about, at: ends }];
  // Who switched it off knows it, unless events wait there.
  return status === 'off' && pending > 0 ? [{ kind: 'endpoint_off', ...about, at: null }] : [];
}

async function exhausted(db: Queryable, partnerId: string): Promise<Need[]> {
  const row = await db.one<{ count: number }>(
    `select count(*)::int as count
     from (select 1
       from deliveries
       where partner_id = $1 and is_exhausted
       limit ${MOST_COUNTED + 1}) d`,
    [partnerId],
  );
  return counted('deliveries_exhausted', row!.count);
}

/** A key's end is real time. */
async function keys(db: Queryable, partnerId: string): Promise<Need[]> {
  const rows = await db.rows<{ id: string; label: string | null; expires_at: Date }>(
    `select id, label, expires_at
     from api_keys
     where partner_id = $1 and revoked_at is null
       and expires_at > now() and expires_at <= now() + interval '${KEY_SOON_DAYS} days'
     order by expires_at, id
     limit ${MOST_NAMED + 1}`,
    [partnerId],
  );
  return named('key_expiring', rows, ({ label: name, expires_at: at }) => ({ name, at }));
}

/** The oldest of each state first, so that the oldest of all is among those that are counted. */
async function support(db: Queryable, partnerId: string): Promise<Need[]> {
  const row = await db.one<{ count: number; at: Date | null }>(
    `select count(*)::int as count, min(created_at) as at
     from unnest(array['open', 'escalated']) as waiting(status)
     cross join lateral (select created_at
       from support_requests s
       where s.partner_id = $1 and s.status = waiting.status
       order by id
       limit ${MOST_COUNTED + 1}) s`,
    [partnerId],
  );
  return counted('support_open', row!.count, row!.at);
}

async function imports(db: Queryable, partnerId: string): Promise<Need[]> {
  const rows = await db.rows<{ id: string; filename: string | null; updated_at: Date }>(
    `select id, filename, updated_at
     from (select id, filename, updated_at, state
       from imports
       where partner_id = $1
       order by id desc
       limit ${MOST_COUNTED}) i
     where state = 'checked'
     limit ${MOST_NAMED + 1}`,
    [partnerId],
  );
  return named('import_waiting', rows, ({ filename: name, updated_at: at }) => ({ name, at }));
}

/** Codes that nobody redeemed, by the partner's time, in the order of their index. */
async function codes(db: Queryable, partnerId: string, now: Date): Promise<Need[]> {
  const row = await db.one<{ count: number; at: Date | null }>(
    `select count(*)::int as count, min(valid_until) as at
     from (select c.valid_until
       from (select queue_id, valid_until
         from promo_codes
         where partner_id = $1 and valid_until > $2 and valid_until <= $3
         order by valid_until, queue_id
         limit ${MOST_CODES}) c
       ${ITS_QUEUE}
       where ${IS_UNREDEEMED}
       limit ${MOST_COUNTED + 1}) e`,
    [partnerId, now, endsBy(now, CODES_SOON_DAYS)],
  );
  return counted('codes_ending', row!.count, row!.at);
}
