/** The key of the partner that staging is seeded with. */
import type { Context } from '../../../context.ts';
import { keyRow } from './key-format.ts';

export type DemoKey = { partner_id: string; name: string; api_key: string; api_secret: string };

/** Its oldest key that still works; null where there is no such partner or no such key. */
export async function findDemoKey(ctx: Pick<Context, 'db' | 'secrets'>): Promise<DemoKey | null> {
  const row = await ctx.db.one<{
    partner_id: string;
    name: string;
    id: string;
    secret_sealed: Buffer;
  }>(
    `select p.id as partner_id, p.name, k.id, k.secret_sealed
     from partners p
     join api_keys k on k.partner_id = p.id
     where p.is_demo and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
     order by k.created_at
     limit 1`,
  );
  return row === undefined
    ? null
    : {
        partner_id: row.partner_id,
        name: row.name,
        api_key: row.id,
        api_secret: ctx.secrets.open(row.secret_sealed, keyRow(row.id)),
      };
}
