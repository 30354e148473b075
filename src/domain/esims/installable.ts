/**
 * An eSIM as a page shows it to whoever has a link to it: whether it can be installed, and which
 * data is on it.
 */
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/pool.ts';
import { brandOf, type Brand } from '../partners/branding/brand.ts';
import type { Partner } from '../partners/partner.ts';
import type { InstallFacts } from '../../providers/provider.ts';
import { openInstallFacts } from './install-facts.ts';
import { lpaRow } from './provisioning/insert-esim.ts';

/**
 * `new` can be installed; `installed` is on a device and off, `enabled` on; `removed` is of no use
 * any more.
 */
export type InstallState = 'new' | 'installed' | 'enabled' | 'removed';
const STATES: Record<string, InstallState> = {
  RELEASED: 'new',
  INSTALLED: 'installed',
  DISABLED: 'installed',
  ENABLED: 'enabled',
  DELETED: 'removed',
};

/**
 * A package on the eSIM, or (`waiting`) one that is granted and not redeemed onto it yet. Sizes in
 * bytes, null = unlimited.
 */
export type DataOnEsim = {
  queueId: string;
  destinationId: string | null;
  iso3: string | null;
  covers: string[] | null;
  packageType: string;
  totalBytes: number | null;
  leftBytes: number | null;
  days: number;
  state: 'waiting' | 'unused' | 'running' | 'used_up' | 'ended';
  /** known once it runs */
  expiresAt: Date | null;
};

/** `lpa` only while it can be installed: what cannot be used need not be shown. */
export type Installable = { partner: Partner; brand: Brand; iccid: string; data: DataOnEsim[] } & (
  | { state: 'new'; lpa: string; facts: InstallFacts }
  | { state: Exclude<InstallState, 'new'>; lpa: null }
);

const SHOWN = 20;

type DataRow = {
  queue_id: string;
  destination_id: string | null;
  iso3: string | null;
  covers: string[] | null;
  package_type: string;
  bytes: number | null;
  used_bytes: number;
  duration_days: number;
  status: string | null;
  date_activated: Date | null;
  expires_at: Date | null;
};

/** The newest first; what still waits stands before what is there. */
async function dataOn(db: Queryable, partnerId: string, esimId: string): Promise<DataOnEsim[]> {
  const rows = await db.rows<DataRow>(
    `select q.id as queue_id, q.destination_id, q.iso3, q.covers, q.package_type,
       coalesce(k.total_bytes, q.bytes) as bytes, coalesce(k.used_bytes, 0) as used_bytes,
       coalesce(k.duration_days, q.duration_days) as duration_days, k.status, k.date_activated,
       k.expires_at
     from esims e
     join package_queues q on q.partner_id = e.partner_id and q.traveler_id = e.traveler_id
     left join packages k on k.partner_id = q.partner_id and k.queue_id = q.id
     where e.partner_id = $1
       and e.id = $2
       and q.cancelled_at is null
       and (k.esim_id = e.id
         and k.status <> 'CANCELLED'
         or q.redeemed_at is null
         and not q.is_code
         and q.esim_type = 'universal'
         and e.type = 'universal'
         and e.archived_at is null)
     order by k.id is not null, coalesce(k.assigned_at, q.created_at) desc, q.position, q.id
     limit ${SHOWN}`,
    [partnerId, esimId],
  );
  return rows.map((row) => ({
    queueId: row.queue_id,
    destinationId: row.destination_id,
    iso3: row.iso3,
    covers: row.covers,
    packageType: row.package_type,
    totalBytes: row.bytes,
    leftBytes: row.bytes === null ? null : Math.max(0, row.bytes - row.used_bytes),
    days: row.duration_days,
    state: stateOf(row),
    expiresAt: row.expires_at,
  }));
}

const stateOf = ({ status, date_activated }: DataRow): DataOnEsim['state'] =>
  status === null
    ? 'waiting'
    : status === 'DEPLETED'
      ? 'used_up'
      : status === 'EXPIRED'
        ? 'ended'
        : date_activated === null
          ? 'unused'
          : 'running';

/** Null: there is no such eSIM. */
export async function readInstallable(
  ctx: Context,
  db: Queryable,
  partner: Partner,
  esimId: string,
): Promise<Installable | null> {
  // The branding of the trip that the traveler was booked last.
  const esim = await db.one<{
    id: string;
    iccid: string;
    status: string;
    is_archived: boolean;
    lpa_sealed: Buffer;
    install_sealed: Buffer | null;
    branding: string | null;
  }>(
    `select e.id, e.iccid, e.status, e.archived_at is not null as is_archived, e.lpa_sealed, e.install_sealed,
       (select b.custom_branding
         from package_queues q
         join bookings b on b.partner_id = q.partner_id and b.id = q.booking_id
         where q.partner_id = e.partner_id
           and q.traveler_id = e.traveler_id
           and q.cancelled_at is null
         order by q.created_at desc, q.id desc
         limit 1) as branding
     from esims e
     where e.partner_id = $1 and e.id = $2`,
    [partner.id, esimId],
  );
  if (esim === undefined) return null;
  const common = {
    partner,
    brand: await brandOf(ctx, db, partner, esim.branding),
    iccid: esim.iccid,
    data: await dataOn(db, partner.id, esim.id),
  };
  const state = esim.is_archived ? 'removed' : (STATES[esim.status] ?? 'removed');
  return state === 'new'
    ? {
        ...common,
        state,
        lpa: ctx.secrets.open(esim.lpa_sealed, lpaRow(esim.id)),
        facts: openInstallFacts(ctx, esim.id, esim.install_sealed),
      }
    : { ...common, state, lpa: null };
}
