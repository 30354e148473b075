/** Where the server listens, how it is reached, and where it keeps its files. */
import { resolve } from 'node:path';
import { HUBBY_ENV, type Environment } from './environment.ts';
import { anyText, choice, wholeNumber } from './kinds.ts';
import { part } from './part.ts';
import { baseUrl, origin } from './urls.ts';
import { variable } from './variable.ts';

export type ServerConfig = {
  env: Environment;
  port: number;
  host: string;
  /** absolute */
  dataDir: string;
  /** where clients reach the API, without a trailing slash; null = derived from host and port */
  publicUrl: string | null;
  /** the app that deep links open, without a trailing slash; null = our own pages */
  appUrl: string | null;
  /** addresses and ranges */
  trustedProxies: string[];
  /** pino's levels; null = the command's own default */
  logLevel: string | null;
  /** lines of requests that nobody needs to look at */
  logRequests: 'all' | 'sampled';
};

const ADDRESS_OR_RANGE = /^[0-9a-fA-F.:]+(\/\d{1,3})?$/;

/** Addresses or ranges, separated by commas. */
function readProxies(given: string) {
  const value = given
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const came = value.find((one) => !ADDRESS_OR_RANGE.test(one));
  return came === undefined
    ? { value }
    : { expected: 'addresses or ranges, such as 10.0.0.0/8', came };
}

export const serverConfig = part(
  {
    PORT: wholeNumber(
      { from: 0, to: 65_535, expected: 'a port number' },
      { fallback: 3_000, meaning: 'port of the API' },
    ),
    HOST: anyText({
      fallback: '127.0.0.1',
      byDefault: '127.0.0.1',
      meaning: 'address to listen on; `0.0.0.0` for all',
    }),
    HUBBY_ENV,
    HUBBY_DATA_DIR: anyText({
      fallback: '.hubby',
      meaning: 'embedded database, `secret.key`, `credentials.json`',
    }),
    HUBBY_PUBLIC_URL: origin({
      fallback: null,
      byDefault: 'from host and port',
      meaning: 'where clients reach the API; used in links and in `credentials.json`',
    }),
    HUBBY_APP_URL: baseUrl({
      fallback: null,
      byDefault: 'our own pages',
      meaning:
        'base of deep links (`<base>/starter/?promoCode=`) for partners without an `app_url`',
    }),
    HUBBY_TRUSTED_PROXIES: variable<string[], null>(readProxies, {
      fallback: null,
      meaning:
        'addresses or ranges, comma-separated, whose `x-forwarded-*` headers count; the limits of [limits.md](limits.md) go by the address behind them',
    }),
    LOG_LEVEL: choice(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      fallback: null,
      byDefault: '`info`; `start`: `warn`',
      meaning: '`trace`, `debug`, `info`, `warn`, `error`, `fatal`, `silent`',
    }),
    HUBBY_LOG_REQUESTS: choice(['all', 'sampled'], {
      fallback: 'sampled' as const,
      byDefault: '`sampled`',
      meaning:
        '`sampled`: a line for each request that was refused, failed or took a second, and for every hundredth of the others (`one_of`); `all`',
    }),
  },
  (values): ServerConfig => ({
    env: values.HUBBY_ENV,
    port: values.PORT,
    host: values.HOST,
    dataDir: resolve(values.HUBBY_DATA_DIR),
    publicUrl: values.HUBBY_PUBLIC_URL,
    appUrl: values.HUBBY_APP_URL,
    trustedProxies: values.HUBBY_TRUSTED_PROXIES ?? [],
    logLevel: values.LOG_LEVEL,
    logRequests: values.HUBBY_LOG_REQUESTS,
  }),
);
