/**
 * A choice as it is written on a queue or code: bundle and price stay what they were when it was
 * chosen. What is of the source is a plan: it is chosen anew when the package is ordered.
 */
import type { PriceOf } from './market.ts';
import type { Catalog } from '../catalog/store.ts';
import type { Bundle, PackageType, Source } from '../catalog/types.ts';

/** A bundle with the source that would deliver it now; `covers` as in `Choice`. */
export type SourcedChoice = { bundle: Bundle; source: Source; covers: string[] | null };

/** Columns of package_queues; all null where the bundle is chosen later. Prices in minor units. */
export type Frozen = {
  bundle_id: string | null;
  template_id: string | null;
  provider: string | null;
  destination_id: string | null;
  iso3: string | null;
  coverage: string[] | null;
  covers: string[] | null;
  package_type: PackageType;
  bytes: number | null;
  duration_days: number | null;
  traffic_policy: string | null;
  imsi: string | null;
  activation_window_days: number | null;
  b2b_price: number | null;
  b2c_price: number | null;
  currency: string | null;
};

/** What of it people are shown: where it works, how much it holds, for how long. */
export type ChosenPackage = Pick<
  Frozen,
  'destination_id' | 'iso3' | 'covers' | 'package_type' | 'bytes' | 'duration_days'
>;

export function frozen(
  catalog: Catalog,
  priceOf: PriceOf,
  { bundle, source, covers }: SourcedChoice,
): Frozen {
  const price = priceOf(bundle);
  return {
    bundle_id: bundle.id,
    template_id: source.article,
    provider: source.account,
    destination_id: bundle.destination,
    iso3: catalog.byId(bundle.destination)!.iso3,
    coverage: source.coverage,
    covers,
    package_type: bundle.type,
    bytes: bundle.bytes,
    duration_days: bundle.duration_days,
    traffic_policy: bundle.traffic_policy,
    imsi: source.imsi,
    activation_window_days: source.activation_window_days,
    b2b_price: price.b2b,
    b2c_price: price.b2c,
    currency: bundle.currency,
  };
}

/** What was asked for, of a bundle that is chosen later. */
export const unfrozen = (
  criteria: Pick<Frozen, 'package_type' | 'bytes' | 'duration_days' | 'traffic_policy'>,
): Frozen => ({
  bundle_id: null,
  template_id: null,
  provider: null,
  destination_id: null,
  iso3: null,
  coverage: null,
  covers: null,
  imsi: null,
  activation_window_days: null,
  b2b_price: null,
  b2c_price: null,
  currency: null,
  ...criteria,
});
