/** The catalog as a partner sees it: with its own prices and in its language. */
import { createHash } from 'node:crypto';
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { toMajor } from '../money.ts';
import type { Partner } from './partner.ts';
import { resolveLocale } from '../catalog/locales.ts';
import { destinationName } from '../catalog/places/names.ts';
import { sellableBundles } from '../routing/sellable-bundles.ts';
import { onSaleNow } from '../routing/supply.ts';
import { formatSize } from '../catalog/size.ts';
import type { Catalog } from '../catalog/store.ts';
import type { OnSale } from '../catalog/on-sale.ts';
import type { Bundle, Destination } from '../catalog/types.ts';

/** What is asked for: all destinations, or those of a type, or one. */
type Asked = { locale: string } & ({ type: string | null } | { destination: string });

/**
 * A strong ETag: content of the catalog, the accounts that deliver it, the partner's prices, and what shapes the answer. Also the
 * name under which an answer is kept, so no two answers have the same.
 */
const etagOf = (catalog: Catalog, partner: Partner, accounts: string, asked: Asked): string =>
  `"${createHash('sha256')
    .update(JSON.stringify([catalog.hash, partner.id, partner.prices.version, accounts, asked]))
    .digest('base64url')
    .slice(0, 27)}"`;

function view(ctx: Context, partner: Partner, destination: Destination, locale: string) {
  const prices = sellableBundles(ctx, partner, destination).map((b) => partner.prices.of(b).b2b);
  const { currency } = ctx.catalog.current();
  return {
    id: destination.id,
    name: destination.name,
    i18n_name: destinationName(destination, locale),
    type: destination.type,
    iso2: destination.iso2,
    iso3: destination.iso3,
    iso3s: destination.iso3s,
    tier: destination.tier,
    // A shop window shows what can be bought: without a bundle of a connected telco there is
    // nothing.
    is_active: prices.length > 0,
    from_price: prices.length === 0 ? null : toMajor({ minor: Math.min(...prices), currency }),
    currency,
  };
}

export function viewBundle(partner: Partner, onSale: OnSale, b: Bundle) {
  const price = partner.prices.of(b);
  const { currency } = b;
  return {
    id: b.id,
    type: b.type,
    label: b.label,
    size: b.bytes === null ? null : formatSize(b.bytes),
    size_in_bytes: b.bytes,
    duration_in_days: b.duration_days,
    coverage: b.coverage,
    esim_types: onSale.typesOf(b),
    unlimited: b.bytes === null,
    traffic_policy: b.traffic_policy,
    throttling: b.throttling,
    b2b_price: toMajor({ minor: price.b2b, currency }),
    b2c_price: toMajor({ minor: price.b2c, currency }),
    currency,
  };
}

export type Listed = {
  etag: string;
  locale: string;
  /** what is listed, as JSON; null: the caller's copy is current */
  json: string | null;
};

const localeOf = (partner: Partner, asked: string | undefined): string => {
  const { locale, requestedValid } = resolveLocale(
    asked ?? partner.settings.locale,
    partner.settings.locale,
  );
  if (asked !== undefined && !requestedValid) {
    throw new AppError(
      'invalid_request',
      `locale: expected a language tag such as es or es-ES, got "${asked}"`,
      { details: [{ field: 'locale', issue: `expected a language tag, got "${asked}"` }] },
    );
  }
  return locale;
};

export function listDestinations(
  ctx: Context,
  partner: Partner,
  query: { locale?: string | undefined; type?: string | undefined },
  known: (etag: string) => boolean,
): Listed {
  const catalog = ctx.catalog.current();
  const onSale = onSaleNow(ctx, partner);
  const locale = localeOf(partner, query.locale);
  const etag = etagOf(catalog, partner, onSale.key, {
    locale,
    type: query.type ?? null,
  });
  if (known(etag)) return { etag, locale, json: null };
  const make = (): object[] =>
    catalog.destinations
      .filter((d) => query.type === undefined || d.type === query.type)
      .map((d) => view(ctx, partner, d, locale));
  return { etag, locale, json: ctx.shownCatalogs.get(etag, make) };
}

export function getDestination(
  ctx: Context,
  partner: Partner,
  id: string,
  query: { locale?: string | undefined },
  known: (etag: string) => boolean,
): Listed {
  const catalog = ctx.catalog.current();
  const onSale = onSaleNow(ctx, partner);
  const locale = localeOf(partner, query.locale);
  const destination = catalog.byId(id) ?? catalog.byIso3(id);
  if (destination === null)
    throw new AppError('destination_not_found', 'There is no such destination.');
  const etag = etagOf(catalog, partner, onSale.key, {
    locale,
    destination: destination.id,
  });
  if (known(etag)) return { etag, locale, json: null };
  const make = (): object => ({
    ...view(ctx, partner, destination, locale),
    bundles: sellableBundles(ctx, partner, destination).map((b) => viewBundle(partner, onSale, b)),
  });
  return { etag, locale, json: ctx.shownCatalogs.get(etag, make) };
}
