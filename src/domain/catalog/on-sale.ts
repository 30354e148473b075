/**
 * What of the catalog this installation can sell: active bundles of active destinations whose telco
 * is connected.
 */
import type { Context } from '../../context.ts';
import type { Bundle, Destination } from './types.ts';

export const sellableBundles = (
  { catalog, providers }: Pick<Context, 'catalog' | 'providers'>,
  destination: Destination,
): readonly Bundle[] =>
  destination.is_active
    ? catalog
        .current()
        .bundlesOf(destination.id)
        .filter((bundle) => providers.has(bundle.template.provider))
    : [];
