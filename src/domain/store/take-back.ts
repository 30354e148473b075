/**
 * A traveler wants the money back for a package on the eSIM that was never used: its supplier is
 * asked to cancel it, and only when that is done the purchase is a refunded one.
 */
import type { Context } from '../../context.ts';
import { ProviderNotReached, ProviderRefused, ProviderUnclear } from '../../providers/provider.ts';
import type { Partner } from '../partners/partner.ts';
import { markRefunded, type RefundReason } from './refund.ts';
import type { Purchase } from './purchase.ts';

/** `kept`: it is used, or its supplier does not take it back. */
export type TakenBack = 'done' | 'kept' | 'unclear';

type Held = {
  package_id: string;
  esim_id: string;
  iccid: string;
  provider: string;
  provider_package_id: string | null;
  provider_esim_id: string | null;
  reference: string;
  template_id: string | null;
};

export async function takeBack(
  ctx: Context,
  partner: Partner,
  purchase: Purchase,
  reason: RefundReason,
): Promise<TakenBack> {
  const held = await unused(ctx, partner, purchase);
  if (held === undefined) return (await isCancelled(ctx, purchase)) ? 'done' : 'kept';
  const word = await cancel(ctx, partner, held);
  if (word !== 'done') return word;
  return (await write(ctx, partner, purchase, held, reason)) ? 'done' : 'unclear';
}

/** Whether another has come before. */
const isCancelled = async (ctx: Context, { partner_id, id }: Purchase): Promise<boolean> =>
  (await ctx.db.partnerTx(partner_id, (tx) =>
    tx.one(`select 1 from purchases where partner_id = $1 and id = $2 and state = 'refunded'`, [
      partner_id,
      id,
    ]),
  )) !== undefined;

const unused = (ctx: Context, partner: Partner, { queue_id }: Purchase) =>
  ctx.db.partnerTx(partner.id, (tx) =>
    tx.one<Held>(
      `select k.id as package_id, k.esim_id, e.iccid, o.provider, k.provider_package_id,
         o.reference, o.template->>'id' as template_id, i.provider_esim_id
       from packages k
       join esims e on e.partner_id = k.partner_id and e.id = k.esim_id
       join iccids i on i.iccid = e.iccid
       join provider_orders o on o.queue_id = k.queue_id and o.state = 'confirmed'
         and o.cancelled_at is null
       where k.partner_id = $1
         and k.queue_id = $2
         and k.status = 'ACTIVE'
         and k.used_bytes = 0
         and k.date_activated is null`,
      [partner.id, queue_id],
    ),
  );

async function cancel(ctx: Context, partner: Partner, held: Held): Promise<TakenBack> {
  const provider = ctx.providers.get(held.provider);
  const { provider_package_id: package_id, template_id } = held;
  if (provider === undefined || package_id === null || template_id === null) return 'kept';
  if (provider.can.cancel === 'impossible') return 'kept';
  try {
    const word = await provider.cancelPackage({
      package_id,
      reference: held.reference,
      template_id,
      iccid: held.iccid,
      esim_id: held.provider_esim_id,
      customer: partner.id,
    });
    return word === 'done' ? 'done' : 'kept';
  } catch (error) {
    if (error instanceof ProviderUnclear || error instanceof ProviderNotReached) return 'unclear';
    if (!(error instanceof ProviderRefused)) throw error;
    return error.reason === 'rejected' ? 'kept' : 'unclear';
  }
}

/**
 * Cancelled here as there; queue, order, eSIM and package in the order of the house. False: it went
 * to another eSIM meanwhile.
 */
const write = (
  ctx: Context,
  partner: Partner,
  purchase: Purchase,
  held: Held,
  reason: RefundReason,
): Promise<boolean> =>
  ctx.db.partnerTx(partner.id, async (tx) => {
    await tx.rows(
      'select 1 from package_queues where partner_id = $1 and id = $2 for no key update',
      [partner.id, purchase.queue_id],
    );
    await tx.rows(
      `update provider_orders
       set cancelled_at = clock_timestamp()
       where queue_id = $1 and reference = $2 and state = 'confirmed' and cancelled_at is null`,
      [purchase.queue_id, held.reference],
    );
    await tx.rows('select 1 from esims where partner_id = $1 and id = $2 for no key update', [
      partner.id,
      held.esim_id,
    ]);
    const gone = await tx.one(
      `update packages
       set status = 'CANCELLED'
       where partner_id = $1 and id = $2 and status = 'ACTIVE'
       returning 1`,
      [partner.id, held.package_id],
    );
    if (gone === undefined) return false;
    return markRefunded(tx, purchase, reason, { from: 'provisioned' });
  });
