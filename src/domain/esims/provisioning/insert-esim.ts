/**
 * The row of an eSIM that a telco has made; one that it replaces is archived just before, or was when
 * that began.
 */
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import type { ProviderProfile } from '../../../providers/provider.ts';
import { archiveEsim } from '../archive-esim.ts';
import { hurryWork } from '../replacing/replacement-work.ts';
import type { Order } from './orders.ts';

/** Of an order that makes an eSIM: which kind of eSIM it makes. */
export const isUniversal = (order: Order): boolean =>
  order.is_universal || (order.queue_id === null && !order.is_classic);
/** Names of the rows that what is sealed is bound to. */
export const installRow = (esimId: string): string => `install:${esimId}`;
export const lpaRow = (esimId: string): string => `esim:${esimId}`;

/** Answers whether a replacement waits for it. */
export async function insertEsim(
  ctx: Context,
  tx: Tx,
  order: Order,
  esimId: string,
  profile: ProviderProfile,
  now: Date,
): Promise<boolean> {
  const replaced = await findReplaced(tx, order);
  const old = replaced === null ? null : await takeLeaveOf(tx, order, replaced.old_esim_id, now);
  await tx.rows(
    `insert into iccids (iccid, partner_id, esim_id, provider, provider_esim_id)
     values ($1, $2, $3, $4, $5)`,
    [profile.iccid, order.partner_id, esimId, order.provider, profile.esim_id],
  );
  await tx.rows(
    `insert into esims (partner_id, id, traveler_id, type, iccid, provider, lpa_sealed, imsi,
       subscriber_imsi, status, status_at, time_assigned, last_updated, install_sealed)
     values ($1, $2, $3, $11, $4, $5, $6, $7, $8, $9, $10, $10, $10, $12)`,
    [
      order.partner_id,
      esimId,
      order.traveler_id,
      profile.iccid,
      order.provider,
      ctx.secrets.seal(profile.lpa, lpaRow(esimId)),
      profile.imsi ?? (order.queue_id === null ? old?.imsi : null) ?? null,
      profile.subscriber_imsi,
      profile.state === 'unknown' ? 'RELEASED' : profile.state,
      now,
      isUniversal(order) ? 'universal' : 'classic',
      profile.install === null
        ? null
        : ctx.secrets.seal(JSON.stringify(profile.install), installRow(esimId)),
    ],
  );
  if (replaced === null) return false;
  await tx.rows('update esim_replacements set new_esim_id = $3 where partner_id = $1 and id = $2', [
    order.partner_id,
    replaced.id,
    esimId,
  ]);
  return hurryWork(tx, replaced.id);
}

type Replaced = { id: string; old_esim_id: string };

/**
 * The replacement whose new eSIM it is: the one that it was ordered for, or that waits for whatever
 * becomes the traveler's universal eSIM next. An eSIM of its own beside the new one is none's.
 */
const findReplaced = async (tx: Tx, order: Order): Promise<Replaced | null> =>
  (await tx.one<Replaced>(
    `select r.id, r.old_esim_id
     from esim_replacements r
     join esims o on o.partner_id = $1 and o.id = r.old_esim_id
     where r.partner_id = $1
       and r.traveler_id = $2
       and r.new_esim_id is null
       and r.finished_at is null
       and o.type = $3
       and ($3 = 'universal' or r.old_esim_id = $4 or exists (select 1
         from replaced_packages w
         where w.partner_id = $1 and w.replacement_id = r.id and w.package_id = $4))
     limit 1`,
    [
      order.partner_id,
      order.traveler_id,
      isUniversal(order) ? 'universal' : 'classic',
      order.replaces,
    ],
  )) ?? null;

/** A profile that came empty takes over the IMSI plan of the one it replaces. */
async function takeLeaveOf(
  tx: Tx,
  order: Order,
  esimId: string,
  now: Date,
): Promise<{ imsi: string | null }> {
  const old = await tx.one<{ imsi: string | null }>(
    'select imsi from esims where partner_id = $1 and id = $2 for no key update',
    [order.partner_id, esimId],
  );
  await archiveEsim(tx, order.partner_id, esimId, now);
  return old!;
}
