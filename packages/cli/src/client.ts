/**
 * How the CLI reaches a server: flags, then HUBBY_URL and the like, then <data
 * dir>/credentials.json.
 */
import { createHubby, send, type Detail, type Hubby } from '@hubby/sdk';
import { readCredentials, readEnvironment } from '@hubby/sdk/environment';
import type { PartnerKey } from '@hubby/sdk/signing';

export type ServerOptions = {
  url?: string;
  token?: string;
  json?: boolean;
  /** of another partner than the environment's */
  key?: PartnerKey;
};

const stored = () => readCredentials(readEnvironment().dataDir) ?? {};
const need = (value: string | null | undefined, what: string, how: string): string => {
  if (value == null || value === '')
    throw new Error(`No ${what}: start Hubby here first (npm start), or ${how}.`);
  return value;
};
export const baseUrl = (options: ServerOptions): string =>
  need(
    options.url ?? readEnvironment().url ?? stored().base_url,
    'server address',
    'give --url',
  ).replace(/(?<!\/)\/+$/, '');

const warn = ({ field, issue }: Detail): void => console.error(`warning: ${field}: ${issue}`);

/**
 * The operator API. A file's bytes go as CSV, as they are: whether they are UTF-8 is judged there.
 */
export function operatorCall(
  options: ServerOptions,
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const token = need(options.token ?? stored().operator_token, 'operator token', 'give --token');
  const isFile = body instanceof Uint8Array;
  const type = isFile ? 'text/csv' : 'application/json';
  return send({
    base: baseUrl(options),
    method,
    target: `/api/operator${path}`,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': type }),
    },
    body: isFile ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body),
    onWarning: warn,
  });
}

/** From the environment, both or none, else the demo partner's. */
export function partnerKey(): PartnerKey {
  const { apiKey, apiSecret } = readEnvironment();
  if ((apiKey === null) !== (apiSecret === null))
    throw new Error('Set both HUBBY_API_KEY and HUBBY_API_SECRET, or neither.');
  if (apiKey !== null && apiSecret !== null) return { api_key: apiKey, api_secret: apiSecret };
  const { api_key, api_secret } = stored();
  const how = 'set HUBBY_API_KEY and HUBBY_API_SECRET';
  return {
    api_key: need(api_key, 'API key', how),
    api_secret: need(api_secret, 'API secret', how),
  };
}

/**
 * The partner API. Whoever gave a command sees what came of it and says it again: nothing is tried
 * twice, and however long the server takes is waited for.
 */
export function partner(options: ServerOptions): Hubby {
  const { api_key, api_secret } = options.key ?? partnerKey();
  return createHubby({
    baseUrl: baseUrl(options),
    apiKey: api_key,
    apiSecret: api_secret,
    retries: 0,
    timeoutMs: null,
    onWarning: warn,
  });
}
