/** At the moment of ordering: which account makes an eSIM, and which source a package comes from. */
import { AppError } from '../../../errors.ts';
import type { Source } from '../../catalog/types.ts';
import type { Scope } from '../../partners/scope.ts';
import type { Onto } from '../../routing/supply.ts';
import { openQueues, setAccount } from './reroute.ts';
import { moveQueue, rankForQueues, type SourcedQueue } from './source-of-queue.ts';

/**
 * The account for a traveler's first eSIM. As long as the planned one is the best for the queue at
 * hand, nothing is read: it was planned for all that the traveler has. Else it must have a source
 * for every open queue.
 */
export async function accountForNew(
  { ctx, tx, partner }: Scope,
  travelerId: string,
  queue: SourcedQueue,
): Promise<string> {
  const onto = { esimType: 'universal', account: null } as const;
  const best = rankForQueues({ ctx, partner }, [queue], onto, travelerId)[0]?.account.name;
  if (best === undefined || best === queue.provider) return queue.provider;
  const open = await openQueues(tx, partner.id, travelerId);
  const account =
    rankForQueues({ ctx, partner }, open, onto, travelerId)[0]?.account.name ?? queue.provider;
  if (account !== queue.provider) await setAccount(tx, partner.id, travelerId, account);
  return account;
}

/** A queue for an eSIM of its own, with the source that is taken now. */
export async function forNewEsim<Q extends SourcedQueue>(
  { ctx, tx, partner }: Scope,
  travelerId: string,
  queue: Q,
): Promise<Q> {
  const onto = { esimType: 'classic', account: null } as const;
  const source = rankForQueues({ ctx, partner }, [queue], onto, travelerId)[0]?.sources[0];
  return source === undefined ? queue : moveQueue(tx, partner.id, queue, source);
}

/**
 * The source of a package for an eSIM of this account; the queue follows it. Throws
 * `provider_conflict` where the account delivers nothing of the bundle.
 */
export async function forAccount(
  { ctx, tx, partner }: Scope,
  travelerId: string,
  queue: SourcedQueue,
  onto: Onto,
): Promise<Source> {
  const source = rankForQueues({ ctx, partner }, [queue], onto, travelerId)[0]?.sources[0];
  if (source === undefined)
    throw new AppError(
      'provider_conflict',
      "The traveler's eSIM belongs to a provider that does not offer this package.",
    );
  await moveQueue(tx, partner.id, queue, source);
  return source;
}
