/**
 * From a queue to a package: intents are committed one step at a time and run with no transaction
 * open, until the queue is on its eSIM. Redemptions and claims of one traveler go one after
 * another.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Partner } from '../../partners/partner.ts';
import { inScope, type Scope } from '../../partners/scope.ts';
import { isUnbound } from '../preordering/bind-preorder.ts';
import { askAgain } from '../replacing/ask-again.ts';
import { redeemHeld, takeOver } from '../preordering/redeem-held.ts';
import { intendForQueue } from './intend-for-queue.ts';
import { leaseMs, takeOrder, type Order, type OrderState, type Preorder } from './orders.ts';
import type { Outcome } from './outcome.ts';
import type { Queue } from './queue.ts';
import { runOrder } from './run-order.ts';
import { shownReason } from './tell-provisioned.ts';

export const WAIT_MS = 10_000;

/** Who waits for it: the queue that is asked for, and the request's id under its Idempotency-Key. */
export type Caller = { queueId?: string; requestKey?: string | null };

/** `isOwn`: the order is of the queue itself, not of an eSIM that it waits for. */
export type Step =
  | { kind: 'run'; order: Order; isOwn: boolean }
  /** a provider has the order in hand; whoever is due looks at it */
  | { kind: 'pending'; orderId: string; isOwn: boolean }
  | { kind: 'busy' }
  | { kind: 'review' }
  /** its package was ordered ahead and has been redeemed here; `deliver`: somebody is to be told */
  | { kind: 'done'; deliver: boolean };

export const unavailable = (reason: string, retryAfter: number): AppError =>
  new AppError('provider_unavailable', REASONS[reason] ?? REASONS['unknown']!, {
    extra: { reason },
    retryAfter,
  });
const REASONS: Record<string, string> = {
  out_of_stock: 'The provider has no stock. Nothing is lost: the package stays redeemable.',
  rejected: 'The provider refused. Nothing is lost: the package stays redeemable.',
  maintenance: 'The provider takes no orders at the moment. The package stays redeemable.',
  not_reached: 'The provider cannot be reached. Nothing is lost: try again.',
  pending: 'The provider is still making it. Nothing is lost: it finishes by itself.',
  unknown:
    'The provider has not answered in time. Nothing is lost: it finishes by itself, or stays redeemable.',
  needs_review: 'The provider gave an answer that a person has to look at. Nothing is lost.',
};

/**
 * Runs what `prepare` finds to be done, until the queue is a package; throws what the wire should
 * say otherwise. `prepare` checks under the locks of the traveler and the queue, and throws
 * `already_redeemed` where there is nothing left to do.
 */
export async function provision(
  ctx: Context,
  partner: Partner,
  prepare: (scope: Scope) => Promise<Step>,
  { queueId, requestKey = null }: Caller = {},
): Promise<void> {
  const deadline = Date.now() + WAIT_MS;
  /** this call's own order, once another has taken it over */
  let mine: string | null = null;
  for (let pause = 20; ;) {
    const step = await inScope(ctx, partner, prepare).catch(async (error: unknown) => {
      if (
        error instanceof AppError &&
        error.type === 'already_redeemed' &&
        (await isMine(ctx, mine, queueId, requestKey))
      )
        return null;
      throw error;
    });
    if (step === null) return;
    if (step.kind === 'done') {
      if (step.deliver) ctx.wake('deliveries');
      return;
    }
    if (step.kind === 'review') throw unavailable('needs_review', 60);
    if (step.kind === 'pending') {
      if (step.isOwn) mine = step.orderId;
      if (Date.now() + pause > deadline) throw await comeAgain(ctx, mine, requestKey, 'pending');
      await sleep(pause);
      pause = Math.min(pause * 1.5, 500);
      continue;
    }
    if (step.kind === 'busy') {
      if (Date.now() + pause > deadline)
        throw new AppError(
          'redeem_in_progress',
          'Another redemption of this traveler is still under way.',
          { retryAfter: 5 },
        );
      await sleep(pause);
      pause = Math.min(pause * 1.5, 200);
      continue;
    }
    const outcome = await runOrder(ctx, step.order);
    if (step.isOwn) {
      if (outcome === 'confirmed') return;
      mine = step.order.id;
    }
    if (outcome !== 'confirmed' && outcome !== 'superseded' && outcome !== 'pending')
      throw await comeAgain(ctx, mine, requestKey, outcome);
  }
}

/**
 * Whether what is redeemed is this call's own doing: its order was brought to its end by a worker,
 * or the call came before under the same key and was told to come again.
 */
const isMine = async (
  ctx: Context,
  orderId: string | null,
  queueId: string | undefined,
  requestKey: string | null,
): Promise<boolean> =>
  (orderId !== null || (queueId !== undefined && requestKey !== null)) &&
  (await ctx.db.one(
    `select 1
     from provider_orders
     where state = 'confirmed' and (id = $1 or (queue_id = $2 and $3 = any(request_keys)))`,
    [orderId, queueId ?? null, requestKey],
  )) !== undefined;

const MAX_KEYS = 50;

/** The error of a call that is to come again; under its key it is known then. */
async function comeAgain(
  ctx: Context,
  orderId: string | null,
  requestKey: string | null,
  outcome: Exclude<Outcome, 'confirmed' | 'superseded'>,
): Promise<AppError> {
  if (orderId !== null && requestKey !== null)
    await ctx.db.rows(
      `update provider_orders
       set request_keys = request_keys || $2::text
       where id = $1 and $2 <> all(request_keys) and cardinality(request_keys) < ${MAX_KEYS}`,
      [orderId, requestKey],
    );
  return unavailable(
    outcome === 'no_funds' ? shownReason(outcome) : outcome,
    retryAfterOf(outcome),
  );
}

export const retryAfterOf = (outcome: Outcome): number =>
  outcome === 'pending' ? 5 : outcome === 'unknown' || outcome === 'not_reached' ? 3 : 60;

type OpenOrder = {
  id: string;
  kind: Order['kind'];
  provider: string;
  queue_id: string | null;
  is_classic: boolean;
  replaces: string | null;
  state: OrderState;
  /** its telco has refused it, and nothing of it is there */
  is_refused: boolean;
  preorder: Preorder | null;
  leased: boolean;
  is_due: boolean;
};

/** The traveler's orders that are open, and the one of this queue that was ordered ahead. */
const openOrders = ({ tx, partner }: Scope, travelerId: string, queue: Queue) =>
  tx.rows<OpenOrder>(
    `select id, kind, provider, queue_id,
       not is_universal and (queue_id is not null or is_classic) as is_classic, replaces, state,
       state = 'intent' and sends = 0 and lookups > 0 as is_refused, preorder,
       coalesce(lease_until > clock_timestamp(), false) as leased,
       coalesce(next_attempt_at <= clock_timestamp(), true) as is_due
     from provider_orders
     where partner_id = $1
       and traveler_id = $2
       and state in ('intent', 'unknown', 'pending', 'needs_review')
     union all
     select id, kind, provider, queue_id, false, null, state, false, preorder, false, true
     from provider_orders
     where queue_id = $3 and state = 'confirmed' and cancelled_at is null and preorder = 'held'`,
    [partner.id, travelerId, queue.id],
  );

/** Under the locks of the traveler and the queue: what is to be done next for it. */
export async function nextStep(scope: Scope, travelerId: string, queue: Queue): Promise<Step> {
  const { ctx, tx } = scope;
  const orders = await openOrders(scope, travelerId, queue);
  const held = orders.find((o) => o.preorder === 'held');
  const done = held === undefined ? null : await redeemHeld(scope, queue, held.id);
  if (done !== null) return { kind: 'done', ...done };
  const open = orders.filter((o) => o !== held);
  // This queue's own order first, then the creation of an eSIM that it could go onto; both are
  // resumed by look-up.
  const isAwaited = (o: OpenOrder): boolean =>
    o.kind === 'create_esim' &&
    o.is_classic === (queue.esim_type === 'classic') &&
    !(o.is_classic && isRefusedMove(o));
  const pending = open.find((o) => o.queue_id === queue.id) ?? open.find(isAwaited);
  if (pending?.preorder === 'ordered' && pending.queue_id === queue.id)
    await takeOver(scope, pending.id);
  if (pending?.state === 'pending' && (pending.leased || !pending.is_due))
    return { kind: 'pending', orderId: pending.id, isOwn: pending.queue_id === queue.id };
  if (open.some((o) => o.leased)) return { kind: 'busy' };
  if (pending?.state === 'needs_review') return { kind: 'review' };
  if (pending !== undefined && isUnbound(ctx.providers.get(pending.provider), pending))
    // Nothing has left of it: this queue's order makes the eSIM.
    await tx.rows('delete from provider_orders where id = $1', [pending.id]);
  else if (pending !== undefined && pending.queue_id !== queue.id && isRefusedMove(pending))
    await askAgain(scope, pending.id);
  else if (pending !== undefined) {
    const order = await takeOrder(tx, pending.id, leaseMs(ctx.providers.get(queue.provider)));
    return order === undefined ? { kind: 'busy' } : stepOf(order, queue);
  }
  const order = await intendForQueue(scope, travelerId, queue);
  // Somebody's booking or sweep has committed the same intent meanwhile: look again.
  return order === undefined ? { kind: 'busy' } : stepOf(order, queue);
}

/** A package that is brought over, and cannot be had now: whoever redeems another does not wait. */
const isRefusedMove = ({ kind, queue_id, replaces, is_refused }: OpenOrder): boolean =>
  kind === 'create_esim' && queue_id !== null && replaces !== null && is_refused;

const stepOf = (order: Order, queue: Queue): Step => ({
  kind: 'run',
  order,
  isOwn: order.queue_id === queue.id,
});
