/**
 * What there is to choose from: the catalog, what suppliers deliver of it, the partner's prices.
 */
import type { Context } from '../../context.ts';
import type { Catalog } from '../catalog/store.ts';
import type { Bundle } from '../catalog/types.ts';
import type { Partner } from '../partners/partner.ts';
import { supplyOf, type Supply } from '../routing/supply.ts';
import type { Covers } from './covers.ts';

export type PriceOf = (bundle: Bundle) => { b2b: number; b2c: number };

export type Market = Supply & {
  catalog: Catalog;
  priceOf: PriceOf;
  /** of the request, where several countries may be named */
  covers?: Covers;
};

export const marketOf = (ctx: Context, partner: Partner): Market => ({
  ...supplyOf(ctx, partner),
  catalog: ctx.catalog.current(),
  priceOf: (bundle) => partner.prices.of(bundle),
});
