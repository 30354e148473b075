/** The partner's endpoint as it is shown: never its key or secret. */
import type { Context } from '../../../context.ts';
import type { Queryable } from '../../../db/pool.ts';
import { EVENTS, EVENT_TYPES, flagOf } from '../events.ts';
import { disablesAt } from '../delivering/health.ts';
import { keyRow } from './secrets.ts';

type Row = {
  url: string | null;
  is_enabled: boolean;
  events: Record<string, boolean>;
  key_sealed: Buffer | null;
  key_header: string;
  key_prefix: string;
  alert_email: string | null;
  is_signed: boolean;
  previous_secret_until: Date | null;
  failing_since: Date | null;
  is_untried: boolean;
  disabled_reason: 'gone' | 'failing' | 'partner' | null;
  pending: number;
};

/** Which events are sent: what was set, else the catalogue's default. */
export const effectiveFlags = (events: Record<string, boolean>): Record<string, boolean> =>
  Object.fromEntries(
    EVENT_TYPES.map((type) => [flagOf(type), events[flagOf(type)] ?? EVENTS[type].isDefault]),
  );

/** Long keys by their end, short ones not at all. */
const hintOf = (key: string): string => (key.length >= 12 ? `…${key.slice(-4)}` : '…');

export type EndpointView = Awaited<ReturnType<typeof showEndpoint>>;

/** Null where nothing was ever set. */
export async function findEndpoint(ctx: Context, db: Queryable, partnerId: string) {
  const row = await db.one<Row>(
    `select url, is_enabled, events, key_sealed, key_header, key_prefix, alert_email,
       secret_sealed is not null as is_signed, failing_since, is_untried, disabled_reason,
       case when previous_secret_until > now() then previous_secret_until end as previous_secret_until,
       (select count(*)
         from deliveries d
         where d.partner_id = $1 and d.next_attempt_at is not null) + (select count(*)
         from deliveries d
         where d.partner_id = $1 and d.state = 'pending' and d.next_attempt_at is null) as pending
     from webhook_endpoints
     where partner_id = $1`,
    [partnerId],
  );
  return row === undefined ? null : view(ctx, partnerId, row);
}

export async function showEndpoint(ctx: Context, partnerId: string) {
  const nothing: Row = {
    url: null,
    is_enabled: false,
    events: {},
    key_sealed: null,
    key_header: 'x-api-key',
    key_prefix: '',
    alert_email: null,
    is_signed: false,
    previous_secret_until: null,
    failing_since: null,
    is_untried: true,
    disabled_reason: null,
    pending: 0,
  };
  return (
    (await ctx.db.partnerTx(partnerId, (tx) => findEndpoint(ctx, tx, partnerId))) ??
    view(ctx, partnerId, nothing)
  );
}

const view = (ctx: Context, partnerId: string, row: Row) => ({
  url: row.url,
  api_key_hint:
    row.key_sealed === null ? null : hintOf(ctx.secrets.open(row.key_sealed, keyRow(partnerId))),
  key_header: row.key_header,
  key_prefix: row.key_prefix,
  enabled: row.is_enabled,
  events: effectiveFlags(row.events),
  alert_email: row.alert_email,
  is_signed: row.is_signed,
  previous_secret_valid_until: row.previous_secret_until?.toISOString() ?? null,
  health: {
    status: statusOf(row),
    failing_since: row.failing_since?.toISOString() ?? null,
    disables_at:
      row.is_enabled && row.failing_since !== null
        ? disablesAt(row.failing_since).toISOString()
        : null,
    disabled_reason: row.disabled_reason,
    pending: row.pending,
  },
});

/** `unknown`: nothing was ever delivered there, nor tried. */
function statusOf(row: Row): 'healthy' | 'failing' | 'disabled' | 'off' | 'unknown' {
  if (!row.is_enabled)
    return row.disabled_reason === 'gone' || row.disabled_reason === 'failing' ? 'disabled' : 'off';
  if (row.failing_since !== null) return 'failing';
  return row.is_untried ? 'unknown' : 'healthy';
}
