/** GET /api/webapp/me/store: what a traveler can buy, and what they read before they pay. */
import { invalid } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { destinationName } from '../catalog/places/names.ts';
import { formatSize } from '../catalog/size.ts';
import type { Rates } from '../catalog/rates/rates.ts';
import type { Bundle, Destination } from '../catalog/types.ts';
import { toMajor } from '../money.ts';
import type { Partner } from '../partners/partner.ts';
import { sellableBundles } from '../routing/sellable-bundles.ts';
import { onSaleNow } from '../routing/supply.ts';
import type { Platform } from '../settings/store.ts';
import { currencyFor, payableIn } from './currency-of.ts';
import { openStore } from './open-store.ts';
import { priceOf } from './price-of.ts';
import { sellerName } from '../settings/seller.ts';

export type Shopper = { locale: string };
export type OffersAsked = {
  iso3?: string | undefined;
  currency?: string | undefined;
  platform: Platform;
};

export type Offer = {
  package_id: string;
  label: string;
  size: string | null;
  size_in_bytes: number | null;
  unlimited: boolean;
  duration_in_days: number;
  coverage: string[];
  traffic_policy: string | null;
  /** major units, tax included */
  price: number;
  currency: string;
};

/** Destinations with the least price of each, or all offers of one, best first. */
export function listOffers(ctx: Context, partner: Partner, who: Shopper, asked: OffersAsked) {
  openStore(ctx, partner, asked.platform);
  const rates = ctx.catalog.current().rates();
  const currencies = payableIn(partner, rates);
  const currency = chosenCurrency(currencies, who.locale, asked.currency);
  const one = asked.iso3 === undefined ? null : destinationOf(ctx, asked.iso3);
  const offersAt = (place: Destination): Offer[] =>
    offersOf(ctx, partner, place, { rates, currency });
  const { store, legal } = partner.settings;
  return {
    currency,
    currencies,
    seller: 'operator' as const,
    seller_name: sellerName(ctx),
    tax_included: true as const,
    tax_note: store.tax_note ?? null,
    terms_url: store.terms ?? legal?.terms ?? null,
    consent_required: store.consent ?? true,
    destinations: (one === null ? ctx.catalog.current().destinations : [one]).flatMap((place) => {
      const offers = offersAt(place);
      if (offers.length === 0) return [];
      return [
        {
          iso3: place.iso3,
          iso2: place.iso2,
          type: place.type,
          name: destinationName(place, who.locale),
          from_price: Math.min(...offers.map(({ price }) => price)),
          offers: one === null ? [] : offers,
        },
      ];
    }),
  };
}

/** Throws `invalid_request`. */
export function chosenCurrency(
  currencies: readonly string[],
  locale: string,
  asked: string | undefined,
): string {
  const currency = currencyFor(currencies, locale, asked);
  if (currency !== null) return currency;
  const issue = `expected one of ${currencies.join(', ')}, got "${asked}"`;
  throw invalid([{ field: 'currency', issue }]);
}

function destinationOf(ctx: Context, iso3: string): Destination {
  const place = ctx.catalog.current().byIso3(iso3.toUpperCase());
  if (place !== null) return place;
  const issue = `expected an alpha-3 code or the id of a region, got "${iso3}"`;
  throw invalid([{ field: 'iso3', issue }]);
}

type Priced = { rates: Rates; currency: string };

/** What can be put on the universal eSIM, the one most people want first. */
function offersOf(ctx: Context, partner: Partner, place: Destination, how: Priced): Offer[] {
  const onSale = onSaleNow(ctx, partner);
  const sold = sellableBundles(ctx, partner, place)
    .filter((bundle) => onSale.isSold(bundle, 'universal', null))
    .flatMap((bundle) => {
      const price = priceOf(partner, bundle, how.rates, how.currency);
      return price === null ? [] : [{ bundle, price: toMajor(price) }];
    });
  return sold
    .sort((a, b) => isBefore(a, b))
    .map(({ bundle, price }) => viewOffer(bundle, price, how.currency));
}

type Sold = { bundle: Bundle; price: number };

/** By the catalog's own order of preference, then what is cheaper. */
const isBefore = (a: Sold, b: Sold): number =>
  a.bundle.priority - b.bundle.priority ||
  a.price - b.price ||
  (a.bundle.id < b.bundle.id ? -1 : 1);

const viewOffer = (bundle: Bundle, price: number, currency: string): Offer => ({
  package_id: bundle.id,
  label: bundle.label,
  size: bundle.bytes === null ? null : formatSize(bundle.bytes),
  size_in_bytes: bundle.bytes,
  unlimited: bundle.bytes === null,
  duration_in_days: bundle.duration_days,
  coverage: bundle.coverage,
  traffic_policy: bundle.traffic_policy,
  price,
  currency,
});
