/**
 * In which of the partner's currencies a traveler is shown prices: the one that is asked for, else
 * that of the region of their language, else the first.
 */
import type { Rates } from '../catalog/rates/rates.ts';
import type { Partner } from '../partners/partner.ts';

/** Of regions as language tags name them; those that are not here pay in the partner's first. */
const REGIONS: Readonly<Record<string, string>> = {
  AED: 'AE',
  AUD: 'AU',
  BRL: 'BR',
  CAD: 'CA',
  CHF: 'CH LI',
  CLP: 'CL',
  CNY: 'CN',
  COP: 'CO',
  CZK: 'CZ',
  DKK: 'DK GL FO',
  EUR: 'AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK',
  GBP: 'GB',
  HKD: 'HK',
  HUF: 'HU',
  IDR: 'ID',
  ILS: 'IL',
  INR: 'IN',
  JPY: 'JP',
  KRW: 'KR',
  MKD: 'MK',
  MXN: 'MX',
  MYR: 'MY',
  NOK: 'NO',
  NZD: 'NZ',
  PHP: 'PH',
  PLN: 'PL',
  RON: 'RO',
  SAR: 'SA',
  SEK: 'SE',
  SGD: 'SG',
  THB: 'TH',
  TRY: 'TR',
  TWD: 'TW',
  UAH: 'UA',
  USD: 'US PR',
  VND: 'VN',
  ZAR: 'ZA',
};
const BY_REGION = new Map(
  Object.entries(REGIONS).flatMap(([currency, regions]) =>
    regions.split(' ').map((region): [string, string] => [region, currency]),
  ),
);

/** Those in which there is a price: the catalog's own, and what there is a rate for. */
export function payableIn(partner: Partner, rates: Rates): readonly string[] {
  const wanted = partner.settings.store.currencies ?? [rates.to];
  const usable = wanted.filter((code) => code === rates.to || rates.inForce.has(code));
  return usable.length > 0 ? usable : [rates.to];
}

/** Null: what is asked for is none of them. `locale`: a language tag, perhaps with a region. */
export function currencyFor(
  payable: readonly string[],
  locale: string | null,
  asked: string | undefined,
): string | null {
  if (asked !== undefined) return payable.includes(asked) ? asked : null;
  const region = /^[a-z]{2,3}(?:-[a-z]{4})?-([a-z]{2})(?:-|$)/i.exec(locale ?? '')?.[1];
  const usual = region === undefined ? undefined : BY_REGION.get(region.toUpperCase());
  return usual !== undefined && payable.includes(usual) ? usual : payable[0]!;
}
