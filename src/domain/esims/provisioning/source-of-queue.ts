/**
 * What a queue is ordered from. Bundle and price are frozen on it; the source that stands there is
 * the one that would have been taken when it was booked, and is chosen anew when it is ordered.
 */
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import type { TemplateOrder } from '../../../providers/provider.ts';
import { fitsBundle } from '../../catalog/fits-bundle.ts';
import type { OnSale } from '../../catalog/on-sale.ts';
import type { Source } from '../../catalog/types.ts';
import type { Scope } from '../../partners/scope.ts';
import { rankCandidates, type Candidate } from '../../routing/choose-source.ts';
import { supplyOf, type Onto } from '../../routing/supply.ts';

/** Columns of package_queues, with a bundle chosen. */
export type SourcedQueue = {
  id: string;
  bundle_id: string;
  provider: string;
  template_id: string;
  bytes: number | null;
  duration_days: number;
  traffic_policy: string | null;
  coverage: string[];
  covers: string[] | null;
  imsi: string | null;
  activation_window_days: number;
};
export const SOURCED_FIELDS =
  'id, bundle_id, provider, template_id, bytes, duration_days, traffic_policy, coverage, covers, imsi, activation_window_days';

export const templateOrder = (source: Source): TemplateOrder => ({
  id: source.article,
  topup_id: source.topup_article,
  bytes: source.bytes,
  duration_days: source.duration_days,
  coverage: source.coverage,
  imsi: source.imsi,
});

/** The source that stands on the queue, also when the catalog has it no longer. */
export function plannedSource(ctx: Context, queue: SourcedQueue): Source {
  const known = ctx.catalog
    .current()
    .bundle(queue.bundle_id)
    ?.sources.find((s) => isPlanned(s, queue));
  return (
    known ?? {
      id: '',
      account: queue.provider,
      article: queue.template_id,
      topup_article: null,
      esim_types: [],
      bytes: queue.bytes,
      daily_bytes: null,
      throttle_kbps: null,
      duration_days: queue.duration_days,
      coverage: queue.coverage,
      cost: 0,
      currency: ctx.catalog.current().currency,
      starts: 'first_use',
      needs_kyc: false,
      imsi: queue.imsi,
      activation_window_days: queue.activation_window_days,
      is_stale: true,
      is_held: false,
    }
  );
}

const isPlanned = (source: Source, queue: SourcedQueue): boolean =>
  source.account === queue.provider && source.article === queue.template_id;

/** Sources on sale that deliver what was sold with the queue. */
export function sourcesKeeping(
  ctx: Pick<Context, 'catalog'>,
  onSale: OnSale,
  queue: SourcedQueue,
  { esimType, account }: Onto,
): Source[] {
  const bundle = ctx.catalog.current().bundle(queue.bundle_id);
  if (bundle === null) return [];
  const sold = { ...queue, coverage: queue.covers ?? [] };
  return onSale.sourcesOf(bundle, esimType, account).filter((s) => fitsBundle(sold, s));
}

/**
 * The accounts that can deliver all these queues, the one to be taken first. Where the bundle has no
 * source left that keeps what was sold, the planned one is still tried: its supplier decides.
 */
export function rankForQueues(
  { ctx, partner }: Pick<Scope, 'ctx' | 'partner'>,
  queues: readonly SourcedQueue[],
  onto: Onto,
  seed: string,
): Candidate[] {
  const { onSale, accounts, policy } = supplyOf(ctx, partner);
  const wanted = queues.map((queue) => {
    const keeping = sourcesKeeping(ctx, onSale, queue, onto);
    if (keeping.length > 0) return keeping;
    const planned = plannedSource(ctx, queue);
    return onto.account === null || planned.account === onto.account ? [planned] : [];
  });
  return rankCandidates(wanted, { accounts, policy, costOf: onSale.costOf }, seed);
}

/** Writes the source that a queue is ordered from onto it, where another stands there. */
export async function moveQueue<Q extends SourcedQueue>(
  tx: Tx,
  partnerId: string,
  queue: Q,
  source: Source,
): Promise<Q> {
  if (isPlanned(source, queue)) return queue;
  const { coverage, imsi, activation_window_days } = source;
  await tx.rows(
    `update package_queues
     set template_id = $3, provider = $4, coverage = $5, imsi = $6, activation_window_days = $7
     where partner_id = $1 and id = $2`,
    [partnerId, queue.id, source.article, source.account, coverage, imsi, activation_window_days],
  );
  return {
    ...queue,
    template_id: source.article,
    provider: source.account,
    coverage,
    imsi,
    activation_window_days,
  };
}
