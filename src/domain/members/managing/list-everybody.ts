/** All members, for whoever stands at the installation's own machine. */
import { AppError } from '../../../errors.ts';
import type { Queryable } from '../../../db/pool.ts';
import type { OperatorRole, PartnerRole } from '../permissions.ts';
import { INSTALLATION, type Place } from '../place.ts';

const SHOWN = 10_000;

export type Somebody = {
  id: string;
  email: string;
  name: string | null;
  operator_role: OperatorRole | null;
  partners: { id: string; slug: string; role: PartnerRole }[];
};

/** Oldest first. */
export const listEverybody = (db: Queryable): Promise<Somebody[]> =>
  db.rows<Somebody>(
    `select m.id, m.email, m.name, m.operator_role,
       (select coalesce(json_agg(json_build_object('id', p.id, 'slug', p.slug, 'role', w.role) order by p.slug), '[]')
         from memberships w
         join partners p on p.id = w.partner_id
         where w.member_id = m.id) as partners
     from members m
     order by m.created_at, m.id
     limit ${SHOWN}`,
  );

/** 404 for an address that nobody has. */
export async function memberByEmail(db: Queryable, email: string): Promise<string> {
  const row = await db.one<{ id: string }>(
    'select id from members where lower(email) = lower($1)',
    [email],
  );
  if (row === undefined) throw new AppError('not_found', 'Nobody has this address.');
  return row.id;
}

/** `partner`: id or slug; null = the installation. 404 `partner_not_found`. */
export async function findPlace(db: Queryable, partner: string | null): Promise<Place> {
  if (partner === null) return INSTALLATION;
  const row = await db.one<{ id: string; name: string }>(
    'select id, name from partners where id = $1 or slug = $1 limit 1',
    [partner],
  );
  if (row === undefined) throw new AppError('partner_not_found', 'There is no such partner.');
  return { partnerId: row.id, name: row.name };
}
