/** The only reader of the environment: turns it into a typed Config, or fails with every problem named. */
import { resolve } from 'node:path';

export type Config = {
  env: 'staging' | 'production';
  port: number;
  host: string;
  /** PostgreSQL connection URL; null = the embedded server in `dataDir` */
  databaseUrl: string | null;
  dataDir: string;
  /** where clients reach the API, without a trailing slash; null = derived from host and port */
  publicUrl: string | null;
  appUrl: string;
  /** 32 bytes; null = made in `<dataDir>/secret.key` (staging only) */
  secretKey: Buffer | null;
  allowPrivateWebhooks: boolean;
  trustedProxies: string[];
  /** pino's levels; null = the command's own default */
  logLevel: string | null;
};

type Env = Record<string, string | undefined>;

/** Variables of the CLI and the SDK; the server ignores them. */
const FOREIGN = new Set(['HUBBY_API_KEY', 'HUBBY_API_SECRET', 'HUBBY_URL']);

/** Known, checked for their form, and used by parts that later releases bring. */
const URLS = ['HUBBY_SMTP_URL', 'HUBBY_BREVO_URL', 'HUBBY_FCM_URL', 'HUBBY_FIREBASE_JWKS_URL', 'HUBBY_APP_CHECK_JWKS_URL', 'HUBBY_INTERCOM_URL'];
const TEXTS = ['HUBBY_BREVO_API_KEY', 'HUBBY_FCM_CREDENTIALS', 'HUBBY_FIREBASE_PROJECT'];
const OWN = ['HUBBY_ENV', 'HUBBY_DATA_DIR', 'HUBBY_PUBLIC_URL', 'HUBBY_APP_URL', 'HUBBY_SECRET_KEY', 'HUBBY_ALLOW_PRIVATE_WEBHOOKS',
  'HUBBY_TRUSTED_PROXIES', 'HUBBY_FIREBASE_EMULATOR', 'HUBBY_APP_CHECK'];
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];
const KNOWN = new Set([...OWN, ...URLS, ...TEXTS]);

export class ConfigError extends Error {
  readonly problems: string[];
  constructor(problems: string[]) {
    super(`The configuration is not valid:\n${problems.map((p) => `  - ${p}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const isUrl = (text: string, protocols: RegExp): boolean => URL.canParse(text) && protocols.test(new URL(text).protocol);
const trimSlash = (url: string): string => url.replace(/\/+$/, '');

/** Reads and checks every variable of section 1 of the contract; unknown `HUBBY_*` names are refused. */
export function loadConfig(source: Env = process.env): Config {
  const problems: string[] = [];
  const env = Object.fromEntries(Object.entries(source).filter(([, v]) => v !== undefined && v !== '')) as Record<string, string>;

  for (const name of Object.keys(env)) {
    if (name.startsWith('HUBBY_') && !KNOWN.has(name) && !FOREIGN.has(name) && !name.startsWith('HUBBY_LLM_')) problems.push(`${name}: unknown variable`);
  }
  const choice = <T extends string>(name: string, allowed: readonly T[], fallback: T): T => {
    const value = env[name] ?? fallback;
    if (!allowed.includes(value as T)) problems.push(`${name}: expected one of ${allowed.join(', ')}, got "${value}"`);
    return value as T;
  };
  const url = (name: string, protocols: RegExp, hint: string): string | null => {
    const value = env[name];
    if (value === undefined) return null;
    if (!isUrl(value, protocols)) problems.push(`${name}: expected ${hint}`);
    return value;
  };

  const mode = choice('HUBBY_ENV', ['staging', 'production'] as const, 'staging');
  const port = Number(env['PORT'] ?? 3000);
  if (!/^\d+$/.test(env['PORT'] ?? '3000') || port > 65_535) problems.push(`PORT: expected a port number, got "${env['PORT']}"`);
  // Not URL.canParse: PostgreSQL's own form for sockets (postgres://user@/db?host=/run/postgresql) is none of the web's.
  const databaseUrl = env['DATABASE_URL'] ?? null;
  if (databaseUrl !== null && !/^postgres(ql)?:\/\/\S+$/.test(databaseUrl)) problems.push('DATABASE_URL: expected a postgres:// URL');
  const publicUrl = url('HUBBY_PUBLIC_URL', /^https?:$/, 'an http(s) URL');
  const appUrl = url('HUBBY_APP_URL', /^https?:$/, 'an http(s) URL');
  for (const name of URLS) url(name, name === 'HUBBY_SMTP_URL' ? /^smtps?:$/ : /^https?:$/, name === 'HUBBY_SMTP_URL' ? 'an smtp(s) URL' : 'an http(s) URL');
  choice('HUBBY_FIREBASE_EMULATOR', ['0', '1'] as const, '0');
  choice('HUBBY_APP_CHECK', ['enforce', 'off'] as const, mode === 'production' ? 'enforce' : 'off');
  if (mode === 'production' && env['HUBBY_FIREBASE_EMULATOR'] === '1') problems.push('HUBBY_FIREBASE_EMULATOR: not allowed in production');

  let secretKey: Buffer | null = null;
  const key = env['HUBBY_SECRET_KEY'];
  if (key !== undefined) {
    secretKey = Buffer.from(key, 'base64');
    if (secretKey.length !== 32 || secretKey.toString('base64') !== key) problems.push('HUBBY_SECRET_KEY: expected 32 bytes in base64 (make one with: openssl rand -base64 32)');
  } else if (mode === 'production') {
    problems.push('HUBBY_SECRET_KEY: required in production (make one with: openssl rand -base64 32)');
  }

  const allowPrivateWebhooks = choice('HUBBY_ALLOW_PRIVATE_WEBHOOKS', ['0', '1'] as const, '0') === '1';
  if (allowPrivateWebhooks && mode === 'production') problems.push('HUBBY_ALLOW_PRIVATE_WEBHOOKS: not allowed in production');
  const trustedProxies = (env['HUBBY_TRUSTED_PROXIES'] ?? '').split(',').map((p) => p.trim()).filter(Boolean);
  for (const proxy of trustedProxies) if (!/^[0-9a-fA-F.:]+(\/\d{1,3})?$/.test(proxy)) problems.push(`HUBBY_TRUSTED_PROXIES: "${proxy}" is no address or range`);

  const logLevel = env['LOG_LEVEL'] ?? null;
  if (logLevel !== null && !LOG_LEVELS.includes(logLevel)) problems.push(`LOG_LEVEL: expected one of ${LOG_LEVELS.join(', ')}, got "${logLevel}"`);

  if (problems.length > 0) throw new ConfigError(problems);
  return {
    env: mode,
    port,
    host: env['HOST'] ?? '127.0.0.1',
    databaseUrl,
    dataDir: resolve(env['HUBBY_DATA_DIR'] ?? '.hubby'),
    publicUrl: publicUrl === null ? null : trimSlash(publicUrl),
    appUrl: trimSlash(appUrl ?? 'https://app.example.com'),
    secretKey,
    allowPrivateWebhooks,
    trustedProxies,
    logLevel,
  };
}

/** What the CLI reads; null where not set. */
export type ClientConfig = { dataDir: string; url: string | null; apiKey: string | null; apiSecret: string | null };

export const loadClientConfig = (env: Env = process.env): ClientConfig => ({
  dataDir: resolve(env['HUBBY_DATA_DIR'] || '.hubby'),
  url: env['HUBBY_URL'] || null,
  apiKey: env['HUBBY_API_KEY'] || null,
  apiSecret: env['HUBBY_API_SECRET'] || null,
});
