/** Every state of every screen, by name: where it is shown, and what the API answers meanwhile. */
import type { Boot } from '../boot.ts';
import type { Dashboard } from '../types.ts';
import {
  ICCID,
  inDays,
  sampleDashboard,
  sampleEsim,
  sampleInstructions,
  sampleOffers,
  samplePackage,
  samplePurchase,
  sampleQueue,
  UUID,
} from './sample.ts';

/** An answer; `type` of one that is refused; `wait`: never there. */
export type Said = { data: unknown } | { type: string; status: number } | 'wait' | 'offline';
export type State = {
  /** address of the screen */
  at: string;
  dashboard: Dashboard | 'offline' | 'ended';
  /** `METHOD path` below /api/webapp/me/, without the query → what is said */
  said?: Record<string, Said>;
  /** text of the button that is tapped once the screen is there */
  tap?: string;
  device?: Partial<Boot['device']>;
};

const GB = 1_073_741_824;
const held = (
  change: Parameters<typeof samplePackage>[0] = {},
  esim: Parameters<typeof sampleEsim>[1] = {},
): Dashboard => sampleDashboard({ esims: [sampleEsim([samplePackage(change)], esim)] });

const unused = { date_activated: null, expires_at: null, used_bytes: 0, measured_at: null };
const ready = sampleDashboard({ package_queues: [sampleQueue()] });
const toInstall = held(unused, { status: 'RELEASED' });
const guide = { 'POST instructions': { data: sampleInstructions() } };
const guideAfter = (state: 'installed_off' | 'enabled' | 'removed', title: string) => ({
  'POST instructions': {
    data: sampleInstructions({ state, method: 'none', title, install: null }),
  },
});

const HOME: Record<string, State> = {
  'home-nothing': { at: 'home', dashboard: sampleDashboard() },
  'home-early': {
    at: 'home',
    dashboard: sampleDashboard({
      package_queues: [sampleQueue()],
      trips: [{ departure_date: inDays(80), return_date: null, iso3: ['GRC'] }],
    }),
  },
  'home-ready': { at: 'home', dashboard: ready },
  'home-several': {
    at: 'home',
    dashboard: sampleDashboard({
      package_queues: ['GRC', 'USA', 'JPN'].map((iso3, i) =>
        sampleQueue({
          uuid: UUID.replace(/.$/, String(i)),
          package_specification: { iso3, bytes: (i + 1) * GB, duration_days: 30 },
        }),
      ),
    }),
  },
  'home-to-install': { at: 'home', dashboard: toInstall },
  'home-waiting': { at: 'home', dashboard: held(unused, { status: 'INSTALLED' }) },
  'home-running': { at: 'home', dashboard: held() },
  'home-low': { at: 'home', dashboard: held({ used_bytes: 4.4 * GB }) },
  'home-used-up': { at: 'home', dashboard: held({ used_bytes: 5 * GB, status: 'DEPLETED' }) },
  'home-expired': {
    at: 'home',
    dashboard: held({ status: 'EXPIRED', expires_at: inDays(-1) }),
  },
  'home-unlimited': {
    at: 'home',
    dashboard: held({ total_bytes: null, package_type: 'unlimited' }),
  },
  'home-off': { at: 'home', dashboard: held({}, { status: 'DISABLED' }) },
  'home-removed': { at: 'home', dashboard: held({}, { status: 'DELETED' }) },
  'home-together': {
    at: 'home',
    dashboard: sampleDashboard({
      package_queues: [
        sampleQueue({ package_specification: { iso3: 'JPN', bytes: GB, duration_days: 7 } }),
      ],
      esims: [
        sampleEsim([
          samplePackage(),
          samplePackage({ id: 'pkg_2', destination_iso3: 'USA', used_bytes: 0.2 * GB }),
          samplePackage({ id: 'pkg_3', status: 'EXPIRED', expires_at: inDays(-9) }),
        ]),
      ],
    }),
  },
  'home-paused': { at: 'home', dashboard: { ...held(), partner_status: 'paused' } },
  'home-offline': { at: 'home', dashboard: held(), said: { 'GET dashboard': 'offline' } },
  unreachable: { at: 'home', dashboard: 'offline' },
  ended: { at: 'home', dashboard: 'ended' },
};

const claimed = (said: Said): State => ({
  at: `claim/${UUID}`,
  dashboard: ready,
  said: { 'POST redeem': said },
  tap: '.hero .button',
});

const CLAIM: Record<string, State> = {
  'claim-ask': { at: `claim/${UUID}`, dashboard: ready },
  'claim-place': {
    at: `claim/${UUID}`,
    dashboard: sampleDashboard({
      classic_grants: [
        {
          id: UUID,
          iso3: null,
          bytes: GB,
          duration_days: 30,
          package_type: 'data-limited',
          expires_at: inDays(60),
          status: 'destination_missing',
        },
      ],
    }),
    said: {
      'GET destinations': {
        data: {
          destinations: sampleOffers().destinations.map(({ iso3, name }) => ({ iso3, name })),
        },
      },
    },
  },
  'claim-busy': claimed('wait'),
  'claim-pending': claimed({ type: 'provider_unavailable', status: 503 }),
  'claim-refused': claimed({ type: 'internal', status: 500 }),
  'claim-elsewhere': claimed({ type: 'already_redeemed', status: 409 }),
  'claim-done': claimed({ data: { current_esim: { iccid: ICCID } } }),
  'claim-added': {
    ...claimed({ data: { current_esim: { iccid: ICCID } } }),
    dashboard: sampleDashboard({
      package_queues: [sampleQueue()],
      esims: [sampleEsim([], { status: 'ENABLED' })],
    }),
  },
  'claim-gone': { at: `claim/${UUID}`, dashboard: sampleDashboard() },
};

const phone = { platform: 'apple', takesLinks: true } as const;
const INSTALL: Record<string, State> = {
  'install-link': { at: 'install', dashboard: toInstall, said: guide, device: phone },
  'install-in-app': {
    at: 'install',
    dashboard: toInstall,
    said: guide,
    device: { ...phone, app: 'Instagram' },
  },
  'install-qr': {
    at: 'install',
    dashboard: toInstall,
    said: guide,
    device: { platform: 'computer', takesLinks: false },
  },
  'install-by-hand': {
    at: 'install',
    dashboard: toInstall,
    said: guide,
    device: { platform: 'apple', takesLinks: false },
  },
  'install-waiting': {
    at: 'install',
    dashboard: toInstall,
    said: guide,
    device: phone,
    tap: '.card > .quiet',
  },
  'install-off': {
    at: 'install',
    dashboard: held(unused, { status: 'INSTALLED' }),
    said: guideAfter('installed_off', 'Switch it on'),
  },
  'install-on': { at: 'install', dashboard: held(), said: guideAfter('enabled', 'All is set') },
  'install-removed': {
    at: 'install',
    dashboard: held({}, { status: 'DELETED' }),
    said: guideAfter('removed', 'It was deleted'),
  },
  'install-none': { at: 'install', dashboard: sampleDashboard() },
  'install-device': {
    at: 'install',
    dashboard: toInstall,
    said: {
      ...guide,
      'POST device-compatibility': {
        data: { is_compatible: false, confidence: 'listed', device: 'Nokia 3310', notes: [] },
      },
    },
  },
  replace: {
    at: `replace/${ICCID}`,
    dashboard: held(),
    said: {
      [`GET esims/${ICCID}/replacement`]: {
        data: {
          moved: [{ package_queue_uuid: 'a' }],
          left: [{ package_queue_uuid: '1', reason: 'in_use' }],
        },
      },
    },
  },
  'replace-limit': {
    at: `replace/${ICCID}`,
    dashboard: held(),
    said: {
      [`GET esims/${ICCID}/replacement`]: { data: { moved: [], left: [] } },
      'POST replace-esim': { type: 'replace_limit', status: 409 },
    },
    tap: '.card > .button',
  },
};

const watched = (change: Parameters<typeof samplePurchase>[0]): State => ({
  at: 'purchase/pur_1',
  dashboard: held(),
  said: { 'GET purchases/pur_1': { data: samplePurchase(change) } },
});

const REST: Record<string, State> = {
  meter: { at: 'meter/pkg_1', dashboard: held() },
  'meter-gone': { at: 'meter/pkg_9', dashboard: held() },
  'store-destinations': {
    at: 'store',
    dashboard: held(),
    said: { 'GET store': { data: sampleOffers() } },
  },
  'store-offers': {
    at: 'store/GRC',
    dashboard: held(),
    said: { 'GET store': { data: sampleOffers() } },
    tap: '.offer',
  },
  'store-nothing': {
    at: 'store/GRC',
    dashboard: held(),
    said: { 'GET store': { data: sampleOffers({ destinations: [] }) } },
  },
  'purchase-created': watched({}),
  'purchase-paid': watched({ status: 'paid', progress: 'delivering' }),
  'purchase-checking': watched({ status: 'paid', progress: 'checking' }),
  'purchase-ready': watched({ status: 'provisioned', progress: null }),
  'purchase-failed': watched({ status: 'failed', progress: null }),
  'purchase-expired': watched({ status: 'expired', progress: null }),
  'purchase-refunded': watched({ status: 'refunded', progress: null }),
  support: {
    at: 'support',
    dashboard: held(),
    said: {
      ...guideAfter('enabled', 'When there is no internet'),
      'GET support-context': {
        data: { booking_destination: 'Greece', package_status: 'ACTIVE', esim_status: 'ENABLED' },
      },
    },
    tap: '.choices button',
  },
  account: {
    at: 'account',
    dashboard: held(),
    said: {
      'GET sessions': {
        data: {
          sessions: [
            {
              id: 'wvs_1',
              device: { device_name: 'Pixel 10' },
              is_current: true,
              last_seen_at: inDays(0),
            },
            { id: 'wvs_2', device: {}, is_current: false, last_seen_at: inDays(-1) },
          ],
        },
      },
    },
  },
};

export const STATES: Record<string, State> = { ...HOME, ...CLAIM, ...INSTALL, ...REST };
