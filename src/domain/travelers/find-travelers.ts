/** A partner's travelers, newest first, or those that a word names. */
import type { Context } from '../../context.ts';
import { readId } from '../../ids.ts';
import { backwards, digitsOf, LAST } from '../../input/prefix.ts';
import { BEHIND_ALL, pageOf, placeOf, type PageSize, type Paging } from '../../input/paging.ts';

export const TRAVELERS_PAGE: PageSize = { most: 100, usual: 25 };

type Row = {
  id: string;
  external_user_id: string | null;
  emails: string[] | null;
  created_at: Date;
  erased_at: Date | null;
  iccid: string | null;
  status: string | null;
  active: number;
};
export type TravelerRow = {
  id: string;
  external_user_id: string | null;
  /** by which they are known, at most five of them */
  emails: string[];
  created_at: string;
  /** real time; null = nobody asked for that */
  erased_at: string | null;
  /** the universal one, else the newest in use */
  esim: { iccid: string; status: string; active_packages: number } | null;
};

const MATCHES = 100;
/** Of each traveler of a page `t`. */
const SHOWN = `left join lateral (select array_agg(email order by email) as emails
     from (select email
       from traveler_emails
       where partner_id = $1 and traveler_id = t.id
       order by email
       limit 5) known) m on true
   left join lateral (select iccid, status,
       (select count(*) from packages k
         where k.partner_id = $1 and k.esim_id = esims.id and k.status = 'ACTIVE') as active
     from esims
     where partner_id = $1 and traveler_id = t.id and archived_at is null
     order by type = 'universal' desc, id desc
     limit 1) e on true
   order by t.id desc`;
const ALL = `select t.id, t.external_user_id, t.created_at, t.erased_at, m.emails, e.iccid, e.status, e.active
   from (select id, external_user_id, created_at, erased_at
     from travelers
     where partner_id = $1 and id < $2
     order by id desc
     limit $3) t
   ${SHOWN}`;
/** $4 the word, $5 in lower case, $6 its digits backwards; null: no number. */
const NAMED = `select t.id, t.external_user_id, t.created_at, t.erased_at, m.emails, e.iccid, e.status, e.active
   from (select id, external_user_id, created_at, erased_at
     from travelers
     where partner_id = $1
       and id < $2
       and id = any(array(
         (select id from travelers
           where partner_id = $1 and external_user_id >= $4 and external_user_id < $4 || '${LAST}'
           order by external_user_id limit ${MATCHES})
         union all (select traveler_id from traveler_emails
           where partner_id = $1 and email >= $5 and email < $5 || '${LAST}'
           order by email limit ${MATCHES})
         union all (select traveler_id from esims
           where partner_id = $1 and iccid_end >= $6 and iccid_end < $6 || '${LAST}'
           order by iccid_end limit ${MATCHES})
         union all select $4))
     order by id desc
     limit $3) t
   ${SHOWN}`;

export type TravelersQuery = Paging & { q?: string | undefined };

/**
 * `q`: the beginning of an external user id or an address, the last four or more digits of an
 * eSIM's number, or our id.
 */
export async function findTravelers(
  ctx: Context,
  partnerId: string,
  { q, cursor, limit = TRAVELERS_PAGE.usual }: TravelersQuery,
): Promise<{ travelers: TravelerRow[]; next_cursor: string | null }> {
  const before = placeOf(cursor, readId('usr')) ?? BEHIND_ALL;
  const word = q?.trim() ?? '';
  const from = [partnerId, before, limit + 1];
  const rows = await ctx.db.partnerRead(partnerId, (db) =>
    word === ''
      ? db.rows<Row>(ALL, from)
      : db.rows<Row>(NAMED, [...from, word, word.toLowerCase(), backwards(digitsOf(word))]),
  );
  const { page: shown, next_cursor } = pageOf(rows, limit, (row) => row.id);
  return { travelers: shown.map(view), next_cursor };
}

const view = ({
  iccid,
  status,
  active,
  emails,
  created_at,
  erased_at,
  ...row
}: Row): TravelerRow => ({
  ...row,
  erased_at: erased_at?.toISOString() ?? null,
  emails: emails ?? [],
  created_at: created_at.toISOString(),
  esim: iccid === null ? null : { iccid, status: status!, active_packages: Number(active) },
});
