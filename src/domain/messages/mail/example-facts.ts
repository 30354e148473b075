/** Facts of made-up messages: for the preview, the tests and the documentation. */
import type { TravelerKind } from '../../message.ts';
import type { Brand } from '../../partners/branding/brand.ts';
import type { Item, MessageFacts } from './facts.ts';

export const EXAMPLE_BRAND: Brand = {
  name: 'Blue Horizon Travel',
  logoUrl: null,
  primaryColor: '#0b5cad',
  secondaryColor: '#f2a33a',
  legal: {
    terms: 'https://blue-horizon.example.com/terms',
    privacy: 'https://blue-horizon.example.com/privacy',
    help: 'mailto:help@blue-horizon.example.com',
  },
};

const CODE = 'K7QX2M9TB4RW';
const CLAIM_URL =
  'https://hubby.example.com/free-esim/blue-horizon-travel?uuid=550e8400-e29b-41d4-a716-446655440000';
const VALID_UNTIL = new Date('2028-07-14T21:59:59.999Z');

const regionName = (locale: string, iso2: string): string =>
  new Intl.DisplayNames([locale, 'en'], { type: 'region' }).of(iso2) ?? iso2;

function item(locale: string, iso2: string, change: Partial<Item> = {}): Item {
  return {
    destination: regionName(locale, iso2),
    countries: [],
    bytes: 1024 ** 3,
    isUnlimited: false,
    days: 365,
    code: null,
    claimUrl: null,
    deepLinkUrl: null,
    validUntil: null,
    ...change,
  };
}

const withCode = (locale: string, iso2: string, change: Partial<Item> = {}): Item =>
  item(locale, iso2, {
    code: CODE,
    deepLinkUrl: `https://app.example.com/starter/?promoCode=${CODE}`,
    validUntil: VALID_UNTIL,
    ...change,
  });

/** Of a partner without an app. */
const HOSTED = {
  isHosted: true,
  appUrl:
    'https://hubby.example.com/w/blue-horizon-travel/m/3q2-7wAAAAEAAAABkWdZ0mJ1cXJpbmctdGhlLXN0YXI',
} as const;

const PURCHASE = {
  name: null,
  departureDate: null,
  purchase: {
    number: 'pur_01jd2x7c9m4q8r5t6v7w8x9y0z',
    paid: { minor: 1_250, currency: 'EUR' },
    seller: 'Example Mobile B.V., Amsterdam',
  },
} as const;

export type Example = { name: string; kind: TravelerKind; facts(locale: string): MessageFacts };

const example = (
  name: string,
  kind: TravelerKind,
  change: (locale: string) => Partial<MessageFacts>,
): Example => ({
  name,
  kind,
  facts: (locale) => ({
    kind,
    locale,
    brand: EXAMPLE_BRAND,
    name: 'Sanne',
    timeZone: 'Europe/Amsterdam',
    departureDate: '2027-07-15',
    items: [item(locale, 'TR')],
    appUrl: 'https://app.example.com/',
    isHosted: false,
    isInstalled: null,
    usage: null,
    expiresAt: null,
    purchase: null,
    custom: { subject: null, intro: null },
    ...change(locale),
  }),
});

/** Every kind in each of its forms; the first of a kind is its usual one. */
export const PREVIEW_FACTS: readonly Example[] = [
  example('booking_confirmation', 'booking_confirmation', () => ({ isInstalled: false })),
  example('booking_confirmation-codes', 'booking_confirmation', (locale) => ({
    items: [
      withCode(locale, 'TR', { claimUrl: CLAIM_URL }),
      withCode(locale, 'GR', {
        code: 'M3N8PZ5VD1HK',
        deepLinkUrl: 'https://app.example.com/starter/?promoCode=M3N8PZ5VD1HK',
        bytes: 1.5 * 1024 ** 3,
        days: 30,
      }),
    ],
  })),
  example('booking_confirmation-mixed', 'booking_confirmation', (locale) => ({
    name: null,
    departureDate: null,
    isInstalled: true,
    items: [
      item(locale, 'US', { bytes: null, isUnlimited: true, days: 14 }),
      item(locale, 'EU', {
        countries: ['ES', 'FR', 'IT'].map((iso2) => regionName(locale, iso2)),
        bytes: 500 * 1024 ** 2,
        days: 1,
      }),
      item(locale, 'TR', {
        destination: null,
        bytes: null,
        claimUrl: CLAIM_URL,
        validUntil: VALID_UNTIL,
      }),
    ],
  })),
  example('promo_code_claim', 'promo_code_claim', (locale) => ({
    name: null,
    departureDate: null,
    items: [withCode(locale, 'TR')],
  })),
  example('departure_reminder', 'departure_reminder', () => ({ isInstalled: false })),
  example('departure_reminder-installed', 'departure_reminder', () => ({ isInstalled: true })),
  example('departure_reminder-codes', 'departure_reminder', (locale) => ({
    items: [withCode(locale, 'TR')],
  })),
  example('running_low', 'running_low', () => ({
    isInstalled: true,
    usage: { percent: 80, leftBytes: 0.2 * 1024 ** 3 },
  })),
  example('running_low-by_time', 'running_low', (locale) => ({
    isInstalled: true,
    usage: { percent: 50, leftBytes: null },
    items: [item(locale, 'TR', { bytes: null, isUnlimited: true, days: 14 })],
  })),
  example('running_low-used_up', 'running_low', () => ({
    isInstalled: true,
    usage: { percent: 100, leftBytes: 0 },
  })),
  example('package_expiring', 'package_expiring', () => ({
    isInstalled: true,
    expiresAt: new Date('2027-08-14T12:30:00Z'),
  })),
  example('esim_link', 'esim_link', () => ({ ...HOSTED, isInstalled: false })),
  example('purchase_receipt', 'purchase_receipt', () => ({ ...PURCHASE, isInstalled: true })),
  example('purchase_refunded', 'purchase_refunded', () => ({ ...PURCHASE, isInstalled: true })),
  example('booking_confirmation-hosted', 'booking_confirmation', () => ({
    ...HOSTED,
    isInstalled: false,
  })),
  example('promo_code_claim-hosted', 'promo_code_claim', (locale) => ({
    ...HOSTED,
    name: null,
    departureDate: null,
    items: [withCode(locale, 'TR')],
  })),
  example('running_low-hosted', 'running_low', () => ({
    ...HOSTED,
    isInstalled: true,
    usage: { percent: 80, leftBytes: 0.2 * 1024 ** 3 },
  })),
];

/** Facts of the usual form of a kind. */
export const exampleFacts = (kind: TravelerKind, locale: string): MessageFacts =>
  PREVIEW_FACTS.find((x) => x.kind === kind)!.facts(locale);
