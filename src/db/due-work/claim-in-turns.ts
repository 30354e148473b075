/**
 * Claiming due work so that partners take turns: whatever one of them has waiting, another's row is
 * taken with the next look, and some places are never one partner's. For rows of real time that are
 * found by an index (partner_id, next_attempt_at), after columns that `of` names where it has such.
 */
import { firstOfPartners } from './lease.ts';

export type ClaimInTurns = {
  table: string;
  /** what begins the index, as `provider = $3` */
  of?: string;
  /** further condition on what is taken: `FREE` where there are leases */
  which: string;
  /** what taking writes; see `Claim` */
  take: string;
};

/**
 * An equal share of each partner that has something due and room left, in an order that nobody can
 * count on, so that none is always the last. $1 how many at most, $2 of them of one partner, with
 * what it has under way by $3, a JSON object of counts. Taken by place (ctid): no plan of it can
 * read more than the batch. `returning` follows.
 */
export const claimInTurns = ({ table, of = 'true', which, take }: ClaimInTurns): string =>
  `update ${table}
   set ${take}
   where ctid = any(array(select d.place
     from (select partner_id,
         least(ceil($1::numeric / count(*) over ()), room)::integer as share
       from (select partner_id,
           $2::integer - coalesce(($3::jsonb ->> partner_id)::integer, 0) as room
         from (${firstOfPartners(table, 'next_attempt_at', `${of} and ${which}`)}) f
         where due_at <= statement_timestamp()) r
       where room > 0
       order by random()
       limit $1::integer) w,
       lateral (select ctid as place
         from ${table}
         where ${of} and partner_id = w.partner_id
           and next_attempt_at <= statement_timestamp() and ${which}
         order by next_attempt_at
         limit w.share
         for update skip locked) d
     limit $1::integer))`;

export type Room = {
  /** how many places are free, and how many of all are for one partner at most */
  free: number;
  ofOnePartner: number;
  /** by partner, how many are under way */
  active: ReadonlyMap<string, number>;
};

/** Of so many places; `active` has all that are taken. */
export const roomOf = (
  places: number,
  ofOnePartner: number,
  active: ReadonlyMap<string, number>,
): Room => ({
  free: places - [...active.values()].reduce((sum, count) => sum + count, 0),
  ofOnePartner,
  active,
});

/** The parameters of such a claim. */
export const roomParams = ({ free, ofOnePartner, active }: Room): unknown[] => [
  free,
  ofOnePartner,
  JSON.stringify(Object.fromEntries(active)),
];

/**
 * Claims until the free places are taken: what one partner left of its share, others get. `roomNow`
 * is asked before each claim.
 */
export async function* takeTurns<Row extends { partner_id: string }>(
  roomNow: () => Room,
  claim: (room: Room) => Promise<Row[]>,
): AsyncIterable<Row[]> {
  for (let room = roomNow(); room.free > 0; room = roomNow()) {
    const rows = await claim(room);
    yield rows;
    // What one alone did not take is not there.
    if (new Set(rows.map((row) => row.partner_id)).size < 2) return;
  }
}

/**
 * What a job of all partners' rows is given besides what it does with one: so many places, of which
 * `ofOnePartner` are one partner's at most.
 */
export const inTurns = <Row extends { partner_id: string }>(
  places: number,
  ofOnePartner: number,
  claim: (room: Room) => Promise<Row[]>,
) => ({
  places,
  keyOf: (row: Row): string => row.partner_id,
  take: (_free: number, active: ReadonlyMap<string, number>): AsyncIterable<Row[]> =>
    takeTurns(() => roomOf(places, ofOnePartner, active), claim),
});
