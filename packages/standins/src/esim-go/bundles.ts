/** What the stand-in sells, in eSIM Go's own words; `mb` and `price` in the account's currency. */
export type Bundle = {
  name: string;
  description: string;
  group: string;
  countries: { name: string; region: string; iso: string }[];
  /** countries of a bundle that is for a region */
  roaming: { name: string; region: string; iso: string }[];
  /** ignored when unlimited */
  mb: number;
  days: number;
  unlimited: boolean;
  price: number;
  /** eSIMs of another profile do not take it */
  profileName: string;
};

const SPAIN = { name: 'Spain', region: 'Europe', iso: 'ES' };
const FRANCE = { name: 'France', region: 'Europe', iso: 'FR' };
const JAPAN = { name: 'Japan', region: 'Asia', iso: 'JP' };

const fixed = {
  group: 'Standard Fixed',
  roaming: [],
  unlimited: false,
  profileName: 'esim-a',
} satisfies Partial<Bundle>;

export const BUNDLES: readonly Bundle[] = [
  {
    ...fixed,
    name: 'esim_1GB_7D_ES_V2',
    description: 'eSIM, 1GB, 7 Days, Spain, V2',
    countries: [SPAIN],
    mb: 1_000,
    days: 7,
    price: 1.9,
  },
  {
    ...fixed,
    name: 'esim_5GB_30D_ES_V2',
    description: 'eSIM, 5GB, 30 Days, Spain, V2',
    countries: [SPAIN],
    mb: 5_000,
    days: 30,
    price: 6.5,
  },
  {
    ...fixed,
    name: 'esim_3GB_30D_REUP_V2',
    description: 'eSIM, 3GB, 30 Days, Europe, V2',
    countries: [{ name: 'Europe', region: 'Europe', iso: 'REUP' }],
    roaming: [SPAIN, FRANCE],
    mb: 3_000,
    days: 30,
    price: 7.155,
  },
  {
    ...fixed,
    name: 'esim_1GB_7D_JP_V2',
    description: 'eSIM, 1GB, 7 Days, Japan, V2',
    countries: [JAPAN],
    mb: 1_000,
    days: 7,
    price: 2.3,
    profileName: 'esim-b',
  },
  ...(
    [
      ['esim_UL_1D_ES_V2', 'Standard Unlimited Lite', 2.1],
      ['esim_ULE_1D_ES_V2', 'Standard Unlimited Essential', 2.6],
      ['esim_ULP_1D_ES_V2', 'Standard Unlimited Plus', 3.4],
    ] as const
  ).map(([name, group, price]) => ({
    ...fixed,
    name,
    group,
    description: `eSIM, ${group.replace('Standard ', '')}, 1 Day, Spain, V2`,
    countries: [SPAIN],
    mb: 0,
    days: 1,
    unlimited: true,
    price,
  })),
];
