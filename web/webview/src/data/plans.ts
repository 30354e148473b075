/**
 * What a traveler has, one entry per entitlement, and how each stands: pure, from the dashboard and
 * the time. The screens only show it.
 */
import type { Dashboard, EsimStatus, Package, PackageType } from '../types.ts';

export type Standing =
  /** to be had, and the trip is far off */
  | 'early'
  /** to be had */
  | 'ready'
  /** on an eSIM that is not on a device */
  | 'to_install'
  /** its eSIM was removed from the device */
  | 'removed'
  /** on an eSIM that is switched off */
  | 'off'
  /** installed, and not used yet */
  | 'waiting'
  | 'running'
  /** a fifth or less is left */
  | 'low'
  | 'used_up'
  | 'expired';

export type Plan = {
  /** address of the screen of it */
  address: string;
  iso3: string | null;
  covers: string[];
  standing: Standing;
  isUnlimited: boolean;
  packageType: PackageType;
  /** null: unlimited, or chosen later */
  totalBytes: number | null;
  usedBytes: number;
  days: number | null;
  /** 0 to 1 of what counts: bytes, or time where there is no limit of bytes */
  left: number;
  expiresAt: string | null;
  measuredAt: string | null;
  iccid: string | null;
};

const DAY_MS = 86_400_000;
/** Data that is had earlier would only wait; the eSIM can be installed at any time. */
const EARLY_MS = 30 * DAY_MS;
const LOW = 0.2;

/** The most pressing first. */
const ORDER: Standing[] = [
  'low',
  'used_up',
  'removed',
  'to_install',
  'off',
  'running',
  'ready',
  'waiting',
  'early',
  'expired',
];

export function plansOf(dashboard: Dashboard, now: number): Plan[] {
  const plans = [
    ...queuePlans(dashboard, now),
    ...grantPlans(dashboard, now),
    ...codePlans(dashboard, now),
    ...dashboard.esims.flatMap(({ packages, iccid, status }) =>
      packages.map((item) => packagePlan(item, iccid, status, now)),
    ),
  ];
  const served = new Set(plans.filter(hasData).map(({ iso3 }) => iso3));
  // Who has more for the same place need not get more.
  const pressing = ({ standing, iso3 }: Plan): Standing =>
    standing === 'used_up' && served.has(iso3) ? 'expired' : standing;
  return plans
    .map((plan) => (isSpared(plan, served) ? { ...plan, standing: 'running' as const } : plan))
    .sort((a, b) => ORDER.indexOf(pressing(a)) - ORDER.indexOf(pressing(b)));
}

const hasData = ({ standing }: Plan): boolean => standing === 'waiting' || standing === 'running';

const isSpared = ({ standing, iso3 }: Plan, served: ReadonlySet<string | null>): boolean =>
  standing === 'low' && served.has(iso3);

const startOf = (dashboard: Dashboard, iso3: string | null, covers: string[]): number => {
  const trip = dashboard.trips.find(
    (t) => iso3 === null || t.iso3.includes(iso3) || covers.some((c) => t.iso3.includes(c)),
  );
  return trip === undefined ? 0 : Date.parse(trip.departure_date);
};

type Entitled = {
  iso3: string | null;
  bytes: number | null;
  duration_days: number | null;
  package_type: PackageType;
  covers?: string[];
  expires_at?: string | null;
};

function entitledPlan(dashboard: Dashboard, item: Entitled, uuid: string, now: number): Plan {
  const covers = item.covers ?? [];
  const isEarly = startOf(dashboard, item.iso3, covers) - now > EARLY_MS;
  return {
    address: `claim/${uuid}`,
    iso3: item.iso3,
    covers,
    standing: isEarly ? 'early' : 'ready',
    isUnlimited: item.package_type === 'unlimited',
    packageType: item.package_type,
    totalBytes: item.bytes,
    usedBytes: 0,
    days: item.duration_days,
    left: 1,
    expiresAt: item.expires_at ?? null,
    measuredAt: null,
    iccid: null,
  };
}

const queuePlans = (dashboard: Dashboard, now: number): Plan[] =>
  dashboard.package_queues
    .filter(({ redeemed_at }) => redeemed_at === null)
    .map(({ package_specification: spec, ...queue }) =>
      entitledPlan(dashboard, { ...spec, ...queue }, queue.uuid, now),
    );

const grantPlans = (dashboard: Dashboard, now: number): Plan[] =>
  dashboard.classic_grants.map((grant) => entitledPlan(dashboard, grant, grant.id, now));

const codePlans = (dashboard: Dashboard, now: number): Plan[] =>
  dashboard.promo_codes.map((code) => entitledPlan(dashboard, code, code.uuid ?? code.code, now));

function packagePlan(item: Package, iccid: string, status: EsimStatus, now: number): Plan {
  const left = shareLeft(item, now);
  return {
    address: `meter/${item.id}`,
    iso3: item.destination_iso3,
    covers: [],
    standing: standingOf(item, status, left, now),
    isUnlimited: item.total_bytes === null,
    packageType: item.package_type,
    totalBytes: item.total_bytes,
    usedBytes: item.used_bytes,
    days: item.allowance_days,
    left,
    expiresAt: item.expires_at,
    measuredAt: item.measured_at,
    iccid,
  };
}

function standingOf(item: Package, status: EsimStatus, left: number, now: number): Standing {
  const isOver = item.expires_at !== null && Date.parse(item.expires_at) <= now;
  if (item.status === 'EXPIRED' || isOver) return 'expired';
  if (item.status === 'DEPLETED') return 'used_up';
  if (status === 'RELEASED') return 'to_install';
  if (status === 'DELETED') return 'removed';
  if (status === 'DISABLED' || (status === 'INSTALLED' && item.date_activated !== null))
    return 'off';
  if (item.date_activated === null) return 'waiting';
  return left <= LOW ? 'low' : 'running';
}

/** Of bytes; of time where bytes have no limit. */
function shareLeft(item: Package, now: number): number {
  if (item.total_bytes !== null)
    return Math.max(0, 1 - item.used_bytes / Math.max(1, item.total_bytes));
  if (item.date_activated === null || item.expires_at === null) return 1;
  const [from, to] = [Date.parse(item.date_activated), Date.parse(item.expires_at)];
  return Math.min(1, Math.max(0, (to - now) / Math.max(1, to - from)));
}

/** Whole days that are still to come, at least one while it is not over. */
export const daysLeft = (expiresAt: string, now: number): number =>
  Math.max(0, Math.ceil((Date.parse(expiresAt) - now) / DAY_MS));

/** What is left of all that runs together; null where there is nothing limited. */
export function totalLeft(plans: Plan[]): { left: number; total: number } | null {
  const counted = plans.filter(
    ({ totalBytes, standing, iccid }) =>
      totalBytes !== null && iccid !== null && standing !== 'expired',
  );
  if (counted.length < 2) return null;
  const total = counted.reduce((sum, plan) => sum + plan.totalBytes!, 0);
  const left = counted.reduce((sum, p) => sum + Math.max(0, p.totalBytes! - p.usedBytes), 0);
  return { left, total };
}
