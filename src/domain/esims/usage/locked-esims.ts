/**
 * eSIMs with their packages, locked for a change and written back as a whole (save-esims.ts): a few
 * statements for any number of them, of any number of partners. The eSIM's lock guards its packages
 * too (lock-esims.sql).
 */
import type { Tx } from '../../../db/pool.ts';
import type { PackageType } from '../../catalog/types.ts';
import type { NewEvent } from '../../webhooks/record-event.ts';

export type EsimStatus = 'RELEASED' | 'INSTALLED' | 'ENABLED' | 'DISABLED' | 'DELETED';
export type PackageStatus = 'ACTIVE' | 'DEPLETED' | 'EXPIRED' | 'CANCELLED';

export type LockedPackage = {
  id: string;
  queueId: string;
  providerPackageId: string;
  iso3: string;
  coverage: string[];
  type: PackageType;
  totalBytes: number | null;
  /** reported + allocated, at most the total */
  usedBytes: number;
  reportedBytes: number;
  allocatedBytes: number;
  threshold: number;
  sequence: number;
  durationDays: number;
  status: PackageStatus;
  assignedAt: Date;
  activateBefore: Date;
  activatedAt: Date | null;
  expiresAt: Date | null;
  /** what has to be written: nothing, its bytes, or all */
  change: 'none' | 'figures' | 'all';
};

export type LockedEsim = {
  partnerId: string;
  id: string;
  iccid: string;
  provider: string;
  status: EsimStatus;
  statusAt: Date;
  sequence: number;
  uncoveredBytes: number;
  isChanged: boolean;
  /** alpha-3 or '' → bytes */
  counters: Map<string, number>;
  packages: LockedPackage[];
  /** countries whose counter moved */
  moved: Set<string>;
  /** partner's time of applying a report, null = none is */
  heardAt: Date | null;
  /** partner's time at which the provider measured what it reports, null = nothing is applied */
  measuredAt: Date | null;
  /** package → when it has to be looked at again */
  timers: Map<string, Date>;
  /** external_user_id is added when they are recorded */
  events: NewEvent[];
};

export type Owner = { partnerId: string; esimId: string };

/** `[ { partner_id, esims } ]`, both sorted: locks are always taken in this order. */
export function grouped(owners: readonly Owner[]): { partner_id: string; esims: string[] }[] {
  const groups = new Map<string, Set<string>>();
  for (const { partnerId, esimId } of owners)
    groups.set(partnerId, (groups.get(partnerId) ?? new Set<string>()).add(esimId));
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([partner_id, esims]) => ({ partner_id, esims: [...esims].sort() }));
}

type PackageRow = {
  id: string;
  queue_id: string;
  provider_package_id: string;
  iso3: string;
  coverage: string[];
  package_type: PackageType;
  total_bytes: number | null;
  used_bytes: number;
  reported_bytes: number;
  allocated_bytes: number;
  threshold: number;
  sequence: number;
  duration_days: number;
  status: PackageStatus;
  assigned_at: string;
  activate_before: string;
  date_activated: string | null;
  expires_at: string | null;
};
type Row = {
  partner_id: string;
  id: string;
  iccid: string;
  provider: string;
  status: EsimStatus;
  status_at: Date;
  sequence: number;
  uncovered_bytes: number;
  packages: PackageRow[] | null;
  counters: Record<string, number> | null;
};

/**
 * By eSIM id. An eSIM that is gone is not in it. Cancelled packages are left out, and counters
 * where nobody wants them.
 */
export async function lockEsims(
  tx: Tx,
  owners: readonly Owner[],
  options: { counters: boolean } = { counters: false },
): Promise<Map<string, LockedEsim>> {
  const rows = await tx.rows<Row>(
    'select * from lock_esims($1, $2)',
    [JSON.stringify(grouped(owners)), options.counters],
    'lock-esims',
  );
  return new Map(
    rows.map(({ packages, counters, ...e }) => [
      e.id,
      {
        partnerId: e.partner_id,
        id: e.id,
        iccid: e.iccid,
        provider: e.provider,
        status: e.status,
        statusAt: e.status_at,
        sequence: e.sequence,
        uncoveredBytes: e.uncovered_bytes,
        isChanged: false,
        counters: new Map(Object.entries(counters ?? {})),
        packages: (packages ?? []).map(packageOf),
        moved: new Set<string>(),
        heardAt: null,
        measuredAt: null,
        timers: new Map<string, Date>(),
        events: [],
      },
    ]),
  );
}

const packageOf = (k: PackageRow): LockedPackage => ({
  id: k.id,
  queueId: k.queue_id,
  providerPackageId: k.provider_package_id,
  iso3: k.iso3,
  coverage: k.coverage,
  type: k.package_type,
  totalBytes: k.total_bytes,
  usedBytes: k.used_bytes,
  reportedBytes: k.reported_bytes,
  allocatedBytes: k.allocated_bytes,
  threshold: k.threshold,
  sequence: k.sequence,
  durationDays: k.duration_days,
  status: k.status,
  assignedAt: new Date(k.assigned_at),
  activateBefore: new Date(k.activate_before),
  activatedAt: dateOf(k.date_activated),
  expiresAt: dateOf(k.expires_at),
  change: 'none',
});

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));
