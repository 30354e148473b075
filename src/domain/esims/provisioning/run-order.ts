/**
 * One attempt at a leased order: a fresh intent is sent; anything that may have left before is
 * looked up first, and what is pending is only looked up. No transaction is open while the telco is
 * asked.
 */
import type { Context } from '../../../context.ts';
import {
  ProviderBusy,
  ProviderNotReached,
  ProviderRefused,
  ProviderUnclear,
  type Provider,
  type ProviderOrder,
} from '../../../providers/provider.ts';
import { causedBy } from '../../requests/caused-by.ts';
import { bindPreorder, isUnbound } from '../preordering/bind-preorder.ts';
import { isStillWanted } from '../preordering/is-still-wanted.ts';
import { adoptAnswer } from './adopt-answer.ts';
import { askProvider } from './ask-provider.ts';
import { isOutForLong } from './beside-universal.ts';
import { giveUp } from './give-up.ts';
import { isTrial, leaseMs, markSending, MAX_ATTEMPTS, sentOrder, type Order } from './orders.ts';
import type { Outcome } from './outcome.ts';
import { moveBesideNew } from '../replacing/move-beside-new.ts';
import { rerouteBeside } from './reroute-beside.ts';
import { rerouteCreation } from './reroute.ts';
import { dropUnsent, later, park, stayPending } from './settle-order.ts';

/** Whoever runs it, what comes of it is for the request that wanted it. */
export const runOrder = (ctx: Context, order: Order): Promise<Outcome> =>
  run(causedBy(ctx, order.caused_by), order);

async function run(ctx: Context, order: Order): Promise<Outcome> {
  const provider = ctx.providers.get(order.provider);
  if (provider === undefined)
    return park(ctx, order, `there is no provider "${order.provider}" in this installation`);
  if (isUnbound(provider, order)) {
    const bound = await bindPreorder(ctx, order);
    return bound === null ? 'superseded' : runOrder(ctx, bound);
  }
  return order.state === 'pending'
    ? lookAtPending(ctx, provider, order)
    : lookUpOrSend(ctx, provider, order);
}

/** The telco has it in hand: it is asked what became of it, whatever its tier, and nothing else. */
async function lookAtPending(ctx: Context, provider: Provider, order: Order): Promise<Outcome> {
  try {
    const found = await lookUp(ctx, provider, order);
    return found === null
      ? await stayPending(ctx, provider, order, 'the provider does not find what it has accepted')
      : await adoptAnswer(ctx, provider, order, found);
  } catch (error) {
    if (error instanceof ProviderRefused) return refused(ctx, order, error);
    if (error instanceof ProviderNotReached || error instanceof ProviderUnclear)
      return stayPending(ctx, provider, order, error.message, { isAsked: false });
    throw error;
  }
}

async function lookUpOrSend(ctx: Context, provider: Provider, order: Order): Promise<Outcome> {
  const tier = provider.tiers[order.kind];
  const isFresh = order.fence === 1 && order.sends === 0;
  let sent = false;
  try {
    if (!isFresh) {
      if (tier === 'T3' && order.sends > 0)
        return park(
          ctx,
          order,
          'the answer was unclear, and this provider can neither be asked nor called twice',
        );
      if (tier !== 'T3') {
        const found = await lookUp(ctx, provider, order);
        if (found !== null) return await adoptAnswer(ctx, provider, order, found);
        if (tier === 'T2' && order.sent_ms_ago !== null && order.sent_ms_ago < provider.settleMs)
          return await later(ctx, order, 'unknown', 'not found yet');
        const moved = await afterSilence(ctx, provider, order);
        if (moved !== null) return await runOrder(ctx, moved);
        if (isTrial(order))
          return await giveUp(ctx, order, 'rejected', 'the supplier knows nothing of it');
      }
      if (order.sends >= MAX_ATTEMPTS)
        return await giveUp(ctx, order, 'rejected', 'not provisioned after the last attempt');
    }
    // Ordered before, in what was lost with a database? T1 answers that by itself, T3 never.
    const known = isFresh && tier === 'T2' ? await lookUp(ctx, provider, order) : null;
    if (known !== null) return await adoptAnswer(ctx, provider, order, known);
    if (!(await isStillWanted(ctx, order))) return await dropUnwanted(ctx, provider, order);
    if (!(await markSending(ctx.db, order, leaseMs(provider)))) return 'superseded';
    order.sends++;
    sent = true;
    return await adoptAnswer(
      ctx,
      provider,
      order,
      await askProvider(ctx, order, () => send(provider, order)),
    );
  } catch (error) {
    if (error instanceof ProviderRefused) return refused(ctx, order, error);
    if (error instanceof ProviderNotReached) return notReached(ctx, order, error, sent);
    if (error instanceof ProviderUnclear) return later(ctx, order, 'unknown', error.message, sent);
    throw error;
  }
}

/** Nobody wants it ahead of its redemption any more, and nothing of it can still come to be. */
const dropUnwanted = (ctx: Context, provider: Provider, order: Order): Promise<Outcome> =>
  order.sent_ms_ago !== null && order.sent_ms_ago < provider.settleMs
    ? later(ctx, order, 'unknown', 'not found yet')
    : dropUnsent(ctx, order, 'nobody wants it ahead of its redemption any more');

/** What a look-up refuses was accepted, and stays at the telco under its reference: so it is known. */
async function lookUp(
  ctx: Context,
  provider: Provider,
  order: Order,
): Promise<ProviderOrder | null> {
  try {
    return await askProvider(ctx, order, () => provider.findByReference(sentOrder(order)));
  } catch (error) {
    if (error instanceof ProviderRefused) order.provider_order_id ??= order.reference;
    throw error;
  }
}

function send(provider: Provider, order: Order): Promise<ProviderOrder> {
  const common = { reference: order.reference, customer: order.partner_id };
  return order.kind === 'create_esim'
    ? provider.createEsim({ ...common, template: order.template })
    : provider.addPackage({
        ...common,
        iccid: order.iccid!,
        esim_id: order.provider_esim_id,
        template: order.template!,
      });
}

/**
 * A call was not answered, and long enough afterwards the telco has nothing of it: another provider
 * is the better next try. Null: it is sent again where it was.
 */
const afterSilence = (ctx: Context, provider: Provider, order: Order): Promise<Order | null> =>
  order.sent_ms_ago !== null && order.sent_ms_ago >= provider.settleMs
    ? elsewhere(ctx, order, 'the provider knows nothing of a call that it did not answer')
    : Promise.resolve(null);

/** Nothing was made, for certain: where there is no eSIM yet another provider may make it. */
async function refused(ctx: Context, order: Order, error: ProviderRefused): Promise<Outcome> {
  const moved = await elsewhere(ctx, order, error.message, error);
  if (moved !== null) return runOrder(ctx, moved);
  return giveUp(ctx, order, error.reason, error.message);
}

/** A caller does not wait longer than this for a provider that asks us to come later. */
const LONGEST_WAIT_MS = 10_000;

/** What never left goes elsewhere, unless the wait is short, or it may have left before. */
async function notReached(
  ctx: Context,
  order: Order,
  error: ProviderNotReached,
  sent: boolean,
): Promise<Outcome> {
  const waitMs = error instanceof ProviderBusy ? error.retryAfterMs : null;
  const isShort = waitMs !== null && waitMs <= LONGEST_WAIT_MS;
  const neverLeft = sent || order.sends === 0;
  if (neverLeft && !isShort) {
    const moved = await elsewhere(ctx, order, error.message);
    if (moved !== null) return runOrder(ctx, moved);
    if (isTrial(order)) return giveUp(ctx, order, 'maintenance', error.message);
  }
  return later(ctx, order, 'not_reached', error.message, sent, waitMs);
}

/**
 * The order at another provider, null where it stays. A package belongs to the provider of its
 * eSIM, which has to refuse it or be out of routing for long. An empty eSIM that replaces another is
 * of the same provider.
 */
async function elsewhere(
  ctx: Context,
  order: Order,
  why: string,
  refusal: ProviderRefused | null = null,
): Promise<Order | null> {
  if ((order.replaces !== null && order.queue_id === null) || isTrial(order)) return null;
  if (order.kind === 'create_esim') return rerouteCreation(ctx, order, why);
  if (order.replaces !== null) return refusal === null ? null : moveBesideNew(ctx, order, refusal);
  return refusal !== null || isOutForLong(ctx, order.provider)
    ? rerouteBeside(ctx, order, why)
    : null;
}
