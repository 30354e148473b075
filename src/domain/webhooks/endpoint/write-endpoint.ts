/** Stores the partner's endpoint. */
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import type { CheckedEndpoint } from './check-endpoint.ts';
import { keyRow, secretRow } from './secrets.ts';
import { makeSigningSecret } from './make-signing-secret.ts';

export type Written = {
  /** there is something to deliver */ isDue: boolean;
  /** made just now, and readable nowhere else */ signingSecret: string | null;
};

/** What it was is then what a change begins with. */
export const lockEndpoint = (tx: Tx, partnerId: string): Promise<unknown> =>
  tx.rows('select 1 from webhook_endpoints where partner_id = $1 for no key update', [partnerId]);

/**
 * Replaces the endpoint. The first one with a URL gets a signing secret, unless `rotate-secret`
 * made one before. Switched on, or moved to another URL, it starts with a clean slate, and what
 * waits for it goes on at `now` (partner's time).
 */
export async function writeEndpoint(
  ctx: Context,
  tx: Tx,
  partnerId: string,
  e: CheckedEndpoint,
  now: Date,
): Promise<Written> {
  const before = await tx.one<{ url: string | null; is_enabled: boolean }>(
    'select url, is_enabled from webhook_endpoints where partner_id = $1 for no key update',
    [partnerId],
  );
  const secret = e.url === null || before?.url != null ? null : makeSigningSecret();
  const sealedSecret = secret === null ? null : ctx.secrets.seal(secret, secretRow(partnerId));
  const sealedKey = e.apiKey == null ? null : ctx.secrets.seal(e.apiKey, keyRow(partnerId));
  const stored = await tx.one<{ has_new_secret: boolean }>(
    `insert into webhook_endpoints (partner_id, url, is_enabled, events, key_sealed, key_header, key_prefix, alert_email, disabled_reason, disabled_at, secret_sealed, is_untried)
     values ($1, $2, $3, $4, $5, $6, $7, $8, case when $3 then null else 'partner' end, case when $3 then null else $9::timestamptz end, $11, true)
     on conflict (partner_id) do update set url = excluded.url, is_enabled = excluded.is_enabled, events = excluded.events,
       key_sealed = case when $10 then webhook_endpoints.key_sealed else excluded.key_sealed end, key_header = excluded.key_header, key_prefix = excluded.key_prefix,
       alert_email = excluded.alert_email, disabled_reason = excluded.disabled_reason, disabled_at = excluded.disabled_at, failing_since = null, warnings = 0, updated_at = now(),
       secret_sealed = coalesce(webhook_endpoints.secret_sealed, excluded.secret_sealed),
       is_untried = webhook_endpoints.is_untried or webhook_endpoints.url is distinct from excluded.url
     returning secret_sealed = $11 as has_new_secret`,
    [
      partnerId,
      e.url,
      e.enabled,
      JSON.stringify(e.events),
      sealedKey,
      e.keyHeader,
      e.keyPrefix,
      e.alertEmail,
      now,
      e.apiKey === undefined,
      sealedSecret,
    ],
  );
  const isFresh = before === undefined || !before.is_enabled || before.url !== e.url;
  const signingSecret = stored!.has_new_secret ? secret : null;
  return { isDue: e.enabled && (await resume(tx, partnerId, isFresh, now)), signingSecret };
}

/**
 * What was held back goes on; where the endpoint starts afresh, so does what was to be tried again
 * later.
 */
async function resume(tx: Tx, partnerId: string, isFresh: boolean, now: Date): Promise<boolean> {
  const resumed = await tx.one<{ count: number }>(
    `with resumed as (update deliveries
       set next_attempt_at = $2
       where partner_id = $1
         and state = 'pending'
         and (next_attempt_at is null or ($3 and next_attempt_at > $2))
       returning 1)
     select count(*) as count
     from resumed`,
    [partnerId, now, isFresh],
  );
  return resumed!.count > 0;
}
