/** Travelers with eSIMs at one account, and what of theirs depends on it. */
import type { Queryable } from '../../../db/pool.ts';
import { atAccount, IS_OPEN } from './holding.ts';
import { SOURCED_FIELDS, type SourcedQueue } from '../provisioning/source-of-queue.ts';

export type OpenQueue = SourcedQueue & { destination_id: string | null };
export type EsimThere = {
  iccid: string;
  type: 'universal' | 'classic';
  /** packages on it with data left that were not begun yet */
  unused_packages: number;
  /** such that are in use */
  running_packages: number;
};
export type Dependent = {
  traveler_id: string;
  external_user_id: string | null;
  /** none = there is no eSIM yet, only a plan; the universal one first */
  esims: EsimThere[];
  /** what a universal eSIM is to take: open and not expired, in the order of their ids */
  queues: OpenQueue[];
};

export type Wanted = {
  partnerId: string;
  account: string;
  after: string;
  limit: number;
  now: Date;
};

/** By id, also those that have nothing open. */
export const travelersAt = (
  db: Queryable,
  { partnerId, account, after, limit, now }: Wanted,
): Promise<Dependent[]> =>
  db.rows<Dependent>(
    `select t.id as traveler_id, t.external_user_id, queued.queues, there.esims
     from (${atAccount('$5', '$4')}) x
     join travelers t on t.partner_id = $1 and t.id = x.id,
       lateral (select coalesce(json_agg(o order by o.id), '[]') as queues
         from (select ${SOURCED_FIELDS}, destination_id
           from package_queues q
           where q.partner_id = $1 and q.traveler_id = t.id and ${IS_OPEN}) o) queued,
       lateral (select coalesce(json_agg(json_build_object('iccid', e.iccid, 'type', e.type,
             'unused_packages', k.unused, 'running_packages', k.running)
             order by e.type desc, e.time_assigned, e.id), '[]') as esims
         from esims e,
           lateral (select count(*) filter (where date_activated is null)::int as unused,
               count(date_activated)::int as running
             from packages
             where partner_id = $1 and esim_id = e.id and status = 'ACTIVE') k
         where e.partner_id = $1 and e.traveler_id = t.id and e.archived_at is null
           and e.provider = $2) there
     order by t.id`,
    [partnerId, account, now, after, limit],
  );
