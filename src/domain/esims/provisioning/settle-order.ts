/** What is written down of an attempt that did not end in a package, and did not certainly fail. */
import type { Context } from '../../../context.ts';
import type { Provider } from '../../../providers/provider.ts';
import { delaySeconds, MAX_ATTEMPTS, pendingSeconds, settle, type Order } from './orders.ts';
import type { Outcome } from './outcome.ts';

/**
 * Not decided: a later attempt looks up again; when the schedule is used up, the operator decides.
 * A caller who came before the planned attempt and learnt nothing new leaves the schedule as it
 * was. `waitMs`: the telco asks us not to come earlier.
 */
export async function later(
  ctx: Context,
  order: Order,
  outcome: 'unknown' | 'not_reached',
  why: string,
  sent = false,
  waitMs: number | null = null,
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
    after: Math.max(delaySeconds(lookups), (waitMs ?? 0) / 1_000),
    lookups: Math.min(lookups + 1, MAX_ATTEMPTS),
    nothingSent: outcome === 'not_reached' && sent,
    evidence: { outcome, why },
  });
  return kept ? outcome : 'superseded';
}

/** Nothing has been made of it, and nothing shall be. */
export async function dropUnsent(ctx: Context, order: Order, why: string): Promise<Outcome> {
  const evidence = { why };
  await settle(ctx.db, order, { state: 'rejected', after: null, nothingSent: true, evidence });
  return 'superseded';
}

/** Only a person can tell what became of it. */
export async function park(
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

/**
 * Accepted, and not finished. It is looked at until its deadline; then a person decides, since the
 * telco may finish it at any time. Where the telco could not be asked (`isAsked` false) it gets the
 * same time once more.
 */
export async function stayPending(
  ctx: Context,
  provider: Provider,
  order: Order,
  why: string,
  { isAsked = true, providerOrderId }: { isAsked?: boolean; providerOrderId?: string } = {},
): Promise<Outcome> {
  const left = order.pending_ms_left ?? provider.pendingMs;
  if (left <= (isAsked ? 0 : -provider.pendingMs))
    return park(ctx, order, `still pending after its deadline: ${why}`);
  const isNew = order.state !== 'pending';
  const look = isNew ? 0 : order.lookups;
  const kept = await settle(ctx.db, order, {
    state: 'pending',
    after: pendingSeconds(look),
    lookups: look + 1,
    pendingMs: provider.pendingMs,
    ...(providerOrderId === undefined ? {} : { providerOrderId }),
    // One line for its beginning; the looks that learn nothing would crowd out the rest.
    ...(isNew ? { evidence: { outcome: 'pending', why } } : {}),
  });
  return kept ? 'pending' : 'superseded';
}
