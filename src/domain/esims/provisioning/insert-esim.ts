/** The row of an eSIM that a telco has made; one that it replaces is archived just before. */
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import type { ProviderProfile } from '../../../providers/provider.ts';
import { archiveEsim } from '../archive-esim.ts';
import type { Order } from './orders.ts';

/** Of an order that makes an eSIM: which kind of eSIM it makes. */
export const isUniversal = (order: Order): boolean =>
  order.is_universal || (order.queue_id === null && !order.is_classic);
/** Names of the rows that what is sealed is bound to. */
export const installRow = (esimId: string): string => `install:${esimId}`;
export const lpaRow = (esimId: string): string => `esim:${esimId}`;

export async function insertEsim(
  ctx: Context,
  tx: Tx,
  order: Order,
  esimId: string,
  profile: ProviderProfile,
  now: Date,
): Promise<void> {
  const old = order.replaces === null ? null : await takeLeaveOf(tx, order, now);
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
      profile.imsi ?? old?.imsi ?? null,
      profile.subscriber_imsi,
      profile.state === 'unknown' ? 'RELEASED' : profile.state,
      now,
      isUniversal(order) ? 'universal' : 'classic',
      profile.install === null
        ? null
        : ctx.secrets.seal(JSON.stringify(profile.install), installRow(esimId)),
    ],
  );
  if (old !== null)
    await tx.rows(
      'update esim_replacements set new_esim_id = $3 where partner_id = $1 and old_esim_id = $2',
      [order.partner_id, order.replaces, esimId],
    );
}

/**
 * The eSIM that the new one replaces is archived just before; a profile that came empty takes over
 * its IMSI plan.
 */
async function takeLeaveOf(tx: Tx, order: Order, now: Date): Promise<{ imsi: string | null }> {
  const old = await tx.one<{ imsi: string | null }>(
    'select imsi from esims where partner_id = $1 and id = $2 for no key update',
    [order.partner_id, order.replaces],
  );
  await archiveEsim(tx, order.partner_id, order.replaces!, now);
  return old!;
}
