/**
 * Packages from a replaced eSIM to its successor: cancelled at the provider, then ordered anew. No
 * call in a transaction.
 */
import type { Context } from '../../../context.ts';
import {
  ProviderNotReached,
  ProviderRefused,
  ProviderUnclear,
  type CancelInput,
  type Provider,
} from '../../../providers/provider.ts';
import { inScope } from '../../partners/scope.ts';
import { intend } from '../provisioning/intend-order.ts';
import type { LeftReason } from './list-replaced.ts';
import { packageReference } from '../provisioning/order-reference.ts';
import type { Order } from '../provisioning/orders.ts';
import { QUEUE_FIELDS, type Queue } from '../provisioning/queue.ts';
import { plannedSource, templateOrder } from '../provisioning/source-of-queue.ts';
import type { Replacement } from './read-replacement.ts';
import { renewLease, type Work } from './replacement-work.ts';
import { runOrder } from '../provisioning/run-order.ts';

type Asked = {
  package_id: string;
  queue_id: string;
  provider_package_id: string;
  reference: string;
  /** the telco's article */
  template_id: string;
  old_esim_id: string | null;
};

/**
 * False: a cancellation is not decided yet, and asked for again later. An order that is unclear
 * goes its own way.
 */
export async function bringOver(
  ctx: Context,
  work: Work,
  replacement: Replacement,
): Promise<boolean> {
  const asked = await ctx.db.partnerTx(work.partner_id, (tx) =>
    tx.rows<Asked>(
      `select k.id as package_id, k.queue_id, k.provider_package_id, o.reference,
         o.template->>'id' as template_id,
         (select provider_esim_id from iccids where iccid = $3) as old_esim_id
       from replaced_packages w
       join packages k on k.partner_id = $1 and k.id = w.package_id
       join provider_orders o on o.queue_id = k.queue_id and o.state = 'confirmed'
         and o.cancelled_at is null
       where w.partner_id = $1 and w.replacement_id = $2 and w.state = 'asked'
       order by k.assigned_at, k.id`,
      [work.partner_id, replacement.id, replacement.old_iccid],
    ),
  );
  let isDecided = true;
  for (const one of asked) {
    if (!(await renewLease(ctx, work))) return false;
    const outcome = await cancel(ctx, work.partner_id, replacement, one);
    if (outcome === 'unclear') isDecided = false;
    else if (outcome !== 'done') await leave(ctx, work.partner_id, replacement, one, outcome);
    else {
      const order = await orderAnew(ctx, work.partner_id, replacement, one);
      if (order !== undefined) await runOrder(ctx, order);
    }
  }
  return isDecided;
}

/** `unclear`: nobody knows, or it was not even asked. Asking again does no harm. */
async function cancel(
  ctx: Context,
  customer: string,
  { provider: name, old_iccid }: Replacement,
  { provider_package_id: package_id, reference, template_id, old_esim_id: esim_id }: Asked,
): Promise<'done' | 'unclear' | LeftReason> {
  const provider = ctx.providers.get(name);
  if (provider === undefined) return 'not_cancellable';
  const asked = { package_id, reference, template_id, iccid: old_iccid, esim_id, customer };
  try {
    const word = await provider.cancelPackage(asked);
    return word === 'done' ? 'done' : 'cancel_requested';
  } catch (error) {
    if (error instanceof ProviderUnclear || error instanceof ProviderNotReached) return 'unclear';
    if (!(error instanceof ProviderRefused)) throw error;
    return error.reason === 'rejected' ? whyNot(provider, asked) : 'unclear';
  }
}

/** The provider said no: its own word on the package tells why. */
async function whyNot(
  provider: Provider,
  { iccid, esim_id, package_id, reference, template_id }: CancelInput,
): Promise<'done' | 'unclear' | LeftReason> {
  try {
    const known = { package_id, reference, template_id, ordered_at: new Date(0).toISOString() };
    const esim = await provider.getEsim({ iccid, esim_id, packages: [known] });
    const there = esim?.packages.find((p) => p.package_id === package_id);
    if (there === undefined) return 'not_cancellable';
    if (there.status === 'CANCELLED') return 'done';
    if (there.used_bytes > 0) return 'in_use';
    return there.activated_at === null ? 'not_cancellable' : 'started';
  } catch (error) {
    if (error instanceof ProviderUnclear || error instanceof ProviderNotReached) return 'unclear';
    throw error;
  }
}

const leave = (
  ctx: Context,
  partnerId: string,
  replacement: Replacement,
  one: Asked,
  reason: LeftReason,
): Promise<unknown> =>
  ctx.db.partnerTx(partnerId, (tx) =>
    tx.rows(
      `update replaced_packages
       set state = 'left', reason = $4
       where partner_id = $1 and replacement_id = $2 and package_id = $3 and state = 'asked'`,
      [partnerId, replacement.id, one.package_id, reason],
    ),
  );

/**
 * Cancelled here as there, and an intent for the new eSIM, in one transaction. Undefined: another
 * has done it.
 */
const orderAnew = (
  ctx: Context,
  partnerId: string,
  replacement: Replacement,
  one: Asked,
): Promise<Order | undefined> =>
  inScope(ctx, { id: partnerId }, async (scope) => {
    const { tx } = scope;
    const queue = await tx.one<Queue>(
      `select ${QUEUE_FIELDS}
       from package_queues
       where partner_id = $1 and id = $2
       for no key update`,
      [partnerId, one.queue_id],
    );
    await tx.rows('select 1 from esims where partner_id = $1 and id = $2 for no key update', [
      partnerId,
      replacement.old_esim_id,
    ]);
    const moved = await tx.one(
      `update replaced_packages
       set state = 'ordered'
       where partner_id = $1 and replacement_id = $2 and package_id = $3 and state = 'asked'
       returning 1`,
      [partnerId, replacement.id, one.package_id],
    );
    if (moved === undefined) return undefined;
    await tx.rows(`update packages set status = 'CANCELLED' where partner_id = $1 and id = $2`, [
      partnerId,
      one.package_id,
    ]);
    await tx.rows(
      `update provider_orders
       set cancelled_at = clock_timestamp()
       where queue_id = $1 and state = 'confirmed' and cancelled_at is null`,
      [one.queue_id],
    );
    const cancelled = await tx.one<{ n: number }>(
      `select count(*)::int as n
       from provider_orders
       where queue_id = $1 and cancelled_at is not null`,
      [one.queue_id],
    );
    return intend(scope, {
      travelerId: replacement.traveler_id,
      kind: 'add_package',
      provider: replacement.provider,
      reference: packageReference(one.queue_id, cancelled!.n),
      queueId: one.queue_id,
      esim: { id: replacement.new_esim_id!, iccid: replacement.new_iccid! },
      template: templateOrder(plannedSource(ctx, queue!)),
      replaces: one.package_id,
    });
  });
