/** The partner's endpoint: what may be set, checking it (which resolves the host), storing it, and how it is shown. */
import { Type, type Static, type TSchema } from 'typebox';
import type { Problem } from '../../errors.ts';
import { problemsOf } from '../../input/check.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/pool.ts';
import { EVENTS, EVENT_TYPES, flagOf } from './events.ts';
import { disablesAt } from './health.ts';
import { keyRow } from './secrets.ts';

const orNull = <T extends TSchema>(schema: T) =>
  Type.Unsafe<Static<T> | null>({ anyOf: [schema, { type: 'null' }] });

export const endpointSchema = Type.Object({
  url: Type.Optional(
    orNull(
      Type.String({
        maxLength: 2_048,
        description:
          'http or https, a host with public addresses only; null or left out only with `enabled: false`',
      }),
    ),
  ),
  api_key: Type.Optional(
    orNull(
      Type.String({
        minLength: 1,
        maxLength: 1000,
        pattern: '^[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?$',
        description:
          'sent with every delivery; never shown again. Left out = as it is, null = none',
      }),
    ),
  ),
  key_header: Type.Optional(
    Type.String({ maxLength: 100, pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$", default: 'x-api-key' }),
  ),
  key_prefix: Type.Optional(
    Type.String({
      maxLength: 100,
      pattern: '^([\\x21-\\x7e][\\x20-\\x7e]*)?$',
      default: '',
      description: 'stands before the key, for instance `Bearer ` with its blank',
    }),
  ),
  enabled: Type.Optional(Type.Boolean({ default: true })),
  events: Type.Optional(
    Type.Record(Type.String(), Type.Boolean(), {
      maxProperties: 100,
      description:
        "event name with dots as underscores → whether it is sent; left out = the catalogue's default",
    }),
  ),
  alert_email: Type.Optional(
    orNull(
      Type.String({
        format: 'email',
        maxLength: 254,
        description: 'who is told when the endpoint keeps failing or is switched off',
      }),
    ),
  ),
});
export type EndpointInput = Static<typeof endpointSchema>;

/** Set by us, or about the connection rather than the request. */
const OUR_HEADERS = new Set([
  'host',
  'content-type',
  'content-length',
  'content-encoding',
  'accept-encoding',
  'user-agent',
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'http2-settings',
  'date',
  'range',
  'x-hubby-timestamp',
  'x-hubby-signature',
  'webhook-id',
  'webhook-timestamp',
  'webhook-signature',
]);

/** Other names of a flag that partners know from elsewhere. */
const ALIASES: Record<string, string> = { promocode_redemption: 'promo_code_redeemed' };
const FLAGS = new Set(EVENT_TYPES.map(flagOf));

function flagsOf(events: Record<string, boolean>, problems: Problem[]): Record<string, boolean> {
  const flags: Record<string, boolean> = {};
  for (const [name, isOn] of Object.entries(events)) {
    const flag = Object.hasOwn(ALIASES, name) ? ALIASES[name]! : name;
    if (!FLAGS.has(flag))
      problems.push({
        field: `events.${name}`,
        issue: `expected one of ${[...FLAGS].join(', ')}, got "${name.slice(0, 80)}"`,
      });
    else if (flags[flag] !== undefined && flags[flag] !== isOn)
      problems.push({ field: `events.${name}`, issue: `contradicts ${flag}, which is the same` });
    else flags[flag] = isOn;
  }
  return flags;
}

export type CheckedEndpoint = {
  url: string | null;
  /** undefined = as it is */ apiKey: string | null | undefined;
  keyHeader: string;
  keyPrefix: string;
  enabled: boolean;
  events: Record<string, boolean>;
  alertEmail: string | null;
};

/** Checks everything, the host's addresses included; not inside a transaction. Problems name fields below `prefix`. */
export async function checkEndpoint(
  ctx: Context,
  input: unknown,
  prefix = '',
): Promise<{ endpoint: CheckedEndpoint; problems: Problem[] }> {
  const problems = problemsOf(endpointSchema, input, '');
  const endpoint: CheckedEndpoint = {
    url: null,
    apiKey: undefined,
    keyHeader: 'x-api-key',
    keyPrefix: '',
    enabled: true,
    events: {},
    alertEmail: null,
  };
  if (problems.length === 0) {
    const {
      url = null,
      api_key,
      key_header,
      key_prefix = '',
      enabled = true,
      events = {},
      alert_email = null,
    } = input as EndpointInput;
    Object.assign(endpoint, {
      url,
      apiKey: api_key,
      keyHeader: (key_header ?? 'x-api-key').toLowerCase(),
      keyPrefix: key_prefix,
      enabled,
      alertEmail: alert_email,
      events: flagsOf(events, problems),
    });
    if (OUR_HEADERS.has(endpoint.keyHeader))
      problems.push({
        field: 'key_header',
        issue: `expected a header that Hubby does not set itself, got "${key_header}"`,
      });
    const urlIssue =
      url === null
        ? enabled
          ? 'expected a URL; without one, send "enabled": false'
          : null
        : await ctx.webhooks.check(url);
    if (urlIssue !== null) problems.push({ field: 'url', issue: urlIssue });
  }
  return {
    endpoint,
    problems: problems.map((p) => ({
      ...p,
      field: [prefix, p.field].filter((part) => part !== '').join('.'),
    })),
  };
}

/**
 * Replaces the endpoint. Switched on, it starts with a clean slate, and what waited for it goes on at `now` (partner's
 * time). True: there is something to deliver.
 */
export async function writeEndpoint(
  ctx: Context,
  tx: Tx,
  partnerId: string,
  e: CheckedEndpoint,
  now: Date,
): Promise<boolean> {
  const sealed =
    e.apiKey === undefined || e.apiKey === null
      ? null
      : ctx.secrets.seal(e.apiKey, keyRow(partnerId));
  await tx.rows(
    `insert into webhook_endpoints (partner_id, url, is_enabled, events, key_sealed, key_header, key_prefix, alert_email, disabled_reason, disabled_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, case when $3 then null else 'partner' end, case when $3 then null else $9::timestamptz end)
     on conflict (partner_id) do update set url = excluded.url, is_enabled = excluded.is_enabled, events = excluded.events,
       key_sealed = case when $10 then webhook_endpoints.key_sealed else excluded.key_sealed end, key_header = excluded.key_header, key_prefix = excluded.key_prefix,
       alert_email = excluded.alert_email, disabled_reason = excluded.disabled_reason, disabled_at = excluded.disabled_at, failing_since = null, warnings = 0, updated_at = now()`,
    [
      partnerId,
      e.url,
      e.enabled,
      JSON.stringify(e.events),
      sealed,
      e.keyHeader,
      e.keyPrefix,
      e.alertEmail,
      now,
      e.apiKey === undefined,
    ],
  );
  if (!e.enabled) return false;
  const resumed = await tx.one<{ count: number }>(
    `with resumed as (update deliveries set next_attempt_at = $2 where partner_id = $1 and state = 'pending' and next_attempt_at is null returning 1) select count(*) as count from resumed`,
    [partnerId, now],
  );
  return resumed!.count > 0;
}

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
export async function findEndpoint(ctx: Context, tx: Tx, partnerId: string) {
  const row = await tx.one<Row>(
    `select url, is_enabled, events, key_sealed, key_header, key_prefix, alert_email, secret_sealed is not null as is_signed, failing_since, disabled_reason,
       case when previous_secret_until > now() then previous_secret_until end as previous_secret_until,
       (select count(*) from deliveries d where d.partner_id = $1 and d.next_attempt_at is not null)
         + (select count(*) from deliveries d where d.partner_id = $1 and d.state = 'pending' and d.next_attempt_at is null) as pending
     from webhook_endpoints where partner_id = $1`,
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
    status: !row.is_enabled
      ? row.disabled_reason === 'gone' || row.disabled_reason === 'failing'
        ? 'disabled'
        : 'off'
      : row.failing_since !== null
        ? 'failing'
        : 'healthy',
    failing_since: row.failing_since?.toISOString() ?? null,
    disables_at:
      row.is_enabled && row.failing_since !== null
        ? disablesAt(row.failing_since).toISOString()
        : null,
    disabled_reason: row.disabled_reason,
    pending: row.pending,
  },
});
