/**
 * What there is to choose from: the catalog, the telcos that are connected, the partner's prices.
 */
import type { Context } from '../../context.ts';
import type { Catalog } from '../catalog/store.ts';
import type { Bundle } from '../catalog/types.ts';
import type { Partner } from '../partners/partner.ts';
import type { Covers } from './covers.ts';

export type PriceOf = (bundle: Bundle) => { b2b: number; b2c: number };

export type Market = {
  catalog: Catalog;
  providers: ReadonlySet<string>;
  priceOf: PriceOf;
  /** of the request, where several countries may be named */
  covers?: Covers;
};

export const marketOf = (ctx: Context, partner: Partner): Market => ({
  catalog: ctx.catalog.current(),
  providers: new Set(ctx.providers.keys()),
  priceOf: (bundle) => partner.prices.of(bundle),
});
