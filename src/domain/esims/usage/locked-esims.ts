/**
 * eSIMs with their packages, locked for a change and written back as a whole (save-esims.ts): a few
 * statements for any number of them, of any number of partners. The eSIM's lock guards its packages
 * too (hold-esims.sql).
 */
import { arrayText } from '../../../db/array-text.ts';
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
  /** its validity was set */
  isDated: boolean;
  isChanged: boolean;
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

type EsimRow = {
  partner_id: string;
  id: string;
  iccid: string;
  provider: string;
  status: EsimStatus;
  status_at: Date;
  sequence: number;
  uncovered_bytes: number;
};
type PackageRow = {
  esim_id: string;
  id: string;
  queue_id: string;
  provider_package_id: string;
  iso3: string;
  /** alpha-3 codes with spaces between */
  coverage: string;
  package_type: PackageType;
  total_bytes: number | null;
  used_bytes: number;
  reported_bytes: number;
  allocated_bytes: number;
  threshold: number;
  sequence: number;
  duration_days: number;
  status: PackageStatus;
  assigned_at: Date;
  activate_before: Date;
  date_activated: Date | null;
  expires_at: Date | null;
};
type CounterRow = { esim_id: string; iso3: string; used_bytes: number };

/** Partners in turns, each with its eSIMs: a function is called for one partner at a time. */
const EACH = 'unnest($1::text[], $2::text[]) as x(partner, esims)';

/**
 * By eSIM id. An eSIM that is gone is not in it. Cancelled packages are left out, and counters
 * where nobody wants them.
 */
export async function lockEsims(
  tx: Tx,
  owners: readonly Owner[],
  options: { counters: boolean } = { counters: false },
): Promise<Map<string, LockedEsim>> {
  const groups = grouped(owners);
  const params = [groups.map((g) => g.partner_id), groups.map((g) => arrayText(g.esims))];
  const rows = await tx.rows<EsimRow>(
    `select e.* from ${EACH}, hold_esims(x.partner, x.esims::text[]) e`,
    params,
    'hold-esims',
  );
  const esims = new Map(rows.map((row) => [row.id, esimOf(row)]));
  const packages = await tx.rows<PackageRow>(
    `select k.* from ${EACH}, packages_on(x.partner, x.esims::text[]) k`,
    params,
    'packages-on',
  );
  for (const row of packages) esims.get(row.esim_id)!.packages.push(packageOf(row));
  if (!options.counters) return esims;
  const counters = await tx.rows<CounterRow>(
    `select c.* from ${EACH}, counters_on(x.partner, x.esims::text[]) c`,
    params,
    'counters-on',
  );
  for (const row of counters) esims.get(row.esim_id)!.counters.set(row.iso3, row.used_bytes);
  return esims;
}

const esimOf = (row: EsimRow): LockedEsim => ({
  partnerId: row.partner_id,
  id: row.id,
  iccid: row.iccid,
  provider: row.provider,
  status: row.status,
  statusAt: row.status_at,
  sequence: row.sequence,
  uncoveredBytes: row.uncovered_bytes,
  isChanged: false,
  counters: new Map(),
  packages: [],
  moved: new Set(),
  heardAt: null,
  measuredAt: null,
  timers: new Map(),
  events: [],
});

const packageOf = (k: PackageRow): LockedPackage => ({
  id: k.id,
  queueId: k.queue_id,
  providerPackageId: k.provider_package_id,
  iso3: k.iso3,
  coverage: k.coverage.split(' '),
  type: k.package_type,
  totalBytes: k.total_bytes,
  usedBytes: k.used_bytes,
  reportedBytes: k.reported_bytes,
  allocatedBytes: k.allocated_bytes,
  threshold: k.threshold,
  sequence: k.sequence,
  durationDays: k.duration_days,
  status: k.status,
  assignedAt: k.assigned_at,
  activateBefore: k.activate_before,
  activatedAt: k.date_activated,
  expiresAt: k.expires_at,
  isDated: false,
  isChanged: false,
});
