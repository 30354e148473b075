/** Travelers whose universal eSIM is at one account, and what of theirs depends on it. */
import type { Queryable } from '../../../db/pool.ts';
import { IS_OPEN } from './holding.ts';
import { SOURCED_FIELDS, type SourcedQueue } from '../provisioning/source-of-queue.ts';

export type OpenQueue = SourcedQueue & { destination_id: string | null };
export type Dependent = {
  traveler_id: string;
  external_user_id: string | null;
  /** null = there is no eSIM yet, only a plan */
  iccid: string | null;
  /** open and not expired, in the order of their ids */
  queues: OpenQueue[];
  /** packages on the eSIM with data left that were not begun yet */
  unused: number;
  /** such that are in use */
  running: number;
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
    `select t.id as traveler_id, t.external_user_id, e.iccid, queued.queues,
       coalesce(k.unused, 0) as unused, coalesce(k.running, 0) as running
     from (select id, external_user_id
       from travelers
       where partner_id = $1 and provider = $2 and id > $4
       order by id
       limit $5) t
     left join lateral (select id, iccid
       from esims
       where partner_id = $1 and traveler_id = t.id and type = 'universal'
         and archived_at is null and provider = $2
       limit 1) e on true,
       lateral (select coalesce(json_agg(o order by o.id), '[]') as queues
         from (select ${SOURCED_FIELDS}, destination_id
           from package_queues q
           where q.partner_id = $1 and q.traveler_id = t.id and ${IS_OPEN}) o) queued,
       lateral (select count(*) filter (where date_activated is null)::int as unused,
           count(date_activated)::int as running
         from packages
         where partner_id = $1 and esim_id = e.id and status = 'ACTIVE') k
     order by t.id`,
    [partnerId, account, now, after, limit],
  );
