/** A partner's endpoint for the audit log: as it was set, its key too, which the log masks. */
import type { Context } from '../../../context.ts';
import type { Queryable } from '../../../db/pool.ts';
import { keyRow } from './secrets.ts';

type Row = {
  url: string | null;
  enabled: boolean;
  events: Record<string, boolean>;
  key_sealed: Buffer | null;
  key_header: string;
  key_prefix: string;
  alert_email: string | null;
  is_signed: boolean;
};

/** Null where nothing was ever set. */
export async function endpointAsSet(
  ctx: Pick<Context, 'secrets'>,
  db: Queryable,
  partnerId: string,
): Promise<object | null> {
  const row = await db.one<Row>(
    `select url, is_enabled as enabled, events, key_sealed, key_header, key_prefix, alert_email,
       secret_sealed is not null as is_signed
     from webhook_endpoints
     where partner_id = $1`,
    [partnerId],
  );
  if (row === undefined) return null;
  const { key_sealed: sealed, ...endpoint } = row;
  const api_key = sealed === null ? null : ctx.secrets.open(sealed, keyRow(partnerId));
  return { ...endpoint, api_key };
}
