/** How the CLI reaches a server: flags, then HUBBY_URL and the like, then <data dir>/credentials.json. */
import { resolve } from 'node:path';
import { signedHeaders } from '../api/signature.ts';
import { readCredentials } from '../seed.ts';

export type ServerOptions = { url?: string; token?: string; json?: boolean };

const stored = () => readCredentials(resolve(process.env['HUBBY_DATA_DIR'] || '.hubby')) ?? {};
const need = (value: string | undefined, what: string, how: string): string => {
  if (value === undefined || value === '') throw new Error(`No ${what}: start Hubby here first (npm start), or ${how}.`);
  return value;
};
const baseUrl = (options: ServerOptions): string => need(options.url ?? process.env['HUBBY_URL'] ?? stored().base_url, 'server address', 'give --url').replace(/\/+$/, '');

export class ApiError extends Error {
  readonly status: number;
  readonly body: { error?: { type?: string; message?: string; details?: { field: string; issue: string }[] } };
  constructor(status: number, body: ApiError['body']) {
    const { message, type, details } = body.error ?? {};
    super([`${status} ${type ?? ''}: ${message ?? 'no message'}`, ...(details ?? []).map((d) => `  ${d.field}: ${d.issue}`)].join('\n'));
    this.status = status;
    this.body = body;
  }
}

async function call(base: string, method: string, path: string, headers: Record<string, string>, body?: string): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(base + path, { method, headers, ...(body === undefined ? {} : { body }) });
  } catch (error) {
    throw new Error(`${base} cannot be reached (${(error as { cause?: Error }).cause?.message ?? (error as Error).message}). Is Hubby running?`);
  }
  const answer = (await response.json()) as { success: boolean; data: unknown } & ApiError['body'];
  if (!response.ok) throw new ApiError(response.status, answer);
  return answer.data;
}

/** The operator API. A body that is text goes as CSV. */
export function operatorCall(options: ServerOptions, method: string, path: string, body?: unknown): Promise<unknown> {
  const token = need(options.token ?? stored().operator_token, 'operator token', 'give --token');
  const type: Record<string, string> = body === undefined ? {} : { 'content-type': typeof body === 'string' ? 'text/csv' : 'application/json' };
  return call(baseUrl(options), method, `/api/operator${path}`, { authorization: `Bearer ${token}`, ...type }, body === undefined || typeof body === 'string' ? body : JSON.stringify(body));
}

export type PartnerKey = { api_key: string; api_secret: string };
export function partnerKey(): PartnerKey {
  const api_key = need(process.env['HUBBY_API_KEY'] ?? stored().api_key, 'API key', 'set HUBBY_API_KEY and HUBBY_API_SECRET');
  return { api_key, api_secret: need(process.env['HUBBY_API_SECRET'] ?? stored().api_secret, 'API secret', 'set HUBBY_API_KEY and HUBBY_API_SECRET') };
}

/** A signed call as a partner. */
export function partnerCall(options: ServerOptions, method: string, path: string, body?: unknown): Promise<unknown> {
  const headers = { ...signedHeaders(partnerKey(), method, path), ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  return call(baseUrl(options), method, path, headers, body === undefined ? undefined : JSON.stringify(body));
}
