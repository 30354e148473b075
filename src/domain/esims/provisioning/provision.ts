/**
 * From a queue to a package: intents are committed one step at a time and run with no transaction
 * open, until the queue is on its eSIM. Redemptions and claims of one traveler go one after
 * another.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { TemplateOrder } from '../../../providers/provider.ts';
import type { Partner } from '../../partners/partner.ts';
import { inScope, type Scope } from '../../partners/scope.ts';
import { beginReplacement } from '../replacing/begin-replacement.ts';
import { currentUniversal, ESIM_FIELDS, type Esim } from './current-universal.ts';
import { intend } from './intend-order.ts';
import { packageReference } from './order-reference.ts';
import { leaseMs, takeOrder, type Order } from './orders.ts';
import { moveQueue, templateOrder } from './reroute.ts';
import { equalBundle, type OpenQueue } from '../../planning/equal-bundle.ts';
import type { Outcome } from './outcome.ts';
import { runOrder } from './run-order.ts';

export const WAIT_MS = 10_000;

/** A queue under its lock, with a bundle chosen. `esim_type` says what it is to be put on. */
export type Queue = OpenQueue & {
  traveler_id: string;
  esim_type: 'universal' | 'classic';
  provider: string;
  template_id: string;
  coverage: string[];
  imsi: string | null;
  redeemed_at: Date | null;
  cancelled_at: Date | null;
};
export const QUEUE_FIELDS =
  'id, traveler_id, esim_type, provider, template_id, destination_id, package_type, bytes, duration_days, covers, coverage, imsi, redeemed_at, cancelled_at';
/** `isOwn`: the order is of the queue itself, not of an eSIM that it waits for. */
export type Step =
  { kind: 'run'; order: Order; isOwn: boolean } | { kind: 'busy' } | { kind: 'review' };

export const unavailable = (reason: string, retryAfter: number): AppError =>
  new AppError('provider_unavailable', REASONS[reason] ?? REASONS['unknown']!, {
    extra: { reason },
    retryAfter,
  });
const REASONS: Record<string, string> = {
  out_of_stock: 'The provider has no stock. Nothing is lost: the package stays redeemable.',
  rejected: 'The provider refused. Nothing is lost: the package stays redeemable.',
  not_reached: 'The provider cannot be reached. Nothing is lost: try again.',
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
): Promise<void> {
  const deadline = Date.now() + WAIT_MS;
  /** this call's own order, once another has taken it over */
  let mine: string | null = null;
  for (let pause = 20; ;) {
    const step = await inScope(ctx, partner, prepare).catch(async (error: unknown) => {
      if (
        mine !== null &&
        error instanceof AppError &&
        error.type === 'already_redeemed' &&
        (await isConfirmed(ctx, mine))
      )
        return null;
      throw error;
    });
    if (step === null) return;
    if (step.kind === 'review') throw unavailable('needs_review', 60);
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
    if (outcome !== 'confirmed' && outcome !== 'superseded')
      throw unavailable(outcome, retryAfterOf(outcome));
  }
}

/** Whether the worker that took over a slow call's order brought it to its end. */
const isConfirmed = async (ctx: Context, orderId: string): Promise<boolean> =>
  (await ctx.db.one(`select 1 from provider_orders where id = $1 and state = 'confirmed'`, [
    orderId,
  ])) !== undefined;

export const retryAfterOf = (outcome: Outcome): number =>
  outcome === 'unknown' || outcome === 'not_reached' ? 3 : 60;

/** Under the locks of the traveler and the queue: what is to be done next for it. */
export async function nextStep(scope: Scope, travelerId: string, queue: Queue): Promise<Step> {
  const { ctx, tx, partner } = scope;
  const open = await tx.rows<{
    id: string;
    kind: string;
    queue_id: string | null;
    is_classic: boolean;
    state: string;
    leased: boolean;
  }>(
    `select id, kind, queue_id, queue_id is not null or is_classic as is_classic, state,
       coalesce(lease_until > clock_timestamp(), false) as leased
     from provider_orders
     where partner_id = $1 and traveler_id = $2 and state in ('intent', 'unknown', 'needs_review')`,
    [partner.id, travelerId],
  );
  if (open.some((o) => o.leased)) return { kind: 'busy' };
  // This queue's own order first, then the creation of an eSIM that it could go onto; both are
  // resumed by look-up.
  const isAwaited = (o: (typeof open)[number]): boolean =>
    o.kind === 'create_esim' && o.is_classic === (queue.esim_type === 'classic');
  const pending = open.find((o) => o.queue_id === queue.id) ?? open.find(isAwaited);
  if (pending?.state === 'needs_review') return { kind: 'review' };
  if (pending !== undefined) {
    const order = await takeOrder(tx, pending.id, leaseMs(ctx.providers.get(queue.provider)));
    return order === undefined ? { kind: 'busy' } : stepOf(order, queue);
  }
  const order = await (queue.esim_type === 'universal' ? intendUniversal : intendClassic)(
    scope,
    travelerId,
    queue,
  );
  // Somebody's booking or sweep has committed the same intent meanwhile: look again.
  return order === undefined ? { kind: 'busy' } : stepOf(order, queue);
}

const stepOf = (order: Order, queue: Queue): Step => ({
  kind: 'run',
  order,
  isOwn: order.queue_id === queue.id,
});

async function intendUniversal(
  scope: Scope,
  travelerId: string,
  queue: Queue,
): Promise<Order | undefined> {
  const esim = await currentUniversal(scope, travelerId);
  // No redemption waits for old packages to end: what was never used on a deleted eSIM comes over
  // to its successor.
  if (esim?.status === 'DELETED')
    return (await beginReplacement(scope, esim, { reason: 'deleted', isCounted: false }))?.order;
  return esim === null
    ? intend(scope, {
        travelerId,
        kind: 'create_esim',
        provider: queue.provider,
      })
    : intendPackage(scope, travelerId, queue, esim);
}

/**
 * Section 8 of docs/contract.md: the newest of the traveler's classic eSIMs with the same provider
 * and IMSI plan takes it; where there is none, a new one is ordered together with the package.
 */
async function intendClassic(
  scope: Scope,
  travelerId: string,
  queue: Queue,
): Promise<Order | undefined> {
  const { tx, partner } = scope;
  const fitting =
    queue.imsi === null
      ? undefined
      : await tx.one<Esim>(
          `select ${ESIM_FIELDS}
           from esims
           where partner_id = $1
             and traveler_id = $2
             and type = 'classic'
             and archived_at is null
             and status <> 'DELETED'
             and provider = $3
             and imsi = $4
           order by time_assigned desc, id desc
           limit 1`,
          [partner.id, travelerId, queue.provider, queue.imsi],
        );
  if (fitting !== undefined) return intendPackage(scope, travelerId, queue, fitting);
  return intend(scope, {
    travelerId,
    kind: 'create_esim',
    provider: queue.provider,
    reference: packageReference(queue.id),
    queueId: queue.id,
    template: templateOf(queue),
  });
}

export const templateOf = (queue: Queue): TemplateOrder => ({
  id: queue.template_id,
  bytes: queue.bytes,
  duration_days: queue.duration_days,
  coverage: queue.coverage,
  imsi: queue.imsi,
});

async function intendPackage(
  scope: Scope,
  travelerId: string,
  queue: Queue,
  esim: Esim,
): Promise<Order | undefined> {
  const { ctx, tx, partner } = scope;
  let template = templateOf(queue);
  if (queue.provider !== esim.provider) {
    // The eSIM came to be at another provider than planned: the queue follows it.
    const bundle = equalBundle(ctx, queue, esim.provider, 'universal');
    if (bundle === null)
      throw new AppError(
        'provider_conflict',
        "The traveler's eSIM belongs to a provider that does not offer this package.",
      );
    await moveQueue(tx, partner.id, queue.id, bundle);
    template = templateOrder(bundle);
  }
  return intend(scope, {
    travelerId,
    kind: 'add_package',
    provider: esim.provider,
    reference: packageReference(queue.id),
    queueId: queue.id,
    esim,
    template,
  });
}
