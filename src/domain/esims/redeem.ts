/**
 * Redeeming: a queue becomes a package on the traveler's universal eSIM. Transaction 1 checks under the traveler's and
 * the queue's locks and commits an intent; the telco is called; transaction 2 (confirm-order) writes what it made.
 * Redemptions of one traveler go one after another.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/pool.ts';
import { newId, parseQueueId, queueUuid } from '../../ids.ts';
import type { TemplateOrder } from '../../providers/provider.ts';
import type { Partner } from '../partners/key-store.ts';
import { partnerNow } from '../partners/now.ts';
import { archiveEsim } from './archive-esim.ts';
import { leaseMs, ORDER_COLUMNS, takeOrder, type Order } from './orders.ts';
import { equalBundle, moveQueue, type OpenQueue } from './reroute.ts';
import { runOrder, type Outcome } from './run-order.ts';

export const WAIT_MS = 10_000;

type Queue = OpenQueue & {
  traveler_id: string; esim_type: string; provider: string; template_id: string; coverage: string[]; imsi: string | null;
  redeemed_at: Date | null; cancelled_at: Date | null;
};
type Step = { kind: 'run'; order: Order } | { kind: 'busy' } | { kind: 'review' };

const queueNotFound = (): AppError => new AppError('package_queue_not_found', 'The traveler has no such package queue.');

export const unavailable = (reason: string, retryAfter: number): AppError => new AppError('provider_unavailable', REASONS[reason] ?? REASONS['unknown']!, { extra: { reason }, retryAfter });
const REASONS: Record<string, string> = {
  out_of_stock: 'The provider has no stock. Nothing is lost: the package stays redeemable.',
  rejected: 'The provider refused. Nothing is lost: the package stays redeemable.',
  not_reached: 'The provider cannot be reached. Nothing is lost: try again.',
  unknown: 'The provider has not answered in time. Nothing is lost: it finishes by itself, or stays redeemable.',
  needs_review: 'The provider gave an answer that a person has to look at. Nothing is lost.',
};

/** Resolves when the queue is a package on the eSIM; throws what the wire should say otherwise. */
export async function redeem(ctx: Context, partner: Partner, externalUserId: string, queueIdOrUuid: string): Promise<{ queueId: string }> {
  const queueId = parseQueueId(queueIdOrUuid);
  if (queueId === null) throw queueNotFound();
  const deadline = Date.now() + WAIT_MS;
  /** this call's own order, once another has taken it over */
  let mine: string | null = null;
  for (let pause = 20; ; ) {
    const step = await ctx.db.partnerTx(partner.id, (tx) => prepare(ctx, tx, partner, externalUserId, queueId)).catch(async (error: unknown) => {
      if (mine !== null && error instanceof AppError && error.type === 'already_redeemed' && (await isConfirmed(ctx, mine))) return null;
      throw error;
    });
    if (step === null) return { queueId };
    if (step.kind === 'review') throw unavailable('needs_review', 60);
    if (step.kind === 'busy') {
      if (Date.now() + pause > deadline) throw new AppError('redeem_in_progress', 'Another redemption of this traveler is still under way.', { retryAfter: 5 });
      await sleep(pause);
      pause = Math.min(pause * 1.5, 200);
      continue;
    }
    const outcome = await runOrder(ctx, step.order);
    if (step.order.kind === 'add_package') {
      if (outcome === 'confirmed') return { queueId };
      mine = step.order.id;
    }
    if (outcome !== 'confirmed' && outcome !== 'superseded') throw unavailable(outcome, retryAfterOf(outcome));
  }
}

/** Whether the worker that took over a slow call's order brought it to its end. */
const isConfirmed = async (ctx: Context, orderId: string): Promise<boolean> =>
  (await ctx.db.one(`select 1 from provider_orders where id = $1 and state = 'confirmed'`, [orderId])) !== undefined;

const retryAfterOf = (outcome: Outcome): number => (outcome === 'unknown' || outcome === 'not_reached' ? 3 : 60);

/** Under the traveler's lock: what is to be done next for this queue. */
async function prepare(ctx: Context, tx: Tx, partner: Partner, externalUserId: string, queueId: string): Promise<Step> {
  const traveler = await tx.one<{ id: string }>('select id from travelers where partner_id = $1 and external_user_id = $2 for no key update', [partner.id, externalUserId]);
  if (traveler === undefined) throw queueNotFound();
  const queue = await tx.one<Queue>(
    `select id, traveler_id, esim_type, provider, template_id, destination_id, package_type, bytes, duration_days, covers, coverage, imsi, redeemed_at, cancelled_at
     from package_queues where partner_id = $1 and id = $2 for no key update`, [partner.id, queueId]);
  if (queue === undefined || queue.traveler_id !== traveler.id) throw queueNotFound();
  if (queue.esim_type !== 'universal') throw new AppError('invalid_request', 'package_queue_id: a classic grant is claimed in the app, not redeemed', { details: [{ field: 'package_queue_id', issue: 'expected a universal package queue' }] });
  if (queue.cancelled_at !== null) throw new AppError('booking_cancelled', 'The booking of this package queue is cancelled.');
  if (queue.redeemed_at !== null) throw new AppError('already_redeemed', 'This package queue is already redeemed.');

  const open = await tx.rows<{ id: string; kind: string; queue_id: string | null; state: string; leased: boolean }>(
    `select id, kind, queue_id, state, coalesce(lease_until > clock_timestamp(), false) as leased from provider_orders
     where partner_id = $1 and traveler_id = $2 and state in ('intent', 'unknown', 'needs_review')`, [partner.id, traveler.id]);
  if (open.some((o) => o.leased)) return { kind: 'busy' };
  // This queue's own order first, then the creation of its eSIM; both are resumed by look-up.
  const pending = open.find((o) => o.queue_id === queueId) ?? open.find((o) => o.kind === 'create_esim');
  if (pending?.state === 'needs_review') return { kind: 'review' };
  if (pending !== undefined) {
    const order = await takeOrder(tx, pending.id, leaseMs(ctx.providers.get(queue.provider)));
    return order === undefined ? { kind: 'busy' } : { kind: 'run', order };
  }
  const esim = await currentEsim(ctx, tx, partner, traveler.id);
  const order = esim === null
    ? await intend(ctx, tx, { partner, travelerId: traveler.id, kind: 'create_esim', provider: queue.provider, reference: randomUUID() })
    : await intendPackage(ctx, tx, partner, traveler.id, queue, esim);
  // Somebody's booking or sweep has committed the same intent meanwhile: look again.
  return order === undefined ? { kind: 'busy' } : { kind: 'run', order };
}

type Esim = { id: string; iccid: string; provider: string; status: string };

/** The traveler's universal eSIM. One that was deleted from the device and holds nothing is archived and replaced. */
async function currentEsim(ctx: Context, tx: Tx, partner: Partner, travelerId: string): Promise<Esim | null> {
  const esim = await tx.one<Esim>(
    `select id, iccid, provider, status from esims where partner_id = $1 and traveler_id = $2 and type = 'universal' and archived_at is null`, [partner.id, travelerId]);
  if (esim === undefined) return null;
  if (esim.status !== 'DELETED') return esim;
  // An order whose outcome is open may turn out to be a package on it.
  const live = await tx.one(
    `select 1 from packages where partner_id = $1 and esim_id = $2 and status = 'ACTIVE'
     union all select 1 from provider_orders where partner_id = $1 and traveler_id = $3 and esim_id = $2 and state in ('intent', 'unknown', 'needs_review') limit 1`, [partner.id, esim.id, travelerId]);
  if (live !== undefined) return esim;
  await archiveEsim(tx, partner.id, esim.id, partnerNow(ctx, partner));
  return null;
}

async function intendPackage(ctx: Context, tx: Tx, partner: Partner, travelerId: string, queue: Queue, esim: Esim): Promise<Order | undefined> {
  let template: TemplateOrder = { id: queue.template_id, bytes: queue.bytes, duration_days: queue.duration_days, coverage: queue.coverage, imsi: queue.imsi };
  if (queue.provider !== esim.provider) {
    // The eSIM came to be at another provider than planned: the queue follows it.
    const bundle = equalBundle(ctx, queue, esim.provider);
    if (bundle === null) throw new AppError('provider_conflict', 'The traveler\'s eSIM belongs to a provider that does not offer this package.');
    await moveQueue(tx, partner.id, queue.id, bundle);
    template = { id: bundle.template.id, bytes: bundle.bytes, duration_days: bundle.duration_days, coverage: bundle.template.coverage, imsi: bundle.template.imsi };
  }
  return intend(ctx, tx, { partner, travelerId, kind: 'add_package', provider: esim.provider, reference: queueUuid(queue.id), queueId: queue.id, esim, template });
}

type Intent = { partner: Partner; travelerId: string; kind: Order['kind']; provider: string; reference: string; queueId?: string; esim?: Esim; template?: TemplateOrder };

/** A fresh intent with its lease; undefined when there is one already. */
async function intend(ctx: Context, tx: Tx, intent: Intent): Promise<Order | undefined> {
  const ms = leaseMs(ctx.providers.get(intent.provider));
  return tx.one<Order>(
    `insert into provider_orders (id, partner_id, traveler_id, queue_id, esim_id, kind, provider, reference, iccid, template, state, fence, lease_until, next_attempt_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'intent', 1, clock_timestamp() + $11 * interval '1 ms', clock_timestamp() + $11 * interval '1 ms')
     on conflict do nothing returning ${ORDER_COLUMNS}`,
    [newId('ord'), intent.partner.id, intent.travelerId, intent.queueId ?? null, intent.esim?.id ?? null, intent.kind, intent.provider, intent.reference,
      intent.esim?.iccid ?? null, intent.template === undefined ? null : JSON.stringify(intent.template), ms]);
}
