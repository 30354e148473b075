/** Promo codes of no booking are stored, and their entitlements with them. */
import { AppError, type Problem } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/pool.ts';
import type { Partner } from '../partners/partner.ts';
import { partnerNow } from '../partners/now.ts';
import type { CodeRow } from './read-codes.ts';

const MAX_PROBLEMS = 1_000;
const AT_ONCE = 2_000;

/** Answers how many were new. `batchId`: what they belong to, if anything. */
export async function insertCodes(
  ctx: Context,
  tx: Tx,
  partner: Partner,
  rows: readonly CodeRow[],
  batchId: string | null,
): Promise<number> {
  let made = 0;
  for (let i = 0; i < rows.length; i += AT_ONCE)
    made += await insert(
      tx,
      partner,
      rows.slice(i, i + AT_ONCE),
      batchId,
      partnerNow(ctx, partner),
    );
  return made;
}

export const refused = (details: Problem[]): AppError =>
  new AppError(
    'invalid_request',
    `The file has ${details.length} problems; nothing was imported.`,
    { details },
  );

/**
 * Answers how many were new. Nothing is stored when another code, here or elsewhere, has one of the
 * uuids.
 */
async function insert(
  tx: Tx,
  partner: Partner,
  rows: readonly CodeRow[],
  batchId: string | null,
  now: Date,
): Promise<number> {
  const known = await tx.rows<{ code: string; uuid: string | null }>(
    `select code, uuid
     from promo_code_lookups
     where (partner_id = $1 and code = any($2)) or uuid = any($3)`,
    [partner.id, rows.map((r) => r.code), rows.flatMap((r) => r.uuid ?? [])],
  );
  const codes = new Map(known.map((k) => [k.code, k]));
  const taken = new Set(known.flatMap((k) => k.uuid ?? []));
  const fresh = rows.filter((r) => !codes.has(r.code));
  const clash = fresh.filter((r) => r.uuid !== null && taken.has(r.uuid));
  if (clash.length > 0)
    throw refused(
      clash.slice(0, MAX_PROBLEMS).map((r) => ({
        field: `row ${r.line}, uuid`,
        issue: 'expected a uuid that no other promo code has',
      })),
    );
  const made = await tx.one<{ count: number }>(
    `with given as materialized (select *
       from jsonb_to_recordset($2) as q(id text, code text, uuid uuid, recipient text, wanted jsonb,
         fingerprint text, requested jsonb, valid_until timestamptz, bundle_id text,
         template_id text, provider text, destination_id text, iso3 text, coverage text[],
         covers text[], package_type text, bytes bigint, duration_days integer, traffic_policy text,
         imsi text, activation_window_days integer, b2b_price integer, b2c_price integer,
         currency text)),
       looked_up as (insert into promo_code_lookups (code, partner_id, queue_id, uuid)
         select code, $1, id, uuid
         from given
         order by code
         on conflict (code, partner_id) do nothing
         returning queue_id),
       queues as (insert into package_queues (partner_id, id, is_code, esim_type, fingerprint,
         ordinal, part, position, requested, bundle_id, template_id, provider, destination_id, iso3,
         coverage, covers, package_type, bytes, duration_days, traffic_policy, imsi,
         activation_window_days, b2b_price, b2c_price, currency, wanted, created_at)
         select $1, id, true, 'universal', fingerprint, 0, 0, 0, requested, bundle_id, template_id,
           provider, destination_id, iso3, coverage, covers, package_type, bytes, duration_days,
           traffic_policy, imsi, activation_window_days, b2b_price, b2c_price, currency, wanted, $3
         from given
         join looked_up on queue_id = id
         returning id),
       codes as (insert into promo_codes (partner_id, queue_id, code, uuid, recipient, valid_until,
         batch_id)
         select $1, g.id, g.code, g.uuid, g.recipient, g.valid_until, $4
         from given g
         join queues on queues.id = g.id
         returning 1)
     select count(*)::int as count
     from codes`,
    [partner.id, JSON.stringify(fresh), now, batchId],
  );
  return made!.count;
}
