/**
 * Where a package that is brought over goes: onto the new eSIM; together with it, where that comes
 * only with a package; onto an eSIM of its own beside it, where the new one does not take it.
 */
import type { Context } from '../../../context.ts';
import {
  ProviderBusy,
  ProviderNotReached,
  ProviderRefused,
  ProviderUnclear,
} from '../../../providers/provider.ts';
import { findPartner } from '../../partners/managing/partners.ts';
import { leaseMs, takeOrder, type OrderState } from '../provisioning/orders.ts';
import type { Outcome } from '../provisioning/outcome.ts';
import { runOrder } from '../provisioning/run-order.ts';
import {
  rankForQueues,
  SOURCED_FIELDS,
  templateOrder,
  type SourcedQueue,
} from '../provisioning/source-of-queue.ts';
import { readReplacement, type Replacement } from './read-replacement.ts';
import { renewLease, type Work } from './replacement-work.ts';

export type Place = 'with_it' | 'onto_it' | 'beside_it';

/** Null: the provider cannot be asked now. */
export async function findPlace(
  ctx: Context,
  partnerId: string,
  { successor, traveler_id }: Replacement,
  queueId: string,
): Promise<Place | null> {
  if (successor === null) return 'with_it';
  const { iccid, esim_id, type, provider: account } = successor;
  const partner = await findPartner(ctx, partnerId);
  const queue = await ctx.db.partnerTx(partnerId, (tx) =>
    tx.one<SourcedQueue>(
      `select ${SOURCED_FIELDS}
       from package_queues
       where partner_id = $1 and id = $2`,
      [partnerId, queueId],
    ),
  );
  const onto = { esimType: type, account };
  const source = rankForQueues({ ctx, partner }, [queue!], onto, traveler_id)[0]?.sources[0];
  if (source === undefined) return 'beside_it';
  const provider = ctx.providers.get(account);
  if (provider === undefined) return null;
  try {
    const fits = await provider.canAdd({ iccid, esim_id, template: templateOrder(source) });
    return fits ? 'onto_it' : 'beside_it';
  } catch (error) {
    // The order itself is the question, then.
    if (error instanceof ProviderBusy && error.concerns === 'esim') return 'onto_it';
    if (error instanceof ProviderUnclear || error instanceof ProviderNotReached) return null;
    if (error instanceof ProviderRefused) return error.concerns === 'order' ? 'beside_it' : null;
    throw error;
  }
}

/**
 * The replacement as it stands, once nobody is making its new eSIM; else what that order waits for.
 * A redemption may be at it as well: what it makes is the new one.
 */
export async function afterMaking(
  ctx: Context,
  work: Work,
): Promise<{ replacement: Replacement } | { waits: Outcome }> {
  for (;;) {
    const replacement = await readReplacement(ctx, work.partner_id, work.replacement_id);
    if (replacement === undefined) return { waits: 'superseded' };
    const maker = replacement.successor === null ? await findMaker(ctx, work, replacement) : null;
    if (maker === null) return { replacement };
    if (maker.state === 'needs_review') return { waits: 'needs_review' };
    if (maker.state === 'pending' && !maker.is_due) return { waits: 'pending' };
    const lease = leaseMs(ctx.providers.get(maker.provider));
    const order = await ctx.db.tx((tx) => takeOrder(tx, maker.id, lease));
    if (order === undefined || !(await renewLease(ctx, work))) return { waits: 'superseded' };
    const outcome = await runOrder(ctx, order);
    if (outcome !== 'confirmed') return { waits: outcome };
  }
}

type Maker = { id: string; provider: string; state: OrderState; is_due: boolean };

const findMaker = async (
  ctx: Context,
  { partner_id: partnerId }: Work,
  { id, traveler_id, type }: Replacement,
): Promise<Maker | null> =>
  (await ctx.db.partnerTx(partnerId, (tx) =>
    tx.one<Maker>(
      `select id, provider, state, coalesce(next_attempt_at <= clock_timestamp(), true) as is_due
       from provider_orders
       where partner_id = $1
         and traveler_id = $2
         and kind = 'create_esim'
         and state in ('intent', 'unknown', 'pending', 'needs_review')
         and case when $3 = 'universal' then is_universal or (queue_id is null and not is_classic)
           else replaces in (select package_id
             from replaced_packages
             where partner_id = $1 and replacement_id = $4) end
       limit 1`,
      [partnerId, traveler_id, type, id],
    ),
  )) ?? null;
