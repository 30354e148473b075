/** How Airalo writes: dates, PHP's JSON, envelopes; and how it reads what it is sent. */
import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** `body` undefined: none at all. */
export type Answer = { status: number; body?: unknown; headers?: Record<string, string> };
export type Fields = Record<string, unknown>;

/** `2026-11-28 12:00:00`, UTC, without saying so. */
export const stamp = (at: number): string =>
  new Date(at).toISOString().slice(0, 19).replace('T', ' ');

/** The same instant as a few endpoints give it. */
export const stampWithZone = (at: number): string =>
  `${new Date(at).toISOString().slice(0, 19)}+00:00`;

/** The texts vary, as they do there. */
const SUCCESS = ['success', 'succes', 'api.succes'];
export const succeed = (data: unknown, more: Fields = {}, status = 200): Answer => ({
  status,
  body: { data, meta: { message: SUCCESS[status % 2]!, ...more } },
});

/** JSON as `json_encode` writes it: slashes and everything beyond ASCII escaped. */
export const phpJson = (value: unknown): string =>
  escapeSlashes(JSON.stringify(value)).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

export const escapeSlashes = (json: string): string => json.replaceAll('/', '\\/');

export const sign = (secret: string, text: string): string =>
  createHmac('sha512', secret).update(text).digest('hex');

/** A body in any of the three forms that Airalo takes; what is none of them is an empty one. */
export async function readBody(request: IncomingMessage): Promise<Fields> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const bytes = Buffer.concat(parts);
  if (bytes.length === 0) return {};
  const type = request.headers['content-type'] ?? '';
  try {
    if (/^(multipart\/form-data|application\/x-www-form-urlencoded)/.test(type))
      return readForm(await new Response(bytes, { headers: { 'content-type': type } }).formData());
    const read: unknown = JSON.parse(bytes.toString());
    return typeof read === 'object' && read !== null ? (read as Fields) : {};
  } catch {
    return {};
  }
}

function readForm(form: FormData): Fields {
  const fields: Fields = {};
  for (const name of new Set(form.keys()))
    fields[name.replace(/\[\]$/, '')] = name.endsWith('[]') ? form.getAll(name) : form.get(name);
  return fields;
}

/** A page of what a list has, and what Airalo says about paging. */
export function pageOf<T>(
  all: readonly T[],
  query: URLSearchParams,
  usual: number,
): { page: number; items: T[]; first: number; meta: Fields } {
  const limit = Math.min(Math.max(Number(query.get('limit') ?? usual) || usual, 1), 1_000);
  const page = Math.max(Number(query.get('page') ?? 1) || 1, 1);
  const first = (page - 1) * limit;
  const items = all.slice(first, first + limit);
  const meta = {
    current_page: page,
    from: items.length === 0 ? null : first + 1,
    last_page: Math.max(Math.ceil(all.length / limit), 1),
    path: 'https://partners-api.airalo.com/v2',
    per_page: String(limit),
    to: items.length === 0 ? null : first + items.length,
    total: all.length,
  };
  return { page, items, first, meta };
}
