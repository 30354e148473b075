/** A partner's keys, without their secrets, oldest first. */
import type { Queryable } from '../../../db/pool.ts';
import type { KeyScope } from './scopes.ts';

type Row = {
  api_key: string;
  label: string | null;
  scopes: KeyScope[];
  allowed_ips: string[];
  min_signature_version: number;
  made_by: string | null;
  created_at: Date;
  last_used_at: Date | null;
  expires_at: Date | null;
  revoked_at: Date | null;
};
type At = 'created_at' | 'last_used_at' | 'expires_at' | 'revoked_at';
type Shown<R extends Row> = Omit<R, At> &
  Record<Exclude<At, 'created_at'>, string | null> & {
    created_at: string;
  };
export type KeyView = Shown<Row>;

const COLUMNS = `id as api_key, label, scopes, allowed_ips, min_signature_version, made_by, created_at,
     last_used_at, expires_at, revoked_at`;

export async function listKeys(db: Queryable, partnerId: string): Promise<KeyView[]> {
  const rows = await db.rows<Row>(
    `select ${COLUMNS}
     from api_keys
     where partner_id = $1
     order by created_at, id`,
    [partnerId],
  );
  return rows.map(shown);
}

/** `maker`: the member who made it, by name; people of the installation are not named to partners. */
export async function listKeysForPeople(
  db: Queryable,
  partnerId: string,
): Promise<(KeyView & { maker: string | null })[]> {
  const rows = await db.rows<Row & { maker: string | null }>(
    `select ${COLUMNS},
       (select coalesce(m.name, m.email)
        from members m
        where m.id = substr(api_keys.made_by, length('member ') + 1)
          and api_keys.made_by like 'member %'
          and m.operator_role is null) as maker
     from api_keys
     where partner_id = $1
     order by created_at, id`,
    [partnerId],
  );
  return rows.map(shown);
}

const shown = <R extends Row>(row: R): Shown<R> => ({
  ...row,
  created_at: row.created_at.toISOString(),
  last_used_at: row.last_used_at?.toISOString() ?? null,
  expires_at: row.expires_at?.toISOString() ?? null,
  revoked_at: row.revoked_at?.toISOString() ?? null,
});
