/** A traveler to take states from: what the API would answer of them. */
import type {
  Dashboard,
  HeldEsim,
  Instructions,
  Offer,
  Offers,
  Package,
  Purchase,
  Queue,
} from '../types.ts';

const GB = 1_073_741_824;
const DAY_MS = 86_400_000;
export const NOW = Date.now();
export const inDays = (days: number): string => new Date(NOW + days * DAY_MS).toISOString();

export const UUID = '0b6f2f57-8d1f-4a43-9b7c-2f1f6f0f6a11';
export const ICCID = '8931440400000000017';

export const sampleQueue = (change: Partial<Queue> = {}): Queue => ({
  id: `pq_${UUID.replaceAll('-', '')}`,
  uuid: UUID,
  package_specification: { iso3: 'GRC', bytes: 5 * GB, duration_days: 30 },
  package_type: 'data-limited',
  redeemed_at: null,
  ...change,
});

export const samplePackage = (change: Partial<Package> = {}): Package => ({
  id: 'pkg_1',
  package_queue_id: 'pq_1',
  destination_iso3: 'GRC',
  package_type: 'data-limited',
  assigned_at: inDays(-3),
  date_activated: inDays(-2),
  expires_at: inDays(28),
  status: 'ACTIVE',
  total_bytes: 5 * GB,
  used_bytes: 1.8 * GB,
  allowance_days: 30,
  measured_at: inDays(-0.01),
  ...change,
});

export const sampleEsim = (packages: Package[], change: Partial<HeldEsim> = {}): HeldEsim => ({
  iccid: ICCID,
  name: 'Hubby Universal ESIM',
  esim_type: 'universal',
  qr: 'LPA:1$smdp.example.com$SAMPLE-CODE-0001',
  status: 'ENABLED',
  time_assigned: inDays(-4),
  last_updated: inDays(-0.01),
  packages,
  ...change,
});

export const sampleDashboard = (change: Partial<Dashboard> = {}): Dashboard => ({
  now: new Date(NOW).toISOString(),
  locale: 'en-GB',
  partner_status: 'active',
  user: { external_user_id: 'sample', current_universal_esim: null },
  package_queues: [],
  esims: [],
  classic_grants: [],
  promo_codes: [],
  purchases: [],
  trips: [],
  places: {
    GRC: { name: 'Greece', iso2: 'GR' },
    USA: { name: 'United States', iso2: 'US' },
    JPN: { name: 'Japan', iso2: 'JP' },
  },
  ...change,
});

export const sampleInstructions = (change: Partial<Instructions> = {}): Instructions => ({
  locale: 'en-GB',
  state: 'not_installed',
  method: 'link',
  title: 'Install your eSIM',
  steps: [
    { id: 'wifi', text: 'Connect the phone to Wi-Fi.', verified: true },
    { id: 'tap', text: 'Tap “Install eSIM”.', verified: true },
    { id: 'roam', text: 'Open “Settings”, “Mobile data” and switch on roaming.', verified: false },
  ],
  install: {
    lpa: 'LPA:1$smdp.example.com$SAMPLE-CODE-0001',
    smdp_address: 'smdp.example.com',
    matching_id: 'SAMPLE-CODE-0001',
    confirmation_code_required: false,
    confirmation_code: null,
    apn: null,
    apple_url: 'https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=sample',
    android_url: 'https://esimsetup.android.com/esim_qrcode_provisioning?carddata=sample',
    qr_svg:
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M1 1h2v2H1zM5 1h2v2H5zM1 5h2v2H1zM4 4h1v1H4zM6 6h1v1H6z"/></svg>',
  },
  ...change,
});

export const samplePurchase = (change: Partial<Purchase> = {}): Purchase => ({
  id: 'pur_1',
  status: 'created',
  progress: 'waiting',
  iso3: 'GRC',
  bytes: 3 * GB,
  duration_days: 15,
  amount: 12.5,
  currency: 'EUR',
  package_queue_uuid: UUID,
  refund_requested_at: null,
  refund: null,
  checkout_url: 'https://pay.example.com/1',
  created_at: inDays(0),
  ...change,
});

const offers: Offer[] = [1, 3, 10].map((size) => ({
  package_id: `GRC_${size}`,
  size_in_bytes: size * GB,
  duration_in_days: 15,
  price: 3.5 + size * 2.5,
  currency: 'EUR',
}));

export const sampleOffers = (change: Partial<Offers> = {}): Offers => ({
  currency: 'EUR',
  seller_name: 'Example Mobile B.V., Amsterdam',
  tax_note: 'VAT included.',
  terms_url: 'https://example.com/terms',
  consent_required: true,
  destinations: [
    { iso3: 'GRC', name: 'Greece', from_price: 6, offers },
    { iso3: 'JPN', name: 'Japan', from_price: 7.5, offers: [] },
    { iso3: 'USA', name: 'United States', from_price: 6.5, offers: [] },
  ],
  ...change,
});
