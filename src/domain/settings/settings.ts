/**
 * Partner settings (section 11 of docs/contract.md): schema, defaults and checks beyond the schema.
 */
import { Type, type Static, type TSchema } from 'typebox';
import { invalid, type Problem } from '../../errors.ts';
import { problemsOf } from '../../input/check.ts';
import { isTimeZone } from '../time.ts';
import { isValidLocale } from '../catalog/locales.ts';
import type { Catalog } from '../catalog/store.ts';
import { channelSchema } from './channels.ts';
import {
  mailSchema,
  templateProblems,
  templatesSchema,
  type MessageTemplates,
} from './messages.ts';
import {
  packageStrategySchema,
  strategyProblems,
  type PackageStrategy,
} from './package-strategy.ts';
import {
  DEFAULT_SCHEDULES,
  scheduleProblems,
  schedulesSchema,
  type Schedule,
} from './schedules.ts';
import { legalProblems, legalSchema, type LegalSettings } from './legal.ts';
import { retentionSchema } from './retention.ts';
import { DEFAULT_STORE, storeProblems, storeSchema, type StoreSettings } from './store.ts';
import { supportProblems, supportSchema, type SupportSettings } from './support.ts';
import { webviewProblems, webviewSchema, type WebviewSettings } from './webview.ts';

export const communicationSchema = Type.Object({
  should_send_message: Type.Boolean({
    description: 'Whether Hubby sends messages to the traveler',
  }),
  channels: Type.Array(channelSchema, { minItems: 1, maxItems: 4, uniqueItems: true }),
});

const color = Type.String({
  pattern: '^#[0-9a-fA-F]{6}$',
  description: 'a color such as #0b5cad',
});
const brandSchema = Type.Object(
  {
    name: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        pattern: '^[^\\u0000-\\u001f\\u007f]+$',
        description: 'text of 1 to 100 characters on one line',
      }),
    ),
    logo_url: Type.Optional(
      Type.String({
        maxLength: 2048,
        pattern: '^(?:https?://|upload:[0-9a-f]{16}$)',
        description:
          'an http(s) URL of a PNG, JPEG or WebP image, fetched once, when it is set; or `upload:…`, as POST /api/settings/logos answered',
      }),
    ),
    primary_color: Type.Optional(color),
    secondary_color: Type.Optional(color),
  },
  { additionalProperties: false, description: 'how a partner shows itself in mails and on pages' },
);

/** By name; `webhook_settings` stands elsewhere. */
export const settingSchemas = {
  package_strategy: packageStrategySchema,
  time_zone: Type.String({ description: 'IANA time zone', maxLength: 64 }),
  locale: Type.String({ maxLength: 35 }),
  currency: Type.String({
    pattern: '^[A-Z]{3}$',
    description: 'a currency code such as EUR, that of the catalog',
  }),
  communication_options: communicationSchema,
  cutoff_days: Type.Integer({ minimum: 1, maximum: 365 }),
  about_to_depart_hours: Type.Integer({ minimum: 1, maximum: 72 }),
  default_departure_time: Type.String({
    pattern: '^([01]\\d|2[0-3]):[0-5]\\d$',
    description: 'a time of day such as 09:00',
  }),
  esim_assignment: Type.Unsafe<'booking' | 'redemption'>({
    type: 'string',
    enum: ['booking', 'redemption'],
  }),
  esim_on_failover: Type.Unsafe<'wait' | 'new_esim'>({
    type: 'string',
    enum: ['wait', 'new_esim'],
    description:
      "What becomes of a package that the account of the traveler's universal eSIM cannot deliver: `wait`, it stays redeemable; `new_esim`, it comes on a classic eSIM of another account, beside the universal one.",
  }),
  promo_code_esim: Type.Unsafe<'auto' | 'classic'>({ type: 'string', enum: ['auto', 'classic'] }),
  promo_code_validity_days: Type.Integer({ minimum: 1, maximum: 3650 }),
  sandbox_telco: Type.Unsafe<'wholesaler'>({
    type: 'string',
    enum: ['wholesaler'],
    description:
      'Staging only. `wholesaler`: the partner is planned and served at the account `sandbox-three` alone, which behaves as wholesalers do (docs/sandbox.md). Left out: at all others, and never there.',
  }),
  app_url: Type.String({
    maxLength: 2048,
    pattern: '^https?://',
    description: 'an http(s) URL',
  }),
  schedules: schedulesSchema,
  visual_identity: Type.Record(Type.String(), brandSchema, {
    description: 'Brandings by key; `default` is used where a booking names none',
    maxProperties: 50,
    propertyNames: {
      type: 'string',
      pattern: '^[a-z0-9_-]{1,50}$',
      description: '1 to 50 lower-case letters, digits, - and _',
    },
  }),
  mail: mailSchema,
  message_templates: templatesSchema,
  support: supportSchema,
  legal: legalSchema,
  retention: retentionSchema,
  webview: webviewSchema,
  store: storeSchema,
};

export type Settings = {
  -readonly [K in keyof typeof settingSchemas]?: Static<(typeof settingSchemas)[K]>;
};

/** These have no default. */
type Optional =
  | 'app_url'
  | 'package_strategy'
  | 'mail'
  | 'message_templates'
  | 'support'
  | 'legal'
  | 'retention'
  | 'webview'
  | 'sandbox_telco';
export type EffectiveSettings = Required<Omit<Settings, Optional>> & Pick<Settings, Optional>;

const DEFAULTS: EffectiveSettings = {
  time_zone: 'UTC',
  locale: 'en',
  currency: 'EUR',
  communication_options: { should_send_message: false, channels: ['EMAIL'] },
  cutoff_days: 7,
  about_to_depart_hours: 2,
  default_departure_time: '09:00',
  esim_assignment: 'booking',
  esim_on_failover: 'wait',
  promo_code_esim: 'auto',
  promo_code_validity_days: 365,
  visual_identity: {},
  schedules: DEFAULT_SCHEDULES,
  store: DEFAULT_STORE,
};

export const withDefaults = (settings: Settings): EffectiveSettings => ({
  ...DEFAULTS,
  ...settings,
});

export type CatalogFacts = Pick<Catalog, 'currency' | 'byIso3' | 'byId' | 'bundle'>;

function settingProblems(key: string, value: unknown, catalog: CatalogFacts): Problem[] {
  const field = key;
  const schema: TSchema | undefined = Object.hasOwn(settingSchemas, key)
    ? settingSchemas[key as keyof typeof settingSchemas]
    : undefined;
  if (schema === undefined)
    return [
      {
        field,
        issue: `unknown setting; known ones: ${[...Object.keys(settingSchemas), 'webhook_settings'].join(', ')}`,
      },
    ];
  const problems = problemsOf(schema, value, key);
  if (problems.length > 0) return problems;
  if (key === 'app_url' && !URL.canParse(value as string))
    return [{ field, issue: `expected an http(s) URL, got "${value}"` }];
  if (key === 'time_zone' && !isTimeZone(value as string))
    return [
      { field, issue: `expected an IANA time zone such as Europe/Amsterdam, got "${value}"` },
    ];
  if (key === 'locale' && !isValidLocale(value as string))
    return [{ field, issue: `expected a BCP 47 language tag, got "${value}"` }];
  if (key === 'message_templates') return templateProblems(value as MessageTemplates);
  if (key === 'package_strategy') return strategyProblems(value as PackageStrategy, catalog);
  if (key === 'legal') return legalProblems(value as LegalSettings);
  if (key === 'support') return supportProblems(value as SupportSettings);
  if (key === 'webview') return webviewProblems(value as WebviewSettings);
  if (key === 'store') return storeProblems(value as StoreSettings, catalog);
  if (key === 'schedules') return scheduleProblems(value as Schedule[], catalog);
  if (key === 'currency' && value !== catalog.currency)
    return [
      { field, issue: `expected ${catalog.currency}, the currency of the catalog, got "${value}"` },
    ];
  return [];
}

/** The sandbox telco is in staging, and so is the setting that chooses among its accounts. */
export const sandboxTelcoProblems = (env: string, value: unknown): Problem[] =>
  env === 'staging' || value === undefined || value === null
    ? []
    : [{ field: 'sandbox_telco', issue: 'only in staging, where the sandbox telco is' }];

/**
 * Checks a change (each key whole) and returns it typed; throws `invalid_request` naming every bad
 * field, those in `known` among them. Null resets a key.
 */
export function checkSettings(
  change: Record<string, unknown>,
  catalog: CatalogFacts,
  known: readonly Problem[] = [],
): { set: Settings; reset: string[] } {
  const problems: Problem[] = [...known];
  const set: Record<string, unknown> = {};
  const reset: string[] = [];
  for (const [key, value] of Object.entries(change)) {
    if (value === null && Object.hasOwn(settingSchemas, key)) reset.push(key);
    else problems.push(...settingProblems(key, value, catalog));
    if (value !== null) set[key] = value;
  }
  if (problems.length > 0) throw invalid(problems, 'The settings are not valid; see details.');
  return { set: set as Settings, reset };
}
