/**
 * The only reader of the environment: turns it into a typed Config, or fails with every problem
 * named.
 */
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

export type Config = {
  env: 'staging' | 'production';
  port: number;
  host: string;
  /** PostgreSQL connection URL; null = the embedded server in `dataDir` */
  databaseUrl: string | null;
  /**
   * the application's own login, where the owner cannot give it one; null = derived from
   * `databaseUrl`
   */
  appDatabaseUrl: string | null;
  /** the sandbox telco's database; null = it shares ours */
  sandboxDatabaseUrl: string | null;
  /** false = behind a pooler that hands each transaction to another session */
  prepared: boolean;
  dataDir: string;
  /** where clients reach the API, without a trailing slash; null = derived from host and port */
  publicUrl: string | null;
  /** the app that deep links open, without a trailing slash; null = our own pages */
  appUrl: string | null;
  /** 32 bytes; null = made in `<dataDir>/secret.key` (staging only) */
  secretKey: Buffer | null;
  /** 32 bytes, while the key is being changed: the one that it replaces */
  previousSecretKey: Buffer | null;
  allowPrivateWebhooks: boolean;
  trustedProxies: string[];
  /** null = no such sender of mail */
  smtpUrl: string | null;
  /** without a trailing slash */
  brevoUrl: string;
  /** null = no such sender of mail */
  brevoApiKey: string | null;
  /** null = pushes stay in the built-in mailbox; `url` without a trailing slash */
  fcm: { url: string; account: FcmAccount } | null;
  /** null = no tokens of Firebase are taken */
  firebaseProject: string | null;
  firebaseJwksUrl: string;
  /** takes the emulator's unsigned tokens, never in production */
  firebaseEmulator: boolean;
  appCheck: 'enforce' | 'off';
  appCheckJwksUrl: string;
  /** without a trailing slash */
  intercomUrl: string;
  /**
   * null = no language model; `url` without a trailing slash, `budget` in calls per partner and
   * month
   */
  llm: { url: string; model: string; apiKey: string | null; budget: number } | null;
  /** pino's levels; null = the command's own default */
  logLevel: string | null;
};

/** What we need of a Google service account's JSON key. */
export type FcmAccount = {
  projectId: string;
  clientEmail: string;
  /** PKCS#8, PEM */ privateKey: string;
  keyId: string | null;
  tokenUrl: string;
};

type Env = Record<string, string | undefined>;

/** Variables of the CLI and the SDK; the server ignores them. */
const FOREIGN = new Set(['HUBBY_API_KEY', 'HUBBY_API_SECRET', 'HUBBY_URL']);

/** Known, checked for their form, and used by parts that later releases bring. */
/** Paths are put behind them. */
const BASES = ['HUBBY_BREVO_URL', 'HUBBY_FCM_URL', 'HUBBY_INTERCOM_URL', 'HUBBY_LLM_URL'];
const URLS = ['HUBBY_SMTP_URL', 'HUBBY_FIREBASE_JWKS_URL', 'HUBBY_APP_CHECK_JWKS_URL'];
const TEXTS = [
  'HUBBY_BREVO_API_KEY',
  'HUBBY_FCM_CREDENTIALS',
  'HUBBY_FIREBASE_PROJECT',
  'HUBBY_LLM_MODEL',
  'HUBBY_LLM_API_KEY',
  'HUBBY_LLM_BUDGET',
];
const OWN = [
  'HUBBY_ENV',
  'HUBBY_DATA_DIR',
  'HUBBY_PUBLIC_URL',
  'HUBBY_APP_URL',
  'HUBBY_SECRET_KEY',
  'HUBBY_SECRET_KEY_PREVIOUS',
  'HUBBY_APP_DATABASE_URL',
  'HUBBY_SANDBOX_DATABASE_URL',
  'HUBBY_PREPARED',
  'HUBBY_ALLOW_PRIVATE_WEBHOOKS',
  'HUBBY_TRUSTED_PROXIES',
  'HUBBY_FIREBASE_EMULATOR',
  'HUBBY_APP_CHECK',
];
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];
const KNOWN = new Set([...OWN, ...BASES, ...URLS, ...TEXTS]);

export class ConfigError extends Error {
  readonly problems: string[];
  constructor(problems: string[]) {
    super(`The configuration is not valid:\n${problems.map((p) => `  - ${p}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const isUrl = (text: string, protocols: RegExp): boolean =>
  URL.canParse(text) && protocols.test(new URL(text).protocol);
/**
 * What is wrong with a URL that paths are put behind, null for a good one; `mayHavePath`: of its
 * own.
 */
function badBase(text: string, mayHavePath: boolean): string | null {
  if (!isUrl(text, /^https?:$/) || !/^https?:\/\/[^\s/?#\\]/i.test(text)) return 'an http(s) URL';
  const { username, password, pathname } = new URL(text);
  if (username !== '' || password !== '') return 'a URL without user name and password';
  if (/[?#]/.test(text)) return 'a URL without query and fragment';
  if (/\s/.test(text)) return 'a URL without blanks';
  return mayHavePath || pathname === '/'
    ? null
    : `an origin without a path, such as ${new URL(text).origin}`;
}
const trimSlash = (url: string): string => url.replace(/(?<!\/)\/+$/, '');

/**
 * Reads and checks every variable that docs/operating.md lists; unknown `HUBBY_*` names are
 * refused.
 */
export function loadConfig(source: Env = process.env): Config {
  const problems: string[] = [];
  const env = Object.fromEntries(
    Object.entries(source).filter(([, v]) => v !== undefined && v !== ''),
  ) as Record<string, string>;

  for (const name of Object.keys(env)) {
    if (name.startsWith('HUBBY_') && !KNOWN.has(name) && !FOREIGN.has(name))
      problems.push(`${name}: unknown variable`);
  }
  const choice = <T extends string>(name: string, allowed: readonly T[], fallback: T): T => {
    const value = env[name] ?? fallback;
    if (!allowed.includes(value as T))
      problems.push(`${name}: expected one of ${allowed.join(', ')}, got "${value}"`);
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
  if (!/^\d+$/.test(env['PORT'] ?? '3000') || port > 65_535)
    problems.push(`PORT: expected a port number, got "${env['PORT']}"`);
  const databases = readDatabases(env, mode, problems);
  const base = (name: string, mayHavePath: boolean): string | null => {
    const value = env[name];
    if (value === undefined) return null;
    const expected = badBase(value, mayHavePath);
    if (expected === null) return trimSlash(new URL(value).href);
    // A password in it is for nobody's eyes.
    const shown = /@/.test(value) ? '' : `, got "${value}"`;
    problems.push(`${name}: expected ${expected}${shown}`);
    return null;
  };
  const publicUrl = base('HUBBY_PUBLIC_URL', false);
  const appUrl = base('HUBBY_APP_URL', true);
  for (const name of BASES) base(name, true);
  for (const name of URLS)
    url(
      name,
      name === 'HUBBY_SMTP_URL' ? /^smtps?:$/ : /^https?:$/,
      name === 'HUBBY_SMTP_URL' ? 'an smtp(s) URL' : 'an http(s) URL',
    );
  const firebaseProject = env['HUBBY_FIREBASE_PROJECT'] ?? null;
  if (firebaseProject !== null && !/^[\w.:-]{1,100}$/.test(firebaseProject))
    problems.push('HUBBY_FIREBASE_PROJECT: expected a project id');
  const firebaseEmulator = choice('HUBBY_FIREBASE_EMULATOR', ['0', '1'] as const, '0') === '1';
  // Without a project there is nobody who could attest an app, and only our own tokens are taken.
  const appCheck = choice(
    'HUBBY_APP_CHECK',
    ['enforce', 'off'] as const,
    mode === 'production' && firebaseProject !== null ? 'enforce' : 'off',
  );
  if (firebaseProject === null && firebaseEmulator)
    problems.push('HUBBY_FIREBASE_EMULATOR: needs HUBBY_FIREBASE_PROJECT');
  if (firebaseProject === null && appCheck === 'enforce')
    problems.push('HUBBY_APP_CHECK: enforce needs HUBBY_FIREBASE_PROJECT');
  if (mode === 'production' && firebaseEmulator)
    problems.push('HUBBY_FIREBASE_EMULATOR: not allowed in production');

  const keys = readSecretKeys(env, mode, problems);

  const allowPrivateWebhooks =
    choice('HUBBY_ALLOW_PRIVATE_WEBHOOKS', ['0', '1'] as const, '0') === '1';
  if (allowPrivateWebhooks && mode === 'production')
    problems.push('HUBBY_ALLOW_PRIVATE_WEBHOOKS: not allowed in production');
  const trustedProxies = (env['HUBBY_TRUSTED_PROXIES'] ?? '')
    .split(',')
    .map((p) => p.trim())
    .filter(Boolean);
  for (const proxy of trustedProxies)
    if (!/^[0-9a-fA-F.:]+(\/\d{1,3})?$/.test(proxy))
      problems.push(`HUBBY_TRUSTED_PROXIES: "${proxy}" is no address or range`);

  const logLevel = env['LOG_LEVEL'] ?? null;
  if (logLevel !== null && !LOG_LEVELS.includes(logLevel))
    problems.push(`LOG_LEVEL: expected one of ${LOG_LEVELS.join(', ')}, got "${logLevel}"`);

  const credentials = env['HUBBY_FCM_CREDENTIALS'];
  const account = credentials === undefined ? null : readAccount(credentials);
  if (typeof account === 'string') problems.push(`HUBBY_FCM_CREDENTIALS: ${account}`);

  const llm = readModel(env, problems);

  if (problems.length > 0) throw new ConfigError(problems);
  return {
    env: mode,
    port,
    host: env['HOST'] ?? '127.0.0.1',
    ...databases,
    dataDir: resolve(env['HUBBY_DATA_DIR'] ?? '.hubby'),
    publicUrl,
    appUrl,
    ...keys,
    allowPrivateWebhooks,
    trustedProxies,
    smtpUrl: env['HUBBY_SMTP_URL'] ?? null,
    brevoUrl: trimSlash(env['HUBBY_BREVO_URL'] ?? 'https://api.brevo.com/v3'),
    brevoApiKey: env['HUBBY_BREVO_API_KEY'] ?? null,
    firebaseProject,
    firebaseJwksUrl:
      env['HUBBY_FIREBASE_JWKS_URL'] ??
      'https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com',
    firebaseEmulator,
    appCheck,
    appCheckJwksUrl:
      env['HUBBY_APP_CHECK_JWKS_URL'] ?? 'https://firebaseappcheck.googleapis.com/v1/jwks',
    fcm:
      account === null || typeof account === 'string'
        ? null
        : { url: trimSlash(env['HUBBY_FCM_URL'] ?? 'https://fcm.googleapis.com'), account },
    intercomUrl: trimSlash(env['HUBBY_INTERCOM_URL'] ?? 'https://api.intercom.io'),
    llm,
    logLevel,
  };
}

type Databases = 'databaseUrl' | 'appDatabaseUrl' | 'sandboxDatabaseUrl' | 'prepared';

function readDatabases(
  env: Record<string, string>,
  mode: Config['env'],
  problems: string[],
): Pick<Config, Databases> {
  // Not URL.canParse: several hosts, and PostgreSQL's own form for sockets
  // (postgres://user@/db?host=/run/postgresql).
  const database = (name: string): string | null => {
    const value = env[name] ?? null;
    if (value !== null && !/^postgres(ql)?:\/\/\S+$/.test(value))
      problems.push(`${name}: expected a postgres:// URL`);
    return value;
  };
  const prepared = env['HUBBY_PREPARED'] ?? '1';
  if (!['0', '1'].includes(prepared))
    problems.push(`HUBBY_PREPARED: expected one of 0, 1, got "${prepared}"`);
  const sandboxDatabaseUrl = database('HUBBY_SANDBOX_DATABASE_URL');
  if (sandboxDatabaseUrl !== null && mode === 'production')
    problems.push('HUBBY_SANDBOX_DATABASE_URL: not allowed in production');
  return {
    databaseUrl: database('DATABASE_URL'),
    appDatabaseUrl: database('HUBBY_APP_DATABASE_URL'),
    sandboxDatabaseUrl,
    prepared: prepared === '1',
  };
}

function readSecretKeys(
  env: Record<string, string>,
  mode: Config['env'],
  problems: string[],
): Pick<Config, 'secretKey' | 'previousSecretKey'> {
  const read = (name: string): Buffer | null => {
    const text = env[name];
    if (text === undefined) return null;
    const key = Buffer.from(text, 'base64');
    if (key.length !== 32 || key.toString('base64') !== text)
      problems.push(
        `${name}: expected 32 bytes in base64 (make one with: openssl rand -base64 32)`,
      );
    return key;
  };
  const secretKey = read('HUBBY_SECRET_KEY');
  const previousSecretKey = read('HUBBY_SECRET_KEY_PREVIOUS');
  if (secretKey === null && mode === 'production')
    problems.push(
      'HUBBY_SECRET_KEY: required in production (make one with: openssl rand -base64 32)',
    );
  if (previousSecretKey !== null && secretKey === null)
    problems.push('HUBBY_SECRET_KEY_PREVIOUS: needs HUBBY_SECRET_KEY, the key that replaces it');
  return { secretKey, previousSecretKey };
}

const DEFAULT_BUDGET = 1_000;

/** HUBBY_LLM_*: address and model belong together, the rest is nothing without them. */
function readModel(env: Record<string, string>, problems: string[]): Config['llm'] {
  const {
    HUBBY_LLM_URL: url,
    HUBBY_LLM_MODEL: model,
    HUBBY_LLM_API_KEY: apiKey,
    HUBBY_LLM_BUDGET: budget,
  } = env;
  const given = { HUBBY_LLM_MODEL: model, HUBBY_LLM_API_KEY: apiKey, HUBBY_LLM_BUDGET: budget };
  if (url === undefined)
    for (const [name, value] of Object.entries(given))
      if (value !== undefined) problems.push(`${name}: needs HUBBY_LLM_URL`);
  if (url !== undefined && model === undefined)
    problems.push('HUBBY_LLM_URL: needs HUBBY_LLM_MODEL');
  if (model !== undefined && !/^[\x21-\x7e]{1,200}$/.test(model))
    problems.push('HUBBY_LLM_MODEL: expected the name of a model');
  if (apiKey !== undefined && !/^[\x21-\x7e]{1,1000}$/.test(apiKey))
    problems.push('HUBBY_LLM_API_KEY: expected printable characters without blanks');
  if (budget !== undefined && !/^[1-9]\d{0,8}$/.test(budget))
    problems.push('HUBBY_LLM_BUDGET: expected a number of calls from 1');
  return url === undefined || model === undefined
    ? null
    : {
        url: trimSlash(url),
        model,
        apiKey: apiKey ?? null,
        budget: Number(budget ?? DEFAULT_BUDGET),
      };
}

/**
 * `given`: the JSON key of a service account, or the path of its file. Answers what is wrong with
 * it, in words that hold nothing of it.
 */
function readAccount(given: string): FcmAccount | string {
  let text = given;
  if (!given.trimStart().startsWith('{')) {
    try {
      text = readFileSync(resolve(given), 'utf8');
    } catch (error) {
      return `the file cannot be read (${(error as { code?: string }).code ?? 'unknown'})`;
    }
  }
  let key: Record<string, unknown>;
  try {
    key = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return 'expected the JSON key of a service account, or the path of its file';
  }
  const {
    type,
    project_id: projectId,
    client_email: clientEmail,
    private_key: privateKey,
    private_key_id: keyId,
    token_uri: tokenUrl = 'https://oauth2.googleapis.com/token',
  } = key;
  if (type !== 'service_account')
    return 'expected the key of a service account ("type": "service_account")';
  if (
    typeof projectId !== 'string' ||
    projectId === '' ||
    typeof clientEmail !== 'string' ||
    clientEmail === ''
  )
    return 'the key lacks project_id or client_email';
  if (typeof tokenUrl !== 'string' || !isUrl(tokenUrl, /^https?:$/))
    return 'token_uri: expected an http(s) URL';
  try {
    if (
      typeof privateKey !== 'string' ||
      !privateKey.includes('BEGIN PRIVATE KEY') ||
      createPrivateKey(privateKey).asymmetricKeyType !== 'rsa'
    )
      throw new Error('no such key');
  } catch {
    return 'private_key: expected an RSA key in PKCS#8 PEM';
  }
  return {
    projectId,
    clientEmail,
    privateKey: privateKey as string,
    keyId: typeof keyId === 'string' ? keyId : null,
    tokenUrl,
  };
}

/** What the CLI reads; null where not set. */
export type ClientConfig = {
  dataDir: string;
  url: string | null;
  apiKey: string | null;
  apiSecret: string | null;
};

export const loadClientConfig = (env: Env = process.env): ClientConfig => ({
  dataDir: resolve(env['HUBBY_DATA_DIR'] || '.hubby'),
  url: env['HUBBY_URL'] || null,
  apiKey: env['HUBBY_API_KEY'] || null,
  apiSecret: env['HUBBY_API_SECRET'] || null,
});
