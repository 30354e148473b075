/**
 * What is ordered for a queue, and of whom: a package for the eSIM that is there, or an eSIM, with
 * the package where its provider makes none without.
 */
import type { Scope } from '../../partners/scope.ts';
import { archiveEsim } from '../archive-esim.ts';
import { beginReplacement } from '../replacing/begin-replacement.ts';
import { currentUniversal, ESIM_FIELDS, type Esim } from './current-universal.ts';
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

/** Whether the provider makes profiles without a package; one that is gone is not asked. */
const canBeEmpty = ({ ctx }: Scope, provider: string): boolean =>
  ctx.providers.get(provider)?.can.emptyProfile ?? true;

async function intendUniversal(
  scope: Scope,
  travelerId: string,
  queue: Queue,
): Promise<Order | undefined> {
  const esim = await currentUniversal(scope, travelerId);
  // No redemption waits for old packages to end: what was never used on a deleted eSIM comes over
  // to its successor.
  if (esim?.status === 'DELETED' && !canBeEmpty(scope, esim.provider)) {
    // A profile that comes with its first package cannot be made ahead of what is brought over.
    await archiveEsim(scope.tx, scope.partner.id, esim.id, scope.now);
    return intendUniversal(scope, travelerId, queue);
  }
  if (esim?.status === 'DELETED')
    return (await beginReplacement(scope, esim, { reason: 'deleted', isCounted: false }))?.order;
  if (esim !== null) return intendPackage(scope, travelerId, queue, esim);
  const provider = await accountForNew(scope, travelerId, queue);
  if (canBeEmpty(scope, provider))
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

/**
 * Section 8 of docs/contract.md: the newest of the traveler's classic eSIMs with the same provider
 * and IMSI plan takes it; where there is none, a new one is ordered together with the package.
 */
async function intendClassic(
  scope: Scope,
  travelerId: string,
  booked: Queue,
): Promise<Order | undefined> {
  const { ctx, tx, partner } = scope;
  const queue = await forNewEsim(scope, travelerId, booked);
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
    reference: redemptionReference(queue),
    queueId: queue.id,
    template: templateOrder(plannedSource(ctx, queue)),
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
