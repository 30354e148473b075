/**
 * eSIM, packages and queues as the native endpoints show them: exactly the reference's keys, and
 * some more.
 */
import type { Context } from '../../context.ts';
import { queueUuid } from '../../ids.ts';
import { publicNameOf } from '../suppliers/public-name.ts';
import { lpaRow } from './provisioning/insert-esim.ts';

/** A traveler's queues and one eSIM with its packages: newest first, all but cancelled ones. */
export type Dashboard = {
  traveler_id: string;
  esim: null | {
    id: string;
    iccid: string;
    provider: string;
    lpa_sealed: string;
    /** base64, null where its provider says nothing of how it is installed */
    install_sealed: string | null;
    status: string;
    type: 'universal' | 'classic';
    time_assigned: string;
    last_updated: string;
  };
  queues: {
    id: string;
    iso3: string;
    bytes: number | null;
    duration_days: number;
    package_type: string;
    covers: string[] | null;
    created_at: string;
    redeemed_at: string | null;
  }[];
  packages: {
    id: string;
    queue_id: string;
    bundle_id: string;
    template_id: string;
    iso3: string;
    package_type: string;
    total_bytes: number | null;
    used_bytes: number;
    duration_days: number;
    status: string;
    assigned_at: string;
    date_activated: string | null;
    expires_at: string | null;
    reported_at: string | null;
  }[];
};

/** An eSIM, where there is one, with what is on it. */
export type Held = Pick<Dashboard, 'esim' | 'packages'>;

/**
 * What the SQL function user_dashboards returns of one traveler. `others`: classic eSIMs in use,
 * newest first.
 */
export type UserDashboard = Dashboard & { others: Held[] };

/**
 * Sums over packages that are neither expired nor cancelled; one that is depleted counts with
 * nothing left.
 */
function totalsOf(packages: Dashboard['packages']): {
  total: number;
  left: number;
  isUnlimited: boolean;
  isUsed: boolean;
} {
  const totals = { total: 0, left: 0, isUnlimited: false, isUsed: false };
  for (const k of packages) {
    totals.isUsed ||= k.used_bytes > 0;
    if (k.status === 'EXPIRED') continue;
    if (k.total_bytes === null) totals.isUnlimited = true;
    else totals.total += k.total_bytes;
    if (k.status === 'ACTIVE' && k.total_bytes !== null)
      totals.left += Math.max(0, k.total_bytes - k.used_bytes);
  }
  return totals;
}

/**
 * PostgreSQL's JSON form in UTC (`2027-07-15T14:30:00.12+00:00`) with milliseconds and Z; a Date
 * each costs ten times as much.
 */
export const iso = (at: string | null): string | null =>
  at === null
    ? null
    : at.length === 25
      ? `${at.slice(0, 19)}.000Z`
      : `${at.slice(0, -6)}00`.slice(0, 23) + 'Z';

export const viewQueue = (q: Dashboard['queues'][number]) => ({
  id: q.id,
  uuid: queueUuid(q.id),
  type: 'booking',
  package_specification: { iso3: q.iso3, bytes: q.bytes, duration_days: q.duration_days },
  package_type: q.package_type,
  ...(q.covers === null ? {} : { covers: q.covers }),
  created_at: iso(q.created_at),
  redeemed_at: iso(q.redeemed_at),
});

export const viewEsim = (ctx: Context, { esim, packages }: Held) =>
  esim === null ? null : viewOf(ctx, esim, packages);

/** Its activation code. */
export const lpaOf = (
  { secrets }: Pick<Context, 'secrets'>,
  { id, lpa_sealed: sealed }: Pick<NonNullable<Dashboard['esim']>, 'id' | 'lpa_sealed'>,
): string => secrets.open(Buffer.from(sealed, 'base64'), lpaRow(id));

function viewOf(
  ctx: Context,
  esim: NonNullable<Dashboard['esim']>,
  packages: Dashboard['packages'],
) {
  const { total, left, isUnlimited, isUsed } = totalsOf(packages);
  return {
    provider: publicNameOf(ctx, esim.provider),
    name: esim.type === 'universal' ? 'Hubby Universal ESIM' : 'Hubby Classic ESIM',
    esim_type: esim.type,
    qr: lpaOf(ctx, esim),
    iccid: esim.iccid,
    total_data: total,
    data_left: left,
    data_used: isUsed,
    unlimited: isUnlimited,
    status: esim.status,
    time_assigned: iso(esim.time_assigned),
    // Of one form and zone, so that their order as text is that in time.
    last_updated: iso(
      packages.reduce(
        (last, k) => (k.reported_at !== null && k.reported_at > last ? k.reported_at : last),
        esim.last_updated,
      ),
    ),
  };
}

const viewPackage = (k: Dashboard['packages'][number]) => ({
  id: k.id,
  package_queue_id: k.queue_id,
  template: k.template_id,
  destination_bundle: k.bundle_id,
  destination_iso3: k.iso3,
  type: 'data',
  package_type: k.package_type,
  assigned_at: iso(k.assigned_at),
  date_activated: iso(k.date_activated),
  expires_at: iso(k.expires_at),
  status: k.status,
  total_bytes: k.total_bytes,
  used_bytes: k.used_bytes,
  allowance_seconds: k.duration_days * 86_400,
  allowance_hours: k.duration_days * 24,
  allowance_days: k.duration_days,
});

const SHOWN_PACKAGES = 100;
/** The newest ones; sums are over all. */
export const viewPackages = ({ packages }: Held) =>
  packages.slice(0, SHOWN_PACKAGES).map(viewPackage);

/** All eSIMs in use, the universal one first. */
export const viewEsims = (ctx: Context, { esim, packages, others }: UserDashboard) =>
  [{ esim, packages }, ...others].flatMap((held) =>
    held.esim === null
      ? []
      : [{ ...viewOf(ctx, held.esim, held.packages), packages: viewPackages(held) }],
  );
