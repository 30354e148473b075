/**
 * Once a traveler's universal eSIM exists its account is final. A package that this account cannot
 * deliver waits, or (the partner's setting `esim_on_failover`) comes on a classic eSIM of another
 * account: beside the universal one, which stays the one.
 */
import type { Context } from '../../../context.ts';
import type { Scope } from '../../partners/scope.ts';
import { supplyOf } from '../../routing/supply.ts';
import { whyOutForLong } from '../../suppliers/routable-accounts.ts';
import { moveQueue, rankForQueues, sourcesKeeping, type SourcedQueue } from './source-of-queue.ts';

/**
 * Whether an account takes no orders until somebody does something about it. A pause of seconds
 * after failures, or being asked to come later, is not worth another eSIM.
 */
export function isOutForLong(ctx: Pick<Context, 'suppliers'>, name: string): boolean {
  const account = ctx.suppliers.find(name);
  return account === undefined || whyOutForLong(ctx, account) !== null;
}

/** Whether the account of a universal eSIM delivers the package, as far as is known beforehand. */
export const canServe = (
  { ctx, partner }: Pick<Scope, 'ctx' | 'partner'>,
  queue: SourcedQueue,
  account: string,
): boolean =>
  !isOutForLong(ctx, account) &&
  sourcesKeeping(ctx, supplyOf(ctx, partner).onSale, queue, { esimType: 'universal', account })
    .length > 0;

/**
 * The queue with the source of another account written onto it, none of `not`; null where the
 * partner does not want that, or no other account can deliver now. The queue is locked.
 */
export async function moveBeside<Q extends SourcedQueue>(
  { ctx, tx, partner }: Scope,
  travelerId: string,
  queue: Q,
  not: ReadonlySet<string>,
): Promise<Q | null> {
  if (partner.settings.esim_on_failover !== 'new_esim') return null;
  const onto = { esimType: 'classic', account: null } as const;
  const next = rankForQueues({ ctx, partner }, [queue], onto, travelerId).find(
    ({ account }) => !not.has(account.name) && account.takesNew && account.outBecause === null,
  );
  return next === undefined ? null : moveQueue(tx, partner.id, queue, next.sources[0]!);
}
