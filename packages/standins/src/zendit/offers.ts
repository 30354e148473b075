/** What the stand-in sells. */

/** As it stands on the wire. */
export type Offer = {
  offerId: string;
  productType: string;
  subTypes: string[];
  brand: string;
  brandName: string;
  /** alpha-2, empty for regional offers */
  country: string;
  regions: string[];
  roaming: { country: string; dataSpeeds: string[] }[];
  dataGB: number;
  dataUnlimited: boolean;
  dataSpeeds: string[];
  durationDays: number;
  voiceMinutes: number;
  voiceUnlimited: boolean;
  smsNumber: number;
  smsUnlimited: boolean;
  enabled: boolean;
  notes: string;
  shortNotes: string;
  priceType: string;
  cost: Price & { feePct: number; discount: number };
  price: Price & {
    suggestedFixed: number;
    suggestedFx: number;
    margin: number;
    increment: number;
  };
  createdAt: string;
  updatedAt: string;
};

type Price = {
  currency: string;
  currencyDivisor: number;
  fixed: number;
  fee: number;
  fx: number;
  min: number;
  max: number;
};

type Sketch = Partial<Offer> & { offerId: string; costMinor: number };

/** An offer with what is the same for all. */
export function makeOffer({ costMinor, ...sketch }: Sketch): Offer {
  const dataGB = sketch.dataGB ?? 1;
  const durationDays = sketch.durationDays ?? 7;
  const price = { currency: 'USD', currencyDivisor: 100, fee: 0, fx: 1, min: 0, max: 0 };
  const retail = Math.ceil((costMinor * 5) / 3);
  return {
    productType: 'ESIM',
    subTypes: ['Mobile Data'],
    brand: 'acme',
    brandName: 'Acme eSIM',
    country: '',
    regions: [],
    roaming: [],
    dataGB,
    dataUnlimited: false,
    dataSpeeds: ['4G', '5G'],
    durationDays,
    voiceMinutes: 0,
    voiceUnlimited: false,
    smsNumber: 0,
    smsUnlimited: false,
    enabled: true,
    notes: '',
    shortNotes: `${sketch.dataUnlimited === true ? 'Unlimited' : `${dataGB}GB`} ${durationDays} days`,
    priceType: 'FIXED',
    cost: { ...price, fixed: costMinor, feePct: 0, discount: 0 },
    price: {
      ...price,
      fixed: retail,
      suggestedFixed: Math.ceil(retail * 1.2),
      suggestedFx: 1,
      margin: 0.4,
      increment: 0,
    },
    createdAt: '2026-01-01T00:00:00Z',
    updatedAt: '2026-11-01T00:00:00Z',
    ...sketch,
  };
}

const COUNTRIES: Record<string, string> = {
  ...sameFor('Western Europe', 'AT BE CH DE ES FR GB GR IE IT NL PT'),
  ...sameFor('Eastern Europe', 'CZ HR HU PL TR'),
  ...sameFor('North America', 'CA US MX'),
  ...sameFor('Southeast Asia', 'ID MY SG TH VN'),
  ...sameFor('Asia', 'JP KR'),
  ...sameFor('Middle East and North Africa', 'AE EG MA'),
  ...sameFor('Oceania', 'AU NZ'),
};
function sameFor(region: string, countries: string): Record<string, string> {
  return Object.fromEntries(countries.split(' ').map((country) => [country, region]));
}

/** GB, days, hundredths of a dollar. */
const SIZES = [
  [1, 7, 150],
  [3, 30, 390],
  [5, 30, 590],
  [10, 30, 990],
  [20, 30, 1690],
] as const;

const roamingIn = (countries: readonly string[]): Offer['roaming'] =>
  countries.map((country) => ({ country, dataSpeeds: ['4G'] }));

/** Countries in five sizes, a region, the world, one without a limit, one that is switched off. */
export function shippedOffers(): Offer[] {
  const europe = Object.keys(COUNTRIES).filter((code) => COUNTRIES[code]!.endsWith('Europe'));
  const local = Object.entries(COUNTRIES).flatMap(([country, region]) =>
    SIZES.map(([dataGB, durationDays, costMinor]) =>
      makeOffer({
        offerId: `ESIM-${country}-${durationDays}D-${dataGB}GB`,
        country,
        regions: [region],
        dataGB,
        durationDays,
        costMinor,
      }),
    ),
  );
  return [
    ...local,
    makeOffer({
      offerId: 'ESIM-EU-30D-5GB',
      regions: ['Western Europe', 'Eastern Europe'],
      roaming: roamingIn(europe),
      dataGB: 5,
      durationDays: 30,
      costMinor: 890,
    }),
    makeOffer({
      offerId: 'ESIM-GLOBAL-30D-5GB',
      regions: ['Global'],
      roaming: roamingIn(Object.keys(COUNTRIES)),
      dataGB: 5,
      durationDays: 30,
      costMinor: 2490,
    }),
    makeOffer({
      offerId: 'ESIM-ES-7D-UNLIMITED',
      country: 'ES',
      regions: ['Western Europe'],
      dataGB: 0,
      dataUnlimited: true,
      notes: '1 Mbps after 2 GB a day',
      costMinor: 1990,
    }),
    makeOffer({
      offerId: 'ESIM-ES-1D-1GB',
      country: 'ES',
      regions: ['Western Europe'],
      durationDays: 1,
      enabled: false,
      costMinor: 90,
    }),
  ];
}
