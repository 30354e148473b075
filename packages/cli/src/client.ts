/**
 * How the CLI reaches a server: flags, then HUBBY_URL and the like, then <data
 * dir>/credentials.json.
 */
import { readCredentials, readEnvironment } from '@hubby/sdk/environment';
import { signedHeaders, type PartnerKey } from '@hubby/sdk/signing';

export type ServerOptions = { url?: string; token?: string; json?: boolean };

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

/** The first line of a refusal stays on the screen. */
const MAX_DETAILS = 20;

export class ApiError extends Error {
  readonly status: number;
  readonly body: {
    error?: { type?: string; message?: string; details?: { field: string; issue: string }[] };
  };
  constructor(status: number, body: ApiError['body']) {
    const { message, type, details } = body.error ?? {};
    super(
      [
        `${status} ${type ?? ''}: ${message ?? 'no message'}`,
        ...(details ?? []).slice(0, MAX_DETAILS).map((d) => `  ${d.field}: ${d.issue}`),
        ...((details ?? []).length > MAX_DETAILS
          ? [`  … and ${details!.length - MAX_DETAILS} more`]
          : []),
      ].join('\n'),
    );
    this.status = status;
    this.body = body;
  }
}

async function call(
  base: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: string | Uint8Array<ArrayBuffer>,
): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(base + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
  } catch (error) {
    throw new Error(
      `${base} cannot be reached (${(error as { cause?: Error }).cause?.message ?? (error as Error).message}). Is Hubby running?`,
    );
  }
  const text = await response.text();
  let answer: {
    success: boolean;
    data: unknown;
    warnings?: { field: string; issue: string }[];
  } & ApiError['body'];
  try {
    answer = JSON.parse(text);
  } catch {
    throw new Error(
      `${base} answered ${response.status} with something else than Hubby's JSON. Is that the right address?`,
    );
  }
  for (const { field, issue } of answer.warnings ?? [])
    console.error(`warning: ${field}: ${issue}`);
  if (!response.ok) throw new ApiError(response.status, answer);
  return answer.data;
}

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
  const type: Record<string, string> =
    body === undefined
      ? {}
      : { 'content-type': body instanceof Uint8Array ? 'text/csv' : 'application/json' };
  return call(
    baseUrl(options),
    method,
    `/api/operator${path}`,
    { authorization: `Bearer ${token}`, ...type },
    body === undefined
      ? undefined
      : body instanceof Uint8Array
        ? (body as Uint8Array<ArrayBuffer>)
        : JSON.stringify(body),
  );
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

/** A signed call as a partner. */
export function partnerCall(
  options: ServerOptions,
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const headers = {
    ...signedHeaders(partnerKey(), method, path),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
  return call(
    baseUrl(options),
    method,
    path,
    headers,
    body === undefined ? undefined : JSON.stringify(body),
  );
}
