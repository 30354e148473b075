/**
 * One attempt at a leased order: a fresh intent is sent; anything that may have left before is
 * looked up first. No transaction is open while the telco is asked.
 */
import type { Context } from '../../../context.ts';
import {
  ProviderNotReached,
  ProviderRefused,
  ProviderUnclear,
  type Provider,
  type ProviderOrder,
} from '../../../providers/provider.ts';
import { confirmOrder } from './confirm-order.ts';
import { delaySeconds, leaseMs, markSending, MAX_ATTEMPTS, settle, type Order } from './orders.ts';
import type { Outcome } from './outcome.ts';
import { rerouteCreation } from './reroute.ts';

/**
 * After an unclear answer a telco without idempotency may still be working: a "not found" counts
 * only from then on.
 */
const SETTLE_MS = 2_000;

export async function runOrder(ctx: Context, order: Order): Promise<Outcome> {
  const provider = ctx.providers.get(order.provider);
  if (provider === undefined)
    return park(ctx, order, `there is no provider "${order.provider}" in this installation`);
  const isFresh = order.fence === 1 && order.sends === 0;
  let sent = false;
  try {
    if (!isFresh) {
      if (provider.tier === 'T3' && order.sends > 0)
        return park(
          ctx,
          order,
          'the answer was unclear, and this provider can neither be asked nor called twice',
        );
      if (provider.tier !== 'T3') {
        const found = await provider.findByReference(order.reference);
        if (found !== null) return await adopt(ctx, order, found);
        if (provider.tier === 'T2' && order.sent_ms_ago !== null && order.sent_ms_ago < SETTLE_MS)
          return await later(ctx, order, 'unknown', 'not found yet');
      }
      if (order.sends >= MAX_ATTEMPTS)
        return await giveUp(ctx, order, 'rejected', 'not provisioned after the last attempt');
    }
    if (!(await markSending(ctx.db, order, leaseMs(provider)))) return 'superseded';
    order.sends++;
    sent = true;
    // Ordered before, in what was lost with a database? T1 answers that by itself, T3 never.
    const known =
      isFresh && provider.tier === 'T2' ? await provider.findByReference(order.reference) : null;
    return await adopt(ctx, order, known ?? (await send(provider, order)));
  } catch (error) {
    if (error instanceof ProviderRefused) return refused(ctx, order, error);
    if (error instanceof ProviderNotReached)
      return later(ctx, order, 'not_reached', error.message, sent);
    if (error instanceof ProviderUnclear) return later(ctx, order, 'unknown', error.message, sent);
    throw error;
  }
}

function send(provider: Provider, order: Order): Promise<ProviderOrder> {
  const common = { reference: order.reference, customer: order.partner_id };
  return order.kind === 'create_esim'
    ? provider.createEsim({ ...common, template: order.template })
    : provider.addPackage({ ...common, iccid: order.iccid!, template: order.template! });
}

/** The telco has an order under our reference: it must be the one we meant. */
async function adopt(ctx: Context, order: Order, found: ProviderOrder): Promise<Outcome> {
  const evidence = {
    provider_order_id: found.id,
    status: found.status,
    iccid: found.profile.iccid,
    package_id: found.package_id,
    template_id: found.template_id,
  };
  if (
    found.reference !== order.reference ||
    found.kind !== order.kind ||
    (order.iccid !== null && found.profile.iccid !== order.iccid) ||
    found.template_id !== (order.template?.id ?? null) ||
    (order.template !== null && found.package_id === null)
  ) {
    return park(ctx, order, 'the provider has another order under our reference', evidence);
  }
  if (found.status === 'cancelled')
    return park(ctx, order, 'the provider has cancelled the order', evidence);
  // A status we do not know, and one that is still being worked on, are neither success nor
  // failure.
  if (found.status === 'pending')
    return later(ctx, order, 'unknown', 'the provider is still working on it');
  return confirmOrder(ctx, order, found);
}

/**
 * Not decided: a later attempt looks up again; when the schedule is used up, the operator decides.
 * A caller who came before the planned attempt and learnt nothing new leaves the schedule as it
 * was.
 */
async function later(
  ctx: Context,
  order: Order,
  outcome: 'unknown' | 'not_reached',
  why: string,
  sent = false,
): Promise<Outcome> {
  if (!order.is_due && !sent && order.fence > 1)
    return (await settle(ctx.db, order, { state: order.state, after: 'as_planned' }))
      ? outcome
      : 'superseded';
  // The first call of all, or the first since it was certain that none is in flight, begins the
  // schedule.
  const lookups = sent && order.sends === 1 && outcome === 'unknown' ? 0 : order.lookups;
  if (lookups >= MAX_ATTEMPTS && outcome === 'unknown' && !sent)
    return park(ctx, order, `undecided after ${order.lookups} look-ups: ${why}`);
  const kept = await settle(ctx.db, order, {
    state: outcome === 'unknown' ? 'unknown' : order.state,
    after: delaySeconds(lookups),
    lookups: Math.min(lookups + 1, MAX_ATTEMPTS),
    nothingSent: outcome === 'not_reached' && sent,
    evidence: { outcome, why },
  });
  return kept ? outcome : 'superseded';
}

async function park(
  ctx: Context,
  order: Order,
  why: string,
  evidence: Record<string, unknown> = {},
): Promise<Outcome> {
  const kept = await settle(ctx.db, order, {
    state: 'needs_review',
    after: null,
    evidence: { why, ...evidence },
  });
  if (kept)
    ctx.log.error(
      { order: order.id, provider: order.provider, why },
      'provider order needs review',
    );
  return kept ? 'needs_review' : 'superseded';
}

async function refused(ctx: Context, order: Order, error: ProviderRefused): Promise<Outcome> {
  // The packages to be brought over are this provider's: a replacement stays with it.
  if (order.kind === 'create_esim' && order.replaces === null) {
    const moved = await rerouteCreation(ctx, order);
    if (moved !== null) return runOrder(ctx, moved);
  }
  return giveUp(ctx, order, error.reason, error.message);
}

/**
 * Certain that nothing was provisioned. A queue stays redeemable and waits for its next redemption;
 * one that was redeemed before does not.
 */
async function giveUp(
  ctx: Context,
  order: Order,
  reason: 'out_of_stock' | 'rejected',
  why: string,
): Promise<Outcome> {
  const evidence = { outcome: reason, why };
  const kept = await settle(
    ctx.db,
    order,
    order.queue_id !== null && order.replaces === null
      ? { state: 'rejected', after: null, evidence }
      : // Nobody may ever ask for a universal eSIM, or again for a package that is brought over: it is tried again on the schedule, and by the next redemption at once.
        {
          state: 'intent',
          after: delaySeconds(order.lookups),
          lookups: Math.min(order.lookups + 1, MAX_ATTEMPTS),
          nothingSent: true,
          evidence,
        },
  );
  return kept ? reason : 'superseded';
}
