/** The partner's endpoint: what may be set, and checking it, which resolves the host. */
import { Type, type Static, type TSchema } from 'typebox';
import type { Problem } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import { problemsOf } from '../../../input/check.ts';
import { EVENT_TYPES, flagOf } from '../events.ts';
import { isReserved } from './reserved-headers.ts';

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
        writeOnly: true,
        minLength: 1,
        maxLength: 1000,
        pattern: '^[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?$',
        description: 'printable ASCII without a blank at either end',
      }),
    ),
  ),
  key_header: Type.Optional(
    Type.String({
      maxLength: 100,
      pattern: '^[A-Za-z][A-Za-z0-9_-]*$',
      default: 'x-api-key',
      description: 'the name of a header: a letter, then letters, digits, - and _',
    }),
  ),
  key_prefix: Type.Optional(
    Type.String({
      maxLength: 100,
      pattern: '^([\\x21-\\x7e][\\x20-\\x7e]*)?$',
      default: '',
      description: 'printable ASCII that does not begin with a blank, such as `Bearer `',
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

/** Of one object with all in it: elsewhere a setting's unknown members are refused too. */
const closedSchema = { ...endpointSchema, additionalProperties: false };

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

/**
 * Checks everything, the host's addresses included; not inside a transaction. Below `prefix` it is
 * a setting: problems name fields there, and what is unknown is refused as in every setting.
 */
export async function checkEndpoint(
  ctx: Context,
  input: unknown,
  prefix = '',
): Promise<{ endpoint: CheckedEndpoint; problems: Problem[] }> {
  const problems = problemsOf(prefix === '' ? endpointSchema : closedSchema, input, '');
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
    if (isReserved(endpoint.keyHeader))
      problems.push({
        field: 'key_header',
        issue: `expected a header of your own, such as x-api-key or authorization; "${key_header}" is set by Hubby or by the connection`,
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
