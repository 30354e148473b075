/**
 * What is ordered for a queue, and of whom: a package for the eSIM that is there, or an eSIM, with
 * the package where its provider makes none without.
 */
import type { Scope } from '../../partners/scope.ts';
import { beginReplacement } from '../replacing/begin-replacement.ts';
import { comesEmpty } from '../replacing/comes-empty.ts';
import { canServe, moveBeside } from './beside-universal.ts';
import { currentUniversal, type Esim } from './current-universal.ts';
import { fittingClassic } from './fitting-classic.ts';
import { intend } from './intend-order.ts';
import { redemptionReference } from './order-reference.ts';
import type { Order } from './orders.ts';
import type { Queue } from './queue.ts';
import { accountForNew, forAccount, forNewEsim } from './settle-source.ts';
import { plannedSource, templateOrder } from './source-of-queue.ts';

/** Under the locks of the traveler and the queue. Undefined: the same intent is there already. */
export const intendForQueue = (
  scope: Scope,
  travelerId: string,
  queue: Queue,
): Promise<Order | undefined> =>
  (queue.esim_type === 'universal' ? intendUniversal : intendClassic)(scope, travelerId, queue);

/** By itself, which counts for nothing. */
const DELETED = { reason: 'deleted', isCounted: false } as const;

async function intendUniversal(
  scope: Scope,
  travelerId: string,
  queue: Queue,
): Promise<Order | undefined> {
  const esim = await currentUniversal(scope, travelerId);
  // No redemption waits for old packages to end: what was never used on a deleted eSIM comes over
  // to its successor.
  if (esim?.status === 'DELETED' && !comesEmpty(scope.ctx, esim.provider)) {
    // It comes with this package, and is the one that what is brought over joins.
    await beginReplacement(scope, esim, DELETED);
    return intendUniversal(scope, travelerId, queue);
  }
  if (esim !== null && !canServe(scope, queue, esim.provider)) {
    const moved = await moveBeside(scope, travelerId, queue, new Set([esim.provider]));
    if (moved !== null) return intendOnClassic(scope, travelerId, moved);
  }
  if (esim?.status === 'DELETED')
    return (await beginReplacement(scope, esim, DELETED))?.order ?? undefined;
  if (esim !== null) return intendPackage(scope, travelerId, queue, esim);
  const provider = await accountForNew(scope, travelerId, queue);
  if (comesEmpty(scope.ctx, provider))
    return intend(scope, { travelerId, kind: 'create_esim', provider });
  const onto = { esimType: 'universal', account: provider } as const;
  const source = await forAccount(scope, travelerId, queue, onto);
  return intend(scope, {
    travelerId,
    kind: 'create_esim',
    provider,
    reference: redemptionReference(queue),
    queueId: queue.id,
    template: templateOrder(source),
    isUniversal: true,
  });
}

const intendClassic = async (
  scope: Scope,
  travelerId: string,
  queue: Queue,
): Promise<Order | undefined> =>
  intendOnClassic(scope, travelerId, await forNewEsim(scope, travelerId, queue));

/** From the source that stands on the queue: onto an eSIM that is there, else together with one. */
async function intendOnClassic(
  scope: Scope,
  travelerId: string,
  queue: Queue,
): Promise<Order | undefined> {
  const fitting = await fittingClassic(scope, travelerId, queue);
  if (fitting !== undefined) return intendPackage(scope, travelerId, queue, fitting);
  return intend(scope, {
    travelerId,
    kind: 'create_esim',
    provider: queue.provider,
    reference: redemptionReference(queue),
    queueId: queue.id,
    template: templateOrder(plannedSource(scope.ctx, queue)),
  });
}

async function intendPackage(
  scope: Scope,
  travelerId: string,
  queue: Queue,
  esim: Esim,
): Promise<Order | undefined> {
  const onto = { esimType: esim.type, account: esim.provider };
  const source = await forAccount(scope, travelerId, queue, onto);
  return intend(scope, {
    travelerId,
    kind: 'add_package',
    provider: esim.provider,
    reference: redemptionReference(queue),
    queueId: queue.id,
    esim,
    template: templateOrder(source),
  });
}
