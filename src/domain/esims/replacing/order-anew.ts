/** A package that was taken back is ordered again, for the new eSIM. */
import type { Context } from '../../../context.ts';
import { findPartner } from '../../partners/managing/partners.ts';
import { inScope, type Scope } from '../../partners/scope.ts';
import { lockTraveler } from '../../travelers/lock-traveler.ts';
import { intend, type Intent } from '../provisioning/intend-order.ts';
import { movedReference } from '../provisioning/order-reference.ts';
import type { Order } from '../provisioning/orders.ts';
import { QUEUE_FIELDS, type Queue } from '../provisioning/queue.ts';
import { setAccount } from '../provisioning/reroute.ts';
import {
  moveQueue,
  plannedSource,
  rankForQueues,
  templateOrder,
} from '../provisioning/source-of-queue.ts';
import type { Onto } from '../../routing/supply.ts';
import type { Source } from '../../catalog/types.ts';
import type { Asked } from './cancel-old.ts';
import type { Place } from './find-place.ts';
import type { LeftReason } from './list-replaced.ts';
import type { Replacement } from './read-replacement.ts';

class Overtaken extends Error {}

/**
 * Cancelled here as there, and the intent to order it, in one transaction. `paidTwice`: why its
 * provider does not take it back, though it is ordered again. Undefined: another has done it, or
 * makes the new eSIM.
 */
export async function orderAnew(
  ctx: Context,
  partnerId: string,
  replacement: Replacement,
  one: Asked & { place: Place; paidTwice: LeftReason | null },
): Promise<Order | undefined> {
  const partner = await findPartner(ctx, partnerId);
  return inScope(ctx, partner, (scope) => write(scope, replacement, one)).catch(
    (error: unknown) => {
      if (error instanceof Overtaken) return undefined;
      throw error;
    },
  );
}

async function write(
  scope: Scope,
  replacement: Replacement,
  one: Asked & { place: Place; paidTwice: LeftReason | null },
): Promise<Order | undefined> {
  const { tx, partner } = scope;
  const { traveler_id: travelerId, old_esim_id } = replacement;
  await lockTraveler(tx, partner.id, travelerId);
  const queue = (await tx.one<Queue>(
    `select ${QUEUE_FIELDS}
     from package_queues
     where partner_id = $1 and id = $2
     for no key update`,
    [partner.id, one.queue_id],
  ))!;
  await tx.rows('select 1 from esims where partner_id = $1 and id = $2 for no key update', [
    partner.id,
    old_esim_id,
  ]);
  const moved = await tx.one(
    `update replaced_packages
     set state = 'ordered', reason = $4
     where partner_id = $1 and replacement_id = $2 and package_id = $3 and state = 'asked'
     returning 1`,
    [partner.id, replacement.id, one.package_id, one.paidTwice],
  );
  if (moved === undefined) return undefined;
  const reference = await takeBack(scope, queue, one.package_id);
  const order = await intend(scope, {
    ...(await target(scope, replacement, queue, one.place)),
    travelerId,
    reference,
    queueId: queue.id,
    replaces: one.package_id,
  });
  // One eSIM is made at a time: that of a redemption, which the package will join.
  if (order === undefined) throw new Overtaken();
  return order;
}

/** Answers the reference of the order that follows. */
async function takeBack({ tx, partner }: Scope, queue: Queue, packageId: string): Promise<string> {
  await tx.rows(`update packages set status = 'CANCELLED' where partner_id = $1 and id = $2`, [
    partner.id,
    packageId,
  ]);
  await tx.rows(
    `update provider_orders
     set cancelled_at = clock_timestamp()
     where queue_id = $1 and state = 'confirmed' and cancelled_at is null`,
    [queue.id],
  );
  const cancelled = await tx.one<{ n: number }>(
    `select count(*)::int as n
     from provider_orders
     where queue_id = $1 and cancelled_at is not null`,
    [queue.id],
  );
  return movedReference(queue, cancelled!.n);
}

type Target = Pick<Intent, 'kind' | 'provider' | 'esim' | 'template' | 'isUniversal'>;

async function target(
  scope: Scope,
  { successor, traveler_id, type, provider: before }: Replacement,
  queue: Queue,
  place: Place,
): Promise<Target> {
  if (place === 'onto_it') {
    const { id, iccid, provider } = successor!;
    const onto = { esimType: successor!.type, account: provider };
    const source = await takeSource(scope, traveler_id, queue, [onto]);
    return {
      kind: 'add_package',
      provider,
      esim: { id, iccid },
      template: templateOrder(source),
    };
  }
  const esimType = place === 'with_it' ? type : 'classic';
  // A traveler's eSIMs stay where they are, as long as their provider still delivers.
  const own = place === 'with_it' ? [{ esimType, account: before }] : [];
  const source = await takeSource(scope, traveler_id, queue, [...own, { esimType, account: null }]);
  const isUniversal = esimType === 'universal';
  if (isUniversal) await setAccount(scope.tx, scope.partner.id, traveler_id, source.account);
  return {
    kind: 'create_esim',
    provider: source.account,
    template: templateOrder(source),
    isUniversal,
  };
}

/**
 * The first whose account takes orders now, else the first, else the planned one; the queue follows
 * it.
 */
async function takeSource(
  { ctx, tx, partner }: Scope,
  travelerId: string,
  queue: Queue,
  choices: readonly Onto[],
): Promise<Source> {
  const candidates = choices.flatMap((onto) =>
    rankForQueues({ ctx, partner }, [queue], onto, travelerId),
  );
  const best =
    candidates.find(({ account }) => account.takesNew && account.outBecause === null) ??
    candidates[0];
  const source = best?.sources[0] ?? plannedSource(ctx, queue);
  await moveQueue(tx, partner.id, queue, source);
  return source;
}
