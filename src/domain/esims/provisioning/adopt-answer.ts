/** The telco has an order under our reference: it must be the one we meant. */
import type { Context } from '../../../context.ts';
import type { Provider, ProviderOrder } from '../../../providers/provider.ts';
import { confirmOrder } from './confirm-order.ts';
import type { Order } from './orders.ts';
import type { Outcome } from './outcome.ts';
import { park, stayPending } from './settle-order.ts';

export async function adoptAnswer(
  ctx: Context,
  provider: Provider,
  order: Order,
  found: ProviderOrder,
): Promise<Outcome> {
  const evidence = {
    provider_order_id: found.id,
    status: found.status,
    iccid: found.iccid,
    package_id: found.package_id,
    template_id: found.template_id,
  };
  if (!isTheOrder(order, found))
    return park(ctx, order, 'the provider has another order under our reference', evidence);
  if (found.status === 'cancelled')
    return park(ctx, order, 'the provider has cancelled the order', evidence);
  // A status we do not know, and one that is still being worked on, are neither success nor
  // failure.
  if (found.status === 'pending')
    return stayPending(ctx, provider, order, 'the provider is still working on it', {
      providerOrderId: found.id,
    });
  const lacks = whatIsMissing(order, found);
  if (lacks !== null) return park(ctx, order, lacks, evidence);
  return confirmOrder(ctx, order, found);
}

/** As far as the telco tells: what is pending says little yet. */
function isTheOrder(order: Order, found: ProviderOrder): boolean {
  const articles = [order.template?.id ?? null, order.template?.topup_id].filter(
    (id) => id !== undefined,
  );
  const isOpen = found.status === 'pending';
  return (
    found.reference === order.reference &&
    found.kind === order.kind &&
    (order.iccid === null || found.iccid === order.iccid || (isOpen && found.iccid === null)) &&
    (articles.includes(found.template_id) || (isOpen && found.template_id === null))
  );
}

/** Why an order that is said to be done cannot be taken as it is; null: nothing is missing. */
function whatIsMissing(order: Order, found: ProviderOrder): string | null {
  if (order.template !== null && found.package_id === null)
    return 'the provider has another order under our reference';
  if (order.kind === 'create_esim' && found.profile === null)
    return 'the provider does not say how its eSIM is installed';
  return null;
}
