/** What the stand-in sells where it is not told otherwise. */
import type { Package } from './types.ts';

const GB = 2 ** 30;

/** A row of the catalog; `of` says what differs from a gigabyte for a week. */
export function makePackage(
  of: Pick<Package, 'packageCode' | 'slug' | 'name' | 'location'> & Partial<Package>,
): Package {
  return {
    price: 9_000,
    currencyCode: 'USD',
    retailPrice: 18_000,
    volume: GB,
    duration: 7,
    durationUnit: 'DAY',
    unusedValidTime: 180,
    activeType: 2,
    dataType: 1,
    smsStatus: 0,
    speed: '4G/5G',
    ipExport: 'UK',
    supportTopUpType: 2,
    fupPolicy: '',
    favorite: true,
    locationCode: of.location,
    description: of.name,
    locationNetworkList: of.location.split(',').map((code) => ({
      locationName: code,
      locationLogo: `/img/flags/${code.toLowerCase()}.png`,
      operatorList: [{ operatorName: 'Uno', networkType: '5G' }],
    })),
    ...of,
  };
}

const EUROPE = 'AT,BE,DE,ES,FR,IT,NL,PT';

export const PACKAGES: readonly Package[] = [
  makePackage({ packageCode: 'PHES1', slug: 'ES_1_7', name: 'Spain 1GB 7Days', location: 'ES' }),
  makePackage({
    packageCode: 'PHES5',
    slug: 'ES_5_30',
    name: 'Spain 5GB 30Days',
    location: 'ES',
    volume: 5 * GB,
    duration: 30,
    price: 32_050,
  }),
  makePackage({
    packageCode: 'PHUS3',
    slug: 'US_3_30',
    name: 'United States 3GB 30Days',
    location: 'US',
    volume: 3 * GB,
    duration: 30,
    price: 41_000,
    activeType: 1,
    supportTopUpType: 1,
  }),
  makePackage({
    packageCode: 'PHEU10',
    slug: 'EU-8_10_30',
    name: 'Europe (8 areas) 10GB 30Days',
    location: EUROPE,
    locationCode: 'EU-8',
    volume: 10 * GB,
    duration: 30,
    price: 98_000,
  }),
  makePackage({
    packageCode: 'PHFRD1',
    slug: 'FR_1_Daily',
    name: 'France 1GB/Day FUP1Mbps',
    location: 'FR',
    dataType: 2,
    duration: 1,
    price: 12_000,
    supportTopUpType: 3,
    fupPolicy: '1 Mbps',
  }),
];

export const TOPUP_PREFIX = 'TOPUP_';

export const topUpOf = (of: Package): Package => ({
  ...of,
  packageCode: TOPUP_PREFIX + of.packageCode,
});
