/** The audit log, newest first: a partner's own entries, or all of the installation. */
import { invalid, type Problem } from '../../errors.ts';
import type { Db, Queryable } from '../../db/pool.ts';
import { firstIdAt, readId } from '../../ids.ts';
import { allPages } from '../../input/all-pages.ts';
import {
  BEHIND_ALL,
  pageOf,
  placeIn,
  SCANNED,
  type PageSize,
  type Paging,
} from '../../input/paging.ts';
import { momentEnd, momentInstant, readQueryMoment } from '../time.ts';

export const AUDIT_PAGE: PageSize = { most: 200, usual: 50 };

export type AuditFilters = {
  actor?: string | undefined;
  action?: string | undefined;
  subject?: string | undefined;
  /** ISO 8601; a date without a time is its beginning */
  from?: string | undefined;
  /** the same; a date without a time is its end */
  to?: string | undefined;
};
/** `zone`: of times without an offset. */
export type Whose = { partnerId: string | null; zone: string };

type Row = {
  id: string;
  partner_id: string | null;
  at: Date;
  actor_kind: string;
  actor_id: string;
  actor_name: string | null;
  action: string;
  subject: string | null;
  before: object | null;
  after: object | null;
  request_id: string | null;
};
export type AuditEntry = {
  id: string;
  partner_id: string | null;
  at: string;
  actor: { kind: string; id: string; name: string | null };
  action: string;
  subject: string | null;
  before: object | null;
  after: object | null;
  request_id: string | null;
};

const OF_PARTNER = 'partner_id = $1';
const OF_ALL = '$1::text is null';

/** What finds the entries that are looked at, and in which order; $4 is what is looked for. */
type Looked = { where: string; order: string; most: number };
/** Of one actor, action or subject: so few that the planner reads them in the order of the index. */
const SCANNED_OF_ONE = 250;
const byTime = (whose: string): Looked => ({
  where: `${whose} and id < $2 and id >= $3 and $4::text is null`,
  order: 'id desc',
  most: SCANNED,
});
/** As a range: with an equation the planner may take the index of all entries for the order. */
const byColumn = (whose: string, column: string): Looked => ({
  where: `${whose} and (${column}, id) < ($4, $2) and (${column}, id) >= ($4, $3)`,
  order: `${column} desc, id desc`,
  most: SCANNED_OF_ONE,
});
const lookedAt = (whose: string) => ({
  all: byTime(whose),
  subject: byColumn(whose, 'subject'),
  actor: byColumn(whose, 'actor_id'),
  action: byColumn(whose, 'action'),
});
const LOOKED_AT = { partner: lookedAt(OF_PARTNER), all: lookedAt(OF_ALL) };

/** People of the installation are named to the installation only. */
const page = ({ where, order, most }: Looked): string =>
  `select e.id, e.partner_id, e.at, e.actor_kind, e.actor_id, e.action, e.subject, e.before,
     e.after, e.request_id,
     case e.actor_kind
       when 'key' then (select label from api_keys where id = e.actor_id)
       when 'member' then (select coalesce(name, email)
         from members
         where id = e.actor_id and ($1::text is null or operator_role is null))
     end as actor_name
   from (select *
     from audit_entries
     where ${where}
     order by ${order}
     limit ${most}) e
   where ($5::text is null or e.action = $5)
     and ($6::text is null or e.actor_id = $6)
     and ($7::text is null or e.subject = $7)
   order by ${order}
   limit $8`;
const reached = ({ where, order, most }: Looked): string =>
  `select id
   from audit_entries
   where ${where}
   order by ${order}
   offset ${most - 1}
   limit 1`;

/** Throws `invalid_request`. A page of what is rare may be short or empty and go on. */
export async function listEntries(
  { db }: { db: Db },
  whose: Whose,
  query: AuditFilters & Paging,
): Promise<{ entries: AuditEntry[]; next_cursor: string | null }> {
  const { limit = AUDIT_PAGE.usual, subject, actor, action } = query;
  const { since, before } = readRange(whose.zone, query);
  const by =
    subject !== undefined
      ? 'subject'
      : actor !== undefined
        ? 'actor'
        : action !== undefined
          ? 'action'
          : 'all';
  const looked = LOOKED_AT[whose.partnerId === null ? 'all' : 'partner'][by];
  const from = [whose.partnerId, before, since, subject ?? actor ?? action ?? null];
  const read = async (tx: Queryable) => {
    const filters = [action ?? null, actor ?? null, subject ?? null, limit + 1];
    const rows = await tx.rows<Row>(page(looked), [...from, ...filters]);
    const last =
      rows.length > limit ? undefined : await tx.one<{ id: string }>(reached(looked), from);
    return pageOf(rows, limit, ({ id }) => id, last?.id);
  };
  const shown =
    whose.partnerId === null
      ? await db.operatorRead(read)
      : await db.partnerRead(whose.partnerId, read);
  return { entries: shown.page.map(view), next_cursor: shown.next_cursor };
}

/** As a range of ids, which say when. */
function readRange(zone: string, query: AuditFilters & Paging): { since: string; before: string } {
  const problems: Problem[] = [];
  const place = placeIn(query.cursor, readId('aud'), problems);
  const from = query.from === undefined ? null : readQueryMoment(query.from, 'from', problems);
  const to = query.to === undefined ? null : readQueryMoment(query.to, 'to', problems);
  if (problems.length > 0) throw invalid(problems);
  const since = from === null ? '' : firstAt(momentInstant(from, zone, '00:00').getTime());
  const end = to === null ? BEHIND_ALL : firstAt(momentEnd(to, zone).getTime() + 1);
  return { since, before: place !== null && place < end ? place : end };
}

/** In zones east of ours the year 1970 begins before time does. */
const firstAt = (ms: number): string => firstIdAt('aud', Math.max(0, ms));

const view = ({ at, actor_kind, actor_id, actor_name, ...row }: Row): AuditEntry => ({
  id: row.id,
  partner_id: row.partner_id,
  at: at.toISOString(),
  actor: { kind: actor_kind, id: actor_id, name: actor_name },
  action: row.action,
  subject: row.subject,
  before: row.before,
  after: row.after,
  request_id: row.request_id,
});

/** All that fit, newest first. Throws `invalid_request` where they are more than a file holds. */
export const allEntries = (
  ctx: { db: Db },
  whose: Whose,
  filters: AuditFilters,
): Promise<AuditEntry[]> =>
  allPages(async (cursor) => {
    const query = { ...filters, limit: AUDIT_PAGE.most, cursor };
    const { entries, next_cursor } = await listEntries(ctx, whose, query);
    return { rows: entries, next_cursor };
  }, 'entries');
