import type { Context } from '../../../context.ts';
import {
  ProviderNotReached,
  ProviderRefused,
  ProviderUnclear,
} from '../../../providers/provider.ts';
import type { Order } from './orders.ts';

/**
 * What an adapter throws in words that are none of a provider's is a mistake in it. What it was
 * about may have happened all the same, so it is unclear, and ends as such: by the schedule.
 */
export async function askProvider<T>(
  ctx: Context,
  { id, provider }: Order,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (
      error instanceof ProviderRefused ||
      error instanceof ProviderNotReached ||
      error instanceof ProviderUnclear
    )
      throw error;
    const message = error instanceof Error ? error.message : String(error);
    ctx.log.error({ order: id, provider, message }, 'an adapter failed in a way of its own');
    throw new ProviderUnclear('The adapter failed in a way of its own.', { cause: error });
  }
}
