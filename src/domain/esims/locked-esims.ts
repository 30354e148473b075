/**
 * eSIMs with their packages, locked for a change, and written back as a whole: a few statements for any number of them,
 * of any number of partners. The eSIM's lock guards its packages too (lock-esims.sql).
 */
import type { Tx } from '../../db/pool.ts';
import { queueUuid } from '../../ids.ts';
import { archiveRemoved } from './archive-esim.ts';
import type { PackageType } from '../catalog/types.ts';
import { tellOfPackages, type PackageChange } from '../messages/look-at-packages.ts';
import type { EventType } from '../webhooks/events.ts';
import { recordEvents, type NewEvent } from '../webhooks/record-event.ts';

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

/** By eSIM id. An eSIM that is gone is not in it. Cancelled packages are left out, and counters where nobody wants them. */
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

/** What a commit leaves to be done: whether there is something to deliver, and how many messages are to be sent. */
export type Told = { deliver: boolean; messages: number };

/** Writes what changed, then the events, each partner's in order, and the messages to travelers that follow from them. */
export async function saveEsims(tx: Tx, esims: Iterable<LockedEsim>): Promise<Told> {
  const groups = Map.groupBy(esims, (esim) => esim.partnerId);
  await tx.rows(
    'select save_esims($1)',
    [JSON.stringify([...groups].map(([partnerId, mine]) => changesOf(partnerId, mine)))],
    'save-esims',
  );
  const told: Told = { deliver: false, messages: 0 };
  for (const [partnerId, mine] of groups) {
    const telling = mine.filter((esim) => esim.events.length > 0);
    const gone = telling.filter(
      (esim) => esim.status === 'DELETED' && esim.packages.every((k) => k.status !== 'ACTIVE'),
    );
    if (await tellOf(tx, partnerId, telling)) told.deliver = true;
    if (gone.length > 0)
      await archiveRemoved(
        tx,
        partnerId,
        gone.map((esim) => esim.id),
        gone.at(-1)!.events.at(-1)!.at,
      );
    told.messages += await tellOfPackages(tx, partnerId, telling.flatMap(changesToTell));
  }
  return told;
}

function changesOf(partnerId: string, esims: readonly LockedEsim[]) {
  const changed = esims.flatMap((e) =>
    e.packages
      .filter((k) => k.change !== 'none')
      .map((k) => ({ k, at: e.heardAt, measured_at: e.measuredAt })),
  );
  return {
    partner_id: partnerId,
    // A package that changed says by itself when the eSIM was heard of.
    esims: esims
      .filter(
        (e) => e.isChanged || (e.heardAt !== null && e.packages.every((k) => k.change === 'none')),
      )
      .map((e) => ({
        id: e.id,
        status: e.status,
        status_at: e.statusAt,
        sequence: e.sequence,
        uncovered_bytes: e.uncoveredBytes,
        at: e.heardAt,
      })),
    figures: changed
      .filter(({ k }) => k.change === 'figures')
      .map(({ k, at, measured_at }) => ({
        id: k.id,
        u: k.usedBytes,
        r: k.reportedBytes,
        a: k.allocatedBytes,
        at,
        measured_at,
      })),
    packages: changed
      .filter(({ k }) => k.change === 'all')
      .map(({ k, at, measured_at }) => ({
        id: k.id,
        used_bytes: k.usedBytes,
        reported_bytes: k.reportedBytes,
        allocated_bytes: k.allocatedBytes,
        threshold: k.threshold,
        sequence: k.sequence,
        status: k.status,
        activated_at: k.activatedAt,
        expires_at: k.expiresAt,
        at,
        measured_at,
      })),
    counters: esims.flatMap((e) =>
      [...e.moved].map((iso3) => ({ esim_id: e.id, iso3, used_bytes: e.counters.get(iso3) })),
    ),
    timers: esims.flatMap((e) => [...e.timers].map(([id, due_at]) => ({ id, due_at }))),
  };
}

/** Records the events of one partner's eSIMs, with whose they are. */
async function tellOf(tx: Tx, partnerId: string, esims: readonly LockedEsim[]): Promise<boolean> {
  if (esims.length === 0) return false;
  await tx.rows(`select set_config('hubby.partner_id', $1, true)`, [partnerId], 'name-partner');
  const users = await tx.rows<{ id: string; external_user_id: string | null }>(
    `select e.id, t.external_user_id from unnest($2::text[]) as x(id) join esims e on e.partner_id = $1 and e.id = x.id
     join travelers t on t.partner_id = $1 and t.id = e.traveler_id`,
    [partnerId, esims.map((e) => e.id)],
    'users-of-esims',
  );
  const userOf = new Map(users.map((row) => [row.id, row.external_user_id]));
  return recordEvents(
    tx,
    esims.flatMap((e) =>
      e.events.map((event) => ({
        ...event,
        data: { ...event.data, external_user_id: userOf.get(e.id) ?? null },
      })),
    ),
  );
}

const USAGE = /^package\.usage\./;

/** Its packages that were activated or crossed thresholds, for those whom messages go to. */
function changesToTell(esim: LockedEsim): PackageChange[] {
  return [...Map.groupBy(esim.events, (event) => event.entityId)].flatMap(([id, events]) => {
    const percents = events.filter((e) => USAGE.test(e.type)).map((e) => Number(e.data['percent']));
    const isActivated = events.some((e) => e.type === 'package.activated');
    return isActivated || percents.length > 0
      ? [{ id, at: esim.heardAt ?? events.at(-1)!.at, isActivated, percents }]
      : [];
  });
}

export function addPackageEvent(
  esim: LockedEsim,
  k: LockedPackage,
  type: EventType & `package.${string}`,
  at: Date,
  more: Record<string, unknown> = {},
): void {
  k.change = 'all';
  k.sequence++;
  esim.events.push({
    partnerId: esim.partnerId,
    type,
    entityId: k.id,
    sequence: k.sequence,
    at,
    data: {
      package_id: k.id,
      package_queue_uuid: queueUuid(k.queueId),
      esim_iccid: esim.iccid,
      iso3: k.iso3,
      total_bytes: k.totalBytes,
      activated_at: k.activatedAt,
      expires_at: k.expiresAt,
      ...more,
    },
  });
}

export function addEsimEvent(
  esim: LockedEsim,
  type: 'esim.installed' | 'esim.enabled' | 'esim.removed',
  at: Date,
  status: EsimStatus,
  previous: EsimStatus,
): void {
  esim.isChanged = true;
  esim.sequence++;
  esim.events.push({
    partnerId: esim.partnerId,
    type,
    entityId: esim.id,
    sequence: esim.sequence,
    at,
    data: { esim_iccid: esim.iccid, status, previous_status: previous },
  });
}
