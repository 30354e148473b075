/** What a partner can sell, bundle by bundle: its net price, the recommended one, and its own. */
import { pageOf, placeOf, type PageSize, type Paging } from '../../../input/paging.ts';
import type { Context } from '../../../context.ts';
import { destinationName } from '../../catalog/places/names.ts';
import { formatSize } from '../../catalog/size.ts';
import type { Bundle, Destination, PackageType } from '../../catalog/types.ts';
import { toMajor } from '../../money.ts';
import { sellableBundles } from '../../routing/sellable-bundles.ts';
import type { Partner } from '../partner.ts';

export const PRICES_PAGE: PageSize = { most: 500, usual: 50 };

export type PriceFilters = {
  /** as `GET /api/destinations/{id}` takes it */
  destination?: string | undefined;
  package_type?: PackageType | undefined;
  /** whether the partner set a price itself */
  own?: 'set' | 'none' | undefined;
  /** in the destination's name, a bundle's id or its label */
  q?: string | undefined;
};

type Offered = { destination: Destination; bundle: Bundle };

export function listPrices(
  ctx: Context,
  partner: Partner,
  { cursor, limit = PRICES_PAGE.usual, ...filters }: PriceFilters & Paging,
) {
  const after = placeOf(cursor, readPlace);
  const fitting = offered(ctx, partner, filters);
  const rest = after === null ? fitting : fitting.filter((one) => isBefore(after, placeIn(one)));
  const { page, next_cursor } = pageOf(rest, limit, (one) => JSON.stringify(placeIn(one)));
  return { prices: page.map((one) => viewPrice(partner, one)), next_cursor };
}

export const allPrices = (ctx: Context, partner: Partner, filters: PriceFilters) =>
  offered(ctx, partner, filters).map((one) => viewPrice(partner, one));

export type PriceView = ReturnType<typeof viewPrice>;

function viewPrice(partner: Partner, { destination, bundle }: Offered) {
  const { b2b, b2c, recommended, own } = partner.prices.of(bundle);
  const { currency } = bundle;
  const major = (minor: number): number => toMajor({ minor, currency });
  return {
    bundle_id: bundle.id,
    destination: destination.id,
    destination_name: destinationName(destination, partner.settings.locale),
    package_type: bundle.type,
    label: bundle.label,
    size: bundle.bytes === null ? null : formatSize(bundle.bytes),
    size_in_bytes: bundle.bytes,
    duration_in_days: bundle.duration_days,
    b2b_price: major(b2b),
    recommended_price: major(recommended),
    own_price: own === null ? null : major(own),
    b2c_price: major(b2c),
    currency,
  };
}

function offered(ctx: Context, partner: Partner, filters: PriceFilters): Offered[] {
  const catalog = ctx.catalog.current();
  const { destination: wanted, package_type: type, own, q } = filters;
  const only = wanted === undefined ? null : (catalog.byId(wanted) ?? catalog.byIso3(wanted));
  if (wanted !== undefined && only === null) return [];
  const needle = q?.trim().toLowerCase();
  const said = (place: Destination, bundle: Bundle): string =>
    `${place.name} ${destinationName(place, partner.settings.locale)} ${place.iso3} ${bundle.id} ${bundle.label}`;
  return (only === null ? catalog.destinations : [only])
    .flatMap((destination) =>
      sellableBundles(ctx, partner, destination)
        .filter((bundle) => type === undefined || bundle.type === type)
        .filter(
          (bundle) =>
            own === undefined || (partner.prices.of(bundle).own === null) === (own === 'none'),
        )
        .filter(
          (bundle) =>
            needle === undefined || said(destination, bundle).toLowerCase().includes(needle),
        )
        .map((bundle) => ({ destination, bundle })),
    )
    .sort((a, b) => (isBefore(placeIn(a), placeIn(b)) ? -1 : 1));
}

/** Where a bundle stands: by the destination's English name, then from the smallest to the largest. */
type Place = readonly [string, string, number, number, string];

const placeIn = ({ destination, bundle }: Offered): Place => [
  destination.name,
  bundle.type,
  // As JSON has it, which knows no infinity.
  bundle.bytes ?? Number.MAX_SAFE_INTEGER,
  bundle.duration_days,
  bundle.id,
];

function isBefore(a: Place, b: Place): boolean {
  const at = a.findIndex((part, i) => part !== b[i]);
  return at !== -1 && a[at]! < b[at]!;
}

const KINDS = ['string', 'string', 'number', 'number', 'string'];

/** Null where the text is the place of no bundle. */
function readPlace(text: string): Place | null {
  try {
    const place: unknown = JSON.parse(text);
    const isPlace =
      Array.isArray(place) &&
      place.length === KINDS.length &&
      KINDS.every((kind, i) => typeof place[i] === kind);
    return isPlace ? (place as unknown as Place) : null;
  } catch {
    return null;
  }
}
