/**
 * What of the catalog this installation can sell: active bundles of active destinations that a
 * supplier account delivers.
 */
import type { Context } from '../../context.ts';
import type { Bundle, Destination } from '../catalog/types.ts';
import type { Buyer } from './accounts-serving.ts';
import { onSaleNow } from './supply.ts';

export const sellableBundles = (
  ctx: Pick<Context, 'catalog' | 'suppliers'>,
  buyer: Buyer,
  destination: Destination,
): readonly Bundle[] =>
  destination.is_active ? onSaleNow(ctx, buyer).bundlesOf(destination.id) : [];
