/** A partner's keys, without their secrets, oldest first. */
import type { Queryable } from '../../../db/pool.ts';
import type { KeyScope } from './scopes.ts';

type Row = {
  api_key: string;
  label: string | null;
  scopes: KeyScope[];
  min_signature_version: number;
  made_by: string | null;
  created_at: Date;
  last_used_at: Date | null;
  expires_at: Date | null;
  revoked_at: Date | null;
};
type At = 'created_at' | 'last_used_at' | 'expires_at' | 'revoked_at';
export type KeyView = Omit<Row, At> &
  Record<Exclude<At, 'created_at'>, string | null> & {
    created_at: string;
  };

export async function listKeys(db: Queryable, partnerId: string): Promise<KeyView[]> {
  const rows = await db.rows<Row>(
    `select id as api_key, label, scopes, min_signature_version, made_by, created_at, last_used_at,
       expires_at, revoked_at
     from api_keys
     where partner_id = $1
     order by created_at, id`,
    [partnerId],
  );
  return rows.map((row) => ({
    ...row,
    created_at: row.created_at.toISOString(),
    last_used_at: row.last_used_at?.toISOString() ?? null,
    expires_at: row.expires_at?.toISOString() ?? null,
    revoked_at: row.revoked_at?.toISOString() ?? null,
  }));
}
