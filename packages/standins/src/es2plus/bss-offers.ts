/** What the BSS sells. */
import type { Body, BssControl } from './bss-types.ts';

/** An offering with its price in it, or a reference to it. */
export function priced({ prices }: BssControl, offering: Body): Body {
  const [price] = (offering['productOfferingPrice'] ?? []) as Body[];
  return prices === 'inline' || price === undefined
    ? offering
    : { ...offering, productOfferingPrice: [{ id: price['id'] }] };
}

export const priceOf = (offerings: ReadonlyMap<string, Body>, id: string): Body | null =>
  [...offerings.values()]
    .flatMap((one) => (one['productOfferingPrice'] ?? []) as Body[])
    .find((price) => price['id'] === id) ?? null;

/** The example of the catalog, and a second one. */
export const offering = (
  id: string,
  {
    gb = 1,
    days = 7,
    place = 'ES',
    price = 1.9,
  }: { gb?: number; days?: number; place?: string; price?: number } = {},
): Body => ({
  id,
  href: `/productOffering/${id}`,
  name: `${place} ${gb} GB ${days} days`,
  isSellable: true,
  isBundle: false,
  lifecycleStatus: 'Active',
  version: '1.2',
  lastUpdate: '2026-11-01T00:00:00Z',
  productSpecification: { id: 'ps-travel-data' },
  place: [{ id: place, name: place }],
  prodSpecCharValueUse: [
    {
      name: 'dataVolume',
      valueType: 'number',
      productSpecCharacteristicValue: [{ value: gb, unitOfMeasure: 'GB', isDefault: true }],
    },
    {
      name: 'validityDays',
      valueType: 'number',
      productSpecCharacteristicValue: [{ value: days, unitOfMeasure: 'day' }],
    },
  ],
  productOfferingPrice: [
    {
      id: `pop-${id}`,
      name: 'price',
      priceType: 'oneTime',
      price: { unit: 'EUR', value: price },
    },
  ],
});

export const OFFERS: Body[] = [
  offering('po-es-1gb-7d'),
  offering('po-fr-5gb-30d', { gb: 5, days: 30, place: 'FR', price: 7.5 }),
];
